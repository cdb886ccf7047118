"""Brings a cut-out of a line to one shape: fixed height, letters of one size on one baseline, ink 1 on paper 0."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

Array = npt.NDArray[np.float32]
Body = tuple[float, float]
"""Rows (top, bottom) between which low letters stand."""

HEIGHT = 32
BODY = 14
"""Rows between the baseline and the top of a low letter (๐, ก) in a strip."""

BASELINE = 24
"""Row on which letters stand in a strip; above the body is room for tails and marks, below for vowels."""


def as_ink(grey: npt.NDArray[np.uint8]) -> Array:
    """0 for paper, 1 for the darkest ink, whatever the scan's contrast; an empty cut-out gives zeros."""
    if grey.size == 0:
        return np.zeros((1, 1), np.float32)
    dark, paper = map(float, np.percentile(grey, (1, 80)))
    span = max(paper - dark, 40.0)
    return np.asarray(np.clip((paper - grey.astype(np.float32)) / span, 0.0, 1.0), np.float32)


def find_body(ink: Array) -> Body:
    """Rows (top, bottom) between which low letters stand: where the ink of a line is densest.

    Rows that are ink nearly all along are rules or underlines and do not count.
    """
    dark = ink > 0.5
    profile = dark.sum(1).astype(np.float32)
    profile[profile > 0.7 * ink.shape[1]] = 0
    smooth = np.convolve(profile, np.ones(3) / 3, mode="same")
    peak = float(np.sort(smooth)[-max(3, len(smooth) // 8) :].mean())
    rows = _longest_run(smooth > 0.45 * peak) if peak > 0 else (0, 0)
    if rows[1] - rows[0] < 4:
        return 0.3 * len(smooth), 0.8 * len(smooth)
    return float(rows[0]), float(rows[1])


def _longest_run(flags: npt.NDArray[np.bool_]) -> tuple[int, int]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    starts, ends = edges[::2], edges[1::2]
    best = int(np.argmax(ends - starts))
    return int(starts[best]), int(ends[best])


def make_strip(ink: Array, body: Body, scale: float = 1.0, shift: float = 0.0) -> Array:
    """The cut-out as HEIGHT rows with its body brought to `BODY * scale` rows, moved down by `shift` rows."""
    factor = BODY * scale / max(body[1] - body[0], 3.0)
    width = max(8, round(ink.shape[1] * factor))
    top = body[1] - (BASELINE + shift) / factor
    box = (0.0, top, float(ink.shape[1]), top + HEIGHT / factor)
    pad = int(np.ceil(max(0.0, -box[1], box[3] - ink.shape[0]))) + 1
    picture = Image.fromarray(np.pad(ink, ((pad, pad), (0, 0))))
    resample = Image.Resampling.BOX if factor < 0.5 else Image.Resampling.BILINEAR
    moved = picture.resize((width, HEIGHT), resample, box=(box[0], box[1] + pad, box[2], box[3] + pad))
    return np.asarray(moved, np.float32)
