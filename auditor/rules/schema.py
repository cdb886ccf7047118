"""The shape of rule files. Everything a rule author may write is here; anything else is refused.

Law (`rules/years/<year>.yaml`) says what a fiscal year asks. Recognition (`rules/concepts/<concept>.yaml`) says how
that evidence looks on Thai websites. They meet in the names of concepts and criteria only.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Confidence = Literal["seed", "official page", "secondary page", "inferred"]
Phrase = str | list[str]
"""A phrase, or a list of parts that must all stand in the same field."""


PeriodKind = Literal["now", "year", "previous_year", "first_half", "covers"]
"""now: in force or usable on the day; year: of the fiscal year; previous_year: a report of the year before;
first_half: 1 October to 31 March; covers: a plan in force in the year, whenever made."""


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(Strict):
    th: str
    en: str


class Look(Strict):
    """How a concept is recognised. Phrases are matched on normalised text (auditor.thai.normalise), so write
    them in plain correct Thai; list real misspellings only where normalising cannot mend them."""

    strong: list[Phrase] = Field(default_factory=list)
    """One of these in a label, title or heading names the concept."""
    weak: list[Phrase] = Field(default_factory=list)
    """Two of these, or one with support from the body or the address."""
    body: list[Phrase] = Field(default_factory=list)
    """Expected in the text of the evidence itself; separates the thing from news about the thing."""
    never: list[Phrase] = Field(default_factory=list)
    """Near misses: where one of these stands in a field, that field does not speak for this concept."""
    address: list[str] = Field(default_factory=list)
    """Lower-case fragments of addresses and file names."""
    exact: list[str] = Field(default_factory=list)
    """Labels that name the concept only when they are the whole label ("ติดต่อเรา", "ข่าวสาร")."""
    subject: list[Phrase] = Field(default_factory=list)
    """What the evidence must speak of in its name or text: a manual on complaints of any kind is none on corruption."""


class TableColumns(Strict):
    columns: dict[str, list[str]]
    """Column's meaning -> header words that name it."""
    at_least: int


class Person(Strict):
    """Person cards: name, position, photo, contact."""

    needs: list[Literal["name", "position", "photo", "contact"]]
    at_least: int = 1


class FormMatch(Strict):
    """An online form that the public can fill in, or an outside application of the same kind."""

    fields_at_least: int = 2
    hosts: list[str] = Field(default_factory=list)
    words: list[Phrase] = Field(default_factory=list)


class Count(Strict):
    of: Literal["documents", "rows", "images", "links", "characters"]
    at_least: int


class LinkTo(Strict):
    hosts: list[str]
    own_page: bool = True
    """The link must lead to an account page, not to a share button or the platform's home."""


class InOffice(Strict):
    """Who declares something holds the office, as the site itself shows."""

    titles: list[str]
    shown_on: str
    """The concept whose pages show who holds it; the home page counts too."""


class Apart(Strict):
    """A channel of its own for one matter. Its heading says so, or its text without speaking of other matters; of one
    that speaks of both, a person sees."""

    of: list[Phrase]
    others: list[Phrase]
    says: list[Phrase] = Field(default_factory=list)
    """Words that say it outright."""


class ToldIn(Strict):
    """What the evidence of another concept has to say of it; where that is not found, a person sees."""

    concept: str
    words: list[Phrase]


class Money(Strict):
    """Sums of money: some sum has to stand beside one of the words that it is called by."""

    words: list[Phrase]
    sums: int = 0
    """So many sums say it without a word: in a plan they can be nothing else. 0: never."""


class Match(Strict):
    """Exactly one matcher. A closed set: when a rule needs another, add a named one here and in judge/matchers."""

    any_of: list[Phrase] | None = None
    all_of: list[list[Phrase]] | None = None
    """Every inner list must be satisfied by one of its phrases."""
    at_least: tuple[int, list[Phrase]] | None = None
    none_of: list[Phrase] | None = None
    pattern: str | None = None
    """RE2 syntax, on normalised text."""
    money: Money | None = None
    fiscal_year: Literal["asked"] | None = None
    years_span: int | None = None
    """The document speaks of a plan over at least this many years."""
    months_covered: int | None = None
    table_columns: TableColumns | None = None
    count: Count | None = None
    link_to: LinkTo | None = None
    form: FormMatch | None = None
    file_type: list[str] | None = None
    person: Person | None = None
    signed: list[str] | None = None
    """Offices of who may sign. A name over one of them at the foot of a scan counts; whose hand it is is not judged."""
    in_office: InOffice | None = None
    told_in: ToldIn | None = None
    qr: list[str] | None = None
    """A QR code that leads to one of these hosts."""
    apart: Apart | None = None
    two_way: list[Phrase] | None = None
    """A channel where the public asks and the agency answers."""
    map: bool | None = None
    linked_from_home: bool | None = None
    """The evidence can be reached by links from the home page (true for what the crawl found by links)."""
    manual: bool | None = None
    """Needs eyes: always cantTell with the criterion's question."""


