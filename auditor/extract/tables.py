"""HTML tables: telling data from layout, filling spans, and finding the row that names the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from auditor.document import Anchor, Block, Place
from auditor.extract.dom import Node
from auditor.extract.headings import LIKE, level

MAX_COLUMNS = 60
MAX_ROWSPAN = 500
MAX_CELLS = 60_000
LONG_CELL = 700
MANY_LINKS = 12
LONGEST_TITLE = 200
BLOCKY = frozenset(
    ["h1", "h2", "h3", "ul", "ol", "form", "iframe", "embed", "object", "article", "section", "nav", "fieldset"]
)
EMPTY = re.compile(
    r"^\W*(?:ไม่พบ|ไม่มี|ยังไม่มี|no (?:data|record|result|matching|item)|not found|กำลัง(?:โหลด|ประมวลผล)|loading)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Row:
    """`nodes` are the cells' own elements (each once), `cells` their texts with spans filled in; `shown` has each text
    once, however many columns it spans."""

    cells: tuple[str, ...]
    nodes: tuple[Node, ...]
    shown: tuple[str, ...]
    header: bool = False
    title: bool = False
    """One cell across the table: the name of the rows below it."""


class _Filled(NamedTuple):
    """A place of a row; `again` where its text spans on from the place before."""

    text: str
    again: bool


class _Carried(NamedTuple):
    """What a rowspan puts into the rows below it."""

    rows: int
    cell: _Filled


def rows_of(table: Node) -> Iterator[Node]:
    for child in table.children:
        if not isinstance(child, Node):
            continue
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (c for c in child.children if isinstance(c, Node) and c.tag == "tr")


def cells_of(row: Node) -> list[Node]:
    return [c for c in row.children if isinstance(c, Node) and c.tag in ("td", "th")]


def is_data(table: Node) -> bool:
    """Rows of short cells in columns. Tables that hold tables, lists or forms only arrange the page."""
    if table.get("role") == "presentation":
        return False
    widths: list[int] = []
    for row in rows_of(table):
        cells = cells_of(row)
        widths.append(len(cells))
        if any(_arranges(cell) for cell in cells):
            return False
    return bool(widths) and max(widths) >= 2


def _arranges(cell: Node) -> bool:
    if cell.size > LONG_CELL:
        return True
    links = 0
    for child in cell.elements():
        links += child.tag == "a"
        if child.tag == "table" or (child.tag in BLOCKY and child.size > 160):
            return True
        if child.tag in ("iframe", "h1", "h2", "h3", "form", "object", "embed") or (
            level(child) == LIKE and child.size != cell.size
        ):
            return True
    return links > MANY_LINKS


def read(table: Node) -> list[Row]:
    """The rows of a data table. Bounded: spans and cells beyond the limits are cut."""
    grid: list[Row] = []
    carried: dict[int, _Carried] = {}
    total = 0
    for node in rows_of(table):
        row = _row(node, carried)
        total += len(row.cells)
        if total > MAX_CELLS:
            break
        if any(row.cells) or row.nodes:
            grid.append(row)
    return _marked(grid)


def _row(node: Node, carried: dict[int, _Carried]) -> Row:
    filled: list[_Filled] = []
    nodes = cells_of(node)
    for cell in nodes:
        _fill(filled, carried)
        text, down = cell.text(), min(_span(cell.get("rowspan")), MAX_ROWSPAN)
        for column in range(min(_span(cell.get("colspan")), MAX_COLUMNS - len(filled))):
            again = _Filled(text, column > 0)
            if down > 1:
                carried[len(filled)] = _Carried(down - 1, again)
            filled.append(again)
    _fill(filled, carried)
    heads = bool(nodes) and all(c.tag == "th" for c in nodes)
    inside = node.parent is not None and node.parent.tag == "thead"
    title = len(nodes) == 1 and len(filled) > 1 and not EMPTY.match(filled[0].text)
    shown = tuple(cell.text for cell in filled if cell.text and not cell.again)
    return Row(tuple(cell.text for cell in filled), tuple(nodes), shown, (heads or inside) and not title, title)


def _fill(filled: list[_Filled], carried: dict[int, _Carried]) -> None:
    while len(filled) in carried and len(filled) < MAX_COLUMNS:
        column = len(filled)
        left, cell = carried.pop(column)
        if left > 1:
            carried[column] = _Carried(left - 1, cell)
        filled.append(cell)


def _span(raw: str) -> int:
    return max(1, int(raw)) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1


def _marked(grid: list[Row]) -> list[Row]:
    """Where nothing is marked as header, the first full row does the naming if it reads like names."""
    if any(row.header for row in grid):
        return grid
    for index, row in enumerate(grid[:3]):
        if row.title:
            continue
        if len(grid) > index + 1 and reads_as_header(row.cells) and not any(_has_link(n) for n in row.nodes):
            grid[index] = replace(row, header=True)
        break
    return grid


def reads_as_header(cells: tuple[str, ...]) -> bool:
    """Two or more short, filled, different cells without figures."""
    if len(cells) < 2 or not all(cells):
        return False
    if len(set(cells)) < max(2, len(cells) // 2):
        return False
    return all(len(c) <= 60 for c in cells) and not any(re.match(r"^[\d๐-๙.,/\-\s]+$", c) for c in cells)


def _has_link(cell: Node) -> bool:
    return any(n.tag == "a" and n.get("href") for n in cell.elements())


def block(row: Row, anchors: tuple[Anchor, ...], place: Place) -> Block | None:
    """The row as a block: a heading if it is the title of rows without links; None if it is empty."""
    if not row.shown and not anchors:
        return None
    if row.title and not anchors and row.shown and len(row.shown[0]) <= LONGEST_TITLE:
        return Block("heading", row.shown[0], LIKE, place)
    return Block("row", " | ".join(row.shown), 0, place, anchors, row.cells, row.header)
