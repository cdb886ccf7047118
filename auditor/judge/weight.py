"""What stands behind a heading: text, a list, a form, a picture, or nothing. Pure; knows no concepts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from auditor import thai
from auditor.document import Anchor, Block

PROSE = 80
"""Characters of own text from which a page says something itself, beyond its heading and its list."""
PER_ENTRY = 60
"""Characters that a list spends on each entry (date, size, times read) without saying anything itself."""
ROWS = 3
"""Rows without links from which a page holds a table, whatever else it links."""
MARKED = 2
"""So many times longer than a heading a block cannot be the heading again, whatever spaces and dots stand in it."""
LABEL = 200
"""Characters of a link without an address up to which it is a label, which says nothing; longer ones are paragraphs."""

SIGN_IN = 300
"""Characters of own text up to which a page with a sign-in is nothing else."""

Content = Literal["text", "list", "form", "image", "unread", "script", "empty_list", "heading_only"]
EMPTY_WORDS = re.compile(
    r"ไม่พบ(?:ข้อมูล|รายการ|เอกสาร)|ไม่มี(?:ข้อมูล|รายการ)|ยังไม่มีข้อมูล|no (?:data|records?|results?)"
    r"|อยู่ระหว่าง(?:ปรับปรุง|จัดทำ|รวบรวม|ดำเนินการ)(?:ข้อมูล|เนื้อหา)?"
)
POSTED = re.compile(
    r"(?:ประกาศ|โพสต์|เผยแพร่|เขียน|(?:ปรับปรุง|แก้ไข|อัปเดต|อัพเดท)(?:ล่าสุด)?)เมื่อ.{0,40}?(?=โดย|อ่าน|เข้าชม|ผู้ชม|เปิดดู|$)"
    r"|(?:โดย|by)\s*:?\s*admin\S*|(?:เปิดอ่าน|อ่าน|เข้าชม|ผู้ชม|เปิดดู|ดาวน์โหลด)\s*:?\s*[\d,]+\s*(?:ครั้ง|คน)?"
    r"|วันที่(?:ลง|ประกาศ|เผยแพร่|โพสต์|สร้าง|แก้ไข|บันทึก)\S*\s*:?\s*\d{1,2}\s*[/.\-]?\s*[\dก-๙.]{1,12}\s*[/.\-]?\s*\d{2,4}"
    r"|ผู้(?:ลง|โพสต์|เขียน|บันทึก|เผยแพร่)\S*\s*:?\s*\S+|^(?:เรื่อง|บทความ|ข่าว|โพสต์|กิจกรรม)\s?(?:อื่น|ที่เกี่ยวข้อง|ก่อนหน้า|ถัดไป).{0,30}$",
    re.MULTILINE,
)
"""What a posting system writes beside every text: when, by whom, how often read."""
ABOUT_POST = re.compile(
    r"^\s*(?:(?:คุณ|ท่าน)อยู่ที่(?:นี่)?\s*:?\s*|you are here\s*:?\s*)?(?:หน้าแรก|หน้าหลัก|home)\s*[»›>/|].{0,160}$"
    r"|^เขียนโดย.{0,40}$|(?:ฮิต|hits?|views?)\s*:?\s*[\d,]+"
    r"|^(?:วัน\S{2,8}ที่\s*|วันที่\s*)?\d{1,2}\s*[ก-๙.]{3,10}\s*\d{4}(?:\s*เวลา\s*\d{1,2}[:.]\d{2}\s*น\.?)?$"
    r"|(?:แก้ไข|ปรับปรุง)(?:ครั้ง)?ล่าสุด.{0,60}$",
    re.MULTILINE | re.IGNORECASE,
)
"""Lines that make no text of a post that leads to a file, or of a page that says it is empty: the way to it, its day,
and when it was changed."""
BRIEF = 1000
"""Characters of a page up to which that could be what makes it look like a text."""


HOLLOW: tuple[Content, ...] = ("empty_list", "heading_only")
TRAIL = frozenset(
    thai.normalise(x)
    for x in (
        "หน้าแรก",
        "หน้าหลัก",
        "home",
        "กลับ",
        "ย้อนกลับ",
        "back",
        "กลับหน้าหลัก",
        "»",
        "›",
    )
)


def is_trail(text: str) -> bool:
    return thai.normalise(text).strip() in TRAIL


def asks_to_sign_in(blocks: tuple[Block, ...]) -> bool:
    """A page that is a sign-in and hardly anything else; a box for members beside a page's own text is none."""
    own = sum(len(b.text) for b in blocks if b.kind in ("text", "item", "row"))
    return own < SIGN_IN and any(b.form and b.form.asks_login for b in blocks)


