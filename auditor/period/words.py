"""Patterns of the words and figures with which Thai texts speak of time. They run on text folded by `fold`."""

from __future__ import annotations

import re

_MONTHS = (
    (r"มกราคม|มกรา(?!ค)|ม\s?\.\s?ค\s?\.?|มค\.|january|jan", r"มค"),
    (r"กุม[ภพ]าพันธ์?|กุมภา(?!พ)|ก\s?\.\s?พ\s?\.?|กพ\.|february|feb", r"กพ"),
    (r"มีนาคม|มีนา(?!ค)|มี\s?\.\s?ค\s?\.?|มีค\.|march|mar", r"มีค"),
    (r"เมษายน|เมษา(?!ย)|เม\s?\.\s?ย\s?\.?|เมย\.|april|apr", r"เมย"),
    (r"พฤ[ษศ]ภาคม|พฤษภา(?!ค)|พ\s?\.\s?ค\s?\.?|พค\.|may", r"พค"),
    (r"มิถุนายน|มิถุนา(?!ย)|มิ\s?\.\s?ย\s?\.?|มิย\.|june|jun", r"มิย"),
    (r"กรก[ฎฏ]าคม|กรก[ฎฏ]า(?!ค)|ก\s?\.\s?ค\s?\.?|กค\.|july|jul", r"กค"),
    (r"สิงหาคม|สิงหา(?!ค)|ส\s?\.\s?ค\s?\.?|สค\.|august|aug", r"สค"),
    (r"กันยายน|กันยา(?!ย)|ก\s?\.\s?ย\s?\.?|กย\.|september|sept?", r"กย"),
    (r"ตุลาคม|ตุลา(?!ค)|ต\s?\.\s?ค\s?\.?|ตค\.|october|oct", r"ตค"),
    (r"พฤ[ศษ]จิกายน|พฤศจิกา(?!ย)|พ\s?\.\s?ย\s?\.?|พย\.|november|nov", r"พย"),
    (r"ธันวาคม|ธันวา(?!ค)|ธ\s?\.\s?ค\s?\.?|ธค\.|december|dec", r"ธค"),
)
# `re` skips to where a pattern can begin if it begins with letters or a class: no look-behind opens one, nor a choice
# of classes or groups. Of many words those with the same first letter stand together. That is ten times faster.
_INSIDE = re.compile(r"[ก-ฮa-z]\.$|[a-z]$")


def _by_first_letter(*patterns: str) -> str:
    """Either of the alternatives of all patterns, each of which begins with a letter; of two that fit the first."""
    rest: dict[str, list[str]] = {}
    for choice in "|".join(patterns).split("|"):
        rest.setdefault(choice[0], []).append(choice[1:])
    return "|".join(f"{letter}(?:{'|'.join(choices)})" for letter, choices in rest.items())


MONTH = f"((?:{_by_first_letter(*(named for named, _ in _MONTHS))})(?![a-z]))"
"""A month's name or dotted abbreviation; may stand without a year."""
MONTH_SHORT = f"((?:{_by_first_letter(*(named for named, _ in _MONTHS), *(short for _, short in _MONTHS))})(?![a-z]))"
"""Also without dots (ตค65): only beside a year or a day."""
_NUMBERED = tuple(re.compile(f"(?:{named}|{short})$") for named, short in _MONTHS)

_ERA = r"พ\s?\.?\s?ศ\s?\.?|พุทธศักราช|ค\s?\.?\s?ศ\s?\.?|ปี"
ERA = f"(?:{_ERA})"
YEAR = rf"(?:(?:{ERA}|,)\s{{0,3}}){{0,3}}'?(\d{{4}}|\d{{2}})(?!\d)(?![.,]\d)"
DAY = r"(\d(?<![\d/.]\d)\d?)"
OF = r"\s{0,3}(?:เดือน)?\s{0,3}"
TO = r"\s{0,3}(?:-|~|จนถึง|ถึง)\s{0,3}(?:วันที่|เดือน|สิ้นเดือน)?\s{0,3}"
_FISCAL = (
    r"ปี\s?งบประมาณ|ปี\s?งบ\s?ฯ?|งบประมาณ(?:รายจ่าย)?\s?(?:ประจำ)?\s?ปี|งบ\s?ปี"
    r"|ปงป\.?|fiscal\s?year|fy(?<![a-z]fy)"
)
FISCAL = f"(?:{_FISCAL})"
FISCAL_OR_ERA = f"(?:{_FISCAL}|{_ERA})"
BUDGET = r"งบ(?:ประมาณ)?(?:รายจ่าย)?(?:ประจำ)?"
LINK = r"[\s:()\-]{0,4}"
ANY_YEAR_PREFIX = rf"(?:(?:{FISCAL}|ประจำ\s?ปี|{ERA}){LINK}){{0,3}}"

