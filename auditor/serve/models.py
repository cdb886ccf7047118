"""Bodies and answers of the JSON API, from which its OpenAPI description is made."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from auditor.result import Text


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class StartBody(Part):
    url: str = Field(description="The agency's website, as a person types it", examples=["www.example.go.th"])
    year: int | None = Field(None, description="Fiscal year (B.E.); the newest sourced one when not given")


class AgainBody(Part):
    items: list[str] = Field(description="Items to look at again", examples=[["O18"]])


class DecisionBody(Part):
    outcome: Literal["passed", "failed"]
    by: str = Field(description="Who decides")
    because: str = Field(description="Why")
    link: str = Field("", description="Where the person looked")


class ClaimsBody(Part):
    claims: dict[str, list[str]] = Field(description="Item -> addresses meant for ITAS")


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
