"""All words of all concepts in one Aho-Corasick automaton, and the patterns that they make up."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

import ahocorasick

from auditor import thai
from auditor.rules.schema import Concept, Phrase

Kind = Literal["strong", "weak", "body", "never"]
Spans = list[tuple[int, int]]

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


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A phrase of a concept, or parts that must stand together. `length` is in characters of normalised text."""

    concept: str
    kind: Kind
    parts: tuple[str, ...]
    length: int

    @property
    def needs_word(self) -> bool:
        """A lone short Thai word counts only where it is a word ("สภา", not "สภาพ")."""
        return len(self.parts) == 1 and self.length <= SHORT and not self.parts[0].isascii()

    @property
    def shown(self) -> str:
        return " … ".join(self.parts)


@dataclass(frozen=True, slots=True)
class Found:
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
            pattern = Pattern(concept, kind, parts, sum(map(len, parts)))
            self.patterns.append(pattern)
            self._by_key[max(parts, key=len)].append(pattern)
            if kind != "never" and not pattern.needs_word:
                speaking = self._bodies if kind == "body" else self._others
                speaking[max(parts, key=len)].append(pattern)

    def find(self, text: str) -> list[Found]:
        """Every pattern that stands in the text, each once. `text` must be normalised."""
        places = self._places(text)
        edges = _Edges(text)
        return [
            Found(pattern, spans)
            for word in places
            for pattern in self._by_key.get(word, ())
            if (spans := _together(pattern, places)) and (not pattern.needs_word or edges.around(*spans[0]))
        ]

    def speaking(self, text: str, wanted: Callable[[Pattern], bool]) -> Iterator[Pattern]:
        """Patterns that stand in a long text, words of bodies first; each is looked for if it is `wanted` at its turn.

        Near misses and lone short words are left out: in the middle of a document they say nothing.
        """
        places = self._places(text)
        for known in (self._bodies, self._others):
            for word in places:
                for pattern in known.get(word, ()):
                    if wanted(pattern) and _together(pattern, places):
                        yield pattern

    def words(self, text: str) -> frozenset[str]:
        """The parts of phrases that stand in the text."""
        return frozenset(self._places(text))

    def _places(self, text: str) -> dict[str, Spans]:
        places: dict[str, Spans] = {}
        if not self.patterns:
            return places
        for last, (word, length, latin) in self._automaton.iter(text):
            end = last + 1
            if latin and not _apart(text, word, end - length, end):
                continue
            spans = places.get(word)
            if spans is None:
                places[word] = [(end - length, end)]
            elif len(spans) < SEEN_AT_MOST:
                spans.append((end - length, end))
        return places


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
        automaton.add_word(word, (word, len(word), bool(_EDGE.search(word))))
    automaton.make_automaton()
    return automaton


def _apart(text: str, word: str, start: int, end: int) -> bool:
    """A Latin word must not be a piece of a longer one ("ita" in "capital"); a number may follow it ("ita2566")."""
    if start > 0 and _joined(text[start - 1], word[0]):
        return False
    return not (end < len(text) and _joined(word[-1], text[end]))


def _joined(left: str, right: str) -> bool:
    return bool(_LETTER.match(left) and _LETTER.match(right)) or (left.isdecimal() and right.isdecimal())


def _together(pattern: Pattern, places: Mapping[str, Spans]) -> tuple[tuple[int, int], ...]:
    if len(pattern.parts) == 1:
        return (places[pattern.parts[0]][0],)
    lists = []
    for part in pattern.parts:
        spans = places.get(part)
        if spans is None:
            return ()  # most patterns end here
        lists.append(spans)
    for start, _ in min(lists, key=len):
        near = []
        for spans in lists:
            span = spans[0] if len(spans) == 1 else _nearest(spans, start)
            if abs(span[0] - start) > REACH:
                break
            near.append(span)
        else:
            return tuple(near)
    return ()


def _nearest(spans: Spans, start: int) -> tuple[int, int]:
    """Spans come in order, so the nearest is on either side of where this one would stand."""
    at = bisect(spans, (start, 0))
    sides = spans[max(at - 1, 0) : at + 1]
    return sides[0] if len(sides) == 1 or start - sides[0][0] <= sides[1][0] - start else sides[1]