NOT_YEARS = re.compile(
    r"[\diทเ](?:"
    r"(?<=0)(?<!\d0)\d{0,2}[- ]?\d{3,4}[- ]\d{3,4}(?!\d)"  # telephone
    r"|(?<=\d)-\d{4}-\d{5}-\d{2}-\d"  # identity or tax number
    r"|(?<=\d)(?<!\d\d)\d{0,2}(?:,\d{3})+(?:\.\d+)?"  # amount
    r"|(?<=i)so\s?/?\s?(?:iec)?\s?\d{3,5}(?:\s?:\s?\d{4})?"
    r"|(?:(?<=ท)ี่|(?<=เ)ลขที่)\s{0,2}(?:[ก-ฮ]{1,3}\.?\s?){0,2}25\d\d/\d{1,6}(?!\d)"  # document number that begins so
    r"|(?<=2)(?<![\d/]2)5\d\d/(?!25\d\d)\d{1,6}(?![\d/])"
    r"|(?<=\d)(?<!\d\d)\d?[.:]\d{2}\s?น\."
    r")"
)
UNITS_AFTER = re.compile(
    r"\s{0,2}(?:บาท|ราย(?![งจก])|คน|ครัวเรือน|หลัง|ชุด|ไร่|เมตร|ม\.|กม\.|กิโล|ตร\.|ตาราง|ครั้ง(?!ที่)|เล่ม|แห่ง|หน่วย|ชิ้น|วัน"
    r"|กก\.|ลิตร|px|views?|วิว|%|ซม\.|ลบ\.|คะแนน|รายการ|โครงการ(?=\s*(?:เป็น|จาก)))"
)
AMOUNT_BEFORE = re.compile(
    r"(?:จำนวน|เป็นเงิน|วงเงิน|ราคา|รวม|โทร(?:ศัพท์)?\.?|แฟกซ์|โทรสาร|ไปรษณีย์|เลขที่โครงการ|เลขที่สัญญา|เข้าชม|views?"
    r"|อ่าน|ดาวน์โหลด|บ้านเลขที่|หมู่|ม\.|id=|\$)\s{0,2}:?\s{0,2}$"
)
LAW = re.compile(
    r"พระราชบัญญัติ|พ\s?\.\s?ร\s?\.\s?บ|พรบ|พระราชกฤษฎีกา|พระราชกำหนด|รัฐธรรมนูญ|ก[ฎฏ]กระทรวง|ก[ฎฏ]\s?ก\.|ระเบียบ(?!\s?วาระ)"
    r"|ข้อบังคับ|ประมวลก[ฎฏ]หมาย|ประมวลจริยธรรม|มาตรฐานทั่วไป|คำสั่ง\s?(?:หัวหน้า|คสช)|มติ\s?(?:ครม|คณะรัฐมนตรี)|มาตรา(?!ฐ|ก)"
    r"|ประกาศ\s?(?:กระทรวง|คณะกรรมการ|สำนักนายก|ก\.)|แก้ไขเพิ่มเติม|ฉบับที่"
    r"|(?:ข้อบัญญัติ|เทศบัญญัติ)(?=.{0,60}(?:เรื่อง|ว่าด้วย))(?!.{0,60}งบประมาณ)"
)
SUBJECT_BREAK = re.compile(rf"{FISCAL}|ประจำ\s?ปี|\n\s*\n")
POSTED = re.compile(
    r"(?:เผยแพร่|โพส|วันที่ลง|วันที่ประกาศ|อัพเด|อัปเด|ปรับปรุงล่าสุด|ปรับปรุงเมื่อ|แก้ไขเมื่อ|แก้ไขล่าสุด|สร้างเมื่อ|เขียนเมื่อ|ลงข่าว"
    r"|posted|published|updated|modified|created)[^\d\n]{0,24}$"
)
DATED = re.compile(r"(?:ลงวันที่|ประกาศ\s?ณ|สั่ง\s?ณ|ให้ไว้\s?ณ|เมื่อวันที่|ลง\s?วันที่)[^\d\n]{0,12}$")
ASSESSED = re.compile(r"(?:ประกอบ(?:การ)?(?:ตอบ|ประเมิน|พิจารณา|การประเมิน)|แบบวัด|รับการประเมิน)[^\d\n]{0,60}$")
"""Before the year for which something is handed in to be assessed, which is not the year that it is about."""
RESULTS = re.compile(
    r"(?:(?<!นำ)ผล(?:การ)?ประเมิน|ผลคะแนน|วิเคราะห์)[^\d\n]{0,60}(?:ita|คุณธรรมและความโปร่งใส)[^\d\n]{0,50}\n?[^\d\n]{0,30}$"
)
"""Before the year whose results in the assessment a document draws on, which is the one before its own."""
TO_COME = re.compile(r"[\s,]{0,3}(?:นั้น\s?)?จะ\s{0,2}(?:ได้\s?)?(?:รายงาน|สรุป|ดำเนินการ|เผยแพร่|จัดทำ|ประกาศ|แจ้ง)")
"""Behind the part of a year that a report leaves for later."""
ONWARD = re.compile(r"\s{0,3}(?:เป็นต้น(?:ไป|มา)|จนกว่า)")
COPYRIGHT = re.compile(r"(?:copyright|©|\(c\)|ลิขสิทธิ์|all rights)[^\d\n]{0,24}$")

