from __future__ import annotations

from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from auditor.extract import command, pdf
from tests.auditor.extract import making

FILES = Path(__file__).parent / "files"
TRUTH = (FILES / "announcement.txt").read_text(encoding="utf-8")
KEYWORDS = ["รายงานผลการดำเนินการป้องกันการทุจริต", "ปัญหา อุปสรรค และข้อเสนอแนะ", "๒๕๖๖", "เฉพาะเจาะจง", "98,000.00"]
ERRORS_PER_HUNDRED = {"laksaman": 0.5, "garuda": 0.5, "noto": 0.5}
ERRORS_BY_PDFIUM = {"laksaman": 0.5, "garuda": 0.5, "noto": 2.0}
"""The fallback is worse; these are floors, not aims."""


def error_rate(text: str) -> float:
    """Characters wrong per hundred, whitespace ignored."""
    found, truth = "".join(text.split()), "".join(TRUTH.split())
    return 100 * Levenshtein.distance(found, truth) / len(truth)


@pytest.mark.parametrize("font", ERRORS_PER_HUNDRED)
def test_digital_thai_is_faithful(font: str) -> None:
    document = pdf.read((FILES / f"announcement-{font}.pdf").read_bytes())
    assert error_rate(document.text) <= ERRORS_PER_HUNDRED[font]
    assert document.page_count == 2 and [p.number for p in document.pages] == [1, 2]
    assert document.problem is None and all(p.source == "digital" for p in document.pages)
    plain = "".join(document.text.split())
    assert [k for k in KEYWORDS if "".join(k.split()) not in plain] == []


@pytest.mark.parametrize("font", ERRORS_BY_PDFIUM)
def test_without_poppler_the_other_reader_works_and_says_so(font: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "is_present", lambda program: False)
    document = pdf.read((FILES / f"announcement-{font}.pdf").read_bytes())
    assert error_rate(document.text) <= ERRORS_BY_PDFIUM[font]
    assert "pdftotext is not installed" in document.detail


NOISE = ["qWl:ltl1fll7'lJ fl'l1:lJ1:::ll1ru 'ffJJ1J1'ltlf1'l1 l~fl1~1Jvi1'l1J'W 1l7:::'11l1J fl11l1'l1 'Vl'l1Jl~rJ"] * 8


def test_scan_has_no_text_and_is_named_so() -> None:
    document = pdf.read(making.scanned_pdf(3))
    assert document.problem == "scan" and document.images == 3
    assert [(p.source, p.confidence) for p in document.pages] == [("none", 1.0)] * 3, "1: nobody has tried to read it"


def test_latin_nonsense_over_a_scan_is_not_text() -> None:
    document = pdf.read(making.scanned_pdf(1, making.said(*NOISE)))
    assert document.problem == "scan" and document.text == ""


def test_line_stamped_on_a_scan_is_kept_but_the_page_is_unread() -> None:
    document = pdf.read(making.scanned_pdf(1, making.said("Received by the office on the 5 October 2566")))
    assert document.problem == "scan" and "2566" in document.text and document.pages[0].source == "none"


def test_english_and_figures_are_text_and_blank_pages_are_read() -> None:
    english = making.said(
        "The report of the committee on the use of the budget", "and the name of the person in charge"
    )
    figures = making.said("1,200.00 35,000.00 98,750.50", "2,400.00 12,000.00 4,120.00", "3,600.00 47,000.00")
    document = pdf.read(making.pdf([english, figures, b""]))
    assert document.problem is None and "committee" in document.text and "98,750.50" in document.text
    assert [p.source for p in document.pages] == ["digital"] * 3


def test_readable_pages_of_a_partly_scanned_file_are_kept() -> None:
    mixed = making.pdf([making.said("The report of the committee on the use of the budget"), making.said(*NOISE)])
    document = pdf.read(mixed)
    assert document.problem is None and "committee" in document.pages[0].text
    assert "qWl" not in document.text


def test_long_files_are_read_at_both_ends() -> None:
    document = pdf.read(
        making.pdf([making.said(f"This is the text of page {n} of the document") for n in range(1, 1001)])
    )
    assert document.page_count == 1000 and len(document.pages) == pdf.FIRST + pdf.LAST
    first_of_last = 1000 - pdf.LAST + 1
    assert [document.pages[i].number for i in (0, pdf.FIRST - 1, pdf.FIRST, -1)] == [1, pdf.FIRST, first_of_last, 1000]
    assert f"page {first_of_last} of" in document.pages[pdf.FIRST].text and "truncated" in document.detail


def test_encrypted() -> None:
    key = b"/Encrypt<</Filter/Standard/V 1/R 2/P -44/O(%s)/U(%s)>>/ID[(a)(a)]" % (b"x" * 32, b"y" * 32)
    assert pdf.read(making.pdf([making.said("secret")], trailer=key)).problem == "encrypted"


def test_truncated_keeps_what_can_be_read() -> None:
    whole = (FILES / "announcement-laksaman.pdf").read_bytes()
    assert pdf.read(whole[: len(whole) // 2]).problem == "truncated"
    assert pdf.read(whole[:200]).problem == "truncated"


def test_private_use_glyphs_alone_are_no_text() -> None:
    from auditor.extract.legible import is_legible

    assert not is_legible("\uf701\uf70a\uf712" * 50)
    assert not is_legible("1>@01>1/0@1@>@1 N1APอ 1อคB/B>อ@?/0@1@OหN@> .0. R/@1อ " * 6)
    assert is_legible("รายงานผลการดำเนินงานของเทศบาลในรอบปี " * 3 + "." * 400)
    assert is_legible("นายสมชาย ใจดี\nนางสมศรี มีสุข\n" * 10)
