"""Prints invented papers the way agencies do: Word files, LibreOffice's and Chromium's PDFs, sheets, in Thai fonts."""

from __future__ import annotations

import io
import os
import subprocess
from pathlib import Path

import docx
import openpyxl
from docx.oxml.ns import qn

from crawler.browser import program

FONTS = ("Laksaman", "Garuda", "Norasi", "Loma", "Kinnari", "Waree", "Umpush", "Noto Sans Thai", "Noto Serif Thai")
STYLE = "body{{font-family:'{font}';font-size:16pt;line-height:1.5}} @page{{size:A4;margin:2cm}} p{{margin:.4em 0}}"
SECONDS = 180


def word(text: str, font: str) -> bytes:
    """A DOCX of the pages of a text (form feeds between), a paragraph a line."""
    document = docx.Document()
    _set_font(document.styles["Normal"], font)
    for number, page in enumerate(text.split("\f")):
        if number:
            document.add_page_break()
        for line in page.strip().splitlines():
            document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_font(style: object, font: str) -> None:
    """Thai is complex script to Word: it has a font name of its own."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()  # type: ignore[attr-defined]
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), font)


def sheet(text: str) -> bytes:
    """An XLSX with a row for each line and a cell for each word between spaces."""
    book = openpyxl.Workbook()
    for line in text.replace("\f", "\n").splitlines():
        if line.strip():
            book.active.append(line.split())
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_office(folder: Path, names: list[str], kind: str) -> dict[str, bytes]:
    """The files of a folder converted by LibreOffice in one run, by stem."""
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
    command += ["--convert-to", kind, "--outdir", str(folder / kind), *(str(folder / name) for name in names)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return {path.stem: path.read_bytes() for path in (folder / kind).iterdir()}


def by_chromium(folder: Path, text: str, font: str) -> bytes:
    """A PDF of the pages of a text, as Chromium prints it."""
    pages = ["".join(f"<p>{line}</p>" for line in page.strip().splitlines()) for page in text.split("\f")]
    body = "<div style='break-after:page'></div>".join(pages)
    (folder / "page.html").write_text(f"<meta charset=utf-8><style>{STYLE.format(font=font)}</style>{body}", "utf-8")
    command = [str(program.find()), "--headless", "--no-sandbox", "--disable-gpu"]
    command += ["--no-pdf-header-footer", f"--user-data-dir={folder}/browser", f"--print-to-pdf={folder}/page.pdf"]
    subprocess.run([*command, (folder / "page.html").as_uri()], check=True, capture_output=True, timeout=SECONDS)
    return (folder / "page.pdf").read_bytes()
