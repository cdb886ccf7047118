"""One item: choose the bundle that counts, judge `published` and each criterion on it, and say the worst of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import unquote

from auditor import period
from auditor.judge import absence
from auditor.judge.absence import Absence
from auditor.judge.bundles import Bundle, group, is_evidence, named, score_of
from auditor.judge.citations import cite_all, cite_exhibit
from auditor.judge.exhibits import Exhibit, Name, Names
from auditor.judge.matchers import Scene, answer, find_any, leads_to
from auditor.judge.reach import Gap, blocking, words
from auditor.result import Citation, Outcome, Reason
from auditor.rules.schema import Concept, Confidence, Item, ItemCriterion, Year
from auditor.site import Site

WORST: tuple[Outcome, ...] = (
    "failed",
    "untested",
    "cantTell",
    "passed",
    "inapplicable",
)
SPEAKS = 0.3
"""Score of a text for a concept from which it confirms what its label says."""
OTHER = 0.6
"""Score of a text for another concept from which its label is not believed."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """The outcome of one criterion, before sentences are made of it."""

    id: str
    concept: str
    outcome: Outcome
    reason: Reason | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()
    needs: tuple[str, ...] = ()
    """sha256 of bodies whose unread pages could decide this."""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything an item is judged on."""

    site: Site
    exhibits: tuple[Exhibit, ...]
    names: Names
    gaps: tuple[Gap, ...]
    concepts: Mapping[str, Concept]
    year: Year
    as_of: date

    @property
    def due(self) -> date:
        return date(
            self.year.fiscal_year - 543,
            self.year.assessed_from.month,
            self.year.assessed_from.day,
        )

    def scene(self, item: Item) -> Scene:
        months = period.months_of(item.period, self.year.fiscal_year) if item.period != "now" else frozenset()
        today = (self.as_of.year + 543, self.as_of.month)
        return Scene(
            self.year.fiscal_year,
            item.period,
            frozenset(m for m in months if m < today),
            self.site.home,
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    item: Item
    rulings: tuple[Ruling, ...]
    bundle: Bundle | None
    others: tuple[Bundle, ...]
    complete: bool

    @property
    def deciding(self) -> Ruling:
        """The ruling that makes the item's outcome: the first of the worst."""
        return worst(self.rulings)


def worst(rulings: tuple[Ruling, ...]) -> Ruling:
    counted = [r for r in rulings if r.outcome != "inapplicable"] or list(rulings)
    return min(counted, key=lambda r: WORST.index(r.outcome))


def rule_bundle(item: Item, bundle: Bundle, case: Case) -> tuple[Ruling, ...]:
    """The rulings of an item on one bundle, whatever else the site shows."""
    return _rule(item, bundle, [bundle], case)


def judge_item(item: Item, case: Case) -> Verdict:
    """Judges every bundle of the item's concept as if it were the only one; the best one counts."""
    bundles = _bundles(item, item.concept, case)
    fitting = [b for b in bundles if b.fit == "yes"] or [b for b in bundles if b.fit == "unknown"]
    tried: list[tuple[Bundle | None, tuple[Ruling, ...]]] = [(b, _rule(item, b, bundles, case)) for b in fitting]
    tried = tried or [(None, _rule(item, None, bundles, case))]
    bundle, rulings = max(tried, key=lambda pair: _rank(pair[0], pair[1]))
    others = tuple(b for b in bundles if b is not bundle)
    complete = blocking(case.gaps, (item.concept, *item.also)) is None
    return Verdict(item, rulings, bundle, others, complete)


def _rank(bundle: Bundle | None, rulings: tuple[Ruling, ...]) -> tuple[float, ...]:
    worst = min(
        (WORST.index(r.outcome) for r in rulings if r.outcome != "inapplicable"),
        default=0,
    )
    passed = sum(r.outcome == "passed" for r in rulings)
    return (
        WORST.index(rulings[0].outcome) == WORST.index("passed"),
        worst,
        passed,
        bundle.score if bundle else 0,
    )


def _bundles(item: Item, concept: str, case: Case) -> list[Bundle]:
    rule = case.concepts[concept]
    if rule.evidence == "link":
        return group(_links(concept, rule, case), concept, item, case.year.fiscal_year)
    evidence = [e for e in named(case.exhibits, concept) if is_evidence(e, rule)]
    if rule.printed_form:
        evidence = [e for e in evidence if e.content == "form" or not _printed(e, rule)]
    return group(evidence, concept, item, case.year.fiscal_year)


def _links(concept: str, rule: Concept, case: Case) -> list[Exhibit]:
    """Links to the hosts that the rule names: the link is the evidence, whatever it is called, and is not fetched."""
    wanted = [c.match.link_to for c in rule.criteria.values() if c.match.link_to]
    return [
        replace(e, names={concept: Name(1.0, e.source.labels[0] if e.source.labels else None, ("address",))})
        for e in case.exhibits
        if e.kind == "link" and any(leads_to(e.source.url, w.hosts, w.own_page) for w in wanted)
    ]


def _printed(exhibit: Exhibit, rule: Concept) -> bool:
    return absence.printed_form((exhibit.source,), rule) is not None and exhibit.kind == "file"


def _rule(item: Item, bundle: Bundle | None, bundles: list[Bundle], case: Case) -> tuple[Ruling, ...]:
    first = _published(item, bundle, bundles, case)
    there = first.outcome in ("passed", "cantTell") and bundle is not None
    rest = [_criterion(item, asked, bundle if there else None, case) for asked in item.criteria]
    if first.outcome != "passed":
        rest = [_doubted(r, item) for r in rest]
    return tuple(_soften(r, item, case) for r in (first, *rest))


def _doubted(ruling: Ruling, item: Item) -> Ruling:
    """Nothing can be missing from a document that may not be the one that is asked for."""
    if ruling.outcome != "failed" or ruling.concept != item.concept:
        return ruling
    return replace(ruling, outcome="cantTell", reason="low_confidence")


def shown(url: str) -> str:
    """An address as people read it: decoded and not longer than a line."""
    plain = unquote(url)
    return plain if len(plain) <= 90 else plain[:87] + "…"


def _published(item: Item, bundle: Bundle | None, bundles: list[Bundle], case: Case) -> Ruling:
    ruling = Ruling("published", item.concept, "passed")
    if bundle is None:
        gone = _absence(item, bundles, case)
        return replace(
            ruling,
            outcome=gone.outcome,
            reason=gone.reason,
            facts=gone.facts,
            citations=gone.citations,
            needs=gone.needs,
        )
    best = max(bundle.exhibits, key=lambda e: (e.readable, score_of(e, item.concept)))
    doubt = _doubt(bundle, item.concept, case.concepts[item.concept])
    facts = {"heading": best.heading[:200]}
    ruling = replace(ruling, citations=(cite_exhibit(best),), facts=facts)
    if bundle.fit == "unknown" and doubt is None:
        return replace(
            ruling,
            outcome="cantTell",
            reason="low_confidence",
            facts=facts | {"year_unknown": True},
        )
    if doubt is None:
        return ruling
    extra = {"script": True} if best.content == "script" else {}
    return replace(
        ruling,
        outcome="cantTell",
        reason=doubt,
        facts=facts | extra,
        needs=_unread(bundle),
    )


def _unread(bundle: Bundle) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e.source.sha256 for e in bundle.exhibits if not e.fully_read and e.kind != "link"))


