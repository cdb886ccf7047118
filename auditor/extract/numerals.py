"""Puts right the digits of a scanned page: where Tesseract may have met one, the digit recogniser has the word.

What neither reader is sure of becomes DOUBTFUL, one sign a digit, which no reader of years takes for a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from auditor.digits import Reading, Symbol, read_strips
from auditor.digits.alphabet import ARABIC, SEPARATORS, THAI
from auditor.extract.raster import Grey
from auditor.extract.tesseract import Word

DOUBTFUL = "\ufffd"
SURE = 0.9
"""Certainty from which a digit of the recogniser is believed."""

AGREED = 0.6
"""Enough where Tesseract reads the same Arabic digit."""

DIGITS = frozenset(THAI + ARABIC)
_BEFORE_NUMBER = re.compile(r"(?:พ\.?ศ\.?|งบประมาณ|ประจำปี|ประจําปี|วันที่|ข้อ|มาตรา|ครั้งที่|ลงวันที่|จำนวน|จํานวน|ปี)$")
_NUMBER_WORDS = 6


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of a line, in pixels of the page, in which digits may stand."""

    line: int
    left: int
    right: int
    top: int
    bottom: int


def correct_digits(grey: Grey, words: Sequence[Word]) -> list[Word]:
    """The words with every number read anew; no digit stays as Tesseract alone gave it."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    zones = [zone for line in lines.values() for zone in find_zones(line, grey.shape[1])]
    cuts = [_cut(grey, zone) for zone in zones]
    readings: dict[int, list[Symbol]] = {}
    for zone, reading in zip(zones, read_strips(cuts), strict=True):
        readings.setdefault(zone.line, []).extend(_on_page(reading, zone))
    return [word for key, line in lines.items() for word in merge(line, readings.get(key, []))]


def find_zones(line: Sequence[Word], page_width: int) -> list[Zone]:
    """Stretches around words with digits and after words that announce a number, a little widened."""
    suspects = set(_suspects(line))
    if not suspects:
        return []
    letter = _letter(line)
    room = round(1.6 * letter)
    spans = sorted((line[i].left - room, line[i].left + line[i].width + room) for i in suspects)
    joined: list[list[int]] = []
    for left, right in spans:
        if joined and left <= joined[-1][1] + letter:
            joined[-1][1] = max(joined[-1][1], right)
        else:
            joined.append([left, right])
    return [_zone(line, max(0, left), min(page_width, right), letter) for left, right in joined]


def _letter(line: Sequence[Word]) -> int:
    """Pixels between neighbouring letters' beginnings."""
    lefts = sorted(word.left for word in line)
    gaps = [b - a for a, b in pairwise(lefts) if 0 < b - a < 80]
    return int(np.median(gaps)) if gaps else 16


def _zone(line: Sequence[Word], left: int, right: int, letter: int) -> Zone:
    """Boxes of single words are often wrong in height: the usual top and bottom of those nearby count."""
    near = [w for w in line if left - 8 * letter < w.left < right + 8 * letter] or list(line)
    top, bottom = (int(np.median(v)) for v in ([w.top for w in near], [w.top + w.height for w in near]))
    room = max(4, letter // 2)
    return Zone(line[0].line, left, right, max(0, min(top, bottom - 20) - room), bottom + room)


def _suspects(line: Sequence[Word]) -> Iterable[int]:
    before, awaited = "", 0
    for index, word in enumerate(line):
        if word.space and before and awaited == _NUMBER_WORDS:
            before += " "
        if DIGITS & set(word.text) or awaited > 0:
            yield index
        awaited = max(0, awaited - 1)
        before += word.text
        if _BEFORE_NUMBER.search(before.replace(" ", "")):
            awaited = _NUMBER_WORDS


def _cut(grey: Grey, zone: Zone) -> Grey:
    return grey[zone.top : zone.bottom, zone.left : zone.right]


def _on_page(reading: Reading, zone: Zone) -> list[Symbol]:
    return [replace(symbol, x=symbol.x + zone.left) for symbol in reading]


def merge(line: Sequence[Word], symbols: Sequence[Symbol]) -> list[Word]:
    """The line's words with the numbers among the recogniser's symbols in the place of what stood there."""
    runs = [run for run in find_runs(sorted(symbols, key=lambda s: s.x)) if _is_credible(run, line)]
    out: list[Word] = []
    written: set[int] = set()
    for word in line:
        number = next((i for i, run in enumerate(runs) if _covers(run, word)), None)
        if number is None:
            out.append(_without_digits(word))
        elif number not in written:
            written.add(number)
            covered = [w for w in line if _covers(runs[number], w)]
            out.append(replace(word, text=write_number(runs[number], "".join(w.text for w in covered))))
    return out


def find_runs(symbols: Sequence[Symbol]) -> list[list[Symbol]]:
    """Unbroken rows of digits with separators between them, each beginning and ending with a digit."""
    runs: list[list[Symbol]] = [[]]
    for symbol in symbols:
        far = bool(runs[-1]) and symbol.x - runs[-1][-1].x > 2.4 * _pitch(runs[-1])
        known = symbol.char in DIGITS or symbol.char in SEPARATORS
        if far or not known:
            runs.append([])
        if known:
            runs[-1].append(symbol)
    return [trimmed for run in runs if (trimmed := _trim(run))]


def _pitch(run: Sequence[Symbol]) -> float:
    gaps = [b.x - a.x for a, b in pairwise(run)]
    return max(8.0, float(np.median(gaps))) if gaps else 20.0


def _trim(run: list[Symbol]) -> list[Symbol]:
    places = [i for i, symbol in enumerate(run) if symbol.char in DIGITS]
    return run[places[0] : places[-1] + 1] if places else []


def _covers(run: Sequence[Symbol], word: Word) -> bool:
    half = _pitch(run) / 2
    return run[0].x - half < word.left + word.width / 2 < run[-1].x + half


def _is_credible(run: Sequence[Symbol], line: Sequence[Word]) -> bool:
    """A letter that looks like a digit to the recogniser alone stays a letter; a number needs a digit by Tesseract too,
    or three sure ones in a row."""
    covered = [word for word in line if _covers(run, word)]
    if any(DIGITS & set(word.text) for word in covered):
        return True
    return bool(covered) and len(run) >= 3 and all(symbol.certainty >= SURE for symbol in run)


def write_number(run: Sequence[Symbol], tesseract: str) -> str:
    """The run as text. A group of digits between separators is written whole or not at all."""
    agreed = "".join(s.char for s in run) == tesseract and all(s.char not in THAI for s in run)
    out: list[str] = []
    group: list[Symbol] = []
    for symbol in [*run, None]:
        if symbol is not None and symbol.char in DIGITS:
            group.append(symbol)
            continue
        out.append(_write_group(group, AGREED if agreed else SURE))
        out.append(symbol.char if symbol is not None else "")
        group = []
    return "".join(out)


def _write_group(group: Sequence[Symbol], least: float) -> str:
    text = "".join(symbol.char for symbol in group)
    mixed = bool(set(text) & set(THAI)) and bool(set(text) & set(ARABIC))
    sure = all(symbol.certainty >= least for symbol in group)
    return text if sure and not mixed else DOUBTFUL * len(text)


def _without_digits(word: Word) -> Word:
    """A digit that only Tesseract saw."""
    return replace(word, text="".join(DOUBTFUL if char in DIGITS else char for char in word.text))
