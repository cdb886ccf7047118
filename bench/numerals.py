"""Thai digits and years read right: in fonts drawn and spoiled here, and on labelled lines of real scans.

OIT_BENCH_DOCUMENTS names a folder with the real documents. They are no part of this repository; bench/scans.tsv has
digits of theirs that were read by eye: body (beginning of its sha256), page, what it is (`drawn`: no scan; `later`:
labelled when the recogniser was made), middle of the line in percent of the page's height, and its numbers from left
to right, * for one that was written by hand.
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from random import Random
from statistics import median

from auditor.digits import read_strips
from auditor.digits.alphabet import ARABIC, THAI
from auditor.digits.sample import draw_sample, find_fonts
from auditor.digits.strip import as_ink
from auditor.extract import ocr, sniff
from auditor.extract.numerals import DOUBTFUL, SURE, correct_digits, is_filled
from auditor.extract.scan import JUNK, recognise
from auditor.extract.tesseract import Word, by_line, mean_confidence
from bench.ratio import Line, Scale

DOCUMENTS = "OIT_BENCH_DOCUMENTS"
LABELS = Path(__file__).with_name("scans.tsv")
DIGITS, YEARS = 0.99, 0.97
"""Aims, as shares."""

KINDS = {
    "scan": "real scans",
    "later": "real scans labelled afterwards",
    "drawn": "real pages whose text layer is garbled",
}
DRAWN = range(2560, 2571)
NUMBERS = re.compile(f"[{THAI}{ARABIC}{DOUBTFUL}]+")
YEAR = re.compile("(?:๒๔[๘๙]|๒๕[๐-๗])[๐-๙]")
AROUND = 9
"""Letters that show where a line runs."""

BESIDE = 0.009
"""Share of the page's height that a line's middle may be off its label."""

Counts = Counter[str]


def measure(scale: Scale) -> Iterator[Line]:
    """Lines by font and by real scan."""
    for held_out, called in ((True, "fonts never trained on"), (False, "fonts trained on")):
        yield from _fonts(held_out, called, scale(25, 100))
    folder = os.environ.get(DOCUMENTS, "")
    if not folder or not ocr.available():
        why = "no Tesseract that reads Thai here" if folder else f"{DOCUMENTS} names no folder of real documents"
        yield Line("Thai digits, real scans", "digits labelled by eye", (), note=f"not measured: {why}")
        return
    yield from _scans(Path(folder), scale(4, 1000))


def _fonts(held_out: bool, called: str, each: int) -> Iterator[Line]:
    families: dict[str, list[Path]] = defaultdict(list)
    for path in find_fonts(held_out=held_out):
        families[path.stem.split("-")[0]].append(path)
    found = {family: _read_family(family, fonts, each) for family, fonts in sorted(families.items())}
    if not found:
        yield Line(f"Thai digits, {called}", "digits drawn", (), note="no such fonts here")
        return
    yield _by_family(f"Thai digits right, {called}", "digits drawn", found, "digits", DIGITS)
    yield _by_family(f"years right and sure, {called}", "years drawn", found, "sure", YEARS)
    wrong, drawn = sum(counts["wrong"] for counts in found.values()), each * len(found)
    yield Line(f"years wrong and sure, {called}", "years drawn", (wrong / drawn,), 0.0, note=f"{wrong} of {drawn}")


def _by_family(name: str, against: str, found: dict[str, Counts], key: str, aim: float) -> Line:
    shares = {family: counts[key] / counts[f"all {key}"] for family, counts in found.items()}
    each = ", ".join(f"{family} {100 * share:.0f} %" for family, share in shares.items())
    return Line(name, against, tuple(shares.values()), aim, True, f"spoiled to the edge of the legible: {each}")


def _read_family(family: str, fonts: list[Path], each: int) -> Counts:
    random = Random(f"bench {family}")
    thai = str.maketrans(ARABIC, THAI)
    wanted = [str(random.choice(DRAWN)).translate(thai) for _ in range(each)]
    samples = [draw_sample(random, fonts, f"พ.ศ. {year}") for year in wanted]
    counts = Counter({"all digits": 4 * each, "all sure": each})
    readings = read_strips([s.grey for s in samples], [s.body for s in samples])
    for year, sample, reading in zip(wanted, samples, readings, strict=True):
        seen = [symbol for symbol in reading if symbol.char in THAI + ARABIC]
        got = "".join(symbol.char for symbol in seen)
        counts["digits"] += sum(a == b for a, b in zip(year, place(year, got), strict=True))
        filled = bool(seen) and is_filled(seen, as_ink(sample.grey) > 0.5, sample.body)
        if len(got) == 4 and not filled and all(symbol.certainty >= SURE for symbol in seen):
            counts["sure" if got == year else "wrong"] += 1
    return counts


def _scans(folder: Path, most: int) -> Iterator[Line]:
    bodies = {sha256(path.read_bytes()).hexdigest()[:12]: path for path in folder.rglob("*") if path.is_file()}
    for kind, called in KINDS.items():
        pages = {key: lines for key, lines in labels(kind).items() if key[0] in bodies}
        found = {key: score_page(bodies[key[0]], key[1], pages[key]) for key in list(pages)[:most]}
        total: Counts = sum(found.values(), Counter())
        if not total:
            yield Line(
                f"Thai digits, {called}", "digits labelled by eye", (), note="not measured: no labelled document"
            )
            continue
        yield _told(f"Thai digits right, {called}", "digits", found, total, DIGITS)
        yield _told(f"years right, {called}", "years", found, total, YEARS)


def labels(kind: str) -> dict[tuple[str, int], list[tuple[float, str]]]:
    """By body and page: middle of a line as a share of the page's height, and its numbers."""
    found: dict[tuple[str, int], list[tuple[float, str]]] = defaultdict(list)
    with LABELS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["kind"] == kind:
                found[row["body"], int(row["page"])].append((float(row["y"]) / 100, row["numbers"]))
    return found


