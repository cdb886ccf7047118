"""Spreadsheets to a Document: a page a sheet, a block a row, spans filled, the naming row marked."""

from __future__ import annotations

import csv
import datetime
import io
import re
from typing import Any

import python_calamine as calamine

from auditor.document import Block, Document, TextPage
from auditor.extract import grid, sniff
from auditor.extract.package import Package, PackageError
from auditor.thai import repair

MAX_SHEETS = 60
MAX_ROWS = 20_000
MAX_COLUMNS = 80
MAX_CELLS = 400_000
UNNAMED = re.compile(r"^(?:sheet|แผ่น(?:งาน)?|ชีต?|worksheet)\s*\d*$", re.IGNORECASE)


def read(body: bytes, kind: str) -> Document:
    """An XLSX, XLS or ODS file's Document. PackageError for what cannot be opened."""
    images = 0 if kind == sniff.XLS else count_images(body)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(body))
        return _document(book, kind, images)
    except calamine.PasswordError as error:
        raise PackageError("encrypted", str(error)[:200]) from error
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, ValueError, OSError) as error:
        raise PackageError("unreadable", str(error)[:200]) from error


def count_images(body: bytes) -> int:
    """Of an XLSX or ODS file."""
    return sum("/media/" in name or name.startswith("Pictures/") for name in Package(body).names())


def _document(book: calamine.CalamineWorkbook, kind: str, images: int) -> Document:
    shown = [m.name for m in book.sheets_metadata if m.visible == calamine.SheetVisibleEnum.Visible]
    names = (shown or book.sheet_names)[:MAX_SHEETS]
    pages: list[TextPage] = []
    blocks: list[Block] = []
    left = MAX_CELLS
    for number, name in enumerate(names, 1):
        rows = _rows(book.get_sheet_by_name(name), left)
        left -= sum(map(len, rows))
        made = ([] if UNNAMED.match(name.strip()) else [Block("heading", name.strip(), 2)]) + grid.blocks(rows)
        blocks += made
        pages.append(TextPage(number, repair(grid.text(made))))
    title = next((b.text for b in blocks if b.kind == "heading" and b.level == 7), "")
    detail = "" if left > 0 else f"truncated: {MAX_CELLS} cells were read"
    empty = images > 0 and not any(page.text for page in pages)
    return Document(
        kind,
        title,
        tuple(pages),
        tuple(blocks),
        max(len(book.sheet_names), 1),
        "scan" if empty else None,
        detail,
        images,
    )


def _rows(sheet: calamine.CalamineSheet, left: int) -> list[list[str]]:
    rows = [[_shown(v) for v in row[:MAX_COLUMNS]] for row in sheet.to_python(nrows=MAX_ROWS)]
    _fill(rows, sheet)
    kept: list[list[str]] = []
    for row in rows:
        left -= len(row)
        if left < 0:
            break
        kept.append(row)
    return kept


def _fill(rows: list[list[str]], sheet: calamine.CalamineSheet) -> None:
    """Merged cells repeat their text, as spans do elsewhere. `to_python` starts at the first used cell."""
    top, side = sheet.start or (0, 0)
    for (first_row, first_column), (last_row, last_column) in (sheet.merged_cell_ranges or [])[:2_000]:
        try:
            value = rows[first_row - top][first_column - side]
        except IndexError:
            continue
        for row in rows[max(first_row - top, 0) : min(last_row - top + 1, first_row - top + 60)]:
            for column in range(first_column - side, min(last_column - side + 1, len(row))):
                row[column] = row[column] or value


def _shown(value: Any) -> str:
    """A cell as a reader sees it: whole numbers without a point, days without midnight."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    return str(value)


def read_csv(text: str) -> Document:
    """Comma, semicolon, tab or bar separated text."""
    sample = text[:4_000]
    delimiter = max(",;\t|", key=sample.count)
    csv.field_size_limit(1_000_000)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter):
            rows.append(row[:MAX_COLUMNS])
            if len(rows) >= MAX_ROWS:
                break
    except csv.Error as error:
        raise PackageError("unreadable", f"csv: {error}") from error
    made = grid.blocks(rows)
    return Document(sniff.CSV, "", (TextPage(1, grid.text(made)),), tuple(made))