class Criterion(Strict):
    text: Bilingual
    question: Bilingual | None = None
    """A yes/no question for the person who settles a cantTell. Made from `text` when missing."""
    match: Match
    absence: Literal["proves", "suggests"] = "suggests"
    """What it means when a fully and cleanly read document does not match: `proves` fails (missing_element),
    `suggests` gives cantTell (low_confidence). Use `proves` only where the words cannot be avoided."""
    on_home: bool = False
    """The home page may show it for all pages, as a footer does."""
    nothing: list[Phrase] = Field(default_factory=list)
    """A stated "nothing to report" that satisfies the criterion."""
    traces: str | None = None
    """RE2 pattern of what may be the element in other words: where it stands, absence proves nothing."""
    filled: bool = False
    """Its label alone shows nothing: one left blank, or followed by dots to write on, does not count."""


class Advice(Strict):
    """Texts may hold {head}, {agency}, {period}, {year} (the year asked for) and {previous} (the year before)."""

    text: Bilingual
    steps: list[Bilingual] = Field(default_factory=list)
    who: Literal["unit", "officer", "vendor"] = "unit"
    example: Bilingual | None = None
    """Wording to publish; `en` says what it means."""
    effort: Literal["low", "medium", "high"] = "medium"


class Concept(Strict):
    concept: str
    name: Bilingual
    evidence: Literal["document", "page", "channel", "link"]
    """document: a file or an article; page: the site's own page is the evidence; channel: something to use
    (form, board, chat); link: the link itself is the evidence and is not fetched."""
    look: Look
    traces: str | None = None
    """RE2 pattern of what may be the evidence in other words: where it stands in a text of the time, it cannot be said
    that nothing was published."""
    told_as_news: bool = False
    """An activity that news tell in any words: that none is named for it does not prove that there was none."""
    by_order: bool = False
    """An order that appoints people is evidence of it; of all else it only says who is to do it."""
    criteria: dict[str, Criterion] = Field(default_factory=dict)
    whole: bool = False
    """One document has to show all elements: that others each show some of them does not make a manual."""
    printed_form: list[Phrase] = Field(default_factory=list)
    """Labels of forms to print and carry to the counter, where the law asks for an online service."""
    advice: Advice


class Words(Strict):
    """Words that officers use, by the handbook's word that the phrases of concepts are written in. A word that stands
    for itself is protected: what is inside it is left alone."""

    letters: Literal["thai", "latin"]
    """Latin words are those of file names, and count only where no letter touches them."""
    words: dict[str, list[str]]


class ItemCriterion(Strict):
    id: str
    concept: str | None = None
    """Where it differs from the item's concept (merged items)."""
    period: PeriodKind | None = None
    """Where it differs from the item's period (merged items: a plan and its first half's progress)."""
    confidence: Confidence
    sources: list[str] = Field(default_factory=list)
    remark: str = ""


class Item(Strict):
    id: str
    name: Bilingual
    sub_indicator: str
    concept: str
    also: list[str] = Field(default_factory=list)
    period: PeriodKind
    period_doubtful: bool = False
    """The reference doubts the period: the asked and the previous year both satisfy."""
    period_note: str = ""
    bundle: Literal["document", "any", "months"] = "document"
    """document: one document or the files under one heading; any: all pages together; months: a set of months."""
    unit: str
    confidence: Confidence
    elements_confidence: Confidence
    sources: list[str]
    remark: str = ""
    criteria: list[ItemCriterion] = Field(default_factory=list)
    """After `published`, which every item has first and which is not written here."""


class Band(Strict):
    level: str
    total_min: float
    total_max: float | None = None
    each_tool_min: float | None = None


class Grades(Strict):
    bands: list[Band]
    confidence: Confidence
    sources: list[str]
    note: str = ""


class Indicator(Strict):
    name: Bilingual
    sub_indicators: list[str]


class AssessedFrom(Strict):
    month: int
    day: int
    confidence: Confidence


class Year(Strict):
    fiscal_year: int
    status: Literal["sourced", "draft"]
    assessed_from: AssessedFrom
    formula_status: Literal["verified", "consistent", "assumed", "unverified"]
    formula_note: str = ""
    indicators: dict[str, Indicator]
    sub_indicators: dict[str, Bilingual]
    grades: Grades | None = None
    sources: dict[str, str]
    items: list[Item]

    @property
    def due(self) -> date:
        """The day from which the evidence of the year is asked for."""
        return date(self.fiscal_year - 543, self.assessed_from.month, self.assessed_from.day)
