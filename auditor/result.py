"""result.json: the contract between judging and every report. Added optional fields keep the schema version."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = 1

Outcome = Literal["passed", "failed", "cantTell", "untested", "inapplicable"]
Reason = Literal[
    "not_found",
    "heading_only",
    "empty_list",
    "dead_link",
    "no_public_access",
    "wrong_year",
    "newer_year",
    "wrong_period",
    "missing_element",
    "wrong_document",
    "form_to_print",
    "not_due",
    "not_reached",
    "unreadable",
    "low_confidence",
    "unconfirmed_rule",
    "needs_person",
    "depends",
]
Reach = Literal["complete", "partial", "blocked"]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Part):
    th: str
    en: str


class Citation(Part):
    url: str
    found_on: str = ""
    link_text: str = ""
    path: list[str] = Field(default_factory=list)
    fetched_at: str = ""
    sha256: str = ""
    page: int | None = None
    quote: str = ""
    problem: str | None = None
    trouble: Text | None = None
    """The problem in words; earlier results have its code only."""
    screenshot: str = ""
    """sha256 of a picture (JPEG) of the page as it was stored; its bytes are in the store. "" where there is none."""


class CriterionResult(Part):
    id: str
    concept: str
    text: Text
    confidence: str
    outcome: Outcome
    reason: Reason | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    why: Text
    question: Text | None = None
    """For cantTell: what a person must answer, yes meaning passed."""
    sources: list[str] = Field(default_factory=list)
    citations: list[Citation] = Field(default_factory=list)


class Evidence(Part):
    url: str
    title: str = ""
    fiscal_year: int | None = None
    confidence: float = 0.0
    found_on: str = ""
    sha256: str = ""
    chosen: bool = False
    """True for the bundle that the verdict rests on; the others are listed for the reader."""
    page_count: int = 1
    scanned_pages_read: list[int] = Field(default_factory=list)
    """Of a scan: the numbers of the pages that were read, which suffice for the verdict."""


class Accuracy(Part):
    precision: float | None = None
    recall: float | None = None
    n: int = 0
    measured_on: str = ""


class AdviceResult(Part):
    text: Text
    steps: list[str] = Field(default_factory=list)
    steps_en: list[str] = Field(default_factory=list)
    unit: str = ""
    who: Literal["unit", "officer", "vendor"] = "unit"
    example: str = ""
    example_en: str = ""
    effort: Literal["low", "medium", "high"] = "medium"
    where: str = ""
    """Where in this site's own menu the evidence belongs, as a link path."""


class DecisionResult(Part):
    """A person's settlement of an item, shown beside the machine's outcome; the score uses it unless it is stale."""

    outcome: Literal["passed", "failed"]
    by: str
    because: str
    at: str
    url: str = ""
    stale: bool = False
    """The evidence it was made on is no longer the same."""


class ClaimResult(Part):
    """An address that the agency means to submit for the item, judged as an assessor opens it."""

    url: str
    outcome: Outcome
    reason: Reason | None = None
    why: Text
    citations: list[Citation] = Field(default_factory=list)


class ItemResult(Part):
    id: str
    name: Text
    concept: str
    sub_indicator: str
    reach: Reach
    outcome: Outcome
    reason: Reason | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    why: Text
    period: Text
    due: str | None = None
    """For not_due: the day (ISO) from which the item is asked for."""
    confidence: str = ""
    criteria: list[CriterionResult]
    evidence: list[Evidence] = Field(default_factory=list)
    accuracy: Accuracy | None = None
    advice: AdviceResult | None = None
    decision: DecisionResult | None = None
    claims: list[ClaimResult] = Field(default_factory=list)
    found_elsewhere: bool = False
    """Claims were handed in and none holds, yet the evidence stands elsewhere on the site (ตรวจพบนอกลิงก์ที่ยื่น)."""
    checked_at: str = ""
    """When the item was looked at, where that differs from the crawl (a check again of some items)."""

    @property
    def settled(self) -> Outcome:
        """The outcome that counts: a person's where one was given on this evidence, else the machine's."""
        return self.decision.outcome if self.decision and not self.decision.stale else self.outcome


class CrawlProblem(Part):
    url: str
    problem: str
    class_: Literal["could_not_look", "not_there"] = Field(alias="class")
    items: list[str] = Field(default_factory=list)
    why: Text | None = None
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Crawl(Part):
    reach: Reach
    why: Text | None = None
    started_at: str = ""
    finished_at: str = ""
    pages: int = 0
    documents: int = 0
    rendered: int = 0
    requests: int = 0
    bytes: int = 0
    scanned_pages: int = 0
    """Pages of documents, and pictures, that came without readable text."""
    ocr_pages: int = 0
    """Those of them that were read, because they could decide something."""
    problems: list[CrawlProblem] = Field(default_factory=list)
    notes: list[Text] = Field(default_factory=list)
    """Said in the output: a scope that was widened, a certificate that is bad, a Crawl-delay above 10 s."""
    settings: dict[str, Any] = Field(default_factory=dict)


class IndicatorScore(Part):
    id: str
    name: Text
    value: float | None
    range: tuple[float, float] | None


class SubIndicatorScore(Part):
    id: str
    indicator: str
    name: Text
    passed: int
    total: int
    range: tuple[float, float] | None = None


class Counts(Part):
    passed: int
    failed: int
    cantTell: int
    untested: int
    inapplicable: int
    not_due: int
    total: int


class Score(Part):
    oit: float | None
    range: tuple[float, float] | None
    indicators: list[IndicatorScore]
    sub_indicators: list[SubIndicatorScore] = Field(default_factory=list)
    counts: Counts
    formula_status: Literal["verified", "consistent", "assumed", "unverified"]
    grade: str | None = None
    ita: tuple[float, float] | None = None


class Tool(Part):
    name: str = "oit-auditor"
    version: str
    rules_digest: str


HEAD, CLERK = "ผู้บริหารสูงสุดของหน่วยงาน", "หัวหน้าส่วนราชการ"
"""Who leads an agency, and who its office, whatever its kind."""


class Agency(Part):
    name: str
    kind: str = ""
    url: str
    head: str = HEAD
    clerk: str = CLERK
    """The titles that papers are addressed to and signed with."""


class Result(Part):
    schema_version: int = SCHEMA_VERSION
    tool: Tool
    agency: Agency
    fiscal_year: int
    year_status: Literal["sourced", "draft"] = "sourced"
    retrospective: bool = False
    """True when the fiscal year was over on `as_of`: the report is headed ตรวจย้อนหลัง."""
    as_of: str
    assessed_from: str
    crawl: Crawl
    items: list[ItemResult]
    score: Score
    findings: list[dict[str, Any]] = Field(default_factory=list)
    """Found beside the items, apart from the score: personal data left public, a bad certificate."""
