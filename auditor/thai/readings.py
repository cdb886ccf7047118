"""Reading again a text in which every word has lost the same thing: which word of the lexicon a spoilt one was."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from auditor.thai.words import Standing, automaton_of, known_words, lexicon

_UNSEEN = 5.0
"""How often a word of the lexicon that the corpus does not have counts as seen."""
_WORD = 2.0
"""What every word costs besides, so that the fewest win: the corpus does not know compounds."""
_UNKNOWN = 12.0
"""What a letter of no word costs, in nats; a rare word costs about 16."""


class Readings:
    """The lexicon as `spoil` leaves its words; of several words that look alike then, the one written most often in
    the Thai National Corpus."""

    def __init__(self, spoil: Callable[[str], str]) -> None:
        self._words: dict[str, tuple[float, str]] = {}
        for word in sorted(lexicon()):
            likeness = (_cost(word), word)
            spoilt = spoil(word)
            self._words[spoilt] = min(likeness, self._words.get(spoilt, likeness))
        self._automaton = automaton_of(self._words)

    def read(self, run: str) -> tuple[float, str]:
        """A spoilt run of Thai letters as the likeliest row of words, and how unlikely it is, in nats; letters of no
        word stay."""
        return _likeliest(run, self._automaton, self._words.__getitem__)


def unlikeliness(run: str) -> float:
    """Of a run of Thai letters as it stands, in nats."""
    return _likeliest(run, known_words(), lambda word: (_cost(word), word))[0]


def _likeliest(run: str, known: Any, reading: Callable[[str], tuple[float, str]]) -> tuple[float, str]:
    standing = Standing(run, known)
    best = [(0.0, 0, "")] + [(math.inf, 0, "")] * len(run)
    for start, letter in enumerate(run):
        so_far = best[start][0]
        ways = [(len(spoilt), *reading(spoilt)) for spoilt in standing.prefixes(run, start)]
        for length, cost, word in (*ways, (1, _UNKNOWN, letter)):
            best[start + length] = min(best[start + length], (so_far + cost, start, word))
    words, at = [], len(run)
    while at:
        _, at, word = best[at]
        words.append(word)
    return best[-1][0], "".join(reversed(words))


Ways = list[list[tuple[float, str]]]
"""Piece by piece of a text, what may stand there, each with what it costs; the first is what does stand there."""
_Node = tuple[int, int, int]
"""Before which piece, or in which way of it (-1: in none yet) after how many letters."""


def likeliest_way(ways: Ways) -> str:
    """The text that makes the likeliest row of words, one way taken of each piece."""
    best: dict[_Node, tuple[float, str]] = {(0, -1, 0): (0.0, "")}
    for at in range(len(ways)):
        inside = sorted((node for node in _nodes(ways, at)), key=lambda node: (node[1] >= 0, node[2]))
        for node in inside:
            if node in best:
                so_far, text = best[node]
                for cost, word, reached in _words_from(ways, node):
                    best[reached] = min(best.get(reached, (math.inf, "")), (so_far + cost, text + word))
    return best[len(ways), -1, 0][1]


def _nodes(ways: Ways, at: int) -> list[_Node]:
    return [(at, -1, 0), *((at, way, n) for way, (_, letters) in enumerate(ways[at]) for n in range(1, len(letters)))]


def _words_from(ways: Ways, start: _Node) -> Iterator[tuple[float, str, _Node]]:
    """Words of the lexicon, and the letter that is none of them, with what they cost and where they end."""
    known = known_words()
    open_ends = [(0.0, "", start)]
    while open_ends:
        spent, before, node = open_ends.pop()
        for cost, letter, reached in _letters_from(ways, node):
            word = before + letter
            if not before:
                yield spent + cost + (0.0 if letter in ("", " ") else _UNKNOWN), word, reached
            if letter and known.exists(word):
                yield spent + cost + _cost(word), word, reached
            if known.match(word) and reached[0] < len(ways):
                open_ends.append((spent + cost, word, reached))


def _letters_from(ways: Ways, node: _Node) -> Iterator[tuple[float, str, _Node]]:
    at, way, n = node
    for number, (cost, letters) in enumerate(ways[at]):
        if way == -1:
            yield cost, letters[:1], (at, number, 1) if len(letters) > 1 else (at + 1, -1, 0)
        elif way == number:
            yield 0.0, letters[n], (at, way, n + 1) if n + 1 < len(letters) else (at + 1, -1, 0)


def _cost(word: str) -> float:
    often, total = _frequencies()
    return _WORD + math.log(total / often.get(word, _UNSEEN))


@cache
def _frequencies() -> tuple[dict[str, int], int]:
    from pythainlp.corpus.tnc import unigram_word_freqs

    often = dict(unigram_word_freqs())
    return often, sum(often.values())
