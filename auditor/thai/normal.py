"""The one canonical form of Thai text in which everything is matched."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

import re2

from auditor.thai.spelling import respell
from auditor.thai.words import unknown_letters

LETTER = "ก-ฺเ-๎"
"""Inside a character class: Thai letters, vowels, marks, ฯ and ๆ; not digits, nor the baht sign."""
CONSONANT = "ก-ฮ"
ABOVE_BELOW = "ัิ-ฺ็"
TONE = "่-๋"
MARK = "ัิ-ฺ็-๎"

_GONE = [0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
_QUOTES = [0x22, 0x27, 0x60, 0xB4, 0xAB, 0xBB, *range(0x2018, 0x2020), 0x2032, 0x2033, 0xFF02, 0xFF07, 0xFF40]
_DASHES = [*range(0x2010, 0x2016), 0x2043, 0x2212, 0xFE58, 0xFE63, 0x30FC]
_BLANKS = [*range(0x00, 0x09), *range(0x0E, 0x1C), *map(ord, "_•·▪●○►฿๏๚๛"), 0x7F, 0xFF3F, 0xF0B7, 0xF0A7]


def _folds() -> dict[str, str]:
    folds = {chr(0xFF01 + n): chr(0x21 + n).lower() for n in range(0x5E)}
    folds |= {chr(code): "" for code in _GONE + _QUOTES} | {chr(code): "-" for code in _DASHES}
    folds |= {chr(code): " " for code in _BLANKS} | {chr(0x0E50 + n): str(n) for n in range(10)}
    # Unicode's normal form makes a blank and two quotation marks of these.
    folds |= {"\u0387": " ", "\u1fef": "", "\u1ffd": ""}
    return folds | {"…": "...", "․": ".", "ๅ": "า", "ฏ": "ฎ", "о": "o", "ο": "o"}


_FOLDS = _folds()
_ODD = re.compile("[" + re.escape("".join(_FOLDS)) + "]")

_CODE = "cp874"
"""What most texts can be written in, one byte a letter: all of them are folded and looked at in one native step."""


def _byte_folds() -> tuple[bytes, bytes]:
    """What each byte becomes, and those that go. What becomes more than one letter stays."""
    chars = {code: bytes([code]).decode(_CODE, "ignore").lower() for code in range(256)}
    folds = {code: " " if char.isspace() else _FOLDS.get(char, char) for code, char in chars.items()}
    becomes = (fold.encode(_CODE) if len(fold) == 1 else bytes([code]) for code, fold in folds.items())
    return b"".join(becomes), bytes(code for code, fold in folds.items() if chars[code] and not fold)


def _bytes_like(pattern: str) -> Any:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    return re2.compile(pattern.encode(_CODE), options)


_BYTES, _BYTES_GONE = _byte_folds()
_ELLIPSIS = "…".encode(_CODE)
_APART = r"[ ….\-/()\[\]{}]*"
_MAYBE_DISORDER = _bytes_like(
    f"[{TONE}์]{_APART}[{ABOVE_BELOW}{TONE}์]|[{ABOVE_BELOW}๎]{_APART}[{ABOVE_BELOW}๎]|ำ{_APART}[าำ{TONE}]|ํ| า|เ{_APART}เ"
)
"""Where nothing of this stands, `order_marks` changes nothing, whatever separators go."""

_AM = re.compile(f"ํ([{TONE}]?)[าำ]|([{TONE}])ํ[าำ]|าํ")
_AM_LATE = re.compile(f"ำ([าำํ{TONE}]+)")
_LOST_AM = re.compile(r" +า")
_MOSTLY_AM = ("น้", "ย้", "ซ้", "ต่")
"""What has ำ above it more often than า, where it ends a word that could be both (pythainlp's words)."""
_DISORDER = re.compile(f"[{TONE}์][{ABOVE_BELOW}{TONE}์]")
_DOUBLES = tuple(mark * 2 for mark in "ัิีึืฺุู็ํ๎")
_MARKS = re.compile(f"[{MARK}]{{2,}}")
_RUN = re.compile(r"[.\-/()\[\]{}][ .\-/()\[\]{}]*")
_SPACE_APART = re.compile(f" (?<![{LETTER}] )(?![{LETTER}])")
_ZERO_IN_WORD = re.compile(r"0(?:(?<=[a-z]0)(?![0-9])|(?<![0-9a-z.,/\-]0)(?=[a-z]))")
_ITEM = re.compile(
    r"o(?<![a-z0-9]o)[ .\-]{0,2}0?([1-9]|[1-3][0-9]|4[0-3])(?![0-9])"
    r"|0(?<![a-z0-9.,/\-]0)(?<![0-9][ ]0) ?([1-9]|[1-3][0-9]|4[0-3])(?! ?[/.,\-]? ?[0-9]|%)"
)


LABEL = 200
"""Characters of a text that is likely to come again: menu entries and labels stand on every page of a site."""


def normalise(text: str) -> str:
    """The form in which phrases are matched. Idempotent; phrases and texts must both go through it.

    Lower case, Arabic digits, one spelling for common misspellings. No space, line break, underscore, dot, dash, slash
    or bracket stands beside a Thai letter and quotation marks stand nowhere: "พ.ศ. 2566" is "พศ2566", "ถาม - ตอบ" is
    "ถามตอบ". Item numbers, also typed with a zero or in Thai digits, are "o31".
    """
    return _normalise_label(text) if len(text) <= LABEL else _normalise(text)


def _normalise(text: str) -> str:
    text, orderly = _folded(text)
    text = " ".join(text.split())
    if " -" in text or "- " in text:
        text = text.replace(" -", "-").replace("- ", "-")
    if not text.isascii():
        # Marks last: they meet only when what stood between them is gone.
        text = _joined(mend_lost_am(text))
        text = respell(text if orderly else order_marks(unicodedata.normalize("NFC", text)))
    if "0" in text:
        text = _ZERO_IN_WORD.sub("o", text)
    return _ITEM.sub(lambda m: "o" + (m[1] or m[2]), text)


def _folded(text: str) -> tuple[str, bool]:
    """Lower case, what has no meaning of its own as a blank or gone; and whether all marks surely are in order."""
    try:
        plain = text.encode(_CODE).translate(_BYTES, _BYTES_GONE)
    except UnicodeEncodeError:
        return _ODD.sub(lambda m: _FOLDS[m[0]], text.lower()), False
    return plain.replace(_ELLIPSIS, b"...").decode(_CODE), _MAYBE_DISORDER.search(plain) is None


_normalise_label = lru_cache(maxsize=30_000)(_normalise)


def order_marks(text: str) -> str:
    """Sara am in one piece, marks once each and in one order (vowel, then tone), เเ as แ."""
    text = whole_am(text)
    while _DISORDER.search(text) or any(double in text for double in _DOUBLES):
        before, text = text, whole_am(_MARKS.sub(_ordered, text))
        if before == text:
            break
    return text.replace("เเ", "แ")


def whole_am(text: str) -> str:
    """Sara am in one piece, after the tone mark."""
    while "ํํ" in text:
        text = text.replace("ํํ", "ํ")
    if "ํ" in text:
        text = _AM.sub(lambda m: (m[1] or m[2] or "") + "ำ", text)
    return _AM_LATE.sub(lambda m: m[1].strip("าำํ")[:1] + "ำ", text)


def _ordered(match: re.Match[str]) -> str:
    """Vowels first, then the first tone mark, then the rest; each once."""
    marks = list(dict.fromkeys(match[0]))
    tones = [mark for mark in marks if "่" <= mark <= "๋"]
    vowels = [mark for mark in marks if mark < "่"]
    return "".join(vowels + tones[:1] + [mark for mark in marks if mark > "๋"])


def mend_lost_am(text: str) -> str:
    """A space between a consonant and า cannot be: extractors leave it where ำ stood ("ต าบล")."""
    return _LOST_AM.sub(_am_or_spacing, text) if " า" in text else text


def _am_or_spacing(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    before = text[max(start - 8, 0) : start].split(" ")
    if not before[-1] or not re.search(f"[{CONSONANT}][{ABOVE_BELOW}]?[{TONE}]?$", before[-1]):
        return match[0]
    spaced = _is_single(before[-1]) and text[end : end + 1] in ("", " ")
    after = text[end + 1 : end + 8].split(" ")[0]
    if spaced and ((len(before) > 1 and _is_single(before[-2])) or _is_single(after)):
        return "า"
    return _am_or_aa(before[-1], text[end : end + 14]) if re.search(f"[{TONE}]$", before[-1]) else "ำ"


def _am_or_aa(before: str, after: str) -> str:
    """Above a tone mark the space may also be where a font was changed ("เจ้ าหน้ าที่" beside "น้ า"): words tell."""
    follows = re.match(f"[{LETTER}]*", after)
    left, right = re.split(f"[^{LETTER}]", before)[-1], follows[0] if follows else ""
    am, aa = (unknown_letters(left + vowel + right) for vowel in "ำา")
    return "ำ" if am < aa or (am == aa and left[-2:] in _MOSTLY_AM) else "า"


def _is_single(token: str) -> bool:
    """Whether a token is one letter with its marks, as in text spaced out letter by letter."""
    return len(re.sub(f"[{MARK}]", "", token)) == 1


def _joined(text: str) -> str:
    """No separators beside Thai letters; spaces that may stay are few. NUL is a blank and has been folded."""
    return _SPACE_APART.sub("\0", _RUN.sub(_kept_run, text)).replace(" ", "").replace("\0", " ")


def _kept_run(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    before = text[start - 1 : start]
    if before == " ":
        before = text[start - 2 : start - 1]
    return "" if _is_thai(before) or _is_thai(text[end : end + 1]) else match[0]


def _is_thai(char: str) -> bool:
    return "ก" <= char <= "ฺ" or "เ" <= char <= "๎"


_ARABIC = {chr(0x0E50 + n): str(n) for n in range(10)}
_THAI_DIGIT = re.compile("[๐-๙]")


def arabic_digits(text: str) -> str:
    """Thai digits as Arabic ones; nothing else changes, nor does the length."""
    # str.translate looks every letter up by itself; few are digits.
    return _THAI_DIGIT.sub(lambda m: _ARABIC[m[0]], text)


def thai_digits(text: str) -> str:
    """Arabic digits as Thai ones; nothing else changes, nor does the length."""
    return text.translate({ord(digit): code for code, digit in _ARABIC.items()})
