"""One item: choose the bundle that counts, judge `published` and each criterion on it, and say the worst of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import unquote

from auditor import period
from auditor.judge import absence, reasons
from auditor.judge.absence import Absence
from auditor.judge.bundles import Bundle, fit_of, named, score_of, unopened_of, unread_of
from auditor.judge.case import WORST, Case, Ruling, bundles_of, worst
from auditor.judge.citations import cite_exhibit
from auditor.judge.criterion import SPEAKS, other_forms, rule_criterion
from auditor.judge.doubt import doubt_of, is_certain, without
from auditor.judge.reach import blocking, words
from auditor.judge.weight import is_blank_form
from auditor.result import Outcome, Reason
from auditor.rules.schema import Concept, Criterion, Item, ItemCriterion


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


def rule_bundle(item: Item, bundle: Bundle, case: Case) -> tuple[Ruling, ...]:
    """The rulings of an item on one bundle, whatever else the site shows."""
    return _rule(item, bundle, [bundle], case)


def judge_item(item: Item, case: Case) -> Verdict:
    """Judges every bundle of the item's concept as if it were the only one; the best one counts."""
    bundles = bundles_of(item, item.concept, case)
    fitting = [b for b in bundles if b.fit == "yes"] or [b for b in bundles if b.fit == "unknown"]
    tried: list[tuple[Bundle | None, tuple[Ruling, ...]]] = [(b, _rule(item, b, bundles, case)) for b in fitting]
    tried = tried or [(None, _rule(item, None, bundles, case))]
    bundle, rulings = max(tried, key=lambda pair: _rank(pair[0], pair[1]))
    others = tuple(b for b in bundles if b is not bundle)
    complete = blocking(case.gaps, (item.concept, *item.also)) is None
    return Verdict(item, rulings, bundle, others, complete)


def _rank(bundle: Bundle | None, rulings: tuple[Ruling, ...]) -> tuple[float, ...]:
    """First whether it is published at all, then the outcome it makes."""
    passed = sum(r.outcome == "passed" for r in rulings)
    outcome = WORST.index(worst(rulings).outcome)
    return rulings[0].outcome == "passed", outcome, passed, bundle.score if bundle else 0


def _rule(item: Item, bundle: Bundle | None, bundles: list[Bundle], case: Case) -> tuple[Ruling, ...]:
    first = _published(item, bundle, bundles, case)
    there = first.outcome in ("passed", "cantTell") and bundle is not None
    rest = [_criterion(item, asked, bundle if there else None, case) for asked in item.criteria]
    if first.outcome != "passed":
        rest = [_doubted(r, item) for r in rest]
    if bundle is not None and case.concepts[item.concept].whole and worst((first, *rest)).outcome == "passed":
        rest = _as_one(item, rest, bundle, case)
    if first.outcome == "cantTell" and not first.needs:
        # Whatever the elements turn out to be, a person has to look at the document itself.
        rest = [replace(r, needs=()) for r in rest]
    return tuple(_soften(r, item, case) for r in (first, *rest))


