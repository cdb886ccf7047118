"""What year an exhibit is of: by its own words and labels, else by the place it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from auditor import period, thai
from auditor.document import Block, Label, Source

OF_PLACE = 0.9
"""What is left of a page's certainty for a file that stands on it."""
ASSESSMENT = re.compile(r"(?<![a-z])(?:ita|oit)(?![a-z])|การเปิดเผยข้อมูลสาธารณะ|ประเมินคุณธรรมและความโปร่งใส", re.IGNORECASE)
"""Above these words stands the year for which documents are handed in, which reports are one year older than."""

YEAR_COLUMN = re.compile(r"ปี\s*งบประมาณ(?:\s*พ\.?\s*ศ\.?)?")


def time_of(source: Source, heading: str, *, labels: bool = True, **fields: str) -> period.Time:
    """The time that a source speaks of. `fields` are further ones of auditor.period.read."""
    label = next((x for x in source.labels if x.text), None) if labels else None
    said = _said(label) if label else {}
    said |= {"heading": heading} if heading != said.get("link_text") else {}
    return period.read({"address": source.url, **said, **fields})


def _said(label: Label) -> dict[str, str]:
    if ASSESSMENT.search(label.context):
        return {"link_text": label.text, "publication_date": f"{label.around} {label.context}"}
    return {"link_text": label.text, "context": label.context, "publication_date": label.around}


def year_of_rows(blocks: Iterable[Block]) -> str:
    """What a table says in a column of fiscal years, if in all its rows the same; "" otherwise."""
    column, said = None, set()
    for block in blocks:
        if block.kind != "row":
            continue
        headed = [n for n, cell in enumerate(block.cells) if YEAR_COLUMN.fullmatch(cell.strip())]
        if headed:
            column = headed[0]
        elif column is not None and column < len(block.cells) and block.cells[column].strip():
            said.add(thai.normalise(block.cells[column]))
    return f"ปีงบประมาณ {said.pop()}\n" if len(said) == 1 else ""


def time_of_place(heading: str, title: str, *, is_hub: bool) -> period.Time:
    """The time of what stands on a page and says none; the year of a hub says no more than a day of posting."""
    time = period.read({"heading": heading, "title": title})
    because = (*time.because, "the page it stands on")
    basis = "publication" if is_hub else time.basis
    return replace(time, certainty=time.certainty * OF_PLACE, because=because, basis=basis)
