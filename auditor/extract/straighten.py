"""Makes a scan easier to read: even paper, level lines, no rules under the text."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from auditor.extract.raster import Grey

INK = 150
MOST_SKEW = 3.0
"""Degrees; a page that leans more was photographed, and no line of it is straight."""

LEAST_SKEW = 0.25
RULE_LENGTH = 60
"""Pixels at 200 dpi: no letter has so long a stroke."""

RULE_THICKNESS = 9
_EDGE = 4
DOT = 6
"""Pixels at 200 dpi: higher and wider than the dots of a line to write on."""

DOTTED = (120, 0.45)
"""Pixels of a row, and the share of them in dots, that make a dotted line; rows of small letters stay below."""

_SHRINK = 4
_LONG = 30
"""Pixels of a run from which looking for rows that may have one saves time."""


def straighten(grey: Grey) -> Grey:
    """The page with even paper, level lines, without horizontal rules and dotted lines."""
    even = even_paper(grey)
    angle = find_skew(even)
    if abs(angle) >= LEAST_SKEW:
        turned = Image.fromarray(even).rotate(angle, Image.Resampling.BILINEAR, fillcolor=255)
        even = np.asarray(turned, dtype=np.uint8)
    return without_dots(without_rules(even))


def even_paper(grey: Grey) -> Grey:
    """Shadows and coloured paper made white; left alone where the paper is white already."""
    small = Image.fromarray(grey).reduce(8)
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(4))
    levels = np.asarray(paper)
    if np.percentile(levels, 5) > 225:
        return grey
    ground = np.asarray(paper.resize((grey.shape[1], grey.shape[0]), Image.Resampling.BILINEAR), np.float32)
    return np.asarray(np.minimum(grey * (245.0 / np.maximum(ground, 60.0)), 255.0), np.uint8)


def find_skew(grey: Grey) -> float:
    """Degrees by which to turn the page (counter-clockwise) for its lines to be level; 0 for an empty one."""
    small = np.asarray(Image.fromarray(grey).reduce(_SHRINK))
    rows, columns = np.nonzero(small < INK)
    if len(rows) < 500:
        return 0.0
    if len(rows) > 40_000:
        step = len(rows) // 40_000 + 1
        rows, columns = rows[::step], columns[::step]
    centre = columns - small.shape[1] / 2
    coarse = _sharpest(rows, centre, np.arange(-MOST_SKEW, MOST_SKEW + 0.01, 0.3))
    return _sharpest(rows, centre, np.arange(coarse - 0.25, coarse + 0.26, 0.05))


def _sharpest(rows: npt.NDArray[np.intp], centre: npt.NDArray[np.float64], angles: npt.NDArray[np.float64]) -> float:
    """The angle at which the ink falls into the fewest rows."""
    scores = []
    for angle in angles:
        levelled = np.round(rows - centre * np.tan(np.radians(angle))).astype(np.int64)
        filled = np.bincount(levelled - levelled.min()).astype(np.float64)
        scores.append(float((filled**2).sum()))
    return float(angles[int(np.argmax(scores))])


def without_rules(grey: Grey) -> Grey:
    """Horizontal rules painted over: they stick to letters and are read as rows of their own."""
    ink = grey < INK + 20
    if ink.shape[1] <= RULE_LENGTH or ink.shape[0] <= RULE_THICKNESS:
        return grey
    rule = _in_runs(ink, RULE_LENGTH)
    if not rule.any():
        return grey
    rule &= ~_in_runs(rule.T, RULE_THICKNESS).T
    out = grey.copy()
    out[rule] = 255
    _erase_edge(out, rule, -1)
    _erase_edge(out, rule, 1)
    return out


def _erase_edge(out: Grey, rule: npt.NDArray[np.bool_], step: int) -> None:
    """The ragged grey edge of a rule above (-1) or below (1), but no letter that stands on it: left, the two edges
    of a rule look like an empty frame, and Tesseract skips what is near a frame."""
    rows, columns = np.nonzero(rule & ~np.roll(rule, -step, axis=0))
    inside = (rows >= _EDGE + 2) & (rows < out.shape[0] - _EDGE - 2)
    rows, columns = rows[inside], columns[inside]
    bare = out[rows + step * (_EDGE + 1), columns] > INK + 20
    for distance in range(1, _EDGE + 1):
        out[rows[bare] + step * distance, columns[bare]] = 255


def without_dots(grey: Grey) -> Grey:
    """Dotted lines painted over: memo forms set subject and date on them, and Tesseract skips the whole line."""
    ink = grey < INK + 20
    width, share = DOTTED
    if ink.shape[1] <= width or ink.shape[0] <= DOT:
        return grey
    dots = ink & ~(_in_runs(ink, DOT + 1) | _in_columns(ink, DOT))
    rows = np.flatnonzero(np.count_nonzero(dots, axis=1) >= share * width)
    dotted = _spread(_sums(dots[rows], width) >= share * width, width)
    if not dotted.any():
        return grey
    whole = np.zeros_like(dots)
    whole[rows] = dotted
    near = np.unique(np.clip(np.add.outer(rows, np.arange(-3, 4)), 0, len(dots) - 1))
    beside = np.logical_or.reduce([whole[(near - step) % len(dots)] for step in (-2, -1, 0, 1, 2)])
    dots[near] &= beside
    dots[np.setdiff1d(np.arange(len(dots)), near)] = False
    out = grey.copy()
    out[dots] = 255
    for step in (-1, 1):
        edge = dots[(near - step) % len(dots)] & (grey[near] > 100)
        out[near] = np.where(edge, 255, out[near])
    return out


def _sums(flags: npt.NDArray[np.bool_], length: int) -> npt.NDArray[np.int32]:
    """How many of the `length` pixels to the right of each place are set; 0 where there are fewer."""
    counted = np.cumsum(np.pad(flags, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    return np.pad(counted[:, length:] - counted[:, :-length], ((0, 0), (0, length - 1)))


def _in_runs(ink: npt.NDArray[np.bool_], length: int) -> npt.NDArray[np.bool_]:
    """Where ink lies in a horizontal run of at least `length` pixels."""
    if length >= _LONG:
        found = np.zeros_like(ink)
        rows = _with_blocks(ink, length // 2)
        found[rows] = _in_short_runs(ink[rows], length)
        return found
    return _in_short_runs(ink, length)


def _with_blocks(ink: npt.NDArray[np.bool_], length: int) -> npt.NDArray[np.intp]:
    """Rows with a whole block of ink: a run of twice its length holds one, and rows of letters hold none."""
    blocks = ink[:, : ink.shape[1] // length * length].reshape(len(ink), -1, length)
    return np.flatnonzero(np.any(np.all(blocks, axis=2), axis=1))


def _in_short_runs(ink: npt.NDArray[np.bool_], length: int) -> npt.NDArray[np.bool_]:
    starts = ink.copy()
    for step in _doublings(length):
        starts[:, :-step] &= starts[:, step:]
        starts[:, -step:] = False
    return _spread(starts, length)


def _in_columns(ink: npt.NDArray[np.bool_], height: int) -> npt.NDArray[np.bool_]:
    """Where ink lies in a vertical run of at least `height` pixels; shifting whole rows is faster than turning them."""
    found = ink.copy()
    for step in _doublings(height):
        found[:-step] &= found[step:]
        found[-step:] = False
    for step in _doublings(height):
        found[step:] |= found[:-step].copy()
    return found


def _doublings(length: int) -> Iterator[int]:
    """Steps that make a run of one so long, each at most what there is already."""
    have = 1
    while have < length:
        step = min(have, length - have)
        yield step
        have += step


def _spread(starts: npt.NDArray[np.bool_], length: int) -> npt.NDArray[np.bool_]:
    """Every pixel in one of the stretches of `length` that begin at `starts`; doubling is faster than counting."""
    out = starts.copy()
    for step in _doublings(length):
        out[:, step:] |= out[:, :-step]
    return out