def _as_one(item: Item, rulings: list[Ruling], bundle: Bundle, case: Case) -> list[Ruling]:
    """The rulings, of which a person sees those that the document with most of them does not show. How many documents
    there are, no single one shows."""
    counted = {id for id, rule in case.concepts[item.concept].criteria.items() if rule.match.count}
    asked = [one for one in item.criteria if one.concept in (None, item.concept) and one.id not in counted]
    alone = (replace(bundle, exhibits=(exhibit,)) for exhibit in bundle.exhibits)
    shown = ({one.id for one in asked if _criterion(item, one, each, case).outcome == "passed"} for each in alone)
    lacking = {one.id for one in asked} - max(shown, key=len)
    return [replace(r, outcome="cantTell", reason="needs_person") if r.id in lacking else r for r in rulings]


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
    if bundle is None:
        return _missing("published", item, item.concept, bundles, case)
    best = max(bundle.exhibits, key=lambda e: (e.readable, score_of(e, item.concept)))
    facts: dict[str, Any] = {"heading": best.heading[:200]}
    ruling = Ruling("published", item.concept, "passed", facts=facts, citations=(cite_exhibit(best),))
    if doubt := doubt_of(bundle, item, case):
        extra = {"script": True} if best.content == "script" else {"blank": True} if is_blank_form(best.text) else {}
        wrong = doubt == "wrong_document" and _is_all_there_is(bundle, bundles, item, case)
        outcome: Outcome = "failed" if wrong else "cantTell"
        return replace(ruling, outcome=outcome, reason=doubt, facts=facts | extra, needs=unread_of(bundle))
    if bundle.fit == "unknown":
        year = bundle.fiscal_year
        doubtful = "year_doubtful" if item.period_doubtful else "year_contested"
        of_year = {"found": year, doubtful: True} if year else {"year_unknown": True}
        needs = unopened_of(bundle)
        return replace(ruling, outcome="cantTell", reason="low_confidence", facts=facts | of_year, needs=needs)
    return ruling


def _missing(id: str, item: Item, concept: str, bundles: list[Bundle], case: Case) -> Ruling:
    gone = _absence(item, concept, bundles, case)
    return Ruling(id, concept, gone.outcome, gone.reason, gone.facts, gone.citations, gone.needs)


def _is_all_there_is(bundle: Bundle, bundles: list[Bundle], item: Item, case: Case) -> bool:
    """Whether a bundle is certainly something else, and without it the item would fail."""
    if not is_certain(bundle, item, case):
        return False
    others = [b for b in bundles if b is not bundle]
    return _absence(item, item.concept, others, without(bundle, item.concept, case)).outcome == "failed"


def _absence(item: Item, concept: str, bundles: list[Bundle], case: Case) -> Absence:
    looks = _looks(item, concept, bundles, case)
    return next(filter(None, looks), None) or absence.nothing(case.site.looked)


def _looks(item: Item, concept: str, bundles: list[Bundle], case: Case) -> Iterator[Absence | None]:
    """What may be there instead, the most telling first; no look is taken once one before it has found something."""
    sources, names, rule = case.site.sources, case.names, case.concepts[concept]
    fit = partial(fit_of, item=item, fiscal_year=case.year.fiscal_year)
    at = named(case.exhibits, concept)
    yield _of_other_time(bundles, item, rule, case)
    if rule.printed_form and not any(other_forms(concept, case)):
        yield absence.printed_form(sources, rule)
    yield absence.of_empty_place([e for e in at if e.content == "script"], concept)
    yield absence.of_form((e for e in other_forms(concept, case) if e.speaks.get(concept, 0.0) >= SPEAKS), rule)
    yield absence.of_dead_link(sources, names, concept, labels=False)
    if rule.evidence == "document":
        yield absence.of_sign_in(at)
    # Whatever may be meant stands before the place that is empty, and what only lists other things behind it.
    yield absence.of_faint(case.exhibits, concept, fit)
    yield absence.of_container(at, names, concept)
    yield absence.of_empty_place(at, concept)
    yield absence.of_dead_link(sources, names, concept)
    yield absence.of_container(at, names, concept, clear=True)
    # Nothing is named for it: it may be what no name tells.
    yield absence.of_unnamed(case.inner, concept, fit)
    yield absence.of_trace(case.inner, rule, fit)
    yield absence.of_elements(case.inner, _asked_of(concept, item, rule), case.scene(item))
    yield absence.of_form(other_forms(concept, case), rule)


def _asked_of(concept: str, item: Item, rule: Concept) -> list[Criterion]:
    return [rule.criteria[asked.id] for asked in item.criteria if (asked.concept or item.concept) == concept]


