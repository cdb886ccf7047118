"""Scanned pages made here are read again: keywords, letters, numbers; what cannot be read costs its page only."""

from __future__ import annotations

import re
import shutil

import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from auditor.extract import ocr, tesseract
from tests.auditor.extract.papers import KEYWORDS, MEMO, REPORT, Wear, as_bytes, print_page, scan
from tests.needs import needs_tesseract

CLEAN = Wear()
CASES = {
    "memo": (MEMO, "Laksaman.ttf", CLEAN),
    "report": (REPORT, "Garuda.ttf", Wear(skew=-1.1, noise=12)),
    "stamped": (MEMO, "Norasi.ttf", Wear(skew=0.9, blur=0.8, stamp=True, shadow=True)),
}
_YEAR = re.compile("[๐-๙0-9]{4}")


@pytest.fixture(scope="module")
def read() -> dict[str, str]:
    """All cases in one PDF, read at once."""
    pages = [scan(print_page(text, font), wear, 7) for text, font, wear in CASES.values()]
    found = ocr.read_pages(as_bytes(pages), "application/pdf", range(1, len(pages) + 1))
    assert [page.source for page in found] == ["ocr"] * len(pages)
    assert all(0.7 < page.confidence <= 1 for page in found)
    return {name: page.text for name, page in zip(CASES, found, strict=True)}


def _letters(text: str) -> str:
    """Without spaces and numbers, which have tests of their own."""
    return re.sub("[\\s๐-๙0-9\ufffd.,/]", "", text)


@needs_tesseract
def test_keywords_are_found(read: dict[str, str]) -> None:
    wanted = [(name, word) for name, (text, _, _) in CASES.items() for word in KEYWORDS[text].split()]
    missed = [(name, word) for name, word in wanted if word not in re.sub(r"\s", "", read[name])]
    assert len(missed) <= 0.03 * len(wanted), missed


@needs_tesseract
@pytest.mark.parametrize(("name", "most"), [("memo", 0.03), ("report", 0.03), ("stamped", 0.06)])
def test_letters_are_right(read: dict[str, str], name: str, most: float) -> None:
    truth = _letters(CASES[name][0])
    assert Levenshtein.distance(_letters(read[name]), truth) <= most * len(truth), read[name]


@needs_tesseract
def test_years_are_right_or_left_open(read: dict[str, str]) -> None:
    for name, (text, _, _) in CASES.items():
        assert set(_YEAR.findall(read[name])) <= set(_YEAR.findall(text)), read[name]


@needs_tesseract
def test_years_of_clean_scans_are_read(read: dict[str, str]) -> None:
    """On the stamped and shadowed page they may stay open."""
    wanted = [(name, year) for name in ("memo", "report") for year in _YEAR.findall(CASES[name][0]) if year[0] == "๒"]
    assert sum(year in read[name] for name, year in wanted) >= 0.8 * len(wanted), read


@needs_tesseract
def test_a_picture_on_its_head_is_turned() -> None:
    page = scan(print_page(REPORT, "Laksaman.ttf"), CLEAN, 3).rotate(180)
    (found,) = ocr.read_pages(as_bytes([page], "JPEG"), "image/jpeg", [1])
    assert "ป้องกันการทุจริต" in found.text


@needs_tesseract
@pytest.mark.parametrize("body", [b"", b"%PDF-1.4 broken", b"\x89PNG\r\n\x1a\n"])
def test_what_cannot_be_drawn_stays_unread(body: bytes, caplog: pytest.LogCaptureFixture) -> None:
    kind = "application/pdf" if body.startswith(b"%PDF") else "image/png"
    (page,) = ocr.read_pages(body, kind, [1])
    assert (page.source, page.text, page.confidence) == ("none", "", 0.0)
    assert "page 1" in caplog.text


@needs_tesseract
def test_a_missing_page_does_not_cost_the_others() -> None:
    body = as_bytes([Image.new("L", (600, 800), 255)])
    one, nine = ocr.read_pages(body, "application/pdf", [1, 9])
    assert (one.number, one.source) == (1, "ocr")
    assert (nine.number, nine.source) == (9, "none")


def test_without_tesseract_nothing_crashes(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    for cached in (tesseract.find_models, tesseract.find_version, ocr.engine):
        cached.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda name: None)
    try:
        assert not ocr.available()
        (page,) = ocr.read_pages(b"", "application/pdf", [1])
        assert page.source == "none"
        assert "no Tesseract" in caplog.text
        assert "none" in ocr.engine()
    finally:
        for cached in (tesseract.find_models, tesseract.find_version, ocr.engine):
            cached.cache_clear()


@pytest.mark.parametrize(
    ("count", "order"), [(0, []), (1, [1]), (2, [1, 2]), (5, [1, 5, 2, 3, 4]), (8, [1, 8, 2, 3, 7, 4, 5, 6])]
)
def test_title_and_last_page_come_first(count: int, order: list[int]) -> None:
    assert ocr.order_pages(count) == order


def test_engine_names_the_weights() -> None:
    assert re.search("digits [0-9a-f]{12}; method", ocr.engine())
