"""Why the papers of a bundle may not be what their labels say, and when it is certain that they are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.judge import absence
from auditor.judge.bundles import NEAR, Bundle
from auditor.judge.case import Case
from auditor.judge.criterion import SPEAKS, rule_criterion
from auditor.judge.exhibits import BY_TEXT, TOLD, Exhibit, Name
from auditor.judge.phrases import find_any, says
from auditor.judge.titles import is_order
from auditor.judge.weight import is_blank_form
from auditor.result import Reason
from auditor.rules.schema import Concept, Item, Phrase

OTHER = 0.6
"""Score of a text for another concept from which its label is not believed."""
ANOTHER = "another document"
"""What an address is named for that is known not to be what its label says."""


def doubt_of(bundle: Bundle, item: Item, case: Case) -> Reason | None:
    """Why a bundle may not be what its label says; None where its own words confirm it."""
    concept, rule, readable = item.concept, case.concepts[item.concept], bundle.readable
    if rule.evidence == "link":
        return None
    if not readable:
        return "unreadable"
    if _is_off_subject(rule, readable) or all(_is_another(e, item, case) for e in readable):
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


def is_certain(bundle: Bundle, item: Item, case: Case) -> bool:
    """Whether all of a bundle are files of text, read whole, that are forms to fill in, orders, or of another kind by
    their own titles and lacking something. What was filled in by hand, or stands in a scan behind another title, no
    machine can exclude."""
    rule = case.concepts[item.concept]
    if rule.evidence != "document" or not all(e.kind == "file" and e.is_text for e in bundle.exhibits):
        return False
    if all(is_blank_form(e.text) or _only_orders(e, rule) for e in bundle.exhibits):
        return True
    lacks = any(rule_criterion(item, c, bundle, case).outcome != "passed" for c in item.criteria if not c.concept)
    return lacks and all(_is_another(e, item, case) for e in bundle.exhibits)


def without(bundle: Bundle, concept: str, case: Case) -> Case:
    """The case as if the addresses of a bundle were known to be something else, and so the lists of nothing else."""
    settled = {e.source.url: {ANOTHER: Name(1.0, None)} for e in bundle.exhibits}
    names = {**case.names, **settled}
    left = (e for e in case.exhibits if e.source.url not in settled)
    rest = tuple(e for e in left if e.content != "list" or absence.has_unclear_entry(e, names, concept))
    return replace(case, exhibits=rest, names=names)


def _is_off_subject(rule: Concept, exhibits: Sequence[Exhibit]) -> bool:
    return bool(rule.look.subject) and not _speaks_of(rule.look.subject, exhibits)


def _is_another(exhibit: Exhibit, item: Item, case: Case) -> bool:
    """A form to fill in, an order to do the thing, or a paper that its own title calls something else."""
    rule = case.concepts[item.concept]
    if rule.evidence != "document":
        return False
    return is_blank_form(exhibit.text) or _only_orders(exhibit, rule) or _is_titled_otherwise(exhibit, item, case)


def _is_titled_otherwise(exhibit: Exhibit, item: Item, case: Case) -> bool:
    """A plan put up as the report on it, the assessment of risks as what was done about them: a document by its own
    title, of another kind that is a document too, and on no page titled as what is asked for."""
    titled = {c for c in exhibit.saying.titled if case.concepts[c].evidence == "document"}
    return bool(titled) and exhibit.saying.headed.isdisjoint((item.concept, *item.also))


def _only_orders(exhibit: Exhibit, rule: Concept) -> bool:
    document = exhibit.source.document
    return exhibit.kind == "file" and document is not None and not rule.by_order and is_order(document.opening)


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
