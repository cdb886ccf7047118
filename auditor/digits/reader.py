"""Reads symbols with place and certainty from cut-outs of lines; says when looking twice gives two answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from auditor.digits.alphabet import ARABIC, BLANK, OTHER, SYMBOLS, THAI
from auditor.digits.net import STRIDE, predict
from auditor.digits.strip import HEIGHT, Array, Body, as_ink, make_strip

LOOKS = ((1.0, 0.0), (0.9, 0.0), (1.1, 0.5))
"""(scale, shift) of each look at a cut-out; the first is the reading, the others can only cast doubt."""

DIGITS = frozenset(THAI + ARABIC)
_BATCH = 4
"""More at a time leave the processor's cache and take longer."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol of `alphabet.SYMBOLS`; `x` is its middle in pixels of the cut-out, `certainty` 0..1."""

    char: str
    x: float
    certainty: float


Reading = tuple[Symbol, ...]


def read_strips(cuts: Sequence[npt.NDArray[np.uint8]], bodies: Sequence[Body]) -> list[Reading]:
    """The symbols in each grey cut-out (a piece of one line, dark on light), left to right.

    `bodies` are the rows of each cut-out between which its low letters (ก, ๐) stand.

    A symbol's certainty is the mean over all looks; it is 0 where a look reads another symbol there. Where no digit is
    seen, one look is enough.
    """
    inks = [as_ink(cut) for cut in cuts]
    first = _look(inks, bodies, *LOOKS[0])
    numbers = [i for i, reading in enumerate(first) if any(symbol.char in DIGITS for symbol in reading)]
    again = [_look([inks[i] for i in numbers], [bodies[i] for i in numbers], *look) for look in LOOKS[1:]]
    for at, i in enumerate(numbers):
        first[i] = _agree([first[i], *(look[at] for look in again)], bodies[i])
    return first


def _look(inks: Sequence[Array], bodies: Sequence[Body], scale: float, shift: float) -> list[Reading]:
    strips = [make_strip(ink, body, scale, shift) for ink, body in zip(inks, bodies, strict=True)]
    return [_rescale(r, ink, s) for r, ink, s in zip(_read(strips), inks, strips, strict=True)]


def _read(strips: list[Array]) -> list[Reading]:
    """Strips of like width are read together: padding costs time."""
    order = sorted(range(len(strips)), key=lambda i: strips[i].shape[1])
    out: list[Reading] = [()] * len(strips)
    for start in range(0, len(order), _BATCH):
        chosen = order[start : start + _BATCH]
        width = max(strips[i].shape[1] for i in chosen)
        batch = np.zeros((len(chosen), HEIGHT, width + width % STRIDE), np.float32)
        for row, i in enumerate(chosen):
            batch[row, :, : strips[i].shape[1]] = strips[i]
        for i, probabilities in zip(chosen, predict(batch), strict=True):
            out[i] = decode(probabilities)
    return out


def decode(probabilities: Array) -> Reading:
    """Collapses the likeliest class of each column: one symbol for each unbroken run that is not blank."""
    best = probabilities.argmax(1)
    peak = probabilities.max(1)
    symbols = []
    start = 0
    for end in range(1, len(best) + 1):
        if end < len(best) and best[end] == best[start]:
            continue
        if best[start] != BLANK:
            middle = ((start + end - 1) / 2 + 0.5) * STRIDE
            symbols.append(Symbol(SYMBOLS[best[start]], middle, float(peak[start:end].max())))
        start = end
    return _without_echoes(symbols)


def _without_echoes(symbols: list[Symbol]) -> Reading:
    """A loop of ๑ may be read as ๐ just before it: of two symbols in one place the surer one stays."""
    least = 0.5 * _spacing(symbols)
    kept: list[Symbol] = []
    for symbol in symbols:
        if kept and symbol.x - kept[-1].x < least:
            symbol = max(kept.pop(), symbol, key=lambda s: s.certainty)
        kept.append(symbol)
    return tuple(kept)


def _rescale(reading: Reading, ink: Array, strip: Array) -> Reading:
    factor = ink.shape[1] / strip.shape[1]
    return tuple(Symbol(s.char, s.x * factor, s.certainty) for s in reading)


def _agree(views: list[Reading], body: Body) -> Reading:
    """The first look's symbols with what the others make of them."""
    near = 0.5 * max(body[1] - body[0], 6.0)
    return tuple(Symbol(s.char, s.x, _certainty(s, views[1:], near)) for s in views[0])


def _certainty(symbol: Symbol, views: list[Reading], near: float) -> float:
    """The mean over all looks, 0 for one that sees nothing there; none at all where one sees another digit."""
    votes = [symbol.certainty]
    for view in views:
        closest = min(view, key=lambda s: abs(s.x - symbol.x), default=None)
        if closest is None or abs(closest.x - symbol.x) > near or closest.char == OTHER:
            votes.append(0.0)
        elif closest.char == symbol.char:
            votes.append(closest.certainty)
        else:
            return 0.0
    return sum(votes) / len(votes)


def _spacing(reading: Sequence[Symbol]) -> float:
    """Less than half the usual distance of neighbours, in pixels."""
    gaps = [b.x - a.x for a, b in pairwise(reading)]
    return 0.45 * float(np.median(gaps)) if gaps else 6.0
