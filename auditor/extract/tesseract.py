"""Runs Tesseract's command line on a page and gives its words with boxes, confidence and the spaces between them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image

from auditor.extract.raster import Grey

PROGRAM = "tesseract"
MODELS = ("tha", "Thai")
"""In order of choice. On three real scans `tha` found 98 to 99 % of the keywords, the script model 84 to 89 %."""

COLUMN, BLOCK = "4", "6"
"""Page segmentation: text of one column with pictures and tables left out, or all that is there as lines of text."""

LINES = ("-c", "textord_min_linesize=2.5")
"""Without it, Thai vowels and tone marks above a line are taken for a line of their own."""

SECONDS = 100
"""Of the clock: a hard page takes ten on an idle machine."""


class OcrError(Exception):
    """Tesseract is missing, was stopped at its time limit, or failed."""


@dataclass(frozen=True, slots=True)
class Word:
    """In Thai mostly one letter with its marks. `confidence` 0..1; `space` before it; `line` is an ordinal."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float
    line: int
    space: bool


@lru_cache(maxsize=1)
def find_models() -> str:
    """The models to read with, as Tesseract's -l wants them; empty if there is no Tesseract or no Thai for it."""
    if shutil.which(PROGRAM) is None:
        return ""
    listed = set(_run(["--list-langs"], 20).split())
    thai = next((model for model in MODELS if model in listed), "")
    return f"{thai}+eng" if thai == "tha" and "eng" in listed else thai


@lru_cache(maxsize=1)
def find_version() -> str:
    """Like `tesseract 5.3.0`; empty if it is missing."""
    if shutil.which(PROGRAM) is None:
        return ""
    return (_run(["--version"], 20).splitlines() or [""])[0].strip()


def folders() -> list[Path]:
    """Where the program and its models are kept, when that is no place of the system's."""
    found = []
    if program := shutil.which(PROGRAM):
        found.append(Path(program).resolve().parents[1])
    if models := os.environ.get("TESSDATA_PREFIX"):
        found.append(Path(models))
    return found


def read_words(grey: Grey, dpi: int, layout: str = COLUMN) -> list[Word]:
    """All words of a page in reading order. OcrError if Tesseract could not read it."""
    with tempfile.TemporaryDirectory(prefix="oit-ocr-") as folder:
        page, out = Path(folder, "page.pgm"), Path(folder, "out")
        Image.fromarray(grey).save(page)
        models = find_models()
        if not models:
            raise OcrError("no Tesseract with a Thai model")
        _run([str(page), str(out), "-l", models, "--dpi", str(dpi), "--psm", layout, *LINES, "tsv", "txt"], SECONDS)
        tsv, txt = (out.with_suffix(kind).read_text("utf-8", "replace") for kind in (".tsv", ".txt"))
    return parse_words(tsv, txt)


def find_turn(grey: Grey) -> int:
    """Degrees (0, 90, 180, 270) by which to turn the page clockwise for its text to stand upright; 0 if unsure."""
    with tempfile.TemporaryDirectory(prefix="oit-ocr-") as folder:
        page = Path(folder, "page.pgm")
        Image.fromarray(grey).save(page)
        try:
            lines = _run([str(page), "-", "-l", "osd", "--psm", "0"], SECONDS).splitlines()
        except OcrError:
            return 0
    facts = dict(line.split(": ", 1) for line in lines if ": " in line)
    sure = float(facts.get("Orientation confidence", "0")) >= 1.0
    return int(facts.get("Rotate", "0")) % 360 if sure else 0


def parse_words(tsv: str, txt: str) -> list[Word]:
    """Tesseract's table has no spaces (each Thai letter is a row), its text has: both are walked together."""
    words: list[Word] = []
    keys: list[tuple[str, ...]] = []
    at = 0
    for row in _rows(tsv):
        text = row[11].strip()
        found = txt.find(text, at)
        spaced = found < 0 or found > at
        at = at if found < 0 else found + len(text)
        key = tuple(row[1:5])
        if not keys or keys[-1] != key:
            keys.append(key)
        left, top, width, height = map(int, row[6:10])
        confidence = max(0.0, float(row[10])) / 100
        words.append(Word(text, left, top, width, height, confidence, len(keys) - 1, spaced))
    return words


def by_line(words: Iterable[Word]) -> list[list[Word]]:
    """The words of each line, lines in the order in which they come first."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return list(lines.values())


def mean_confidence(words: Sequence[Word]) -> float:
    """Of all letters, 0..1; 0 for none."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _rows(tsv: str) -> Iterable[list[str]]:
    for line in tsv.splitlines()[1:]:
        row = line.split("\t")
        if len(row) == 12 and row[0] == "5" and row[11].strip():
            yield row


def _run(arguments: list[str], seconds: int) -> str:
    """More than one thread costs Tesseract 35 to 50 % more CPU and saves nothing."""
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        environment["TESSDATA_PREFIX"] = prefix
    try:
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, env=environment, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise OcrError(f"time limit of {seconds} s") from error
    except OSError as error:
        raise OcrError(str(error)) from error
    if done.returncode != 0:
        raise OcrError(done.stderr.decode("utf-8", "replace").strip()[-200:] or f"exit code {done.returncode}")
    return done.stdout.decode("utf-8", "replace")
