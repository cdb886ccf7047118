"""Lines that Tesseract's layout left out: found by the ink that no line covers, and read by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

import numpy as np
import numpy.typing as npt

from auditor.extract.raster import Grey
from auditor.extract.straighten import INK
from auditor.extract.tesseract import BLOCK, Word, by_line, mean_confidence, read_words

LONG = 8
"""Words of a line that shows how high lines are, and that is sought: shorter ones are stamps and notes."""

TALL = (0.5, 2.2)
"""Heights of a usual line that a stretch of unread ink may have to be one: less are marks, more a picture."""

FILLED = 0.01
"""Share of the page's width in ink from which a row belongs to a line; between lines there are specks."""

WIDE = 0.1
"""Share of the page's width in which it has ink: signatures and the corners of tables have less."""

LETTERS = 14
"""Stretches of columns with ink, each as wide as letters, that a line to be sought has: signatures and seals have
fewer, or most of their ink elsewhere."""

LETTER_WIDE = (0.15, 2.0)
"""Heights of a usual line that a letter, or several that touch, are wide."""

LETTERED = 0.75
"""Share of its columns with ink that are letters."""

WHOLE = 0.9
"""Share of the columns with ink beside a short line that it covers where nothing of it is missing."""

SURE = 0.75
"""Mean confidence from which what is read there is text and no signature."""

Line = Sequence[Word]
Ink = npt.NDArray[np.bool_]


def read_missed(page: Grey, words: Sequence[Word], dpi: int) -> list[Word]:
    """The words with those of lines that were left out, each after the line above it."""
    lines = by_line(words)
    bands = list(find_bands(page, lines))
    if not bands:
        return list(words)
    alone = np.full_like(page, 255)
    for top, bottom in bands:
        alone[top:bottom] = page[top:bottom]
    return _insert(lines, [line for line in by_line(read_words(alone, dpi, BLOCK)) if is_text(line)])


def find_bands(page: Grey, lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Rows (first, one after the last) of unread ink as high as a line and made of letters."""
    usual = [line for line in lines if is_text(line)]
    if not usual:
        return
    height = median(_extent(line)[1] - _extent(line)[0] for line in usual)
    unread = _find_unread(page, lines, round(0.35 * height))
    filled = unread.sum(1) >= FILLED * page.shape[1]
    for top, bottom in _stretches(filled):
        if TALL[0] * height <= bottom - top <= TALL[1] * height and _has_letters(unread[top:bottom], height):
            yield max(0, top - round(0.5 * height)), bottom + round(0.4 * height)


def _find_unread(page: Grey, lines: Sequence[Line], room: int) -> Ink:
    """Ink in no row of a line of text, nor in those of a short line that was read surely and whole."""
    unread = page < INK
    for line in lines:
        top, bottom = _extent(line)
        rows = unread[max(0, top - room) : bottom + room]
        if is_text(line) or (mean_confidence(line) >= SURE and _is_whole(line, rows)):
            rows[:] = False
    return unread


def _is_whole(line: Line, rows: Ink) -> bool:
    """Whether hardly any column with ink in these rows lies outside the line."""
    columns = np.logical_or.reduce(rows, axis=0)
    left, right = min(word.left for word in line), max(word.left + word.width for word in line)
    return bool(np.count_nonzero(columns[left:right]) >= WHOLE * np.count_nonzero(columns))


def _stretches(flags: Ink) -> list[tuple[int, int]]:
    """First place and one after the last of each unbroken run."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _has_letters(ink: Ink, height: float) -> bool:
    columns = np.logical_or.reduce(ink, axis=0)
    inked = int(np.count_nonzero(columns))
    least, most = (share * height for share in LETTER_WIDE)
    letters = [right - left for left, right in _stretches(columns) if least <= right - left <= most]
    return inked >= WIDE * len(columns) and len(letters) >= LETTERS and sum(letters) >= LETTERED * inked


def _extent(line: Line) -> tuple[int, int]:
    """Usual top and bottom of the line's letters: boxes of single ones are often wrong in height."""
    return round(median(word.top for word in line)), round(median(word.top + word.height for word in line))


def is_text(line: Line) -> bool:
    """Whether so many of its words hold letters, and so surely, that it is no signature, stamp or frame."""
    return sum(word.text[0].isalnum() for word in line) >= LONG and mean_confidence(line) >= SURE


def _insert(lines: Sequence[Line], missed: Sequence[Line]) -> list[Word]:
    out = [list(line) for line in lines]
    for line in missed:
        above = [place for place, other in enumerate(out) if _extent(other)[1] <= sum(_extent(line)) / 2]
        nearest = max(above, key=lambda place: _extent(out[place])[1], default=-1)
        out.insert(nearest + 1, list(line))
    return [replace(word, line=ordinal) for ordinal, line in enumerate(out) for word in line]
