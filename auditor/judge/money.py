"""Sums of money in a text, whatever they are called there."""

from __future__ import annotations

import re

from auditor.judge.exhibits import Exhibit

WRITTEN = re.compile(
    r"(?<![\d,./-])[1-9]\d{0,2}(?:,\d{3})+(?!\d)|\d ?บาท|(?<![\d,./-])[1-9]\d{5,8}(?![\d/-])"
    r"|ไม่(?:ได้)?ใช้งบ|ไม่มีค่าใช้จ่าย|ไม่มีการเบิกจ่าย"
)
"""12,500 · 500 บาท · 486000 · none needed. Shorter numbers alone are years, postal codes, numbers of letters."""
CELL = re.compile(r"[1-9]\d{2,8}(?:\.\d+)?")
"""What a cell of a sheet holds when it holds a sum."""
YEARS = re.compile(r"(?:2[45]|19|20)\d\d")


def count_sums(exhibit: Exhibit) -> int:
    """How many sums stand in the text, in words or in cells; each that it says to need none counts as one."""
    cells = (cell.strip() for block in exhibit.blocks if block.kind == "row" for cell in block.cells)
    bare = sum(bool(CELL.fullmatch(cell)) and not YEARS.fullmatch(cell) for cell in cells)
    return bare + len(WRITTEN.findall(exhibit.norm))
