"""The fiscal year that a table says in a column of its own."""

from __future__ import annotations

import pytest

from auditor.document import Block
from auditor.judge.dating import year_of_rows


def rows(*cells: tuple[str, ...]) -> list[Block]:
    return [Block("row", " | ".join(row), cells=row) for row in cells]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (rows(("ที่", "ปีงบประมาณ", "รายการ"), ("1", "2567", "ก"), ("2", "๒๕๖๗", "ข")), "ปีงบประมาณ 2567\n"),
        (rows(("ที่", "ปีงบประมาณ", "รายการ"), ("1", "2567", "ก"), ("2", "2568", "ข")), ""),
        (rows(("รายการจัดซื้อ",), ("ที่", "ปี งบประมาณ พ.ศ."), ("1", "2567"), ("รวม", "")), "ปีงบประมาณ 2567\n"),
        (rows(("ที่", "รายการ"), ("1", "2567")), ""),
        ([], ""),
    ],
)
def test_a_column_of_years_speaks_for_the_table(table: list[Block], said: str) -> None:
    assert year_of_rows(table) == said