_DIGITS = {0x0E50 + n: str(n) for n in range(10)} | {0xFF10 + n: str(n) for n in range(10)}
_FOLD = {
    chr(code): into
    for code, into in (
        _DIGITS
        | {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
        | dict.fromkeys(
            [0x00, 0xA0, 0xAD, 0xFEFF, 0x3000, *range(0x2000, 0x2010), 0x202F, 0x2060, ord("_"), ord("\t")], " "
        )
        | dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFF0D, 0x2043], "-")
        | dict.fromkeys([0x2018, 0x2019, 0x201B, 0x2032, 0xB4, 0x60], "'")
    ).items()
}
_ODD = re.compile(f"[{re.escape(''.join(_FOLD))}]")
_LETTER_O = re.compile(r"o(?:(?<=2o)(?=\d\d(?!\d))|(?<=2\do)(?=[\do](?![\d]))|(?<=25\do)(?![a-z\d]))")
_GAPPED = (
    re.compile(r"(?P<year>2(?<!\d 2)(?<!\d2) 5 \d \d)(?! ?\d)"),
    re.compile(r"(?:พ\.?\s?ศ\.?|ปี|ประมาณ)\s{0,3}(?P<year>2 ?5 ?[4-9] ?\d)(?![ .,]?\d)"),
)
"""A year digit by digit, and one with any gap ("256 7"), which is believed only behind a word for year."""
_TICK = re.compile(r"(2(?<![0-9๐-๙]2)[0-9]{3})[๐-๙](?![0-9๐-๙])")
"""A tick mark of a symbol font that reads as one Thai digit after a year (พ.ศ.2563๒)."""


def fold(text: str) -> str:
    """Arabic digits, lower-case Latin, plain dashes and spaces, O for 0 mended. The length never changes."""
    return _LETTER_O.sub("0", _ODD.sub(lambda m: _FOLD[m[0]], _TICK.sub(r"\1 ", text)))


def join_digits(text: str) -> tuple[str, dict[int, int]]:
    """Years set with gaps joined, the length kept; with the ends as joined and as they were."""
    ends: dict[int, int] = {}
    for start, end in [found.span("year") for pattern in _GAPPED for found in pattern.finditer(text)]:
        ends[start + 4] = end
        text = text[:start] + text[start:end].replace(" ", "").ljust(end - start) + text[end:]
    return text, ends


def month_number(name: str) -> int:
    """1 to 12, from any text that MONTH or MONTH_SHORT matched."""
    return next(n for n, pattern in enumerate(_NUMBERED, 1) if pattern.match(name))


def is_inside_word(text: str, start: int) -> bool:
    """Whether a month's name found at `start` is the tail of another word or abbreviation (อ.ก.พ.)."""
    return bool(_INSIDE.search(text[max(start - 2, 0) : start]))
