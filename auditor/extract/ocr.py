"""Reads scanned pages and pictures: which pages first, by which engine, in a child process under limits."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from auditor.digits.net import WEIGHTS
from auditor.document import TextPage
from auditor.extract.numerals import DOUBTFUL
from auditor.extract.scan import BODY, ERRORS, FOUND
from auditor.extract.scanner import Stopped, read_apart, rest
from auditor.extract.tesseract import find_models, find_version
from auditor.thai import repair

__all__ = ["DOUBTFUL", "available", "engine", "order_pages", "read_pages", "rest"]

METHOD = 6
"""Raised when pages would be read otherwise than before by the same Tesseract and weights."""

SECONDS_A_PAGE = 150

_log = logging.getLogger(__name__)


def available() -> bool:
    """Whether there is a Tesseract that reads Thai."""
    return bool(find_models())


@lru_cache(maxsize=1)
def engine() -> str:
    """Names everything a page's text depends on besides its bytes, for the key of a memo."""
    digest = sha256(WEIGHTS.read_bytes()).hexdigest()[:12]
    return f"{find_version() or 'none'}; {find_models()}; digits {digest}; method {METHOD}"


def order_pages(page_count: int) -> list[int]:
    """Page numbers in the order of reading: the title page, the last one (date, signature, problems, suggestions), then
    from both ends inwards, two at the front for one at the back: tables and measures come early."""
    front, back = iter(range(1, page_count + 1)), iter(range(page_count, 0, -1))
    turns = [next(front, 0), next(back, 0)]
    for _ in range(page_count // 2):
        turns += [next(front, 0), next(front, 0), next(back, 0)]
    return [number for number in dict.fromkeys(turns) if number]


def read_pages(body: bytes, media_type: str, pages: Sequence[int], *, dpi: int = 200) -> tuple[TextPage, ...]:
    """The text of the pages asked for (from 1), in that order, with source `ocr` and confidence 0..1.

    A page that cannot be read has source `none`, no text and confidence 0; why is logged. In the text every number has
    been read by the digit recogniser; one it is not sure of stands as DOUBTFUL, a sign for each digit.
    """
    if not pages:
        return ()
    if not available():
        _log.warning("no Tesseract with a Thai model: %d scanned pages stay unread", len(pages))
        return tuple(_unread(number) for number in pages)
    with tempfile.TemporaryDirectory(prefix="oit-scan-") as folder:
        (Path(folder) / BODY).write_bytes(body)
        found = {page.number: page for page in _read(Path(folder), media_type, pages, dpi)}
    return tuple(found.get(number) or _unread(number) for number in pages)


def _unread(number: int) -> TextPage:
    return TextPage(number, "", source="none", confidence=0.0)


def _read(folder: Path, media_type: str, pages: Sequence[int], dpi: int) -> list[TextPage]:
    """What had been read before the reader was stopped counts."""
    told = ""
    try:
        code = read_apart(folder, media_type, dpi, pages, SECONDS_A_PAGE * len(pages))
    except Stopped as stopped:
        code, told = 1, str(stopped)
    told = told or _kept(folder / ERRORS).decode("utf-8", "replace").strip()
    if code or told:
        _log.warning("scanned pages: %s", told[-400:] or "stopped")
    return [_parse(line) for line in _kept(folder / FOUND).splitlines() if line.endswith(b"]")]


def _kept(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _parse(line: bytes) -> TextPage:
    """Repaired here and not in the child: the word list takes as long to load as half a page to read."""
    number, text, source, confidence = json.loads(line)
    return TextPage(number, repair(text), source, confidence)
