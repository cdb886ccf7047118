"""Labels that were left blank, and what looks like them."""

from __future__ import annotations

import pytest

from auditor.judge.blanks import Labels, without_blanks

DOTS = "." * 40
FEE = Labels(("ค่าธรรมเนียม",), ("เอกสาร", "ช่องทาง"))
BLANK = {
    "the next label stands behind it": ("ค่าธรรมเนียม :\nงานที่ให้บริการ : การจดทะเบียน", "งานที่ให้บริการ : การจดทะเบียน"),
    "nothing stands behind it": ("ขั้นตอน : ยื่นแบบ\nค่าธรรมเนียม :\n", "ขั้นตอน : ยื่นแบบ"),
    "dots to write on": (f"ปัญหา อุปสรรค และข้อเสนอแนะ\n{DOTS}\n{DOTS}\nผู้รายงาน", f"{DOTS}\n{DOTS}\nผู้รายงาน"),
    "dots in its own line": (f"ปัญหา {DOTS}\nผู้รายงาน", "ผู้รายงาน"),
    "another element's label and matter": (
        "ค่าธรรมเนียม\nเอกสาร บัตรประชาชน ทะเบียนบ้าน สมุดบัญชี",
        "เอกสาร บัตรประชาชน ทะเบียนบ้าน สมุดบัญชี",
    ),
    "dots before a unit": (f"ค่าธรรมเนียม {DOTS} บาท\nผู้รายงาน", "ผู้รายงาน"),
}
FILLED = {
    "a heading above what it says": "ค่าธรรมเนียม\nเอกสารละ 10 บาท สำหรับการรับรองสำเนา",
    "labels one below the other": "ค่าธรรมเนียม\nเอกสาร\nไม่มีค่าธรรมเนียม\nบัตรประชาชน",
    "another label that stands alone": "ค่าธรรมเนียม\nเอกสารที่ใช้\nไม่เสีย\nบัตรประชาชน",
    "what it says stands in the next line": "ค่าธรรมเนียม :\nไม่เสียค่าธรรมเนียม",
    "a column of labels, then one of matter": "ค่าธรรมเนียม :\nระยะเวลา :\n20 บาท\n15 นาที",
    "it is filled in": "ค่าธรรมเนียม : 20 บาท\nเอกสาร : บัตรประชาชน",
    "a table of contents": f"ปัญหาและอุปสรรค {DOTS} 12\nข้อเสนอแนะ {DOTS} 14",
    "an amount on the dots": f"ค่าธรรมเนียม {DOTS[:9]}20{DOTS[:9]} บาท",
    "parts of what it says": "ปัญหาและอุปสรรค :\nด้านบุคลากร : เจ้าหน้าที่พัสดุมีน้อย",
    "a list of what it says": "ปัญหาและอุปสรรค :\n1. ผู้ขาย: มีน้อยราย",
    "a time of day": "ปัญหาและอุปสรรค :\nผู้ขายมายื่นซองหลังเวลา 16:30 น.",
    "typed in the first line": f"ปัญหาและอุปสรรค ผู้ขายในพื้นที่มีน้อย\n{DOTS}\nผู้รายงาน",
    "dots behind what was typed": f"ปัญหาและอุปสรรค ผู้ขายในพื้นที่มีน้อย{DOTS}",
    "a line under a heading": f"ปัญหาและอุปสรรค\n{DOTS}\nผู้ขายในพื้นที่มีน้อย",
    "prose before dots": f"{'งานของกองคลังในปีที่ผ่านมาเป็นไปด้วยดี ' * 3}\n{DOTS}",
}


@pytest.mark.parametrize("name", BLANK)
def test_a_label_that_was_left_blank_is_taken_out(name: str) -> None:
    text, rest = BLANK[name]
    assert without_blanks(text, FEE).strip() == rest


@pytest.mark.parametrize("name", FILLED)
def test_what_is_filled_in_stays(name: str) -> None:
    assert without_blanks(FILLED[name], FEE) == FILLED[name]
