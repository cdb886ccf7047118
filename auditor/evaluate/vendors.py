"""Figures by vendor, and what would be left if the words that only one vendor uses had never been learnt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from auditor.classify import Recogniser
from auditor.classify.lexicon import normalised
from auditor.evaluate.corpus import Case
from auditor.evaluate.measure import Table, judge_all, tabulate
from auditor.rules.load import Rules
from auditor.rules.schema import Concept, Look, Phrase
from auditor.thai import normalise

Word = tuple[str, tuple[str, ...]]
"""A concept and the normalised parts of one of its phrases."""


def names(cases: Iterable[Case]) -> list[str]:
    return sorted({case.vendor for case in cases})


def as_is(recogniser: Recogniser, cases: Sequence[Case]) -> dict[str, Table]:
    """Each vendor's labels with the rules as they are: the rules have seen these labels."""
    return {v: tabulate(judge_all(recogniser, [c for c in cases if c.vendor == v])) for v in names(cases)}


def left_out(rules: Rules, cases: Sequence[Case], official: Iterable[tuple[str, str]]) -> dict[str, Table]:
    """Each vendor's labels without the phrases that match only that vendor's: a lower bound for an unseen vendor.

    A phrase stays when it also matches another vendor's label or an official item name ((concept, name) pairs).
    """
    known, concepts = set(official), rules.concepts
    tables = {}
    for vendor in names(cases):
        own = [case for case in cases if case.vendor == vendor]
        others = [(name, case.text) for case in cases if case.vendor != vendor for name in case.answers]
        kept = _used(concepts, known | set(others))
        lost = _used(concepts, {(name, case.text) for case in own for name in case.answers}) - kept
        tables[vendor] = tabulate(judge_all(Recogniser(_without(concepts, lost), rules.words), own))
    return tables


def _used(concepts: Mapping[str, Concept], texts: set[tuple[str, str]]) -> set[Word]:
    plain = {(concept, normalise(text)) for concept, text in texts if concept in concepts}
    return {
        (concept, parts)
        for concept, text in plain
        for parts in map(normalised, _positive(concepts[concept].look))
        if parts and all(part in text for part in parts)
    }


def _positive(look: Look) -> list[Phrase]:
    return [*look.strong, *look.weak, *look.exact]


def _without(concepts: Mapping[str, Concept], lost: set[Word]) -> dict[str, Concept]:
    def kept(name: str, phrases: Sequence[Phrase]) -> list[Phrase]:
        return [phrase for phrase in phrases if (name, normalised(phrase)) not in lost]

    return {
        name: concept.model_copy(
            update={
                "look": concept.look.model_copy(
                    update={
                        "strong": kept(name, concept.look.strong),
                        "weak": kept(name, concept.look.weak),
                        "exact": kept(name, concept.look.exact),
                    }
                )
            }
        )
        for name, concept in concepts.items()
    }