def _doubt(bundle: Bundle, concept: str, rule: Concept) -> Reason | None:
    """Why a bundle may not be what its label says; None where its own words confirm it."""
    readable = bundle.readable
    if rule.evidence == "link":
        return None
    if not readable:
        return "unreadable"
    if any(e.speaks.get(concept, 0.0) >= SPEAKS for e in readable):
        return None
    if find_any([*rule.look.strong, *rule.look.body], readable):
        return None
    if rule.evidence in ("page", "channel") and bundle.score >= 0.8:
        return None
    rival = max((s for e in readable for c, s in e.speaks.items() if c != concept), default=0.0)
    return "wrong_document" if rival >= OTHER else "low_confidence"


def _absence(item: Item, bundles: list[Bundle], case: Case) -> Absence:
    sources = case.site.sources
    rule = case.concepts[item.concept]
    at = named(case.exhibits, item.concept)
    return (
        absence.of_other_time(bundles, item, case.year.fiscal_year)
        or (absence.printed_form(sources, rule) if rule.printed_form else None)
        or absence.of_empty_place([e for e in at if e.content == "script"], item.concept)
        or absence.of_container(at, item.concept)
        or absence.of_empty_place(at, item.concept)
        or absence.of_dead_link(sources, case.names, item.concept)
        or absence.nothing(case.site.looked)
    )