def _of_other_time(bundles: list[Bundle], item: Item, rule: Concept, case: Case) -> Absence | None:
    other = absence.of_other_time(bundles, item, case.year.fiscal_year)
    if other is None or other.outcome != "failed":
        return other
    # Where nothing was put up under its name for years, it may stand under another.
    left = other.reason == "wrong_year" and (other.facts["found"] or 0) < other.facts["asked"] - 1
    if not (item.period_doubtful or rule.told_as_news or left):
        return other
    fit = partial(fit_of, item=item, fiscal_year=case.year.fiscal_year)
    if rule.told_as_news:
        return absence.of_trace(case.inner, rule, fit) or other
    files = (e for e in case.inner if e.kind == "file")
    return absence.of_trace(files, rule, fit, absence.MANY_TRACES) or other


def _criterion(item: Item, asked: ItemCriterion, bundle: Bundle | None, case: Case) -> Ruling:
    concept = asked.concept or item.concept
    if bundle is None:
        return Ruling(asked.id, concept, "inapplicable", "depends")
    if concept == item.concept:
        return rule_criterion(item, asked, bundle, case)
    apart = _merged(item, asked, concept, case)
    if apart.outcome == "passed":
        return apart
    beside = rule_criterion(item, asked, bundle, case)
    if beside.outcome == "passed" and any(e.speaks.get(concept, 0.0) >= SPEAKS for e in bundle.exhibits):
        return beside
    if beside.outcome == "passed" and apart.outcome == "failed":
        # Some words of it stand with the rest of the item: it cannot be said that there is nothing.
        return replace(beside, outcome="cantTell", reason="low_confidence")
    return apart


def _merged(item: Item, asked: ItemCriterion, concept: str, case: Case) -> Ruling:
    """A criterion of a merged item that stands in evidence of its own, wherever of that there is most to see."""
    item = item.model_copy(update={"period": asked.period or item.period})
    bundles = bundles_of(item, concept, case)
    fitting = [b for b in bundles if b.fit == "yes"] or [b for b in bundles if b.fit == "unknown"]
    if fitting:
        return max((rule_criterion(item, asked, b, case) for b in fitting), key=lambda r: WORST.index(r.outcome))
    ruling = _missing(asked.id, item, concept, bundles, case)
    if ruling.outcome == "failed" and asked.confidence == "inferred":
        text = case.concepts[concept].criteria[asked.id].text
        facts = {"element": text.th, "element_en": text.en}
        return replace(ruling, outcome="cantTell", reason="unconfirmed_rule", facts=facts)
    return ruling


NOT_DUE: frozenset[Reason] = frozenset(
    {
        "not_found",
        "heading_only",
        "empty_list",
        "dead_link",
        "wrong_year",
        "wrong_period",
        "wrong_document",
        "no_public_access",
    }
)


def _soften(ruling: Ruling, item: Item, case: Case) -> Ruling:
    """A fail stands only when it is due, the law is sourced and nothing was left that could not be looked at."""
    if ruling.outcome != "failed":
        return ruling
    late = ruling.reason in NOT_DUE or "months" in ruling.facts
    if item.period != "now" and case.as_of < case.year.due and late:
        facts = ruling.facts | {
            "due": period.thai_date(case.year.due),
            "due_en": case.year.due.isoformat(),
        }
        return replace(ruling, outcome="untested", reason="not_due", facts=facts)
    # What was found and lacks something does not depend on pages that may lead elsewhere.
    absent = late or ruling.id == "published"
    place = ruling.reason in ("empty_list", "heading_only")
    concepts, unfound = {item.concept, *item.also, ruling.concept}, ruling.reason == "not_found"
    gap = blocking(case.gaps, concepts, absent=absent, place=place, unfound=unfound)
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
        saw = reasons.say(ruling.reason, ruling.facts)
        facts = ruling.facts | {"saw": saw.th, "saw_en": saw.en}
        return replace(ruling, outcome="cantTell", reason="unconfirmed_rule", facts=facts)
    return ruling
