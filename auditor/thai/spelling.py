"""Misspellings as Thai officials really type them, each with the spelling that stands for all of them in matching.

A wrong form must not stand inside its right form, nor inside any correct Thai word or pair of words: text here has no
spaces any more.
"""

from __future__ import annotations

from typing import NamedTuple

import ahocorasick

_LINES = """
ปฎิ ปฏิ
ปรากฎ ปรากฏ
กบฎ กบฏ
ราชภัฎ ราชภัฏ
นาฎ นาฏ
วัฎจักร วัฏจักร
บุคคลากร|บุคลาการ|บุคคลกร บุคลากร
สรปุ สรุป
ออรไลน์|อ่อนไลน์ ออนไลน์
ออนไลย์|ออนไลท์ ออนไลน์
เจตนารมย์|เจตนารมน์|เจตนารมภ์|เจตนารณม์|เจตนารมร์ เจตนารมณ์
เจตณารมณ์ เจตนารมณ์
เจตจำนงค์|เจตน์จำนง|เจตนจำนง เจตจำนง
เวปไซ เว็บไซ
เวบไซ เว็บไซ
เวปบอร์ เว็บบอร์
เวบบอร์ เว็บบอร์
เว็ป เว็บ
เว็บไซด์|เว็บไซท์|เว็บไซค์|เว็บไชต์|เว็บไชด์|เว็บไซน์ เว็บไซต์
อิเลคทรอ|อิเล็คทรอ|อิเลกทรอ|อีเล็กทรอ อิเล็กทรอ
อิเล็กโทรนิ|อิเลคโทรนิ|อิเล็คโทรนิ อิเล็กทรอนิ
ทรอนิคส์|ทรอนิกซ์|ทรอนิคซ์|ทรอนิสก์ ทรอนิกส์
อนุญาติ อนุญาต
สังเกตุ สังเกต
ทุจริจ|ทุจจริต|ทุจิรต|ทุจรติ|ทุจริด ทุจริต
คอรัปชั่น|คอร์รัปชั่น|คอรัปชัน|คอรับชั่น คอร์รัปชัน
ประพฤิติ|ประพฤติมิขอบ|ประพฤฒิ ประพฤติ
งบประมาน|งบประมณ|งบประาณ งบประมาณ
ประสิทธิ์ภาพ|ประสิธิภาพ ประสิทธิภาพ
วิสัยทัศ์|วิสัยทรรศน์|วิศัยทัศน์ วิสัยทัศน์
ยุทธศาตร์|ยุทศาสตร์|ยุทธสาสตร์ ยุทธศาสตร์
ประชาสัมพันธุ์|ประสัมพันธ์|ประชาสัมพัธ์ ประชาสัมพันธ์
โคลงสร้าง โครงสร้าง
ประมวน ประมวล
วัฒนะธรรม วัฒนธรรม
สถติ สถิติ
สถิตเรื่อง สถิติเรื่อง
จัดชื้อ|จัดซื่อ|จัดซือ จัดซื้อ
พัศดุ พัสดุ
จริยะธรรม จริยธรรม
คุ่มือ คู่มือ
มาตราฐาน|มาตฐาน มาตรฐาน
มาตราการ|มาตการ มาตรการ
นะโยบาย|นโนบาย นโยบาย
บัญัติ|บัญยัติ บัญญัติ
วิเคราห์ วิเคราะห์
โปรงใส|โปร่ใส โปร่งใส
พีงพอใจ|พึ่งพอใจ พึงพอใจ
สัมฤทธฺิ์|สัมฤิทธิ์|สัมฤทธ์ สัมฤทธิ์
ดำเนิการ ดำเนินการ
ไตรมาศ|ไตรมาท ไตรมาส
ครึงปี|ครื่งปี ครึ่งปี
ลิงค์|ลิ้งค์|ลิ้งก์ ลิงก์
เฟสบุ๊ค|เฟสบุค|เฟซบุ๊ค|เฟสบุ๊ก|เฟซบุค เฟซบุ๊ก
แอพพลิเคชั่น|แอพพลิเคชัน|แอปพลิเคชั่น|แอพลิเคชั่น|แอพลิเคชัน แอปพลิเคชัน
อีเมลล์|อีเมล์ อีเมล
อินเทอร์เนต|อินเทอร์เน็ท อินเทอร์เน็ต
อินเตอร์เน็ต|อินเตอร์เนต|อินเตอร์เน็ท อินเทอร์เน็ต
ของขวัน ของขวัญ
หลักเกณท์|หลักเกณพ์|หลักเกรฑ์ หลักเกณฑ์
ทรัพยากรณ์|ทรัพยาการ|ทรัพยกร ทรัพยากร
ศูนน์|ศูณย์|ศูยน์ ศูนย์
อุปสรรค์|อุปสรรรค อุปสรรค
ข้อเสนแนะ|ข้อเสนอะแนะ ข้อเสนอแนะ
ประกาส ประกาศ
ร้องเรี่ยน|ร้องรียน ร้องเรียน
รายงาย|รายงาร รายงาน
ประจาปี ประจำปี
ประจาเดือน ประจำเดือน
ดาเนิน ดำเนิน
ตาบล ตำบล
อาเภอ อำเภอ
สานัก สำนัก
จานวน จำนวน
กาหนด กำหนด
ตาแหน่ง ตำแหน่ง
อานาจ อำนาจ
สาคัญ สำคัญ
กากับ กำกับ
กาลัง กำลัง
"""


class Misspelling(NamedTuple):
    wrong: tuple[str, ...]
    right: str


def _read(line: str) -> Misspelling:
    wrong, right = line.split(" ")
    return Misspelling(tuple(wrong.split("|")), right)


MISSPELLINGS = tuple(_read(line) for line in _LINES.strip().split("\n"))


def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for number, misspelling in enumerate(MISSPELLINGS):
        for wrong in misspelling.wrong:
            automaton.add_word(wrong, number)
    automaton.make_automaton()
    return automaton


_WRONG = _automaton()


def respell(text: str) -> str:
    """The text with its common misspellings mended, in the order of the table; what one line mends may be wrong by a
    later one."""
    at = _next_wrong(text, 0)
    while at < len(MISSPELLINGS):
        wrongs, right = MISSPELLINGS[at]
        for wrong in wrongs:
            text = text.replace(wrong, right)
        at = _next_wrong(text, at + 1)
    return text


def _next_wrong(text: str, start: int) -> int:
    """The first line of the table from `start` on that has something to mend."""
    return min((number for _, number in _WRONG.iter(text) if number >= start), default=len(MISSPELLINGS))
