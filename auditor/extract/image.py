"""Pictures: a scan that nobody has read yet, its size from the header, its QR codes where a decoder is installed."""

from __future__ import annotations

import importlib
import io
import warnings

from PIL import Image, UnidentifiedImageError

from auditor.document import Document, TextPage
from auditor.extract.paper import is_paper

MAX_PIXELS = 80_000_000
MAX_QR_PIXELS = 30_000_000


def read(body: bytes, kind: str) -> Document:
    """A picture's Document: one page without text. A picture too large to decode is not opened."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(body)) as picture:
                width, height = picture.size
                pages = int(getattr(picture, "n_frames", 1)) if kind == "image/tiff" else 1
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        return Document(kind, problem="unreadable", detail=f"{error}"[:200], images=1)
    detail = f"{width} x {height} pixels"
    if width * height > MAX_PIXELS:
        return Document(kind, problem="unreadable", detail=f"{detail}: too large to decode", images=1)
    unread = tuple(TextPage(n, "", "none") for n in range(1, min(pages, 100) + 1))
    return Document(
        kind, pages=unread, page_count=pages, problem="scan", detail=detail, images=1,
        qr_codes=qr_codes(body) if width * height <= MAX_QR_PIXELS else (), paper=is_paper(body),
    )  # fmt: skip


def qr_codes(body: bytes) -> tuple[str, ...]:
    """What the picture's QR codes say; empty where no decoder (zxing-cpp) is installed."""
    try:
        decoder = importlib.import_module("zxingcpp")
    except ImportError:
        return ()
    try:
        with Image.open(io.BytesIO(body)) as picture:
            found = decoder.read_barcodes(picture.convert("L"), formats=decoder.BarcodeFormat.QRCode)
    except (OSError, ValueError, SyntaxError):
        return ()
    return tuple(code.text for code in found if code.text)
