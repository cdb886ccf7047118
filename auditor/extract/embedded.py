"""Pictures inside a Word file or a web page that hold what its text does not: the scans of one that was pasted in."""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

from auditor.document import TextPage
from auditor.extract import sniff
from auditor.extract.package import Package

FIRST = 2
"""Page number of the first picture: the text around them is page 1."""
LEAST_PIXELS = 150_000
"""Smaller ones are emblems and buttons."""
MOST = 60
MOST_BYTES = 40_000_000
IN_PAGE = re.compile(rb"""\bsrc=["']data:image/[a-z+]{2,10};base64,([A-Za-z0-9+/=\s]+)["']""", re.IGNORECASE)
NUMBER = re.compile(r"(\d+)\.\w+$")


def pages(body: bytes, media_type: str) -> tuple[TextPage, ...]:
    """The pictures as pages that nobody has read yet."""
    return tuple(TextPage(number, "", "none") for number, _ in enumerate(pictures(body, media_type), FIRST))


def picture(body: bytes, media_type: str, number: int) -> bytes:
    """The picture that stands for a page. LookupError where there is none."""
    found = pictures(body, media_type)
    if not FIRST <= number < FIRST + len(found):
        raise LookupError(f"no picture for page {number}")
    return found[number - FIRST]


def pictures(body: bytes, media_type: str) -> list[bytes]:
    """Those large enough to be read, in their order; [] for other kinds of body."""
    if media_type not in (sniff.DOCX, "text/html"):
        return []
    found: list[bytes] = []
    size = 0
    for data in _packed(body) if media_type == sniff.DOCX else _inline(body):
        size += len(data)
        if len(found) == MOST or size > MOST_BYTES:
            break
        if _pixels(data) >= LEAST_PIXELS:
            found.append(data)
    return found


def _packed(body: bytes) -> Iterator[bytes]:
    package = Package(body)
    names = [name for name in package.names() if name.startswith("word/media/")]
    for name in sorted(names, key=lambda n: int(m[1]) if (m := NUMBER.search(n)) else 0):
        yield package.read(name)


def _inline(body: bytes) -> Iterator[bytes]:
    for match in IN_PAGE.finditer(body):
        try:
            yield base64.b64decode(match[1])
        except binascii.Error:
            continue


def _pixels(data: bytes) -> int:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as opened:
                return opened.width * opened.height
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return 0
