"""Puts right the digits of a scanned page: where Tesseract may have met one, the digit recogniser has the word.

What neither reader is sure of becomes DOUBTFUL, one sign a digit, which no reader of years takes for a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from auditor.digits import Symbol, read_strips
from auditor.digits.alphabet import ARABIC, SEPARATORS, THAI
from auditor.extract.raster import Grey
from auditor.extract.tesseract import Word
from auditor.extract.zones import DIGITS, Zone, find_bodies, find_zones, widen

DOUBTFUL = "\ufffd"
SURE = 0.6
"""Certainty, the lowest of three looks, from which a digit is believed; measured on real scans."""

TESSERACT_SURE = 0.85
"""Confidence from which Tesseract is believed about Arabic digits, which it knows."""

APART = 1.7
"""Pitches between digits of two numbers."""

UNEVEN = 1.32
"""Pitches between digits of one number: something between them (a point) was not seen."""

Run = list[Symbol]


def correct_digits(grey: Grey, words: Sequence[Word]) -> list[Word]:
    """The words with every number read anew; no Thai digit stays as Tesseract alone gave it."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    runs: dict[int, list[Run]] = {}
    for zone, found in read_zones(grey, [zone for line in lines.values() for zone in find_zones(line, grey)]):
        runs.setdefault(zone.line, []).extend(found)
    return [word for key, line in lines.items() for word in merge(line, runs.get(key, []))]


def read_zones(grey: Grey, zones: Sequence[Zone]) -> list[tuple[Zone, list[Run]]]:
    """The numbers in each zone, in pixels of the page. Where a number reaches the edge, more of the line is read."""
    first = _read(grey, zones)
    edges = [_edges(zone, runs) for zone, runs in first]
    again = [i for i, sides in enumerate(edges) if any(sides)]
    second = _read(grey, [widen(zones[i], grey, *edges[i]) for i in again])
    for i, (zone, runs) in zip(again, second, strict=True):
        first[i] = (zone, [_cast_doubt(run) if any(_edges(zone, [run])) else run for run in runs])
    return first


def _read(grey: Grey, zones: Sequence[Zone]) -> list[tuple[Zone, list[Run]]]:
    readings = read_strips([zone.cut(grey) for zone in zones], find_bodies(zones, grey))
    return [
        (zone, find_runs([replace(symbol, x=symbol.x + zone.left) for symbol in reading]))
        for zone, reading in zip(zones, readings, strict=True)
    ]


def _edges(zone: Zone, runs: Sequence[Run]) -> tuple[bool, bool]:
    """Whether a number stands so near an edge that it may go on beyond it."""
    if not runs:
        return False, False
    first, last = min(run[0].x for run in runs), max(run[-1].x for run in runs)
    return first - zone.left < 0.9 * zone.letter, zone.right - last < 0.9 * zone.letter


def _cast_doubt(run: Run) -> Run:
    return [replace(symbol, certainty=0.0) for symbol in run]


def find_runs(symbols: Sequence[Symbol]) -> list[Run]:
    """Unbroken rows of digits with separators between them, each beginning and ending with a digit."""
    pitch = _pitch([s for s in symbols if s.char in DIGITS])
    runs: list[Run] = [[]]
    for symbol in symbols:
        known = symbol.char in DIGITS or symbol.char in SEPARATORS
        if not known or (runs[-1] and symbol.x - runs[-1][-1].x > APART * pitch):
            runs.append([])
        if known:
            runs[-1].append(symbol)
    return [_doubt_gaps(trimmed) for run in runs if (trimmed := _trim(run))]


