"""A scan pasted into a Word file or a web page: a page of its own that can be read, emblems and photographs apart."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from PIL import Image

from auditor.document import Document
from auditor.extract import extract, ocr
from auditor.extract.raster import UnreadableError, draw_page
from tests.auditor.extract import making
from tests.auditor.extract.papers import MEMO, as_bytes, print_page

PAPER = as_bytes([print_page(MEMO, "Laksaman.ttf")], "PNG")
EMBLEM = making.picture(90, 90)


def pasted(document: Any) -> None:
    document.add_paragraph("ประกาศ")
    document.add_picture(io.BytesIO(EMBLEM))
    document.add_picture(io.BytesIO(PAPER))


def inline(*pictures: bytes) -> str:
    return "".join(f'<img src="data:image/png;base64,{base64.b64encode(p).decode()}">' for p in pictures)


BODIES = {
    "docx": making.word(pasted),
    "page": f"<html><body><h1>ประกาศ</h1>{inline(EMBLEM, PAPER)}</body></html>".encode(),
}


@pytest.mark.parametrize("kind", BODIES)
def test_pasted_scan_is_an_unread_page(kind: str) -> None:
    document = extract(BODIES[kind])
    assert (document.problem, document.page_count, document.unread) == ("scan", 2, (2,))


needs_tesseract = pytest.mark.skipif(not ocr.available(), reason="no Tesseract with a Thai model")


@needs_tesseract
@pytest.mark.parametrize("kind", BODIES)
def test_pasted_scan_is_read(kind: str) -> None:
    document = extract(BODIES[kind])
    (page,) = ocr.read_pages(BODIES[kind], document.media_type, document.unread)
    first = next(line for line in MEMO.splitlines() if line.strip())
    assert page.source == "ocr" and first.replace(" ", "")[:8] in page.text.replace(" ", "")


def test_what_is_no_picture_costs_nothing_else() -> None:
    document: Document = extract(f"<p>ก</p>{inline(b'no picture', EMBLEM, b'x' * 9000)}".encode(), "text/html")
    assert document.unread == ()


@pytest.mark.parametrize("number", [1, 3])
def test_page_that_is_no_picture_cannot_be_drawn(number: int) -> None:
    with pytest.raises(UnreadableError, match=f"page {number}"):
        draw_page(BODIES["docx"], extract(BODIES["docx"]).media_type, number)


def test_picture_bomb_is_not_opened() -> None:
    huge = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(huge, "PNG")
    document = extract(f"<p>ก</p>{inline(huge.getvalue())}".encode(), "text/html")
    assert (document.text, document.unread) == ("ก", ())
