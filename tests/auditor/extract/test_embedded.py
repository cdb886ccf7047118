"""A scan pasted into an office file or a web page: a page that can be read, emblems and photographs apart."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.drawing.image
import pytest
from PIL import Image

from auditor.document import Document
from auditor.extract import extract, ocr, sniff
from auditor.extract.paper import is_paper
from auditor.extract.raster import UnreadableError, draw_page
from auditor.extract.scan import _draw
from tests.auditor.extract import making, printing
from tests.auditor.extract.papers import KEYWORDS, MEMO, as_bytes, print_page
from tests.needs import needs_office, needs_tesseract

PAPER = as_bytes([print_page(MEMO, "Laksaman.ttf")], "PNG")
EMBLEM = making.picture(90, 90)


def pasted(document: Any) -> None:
    document.add_paragraph("ประกาศ")
    document.add_picture(io.BytesIO(EMBLEM))
    document.add_picture(io.BytesIO(PAPER))


def inline(*pictures: bytes) -> str:
    return "".join(f'<img src="data:image/png;base64,{base64.b64encode(p).decode()}">' for p in pictures)


def sheet(*pictures: bytes, said: str = "ประกาศ") -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = said
    for picture in pictures:
        book.active.add_image(openpyxl.drawing.image.Image(io.BytesIO(picture)), "B2")
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


BODIES = {
    "docx": making.word(pasted),
    "xlsx": sheet(EMBLEM, PAPER),
    "odt": making.opendocument(sniff.ODT, "ประกาศ", [EMBLEM, PAPER]),
    "ods": making.opendocument(sniff.ODS, "ประกาศ", [EMBLEM, PAPER]),
    "odp": making.opendocument(sniff.ODP, "ประกาศ", [EMBLEM, PAPER]),
    "page": f"<html><body><h1>ประกาศ</h1>{inline(EMBLEM, PAPER)}</body></html>".encode(),
}


@pytest.mark.parametrize("kind", BODIES)
def test_pasted_scan_is_an_unread_page(kind: str) -> None:
    document = extract(BODIES[kind])
    assert (document.problem, document.page_count, document.unread) == ("scan", 2, (2,))


@needs_tesseract
@pytest.mark.parametrize("kind", ["docx", "page"])
def test_pasted_scan_is_read(kind: str) -> None:
    document = extract(BODIES[kind])
    (page,) = ocr.read_pages(BODIES[kind], document.media_type, document.unread)
    first = next(line for line in MEMO.splitlines() if line.strip())
    assert page.source == "ocr" and first.replace(" ", "")[:8] in page.text.replace(" ", "")


@needs_office
@pytest.mark.parametrize(
    ("modern", "old", "kind"), [("docx", "doc", sniff.DOC), ("xlsx", "xls", sniff.XLS)], ids=["word", "sheet"]
)
def test_pasted_scan_of_an_old_file_is_an_unread_page(tmp_path: Path, modern: str, old: str, kind: str) -> None:
    (tmp_path / f"a.{modern}").write_bytes(BODIES[modern])
    body = printing.by_office(tmp_path, [f"a.{modern}"], old)["a"]
    document = extract(body)
    assert (document.media_type, document.problem, document.unread) == (kind, "scan", (2,))
    assert draw_page(body, kind, 2).shape == draw_page(PAPER, "image/png", 1).shape
    assert "ประกาศ" in document.pages[0].text


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


LONG = "รายงานผลการดำเนินงานประจำปี " * 8


def landscape() -> bytes:
    """A photograph as far as light and colour go: sky above a field."""
    photo = Image.new("RGB", (1200, 900), (90, 140, 220))
    photo.paste((60, 120, 40), (0, 500, 1200, 900))
    kept = io.BytesIO()
    photo.save(kept, "JPEG")
    return kept.getvalue()


def photographed() -> bytes:
    """The sheet on a dark table in poor light."""
    paper = Image.open(io.BytesIO(PAPER)).convert("L").point(lambda light: light * 180 // 255)
    table = Image.new("L", (paper.width * 11 // 10, paper.height * 11 // 10), 40)
    table.paste(paper, (paper.width // 20, paper.height // 20))
    kept = io.BytesIO()
    table.save(kept, "JPEG")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("picture", "paper"),
    [
        (PAPER, True),
        (photographed(), True),
        (landscape(), False),
        (EMBLEM, False),
        (making.picture(2000, 300), False),
        (b"no picture", False),
        (PAPER[:2000], False),
    ],
    ids=["scan", "photographed sheet", "landscape", "emblem", "banner", "no picture", "cut"],
)
def test_paper_is_told_from_photographs(picture: bytes, paper: bool) -> None:
    assert is_paper(picture) is paper


@pytest.mark.parametrize("kind", [sniff.XLSX, sniff.ODT])
def test_beside_text_only_what_looks_like_paper_is_a_page(kind: str) -> None:
    pictures = [landscape(), PAPER]
    body = sheet(*pictures, said=LONG) if kind == sniff.XLSX else making.opendocument(kind, LONG, pictures)
    document = extract(body)
    assert (document.problem, document.page_count, document.unread) == (None, 2, (2,))
    assert draw_page(body, kind, 2).shape == draw_page(PAPER, "image/png", 1).shape


def test_slides_that_show_scans_are_unread_and_keep_their_words() -> None:
    slides = [("รายงาน", []), ("ผลการดำเนินงาน", [PAPER, PAPER]), ("กิจกรรม", [landscape()]), ("", [landscape()])]
    body = making.presentation(slides)
    document = extract(body)
    assert [(page.source, page.text) for page in document.pages] == [
        ("digital", "รายงาน"), ("none", "ผลการดำเนินงาน"), ("digital", "กิจกรรม"), ("none", ""),
    ]  # fmt: skip
    height, width = draw_page(PAPER, "image/png", 1).shape
    assert draw_page(body, sniff.PPTX, 2).shape == (2 * height, width)


@needs_tesseract
def test_scans_in_an_archive_are_read_each_from_its_file() -> None:
    scans = as_bytes([Image.new("L", (600, 800), 255), print_page(MEMO, "Laksaman.ttf")], "PDF")
    body = making.zipped({"1 ก.txt": "ข้อความ".encode(), "2 ข.docx": BODIES["docx"], "3 ค.pdf": scans})
    document = extract(body)
    assert (document.page_count, document.unread) == (5, (3, 4, 5))
    white, memo = ocr.read_pages(body, document.media_type, [4, 5])
    assert (white.text, white.source) == ("", "ocr")
    assert KEYWORDS[MEMO].split()[0] in memo.text.replace(" ", "")
    assert draw_page(BODIES["docx"], sniff.DOCX, 2).shape == _draw(body, sniff.ZIP, 3, 200).shape
