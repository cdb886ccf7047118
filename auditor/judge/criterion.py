"""One criterion on one bundle: found, stated as nothing to report, missing, or for a person to see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from auditor.judge.answers import Answer
from auditor.judge.blanks import Labels, filled_in, labels_of
from auditor.judge.bundles import NEAR, Bundle, fit_of, unread_of
from auditor.judge.case import Case, Ruling
from auditor.judge.citations import cite_all, cite_exhibit
from auditor.judge.exhibits import NAMED, Exhibit, score_in
from auditor.judge.matchers import answer, seek
from auditor.judge.phrases import find_any, says
from auditor.rules.schema import Concept, Criterion, Item, ItemCriterion

SPEAKS = 0.3
"""Score of a text for a concept from which it confirms what its label says."""
SHOWN = ("months", "lacking", "count")
"""What a matcher found out that a reader is told."""


def rule_criterion(item: Item, asked: ItemCriterion, bundle: Bundle, case: Case) -> Ruling:
    """The ruling of one criterion on the bundle of its concept."""
    concept = asked.concept or item.concept
    rule = case.concepts[concept].criteria[asked.id]
    home = [e for e in case.exhibits if rule.on_home and e.source.url == case.site.home]
    looked_at = (*bundle.exhibits, *home)
    found = answer(rule.match, looked_at, case.scene(item))
    if rule.filled and found.state == "found":
        labels = labels_of(rule, case.concepts[concept])
        found = _where_filled(found, looked_at, labels, partial(answer, rule.match, scene=case.scene(item)))
    ruling = Ruling(asked.id, concept, "passed", citations=tuple(cite_all(found.hits)))
    if found.state == "found":
        matched = [h.phrase for h in found.hits if h.phrase]
        return replace(ruling, facts={"quote": True, "matched": matched})
    nothing = find_any(rule.nothing, bundle.exhibits)
    if nothing:
        return replace(ruling, facts={"nothing": True}, citations=tuple(cite_all((nothing,))))
    named = {"element": rule.text.th, "element_en": rule.text.en}
    facts: dict[str, Any] = {k: v for k, v in found.facts.items() if k in SHOWN} | named
    ruling = replace(ruling, facts=facts, citations=ruling.citations or (cite_exhibit(bundle.exhibits[0]),))
    if rule.match.form and _only_printed(case.concepts[concept], bundle):
        facts = {"heading": bundle.exhibits[0].heading[:200]}
        if any(other_forms(concept, case)):
            return replace(ruling, outcome="cantTell", reason="needs_person")
        if asked.confidence != "inferred":
            return replace(ruling, outcome="failed", reason="form_to_print", facts=facts)
        return replace(ruling, outcome="cantTell", reason="unconfirmed_rule")
    if found.state == "ask":
        return replace(ruling, outcome="cantTell", reason="needs_person")
    return _not_elsewhere(_missing(ruling, rule, asked, bundle), item, rule, bundle, case)


def _where_filled(
    found: Answer, exhibits: Sequence[Exhibit], labels: Labels, ask: Callable[[Sequence[Exhibit]], Answer]
) -> Answer:
    """The same answer if it does not rest on labels alone that were left blank: then a person sees."""
    if all(filled_in(hit.exhibit, labels) is hit.exhibit for hit in found.hits):
        return found
    filled = ask([filled_in(e, labels) for e in exhibits])
    return found if filled.state == "found" else Answer("ask", found.hits)


def _missing(ruling: Ruling, rule: Criterion, asked: ItemCriterion, bundle: Bundle) -> Ruling:
    """What it means that an element was not seen: nothing, unless all was read and its absence proves something."""
    if not all(e.fully_read for e in bundle.exhibits):
        return replace(ruling, outcome="cantTell", reason="unreadable", needs=unread_of(bundle))
    if asked.confidence == "inferred":
        return replace(ruling, outcome="cantTell", reason="unconfirmed_rule")
    if rule.absence == "proves" and not (rule.traces and seek(rule.traces, bundle.exhibits)):
        return replace(ruling, outcome="failed", reason="missing_element")
    return replace(ruling, outcome="cantTell", reason="low_confidence")


def _only_printed(concept: Concept, bundle: Bundle) -> bool:
    """The page itself tells people to print a form, and leads to nothing that could be used online."""
    told = find_any(concept.printed_form, bundle.exhibits)
    usable = any(e.content in ("form", "script") or _leads_out(e) for e in bundle.exhibits)
    return bool(told) and not usable and all(e.fully_read for e in bundle.exhibits)


def other_forms(concept: str, case: Case) -> Iterator[Exhibit]:
    """Forms of the site to fill in online that nothing names for another purpose."""
    never = case.concepts[concept].look.never
    forms = (e for e in case.inner if e.content == "form" and not says(never, e.heading))
    return (e for e in forms if all(n.score < NAMED for c, n in e.names.items() if c != concept))


def _leads_out(exhibit: Exhibit) -> bool:
    here = urlsplit(exhibit.source.url).netloc
    targets = [a.target for b in exhibit.blocks for a in b.links if a.live and b.kind != "image"]
    return any(urlsplit(t).netloc not in ("", here) for t in targets)


def _not_elsewhere(ruling: Ruling, item: Item, rule: Criterion, bundle: Bundle, case: Case) -> Ruling:
    """An element counts as missing only if no other text of the site that speaks of the concept shows it either."""
    if ruling.outcome != "failed":
        return ruling
    own = {e.source.url for e in bundle.exhibits}
    others = [e for e in case.exhibits if e.source.url not in own and _may_hold(e, ruling.concept, item, case)]
    found = answer(rule.match, others, case.scene(item)) if others else Answer("absent")
    if found.state != "found":
        return ruling
    return replace(ruling, outcome="cantTell", reason="low_confidence", citations=tuple(cite_all(found.hits)))


def _may_hold(exhibit: Exhibit, concept: str, item: Item, case: Case) -> bool:
    otherwise = max((n.score for c, n in exhibit.names.items() if c != concept and not n.inherited), default=0.0)
    if otherwise >= max(NAMED, score_in(exhibit.names, concept) + NEAR):
        return False
    # What says nothing of it need not be dated.
    says = concept in exhibit.names or exhibit.speaks.get(concept, 0.0) >= SPEAKS
    return says and fit_of(exhibit, item, case.year.fiscal_year) in ("yes", "unknown")
