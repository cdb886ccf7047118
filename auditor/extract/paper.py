"""Pictures that look like a sheet of paper: of its shape, and mostly as light and as grey as paper is."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageChops, UnidentifiedImageError

LEAST_PIXELS = 150_000
"""Smaller ones are emblems and buttons."""
MOST_PIXELS = 60_000_000
SHAPE = (1.2, 1.7)
"""Longer side to shorter: A4 is 1.41, letter 1.29, folio 1.53, legal 1.65. Photographs of paper are 1.33 or 1.5."""
LIGHT, COLOUR = 140, 60
"""The least brightness and the greatest saturation of paper, of 255: a photographed sheet is grey."""
MOSTLY = 0.6
"""Share of the picture that is paper between the lines."""
_SMALL = (64, 64)
_BROKEN = (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError)


def is_large(data: bytes) -> bool:
    """Whether it may hold text to be read; False for what is no picture or a bomb."""
    with _opened(data) as picture:
        return picture is not None and picture.width * picture.height >= LEAST_PIXELS


def is_paper(data: bytes) -> bool:
    """Whether it may be a scanned or photographed sheet; photographs of people and places are not."""
    with _opened(data) as picture:
        if picture is None or not LEAST_PIXELS <= picture.width * picture.height <= MOST_PIXELS:
            return False
        if not SHAPE[0] <= max(picture.size) / min(picture.size) <= SHAPE[1]:
            return False
        try:
            return _paper_share(picture) >= MOSTLY
        except _BROKEN:
            return False


def _paper_share(picture: Image.Image) -> float:
    picture.draft("RGB", (256, 256))
    layered = picture.convert("RGBA").resize(_SMALL, Image.Resampling.BOX)
    shown = Image.alpha_composite(Image.new("RGBA", _SMALL, "white"), layered).convert("HSV")
    _, saturation, brightness = shown.split()
    grey = saturation.point(lambda value: 255 * (value <= COLOUR))
    light = brightness.point(lambda value: 255 * (value >= LIGHT))
    return ImageChops.darker(grey, light).histogram()[255] / (_SMALL[0] * _SMALL[1])


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image | None]:
    """The picture with its pixels still packed; None for what is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            picture = Image.open(io.BytesIO(data))
        except _BROKEN:
            yield None
            return
        with picture:
            yield picture
