"""Personal data that crawled documents leave open (PDPA, พ.ศ. 2562): where and how many, never the number itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from auditor.document import Document, Source, TextPage
from auditor.mask import LONG_NUMBER, find_personal

_DIGIT = "[0-9๐-๙]"
_ID_LABEL = re.compile(
    r"เลข(?:ที่)?\s?(?:ประจำตัว|บัตร)\s?(?:ประจำตัว)?\s?ประชาชน|เลขบัตรประชาชน|บัตรประจำตัวประชาชน\s?เลขที่"
    r"|identification\s+number",
    re.IGNORECASE,
)
_LONG = re.compile(rf"{_DIGIT}(?<!{_DIGIT}.)[ .\-–]{{0,2}}(?:{_DIGIT}[ .\-–]{{0,2}}){{10,12}}{_DIGIT}(?!{_DIGIT})")
_LONG_BEGINS = re.compile(rf"{_DIGIT}(?:[ .\-–]{{0,2}}{_DIGIT}){{11}}")
_CARD = (
    re.compile(r"[tT](?i:hai\s+national\s+id\s*card)"),
    re.compile(r"บัตรประจำตัวประชาชน[\s\S]{0,200}(?:(?i:date\s+of\s+birth)|เกิดวันที่)"),
)
_MOBILE = re.compile(
    r"[0๐](?<![0-9๐-๙].)[689๖๘๙](?:[ \-–.]{0,2}[0-9๐-๙]){8}(?![0-9๐-๙])",
)
_TITLE = r"(?:นาย|นางสาว|นาง|น\.ส\.|ด\.ช\.|ด\.ญ\.|เด็กชาย|เด็กหญิง)"
_PERSON = re.compile(rf"(?<![ก-ฮ]){_TITLE}\s?[ก-ฮเแโใไ][ก-๎]{{1,30}}")
_WELFARE = re.compile(
    r"(?:ผู้มีสิทธิ(?:รับ|ได้รับ)?\s?(?:เงิน)?เบี้ย(?:ยังชีพ|ความพิการ)|รายชื่อ[^\n]{0,40}(?:ผู้สูงอายุ|คนพิการ|ผู้พิการ|ผู้ป่วย|"
    r"ผู้ยากไร้|ผู้มีรายได้น้อย|ผู้ติดเชื้อ)|เบี้ยยังชีพ[^\n]{0,20}ผู้ป่วยเอดส์|ผู้ป่วย(?:ติดเตียง|เอดส์|จิตเวช|โควิด))"
)
_OF_WELFARE = ("เบี้ย", "รายชื่อ", "ผู้ป่วย")
"""Words of which one stands wherever that pattern does: looking for them is cheaper."""
_OFFICE = re.compile(r"ตำแหน่ง|ปลัด|นายก|ผู้อำนวยการ|หัวหน้า|เจ้าพนักงาน|นักวิชาการ|สมาชิกสภา|กำนัน|ผู้ใหญ่บ้าน|ทำเนียบ|อสม\.")
_SERIAL = re.compile(r"(?:บาร์โค้ด|barcode|isbn|ean|serial|imei|เลขที่ใบเสร็จ|รหัสสินค้า|เลขผู้เสียภาษี\s?นิติ)[^\d\n]{0,20}$", re.I)
LIST = 5
"""Private telephones, or names with a condition or benefit, from which a page is a list of people."""


@dataclass(frozen=True, slots=True)
class Personal:
    """What one page of a document leaves open."""

    code: str
    page: int
    count: int


_WORDS = {
    "identity_number": (
        "พบเลขประจำตัวประชาชน {n} รายการ ให้ปิดทับเลข (เช่น x-xxxx-xxxxx-xx-x) แล้วเผยแพร่ไฟล์ใหม่ และลบไฟล์เดิมออกจากเว็บไซต์",
        "{n} national identity numbers stand open: cover them, publish the file anew and remove the old one.",
    ),
    "identity_number_unclear": (
        "มีช่องเลขประจำตัวประชาชนที่กรอกเลขไว้ {n} แห่ง (เลขอ่านได้ไม่ครบหรือไม่ตรงหลักตรวจสอบ) ให้เปิดดูและปิดทับถ้าเป็นของบุคคล",
        "{n} filled-in fields for an identity number (not readable for certain): look, and cover them.",
    ),
    "bank_account": (
        "พบเลขบัญชีธนาคาร {n} รายการ ถ้าเป็นของบุคคลให้ปิดทับก่อนเผยแพร่ บัญชีของหน่วยงานไม่ต้องแก้",
        "{n} bank account numbers: cover those of private persons; the agency's own may stay.",
    ),
    "private_telephones": (
        "พบหมายเลขโทรศัพท์มือถือของบุคคล {n} รายการเรียงเป็นรายชื่อ ให้ปิดทับหมายเลขของผู้ที่ไม่ใช่เจ้าหน้าที่",
        "A list with {n} mobile numbers of people: cover those of persons who are no officials.",
    ),
    "welfare_list": (
        "พบรายชื่อบุคคล {n} ราย พร้อมข้อมูลสุขภาพหรือสวัสดิการ ซึ่งเป็นข้อมูลอ่อนไหว ให้เผยแพร่เฉพาะจำนวนหรือปิดทับชื่อ",
        "{n} names with health or welfare data: publish figures only, or cover the names.",
    ),
    "identity_card": (
        "พบภาพบัตรประจำตัวประชาชน ให้นำออกจากเว็บไซต์",
        "A picture of an identity card: take it off the website.",
    ),
}


def find(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Rows for Result.findings: code, url, page, count, th, en. One row for a code on a page; a body told once."""
    rows, seen = [], set()
    for source in sources:
        if source.document is None or (source.sha256 and source.sha256 in seen):
            continue
        seen.add(source.sha256)
        for found in look(source.document):
            th, en = _WORDS[found.code]
            rows.append({
                "code": found.code, "url": source.url, "page": found.page, "count": found.count,
                "th": th.format(n=found.count), "en": en.format(n=found.count),
            })  # fmt: skip
    return rows


