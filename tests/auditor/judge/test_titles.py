"""Titles that documents give themselves, and papers that are forms to fill in."""

from __future__ import annotations

import pytest

from auditor.judge.titles import titles_of
from auditor.judge.weight import is_blank_form

MEMO = "บันทึกข้อความ\nส่วนราชการ สำนักปลัด\nที่ ดต 52301/602\nเรื่อง รายงานผลการบริหารความเสี่ยง\nปี ๒๕๖๗\nเรียน นายกเทศมนตรี"
TITLES = {
    MEMO: ["รายงานผลการบริหารความเสี่ยง ปี ๒๕๖๗"],
    "แผนพัฒนาบุคลากร\nประจำปี 2567\nเทศบาลตำบลดอนตัวอย่าง\nหลักการ": ["แผนพัฒนาบุคลากร ประจำปี 2567"],
    "เทศบาลตำบลดอนตัวอย่าง อำเภอดอน จังหวัดตัวอย่าง\nแผนดำเนินงาน": ["แผนดำเนินงาน"],
    "เทศบาลตำบลดอนตัวอย่าง แผนดำเนินงาน": ["เทศบาลตำบลดอนตัวอย่าง แผนดำเนินงาน"],
    "ประเมินความเสี่ยง 2567\nเทศบาลตำบลดอนตัวอย่าง\nกระบวนงาน มาตรการ\nจัดซื้อ": [
        "ประเมินความเสี่ยง 2567",
        "ประเมินความเสี่ยง 2567 กระบวนงาน มาตรการ",
    ],
    "คำสั่งเทศบาลตำบลดอนตัวอย่าง\nเรื่อง แต่งตั้งคณะทำงานแผนป้องกันการทุจริต": [],
    "ประกาศเทศบาลตำบลดอนตัวอย่าง\nเรื่อง แต่งตั้งคณะทำงาน": [],
    "รายงานการประชุมสภา สมัยสามัญ\nแผนจัดซื้อจัดจ้าง": [],
    "ตำบล" * 5000 + " ก": ["ตำบล" * 50],
    "": [],
}
FORM = "ชื่อ ........................ ตำแหน่ง ........................ ลงชื่อ ........................"
CONTENTS = (
    "สารบัญ\nบทนำ ........................ 1\nผลการดำเนินงาน ........................ 2\nปัญหา ........................ 3"
)
FORMS = {FORM: True, CONTENTS: False, FORM + "ผล " * 400: False, "." * 100_000 + " 1": False}


@pytest.mark.parametrize(("opening", "titles"), TITLES.items(), ids=range(len(TITLES)))
def test_titles(opening: str, titles: list[str]) -> None:
    assert list(titles_of(opening)) == titles


@pytest.mark.parametrize(("text", "blank"), FORMS.items(), ids=range(len(FORMS)))
def test_blank_form(text: str, blank: bool) -> None:
    assert is_blank_form(text) is blank
