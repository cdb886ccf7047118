"""Giving back ำ to text whose extractor turned it into า (ตาบล) or every า into ำ (รำคำกลำง), by pythainlp's words."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from auditor.thai.normal import LETTER
from auditor.thai.readings import Readings
from auditor.thai.span import is_made_of
from auditor.thai.words import lexicon, unknown_letters

if TYPE_CHECKING:
    from ahocorasick import Automaton

_ENOUGH = 300
"""Thai letters without a single ำ that make a text suspect: in running Thai it is about one letter in a hundred."""
_NEARLY_SURE = (
    "ดำเนิน", "จำนวน", "กำหนด", "ประจำปี", "ประจำเดือน", "สำนัก", "อำนาจ", "สำคัญ",
    "กำลัง", "กำกับ", "ตำแหน่ง", "สำเร็จ", "จำเป็น",
)  # fmt: skip
"""Words whose broken form could be two other words (จาน-วน), which officials' papers do not write."""
_NO_AM = re.compile("กำร(?!ณ)|ควำม|รำย|งำน|ศึกษำ|สภำ|ำษ|ำช|หน้ำ|เจ้ำ|ต่ำง|ว่ำ")
"""What ำ never stands in: a text with one of these has some ำ for า, if not all."""
_CLUSTER_END = re.compile("[ัิ-ฺ็-๎ะาำ]")


def part_am(text: str) -> str:
    """The text with า where it has ำ for it: all of it read anew if it hardly has another, else what no ำ stands in."""
    am, aa = text.count("ำ"), text.count("า")
    if am > 3 and am > aa:
        return _reread(text.replace("ำ", "า"))
    return re.sub(f"[{LETTER}]*ำ[{LETTER}]*", _mend_run, text) if _NO_AM.search(text) else text


def restore_am(text: str) -> str:
    """A text that lost all its ำ is read anew word by word; in others only sure words are mended."""
    am, aa = text.count("ำ"), text.count("า")
    if am == 0 and aa * 4 > _ENOUGH // 10 and len(re.findall(f"[{LETTER}]", text)) >= _ENOUGH:
        return _reread(text)
    return _mend_sure(text) if aa else text


def _mend_run(match: re.Match[str]) -> str:
    """One run of letters, read anew where that leaves fewer letters unknown (ประจำปีกำรศึกษำ)."""
    run = match[0]
    _, mended = _readings().read(run.replace("ำ", "า"))
    return mended if unknown_letters(mended) < unknown_letters(run) else run


def _mend_sure(text: str) -> str:
    """Only words that cannot be anything else: "ตาบล" is no word, nor are its parts."""
    for end, (broken, word) in reversed(list(_sure_words().iter(text))):
        start = end - len(broken) + 1
        follows = text[end + 1 : end + 2]
        if text[start : end + 1] == broken and not (follows and _CLUSTER_END.match(follows)):
            mended = text[:start] + word + text[end + 1 :]
            if word in _NEARLY_SURE or _unknown(mended, start, end) < _unknown(text, start, end):
                text = mended
    return text


def _unknown(text: str, start: int, end: int) -> int:
    """Unknown letters about a word: "ตกตา" in "แตกต่าง" is not the "ตกต่ำ" that it could be."""
    return sum(unknown_letters(run) for run in re.findall(f"[{LETTER}]+", text[max(start - 14, 0) : end + 15]))


@cache
def _sure_words() -> Automaton:
    from ahocorasick import Automaton

    known = lexicon()
    automaton = Automaton()
    for word in known.union(_NEARLY_SURE):
        broken = word.replace("ำ", "า")
        sure = "ำ" in word and len(word) >= 4 and not is_made_of(broken, known, 2)
        if sure or word in _NEARLY_SURE:
            automaton.add_word(broken, (broken, word))
    automaton.make_automaton()
    return automaton


def _reread(text: str) -> str:
    readings = _readings()
    return re.sub(f"[{LETTER}]+", lambda run: readings.read(run[0])[1] if "า" in run[0] else run[0], text)


@cache
def _readings() -> Readings:
    return Readings(lambda word: word.replace("ำ", "า"))
