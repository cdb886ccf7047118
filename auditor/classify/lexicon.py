"""All words of all concepts in one Aho-Corasick automaton, and the patterns that they make up."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from itertools import accumulate
from typing import Literal, NamedTuple

import ahocorasick

from auditor import thai
from auditor.rules.schema import Concept, Phrase

Kind = Literal["strong", "weak", "body", "never"]
Places = dict[str, list[int]]
"""Where words of phrases begin in a text, in its order."""

SHORT = 4
"""A lone Thai phrase of at most so many characters needs newmm to say that a word begins and ends there."""
REACH = 120
"""Parts of one phrase must stand within so many characters of each other."""
SEEN_AT_MOST = 24
"""Places of one word that are looked at in one text."""
SEGMENTED = 240
"""So many characters of a text are cut into words (newmm is slow); short words further on say nothing."""

_LETTER = re.compile(r"[a-z]")
_EDGE = re.compile(r"^[a-z0-9]|[a-z0-9]$")


class Pattern:
    """A phrase of a concept, or parts that must stand together. `length` is in characters of normalised text."""

    __slots__ = ("concept", "kind", "length", "needs_word", "parts", "shown")

    def __init__(self, concept: str, kind: Kind, parts: tuple[str, ...]) -> None:
        self.concept, self.kind, self.parts = concept, kind, parts
        self.length = sum(map(len, parts))
        self.shown = " … ".join(parts)
        # A lone short Thai word counts only where it is a word ("สภา", not "สภาพ").
        self.needs_word = len(parts) == 1 and self.length <= SHORT and not parts[0].isascii()


class Found(NamedTuple):
    """A pattern with the spans of one way in which its parts stand in the text."""

    pattern: Pattern
    spans: tuple[tuple[int, int], ...]


class Lexicon:
    """Finds patterns in normalised text, in one pass over it."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self.patterns: list[Pattern] = []
        self._by_key: dict[str, list[Pattern]] = defaultdict(list)
        self._bodies: dict[str, list[Pattern]] = defaultdict(list)
        self._others: dict[str, list[Pattern]] = defaultdict(list)
        for name, concept in concepts.items():
            kinds: tuple[tuple[Kind, list[Phrase]], ...] = (
                ("strong", concept.look.strong),
                ("weak", concept.look.weak),
                ("body", concept.look.body),
                ("never", concept.look.never),
            )
            for kind, phrases in kinds:
                self._add(name, kind, phrases)
        self._automaton = _automaton({part for pattern in self.patterns for part in pattern.parts})

    def _add(self, concept: str, kind: Kind, phrases: Iterable[Phrase]) -> None:
        for phrase in phrases:
            parts = normalised(phrase)
            if not parts:
                continue
            pattern = Pattern(concept, kind, parts)
            self.patterns.append(pattern)
            key = max(parts, key=len)
            if kind != "body":
                self._by_key[key].append(pattern)
            if kind != "never" and not pattern.needs_word:
                (self._bodies if kind == "body" else self._others)[key].append(pattern)

    def places(self, text: str) -> Places:
        """The parts of phrases that stand in a normalised text, each with its first SEEN_AT_MOST places."""
        places: Places = defaultdict(list)
        if not self.patterns:
            return places
        for last, (word, before, latin) in self._automaton.iter(text):
            if not latin or _apart(text, word, last - before, last + 1):
                places[word].append(last - before)
        for starts in places.values():
            del starts[SEEN_AT_MOST:]
        return dict(places)

    def find(self, text: str, places: Places, kinds: Set[Kind]) -> list[Found]:
        """The patterns of some kinds, none of bodies, that stand in the text, each once."""
        edges = _Edges(text)
        return [
            Found(pattern, spans)
            for word in places
            for pattern in self._by_key.get(word, ())
            if pattern.kind in kinds
            and (spans := _together(pattern, places))
            and (not pattern.needs_word or edges.around(*spans[0]))
        ]

    def speaking(self, places: Places, known: Collection[str], at_most: int) -> Iterator[Pattern]:
        """Patterns that stand in a long text, words of bodies first, `at_most` so many of a concept; strong ones of the
        `known` concepts are not looked for.

        Near misses and lone short words are left out: in the middle of a document they say nothing.
        """
        seen: dict[str, int] = defaultdict(int)
        for patterns in (self._bodies, self._others):
            for word in places:
                for pattern in patterns.get(word, ()):
                    concept = pattern.concept
                    if seen[concept] >= at_most or (pattern.kind == "strong" and concept in known):
                        continue
                    if len(pattern.parts) == 1 or _together(pattern, places):
                        seen[concept] += 1
                        yield pattern


class _Edges:
    """Where words begin and end near the start of a text, found only when somebody asks."""

    def __init__(self, text: str) -> None:
        self._text = text[:SEGMENTED]
        self._edges: set[int] | None = None

    def around(self, start: int, end: int) -> bool:
        if end > len(self._text):
            return False
        if self._edges is None:
            self._edges = {0, *accumulate(map(len, thai.words(self._text)))}
        return start in self._edges and end in self._edges


def normalised(phrase: Phrase) -> tuple[str, ...]:
    parts = [phrase] if isinstance(phrase, str) else phrase
    return tuple(norm for part in parts if (norm := thai.normalise(part)))


def _automaton(words: Iterable[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word in sorted(words):
        automaton.add_word(word, (word, len(word) - 1, bool(_EDGE.search(word))))
    automaton.make_automaton()
    return automaton


def _apart(text: str, word: str, start: int, end: int) -> bool:
    """A Latin word must not be a piece of a longer one ("ita" in "capital"); a number may follow it ("ita2566")."""
    if start > 0 and _joined(text[start - 1], word[0]):
        return False
    return not (end < len(text) and _joined(word[-1], text[end]))


def _joined(left: str, right: str) -> bool:
    return bool(_LETTER.match(left) and _LETTER.match(right)) or (left.isdecimal() and right.isdecimal())


def _together(pattern: Pattern, places: Places) -> tuple[tuple[int, int], ...]:
    """Spans of the parts, near each other; () where they do not stand so."""
    parts = pattern.parts
    if len(parts) == 1:
        start = places[parts[0]][0]
        return ((start, start + pattern.length),)
    lists = []
    for part in parts:
        starts = places.get(part)
        if starts is None:
            return ()  # most patterns end here
        lists.append(starts)
    for start in min(lists, key=len):
        near = []
        for starts in lists:
            at = starts[0] if len(starts) == 1 else _nearest(starts, start)
            if abs(at - start) > REACH:
                break
            near.append(at)
        else:
            return tuple((at, at + len(part)) for at, part in zip(near, parts, strict=True))
    return ()


def _nearest(starts: list[int], start: int) -> int:
    """Places come in order, so the nearest is on either side of where this one would stand."""
    at = bisect_left(starts, start)
    sides = starts[max(at - 1, 0) : at + 1]
    return sides[0] if len(sides) == 1 or start - sides[0] <= sides[1] - start else sides[1]
