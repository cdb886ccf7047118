"""The labelled material: link labels, real and written, hard cases and first pages of documents, under tests/corpus."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

DIRECTORY = Path("tests/corpus")
PARTS = ("labels", "hard", "written", "documents")
NOTHING = "none"


class CorpusError(ValueError):
    """A corpus file that cannot be read; the message names file, line and reason."""


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled text. `answers` are the concepts of which any one is right; `may_be_nothing` that none is too."""

    id: str
    part: str
    vendor: str
    fields: tuple[tuple[str, str], ...]
    answers: tuple[str, ...]
    may_be_nothing: bool
    fiscal_year: str = ""
    remark: str = ""

    @property
    def text(self) -> str:
        return self.fields[0][1]


def read(directory: Path = DIRECTORY) -> list[Case]:
    """All cases of labels.tsv, hard.tsv, written.tsv (labels by someone who had read no rules; `remark` says whether
    their words were looked at afterwards) and documents.tsv (whose texts lie beside it). Raises CorpusError."""
    return [case for part in PARTS for case in _part(directory, part)]


def digest(directory: Path = DIRECTORY) -> str:
    """ "sha256:…" over every file of the corpus but the floors themselves."""
    total = hashlib.sha256()
    for path in sorted(p for p in directory.rglob("*") if p.suffix in (".tsv", ".txt")):
        total.update(path.relative_to(directory).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"sha256:{total.hexdigest()}"


def _part(directory: Path, part: str) -> list[Case]:
    path = directory / f"{part}.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [_case(directory, part, row, f"{path}:{n}") for n, row in enumerate(rows, 2)]


def _case(directory: Path, part: str, row: dict[str, str], where: str) -> Case:
    try:
        named = row["concept"].split("|")
        fields = {"link_text": row["text"]} if part != "documents" else _document(directory, row)
        answers = tuple(name for name in named if name != NOTHING)
        texts = tuple((k, v) for k, v in fields.items() if v)
        nothing, year, remark = NOTHING in named, row.get("fiscal_year") or "", row.get("remark") or ""
        return Case(row["id"], part, row["vendor"], texts, answers, nothing, year, remark)
    except (KeyError, OSError) as problem:
        raise CorpusError(f"{where}: {problem}") from problem


def _document(directory: Path, row: dict[str, str]) -> dict[str, str]:
    body = (directory / "documents" / f"{row['id']}.txt").read_text(encoding="utf-8")
    return {"file_name": row["text"], "body": body}
