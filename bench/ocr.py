"""Scans: CPU of a page against bare Tesseract, two workers against one, pages read with early stop."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import pytest
from PIL import Image

from auditor.extract import ocr
from auditor.extract.raster import draw_page
from auditor.extract.tesseract import find_models
from auditor.thai import repair
from bench.ratio import Line, Scale, cpu, divide, interleave
from tests.auditor.extract.papers import MEMO, REPORT, Wear, as_bytes, print_page, scan
from tests.auditor.test_reader import judge_both, known_agency, outcomes

FULL = f"{MEMO}\n{REPORT}"
PAGES = ((FULL, "Laksaman.ttf"), (FULL, "Garuda.ttf"), (FULL, "Norasi.ttf"))


def measure(scale: Scale) -> Iterator[Line]:
    """The lines of OCR."""
    if not ocr.available():
        yield Line("OCR, CPU a page", "bare Tesseract", (), note="no Tesseract that reads Thai here")
        return
    yield measure_pages(scale(1, 3))
    yield measure_workers(scale(1, 3))
    yield measure_early_stop()


def measure_workers(rounds: int) -> Line:
    """Pages a second of two readers beside one; says something on two idle cores only."""
    body = as_bytes([scan(print_page(FULL, "Laksaman.ttf"), Wear(), 11)] * 2)

    def read(_: int) -> None:
        ocr.read_pages(body, "application/pdf", [1, 2])

    def rate(count: int) -> float:
        begun = time.monotonic()
        with ThreadPoolExecutor(count) as pool:
            list(pool.map(read, range(count)))
        return count / (time.monotonic() - begun)

    load = os.getloadavg()[0]
    found = interleave({"one": lambda: rate(1), "two": lambda: rate(2)}, rounds)
    note = f"load before it {load:.1f}: only idle cores say something"
    return Line("two OCR workers, pages a second", "one", divide(found, "two", "one"), 1.8, at_least=True, note=note)


def measure_early_stop() -> Line:
    """Pages read until the items are decided, of all scanned ones, at the agency of tests/auditor/scanned.py."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OIT_DELAY", "0")
        patch.setenv("OIT_CACHE", f"{folder}/cache")
        stopped, whole = judge_both(known_agency(patch), Path(folder), patch)
    same = sum(a == b for a, b in zip(outcomes(stopped).values(), outcomes(whole).values(), strict=True))
    read, there = stopped.crawl.ocr_pages, whole.crawl.scanned_pages
    note = f"{read} of {there} pages; {same} of {len(whole.items)} items as with everything read"
    return Line("scanned pages read until all is decided", "all there are", (read / there,), 0.4, note=note)


def measure_pages(rounds: int) -> Line:
    """CPU seconds a page: ours (drawing, straightening, Tesseract, digits, the processes around) and Tesseract's alone.

    Three documents of two pages, as an audit reads them first. Both read what the same PDF shows at 200 dpi; bare
    Tesseract gets it drawn for nothing. The word list, loaded once in an audit, is there before.
    """
    repair("ตำบล ตาบล")
    bodies = [as_bytes([scan(print_page(text, font), Wear(), seed) for seed in (11, 12)]) for text, font in PAGES]
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for document, number in product(range(len(bodies)), (1, 2)):
            paths.append(Path(folder, f"{document}-{number}.png"))
            Image.fromarray(draw_page(bodies[document], "application/pdf", number)).save(paths[-1])
        found = interleave(
            {"ours": lambda: cpu(lambda: _ours(bodies)), "bare": lambda: cpu(lambda: _bare(paths))}, rounds
        )
    each = ", ".join(f"{name} {min(spent) / len(paths):.2f}" for name, spent in found.items())
    note = f"CPU s a page: {each}"
    return Line("OCR, CPU a page", "bare Tesseract", divide(found, "ours", "bare"), 1.2, note=note)


def _ours(bodies: list[bytes]) -> None:
    """All that it takes: what the lasting process spent counts when it has ended."""
    for body in bodies:
        ocr.read_pages(body, "application/pdf", [1, 2])
    ocr.rest()


def _bare(paths: list[Path]) -> None:
    """Tesseract as it comes, with our models and one thread."""
    environment = {"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"}
    for path in paths:
        command = ["tesseract", str(path), "-", "-l", find_models(), "--dpi", "200"]
        subprocess.run(command, capture_output=True, check=True, env=environment)
