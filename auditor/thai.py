"""Thai text in one canonical form: `normalise` for matching, `repair` for showing, spans and quotes of the original."""

from __future__ import annotations

import re
import unicodedata

_TH = "ก-ฺเ-๎"
"""Thai letters, vowels and marks; not the digits, nor the baht sign."""
_C = "ก-ฮ"
_ABOVE = "ัิ-ฺ็"
_TONE = "่-๋"
_MARK = "ัิ-ฺ็-๎"

_GONE = [0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
_SPACE = [*range(0x09, 0x0E), *range(0x1C, 0x20), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F]
_SPACE += [0x205F, 0x3000, ord("_")]
_DASH = [*range(0x2010, 0x2016), 0x2212, 0x2043, 0xFE58, 0xFE63, 0x30FC]
_QUOTE = [0x22, 0x27, 0x60, 0xB4, 0xAB, 0xBB, *range(0x2018, 0x2020), 0x2032, 0x2033, 0x201A, 0x201E]


class _Fold(dict[int, str]):
    """A translation table that knows every character: a missing key would raise and be slow."""

    def __missing__(self, code: int) -> str:
        self[code] = chr(code)
        return self[code]


def _fold_table() -> _Fold:
    table = _Fold({0xFF01 + n: chr(0x21 + n).lower() for n in range(0x5E)})
    table |= dict.fromkeys(_GONE, "") | dict.fromkeys(_SPACE, " ") | dict.fromkeys(_DASH, "-")
    table |= dict.fromkeys(_QUOTE, "") | {0x0E50 + n: str(n) for n in range(10)}
    table |= {0xFF02: "", 0xFF07: "", 0xFF3F: " ", 0xFF40: "", 0x2024: ".", 0x2026: "...", 0x2022: " ", 0xB7: " "}
    table |= {ord("ๅ"): "า", ord("ฏ"): "ฎ", ord("О"): "o", ord("о"): "o", ord("Ο"): "o", ord("ο"): "o"}
    return table


_TABLE = _fold_table()

_SPELLING = (
    # ฏ is folded to ฎ first; these are the words that are spelt with ฏ
    ("ปฎิ", "ปฏิ"), ("ปรากฎ", "ปรากฏ"), ("กบฎ", "กบฏ"),
    ("บุคคลากร", "บุคลากร"), ("สรปุ", "สรุป"), ("ออรไลน์", "ออนไลน์"), ("ออนไลย์", "ออนไลน์"),
    ("เจตนารมย์", "เจตนารมณ์"), ("เจตนารมน์", "เจตนารมณ์"), ("เจตจํานง", "เจตจำนง"), ("เวปไซ", "เว็บไซ"), ("เว็ปไซ", "เว็บไซ"),
    ("เวบไซ", "เว็บไซ"), ("เว็บไซด์", "เว็บไซต์"), ("เว็บไซท์", "เว็บไซต์"), ("เว็บไซค์", "เว็บไซต์"),
    ("อิเลคทรอนิ", "อิเล็กทรอนิ"), ("อิเล็คทรอนิ", "อิเล็กทรอนิ"), ("อิเลกทรอนิ", "อิเล็กทรอนิ"),
    ("อิเล็กทรอนิคส์", "อิเล็กทรอนิกส์"), ("อนุญาติ", "อนุญาต"), ("ทุจริจ", "ทุจริต"), ("ทุจริตต", "ทุจริต"),
    ("งบประมาน", "งบประมาณ"), ("อำนาจหน้าที", "อำนาจหน้าที่"), ("ที่่", "ที่"),
)  # fmt: skip

_AM = re.compile(f"ํ+([{_TONE}]?)[าำ]|าํ|([{_TONE}])ํ+[าำ]|ำ([{_TONE}])|ำ[าำํ]")
_LOST_AM = re.compile(f"(?P<c>[{_C}][{_ABOVE}]?[{_TONE}]?) +า(?!ํ)")
_SWAPPED = re.compile(f"([{_TONE}์]+)([{_ABOVE}])")
_TWICE = re.compile(f"([{_MARK}])\\1+")
_SEPARATORS = r"[ .\-/()\[\]{}]"
_BESIDE = re.compile(f"(?<=[{_TH}]){_SEPARATORS}+|{_SEPARATORS}+(?=[{_TH}])")
_SPACES = re.compile(r" *- *| {2,}")
_ZERO_IN_WORD = re.compile(r"(?<=[a-z])0(?![0-9])|(?<![0-9a-z.,/-])0(?=[a-z])")
_ITEM = re.compile(
    r"(?<![a-z0-9])o[ .\-]{0,3}0?([1-9]|[1-3][0-9]|4[0-3])(?![0-9])"
    r"|(?<![a-z0-9.,/\-])(?<![0-9] )0 ?0?([1-9]|[1-3][0-9]|4[0-3])(?![ ]?[/.,\-]? ?[0-9]|%)"
)


def normalise(text: str) -> str:
    """The canonical form in which phrases are matched. Idempotent; phrases and texts must both go through it.

    Lower case, Arabic digits, one spelling for common misspellings. No separator (space, line break, dot, dash,
    slash, bracket) stands beside a Thai letter, and quotation marks stand nowhere: "พ.ศ. 2566" is "พศ2566",
    "ถาม - ตอบ" is "ถามตอบ". Item numbers are "o31".
    """
    text = unicodedata.normalize("NFC", text).lower().translate(_TABLE)
    if not text.isascii():
        text = _join(_marks(_lost_am(text)))
    text = _SPACES.sub(_squeezed, text).strip(" ")
    if "0" in text or "o" in text:
        text = _ITEM.sub(lambda m: "o" + (m[1] or m[2]), _ZERO_IN_WORD.sub("o", text))
    return text


def _squeezed(match: re.Match[str]) -> str:
    return "-" if "-" in match[0] else " "


def _lost_am(text: str) -> str:
    """A space between a consonant and า cannot be: extractors leave it where ำ stood ("ต าบล")."""
    return _LOST_AM.sub(_am_or_spacing, text) if " า" in text else text


def _am_or_spacing(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    alone = (start == 0 or text[start - 1] == " ") and (end == len(text) or text[end] == " ")
    if alone and (_single(text[:start][-4:].rstrip(" "), -1) or _single(text[end : end + 5].lstrip(" "), 1)):
        return match["c"] + "า"
    return match["c"] + "ำ"


def _single(near: str, side: int) -> bool:
    """Whether the token nearest the gap is one letter, as in text spaced out letter by letter."""
    token = (near.split(" ")[0] if side > 0 else near.split(" ")[-1]) if near else ""
    return len(re.sub(f"[{_MARK}]", "", token)) == 1


def _marks(text: str) -> str:
    text = _AM.sub(lambda m: (m[1] or m[2] or m[3] or "") + "ำ", text)
    while _SWAPPED.search(text):
        text = _SWAPPED.sub(r"\2\1", text)
    return _TWICE.sub(r"\1", text)


def _join(text: str) -> str:
    text = _BESIDE.sub("", text).replace("เเ", "แ")
    for wrong, right in _SPELLING:
        if wrong in text:
            text = text.replace(wrong, right)
    return text


def find_span(original: str, phrase_norm: str) -> tuple[int, int] | None:
    """Where in the original a normalised phrase first stands, as (start, end); None if it stands nowhere.

    No offset map is kept: windows of the original are normalised until one shows the phrase, then it is narrowed.
    """
    if not phrase_norm or phrase_norm not in normalise(original):
        return None
    width = 4 * len(phrase_norm) + 200
    for at in range(0, max(len(original) - width // 2, 1), width // 2):
        if phrase_norm in normalise(original[at : at + width]):
            return _narrowed(original, at, min(at + width, len(original)), phrase_norm)
    return _narrowed(original, 0, len(original), phrase_norm)


def _narrowed(original: str, start: int, end: int, phrase: str) -> tuple[int, int]:
    low, high = start, end
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if phrase in normalise(original[start:middle]) else (middle + 1, high)
    end, low, high = high, start, high
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if phrase in normalise(original[middle:end]) else (low, middle - 1)
    while end < len(original) and re.match(f"[{_MARK}]", original[end]):
        end += 1
    return low, end


def quote(original: str, phrase_norm: str, width: int = 160) -> str:
    """The original's own words around the phrase, on one line of about `width` characters; "" if it is not there."""
    span = find_span(original, phrase_norm)
    if span is None:
        return ""
    room = max(width - (span[1] - span[0]), 0)
    start = _cut_before(original, max(span[0] - room // 3, 0), span[0])
    end = _cut_after(original, span[1], min(max(start + width, span[1]), len(original)))
    line = " ".join(original[start:end].split())
    return ("…" if start > 0 else "") + line + ("…" if end < len(original) else "")


def _cut_before(text: str, earliest: int, latest: int) -> int:
    if earliest == 0:
        return 0
    gap = re.search(r"\s", text[earliest:latest])
    return earliest + gap.end() if gap else latest


def _cut_after(text: str, earliest: int, latest: int) -> int:
    if latest == len(text):
        return latest
    gap = text.rfind(" ", earliest, latest)
    if gap > earliest:
        return gap
    while latest > earliest and re.match(f"[{_MARK}ะาำ]", text[latest]):
        latest -= 1
    return latest


def words(text: str) -> list[str]:
    """newmm words of a short text. Slow (30 ms for 10,000 characters): for windows around hits only."""
    from pythainlp.tokenize import word_tokenize

    return list(word_tokenize(text, engine="newmm", keep_whitespace=True))


def is_boundary(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] begins and ends where words do, judged by newmm in a window around it."""
    left, right = max(start - 40, 0), min(end + 40, len(text))
    edges, at = {left}, left
    for word in words(text[left:right]):
        at += len(word)
        edges.add(at)
    return start in edges and end in edges


def thai_share(text: str) -> float:
    """Share of the letters that are Thai, 0.0 to 1.0; 0.0 for a text without letters."""
    thai = len(re.findall(f"[{_TH}]", text))
    other = sum(1 for char in text if char.isalpha() and not "ก" <= char <= "๎")
    return thai / (thai + other) if thai else 0.0
