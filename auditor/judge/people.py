"""People in a text: their names, what they are reached by, who signs it, and who is shown in an office."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache

from auditor import thai

TITLE = r"(?:นาย(?!ก(?:เทศ|องค์|อบ|เมือง|ฯ|\s))|นาง(?:สาว)?|น\.ส\.|ว่าที่|ร\.ต\.|ดร\.|พ\.[ต-อ]\.)\s*"
NAME = re.compile(TITLE + r"[ก-์]{2,}\s+[ก-์]{2,}")
POSITION = re.compile(r"นายก|ปลัด|ผู้อำนวยการ|หัวหน้า|เลขานุการ|ที่ปรึกษา|ประธานสภา|รอง")
_NUMBER = r"(?<!\d)[0๐](?:[ -]\d(?:[ -]?\d){7}|\d(?:[ -]?\d){7,8})(?!\d)"
"""Nine digits or a mobile's ten, in any grouping: 0 4400 0201, 044-000-201, 081-000-0201."""
CONTACT = re.compile(rf"โทร|มือถือ|เบอร์|e-?mail|อีเมล|@|{_NUMBER}", re.IGNORECASE)
REACHED = re.compile(rf"{_NUMBER}|[\w.+-]+@[\w-]")
"""A number or address under which somebody is reached."""
TO_OFFICE = r"[\s)|\]:,.]{1,12}(?:ตำแหน่ง\W{0,4})?"
"""Between a name and its office, which stands in brackets, in the next line or in the next cell."""
UNDER = re.compile(r"(?:ประกาศ|ให้ไว้)\s*ณ|ณ\s*วันที่|ลงชื่อ")
"""Words under which a paper is signed."""
NOT_THE_HEAD = re.compile(r"(?:รอง|อดีต|เลขานุการ|ที่ปรึกษา|แทน|ช่วย)\W*$")
ALIKE = 0.8
"""Share of a name's letters that an OCR reading of it still has; first and last name each."""


def signer(text: str, titles: Sequence[str]) -> str:
    """The name over one of the titles at the foot of a paper, below its date or "ลงชื่อ"; "" where none stands so."""
    *_, below = UNDER.split(text)
    found = _named_office(tuple(titles)).search(below) if below != text else None
    return found["name"] if found else ""


def declarant(text: str, titles: Sequence[str]) -> str:
    """Who speaks in an office anywhere in a text: the last name before one of the titles."""
    found = [m["name"] for m in _named_office(tuple(titles)).finditer(text)]
    return found[-1] if found else ""


def holders(text: str, titles: Sequence[str]) -> list[str]:
    """Who a list of people shows in one of the offices, whether it puts the name or the office first."""
    after = [m["name"] for m in _named_office(tuple(titles)).finditer(text)]
    if after:
        return after
    before = _office_named(tuple(titles)).finditer(text)
    return [m["name"] for m in before if not NOT_THE_HEAD.search(text[: m.start()])]


def is_same(one: str, other: str) -> bool:
    """Whether two spellings are of one person: some letters may be misread, in neither name many."""
    pairs = list(zip(_parts(one), _parts(other), strict=False))
    return len(pairs) >= 2 and all(SequenceMatcher(None, a, b).ratio() >= ALIKE for a, b in pairs)


def _parts(name: str) -> list[str]:
    return [thai.normalise(part) for part in re.sub(f"^{TITLE}", "", name).split()[:2]]


@cache
def _named_office(titles: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?P<name>{NAME.pattern}){TO_OFFICE}(?:{_any_of(titles)})")


@cache
def _office_named(titles: tuple[str, ...]) -> re.Pattern[str]:
    """The office may go on with the agency's name."""
    return re.compile(rf"(?:{_any_of(titles)})[ก-๙]{{0,40}}{TO_OFFICE}(?P<name>{NAME.pattern})")


def _any_of(titles: tuple[str, ...]) -> str:
    """Titles in which a line may break anywhere."""
    return "|".join(r"\s*".join(map(re.escape, title)) for title in titles)
