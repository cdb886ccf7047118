"""Thai letters that fonts without a right map of their glyphs give out as other characters."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import islice

from auditor.thai.normal import CONSONANT, LETTER
from auditor.thai.readings import unlikeliness
from auditor.thai.words import unknown_letters

_SHIFTED = (
    "ฐ\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b\u0e4cญ"
    "\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a"
)
"""What the shifted glyphs of Microsoft's and old Word fonts draw, in the order of their code points from U+F700."""
_PRIVATE = dict(zip(range(0xF700, 0xF71B), _SHIFTED, strict=True))
_TIS_620 = {byte: chr(0x0D60 + byte) for byte in (*range(0xA1, 0xDB), *range(0xDF, 0xFC))}
_SYMBOL = {0xF000 + byte: letter for byte, letter in _TIS_620.items()}
"""Symbol-encoded fonts put TIS-620 there; a few such characters alone are Wingdings bullets."""
_WINDOWS = (*range(0x80, 0x85), *range(0x86, 0x91), *range(0x98, 0xA0), 0xFC, 0xFD, 0xFE)
_MACINTOSH = (
    0x80,
    *range(0x94, 0x98),
    *range(0x83, 0x8D),
    0x90,
    0x92,
    0x8F,
    0x93,
    *range(0x98, 0x9D),
    0xFC,
    0xFD,
    0xFE,
)
"""Where 8-bit fonts have the shifted glyphs, as libthai's tables of shapes say."""
_MANY = 30

_DIGITS = {0x158 + n: str(n) for n in range(10)}
"""Ř to š: fonts of Microsoft's whose digits are missing in the map give out the glyph's number (ŚŝŞš for 2569)."""
_DIGIT_RUN = re.compile("(?<![A-Za-z])[Ř-š]+(?![A-Za-z])")
_TONES = dict(zip("ÉÊËÌÍѷҟ", "่้๊๋์่้", strict=True))
"""Others of such fonts, where they follow a Thai letter."""
_TONE_NUMBER = re.compile(f"(?<=[{CONSONANT}ั-ฺ])[{''.join(_TONES)}](?![A-Za-z])")
_DOTS = re.compile("(?<=[0-9๐-๙])ศ(?=[0-9๐-๙])")
_DOTTED = re.compile(
    "(?<=[0-9๐-๙])ศ(?![ก-ฮ])|(?<![ก-๎])พศศศ(?![ก-๎])|(?<![ก-๎])(?:(?:ม|ก|มี|เม|พ|มิ|ส|ต|ธ)ศ[คพย]|[ก-ฮ]{2,4})ศ(?![ก-๎])"
)
"""Where one font writes ศ for the full stop: numbers, พ.ศ., short months and other letters in a row."""

_MARKS = "่้๊๋์ัิีึืุู็ํ"
_LETTERS = _MARKS + "".join(map(chr, (*range(0xE01, 0xE2F), 0xE30, 0xE32)))
_NAMELESS = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]")
_PUNCTUATION = ",;:!?&+=*_|–—-"
_FOREIGN = re.compile(
    f"(?:(?<=[{CONSONANT}ั-ฺ])[^{LETTER}\\s0-9๐-๙.()\\[\\]“”‘’\"'/…•\ufffd{_PUNCTUATION}]|(?<=[ัิ-ื])[{_PUNCTUATION}])(?=[{LETTER}])"
)
"""What stands inside a word; of punctuation, only what stands where a tone mark does; no open digit of a scan."""
_LEAST, _MOST, _KINDS = 3, 16, 8
"""How often a character stands inside words before it is looked at, at how many of its places, and how many of them."""
_AROUND = 14
_SURE = 2.0
"""Nats between two readings that are not alike."""


def known_glyphs(text: str) -> str:
    """The text with private-use glyphs, and TIS-620 that calls itself Western (àÃ×èÍ§), as the Thai they draw."""
    if re.search("[\uf000-\uf71a]", text):
        if len(re.findall("[\uf0a1-\uf0fb]", text)) >= _MANY:
            text = text.translate(_SYMBOL)
        text = text.translate(_PRIVATE)
    western = len(re.findall("[\xa1-\xff\u0152-\u02dd\u2013-\u2260]", text))
    if western >= _MANY and western > len(re.findall(f"[A-Za-z{LETTER}]", text)):
        return min((text.translate(table) for table in _western()), key=_foreignness)
    return text


@cache
def _western() -> tuple[dict[int, str], ...]:
    tables = []
    for codec, places in (("cp1252", _WINDOWS), ("mac_roman", _MACINTOSH)):
        letters = {**_TIS_620, **dict(zip(places, _SHIFTED, strict=True))}
        named = {ord(bytes([byte]).decode(codec, "replace")): letter for byte, letter in letters.items()}
        tables.append({**(letters if codec == "cp1252" else {}), **named})
    return tuple(tables)


def _foreignness(text: str) -> int:
    return unknown_letters(text[:2000]) + len(re.findall(f"[^{LETTER}\\s!-~๐-๙]", text[:2000]))


def mend_foreign(text: str) -> str:
    """The text with the digits of glyph numbers, and with each character that stands inside its words for the same
    Thai letter everywhere (ทีÉ, ภา\x06า), as that letter."""
    text = _DIGIT_RUN.sub(lambda run: run[0].translate(_DIGITS), text)
    text = _TONE_NUMBER.sub(lambda tone: _TONES[tone[0]], text)
    if len(_DOTS.findall(text)) >= _LEAST:
        text = _DOTTED.sub(lambda run: "พ.ศ." if run[0] == "พศศศ" else run[0].replace("ศ", "."), text)
    for char, often in Counter(_FOREIGN.findall(text)).most_common(_KINDS):
        letter = _meant(char, text) if often >= _LEAST else ""
        if letter:
            text = _places_of(char).sub(letter, text)
    return text


def _places_of(char: str) -> re.Pattern[str]:
    """Where the character stands for a letter; punctuation only where a tone mark stands inside a word."""
    if char in _PUNCTUATION:
        return re.compile(f"(?<=[ัิ-ื]){re.escape(char)}(?=[{LETTER}])")
    return re.compile(f"(?<=[{CONSONANT}ั-ฺ]){re.escape(char)}")


def _meant(char: str, text: str) -> str:
    """The letter that makes likelier words of what stands around the character nearly everywhere; "" if none does."""
    around = re.compile(f"([{LETTER}]{{1,{_AROUND}}}){re.escape(char)}(?=([{LETTER}]{{1,{_AROUND}}}))")
    places = [(place[1], place[2]) for place in islice(around.finditer(text), _MOST)]
    as_is = [unlikeliness(before) + unlikeliness(after) for before, after in places]
    best, gain = "", 0.0
    for letter in _LETTERS if _NAMELESS.match(char) else _MARKS:
        gains = [bad - unlikeliness(left + letter + right) for bad, (left, right) in zip(as_is, places, strict=True)]
        right, wrong = sum(won > _SURE for won in gains), sum(won < -_SURE for won in gains)
        if sum(gains) > gain and right >= max(2, 0.5 * len(gains)) and wrong <= 0.1 * len(gains):
            best, gain = letter, sum(gains)
    return best
