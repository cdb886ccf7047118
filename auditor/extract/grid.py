"""Rows of cells, from any kind of file, as blocks: title lines, the row that names the columns, the data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from auditor.document import Anchor, Block
from auditor.extract.dom import squeeze
from auditor.extract.headings import LIKE
from auditor.extract.tables import reads_as_header

FIGURE = re.compile(r"[\d,.\s-]+$")
"""What may well stand in two columns side by side; other texts that do so are of one merged cell."""
TOP = 15
"""Rows at the top among which the naming row is looked for."""


def blocks(rows: Iterable[Sequence[str]], links: Sequence[Sequence[Anchor]] = ()) -> list[Block]:
    """One block a row. A row with one filled cell above the header is a heading."""
    table = [tuple(squeeze(cell) for cell in row) for row in rows]
    header = _header(table)
    made: list[Block] = []
    for index, row in enumerate(table):
        anchors = tuple(links[index]) if index < len(links) else ()
        texts = [c for i, c in enumerate(row) if c and (i == 0 or c != row[i - 1] or FIGURE.match(c))]
        if not texts and not anchors:
            continue
        if index > header >= 0 and not anchors and row == table[header]:
            continue
        made.append(_block(row, texts, anchors, index - header if header >= 0 else 1))
    return made


def _block(row: tuple[str, ...], texts: list[str], anchors: tuple[Anchor, ...], after: int) -> Block:
    """`after` counts rows from the naming row: negative above it."""
    if len(texts) == 1 and after < 0 and not anchors:
        return Block("heading", texts[0], LIKE) if len(texts[0]) <= 200 else Block("text", texts[0])
    return Block("row", " | ".join(texts), links=anchors, cells=row, header=after == 0)


def text(made: Iterable[Block]) -> str:
    return "\n".join(block.text for block in made)


def _header(table: list[tuple[str, ...]]) -> int:
    """The index of the row that names the columns; -1 if none reads like that."""
    for index, row in enumerate(table[:TOP]):
        filled = tuple(cell for cell in row if cell)
        if len(filled) >= 2 and len(filled) >= 0.5 * len(row) and reads_as_header(filled) and index + 1 < len(table):
            return index
    return -1
