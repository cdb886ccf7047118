"""The report on paper: A4 pages that make sense, the first of which stands alone."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from reports import pdf
from reports.html import render
from reports.load import ReportError
from tests.reports import sample as s
from tests.reports.golden import check


def browser_missing() -> bool:
    try:
        pdf.chromium()
    except ReportError:
        return True
    return False


needs_browser = pytest.mark.skipif(browser_missing(), reason="no Chromium on this machine")


def pages(body: bytes, tmp_path: Path) -> list[str]:
    (tmp_path / "x.pdf").write_bytes(body)
    made = subprocess.run(["pdftotext", "-raw", str(tmp_path / "x.pdf"), "-"], capture_output=True, check=True)
    return made.stdout.decode().rstrip("\f").split("\f")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@needs_browser
def test_printed(tmp_path):
    made = [squeezed(p) for p in pages(pdf.to_pdf(render(s.sample())), tmp_path)]
    first = made[0]
    for words in (
        "64.62",
        "80.62",
        "แก้สามเรื่องนี้ก่อน",
        "O43",
        "O34",
        "O21",
        "ปฏิทิน",
        "ตรวจโดย",
        "20พฤศจิกายน2569",
        "ผู้ทบทวน",
    ):
        assert words in first, words
    assert "ภาพรวมทุกข้อ" not in first
    assert 8 <= len(made) <= 20
    assert "กรองและค้นหา" not in "".join(made)
    # What must be acted on is printed whole, though closed on the screen of a phone
    assert "ขาดเดือนกุมภาพันธ์และมีนาคม2566" in "".join(made[1:])
    assert all("1/" in p or f"{n}/{len(made)}" in p for n, p in enumerate(made, start=1))


@needs_browser
def test_the_draft_is_named_on_every_page(tmp_path):
    made = pages(pdf.to_pdf(render(s.draft())), tmp_path)
    assert all("ร่าง:เกณฑ์ปี2571" in squeezed(p) for p in made)


@needs_browser
def test_items_closed_on_screen_are_open_on_paper(tmp_path):
    bad = [s.item(row, s.FATES["O43"]) for row in s.rows()]
    made = squeezed("".join(pages(pdf.to_pdf(render(s.build(bad))), tmp_path)))
    assert made.count(squeezed("องค์ประกอบที่ต้องมี")) == 43


def test_no_browser_is_one_line(monkeypatch):
    monkeypatch.setenv("OIT_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(ReportError, match="no browser /nowhere/chromium"):
        pdf.to_pdf("<p>x")


@needs_browser
def test_no_thai_font_is_one_line(monkeypatch, tmp_path):
    script = tmp_path / "fc-list"
    script.write_text("#!/bin/sh\nexit 0\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(ReportError, match="no Thai font"):
        pdf.to_pdf("<p>x")


@needs_browser
def test_golden_of_the_printed_first_page(tmp_path):
    """Words only: where lines break depends on the machine's fonts."""
    first = pages(pdf.to_pdf(render(s.small())), tmp_path)[0]
    check("first-page.txt", "".join(sorted(set(squeezed(first)))) + "\n")