def look(document: Document) -> Iterator[Personal]:
    """What each page of a document leaves open, as far as its text has been read."""
    for page in document.pages:
        yield from _look_at(page)


def _look_at(page: TextPage) -> Iterator[Personal]:
    text = page.text
    if not text.strip():
        return
    counts = _numbers(text) if LONG_NUMBER.search(text) else {}
    counts |= {"welfare_list": _welfare(text), "identity_card": int(any(card.search(text) for card in _CARD))}
    yield from (Personal(code, page.number, count) for code, count in counts.items() if count)


def _numbers(text: str) -> dict[str, int]:
    spans = [s for s in find_personal(text) if s.kind != "identity" or not _SERIAL.search(text[: s.start][-60:])]
    return {
        "identity_number": _distinct(text, [(s.start, s.end) for s in spans if s.kind == "identity"]),
        "identity_number_unclear": _unclear(text, [(s.start, s.end) for s in spans]),
        "bank_account": _distinct(text, [(s.start, s.end) for s in spans if s.kind == "bank_account"]),
        "private_telephones": _telephones(text),
    }


def _distinct(text: str, spans: Iterable[tuple[int, int]]) -> int:
    return len({re.sub(r"\D", "", text[start:end]) for start, end in spans})


def _unclear(text: str, known: list[tuple[int, int]]) -> int:
    """Long numbers beside the words for an identity number that fail the check digit, as OCR leaves them."""
    if not _LONG_BEGINS.search(text):
        return 0
    found = 0
    for label in _ID_LABEL.finditer(text):
        hit = _LONG.search(text, label.end(), label.end() + 60)
        found += bool(hit and all(hit.end() <= start or hit.start() >= end for start, end in known))
    return found


def _telephones(text: str) -> int:
    """Mobile numbers on lines with a person's name and no office; fewer than LIST are no list."""
    if len(_MOBILE.findall(text)) < LIST:
        return 0
    lines = [line for line in text.splitlines() if _PERSON.search(line) and not _OFFICE.search(line)]
    numbers = {re.sub(r"\D", "", hit[0]) for line in lines for hit in _MOBILE.finditer(line)}
    return len(numbers) if len(numbers) >= LIST and not _OFFICE.search(text[:200]) else 0


def _welfare(text: str) -> int:
    if not any(word in text for word in _OF_WELFARE) or not _WELFARE.search(text):
        return 0
    names = {hit[0] for hit in _PERSON.finditer(text)}
    return len(names) if len(names) >= LIST else 0