def weigh(blocks: tuple[Block, ...], said: tuple[str, ...], problem: str | None) -> Content:
    """What stands behind a heading. `said` are the words that do not count: the heading itself and the title."""
    rest = _below(blocks, said)
    live = [a for b in rest for a in b.links if a.live and b.kind != "image" and not is_trail(a.text)]
    labels = [a for b in rest for a in b.links if b.kind != "image" and (a.live or len(a.text) <= LABEL)]
    words = _without(POSTED, "\n".join(b.text for b in rest if b.kind in ("text", "item", "row") and not b.header))
    bare = _without(ABOUT_POST, words)
    is_empty = bool(EMPTY_WORDS.search(words)) and not live
    found: tuple[tuple[Content, bool], ...] = (
        ("form", any(b.form and len(b.form.fields) >= 2 and not b.form.asks_login for b in rest)),
        (
            "text",
            _prose(bare if live or is_empty else words, labels) >= PROSE + PER_ENTRY * len(live) or _holds_table(rest),
        ),
        ("list", bool(live)),
        ("script", problem == "needs_script"),
        ("text", _prose(bare if is_empty else words, labels) >= PROSE / 2),
        ("image", any(b.kind == "image" and b.links for b in rest)),
        ("empty_list", any(b.header for b in rest)),
    )
    return next((content for content, holds in found if holds), None) or _without_content(words)


def _below(blocks: Sequence[Block], said: tuple[str, ...]) -> list[Block]:
    """What is not a heading, nor the heading or title once more."""
    known = {thai.normalise(x) for x in said if x}
    longest = MARKED * max(map(len, said), default=0)
    return [b for b in blocks if b.kind != "heading" and (len(b.text) > longest or thai.normalise(b.text) not in known)]


def _without(said_of_it: re.Pattern[str], words: str) -> str:
    """In a longer text it makes no difference."""
    return said_of_it.sub("", words) if len(words) <= BRIEF else words


def _prose(words: str, labels: Sequence[Anchor]) -> int:
    """Characters that a page says itself, beside its labels and the words for having nothing."""
    return len(EMPTY_WORDS.sub("", words).replace("\n", "")) - sum(len(a.text) for a in labels)


def _holds_table(blocks: Sequence[Block]) -> bool:
    """Rows that say something themselves, in a table of their own rather than a list of links."""
    return sum(b.kind == "row" and not b.header and not b.links and sum(map(bool, b.cells)) > 1 for b in blocks) >= ROWS


def spans(blocks: tuple[Block, ...]) -> list[tuple[int, int]]:
    """Each heading with what follows it, up to the next heading of its own or a higher level."""
    heads = [(i, b.level) for i, b in enumerate(blocks) if b.kind == "heading" and b.text]
    return [
        (at, next((i for i, other in heads[n + 1 :] if other <= level), len(blocks)))
        for n, (at, level) in enumerate(heads)
    ]


def without_empty_parts(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """What a page says, without the parts that say they are empty ("ปี 2565: ไม่พบข้อมูล") and the links that jump to
    its own parts."""
    empty = {n for start, end in spans(blocks) if _says_it_is_empty(blocks[start:end]) for n in range(start, end)}
    return tuple(b for n, b in enumerate(blocks) if n not in empty and not _jumps(b))


def _says_it_is_empty(part: tuple[Block, ...]) -> bool:
    said = "\n".join(b.text for b in part)
    if len(said) > BRIEF or ("ไม่" not in said and "อยู่" not in said):
        return False  # most parts; EMPTY_WORDS in Thai begin so
    return bool(EMPTY_WORDS.search(thai.normalise(said))) and weigh(part, (part[0].text,), None) in HOLLOW


def _jumps(block: Block) -> bool:
    return block.kind == "link" and all(not a.live and a.target.startswith("#") for a in block.links)


def _without_content(words: str) -> Content:
    return "empty_list" if EMPTY_WORDS.search(thai.normalise(words)) else "heading_only"


BLANK = re.compile(r"(?<![.…_])[.…_]{6,}(?![.…_]|\s*[\d๐-๙]+\s*$)", re.MULTILINE)
"""Dots to write on; those of a table of contents end in the number of a page."""
BLANKS, BETWEEN = 3, 250
"""Lines to write on from which a paper is a form, and letters between two of them at most."""


def is_blank_form(text: str) -> bool:
    """Whether a paper is a form that nobody has filled in."""
    blanks = len(BLANK.findall(text))
    return blanks >= BLANKS and len(text) < BETWEEN * blanks
