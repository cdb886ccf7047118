"""CPU of a scanned page against bare Tesseract on the same picture; digits and years right by font and wear."""

from __future__ import annotations

import resource
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from PIL import Image

from auditor.digits import read_strips
from auditor.digits.alphabet import ARABIC, THAI
from auditor.digits.sample import draw_sample, find_fonts
from auditor.extract import ocr
from auditor.extract.numerals import SURE
from auditor.extract.raster import draw_page
from auditor.extract.tesseract import find_models
from auditor.thai import repair
from tests.auditor.extract.papers import MEMO, REPORT, Wear, as_bytes, print_page, scan

FULL = f"{MEMO}\n{REPORT}"
PAGES = ((FULL, "Laksaman.ttf"), (FULL, "Garuda.ttf"), (FULL, "Norasi.ttf"))
EACH = 100
YEARS = range(2560, 2571)


def main() -> None:
    """Prints a line for each measurement."""
    print(*measure_pages(), sep="\n")
    print(*measure_digits(), sep="\n")


def measure_pages() -> Iterator[str]:
    """CPU seconds a page: ours (drawing, straightening, Tesseract, digits, a child process) and Tesseract's alone.

    Both read what the same PDF shows at 200 dpi; bare Tesseract gets it drawn for nothing. The word list, loaded once
    in an audit, is there before.
    """
    repair("ตำบล ตาบล")
    pictures = [scan(print_page(text, font), Wear(), 11) for text, font in PAGES]
    body = as_bytes(pictures)
    ours = _cpu(lambda: ocr.read_pages(body, "application/pdf", range(1, len(pictures) + 1)))
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{i}.png") for i in range(len(pictures))]
        for number, path in enumerate(paths, 1):
            Image.fromarray(draw_page(body, "application/pdf", number)).save(path)
        bare = _cpu(lambda: _bare(paths))
    each = len(pictures)
    yield f"ocr: {ours / each:.2f} CPU s/page, bare tesseract {bare / each:.2f}, ratio {ours / bare:.2f} (at most 1.20)"


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
