"""Reads the plain-text skeletons under `kits/` and sets them as DOCX or XLSX.

First line: docx or xlsx. Then, a line each: `= title`, `# heading`, `- point`, `| column:width | …` (centimetres; in
xlsx characters), `+ cell | cell` a row, `++ n` empty rows, `@ signer`; anything else is a paragraph.
[[…]] is a blank for a person; {agency}, {chief}, {year}, {previous}, {period}, {website} are filled in.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from reports.days import thai_digits as to_thai
from reports.papers import stock
from reports.table import fit, put

_DEFAULT_WIDTH = 4.0


@dataclass(slots=True)
class Table:
    columns: list[tuple[str, float]]
    rows: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """`mark` is one of = # - @ or empty for a paragraph."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Skeleton:
    kind: str
    parts: list[Line | Table]


def parse(text: str, values: dict[str, str]) -> Skeleton:
    """The skeleton with `values` filled in; ValueError for a wrong first line or a row without a table."""
    kind, *lines = text.strip().splitlines()
    if kind not in ("docx", "xlsx"):
        raise ValueError(f"first line must be docx or xlsx, not {kind!r}")
    parts: list[Line | Table] = []
    for raw in lines:
        line = _fill(raw, values)
        if raw.startswith("+"):
            _add_row(parts, raw, line)
        elif raw.startswith("|"):
            parts.append(Table([_column(c) for c in line[1:].split("|")]))
        elif raw[:2] in ("= ", "# ", "- ", "@ "):
            parts.append(Line(raw[0], line[2:]))
        elif raw.strip():
            parts.append(Line("", line))
    return Skeleton(kind, parts)


def to_bytes(skeleton: Skeleton, *, thai_digits: bool = False) -> bytes:
    return _docx(skeleton, thai_digits) if skeleton.kind == "docx" else _xlsx(skeleton, thai_digits)


def _fill(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        # A bar or a bracket in a value would be read as the skeleton's own.
        text = text.replace("{" + name + "}", value.replace("|", "/").replace("[[", "[").replace("]]", "]"))
    return text


def _column(text: str) -> tuple[str, float]:
    title, _, width = text.rpartition(":")
    try:
        return title.strip(), float(width)
    except ValueError:
        return text.strip(), _DEFAULT_WIDTH


def _add_row(parts: list[Line | Table], raw: str, line: str) -> None:
    table = parts[-1] if parts else None
    if not isinstance(table, Table):
        raise ValueError(f"a row without a table: {raw}")
    wide = len(table.columns)
    if raw.startswith("++"):
        table.rows += [[""] * wide for _ in range(int(raw[2:]))]
        return
    cells = [c.strip() for c in line[1:].split("|")]
    table.rows.append((cells + [""] * wide)[:wide])


def _docx(skeleton: Skeleton, thai: bool) -> bytes:
    paper = stock.new(thai_digits=thai)
    for part in skeleton.parts:
        if isinstance(part, Table):
            paper.table(part.columns, part.rows)
        elif part.mark == "=":
            paper.heading(part.text, 18, center=True, space=2)
        elif part.mark == "#":
            paper.heading(part.text, 16, space=4)
        elif part.mark == "-":
            paper.text("- " + part.text, indent=1)
        elif part.mark == "@":
            paper.signature(part.text)
        else:
            paper.text(part.text, first=1.5)
    return paper.to_bytes()


def _xlsx(skeleton: Skeleton, thai: bool) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    tables = [p for p in skeleton.parts if isinstance(p, Table)]
    widths = [int(w) for _, w in tables[-1].columns] if tables else [80]
    at, notes = 1, []
    for part in skeleton.parts:
        if isinstance(part, Table):
            _grid(sheet, at, part, thai)
            at += 1 + len(part.rows)
        else:
            put(sheet.cell(at, 1), _plain(part.text, thai))
            notes.append(at)
            at += 1
    for n, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    fit(sheet, widths)
    for row in notes:
        sheet.cell(row, 1).alignment = Alignment(wrap_text=False)
        sheet.row_dimensions[row].height = 24
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _grid(sheet: Any, at: int, table: Table, thai: bool) -> None:
    from openpyxl.styles import Border, Side

    thin = Side(style="thin")
    for r, row in enumerate([[title for title, _ in table.columns], *table.rows]):
        for c, value in enumerate(row, start=1):
            cell = sheet.cell(at + r, c)
            text = _plain(value, thai)
            put(cell, int(text) if value.isascii() and value.isdigit() and not thai else text, bold=r == 0)
            cell.border = Border(top=thin, bottom=thin, left=thin, right=thin)


def _plain(text: str, thai: bool) -> str:
    text = text.replace("[[", "…").replace("]]", "…")
    return to_thai(text) if thai else text
