"""Bodies and answers of the JSON API, from which its OpenAPI description is made."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from auditor.result import Text


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


# Limits are described here and judged at the desk, whose objections say what to do.
_ITEM = "^[Oo][0-9]{1,2}$"
_WEB: dict[str, JsonValue] = {"type": "string", "pattern": "^https?://[a-zA-Z0-9.-]+/?$"}


def _said(most: int) -> dict[str, JsonValue]:
    return {"pattern": r"\S", "maxLength": most}


class StartBody(Part):
    url: str = Field(
        description="The agency's website, as a person types it",
        examples=["www.example.go.th"],
        json_schema_extra=_said(500),
    )
    year: int | None = Field(None, description="Fiscal year (B.E.); the newest sourced one when not given")


class AgainBody(Part):
    items: list[str] = Field(
        description="Items to look at again",
        examples=[["O18"]],
        json_schema_extra={"items": {"type": "string", "pattern": _ITEM}, "minItems": 1},
    )


class DecisionBody(Part):
    outcome: Literal["passed", "failed"]
    by: str = Field(description="Who decides", json_schema_extra=_said(120))
    because: str = Field(description="Why", json_schema_extra=_said(1000))
    link: str = Field(
        "", description="Where the person looked", json_schema_extra={"pattern": "^(https?://.*)?$", "maxLength": 1000}
    )


class ClaimsBody(Part):
    claims: dict[str, list[str]] = Field(
        description="Item -> addresses meant for ITAS",
        json_schema_extra={
            "propertyNames": {"pattern": _ITEM},
            "minProperties": 1,
            "additionalProperties": {"type": "array", "items": _WEB, "minItems": 1},
        },
    )


class JobStatus(Part):
    id: str
    slug: str
    year: int
    url: str
    kind: Literal["audit", "again", "claims"]
    items: list[str]
    state: Literal["waiting", "running", "done", "blocked", "failed", "cancelled"]
    stage: Literal["waiting", "starting", "crawling", "judging", "done", "blocked", "failed", "cancelled"]
    before: int = Field(description="Jobs that wait before this one")
    pages: int
    documents: int
    queue: int = Field(description="Addresses that wait to be read")
    seconds: int
    now: str = Field(description="The address that was read last")
    found: list[str] = Field(description="Items that something read so far speaks of")
    found_of: int
    attempts: int
    created_at: str
    started_at: str
    ended_at: str
    detail: str
    has_result: bool


class Started(Part):
    job: JobStatus
    new: bool = Field(description="False: it was under way already, and this is that job")


class YearInfo(Part):
    fiscal_year: int
    status: Literal["sourced", "draft"]
    default: bool
    items: list[str]


class AuditInfo(Part):
    slug: str
    year: int
    name: str
    url: str
    as_of: str
    finished_at: str
    passed: int
    failed: int
    open: int = Field(description="Items that a person must settle or that could not be read")
    total: int
    reach: str


class EarlierInfo(Part):
    earlier: list[str] = Field(description="Stamps to compare with, the newest first")
    formats: list[str]
    papers: list[str]


class FieldError(Part):
    field: str = Field(description="'' for the request as a whole")
    code: str
    message: Text


class Errors(Part):
    errors: list[FieldError]
