"""Whether a text layer says anything: Thai or English sentences or figures, not what a wrong OCR or font map left."""

from __future__ import annotations

import re

THAI = re.compile(r"[ก-๛]")
LATIN = re.compile(r"[A-Za-z]")
DIGIT = re.compile(r"[0-9๐-๙]")
LOST = re.compile("[\ufffd\ue000-\uf8ff\x01-\x08\x0e-\x1f\x7f-\x9f]")
THAI_PIECES = re.compile(
    r"การ|งาน|และ|ของ|ใน|ประ|ราย|ที่|เป็น|ให้|ได้|ตาม|นาย|นาง|ปี|เดือน|ว่า|มี|คว|ความ|เรื่อง|บาท|จาก|หมู่|ตำบล|ตําบล|อำเภอ|จังหวัด"
    r"|เทศบาล|องค์|ส่วน|ข้อ|วัน|กอง|แผน|โครง|ชื่อ|จ้าง|ซื้อ|คน|ไม่|ระบ|สาร|หน่วย|ทุก|สำนัก|ภาพ|บริ|ผู้|ตำแหน่ง|รวม|พ\.ศ|ครู|กรรม|ตรวจ"
)
THAI_WRONG = re.compile(r"(?:^|[\s(])[ะาำิีึืุู็่้๊๋์ํ]|[่้๊๋]{2}|[ิีึืัุู]{2}|[เแโใไ]{2}(?!\s)")
ENGLISH = re.compile(
    r"\b(?:the|of|and|to|in|for|is|on|with|by|be|are|as|or|from|this|that|at|an|not|no|name|date|page)\b", re.I
)
LEADERS = re.compile(r"([._\-–—…=*·□☐\uf06f\uf0a8])(?:\s*\1){2,}")
FEW = 25
"""Characters under which a page is called empty: stamps, page numbers, a scanner's mark."""


def is_empty(text: str) -> bool:
    return len("".join(text.split())) < FEW or len("".join(LEADERS.sub("", text).split())) < FEW // 2


def is_legible(text: str) -> bool:
    """False for hundreds of characters that are neither Thai, English nor figures."""
    text = LEADERS.sub(" ", text)
    solid = "".join(text.split())
    size = len(solid)
    if size == 0:
        return False
    thai, latin, digits = len(THAI.findall(solid)), len(LATIN.findall(solid)), len(DIGIT.findall(solid))
    if len(LOST.findall(solid)) > 0.15 * size:
        return False
    if digits > 0.5 * size:
        return True
    if thai >= 0.25 * size:
        return _reads_as_thai(text, thai, size, thai + latin + digits)
    return _reads_as_english(text, latin, size)


def _reads_as_thai(text: str, thai: int, size: int, meant: int) -> bool:
    """Common pieces at the rate of running Thai, marks where marks can stand, and not half of it punctuation."""
    if meant < 0.6 * size:
        return False
    if thai < 40:
        return True
    pieces, wrong = len(THAI_PIECES.findall(text)), len(THAI_WRONG.findall(text))
    return pieces * 100 >= 0.6 * thai and wrong * 100 < 8 * thai


def _reads_as_english(text: str, latin: int, size: int) -> bool:
    words = len(re.findall(r"[A-Za-z]{2,}", text))
    return latin >= 0.5 * size and words > 0 and len(ENGLISH.findall(text)) >= 0.06 * words
