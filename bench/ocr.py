"""Documents: PDF readers, CPU of a scanned page against bare Tesseract, pages read with early stop, digits by font.

python -m bench.ocr     also prints what is no ratio: PDF readers and digits by font
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from auditor.digits import read_strips
from auditor.digits.alphabet import ARABIC, THAI
from auditor.digits.sample import draw_sample, find_fonts
from auditor.extract import command, ocr, pdf
from auditor.extract.numerals import SURE
from auditor.extract.raster import draw_page
from auditor.extract.tesseract import find_models
from auditor.thai import repair
from bench.ratio import Line, Scale, divide, interleave
from tests.auditor.extract.papers import MEMO, REPORT, Wear, as_bytes, print_page, scan
from tests.auditor.extract.test_pdf import FILES, error_rate
from tests.auditor.test_reader import judge_both, known_agency, outcomes

FULL = f"{MEMO}\n{REPORT}"
PAGES = ((FULL, "Laksaman.ttf"), (FULL, "Garuda.ttf"), (FULL, "Norasi.ttf"))
EACH = 100
YEARS = range(2560, 2571)


def main() -> None:
    """Prints a line for each measurement."""
    for line in measure(Scale(quick=False)):
        print(line.key, *line.ratios, line.note)
    for told in (measure_pdf, measure_digits):
        print(*told(), sep="\n")


def measure(scale: Scale) -> Iterator[Line]:
    """The lines of OCR."""
    if not ocr.available():
        yield Line("OCR, CPU a page", "bare Tesseract", (), note="no Tesseract that reads Thai here")
        return
    yield measure_pages(scale(1, 3))
    yield measure_workers(scale(1, 3))
    yield measure_early_stop()


def measure_pdf() -> Iterator[str]:
    """Pages a CPU second and characters wrong in a hundred, by reader, on Chromium's PDFs in three fonts."""
    files = sorted(FILES.glob("*.pdf"))
    for name, present in (("pdftotext", True), ("pdfium", False)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(command, "is_present", lambda program, present=present: present)
            texts = [pdf.read(path.read_bytes()).text for path in files]
            spent = _cpu(lambda: [pdf.read(path.read_bytes()) for path in files * 5])
        wrong = [error_rate(text) for text in texts]
        each = ", ".join(f"{path.stem.split('-')[1]} {rate:.2f} %" for path, rate in zip(files, wrong, strict=True))
        yield f"pdf: {name} {2 * 5 * len(files) / spent:.0f} pages/CPU s with repair, characters wrong: {each}"


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
            {"ours": lambda: _cpu(lambda: _ours(bodies)), "bare": lambda: _cpu(lambda: _bare(paths))}, rounds
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


def _cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process and its children during `work`, a function without arguments."""
    before = _spent()

    work()
    return _spent() - before


def _spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measure_digits() -> Iterator[str]:
    """For each font family, held-out ones marked: digits right, years right, years that are sure, sure and wrong."""
    families: dict[str, list[Path]] = {}
    held = {path.stem for path in find_fonts(held_out=True)}
    for path in [*find_fonts(held_out=True), *find_fonts(held_out=False)]:
        families.setdefault(path.stem.split("-")[0], []).append(path)
    for family, fonts in families.items():
        mark = "held out" if fonts[0].stem in held else "trained"
        yield f"digits: {family:16} {mark:8} {_measure(fonts, family)}"


def _measure(fonts: list[Path], family: str) -> str:
    random = Random(f"bench {family}")
    thai = str.maketrans(ARABIC, THAI)
    wanted = [str(random.choice(YEARS)).translate(thai) for _ in range(EACH)]
    samples = [draw_sample(random, fonts, f"พ.ศ. {year}") for year in wanted]
    digits, years, sure, wrong = [], [], [], []
    for year, reading in zip(wanted, read_strips([s.grey for s in samples], [s.body for s in samples]), strict=True):
        seen = [symbol for symbol in reading if symbol.char in THAI + ARABIC]
        got = "".join(symbol.char for symbol in seen)
        certain = len(got) == 4 and all(symbol.certainty >= SURE for symbol in seen)
        digits.append(sum(a == b for a, b in zip(year, got, strict=False)) / 4 if len(got) == 4 else 0.0)
        years.append(got == year)
        sure.append(certain and got == year)
        wrong.append(certain and got != year)
    means = [100 * statistics.fmean(values) for values in (digits, years, sure, wrong)]
    return "digits {:.1f} %, years {:.1f} %, sure {:.1f} %, sure and wrong {:.1f} %".format(*means)


if __name__ == "__main__":
    main()
