"""One item: choose the bundle that counts, judge `published` and each criterion on it, and say the worst of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import unquote

from auditor import period
from auditor.judge import absence, reasons
from auditor.judge.absence import Absence
from auditor.judge.bundles import NEAR, Bundle, fit_of, named, score_of, unopened_of, unread_of
from auditor.judge.case import WORST, Case, Ruling, bundles_of, worst
from auditor.judge.citations import cite_exhibit
from auditor.judge.criterion import SPEAKS, other_forms, rule_criterion
from auditor.judge.exhibits import BY_TEXT, TOLD, Exhibit
from auditor.judge.phrases import find_any, says
from auditor.judge.reach import blocking, words
from auditor.judge.titles import is_order
from auditor.judge.weight import is_blank_form
from auditor.result import Reason
from auditor.rules.schema import Concept, Item, ItemCriterion, Phrase

OTHER = 0.6
"""Score of a text for another concept from which its label is not believed."""


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


def _rule(item: Item, bundle: Bundle | None, bundles: list[Bundle], case: Case) -> tuple[Ruling, ...]:
    first = _published(item, bundle, bundles, case)
    there = first.outcome in ("passed", "cantTell") and bundle is not None
    rest = [_criterion(item, asked, bundle if there else None, case) for asked in item.criteria]
    if first.outcome != "passed":
        rest = [_doubted(r, item) for r in rest]
    if first.outcome == "cantTell" and not first.needs:
        # Whatever the elements turn out to be, a person has to look at the document itself.
        rest = [replace(r, needs=()) for r in rest]
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
        gone = _absence(item, item.concept, bundles, case)
        return replace(
            ruling,
            outcome=gone.outcome,
            reason=gone.reason,
            facts=gone.facts,
            citations=gone.citations,
            needs=gone.needs,
        )
    best = max(bundle.exhibits, key=lambda e: (e.readable, score_of(e, item.concept)))
    doubt = _doubt(bundle, item, case)
    facts = {"heading": best.heading[:200]}
    ruling = replace(ruling, citations=(cite_exhibit(best),), facts=facts)
    if bundle.fit == "unknown" and doubt is None:
        year = bundle.fiscal_year
        doubtful = "year_doubtful" if item.period_doubtful else "year_contested"
        of_year = {"found": year, doubtful: True} if year else {"year_unknown": True}
        needs = unopened_of(bundle)
        return replace(ruling, outcome="cantTell", reason="low_confidence", facts=facts | of_year, needs=needs)
    if doubt is None:
        return ruling
    extra = {"script": True} if best.content == "script" else {"blank": True} if is_blank_form(best.text) else {}
    return replace(
        ruling,
        outcome="cantTell",
        reason=doubt,
        facts=facts | extra,
        needs=unread_of(bundle),
    )


def _doubt(bundle: Bundle, item: Item, case: Case) -> Reason | None:
    """Why a bundle may not be what its label says; None where its own words confirm it."""
    concept, rule, readable = item.concept, case.concepts[item.concept], bundle.readable
    if rule.evidence == "link":
        return None
    if not readable:
        return "unreadable"
    if _is_beside_it(rule, readable) or all(_is_titled_otherwise(e, item, case) for e in readable):
        return "wrong_document"
    if all(_is_vague(e, concept) or not _says_more(e, rule) or _lists_others(e, rule, case) for e in readable):
        return "low_confidence"
    if any(e.speaks.get(concept, 0.0) >= SPEAKS for e in readable):
        return None
    if find_any([*rule.look.strong, *rule.look.body], readable):
        return None
    rival = max((s for e in readable for c, s in e.speaks.items() if c != concept), default=0.0)
    if rival >= OTHER:
        return "wrong_document"
    return None if rule.evidence in ("page", "channel") else "low_confidence"


def _is_beside_it(rule: Concept, exhibits: Sequence[Exhibit]) -> bool:
    """Nothing of it speaks of the concept's subject, or all of it is forms to fill in."""
    if rule.look.subject and not _speaks_of(rule.look.subject, exhibits):
        return True
    return rule.evidence == "document" and all(is_blank_form(e.text) for e in exhibits)


