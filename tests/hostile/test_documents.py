"""A file made to break whoever opens it becomes a Document with a problem, within limits; the next one is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from auditor.extract import extract, ocr
from auditor.extract.isolate import IsolatedExtractor, Limits
from tests.hostile.documents import DOCUMENTS, book, noise, sheet, strings
from tests.needs import needs_tesseract

SLOW = (
    "PDF of 20,000 pages", "PDF of 200,000 objects", "PDF packed twice, 390 MB of text", "HTML, 200,000 attributes",
    "HTML, 60,000 closed elements", "DOCX, zip bomb", "CSV, one row of 5,000,000 cells",
    "DOCX that lies about its size", "old Office file of noise", "XLSX, zip bomb", "TIFF of 60,000 pages",
    "ZIP, zip bomb", "PDF whose form draws itself",
)  # fmt: skip
READ = {"ZIP slip", "SVG, XXE and laughs", "polyglot PDF, HTML, ZIP", "invalid UTF-8, NUL and controls", "DOCX, XXE"}
"""Harmless once opened the way they are opened here: what they say may be read."""


@pytest.fixture(scope="module")
def extractor():
    with IsolatedExtractor(Limits(cpu_seconds=10, wall_seconds=60)) as made:
        yield made


def _check(extractor: IsolatedExtractor, name: str) -> None:
    found = extractor.extract(DOCUMENTS[name](), name="http://agency.test/file")
    text = found.text + found.title + found.detail
    assert "root:" not in text and len(found.text) <= 4_000_000
    assert found.problem or len(found.text) < 10_000 or name in READ
    assert extractor.extract("<p>สวัสดี</p>".encode(), "text/html; charset=utf-8").text == "สวัสดี"
    assert not any(Path(p).exists() for p in ("/tmp/oit-slipped.txt", "/etc/oit-slipped"))
    assert not [f for f in os.listdir(".") if "oit-slipped" in f]


@pytest.mark.parametrize("name", [n for n in DOCUMENTS if n not in SLOW])
def test_costs_itself(extractor: IsolatedExtractor, name: str) -> None:
    _check(extractor, name)


@pytest.mark.prove
@pytest.mark.parametrize("name", SLOW)
def test_costs_itself_slowly(extractor: IsolatedExtractor, name: str) -> None:
    _check(extractor, name)


def test_workbooks_are_opened_but_for_what_is_wrong_with_them() -> None:
    assert extract(book({})).text == "ก | 1"
    assert extract(strings("", "x")).text == "AxB"
    assert extract(sheet('<row r="1"><c r="A1"><v>7</v></c></row>')).text == "7"


@pytest.mark.prove
@needs_tesseract
def test_an_image_of_noise_is_no_text_to_rely_on() -> None:
    (page,) = ocr.read_pages(noise(), "image/png", [1])
    assert len(page.text) < 500 and page.confidence < 0.5
