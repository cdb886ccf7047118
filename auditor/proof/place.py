"""Where the store and the result are that a command was pointed at."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auditor.audit import beside, evidence_dir
from crawler.evidence import StoreError


def folder_of(place: Path) -> Path:
    """The store of DIR, DIR/evidence or DIR/result.json."""
    return evidence_dir(place if place.is_dir() else place.parent)


def result_of(place: Path) -> Path:
    """The result of DIR, DIR/evidence or the file itself. StoreError where there is none."""
    file = place if place.is_file() else beside(evidence_dir(place)) / "result.json"
    if not file.exists():
        raise StoreError(f"{file}: no result here; run `oit judge` first")
    return file


@contextmanager
def cache(fresh: bool) -> Iterator[None]:
    """An empty cache of extracted text for as long as it lasts, or the one in use."""
    if not fresh:
        yield
        return
    before = os.environ.get("OIT_CACHE")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OIT_CACHE"] = folder
        try:
            yield
        finally:
            os.environ.pop("OIT_CACHE")
            if before is not None:
                os.environ["OIT_CACHE"] = before
