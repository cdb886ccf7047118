"""Judging: a site, the rules and a day in; items with outcomes out. Pure: no clock, store, disk or network."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from auditor import period
from auditor.classify import Recogniser
from auditor.document import Source
from auditor.judge import nameless, reasons
from auditor.judge.case import Case, Ruling
from auditor.judge.claim import judge_claim
from auditor.judge.collecting import collect
from auditor.judge.exhibits import NAMED, Names
from auditor.judge.hub import claimed, read_claims
from auditor.judge.item import Verdict, judge_item
from auditor.judge.reach import Gap, could_not_look, gaps
from auditor.judge.saying import Memory
from auditor.judge.wording import speak
from auditor.result import (
    Accuracy,
    AdviceResult,
    CriterionResult,
    Evidence,
    ItemResult,
    Reach,
    Text,
)
from auditor.rules.schema import Bilingual, Concept, Item, PeriodKind, Year
from auditor.site import DEAD, Site

__all__ = ["Judgement", "Memory", "judge"]

PUBLISHED = Text(
    th="เผยแพร่ตามชื่อข้อ และประชาชนเปิดดูได้",
    en="Published as the item's name says, open to the public",
)
PERIODS: dict[PeriodKind, Text] = {
    "now": Text(th="ใช้อยู่ในปัจจุบัน", en="in force now"),
    "year": Text(th="ปีงบประมาณ {y}", en="fiscal year {y}"),
    "previous_year": Text(th="รายงานของปีงบประมาณ {p}", en="report of fiscal year {p}"),
    "first_half": Text(th="6 เดือนแรกของปีงบประมาณ {y}", en="first six months of fiscal year {y}"),
    "covers": Text(th="ใช้บังคับครอบคลุมปี {y}", en="in force in {y}"),
}
NEEDS_PER_ITEM = 8
"""Documents that an item may ask to have read before it is judged again; the best named come first."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """`needs` are the sha256 of bodies whose unread pages could decide something; `gaps` what was not looked at."""

    items: tuple[ItemResult, ...]
    needs: tuple[str, ...]
    gaps: tuple[tuple[Gap, tuple[str, ...]], ...]
    dead: tuple[tuple[Source, tuple[str, ...]], ...]
    """Addresses that were looked at and are not there, with the items that they are named for."""


def judge(
    site: Site,
    year: Year,
    concepts: Mapping[str, Concept],
    recogniser: Recogniser,
    as_of: date,
    *,
    kind: str = "",
    claims: Mapping[str, Sequence[str]] | None = None,
    accuracy: Callable[[str], Accuracy | None] = lambda concept: None,
    memory: Memory | None = None,
) -> Judgement:
    """Judges every item of a year. `kind` is the kind of agency, which decides the wording of advice; `claims` are the
    addresses that the agency means to submit, by item; `memory` is of the same site and rules, from an earlier call."""
    memory = memory or Memory()
    listed = memory.recall(("hubs",), (site.own, site.titles), lambda: read_claims(site))
    exhibits, names = collect(site, recogniser, claimed(listed, year), memory)
    found = gaps(site, names, kin_of(year, concepts))
    case = Case(site, exhibits, names, found, concepts, year, as_of)
    verdicts = [judge_item(item, case) for item in year.items]
    items = tuple(_claimed(_result(v, case, kind, accuracy), v, case, claims or {}) for v in verdicts)
    needs = dict.fromkeys(n for v in verdicts for r in v.rulings for n in r.needs[:NEEDS_PER_ITEM])
    if any(v.rulings[0].outcome in ("failed", "untested") for v in verdicts):
        channels = {name for name, concept in concepts.items() if concept.evidence == "channel"}
        needs |= dict.fromkeys(nameless.to_open(exhibits, channels))
    concerned = tuple(
        (
            gap,
            tuple(i.id for i in year.items if gap.concepts and gap.concerns((i.concept, *i.also))),
        )
        for gap in found
    )
    return Judgement(items, tuple(needs), concerned, _dead(site, names, year))


def _dead(site: Site, names: Names, year: Year) -> tuple[tuple[Source, tuple[str, ...]], ...]:
    gone = [s for s in site.sources if s.problem and s.problem != DEAD and not could_not_look(s.problem)]
    named = {s.url: {c for c, n in names.get(s.url, {}).items() if n.score >= NAMED} for s in gone}
    return tuple((s, tuple(i.id for i in year.items if named[s.url] & {i.concept, *i.also})) for s in gone)


def kin_of(year: Year, concepts: Mapping[str, Concept]) -> dict[str, frozenset[str]]:
    """Documents of one sub-indicator often stand on one page under the name of one of them."""
    groups: dict[str, set[str]] = {}
    for item in year.items:
        asked = {item.concept, *item.also, *(c.concept for c in item.criteria if c.concept)}
        groups.setdefault(item.sub_indicator, set()).update(c for c in asked if concepts[c].evidence == "document")
    found: dict[str, frozenset[str]] = {}
    for group in groups.values():
        for concept in group:
            found[concept] = found.get(concept, frozenset()) | group
    return found


def _claimed(result: ItemResult, verdict: Verdict, case: Case, claims: Mapping[str, Sequence[str]]) -> ItemResult:
    """The item with the addresses handed in for it, each judged for itself."""
    urls = claims.get(result.id, ())
    if not urls:
        return result
    judged = [judge_claim(verdict.item, url, case) for url in urls]
    elsewhere = result.outcome == "passed" and not any(c.outcome == "passed" for c in judged)
    return result.model_copy(update={"claims": judged, "found_elsewhere": elsewhere})


def _result(verdict: Verdict, case: Case, kind: str, accuracy: Callable[[str], Accuracy | None]) -> ItemResult:
    item, deciding = verdict.item, verdict.deciding
    reach: Reach = "complete" if verdict.complete else "partial"
    due = case.year.due.isoformat() if deciding.reason == "not_due" else None
    return ItemResult(
        id=item.id,
        name=_text(item.name),
        concept=item.concept,
        sub_indicator=item.sub_indicator,
        reach=reach,
        outcome=deciding.outcome,
        reason=deciding.reason,
        facts=deciding.facts,
        why=reasons.say(deciding.reason, deciding.facts),
        period=period_text(item, case.year.fiscal_year),
        due=due,
        confidence=item.confidence,
        criteria=[_criterion(r, verdict, case) for r in verdict.rulings],
        evidence=_evidence(verdict),
        accuracy=accuracy(item.concept),
        advice=_advice(verdict, case, kind),
    )


def _text(value: Bilingual) -> Text:
    return Text(th=value.th, en=value.en)


def period_text(item: Item, fiscal_year: int) -> Text:
    """The period that an item asks for, with the years filled in."""
    words = PERIODS[item.period]
    return Text(
        th=words.th.format(y=fiscal_year, p=fiscal_year - 1),
        en=words.en.format(y=fiscal_year, p=fiscal_year - 1),
    )


def _criterion(ruling: Ruling, verdict: Verdict, case: Case) -> CriterionResult:
    item = verdict.item
    if ruling.id == "published":
        text, confidence, sources = PUBLISHED, item.confidence, item.sources
        question: Text | None = Text(
            th=f"เปิดลิงก์นี้แล้วเป็น “{item.name.th}” {period_text(item, case.year.fiscal_year).th} ใช่หรือไม่",
            en=f"Does this link open “{item.name.en}”, {period_text(item, case.year.fiscal_year).en}?",
        )
    else:
        asked = next(c for c in item.criteria if c.id == ruling.id and (c.concept or item.concept) == ruling.concept)
        rule = case.concepts[ruling.concept].criteria[ruling.id]
        text, confidence, sources = (
            _text(rule.text),
            asked.confidence,
            asked.sources or item.sources,
        )
        question = (
            _text(rule.question)
            if rule.question
            else Text(
                th=f"หลักฐานนี้แสดง “{rule.text.th}” ใช่หรือไม่",
                en=f"Does this evidence show “{rule.text.en}”?",
            )
        )
    return CriterionResult(
        id=ruling.id,
        concept=ruling.concept,
        text=text,
        confidence=confidence,
        outcome=ruling.outcome,
        reason=ruling.reason,
        facts=ruling.facts,
        why=reasons.say(ruling.reason, ruling.facts),
        question=question if ruling.outcome == "cantTell" else None,
        sources=list(sources),
        citations=list(ruling.citations),
    )


def _evidence(verdict: Verdict) -> list[Evidence]:
    concept = verdict.item.concept
    chosen = verdict.bundle.exhibits if verdict.bundle else ()
    listed = [(e, True) for e in chosen] + [(e, False) for b in verdict.others for e in b.exhibits]
    return [
        Evidence(
            url=e.source.final_url or e.source.url,
            title=e.heading[:200],
            fiscal_year=e.time.fiscal_year,
            confidence=round(e.names[concept].score, 2) if concept in e.names else 0.0,
            found_on=e.source.found_on,
            sha256=e.source.sha256,
            chosen=is_chosen,
            page_count=e.source.document.page_count if e.source.document else 1,
            scanned_pages_read=_recognised(e.source),
        )
        for e, is_chosen in listed[:20]
    ]


def _recognised(source: Source) -> list[int]:
    return [page.number for page in source.document.pages if page.source == "ocr"] if source.document else []


def _advice(verdict: Verdict, case: Case, kind: str) -> AdviceResult | None:
    item = verdict.item
    if verdict.deciding.outcome in ("passed", "inapplicable"):
        # Nothing is to be done; who keeps it is told all the same.
        return AdviceResult(text=Text(th="", en=""), unit=item.unit) if item.unit else None
    advice = case.concepts[verdict.deciding.concept].advice
    year = case.year.fiscal_year
    asked = period_text(item, year)
    asked_year = year - 1 if item.period == "previous_year" else year
    steps = [speak(step, kind, asked, asked_year) for step in advice.steps]
    example = speak(advice.example, kind, asked, asked_year) if advice.example else Text(th="", en="")
    return AdviceResult(
        text=speak(advice.text, kind, asked, asked_year),
        steps=[step.th for step in steps],
        steps_en=[step.en for step in steps],
        unit=item.unit,
        who=advice.who,
        example=example.th,
        example_en=example.en,
        effort=advice.effort,
        where=_where(verdict, case),
    )


def _where(verdict: Verdict, case: Case) -> str:
    """The link path of the place on this site that is named for the item, where there is one."""
    best: tuple[float, str] = (0.0, "")
    for exhibit in case.exhibits:
        name = exhibit.names.get(verdict.item.concept)
        if name and exhibit.kind == "page" and exhibit.source.path and name.score > best[0]:
            best = (name.score, " › ".join(exhibit.source.path))
    return best[1]


def is_retrospective(fiscal_year: int, as_of: date) -> bool:
    return as_of > period.bounds("year", fiscal_year)[1]