def _told(name: str, what: str, found: dict[tuple[str, int], Counts], total: Counts, aim: float) -> Line:
    counts = [total[f"{what} {came}"] for came in ("right", "wrong", "open", "lost")]
    each = "; ".join(
        f"{body[:6]}.{page} {counts[f'{what} right']} of {sum(n for key, n in counts.items() if key.startswith(what))}"
        for (body, page), counts in found.items()
    )
    note = "right {}, wrong {}, left open {}, not seen {}: ".format(*counts) + each
    return Line(name, f"{what} labelled by eye", (counts[0] / sum(counts),), aim, True, note)


def score_page(path: Path, page: int, lines: Sequence[tuple[float, str]]) -> Counts:
    """What came of the Thai digits, and of the years among them: right, wrong, open, lost."""
    body = path.read_bytes()
    grey, words = recognise(body, sniff.media_type(body, "", path.name), page, 200)
    read = [line for line in by_line(correct_digits(grey, words)) if mean_confidence(line) >= JUNK]
    counts: Counts = Counter()
    for middle, wanted in lines:
        counts += score_line(wanted, _text(read, middle * grey.shape[0], BESIDE * grey.shape[0]))
    return counts


def _text(lines: Sequence[Sequence[Word]], middle: float, reach: float) -> str:
    near = [[word for word in line if abs(_middle(word, line) - middle) < reach] for line in lines]
    near = sorted(filter(None, near), key=lambda line: line[0].left)
    return " ".join("".join((" " if word.space else "") + word.text for word in line) for line in near)


def _middle(word: Word, line: Sequence[Word]) -> float:
    """Where a line runs at one of its words: boxes of single letters are often wrong, a hand beside them is higher."""
    beside = sorted(line, key=lambda other: abs(other.left - word.left))[:AROUND]
    return median(other.top + other.height / 2 for other in beside)


def score_line(wanted: str, got: str) -> Counts:
    """Thai digits of the numbers wanted, and the years among them, by what the text read in their place holds."""
    numbers = NUMBERS.findall(wanted)
    placed = place(" ".join(numbers), " ".join(NUMBERS.findall(got)))
    counts: Counts = Counter()
    at = 0
    for number in numbers:
        came = [_came(a, b) for a, b in zip(number, placed[at : at + len(number)], strict=True) if a in THAI]
        at += len(number) + 1
        counts.update(f"digits {one}" for one in came)
        if YEAR.fullmatch(number):
            worst = next(one for one in ("wrong", "open", "lost", "right") if one in came)
            counts[f"years {worst}"] += 1
    return counts


def _came(wanted: str, got: str) -> str:
    return "right" if got == wanted else {"": "lost", DOUBTFUL: "open"}.get(got, "wrong")


def place(wanted: str, got: str) -> tuple[str, ...]:
    """For each sign of `wanted` the one of `got` that stands in its place, empty where none does."""
    return _place(wanted, got)[1]


@lru_cache(maxsize=100_000)
def _place(wanted: str, got: str) -> tuple[float, tuple[str, ...]]:
    """The cheapest way to lay one over the other, with its cost: open digits go before missing ones, and those before
    wrong ones."""
    if not wanted or not got:
        return _alone(wanted + got), ("",) * len(wanted)
    both, left, right = _place(wanted[1:], got[1:]), _place(wanted[1:], got), _place(wanted, got[1:])
    return min(
        (_differ(wanted[0], got[0]) + both[0], (got[0], *both[1])),
        (_alone(wanted[0]) + left[0], ("", *left[1])),
        (_alone(got[0]) + right[0], right[1]),
    )


def _alone(signs: str) -> float:
    return sum(0.2 if sign == " " else 1.5 for sign in signs)


def _differ(wanted: str, got: str) -> float:
    if wanted == got:
        return 0.0
    return 9.0 if " " in wanted + got else 1.0 if got == DOUBTFUL else 2.5
