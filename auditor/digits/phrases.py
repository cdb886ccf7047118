"""Invented pieces of official Thai lines with digits in them: what the recogniser is trained on."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from auditor.digits.alphabet import ARABIC, THAI

# fmt: off
MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม",
    "พฤศจิกายน", "ธันวาคม", "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.",
    "ธ.ค.",
)
LEADS = (
    "ปีงบประมาณ", "พ.ศ.", "ประจำปี", "พ.ศ.", "ปี", "ข้อ", "ที่", "วันที่", "ลงวันที่", "เลขที่", "จำนวน", "มาตรา",
    "หมวด", "ครั้งที่", "ฉบับที่", "โทร.", "หน้า", "รวม", "เวลา",
)
UNITS = (
    "บาท", "คน", "ข้อ", "ฉบับ", "วัน", "น.", "ราย", "ครั้ง", "ร้อยละ", "โครงการ", "แห่ง", "ชั่วโมง",
)
# fmt: on
_CONSONANTS = "กขคฆงจฉชซญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_ABOVE = ("", "", "", "ั", "ิ", "ี", "ึ", "ื", "่", "้", "็", "์", "ี่", "ื่", "ั้", "ิ่")
_AFTER = ("", "", "", "", "า", "ะ", "ำ")
_BEFORE = ("", "", "", "", "เ", "แ", "โ", "ใ", "ไ")
_BELOW = ("", "", "", "", "", "ุ", "ู")
_LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ()"


def write_phrase(random: Random) -> str:
    """One piece of a line of some 4 to 24 letters; most have Thai digits, a sixth Arabic ones, the rest none."""
    digits = random.choices((THAI, ARABIC, ""), (0.7, 0.17, 0.13))[0]
    if not digits:
        return " ".join(_word(random) for _ in range(random.randint(1, 4)))
    text = random.choice(_FORMS)(random).translate(str.maketrans(ARABIC, digits))
    if random.random() < 0.27:
        text = _word(random) + random.choice(("", " ")) + text
    if random.random() < 0.27:
        text += random.choice(("", " ", "  ")) + _word(random)
    return text


def _word(random: Random) -> str:
    if random.random() < 0.1:
        return "".join(random.choices(_LATIN, k=random.randint(1, 6)))
    if random.random() < 0.15:
        return random.choice((*LEADS, *UNITS, *MONTHS, "ฯ", "ๆ", "ต่าง ๆ", "ฯลฯ", "(", ")"))
    return "".join(_syllable(random) for _ in range(random.randint(1, 5)))


def _syllable(random: Random) -> str:
    parts = (_BEFORE, _CONSONANTS, _ABOVE if random.random() < 0.8 else _BELOW, _AFTER)
    return "".join(random.choice(part) for part in parts)


def _digits(random: Random, least: int, most: int) -> str:
    return "".join(random.choices(ARABIC, k=random.randint(least, most)))


def _year(random: Random) -> str:
    return random.choice(("25", "25", "25", "2", "20", "")) + _digits(random, 2, 2)


def _date(random: Random) -> str:
    day, month = random.randint(1, 31), random.choice(MONTHS)
    form = random.choice(("{} {} {}", "{} {} {}", "{}/{}/{}", "{} เดือน {} พ.ศ. {}"))
    return form.format(day, random.randint(1, 12) if "/" in form else month, _year(random))


def _led(random: Random) -> str:
    return random.choice(LEADS) + random.choice((" ", "", "  ")) + random.choice((_year, _number))(random)


def _number(random: Random) -> str:
    form = random.choice(("{}", "{}.{}", "{}/{}", "{}-{}", "{}:{}", "{} {}", "{}.{}.{}", "({})", "{})", "{}."))
    return form.format(*(_digits(random, 1, 4) for _ in range(3)))


def _amount(random: Random) -> str:
    value = f"{int(_digits(random, 2, 8)):,}" + random.choice(("", ".00", ".50", ".-", "." + _digits(random, 2, 2)))
    return value + random.choice(("", " ", " ")) + random.choice((*UNITS, "", "", ""))


def _plain(random: Random) -> str:
    return _digits(random, 1, 9)


_FORMS: tuple[Callable[[Random], str], ...] = (_year, _date, _date, _led, _led, _number, _amount, _plain)
