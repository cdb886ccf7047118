"""The fix kit: a worksheet always, a skeleton where an officer writes the document."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from docx import Document

import reports
from reports import skeleton
from reports.fix import kit, lacking, skeleton_text
from reports.load import ReportError
from tests.reports import sample as s
from tests.reports.test_papers import text

KITS = sorted(p.stem for p in (Path(reports.__file__).parent / "kits").glob("*.txt"))
VALUES = {k: f"<{k}>" for k in ("agency", "website", "chief", "year", "previous", "period")}


def names(files) -> list[str]:
    return [f.name for f in files]


@pytest.mark.parametrize(
    ("id_", "files"),
    [
        ("O18", ["O18-worksheet.docx", "O18-e_service.docx"]),
        ("O29", ["O29-worksheet.docx", "O29-complaint_statistics.xlsx"]),
        ("O31", ["O31-worksheet.docx", "O31-no_gift_policy_declaration.docx"]),
        ("O7", ["O7-worksheet.docx"]),
    ],
)
def test_kit(id_, files):
    assert names(kit(s.sample(), id_)) == files


def test_worksheet_says_what_is_missing_and_to_whom():
    made = text(Document(io.BytesIO(kit(s.sample(), "O34")[0].body)))
    assert "☒ | เผยแพร่ให้ประชาชนเปิดดูได้" in made
    assert "ข้อความส่งถึงผู้ดูแลเว็บไซต์" in made
    assert "corruption_risk_assessment_2566.pdf" in made


def test_declaration_is_filled_in_and_leaves_blanks():
    made = text(Document(io.BytesIO(kit(s.sample(), "O31")[1].body)))
    assert "ประจำปีงบประมาณ พ.ศ. 2566" in made
    assert "นายกเทศมนตรี" in made
    assert "…ชื่อ-สกุล…" in made
    assert "{" not in made and "[[" not in made


def test_statistics_say_none():
    sheet = openpyxl.load_workbook(io.BytesIO(kit(s.sample(), "O29")[1].body)).active
    cells = [c.value for row in sheet.iter_rows() for c in row if c.value is not None]
    assert "ตุลาคม 2565" in cells
    assert "มีนาคม 2566" in cells
    assert cells.count(0) == 21
    assert any("ไม่มีเรื่องร้องเรียน" in str(c) for c in cells)


def test_monthly_summary_has_the_forms_columns():
    sheet = openpyxl.load_workbook(io.BytesIO(kit(s.sample(), "O21")[1].body)).active
    head = [c.value for c in sheet[3]]
    assert head[1:3] == ["งานที่จัดซื้อหรือจัดจ้าง", "วงเงินที่จะซื้อหรือจ้าง"]
    assert len(head) == 9


def test_thai_digits():
    made = text(Document(io.BytesIO(kit(s.sample(), "O31", thai_digits=True)[1].body)))
    assert "พ.ศ. ๒๕๖๖" in made


def test_merged_items_get_the_skeleton_of_what_lacks():
    made = s.item(s.rows()[11], s.FATES["O13"])
    other = made.criteria[2].model_copy(update={"concept": "budget_report"})
    assert lacking(made.model_copy(update={"criteria": [*made.criteria[:2], other]})) == ["budget_report"]


def test_unknown_item():
    with pytest.raises(ReportError, match="no item O99 in fiscal year 2566"):
        kit(s.sample(), "O99")


def test_hostile_names_stay_text():
    for id_ in ("O4", "O13", "O29", "O31"):
        for file in kit(s.hostile(), id_):
            assert file.name.replace("-", "").replace("_", "").replace(".", "").isalnum()
            assert file.body.startswith(b"PK")


def test_no_way_out_of_the_folder():
    assert skeleton_text("../words") is None
    assert skeleton_text("e_service") is not None


@pytest.mark.parametrize("concept", KITS)
def test_every_skeleton_is_whole(concept):
    made = skeleton.parse(skeleton_text(concept) or "", VALUES)
    assert skeleton.to_bytes(made).startswith(b"PK")
    words = " ".join(p.text if isinstance(p, skeleton.Line) else str(p.rows) + str(p.columns) for p in made.parts)
    assert "{" not in words.replace("{}", "")
    assert words.count("[[") == words.count("]]")
    assert "<agency>" in words
    tables = [p for p in made.parts if isinstance(p, skeleton.Table)]
    for table in tables if made.kind == "docx" else []:
        assert 15 <= sum(w for _, w in table.columns) <= 16.5, (concept, table.columns)


@pytest.mark.parametrize(
    ("text_", "says"),
    [("pdf\n= x", "first line"), ("docx\n+ a | b", "a row without a table"), ("docx\nx\n++ 3", "a row without")],
)
def test_a_wrong_skeleton_is_refused(text_, says):
    with pytest.raises(ValueError, match=says):
        skeleton.parse(text_, VALUES)
