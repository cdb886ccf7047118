"""Officers' everyday words and Latin file names, said in the words of the handbook that the phrases are written in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor import thai
from auditor.rules.schema import Words


class Rewording:
    """Built once from the word tables of the rules; then called for every label."""

    def __init__(self, tables: Iterable[Words]) -> None:
        self._words: dict[str, str] = {}
        found: dict[str, list[str]] = {"thai": [], "latin": []}
        for table in tables:
            said = {
                thai.normalise(word): thai.normalise(formal) for formal, ones in table.words.items() for word in ones
            }
            self._words |= said
            found[table.letters] += said
        self._everyday = _any_of(found["thai"])
        self._latin = _any_of(found["latin"], r"(?<![a-z])(?:{})(?![a-z])")

    def __call__(self, text: str, *, names_file: bool = False) -> str:
        """A normalised label in the handbook's words; the same where it holds none of the others. Latin words are read
        as those of file names only where the label has no other meaning (`names_file`)."""
        said = self._everyday.sub(lambda m: self._words[m[0]], text)
        if names_file:
            said = self._latin.sub(lambda m: f" {self._words[m[0]]} ", said)
        return text if said == text else thai.normalise(said)


NOTHING = re.compile(r"(?!)")


def _any_of(words: Iterable[str], around: str = "{}") -> re.Pattern[str]:
    """The longest word first, so that one inside another is left alone."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(around.format("|".join(map(re.escape, ordered)))) if ordered else NOTHING
