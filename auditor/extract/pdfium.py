"""pdfium as the second reader of PDF text, and as the one that says which pages are pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pypdfium2.raw as c

MARKED = "[ก-ฮ][ัิ-ฺ็-๎]+"
ECHO = re.compile(rf"(?P<a>{MARKED})(?P<x>[เแโใไ]?[ก-ฮ][ัิ-ฺ็-๎]*|[เแโใไาๆ\s])(?P=a) ?")
ECHO_AT_END = re.compile(rf"(?P<a>{MARKED}) ?(?P=a)(?=\s|$)")
AFTER_AM = re.compile("(?<=ำ) (?=[ก-ฮเแโใไ])")

MANY_PATHS = 150
"""So many drawn shapes on a page without text are letters drawn as outlines."""


@dataclass(frozen=True, slots=True)
class Found:
    texts: dict[int, str] = field(default_factory=dict)
    count: int = 0
    problem: str | None = None
    detail: str = ""


def texts(path: Path, chosen: Callable[[int], list[tuple[int, int]]]) -> Found:
    """The chosen pages' texts by number from 1."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        problem = "encrypted" if "password" in str(error).lower() else "unreadable"
        return Found(problem=problem, detail=str(error)[:200])
    with document:
        count = len(document)
        found = {n: _text(document, n) for first, last in chosen(count) for n in range(first, last + 1)}
        return Found(found, count)


def _text(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = document[number - 1]
        return without_echo(str(page.get_textpage().get_text_range()).replace("\r\n", "\n"))
    except pypdfium2.PdfiumError:
        return ""


def without_echo(text: str) -> str:
    """Takes back what pdfium says twice in PDFs of Chromium: a marked cluster again after its neighbour (ปีงปี บ)."""
    for _ in range(4):
        shorter = ECHO_AT_END.sub(r"\g<a>", ECHO.sub(r"\g<a>\g<x>", text))
        if shorter == text:
            break
        text = shorter
    return AFTER_AM.sub("", text)


def pictured(path: Path, numbers: Iterable[int]) -> frozenset[int]:
    """Those of the pages that show something: a picture, or letters drawn as shapes. All, if that cannot be told."""
    wanted = list(numbers)
    if not wanted:
        return frozenset()
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return frozenset(wanted)
    with document:
        return frozenset(n for n in wanted if _shows(document, n))


def covered(path: Path, numbers: Iterable[int]) -> frozenset[int]:
    """Those of the pages of which a picture covers half or more."""
    wanted = list(numbers)
    try:
        document = pypdfium2.PdfDocument(path) if wanted else None
    except pypdfium2.PdfiumError:
        return frozenset()
    if document is None:
        return frozenset()
    with document:
        return frozenset(n for n in wanted if _picture_share(document, n) >= 0.5)


def _picture_share(document: pypdfium2.PdfDocument, number: int) -> float:
    try:
        page = document[number - 1]
        area = page.get_width() * page.get_height()
        images = [o.get_bounds() for o in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=4)]
    except pypdfium2.PdfiumError:
        return 0.0
    return sum(abs((right - left) * (top - bottom)) for left, bottom, right, top in images) / area if area else 0.0


def _shows(document: pypdfium2.PdfDocument, number: int) -> bool:
    try:
        page = document[number - 1]
        shapes = 0
        for thing in page.get_objects(max_depth=4):
            if thing.type == c.FPDF_PAGEOBJ_IMAGE:
                return True
            shapes += thing.type in (c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_TEXT)
            if shapes > MANY_PATHS:
                return True
    except pypdfium2.PdfiumError:
        return True
    return False
