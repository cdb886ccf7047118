"""Table 2: verdicts on made-up agencies with answer keys. Never mixed with the figures of recognition.

`tests/sites/verdicts.tsv` holds one line an item: agency, item, what the key says, what the program says. It is
written by `OIT_VERDICTS=write pytest tests/test_agencies.py`, and that test fails when it is no longer true.
`first.tsv` beside it holds what the program said at its first sight of agencies whose builder had never read it:
written once, never again, since the judge was mended after each.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

FILE, FIRST = "verdicts.tsv", "first.tsv"
FIELDS = ("agency", "item", "key", "program")


@dataclass(frozen=True, slots=True)
class Verdict:
    """passed, failed or undecided, by the key and by the program."""

    agency: str
    item: str
    key: str
    program: str


def read(directory: Path, name: str = FILE) -> list[Verdict]:
    """All lines; empty where nothing was measured yet."""
    path = directory / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [Verdict(**row) for row in csv.DictReader(file, delimiter="\t")]


def write(directory: Path, verdicts: list[Verdict]) -> None:
    with (directory / FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows([v.agency, v.item, v.key, v.program] for v in verdicts)


def decided(verdicts: list[Verdict], outcome: str) -> tuple[int, int]:
    """How many of the program's decided `outcome` the key agrees with, and how many there are."""
    said = [v for v in verdicts if v.program == outcome]
    return sum(v.key == outcome for v in said), len(said)


def found(verdicts: list[Verdict], outcome: str) -> tuple[int, int]:
    """How many of the key's `outcome` the program decided so, and how many there are."""
    wanted = [v for v in verdicts if v.key == outcome]
    return sum(v.program == outcome for v in wanted), len(wanted)
