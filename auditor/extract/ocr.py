"""Reads scanned pages and pictures: which pages first, by which engine, in a child process under limits."""

from __future__ import annotations

import json
import logging
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from auditor.digits.net import WEIGHTS
from auditor.document import TextPage
from auditor.extract.numerals import DOUBTFUL
from auditor.extract.tesseract import find_models, find_version
from auditor.thai import repair

__all__ = ["DOUBTFUL", "available", "engine", "order_pages", "read_pages"]

METHOD = 2
"""Raised when pages would be read otherwise than before by the same Tesseract and weights."""

SECONDS_A_PAGE = 150
MEMORY = 3_000_000_000

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
        path = Path(folder, "body")
        path.write_bytes(body)
        found = {page.number: page for page in _read_apart(path, media_type, pages, dpi)}
    return tuple(found.get(number) or _unread(number) for number in pages)


def _unread(number: int) -> TextPage:
    return TextPage(number, "", source="none", confidence=0.0)


def _read_apart(path: Path, media_type: str, pages: Sequence[int], dpi: int) -> list[TextPage]:
    """Reads in a child process; what it had read before it was stopped counts."""
    command = [sys.executable, "-m", "auditor.extract.scan", str(path), media_type, str(dpi), *map(str, pages)]
    root = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": root, "OPENBLAS_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
    environment["TMPDIR"] = str(path.parent)
    seconds = SECONDS_A_PAGE * len(pages)
    try:
        done = subprocess.run(
            command, capture_output=True, env=environment, timeout=seconds, check=False, preexec_fn=_limit
        )
        out, errors, failed = done.stdout, done.stderr, done.returncode != 0
    except subprocess.TimeoutExpired as error:
        out, errors, failed = error.stdout or b"", f"time limit of {seconds} s".encode(), True
    if failed or errors.strip():
        _log.warning("scanned pages: %s", errors.decode("utf-8", "replace").strip()[-400:] or "stopped")
    return [_parse(line) for line in out.splitlines() if line.endswith(b"]")]


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _parse(line: bytes) -> TextPage:
    """Repaired here and not in the child: the word list takes as long to load as half a page to read."""
    number, text, source, confidence = json.loads(line)
    return TextPage(number, repair(text), source, confidence)
