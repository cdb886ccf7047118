"""The title of a document by its own first page: the subject of a letter, or the lines that it opens with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

LINES = 25
"""Lines of an opening among which a title stands."""
LONGEST = 200
SUBJECT = re.compile(r"\s*เรื่อง\s*[:：]?\s*(.+)")
AFTER_SUBJECT = re.compile(r"\s*(?:เรียน|อ้างถึง|สิ่งที่ส่งมาด้วย|ตาม(?:ที่)?|ด้วย|โดยที่|เพื่อ|อาศัย|[-_.…]{3}|\d|[๐-๙])")
PLACE = re.compile(r"(?:ประกาศ)?(?:สำนักงาน)?(?:เทศบาล(?:ตำบล|เมือง|นคร)|องค์การบริหารส่วน|อบต|อบจ|อำเภอ|จังหวัด|ตำบล)")
LETTERHEAD = re.compile(r"(?:บันทึกข้อความ|ส่วนราชการ|ที่\s|วันที่|เรียน|คำนำ|คํานํา|สารบัญ|หน้า|เรื่อง$|[(\[-]|[\d๐-๙./ ]+$)")
"""Lines above a title that are none: whose paper it is, and numbers."""
SHORT = 60
"""Letters of a line up to which the very next one may belong to the same title."""
ABOUT_IT = re.compile(
    r"\s*(?:คำสั่ง|แต่งตั้ง|ขอ(?:เชิญ|ความ|อนุมัติ|อนุญาต)|เชิญ|กำหนดการ|(?:รายงาน|บันทึก)การประชุม|แบบฟอร์ม"
    r"|ประชาสัมพันธ์|ใบสมัคร|พระราชบัญญัติ|พระราชกฤษฎีกา|กฎกระทรวง|ระเบียบ)|.*แต่งตั้ง"
)
"""Titles of what only has to do with the thing that they name: an order, an invitation, a form, a law."""


ORDER = re.compile(r"\s*คำสั่ง")
APPOINTS = re.compile(r"แต่งตั้ง|มอบหมาย")


def is_order(opening: str) -> bool:
    """Whether a document is an order that appoints people or gives them work: who does a thing is not the thing."""
    lines = [line.strip() for line in opening.splitlines() if line.strip()][:LINES]
    return any(map(ORDER.match, lines[:3])) and any(map(APPOINTS.search, lines[:8]))


def titles_of(opening: str) -> Iterator[str]:
    """What a document may call itself, the surest first; nothing where it is only about what it names."""
    lines = [line.strip() for line in opening.splitlines() if line.strip()][:LINES]
    if lines and ABOUT_IT.match(lines[0]):
        return
    subject = _subject(lines)
    titles = (title for title in ([subject] if subject else _first(lines)) if not ABOUT_IT.match(title))
    yield from (title[:LONGEST] for title in titles)


def _subject(lines: list[str]) -> str:
    for n, line in enumerate(lines):
        if found := SUBJECT.match(line):
            more = takewhile(lambda following: not AFTER_SUBJECT.match(following), lines[n + 1 : n + 3])
            return " ".join((found[1], *more))
    return ""


def _first(lines: list[str]) -> Iterator[str]:
    """The first line of its own with the one right after it, then with what follows the name of the agency, which may
    be more of the title or the head of a table."""
    own = _own(lines)
    if not own:
        return
    after = lines[lines.index(own[0]) + 1 :][:1] if len(own[0]) <= SHORT else []
    yield " ".join((own[0], *_own(after)))
    if after and not _own(after) and len(own) > 1:
        yield " ".join(own[:2])


def _own(lines: list[str]) -> list[str]:
    return [line for line in lines[:8] if not (LETTERHEAD.match(line) or all(map(PLACE.match, line.split())))]


def first_line(page: str) -> str:
    """The first line that is a page's own: what follows a short one may be the head of its table."""
    return next(iter(_own([line.strip() for line in page.splitlines() if line.strip()])), "")