def _pitch(digits: Sequence[Symbol]) -> float:
    """Pixels from digit to digit: the usual distance of close ones."""
    gaps = sorted(b.x - a.x for a, b in pairwise(digits))
    return max(8.0, float(np.median(gaps[: max(1, 2 * len(gaps) // 3)]))) if gaps else 20.0


def _trim(run: Run) -> Run:
    places = [i for i, symbol in enumerate(run) if symbol.char in DIGITS]
    return run[places[0] : places[-1] + 1] if places else []


def _doubt_gaps(run: Run) -> Run:
    pitch = _pitch(run)
    doubted = set()
    for i, (a, b) in enumerate(pairwise(run)):
        if a.char in DIGITS and b.char in DIGITS and b.x - a.x > UNEVEN * pitch:
            doubted |= {i, i + 1}
    return [replace(s, certainty=0.0) if i in doubted else s for i, s in enumerate(run)]


def merge(line: Sequence[Word], runs: Sequence[Run]) -> list[Word]:
    """The line's words with the recogniser's numbers in the place of what stood there."""
    credible = [run for run in runs if _is_credible(run, line)]
    owners = [next((i for i, run in enumerate(credible) if _covers(run, word)), None) for word in line]
    out: list[Word] = []
    for place, (word, owner) in enumerate(zip(line, owners, strict=True)):
        if owner is None:
            alone = not any(
                DIGITS & set(near.text) for near in (*line[max(0, place - 1) : place], *line[place + 1 :][:1])
            )
            out.append(_without_digits(word, alone))
        elif owner not in owners[:place]:
            covered = [w for w, o in zip(line, owners, strict=True) if o == owner]
            before, after = _around(covered)
            follows = place > 0 and owners[place - 1] is not None
            text = before + write_number(credible[owner], covered) + after
            out.append(replace(word, text=text, space=word.space or follows))
    return out


def _covers(run: Run, word: Word) -> bool:
    half = _pitch(run) / 2
    return run[0].x - half < word.left + word.width / 2 < run[-1].x + half


def _is_credible(run: Run, line: Sequence[Word]) -> bool:
    """A letter that looks like a digit to the recogniser alone stays a letter; a number needs a digit by Tesseract
    too, or three sure ones in a row."""
    covered = [word for word in line if _covers(run, word)]
    if any(DIGITS & set(word.text) for word in covered):
        return True
    return bool(covered) and len(run) >= 3 and all(symbol.certainty >= SURE for symbol in run)


def _around(covered: Sequence[Word]) -> tuple[str, str]:
    """What stands before the first and after the last digit in the words that a number takes the place of."""
    first, last = covered[0].text, covered[-1].text
    before = first[: _first_digit(first)] if DIGITS & set(first) else ""
    after = last[len(last) - _first_digit(last[::-1]) :] if DIGITS & set(last) else ""
    return before, after


def _first_digit(text: str) -> int:
    return next(i for i, char in enumerate(text) if char in DIGITS)


def write_number(run: Run, covered: Sequence[Word]) -> str:
    """The run as text; a group of digits between separators is written whole or not at all.

    Where Tesseract surely reads Arabic digits, it is believed unless the recogniser sees others.
    """
    arabic = _arabic(covered)
    if arabic and not any(symbol.char in THAI for symbol in run):
        sure = all(symbol.certainty >= SURE for symbol in run)
        differs = "".join(symbol.char for symbol in run) != arabic
        return _doubtful(arabic) if sure and differs else arabic
    out: list[str] = []
    group: Run = []
    for symbol in run:
        if symbol.char in DIGITS:
            group.append(symbol)
            continue
        out += [_write_group(group), symbol.char]
        group = []
    return "".join([*out, _write_group(group)])


def _arabic(covered: Sequence[Word]) -> str:
    """Arabic digits with separators of which Tesseract is sure; else empty."""
    text = "".join(word.text for word in covered)
    text = text[_first_digit(text) : len(text) - _first_digit(text[::-1])] if DIGITS & set(text) else ""
    sure = all(word.confidence >= TESSERACT_SURE for word in covered)
    return text if sure and all(char in ARABIC + SEPARATORS for char in text) else ""


def _write_group(group: Run) -> str:
    text = "".join(symbol.char for symbol in group)
    mixed = bool(set(text) & set(THAI)) and bool(set(text) & set(ARABIC))
    sure = all(symbol.certainty >= SURE for symbol in group)
    return text if sure and not mixed else _doubtful(text)


def _doubtful(text: str) -> str:
    return "".join(DOUBTFUL if char in DIGITS else char for char in text)


def _without_digits(word: Word, alone: bool) -> Word:
    """Digits that only Tesseract saw: a single Arabic one it is sure of may stay, nothing that could be a year."""
    digits = [char for char in word.text if char in DIGITS]
    if alone and len(digits) == 1 and digits[0] in ARABIC and word.confidence >= TESSERACT_SURE:
        return word
    return replace(word, text=_doubtful(word.text))
