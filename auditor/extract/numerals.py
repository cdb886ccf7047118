"""Puts right the digits of a scanned page: where Tesseract may have met one, the digit recogniser has the word.

What neither reader is sure of becomes DOUBTFUL, one sign a digit, which no reader of years takes for a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from auditor.digits import Symbol, read_strips
from auditor.digits.alphabet import ARABIC, SEPARATORS, THAI
from auditor.digits.strip import Body, as_ink
from auditor.extract.raster import Grey
from auditor.extract.tesseract import Word, by_line
from auditor.extract.zones import DIGITS, Zone, find_bodies, find_zones, is_thai, letters_like_digits, widen

DOUBTFUL = "\ufffd"
SURE = 0.85
"""Certainty, the mean of three looks, from which a digit is believed; measured on real scans."""

ALONE = 0.95
"""The same for Thai digits where Tesseract sees Latin letters instead."""

TESSERACT_SURE = 0.85
"""Confidence from which Tesseract is believed about Arabic digits, which it knows."""

FILLED = 0.6
"""Share of ink in the rows of low letters: up to 0.53 in legible bold type, mostly more than this with loops closed."""

KNOWN = "๑๓"
"""Thai digits that Tesseract knows and seldom writes for another; ๐ ๒ ๕ stand for ๖ ๔ ๘ ๙ as well."""

WIDENED = 2
"""How often a cut-out grows whose number reaches its edge."""

APART = 1.7
"""Pitches between digits of two numbers."""

SPECK = 3
"""Pixels of ink between two digits of one number, touching neither: a point that was not seen."""

Run = list[Symbol]
_TOUCHING = re.compile(f"[{THAI}{ARABIC}{DOUBTFUL}]*{DOUBTFUL}[{THAI}{ARABIC}{DOUBTFUL}]*")
_BESIDE_ARABIC = frozenset(ARABIC + SEPARATORS + "()")


def correct_digits(grey: Grey, words: Sequence[Word]) -> list[Word]:
    """The words with every number read anew; no Thai digit stays as Tesseract alone gave it."""
    lines, thai = by_line(words), is_thai(words)
    runs: dict[int, list[Run]] = {}
    for zone, found in read_zones(grey, [zone for line in lines for zone in find_zones(line, grey, thai)]):
        runs.setdefault(zone.line, []).extend(found)
    return [word for line in lines for word in merge(line, runs.get(line[0].line, []))]


def read_zones(grey: Grey, zones: Sequence[Zone]) -> list[tuple[Zone, list[Run]]]:
    """The numbers in each zone, in pixels of the page. Where a number reaches the edge, more of the line is read."""
    found = _read(grey, zones)
    for _ in range(WIDENED):
        edges = [_edges(zone, runs) for zone, runs in found]
        again = [i for i, sides in enumerate(edges) if any(sides)]
        wider = _read(grey, [widen(found[i][0], grey, *edges[i]) for i in again])
        for i, reading in zip(again, wider, strict=True):
            found[i] = reading
    return [(zone, [doubt_cut(run, *_edges(zone, [run])) for run in runs]) for zone, runs in found]


def _read(grey: Grey, zones: Sequence[Zone]) -> list[tuple[Zone, list[Run]]]:
    bodies = find_bodies(zones, grey)
    readings = read_strips([zone.cut(grey) for zone in zones], bodies)
    found = []
    for zone, body, reading in zip(zones, bodies, readings, strict=True):
        ink = as_ink(zone.cut(grey)) > 0.5
        runs = [doubt_points(run, ink.sum(0)) for run in find_runs(reading)]
        runs = [_cast_doubt(run) if is_filled(run, ink, body) else run for run in runs]
        found.append((zone, [[replace(s, x=s.x + zone.left) for s in run] for run in runs]))
    return found


def is_filled(run: Run, ink: npt.NDArray[np.bool_], body: Body) -> bool:
    """Whether copying has closed the loops by which people, too, tell digits apart."""
    top, low = (round(row) for row in body)
    half = (low - top) / 2
    around = ink[top:low, max(0, round(run[0].x - half)) : round(run[-1].x + half)]
    return len(run) > 1 and bool(around.size) and float(around.mean()) > FILLED


def _edges(zone: Zone, runs: Sequence[Run]) -> tuple[bool, bool]:
    """Whether a number stands so near an edge that it may go on beyond it."""
    if not runs:
        return False, False
    first, last = min(run[0].x for run in runs), max(run[-1].x for run in runs)
    return first - zone.left < 0.9 * zone.letter, zone.right - last < 0.9 * zone.letter


def doubt_cut(run: Run, left: bool, right: bool) -> Run:
    """Doubts the digits up to the next separator where the number may have been cut."""
    inner = [i for i, symbol in enumerate(run) if symbol.char in SEPARATORS]
    first, last = (inner[0], inner[-1]) if inner else (len(run), -1)
    return [replace(s, certainty=0.0) if (left and i < first) or (right and i > last) else s for i, s in enumerate(run)]


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
    return [trimmed for run in runs if (trimmed := _trim(run))]


def _pitch(digits: Sequence[Symbol]) -> float:
    """Pixels from digit to digit: the usual distance of close ones."""
    gaps = sorted(b.x - a.x for a, b in pairwise(digits))
    return max(8.0, gaps[len(gaps) // 3]) if gaps else 20.0


def _trim(run: Run) -> Run:
    places = [i for i, symbol in enumerate(run) if symbol.char in DIGITS]
    return run[places[0] : places[-1] + 1] if places else []


def doubt_points(run: Run, ink: npt.NDArray[np.integer]) -> Run:
    """Doubts neighbouring digits with ink of its own between them: 25.67 read without its point is a year.

    `ink` counts the dark pixels in each column of the cut-out that the run was read in.
    """
    doubted = set()
    for i, (a, b) in enumerate(pairwise(run)):
        if a.char in DIGITS and b.char in DIGITS and _has_island(ink[round(a.x) : round(b.x) + 1]):
            doubted |= {i, i + 1}
    return [replace(s, certainty=0.0) if i in doubted else s for i, s in enumerate(run)]


def _has_island(ink: npt.NDArray[np.integer]) -> bool:
    blank = np.flatnonzero(ink == 0)
    return any(b - a > 1 and ink[a:b].sum() >= SPECK for a, b in pairwise(blank.tolist()))


def merge(line: Sequence[Word], runs: Sequence[Run]) -> list[Word]:
    """The line's words with the recogniser's numbers in the place of what stood there."""
    arabic = _trusted(line, runs)
    credible = [_assure(run, line) for run in runs if _is_credible(run, line)]
    owners = [next((i for i, run in enumerate(credible) if _covers(run, word)), None) for word in line]
    out: list[Word] = []
    for place, (word, owner) in enumerate(zip(line, owners, strict=True)):
        if place in arabic:
            out.append(word)
        elif owner is None:
            out.append(_worded(word, _doubtful(word.text)))
        elif owner not in owners[:place]:
            covered = [w for w, o in zip(line, owners, strict=True) if o == owner]
            before, after = _around(covered)
            follows = place > 0 and owners[place - 1] is not None
            number = write_number(credible[owner])
            number = _doubtful(number) if _contradicts(credible[owner], covered) else number
            out.append(replace(word, text=before + number + after, space=word.space or follows))
    return _doubt_whole(out)


def _assure(run: Run, line: Sequence[Word]) -> Run:
    """Where both readers see the same digit, half the doubt is gone."""
    return [
        replace(s, certainty=(1 + s.certainty) / 2) if 0 < s.certainty < SURE and _agrees(s, line) else s for s in run
    ]


def _agrees(symbol: Symbol, line: Sequence[Word]) -> bool:
    return symbol.char in KNOWN and any(
        word.text == symbol.char and 0 <= symbol.x - word.left <= word.width and word.confidence >= TESSERACT_SURE
        for word in line
    )


def _doubt_whole(line: list[Word]) -> list[Word]:
    """Digits that touch a doubtful one are doubtful too: half a year must not look like a day."""
    text = "".join((" " if word.space else "") + word.text for word in line)
    marked = iter(_TOUCHING.sub(lambda match: DOUBTFUL * len(match[0]), text))
    out = []
    for word in line:
        taken = "".join(next(marked) for _ in range(len(word.text) + word.space))
        out.append(_worded(word, taken[word.space :]))
    return out


def _worded(word: Word, text: str) -> Word:
    """Most words stay as they are, and making one anew takes long."""
    return word if word.text == text else replace(word, text=text)


def _contradicts(run: Run, covered: Sequence[Word]) -> bool:
    """Whether both readers see Arabic digits, and not the same."""
    ours = [symbol.char for symbol in run if symbol.char in DIGITS]
    theirs = [char for word in covered for char in word.text if char in DIGITS]
    return set(ours + theirs) <= set(ARABIC) and bool(theirs) and ours != theirs


def _trusted(line: Sequence[Word], runs: Sequence[Run]) -> set[int]:
    """Places of words with Arabic digits that stay: Tesseract is sure, and the recogniser does not see others."""
    return {place for group in _arabic_groups(line) if _stands([line[i] for i in group], runs) for place in group}


def _arabic_groups(line: Sequence[Word]) -> list[list[int]]:
    """Places of neighbouring words without space between that hold Arabic digits and what may stand beside them."""
    groups: list[list[int]] = [[]]
    for place, word in enumerate(line):
        fits = set(word.text) <= _BESIDE_ARABIC
        if word.space or not fits:
            groups.append([])
        if fits:
            groups[-1].append(place)
    return [group for group in groups if any(set(line[i].text) & set(ARABIC) for i in group)]


def _stands(words: Sequence[Word], runs: Sequence[Run]) -> bool:
    left, right = words[0].left, words[-1].left + words[-1].width
    met = [run for run in runs if any(left <= symbol.x <= right for symbol in run)]
    seen = [symbol for run in met for symbol in run if symbol.char in DIGITS]
    digits = [char for word in words for char in word.text if char in DIGITS]
    if any(word.confidence < TESSERACT_SURE for word in words) or any(symbol.char in THAI for symbol in seen):
        return False
    if all(symbol.certainty >= SURE for symbol in seen) and len(seen) == len(digits):
        return [symbol.char for symbol in seen] == digits
    return bool(seen) or len(digits) == 1


def _covers(run: Run, word: Word) -> bool:
    """Whether the word's middle lies in the run, or an end of the run in a word that holds digits and more."""
    half, left, right = _pitch(run) / 2, word.left, word.left + word.width
    if run[0].x - half < (left + right) / 2 < run[-1].x + half:
        return True
    return bool(DIGITS & set(word.text)) and any(left <= end.x <= right for end in (run[0], run[-1]))


