"""Words for the crawler, which knows no rules: phrases and address fragments with a weight and a tag."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.classify.lexicon import normalised
from auditor.rules.schema import Concept

Hint = tuple[str, float, str]

WHOLE, PART, WEAK = 1.0, 0.5, 0.4
SHORTEST_PART = 8


def hints(concepts: Mapping[str, Concept]) -> tuple[Hint, ...]:
    """(phrase, weight, concept) on text normalised by auditor.thai; of phrases in parts, each telling part."""
    best: dict[tuple[str, str], float] = {}
    for name, concept in concepts.items():
        look = concept.look
        for weight, phrases in (
            (WHOLE, [*look.strong, *look.exact]),
            (WEAK, look.weak),
        ):
            for phrase in phrases:
                parts = normalised(phrase)
                for part in parts:
                    worth = weight if len(parts) == 1 else weight * PART
                    if len(parts) == 1 or len(part) >= SHORTEST_PART:
                        best[part, name] = max(best.get((part, name), 0.0), worth)
    return tuple((phrase, weight, name) for (phrase, name), weight in sorted(best.items()))


def address_hints(concepts: Mapping[str, Concept]) -> tuple[Hint, ...]:
    """(fragment, weight, concept): lower-case pieces of addresses that tend to lead to the concept."""
    return tuple(sorted((fragment.lower(), PART, n) for n, c in concepts.items() for fragment in c.look.address))