def _is_titled_otherwise(exhibit: Exhibit, item: Item, case: Case) -> bool:
    """A plan put up as the report on it, the assessment of risks as what was done about them: a document by its own
    title, of another kind that is a document too, and on no page titled as what is asked for; or an order to do it."""
    rule, document = case.concepts[item.concept], exhibit.source.document
    if rule.evidence != "document":
        return False
    if exhibit.kind == "file" and document and not rule.by_order and is_order(document.opening):
        return True
    titled = {c for c in exhibit.saying.titled if case.concepts[c].evidence == "document"}
    return bool(titled) and exhibit.saying.headed.isdisjoint((item.concept, *item.also))


def _speaks_of(subject: Sequence[Phrase], exhibits: Sequence[Exhibit]) -> bool:
    labels = "\n".join(label.text for e in exhibits for label in e.source.labels)
    return find_any(subject, exhibits) is not None or says(subject, "\n".join((labels, *(e.heading for e in exhibits))))


def _says_more(exhibit: Exhibit, rule: Concept) -> bool:
    """Whether a page that is to be the evidence itself says something of its subject besides its own headings."""
    if rule.evidence != "page" or exhibit.content != "text" or not exhibit.blocks:
        return True
    own = "\n".join(b.text for b in exhibit.blocks if b.kind != "heading" and b.text not in exhibit.heading)
    return says([*rule.look.strong, *rule.look.body, *rule.look.weak], own)


def _lists_others(exhibit: Exhibit, rule: Concept, case: Case) -> bool:
    """A page that is to be the evidence itself, says nothing of it and only leads to what is named otherwise."""
    if rule.evidence != "page" or exhibit.kind != "page" or exhibit.content != "list":
        return False
    told = "\n".join(b.text for b in exhibit.blocks if b.kind != "heading" and not b.links)
    return not says(rule.look.body, told) and not absence.has_unclear_entry(exhibit, case.names, rule.concept)


def _is_vague(exhibit: Exhibit, concept: str) -> bool:
    """Named by nothing but words in its text, which are few or speak of something else as well."""
    name = exhibit.names.get(concept)
    if name is None or name.because != BY_TEXT or not exhibit.speaks:
        return False
    own, *others = sorted(exhibit.speaks.items(), key=lambda pair: (pair[0] != concept, -pair[1]))
    return own[1] < TOLD or (bool(others) and others[0][1] > own[1] - NEAR)


def _absence(item: Item, concept: str, bundles: list[Bundle], case: Case) -> Absence:
    sources, rule = case.site.sources, case.concepts[concept]
    fit = partial(fit_of, item=item, fiscal_year=case.year.fiscal_year)
    at = named(case.exhibits, concept)
    return (
        _of_other_time(bundles, item, rule, case)
        or (absence.printed_form(sources, rule) if rule.printed_form and not any(other_forms(concept, case)) else None)
        or absence.of_empty_place([e for e in at if e.content == "script"], concept)
        or absence.of_form((e for e in other_forms(concept, case) if e.speaks.get(concept, 0.0) >= SPEAKS), rule)
        or absence.of_dead_link(sources, case.names, concept, labels=False)
        or (absence.of_sign_in(at) if rule.evidence == "document" else None)
        or absence.of_faint(case.exhibits, concept, fit)
        or absence.of_container(at, case.names, concept)
        or absence.of_empty_place(at, concept)
        or absence.of_dead_link(sources, case.names, concept)
        or absence.of_container(at, case.names, concept, clear=True)
        or absence.of_unnamed(case.inner, concept, fit)
        or absence.of_trace(case.inner, rule, fit)
        or absence.of_form(other_forms(concept, case), rule)
        or absence.nothing(case.site.looked)
    )


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
    gone = _absence(item, concept, bundles, case)
    ruling = Ruling(asked.id, concept, gone.outcome, gone.reason, gone.facts, gone.citations, gone.needs)
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
