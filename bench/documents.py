"""Real documents measured by hand: which have a text layer that reads, and what scanned pages with known texts give.

    python -m bench.documents FOLDER [--pages N] [--known]

FOLDER may hold files.tsv (file, kind, …) and <any>/ground-truth/NAME.pPAGE.txt or pagePAGE.text-layer.txt. `--pages`
is how many scanned pages of a file are read (0: none); `--known` reads only pages with a known text. Figures:
bench/documents.md.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from auditor.document import Document, TextPage
from auditor.extract import extract, ocr
from auditor.extract.numerals import DOUBTFUL

NUMBER = re.compile("[๐-๙]+|[0-9]+")
YEAR = re.compile("(?:๒๕|25)..")
KNOWN = re.compile(r"(?P<stem>.*)\.p(?P<page>\d+)\.txt|(?P<picture>page\d+)\.text-layer\.txt")
NO_DOCUMENT = {".md", ".tsv", ".txt", ".json", ".html"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=6)
    parser.add_argument("--known", action="store_true")
    chosen = parser.parse_args()
    truths = dict(known_texts(chosen.folder))
    kinds = kinds_of(chosen.folder)
    print("kind | file | pages | with text | scanned | problem")
    for path in documents(chosen.folder):
        document = extract(path.read_bytes(), name=path.name)
        name = str(path.relative_to(chosen.folder))
        scanned = [page.number for page in document.pages if page.source == "none"]
        whole = len(document.pages)
        row = (kinds.get(name, ""), name, whole, whole - len(scanned), len(scanned), document.problem or "")
        print(*row, sep=" | ", flush=True)
        for page in recognise(path, document, scanned, truths, chosen):
            print("   ", describe(page, truths.get((path, page.number))), flush=True)


def documents(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix.lower() not in NO_DOCUMENT]


def kinds_of(folder: Path) -> dict[str, str]:
    """The kinds that somebody gave the files, by name."""
    listed = folder / "files.tsv"
    if not listed.exists():
        return {}
    with listed.open(encoding="utf-8") as file:
        return {row[0]: row[1] for row in csv.reader(file, delimiter="\t")}


def known_texts(folder: Path) -> Iterator[tuple[tuple[Path, int], str]]:
    """Known texts by file and page."""
    for path in sorted(folder.rglob("ground-truth/*.txt")):
        found = KNOWN.fullmatch(path.name)
        beside = documents(path.parents[1]) if found else []
        part = (found["stem"] or f"{found['picture']}.") if found else ""
        exact = [p for p in beside if p.stem.endswith(part.rstrip("."))]
        for document in exact[:1]:
            yield (document, int(found["page"] or 1) if found else 1), path.read_text("utf-8")


def recognise(
    path: Path, document: Document, scanned: list[int], truths: dict[tuple[Path, int], str], chosen: argparse.Namespace
) -> tuple[TextPage, ...]:
    wanted = [n for n in ocr.order_pages(document.page_count) if n in scanned]
    wanted = [n for n in wanted if (path, n) in truths] if chosen.known else wanted[: chosen.pages]
    return ocr.read_pages(path.read_bytes(), document.media_type, wanted)


def describe(page: TextPage, truth: str | None) -> str:
    """How sure a page is, what was left open, and what is right where the text is known."""
    said = (
        f"page {page.number}: {page.source}, confidence {page.confidence:.2f}, {page.text.count(DOUBTFUL)} digits open"
    )
    if truth is None:
        return said
    got, wanted = (Counter(NUMBER.findall(text)) for text in (page.text, truth))
    years = {number for number in wanted | got if YEAR.fullmatch(number)}
    right, right_years = got & wanted, sum((got & wanted)[year] for year in years)
    wrong = got - wanted
    return "; ".join(
        [
            said,
            f"characters wrong {errors(page.text, truth):.1f} %",
            f"numbers {right.total()} of {wanted.total()} right, {wrong.total()} not in the text",
            f"years {right_years} of {sum(wanted[y] for y in years)} right, {sum(wrong[y] for y in years)} not in it",
        ]
    )


def errors(text: str, truth: str) -> float:
    """Characters wrong per hundred, numbers and spaces aside."""
    found, wanted = (re.sub(rf"[\s๐-๙0-9{DOUBTFUL}.,/]", "", x) for x in (text, truth))
    return 100 * Levenshtein.distance(found, wanted) / len(wanted)


if __name__ == "__main__":
    main()
