"""All words of all concepts in one Aho-Corasick automaton, and the patterns that they make up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
SEEN_AT_MOST = 40
"""Places of one word that are looked at in one text."""

_LETTER = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A phrase of a concept, or parts that must stand together. `length` is in characters of normalised text."""

    concept: str
    kind: Kind
    parts: tuple[str, ...]
    length: int

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

    def find(self, text: str) -> list[Found]:
        """Every pattern that stands in the text, each once. `text` must be normalised."""
        places = self._places(text)
        found: list[Found] = []
        for word in places:
            for pattern in self._by_key.get(word, ()):
                spans = _together(pattern, places)
                if spans and _is_word(pattern, text, spans):
                    found.append(Found(pattern, spans))
        return found

    def words(self, text: str) -> frozenset[str]:
        """The parts of phrases that stand in the text."""
        return frozenset(word for word, spans in self._places(text).items() if spans)

    def _places(self, text: str) -> dict[str, Spans]:
        places: dict[str, Spans] = {}
        if not self.patterns:
            return places
        for last, word in self._automaton.iter(text):
            spans = places.setdefault(word, [])
            start = last + 1 - len(word)
            if len(spans) < SEEN_AT_MOST and _apart(text, word, start, last + 1):
                spans.append((start, last + 1))
        return places


def normalised(phrase: Phrase) -> tuple[str, ...]:
    parts = [phrase] if isinstance(phrase, str) else phrase
    return tuple(norm for part in parts if (norm := thai.normalise(part)))


def _automaton(words: Iterable[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word in sorted(words):
        automaton.add_word(word, word)
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
    lists = [places.get(part) or [] for part in pattern.parts]
    if not all(lists):
        return ()
    if len(lists) == 1:
        return (lists[0][0],)
    for anchor in min(lists, key=len):
        near = [min(spans, key=lambda s: abs(s[0] - anchor[0])) for spans in lists]
        if all(abs(span[0] - anchor[0]) <= REACH for span in near):
            return tuple(near)
    return ()


def _is_word(pattern: Pattern, text: str, spans: tuple[tuple[int, int], ...]) -> bool:
    if len(pattern.parts) > 1 or pattern.length > SHORT or pattern.parts[0].isascii():
        return True
    return thai.is_boundary(text, *spans[0])
