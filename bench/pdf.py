"""PDF readers on what LibreOffice and Chromium print in Thai fonts: pages a CPU second, and characters wrong."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pypdfium2
import pytest

from auditor.extract import command, pdf
from auditor.extract.converter import OFFICE
from auditor.thai import repair
from bench.ratio import Line, Scale, cpu, divide, interleave
from crawler.browser import program
from tests.auditor.extract import printing
from tests.auditor.extract.test_pdf import TRUTH, error_rate

OURS, BARE = "pdftotext -raw with repair (ours)", "pdftotext -raw"
WRONG = 0.5
"""Characters of a hundred that may be wrong in a digital PDF."""
QUICK = 3
"""Fonts of the short version."""

Reader = Callable[[Path], str]


def measure(scale: Scale) -> Iterator[Line]:
    """Two lines for each reader that is here."""
    with tempfile.TemporaryDirectory() as folder:
        files = print_files(Path(folder), printing.FONTS[: scale(QUICK, len(printing.FONTS))])
        if not files:
            yield Line("PDF readers", "–", (), note="neither LibreOffice nor a browser here prints PDFs")
            return
        yield from _speed(files, scale(1, 3))
        yield from _errors(files)


def print_files(folder: Path, fonts: tuple[str, ...]) -> dict[str, Path]:
    """The same announcement of two pages by maker and font, as far as the makers are here."""
    bodies: dict[str, bytes] = {}
    if any(shutil.which(name) for name in OFFICE):
        names = [f"{font}.docx" for font in fonts]
        for name, font in zip(names, fonts, strict=True):
            (folder / name).write_bytes(printing.word(TRUTH, font))
        bodies |= {f"LibreOffice {font}": body for font, body in printing.by_office(folder, names, "pdf").items()}
    if program.find():
        bodies |= {f"Chromium {font}": printing.by_chromium(folder, TRUTH, font) for font in fonts}
    files = {name: folder / f"{number}.pdf" for number, name in enumerate(sorted(bodies))}
    for name, path in files.items():
        path.write_bytes(bodies[name])
    return files


def readers() -> dict[str, Reader]:
    """By name; those of others as they come, and pdfminer where somebody has put it beside."""
    found: dict[str, Reader] = {BARE: _by_poppler, OURS: _by_us, "pypdfium2": _by_pdfium}
    found["pypdfium2 with repair (ours without poppler)"] = _by_us_without_poppler
    if find_spec("pdfminer"):
        found["pdfminer"] = lambda path: str(import_module("pdfminer.high_level").extract_text(path))
    return found


def _by_poppler(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def _by_pdfium(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(str(page.get_textpage().get_text_range()) for page in document)


def _by_us(path: Path) -> str:
    return pdf.read(path.read_bytes()).text


def _by_us_without_poppler(path: Path) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "is_present", lambda _: False)
        return _by_us(path)


def _speed(files: Mapping[str, Path], rounds: int) -> Iterator[Line]:
    """CPU seconds with those of the processes that a reader starts; the word list of the repair is loaded before."""
    repair("ตำบล ตาบล")
    works = {name: _work(reader, files) for name, reader in readers().items()}
    found = interleave(works, rounds)
    rates = {name: f"{2 * len(files) / min(taken):.0f}" for name, taken in found.items()}
    for name in list(works)[1:]:
        note = f"pages a CPU second: {rates[name]} against {rates[BARE]}; files of two pages, each opened anew"
        yield Line(f"PDF by {name}, CPU a page", BARE, divide(found, name, BARE), note=note)


def _work(reader: Reader, files: Mapping[str, Path]) -> Callable[[], float]:
    def read_all() -> None:
        for path in files.values():
            reader(path)

    return lambda: cpu(read_all)


def _errors(files: Mapping[str, Path]) -> Iterator[Line]:
    for name, reader in readers().items():
        wrong = {made: error_rate(reader(path)) for made, path in files.items()}
        each = ", ".join(f"{made} {rate:.2f}" for made, rate in sorted(wrong.items(), key=lambda pair: -pair[1]))
        aim = WRONG if name == OURS else None
        yield Line(
            f"PDF by {name}, characters wrong, worst font", "100 characters", (max(wrong.values()),), aim, note=each
        )
