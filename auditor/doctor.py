"""What this machine has of what the tool can use, and what is lost without it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.extract import converter, landlock, sandbox, tesseract
from auditor.rules.load import load
from reports.load import ReportError
from reports.pdf import chromium, need_thai_font

FREE = 2 * 1024**3
"""Bytes of free disk from which one audit of an ordinary site has room."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`found` is what stands here, empty where it is missing; `loss` what then cannot be done; `mend` what helps."""

    name: str
    found: str
    loss: str = ""
    mend: str = ""

    def line(self) -> str:
        """One line for a terminal."""
        return f"✓ {self.name}: {self.found}" if self.found else f"✗ {self.name}: {self.loss} → {self.mend}"


def examine(place: Path) -> Iterator[Finding]:
    """Looks at everything in turn; `place` is where audits are written. Starts the programs, contacts nobody."""
    for look in (_browser, _pdf, _ocr, _office, _fonts, _isolation, _rules):
        yield look()
    yield _disk(place)
    yield _contact()


def _browser() -> Finding:
    try:
        path = chromium()
    except ReportError as error:
        loss = "pages filled by script stay ต้องให้คนตรวจ, no screenshots, no PDF reports"
        return Finding("browser", "", loss, f"apt-get install chromium, or OIT_CHROMIUM=/path ({error})")
    boxed = "" if os.geteuid() else ", without its sandbox since this is root: run as another user"
    return Finding("browser", f"{path}{boxed}")


def _pdf() -> Finding:
    loss = "PDF text by the slower, coarser reader"
    return _program("PDF text", ("pdftotext",), loss, "apt-get install poppler-utils")


def _ocr() -> Finding:
    models = tesseract.find_models()
    mend = "apt-get install tesseract-ocr tesseract-ocr-tha"
    return Finding("OCR", f"{tesseract.find_version()} ({models})" if models else "", "scans are not read", mend)


def _office() -> Finding:
    loss = "old .doc and .ppt files stay ต้องให้คนตรวจ"
    return _program("old Office files", converter.OFFICE, loss, "apt-get install libreoffice-writer-nogui")


def _fonts() -> Finding:
    try:
        need_thai_font()
    except ReportError:
        return Finding("Thai font", "", "screenshots and PDF reports lack letters", "apt-get install fonts-thai-tlwg")
    return Finding("Thai font", "found")


def _isolation() -> Finding:
    boxed = sandbox.isolation() == "no network"
    loss = "documents are parsed in processes with limits, but with a network"
    mend = "allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1)"
    files = "no files but its own" if landlock.is_there() else "this user's files (Landlock, of Linux 5.19, is missing)"
    return Finding("parsing", f"in processes with limits, no network and {files}" if boxed else "", loss, mend)


def _rules() -> Finding:
    rules = load()
    years = ", ".join(str(year) for year in sorted(rules.years))
    return Finding("rules", f"{years} · {len(rules.concepts)} concepts · {rules.digest[:19]}")


def _disk(place: Path) -> Finding:
    there = next(folder for folder in (place.absolute(), *place.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free
    found = f"{free / 1024**3:.1f} GB free in {there}"
    return Finding("disk", found if free >= FREE else "", found, "free some space, or --out elsewhere")


def _contact() -> Finding:
    loss = "websites are not told whom to write to"
    return Finding("contact", os.environ.get("OIT_CONTACT", ""), loss, "OIT_CONTACT=you@example.org")


def _program(name: str, programs: Iterable[str], loss: str, mend: str) -> Finding:
    found = next((path for program in programs if (path := shutil.which(program))), "")
    return Finding(name, found, loss, mend)
