"""The words of a Thai text as newmm cuts them, with pythainlp's word list."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from pythainlp.util import Trie


def words(text: str) -> list[str]:
    """newmm words of a short text. Slow (30 ms for 10,000 characters): for windows around hits only."""
    from pythainlp.tokenize import word_tokenize

    return list(word_tokenize(text, custom_dict=cast("Trie", Standing(text, known_words())), engine="newmm"))


@cache
def lexicon() -> frozenset[str]:
    """The word list of pythainlp (62,000 words), loaded at first use."""
    from pythainlp.corpus import thai_words

    return frozenset(thai_words())


def unknown_letters(text: str) -> int:
    """How many letters of a short text newmm cannot give to a word of the lexicon; a measure of damage."""
    return sum(len(word) for word in words(text) if word not in lexicon())


class Standing:
    """The words of an automaton that stand in one text, in the place of pythainlp's trie, which takes three times as
    long to make and 60 MB."""

    def __init__(self, text: str, known: Any) -> None:
        self._from: dict[int, list[str]] = {}
        for last, length in known.iter(text):
            start = last + 1 - length
            self._from.setdefault(start, []).append(text[start : last + 1])

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        """Shortest first, as Trie.prefixes gives them."""
        return self._from.get(start, [])


def automaton_of(known: Iterable[str]) -> Any:
    """An Aho-Corasick automaton of words, each with its length."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for word in sorted(map(str.strip, known)):
        if word:
            automaton.add_word(word, len(word))
    automaton.make_automaton()
    return automaton


@cache
def known_words() -> Any:
    """The automaton of the lexicon, made at first use."""
    return automaton_of(lexicon())
