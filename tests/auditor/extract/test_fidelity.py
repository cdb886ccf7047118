"""What is lost between a paper and its text, by kind of file: character errors per hundred, pinned as floors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean

import pytest
from rapidfuzz.distance import Levenshtein

from auditor.extract import extract, ocr
from tests.auditor.extract import printing
from tests.auditor.extract.papers import KEYWORDS, MEMO, REPORT, Wear, as_bytes, print_page, scan
from tests.auditor.extract.test_pdf import FILES, TRUTH
from tests.needs import needs_browser, needs_office, needs_tesseract

DIGITAL = 0.5
"""Characters wrong per hundred that a digital file may have."""
SCANNED = {"clean": 3.0, "worn": 9.0}
"""The same for scans of a kind together, numbers aside; a stamp and a signature across the text cost the letters under
them."""
WORST = 2.0
"""How many times that a single page may have: one line that is lost is a tenth of a short paper."""
RECALL = 0.97
"""Share of the keywords that must be found on scans, all kinds together."""

DPI = (150, 200, 300)
WEAR = {
    "clean": Wear(),
    "worn": Wear(skew=-1.2, noise=14, blur=0.8, stamp=True),
}
SCANS = (
    (MEMO, "Laksaman.ttf", 150, "clean"),
    (REPORT, "Norasi.ttf", 300, "clean"),
    (MEMO, "Garuda.ttf", 300, "worn"),
)
"""What `make test` reads beside tests/auditor/extract/test_ocr.py; `make prove` reads every font, dpi and wear."""


def errors(text: str, truth: str) -> float:
    """Characters wrong per hundred; spaces and the bars between cells do not count."""
    found, wanted = ("".join(re.sub(r"[|\s]", "", x).split()) for x in (text, truth))
    return 100 * Levenshtein.distance(found, wanted) / len(wanted)


def letters(text: str) -> str:
    """Without numbers, which scans have read by a reader of their own (tests/auditor/digits)."""
    return re.sub("[\\s๐-๙0-9\ufffd.,/]", "", text)


def test_word_and_sheet() -> None:
    assert errors(extract(printing.word(TRUTH, "Laksaman")).text, TRUTH) == 0
    assert errors(extract(printing.sheet(TRUTH)).text, TRUTH) == 0
    assert errors(extract((FILES / "announcement.xls").read_bytes()).text, TRUTH) == 0


def _by_office(folder: Path, fonts: tuple[str, ...], kind: str) -> Iterator[tuple[str, str]]:
    names = [f"{font}.docx" for font in fonts]
    for name, font in zip(names, fonts, strict=True):
        (folder / name).write_bytes(printing.word(TRUTH, font))
    for stem, body in printing.by_office(folder, names, kind).items():
        found = extract(body)
        assert found.problem is None, (stem, found.detail)
        yield stem, found.text


@needs_office
@pytest.mark.timeout(180)
def test_pdfs_of_libreoffice(tmp_path: Path) -> None:
    found = {font: errors(text, TRUTH) for font, text in _by_office(tmp_path, printing.FONTS[:3], "pdf")}
    assert len(found) == 3 and max(found.values()) <= DIGITAL, found


@pytest.mark.prove
@pytest.mark.timeout(600)
@needs_office
@pytest.mark.parametrize("kind", ["pdf", "odt", "rtf", "doc"])
def test_every_font_by_libreoffice(tmp_path: Path, kind: str) -> None:
    fonts = printing.FONTS if kind == "pdf" else printing.FONTS[:2]
    found = {font: errors(text, TRUTH) for font, text in _by_office(tmp_path, fonts, kind)}
    assert len(found) == len(fonts) and max(found.values()) <= DIGITAL, found


@pytest.mark.prove
@pytest.mark.timeout(600)
@needs_office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_sheets_by_libreoffice(tmp_path: Path, kind: str) -> None:
    (tmp_path / "table.xlsx").write_bytes(printing.sheet(TRUTH))
    (body,) = printing.by_office(tmp_path, ["table.xlsx"], kind).values()
    assert errors(extract(body).text, TRUTH) <= DIGITAL


@pytest.mark.prove
@pytest.mark.timeout(600)
@needs_browser
@pytest.mark.parametrize("font", printing.FONTS)
def test_every_font_by_chromium(tmp_path: Path, font: str) -> None:
    assert errors(extract(printing.by_chromium(tmp_path, TRUTH, font)).text, TRUTH) <= DIGITAL


def _read(cases: tuple[tuple[str, str, int, str], ...]) -> list[tuple[str, str]]:
    """Truth and what was read of it. Pages of one resolution stand in one PDF, as from one scanner."""
    found = []
    wrong: dict[str, list[float]] = {}
    for dpi in sorted({case[2] for case in cases}):
        chosen = [case for case in cases if case[2] == dpi]
        pages = [scan(print_page(text, font, dpi), WEAR[wear], 7) for text, font, _, wear in chosen]
        read = ocr.read_pages(as_bytes(pages, dpi=dpi), "application/pdf", range(1, len(pages) + 1))
        for (text, font, _, wear), page in zip(chosen, read, strict=True):
            assert page.source == "ocr"
            share = errors(letters(page.text), letters(text))
            print(f"{font} {dpi} dpi {wear}: {share:.2f} % of characters wrong, confidence {page.confidence}")
            assert share <= WORST * SCANNED[wear], (font, dpi, wear, page.text)
            wrong.setdefault(wear, []).append(share)
            found.append((text, page.text))
    for wear, shares in wrong.items():
        print(f"{wear}: {fmean(shares):.2f} % of characters wrong on {len(shares)} pages, at most {max(shares):.2f} %")
        assert fmean(shares) <= SCANNED[wear], (wear, shares)
    return found


def _check_recall(read: list[tuple[str, str]]) -> None:
    wanted = [(word, re.sub(r"\s", "", text)) for truth, text in read for word in KEYWORDS[truth].split()]
    missed = [word for word, text in wanted if word not in text]
    print(f"{len(wanted) - len(missed)} of {len(wanted)} keywords found")
    assert len(missed) <= (1 - RECALL) * len(wanted), missed


@needs_tesseract
@pytest.mark.timeout(300)
def test_scans() -> None:
    _check_recall(_read(SCANS))


@pytest.mark.prove
@pytest.mark.timeout(7200)
@needs_tesseract
def test_scans_of_every_font() -> None:
    fonts = ("Laksaman.ttf", "Garuda.ttf", "Norasi.ttf", "Loma.ttf", "Kinnari.ttf", "Waree.ttf", "Umpush.ttf")
    cases = tuple(
        ((MEMO, REPORT)[number % 2], font, dpi, wear)
        for number, font in enumerate(fonts)
        for dpi in DPI
        for wear in WEAR
    )
    _check_recall(_read(cases))
