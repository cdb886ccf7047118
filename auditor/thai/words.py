"""The words of a Thai text as newmm cuts them, with pythainlp's word list."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from pythainlp.util import Trie


def words(text: str) -> list[str]:
    """newmm words of a short text. Slow (30 ms for 10,000 characters): for windows around hits only."""
    from pythainlp.tokenize import word_tokenize

    return list(word_tokenize(text, custom_dict=cast("Trie", _Standing(text)), engine="newmm", keep_whitespace=True))


@cache
def lexicon() -> frozenset[str]:
    """The word list of pythainlp (62,000 words), loaded at first use."""
    from pythainlp.corpus import thai_words

    return frozenset(thai_words())


def unknown_letters(text: str) -> int:
    """How many letters of a short text newmm cannot give to a word of the lexicon; a measure of damage."""
    return sum(len(word) for word in words(text) if word not in lexicon())


class _Standing:
    """The listed words that stand in one text, in the place of pythainlp's trie, which takes three times as long to
    make and 60 MB."""

    def __init__(self, text: str) -> None:
        self._from: dict[int, list[str]] = {}
        for last, length in _automaton().iter(text):
            start = last + 1 - length
            self._from.setdefault(start, []).append(text[start : last + 1])

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        """Shortest first, as Trie.prefixes gives them."""
        return self._from.get(start, [])


@cache
def _automaton() -> Any:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for word in sorted(map(str.strip, lexicon())):
        if word:
            automaton.add_word(word, len(word))
    automaton.make_automaton()
    return automaton
