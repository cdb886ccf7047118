"""Plain words that make a link worth following first. The tags are opaque to the crawler."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_DROP = {ord(char): None for char in " \t\r\n\f\v\xa0\u200b\u200c\u200d\u2060\ufeff\u00ad"}


@dataclass(frozen=True, slots=True)
class Hint:
    """`weight` is relative: 1.0 is an ordinary hint, negative pushes a link back."""

    text: str
    weight: float = 1.0
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Hints:
    """`phrases` are looked for in link texts and headings, `address` in decoded addresses."""

    phrases: tuple[Hint, ...] = ()
    address: tuple[Hint, ...] = ()

    def to_json(self) -> dict[str, list[list[Any]]]:
        return {
            "phrases": [[h.text, h.weight, h.tag] for h in self.phrases],
            "address": [[h.text, h.weight, h.tag] for h in self.address],
        }

    @staticmethod
    def from_json(data: dict[str, list[list[Any]]]) -> Hints:
        return Hints(tuple(Hint(*row) for row in data["phrases"]), tuple(Hint(*row) for row in data["address"]))


@lru_cache(maxsize=20_000)
def squeeze(text: str) -> str:
    """Lower-case NFC without white space and zero-width characters."""
    text = unicodedata.normalize("NFC", text).translate(_DROP).lower()
    return text.replace("\u0e4d\u0e32", "\u0e33").replace("เเ", "แ")


class HintMatcher:
    """Finds hints in short texts by one Aho-Corasick pass."""

    def __init__(self, hints: tuple[Hint, ...]) -> None:
        import ahocorasick

        self._automaton = ahocorasick.Automaton()
        found: dict[str, list[Hint]] = {}
        for hint in hints:
            key = squeeze(hint.text)
            if key:
                found.setdefault(key, []).append(hint)
        for key, same in found.items():
            self._automaton.add_word(key, tuple(same))
        self._empty = not found
        if found:
            self._automaton.make_automaton()

    def match(self, text: str) -> dict[str, float]:
        """tag -> the best weight found in the text (the lowest, when it is negative)."""
        if self._empty or not text:
            return {}
        best: dict[str, float] = {}
        for _, same in self._automaton.iter(squeeze(text)):
            for hint in same:
                if abs(hint.weight) > abs(best.get(hint.tag, 0.0)):
                    best[hint.tag] = hint.weight
        return best
