"""Pages of PDFs and pictures as grey bitmaps of a size that text recognition likes, whatever the page claims to be."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image, ImageOps

from auditor.extract import converter, embedded
from auditor.extract.package import PackageError

Grey = npt.NDArray[np.uint8]

LONGEST_PAPER = 1260
"""Points; a page longer than A3 is a smaller sheet blown up: its dots per inch say nothing."""

A4_LENGTH = 11.7
"""Inches."""

PIXELS_AT_MOST = 8_500_000
PICTURE_SIDE = (1500, 2600)
"""A picture's longer side is brought between these; it says nothing about its size on paper."""

BOMB_PIXELS = 150_000_000


class UnreadableError(Exception):
    """The page cannot be drawn: broken, encrypted, no such page, or far too many pixels."""


def draw_page(body: bytes, media_type: str, number: int, dpi: int = 200) -> Grey:
    """One page (from 1) in shades of grey, light paper. A picture has page 1 only."""
    if "pdf" in media_type:
        return _draw_pdf(body, number, dpi)
    if media_type.startswith("image/"):
        return _draw_picture(body)
    if media_type in converter.MODERN:
        return draw_page(*_modern(body, media_type), number)
    try:
        return _stack([_draw_picture(picture) for picture in embedded.pictures_of(body, media_type, number)])
    except (LookupError, PackageError) as error:
        raise UnreadableError(str(error)[:200]) from error


def _modern(body: bytes, media_type: str) -> tuple[bytes, str]:
    modern, failed = converter.modernise(body, media_type)
    if not modern:
        raise UnreadableError(failed or converter.missing(media_type))
    return modern, converter.MODERN[media_type][2]


def _draw_pdf(body: bytes, number: int, dpi: int) -> Grey:
    try:
        with pypdfium2.PdfDocument(body) as document:
            page = document[number - 1]
            width, height = page.get_size()
            bitmap = page.render(scale=_scale(width, height, dpi), grayscale=True, may_draw_forms=False)
            return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
    except (pypdfium2.PdfiumError, IndexError, ValueError, MemoryError) as error:
        raise UnreadableError(str(error)[:200]) from error


def _scale(width: float, height: float, dpi: int) -> float:
    """Pixels to a point."""
    longest = max(width, height, 1.0)
    scale = dpi / 72 if longest <= LONGEST_PAPER else dpi * A4_LENGTH / longest
    return float(min(scale, (PIXELS_AT_MOST / max(width * height, 1.0)) ** 0.5))


def _draw_picture(body: bytes) -> Grey:
    try:
        with Image.open(io.BytesIO(body)) as picture:
            if picture.width * picture.height > BOMB_PIXELS:
                raise UnreadableError(f"{picture.width} x {picture.height} pixels")
            grey = _on_white(ImageOps.exif_transpose(picture))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableError(str(error)[:200]) from error
    longest = max(grey.size)
    wanted = min(max(longest, min(PICTURE_SIDE[0], 2 * longest)), PICTURE_SIDE[1])
    if wanted != longest:
        size = (max(1, grey.width * wanted // longest), max(1, grey.height * wanted // longest))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    return np.asarray(grey, dtype=np.uint8)


def _stack(pictures: list[Grey]) -> Grey:
    """One below the other on white."""
    wide = max(picture.shape[1] for picture in pictures)
    return np.vstack([np.pad(p, ((0, 0), (0, wide - p.shape[1])), constant_values=255) for p in pictures])


def _on_white(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("L")
    layered = picture.convert("LA")
    paper = Image.new("L", layered.size, 255)
    paper.paste(layered.getchannel("L"), mask=layered.getchannel("A"))
    return paper