def _is_credible(run: Run, line: Sequence[Word]) -> bool:
    """A letter that looks like a digit to the recogniser alone stays a letter; a number needs a digit by Tesseract
    too, or three sure ones in a row, or nothing but Latin letters that Tesseract takes Thai digits for."""
    covered = [word for word in line if _covers(run, word)]
    if any(DIGITS & set(word.text) for word in covered):
        return True
    if covered and all(letters_like_digits(word.text) for word in covered):
        enough = SURE if _is_item(run) else ALONE
        return all(s.char in THAI and s.certainty >= enough for s in run if s.char in DIGITS)
    return bool(covered) and len(run) >= 3 and all(symbol.certainty >= SURE for symbol in run)


def _is_item(run: Run) -> bool:
    """Whether points part single digits, as in ๑.๒.๑."""
    return len(run) > 1 and all((symbol.char == ".") == (i % 2 == 1) for i, symbol in enumerate(run))


def _around(covered: Sequence[Word]) -> tuple[str, str]:
    """What stands before the first and after the last digit in the words that a number takes the place of."""
    first, last = covered[0].text, covered[-1].text
    start, end = letters_like_digits(first), letters_like_digits(last)
    if start and end:
        return first[: start[0]], last[end[1] :]
    before = first[: _first_digit(first)] if DIGITS & set(first) else ""
    after = last[len(last) - _first_digit(last[::-1]) :] if DIGITS & set(last) else ""
    return before, after


def _first_digit(text: str) -> int:
    return next(i for i, char in enumerate(text) if char in DIGITS)


def write_number(run: Run) -> str:
    """The run as text; a group of digits between separators is written whole or not at all."""
    out: list[str] = []
    group: Run = []
    for symbol in run:
        if symbol.char in DIGITS:
            group.append(symbol)
            continue
        out += [_write_group(group), symbol.char]
        group = []
    return "".join([*out, _write_group(group)])


def _write_group(group: Run) -> str:
    text = "".join(symbol.char for symbol in group)
    mixed = bool(set(text) & set(THAI)) and bool(set(text) & set(ARABIC))
    sure = all(symbol.certainty >= SURE for symbol in group)
    return text if sure and not mixed else _doubtful(text)


def _doubtful(text: str) -> str:
    return "".join(DOUBTFUL if char in DIGITS else char for char in text)
