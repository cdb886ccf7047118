"""Misspelt labels: the nearest strong phrase, asked only where nothing was found exactly."""

from __future__ import annotations

from collections.abc import Iterable, Set

from rapidfuzz import fuzz, process

from auditor.classify.lexicon import Pattern

LONGEST = 80
"""Characters of a label; a longer sentence resembles everything."""
SHORTEST_WHOLE, SHORTEST_PART = 10, 6
"""Below, one letter makes another word."""
WHOLE_LABEL, WITHIN = 88.0, 86.0


class Speller:
    """Knows every strong phrase, and of phrases in parts which part may be misspelt when the others are there."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        strong = [p for p in patterns if p.kind == "strong"]
        self._whole = [p for p in strong if p.length >= SHORTEST_WHOLE]
        self._joined = ["".join(p.parts) for p in self._whole]
        self._parted: dict[str, list[Pattern]] = {}
        for pattern in strong:
            for part in set(pattern.parts) if len(pattern.parts) > 1 else ():
                self._parted.setdefault(part, []).append(pattern)

    def nearest(self, text: str, words: Set[str]) -> list[tuple[str, str]]:
        """(concept, phrase) of the nearest phrases, several only when as near. `words` are those found exactly."""
        if not SHORTEST_PART <= len(text) <= LONGEST:
            return []
        close = self._like_the_whole(text) or self._but_for_one_part(text, words)
        best = max((score for score, _ in close), default=0.0)
        return list({p.concept: (p.concept, p.shown) for score, p in close if score >= best - 0.01}.values())

    def _like_the_whole(self, text: str) -> list[tuple[float, Pattern]]:
        if len(text) < SHORTEST_WHOLE:
            return []
        close = process.extract(text, self._joined, scorer=fuzz.ratio, score_cutoff=WHOLE_LABEL, limit=5)
        return [(score, self._whole[at]) for _, score, at in close]

    def _but_for_one_part(self, text: str, words: Set[str]) -> list[tuple[float, Pattern]]:
        found = []
        for pattern in {p for word in words for p in self._parted.get(word, ())}:
            missing = [part for part in pattern.parts if part not in words]
            if len(missing) == 1 and SHORTEST_PART <= len(missing[0]) <= len(text):
                score = fuzz.partial_ratio(missing[0], text, score_cutoff=WITHIN)
                if score:
                    found.append((score * pattern.length, pattern))
        return sorted(found, key=lambda pair: (-pair[0], pair[1].concept, pair[1].parts))
