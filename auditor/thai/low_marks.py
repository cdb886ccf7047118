"""Giving back the marks that stand low or aside (เจาหนาที่ for เจ้าหน้าที่, ป 2568 for ปี 2568), by pythainlp's words.

Many fonts draw such a mark with a glyph of its own, which says nothing where the font's map of letters leaves it out;
the marks above a vowel stay.
"""

from __future__ import annotations

import re
from functools import cache

from auditor.thai.normal import LETTER
from auditor.thai.readings import Readings, unlikeliness

_ABOVE = "ัิ-ื็ํ"
_LOW = re.compile(f"(?<![{_ABOVE}])[่-์](?!ำ)")
_ON_TALL = re.compile(f"(?<=[ปฝฟฬ])([ุู]?)[{_ABOVE}]?[่-์]?")
_RUN = re.compile(f"[{LETTER}]+")
_ABBREVIATION = re.compile(r"[ก-ฮ]{1,4}(?=\.)")
_LOST = re.compile(
    "(?<!ส)เปน|ใช(?![้่])|ให(?![้ญมล])|ผู(?![้ก])|ไดร|ไม(?:มี|ได|เก|น)|ขอมูล|เจาห|หนาที่|แหงช|องคก|จัดจาง|รายจาย|ปงบ|ประจำป(?!ี)|แลว|ดวย|คูม|กอสร|รองเรี"
    "|ถูกตอง|หนวย|ทองถ|สวน(?:ที่|ร)|หมู(?:ที่|บ)|กลุม|อยาง|ระหวาง|เทาน|ตอไป|เลม|ทรัพยส|(?:ยุทธศาสตร|ประโยชน|ศูนย)(?![์ก])"
)
"""Pieces of officials' commonest words without their marks, hardly ever in a right text."""
_PAGE, _LINE = 0.95, 0.99
"""How unlikely a page and a line of it may be when read anew, of how unlikely they are as they stand: right pages that
have such a piece reach 0.99, damaged ones 0.55 to 0.93."""
_FEW, _SAMPLE = 40, 1500
"""Characters that tell nothing, and that tell enough."""


def restore_low_marks(text: str) -> str:
    """The lines without low marks, read anew where that makes far likelier words of them."""
    if not _LOST.search(text):
        return text
    lines = text.split("\n")
    bare = [number for number, line in enumerate(lines) if not _LOW.search(line)]
    sample = "\n".join(lines[number] for number in bare)[:_SAMPLE]
    if len(sample) >= _FEW and _gain(sample) <= _PAGE:
        for number in bare:
            if _gain(lines[number]) <= _LINE:
                lines[number] = _RUN.sub(_reread, lines[number])
    return "\n".join(lines)


def _gain(text: str) -> float:
    """How unlikely the text read anew is, of how unlikely it is as it stands."""
    runs = [run[0] for run in _RUN.finditer(text) if not _is_abbreviation(run)]
    as_is = sum(map(unlikeliness, runs))
    return sum(_readings().read(_spoilt(run))[0] for run in runs) / as_is if as_is else 1.0


def _reread(run: re.Match[str]) -> str:
    return run[0] if _is_abbreviation(run) else _readings().read(_spoilt(run[0]))[1]


def _is_abbreviation(run: re.Match[str]) -> bool:
    return len(run[0]) <= 4 and _ABBREVIATION.match(run.string, run.start()) is not None


def _spoilt(word: str) -> str:
    return _LOW.sub("", _ON_TALL.sub(r"\1", word))


@cache
def _readings() -> Readings:
    return Readings(_spoilt)
