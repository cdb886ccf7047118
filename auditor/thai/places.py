"""Marks that stand a letter too late (จงัหวดั, ขอ้ มูล) put back over the letter they belong to, by pythainlp's words.

Text is so where marks were drawn after the line, or sorted by where they stand on the paper.
"""

from __future__ import annotations

import re
from itertools import product

from auditor.thai.normal import CONSONANT, LETTER, MARK, TONE, whole_am
from auditor.thai.readings import likeliest_way

_LATE = re.compile(
    f"[ัื](?![{TONE}]?(?:[{CONSONANT}์\\n]|$))|[ัื][{CONSONANT}][{TONE}]|[าะ][{TONE}]|[เแโใไ][{MARK}]"
    f"|[{CONSONANT}]อ[{TONE}](?=[กงดทบมย\\s])|(?<![ไเ])(?<![ไเ].)ว[{TONE}](?![าิี])|งั(?![{TONE}กดนบวย])"
)
"""What hardly a Thai word has: ั or ื at the end of a syllable, a tone over the letter that ends one or after a vowel."""
_MANY, _OFTEN = 3, 0.005
"""Such signs, in all and a letter, from which on all of a text is read anew, not only the stretches that have one."""
_AFTER_VOWEL = re.compile(f"([าะ])([{TONE}])(?!ำ)")
_AFTER_LEADING = re.compile(f"(?<=[{CONSONANT}{MARK}])([เแโใไ])([{MARK}]+)")
_PAGE, _WORDS = 60_000, 300
"""Characters of a text that is one page of a paper, and of a stretch that is written by people."""
_STRETCH = re.compile(f"[{LETTER}]+(?:(?<=[{MARK}ำ]) [{LETTER}]+)*")
_PIECE = re.compile(
    f"(?<=[{CONSONANT}{MARK} ])(?P<base>[{CONSONANT}])(?P<marks>[{MARK}]+)|(?<=[{MARK}ำ])(?P<space> )|."
)
_MOVED, _CLOSED = 5.0, 1.0
"""Nats that a moved mark and a space that goes cost, lest an unknown name becomes another word."""


def restore_places(text: str) -> str:
    """The text with its late marks back; a text without signs of late marks, as it is."""
    signs = len(_LATE.findall(text))
    if not signs:
        return text
    everywhere = signs >= max(_MANY, _OFTEN * len(text)) and len(text) <= _PAGE
    text = _AFTER_LEADING.sub(r"\2\1", _AFTER_VOWEL.sub(r"\2\1", whole_am(text)))
    text = re.sub(f"[{MARK}]{{2,}}", lambda marks: "".join(sorted(marks[0])), text)
    return _STRETCH.sub(lambda run: _read(run[0]) if everywhere or _LATE.search(run[0]) else run[0], text)


def _read(stretch: str) -> str:
    if len(stretch) > _WORDS:
        return stretch
    return likeliest_way([_ways(piece) for piece in _PIECE.finditer(stretch)])


def _ways(piece: re.Match[str]) -> list[tuple[float, str]]:
    base, marks = piece["base"], piece["marks"]
    if piece["space"]:
        return [(0.0, " "), (_CLOSED, "")]
    if not base:
        return [(0.0, piece[0])]
    moves = {("".join(moved), "".join(stays)) for moved, stays in map(_parted, _choices(marks))}
    return [(_MOVED if moved else 0.0, moved + base + stays) for moved, stays in sorted(moves)]


def _choices(marks: str) -> list[list[tuple[str, bool]]]:
    return [list(zip(marks, moves, strict=True)) for moves in product((False, True), repeat=len(marks))]


def _parted(choice: list[tuple[str, bool]]) -> tuple[list[str], list[str]]:
    return [mark for mark, moves in choice if moves], [mark for mark, moves in choice if not moves]
