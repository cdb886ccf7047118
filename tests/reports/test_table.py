"""CSV and XLSX: complete, and no cell is a formula."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from reports.table import COLUMNS, inert, to_csv, to_xlsx
from tests.reports.golden import check
from tests.reports.sample import draft, hostile, not_due, sample, small, unverified


def cells(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


def book(body: bytes):
    return openpyxl.load_workbook(io.BytesIO(body))


@pytest.mark.parametrize(
    ("value", "made"),
    [
        ("=1+1", "'=1+1"),
        ("+66 2", "'+66 2"),
        ("-5", "'-5"),
        ("@x", "'@x"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("ปกติ", "ปกติ"),
        (-5, -5),
        (2.5, 2.5),
    ],
)
def test_inert(value, made):
    assert inert(value) == made


def test_csv_has_a_row_an_item():
    rows = cells(to_csv(sample()))
    assert len(rows) == 44
    assert rows[0] == [c[1] for c in COLUMNS]
    row = dict(zip([c[0] for c in COLUMNS], next(r for r in rows if r[0] == "O21"), strict=True))
    assert row["outcome"] == "ไม่ผ่าน"
    assert row["gain"] == "2.5"
    assert row["missing"] == "งานที่ซื้อ/จ้าง"
    assert row["url"].endswith("procurement_monthly_summary_2566.pdf")
    assert row["unit"] == "กองคลัง (งานพัสดุ)"


@pytest.mark.parametrize("lang", ["th", "en"])
def test_no_csv_cell_is_a_formula(lang):
    for row in cells(to_csv(hostile(), lang)):
        for value in row:
            assert not value.startswith(("=", "+", "-", "@", "\t", "\r")), value[:40]


def test_no_xlsx_cell_is_a_formula_and_no_link_is_wild():
    for sheet in book(to_xlsx(hostile())):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                if cell.hyperlink:
                    assert cell.hyperlink.target.startswith(("http://", "https://"))
                assert not isinstance(cell.value, str) or len(cell.value) <= 32_000


def test_xlsx_sheets():
    made = book(to_xlsx(sample()))
    assert made.sheetnames == ["ผลโดยสรุป", "ผลรายข้อ", "องค์ประกอบที่ต้องมี", "การอ่านเว็บไซต์"]
    assert made["ผลรายข้อ"].max_row == 44
    assert made["ผลรายข้อ"].freeze_panes == "A2"
    assert made["การอ่านเว็บไซต์"].max_row == 5


@pytest.mark.parametrize("made", [not_due, unverified, draft])
def test_other_states(made):
    summary = "\n".join(str(c.value) for row in book(to_xlsx(made()))["ผลโดยสรุป"] for c in row if c.value is not None)
    assert {"not_due": "ยังไม่ถึงกำหนด\n7", "unverified": "18 / 26", "draft": "ร่าง:"}[made.__name__] in summary


def test_golden_csv():
    check("items.csv", to_csv(small()).decode("utf-8-sig").replace("\r\n", "\n"))


def test_golden_xlsx():
    lines = []
    for sheet in book(to_xlsx(small())):
        lines.append(f"[{sheet.title}]")
        lines += ["\t".join("" if c.value is None else str(c.value) for c in row).rstrip() for row in sheet.iter_rows()]
    check("items.xlsx.txt", "\n".join(lines) + "\n")
