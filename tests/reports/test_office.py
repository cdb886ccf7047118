"""LibreOffice opens what we make: every paper and skeleton becomes pages that hold its words."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from reports import papers
from reports.fix import kit
from reports.table import to_xlsx
from tests.needs import needs_office
from tests.reports import sample as s


def opened(files: dict[str, bytes], folder: Path) -> dict[str, str]:
    """File name -> the words of its pages as LibreOffice prints them, without white space."""
    for name, body in files.items():
        (folder / name).write_bytes(body)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder / "out")]
    subprocess.run([*command, *[str(folder / n) for n in files]], check=True, capture_output=True, timeout=800)
    return {name: _words(folder / "out" / f"{name.rsplit('.', 1)[0]}.pdf") for name in files}


def _words(page: Path) -> str:
    made = subprocess.run(["pdftotext", "-raw", str(page), "-"], capture_output=True, check=True)
    return "".join(made.stdout.decode().split())


@needs_office
def test_libreoffice_opens_a_paper_and_a_sheet(tmp_path):
    files = {"result.docx": papers.render("result", s.small()), "itas.xlsx": papers.render("itas", s.small())}
    for name, words in opened(files, tmp_path).items():
        assert "เทศบาลตำบลดอนตัวอย่าง" in words and "{{" not in words, name
        if name == "result.docx":
            pages = words.count("ไม่ใช่ผลการประเมินของป.ป.ช.")
            assert pages >= 2 and f"หน้า{pages}/{pages}" in words


@pytest.mark.prove
@pytest.mark.timeout(900)
@needs_office
def test_libreoffice_opens_every_file(tmp_path):
    files = {f"{n}.{k}": papers.render(n, s.small(), earlier=s.small()) for n, k in papers.EXTENSION.items()}
    files |= {f.name: f.body for id_ in ("O18", "O31") for f in kit(s.small(), id_)}
    files |= {"hostile-paper.docx": papers.render("result", s.hostile()), "hostile-items.xlsx": to_xlsx(s.hostile())}
    for name, words in opened(files, tmp_path).items():
        assert ("<script>" if name.startswith("hostile") else "เทศบาลตำบลดอนตัวอย่าง") in words, name
        assert "{{" not in words or name.startswith("hostile")
