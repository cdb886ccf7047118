"""Misspelt labels: the nearest strong phrase, asked only where nothing was found exactly."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from auditor.classify.lexicon import Pattern

SHORTEST, LONGEST = 10, 120
"""Characters: below, one letter makes another word; above, a sentence resembles everything."""
ENOUGH = 88.0


class Speller:
    """Knows every strong phrase of at least SHORTEST characters."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._patterns = [p for p in patterns if p.kind == "strong" and p.length >= SHORTEST]
        self._joined = ["".join(p.parts) for p in self._patterns]

    def nearest(self, text: str) -> list[tuple[str, str]]:
        """(concept, phrase) of the phrases most like the whole label; several only when they are as near."""
        if not SHORTEST <= len(text) <= LONGEST:
            return []
        close = process.extract(text, self._joined, scorer=fuzz.ratio, score_cutoff=ENOUGH, limit=5)
        if not close:
            return []
        best = close[0][1]
        kept = [self._patterns[at] for _, score, at in close if score >= best - 0.01]
        return list({p.concept: (p.concept, p.shown) for p in kept}.values())