def _criterion(item: Item, asked: ItemCriterion, bundle: Bundle | None, case: Case) -> Ruling:
    concept = asked.concept or item.concept
    ruling = Ruling(asked.id, concept, "inapplicable", "depends")
    if concept != item.concept:
        bundle = _best_of(item, concept, case)
    if bundle is None:
        return ruling
    rule = case.concepts[concept].criteria[asked.id]
    found = answer(rule.match, bundle.exhibits, case.scene(item))
    element = rule.text.th
    if found.state == "found":
        facts: dict[str, Any] = {
            "quote": True,
            "matched": [h.phrase for h in found.hits if h.phrase],
        }
        return replace(
            ruling,
            outcome="passed",
            reason=None,
            citations=tuple(cite_all(found.hits)),
            facts=facts,
        )
    nothing = find_any(rule.nothing, bundle.exhibits)
    if nothing:
        cited = tuple(cite_all((nothing,)))
        return replace(
            ruling,
            outcome="passed",
            reason=None,
            facts={"nothing": True},
            citations=cited,
        )
    cited = tuple(cite_all(found.hits)) or (cite_exhibit(bundle.exhibits[0]),)
    facts = {k: v for k, v in found.facts.items() if k in ("months", "lacking", "count")} | {"element": element}
    if found.state == "ask":
        return replace(
            ruling,
            outcome="cantTell",
            reason="needs_person",
            facts=facts,
            citations=cited,
        )
    return _missing(
        replace(ruling, facts=facts, citations=cited),
        rule.absence,
        asked.confidence,
        bundle,
    )


def _best_of(item: Item, concept: str, case: Case) -> Bundle | None:
    bundles = _bundles(item, concept, case)
    return next(
        (b for b in bundles if b.fit == "yes"),
        next((b for b in bundles if b.fit == "unknown"), None),
    )


def _missing(ruling: Ruling, proves: str, confidence: Confidence, bundle: Bundle) -> Ruling:
    """What it means that an element was not seen: nothing, unless all was read and its absence proves something."""
    if not all(e.fully_read for e in bundle.exhibits):
        return replace(ruling, outcome="cantTell", reason="unreadable", needs=_unread(bundle))
    if confidence == "inferred":
        return replace(ruling, outcome="cantTell", reason="unconfirmed_rule")
    if proves == "proves":
        return replace(ruling, outcome="failed", reason="missing_element")
    return replace(ruling, outcome="cantTell", reason="low_confidence")


NOT_DUE: frozenset[Reason] = frozenset(
    {
        "not_found",
        "heading_only",
        "empty_list",
        "dead_link",
        "wrong_year",
        "wrong_period",
        "no_public_access",
    }
)


def _soften(ruling: Ruling, item: Item, case: Case) -> Ruling:
    """A fail stands only when it is due, the law is sourced and nothing was left that could not be looked at."""
    if ruling.outcome != "failed":
        return ruling
    late = ruling.reason in NOT_DUE or "months" in ruling.facts
    if item.period != "now" and case.as_of < case.due and late:
        facts = ruling.facts | {
            "due": period.thai_date(case.due),
            "due_en": case.due.isoformat(),
        }
        return replace(ruling, outcome="untested", reason="not_due", facts=facts)
    gap = blocking(case.gaps, {item.concept, *item.also, ruling.concept})
    if gap:
        th, en = words(gap)
        from_gap = {"url": shown(gap.source.url), "problem": th, "problem_en": en}
        return replace(
            ruling,
            outcome="untested",
            reason="not_reached",
            facts=ruling.facts | from_gap,
        )
    if ruling.id == "published" and item.confidence == "inferred":
        facts = ruling.facts | {"element": item.name.th}
        return replace(ruling, outcome="cantTell", reason="unconfirmed_rule", facts=facts)
    return ruling
