"""Gentle repair of text taken out of PDFs and Office files, good for showing as well as for matching."""

from __future__ import annotations

import re

from auditor.thai.glyphs import known_glyphs, mend_foreign
from auditor.thai.low_marks import restore_low_marks
from auditor.thai.normal import ABOVE_BELOW, CONSONANT, LETTER, MARK, TONE, mend_lost_am, order_marks
from auditor.thai.places import restore_places
from auditor.thai.sara_am import part_am, restore_am
from auditor.thai.words import unknown_letters

_INVISIBLE = dict.fromkeys([0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065)])

_SPACE_BEFORE_MARK = re.compile(
    f"(?<=[{CONSONANT}{MARK}])(?:[ \\u00a0]+(?=[{MARK}ำะๅ])|\\s+(?=[{MARK}]+[ \\u00a0]*[^{MARK}\\s]))"
)
"""No line begins with a mark either, where a consonant ends the one before."""
_LONE_TONE = re.compile(f"\n([{TONE}])[ \\u00a0]*\n(?P<lead>[เแโใไ]?)(?P<rest>[{CONSONANT}][{LETTER}]*)")
"""A line of nothing but a tone mark, as the Royal Gazette's heads give it: it stands over the next line's beginning."""
_TALL = re.compile("(?<=[ปฝฟ])ุ(?=า|วย)")
"""A mark shifted aside for the stem of ป, ฝ and ฟ, which some fonts give out as the vowel below: ฝุาย."""
_SPACE_AFTER_LEADING = re.compile(f"(?<=[เแโใไ])[ \\u00a0]+(?=[{CONSONANT}])")
_CLUSTER = f"[เแโใไ]?[{CONSONANT}][{MARK}]*[ะาำๅ]?[{MARK}]*"
_SPACED_OUT = re.compile(f"(?<![{LETTER}])(?:(?:{_CLUSTER}|[ะาำๅ]) ){{4,}}(?:{_CLUSTER}|[ะาำๅ])(?![{LETTER}])")
_MARKED = f"[{CONSONANT}][{ABOVE_BELOW}]?[{MARK}]+"
_ECHO = re.compile(f"(?P<a>{_MARKED})(?P<between>[{CONSONANT}])(?P=a)")
_ECHO_PAIR = re.compile(f"(?P<pair>(?:[{CONSONANT}][{MARK}]+){{2}})(?P=pair)")
_AROUND = 14


def repair(text: str) -> str:
    """The text with what extractors break put right: glyphs given out as other characters, order, places and pieces of
    marks, lost low marks and ำ, stray spaces inside words, letters spaced out, repeated clusters. Neither case nor good
    spaces nor line ends change, but for a mark that would begin a line."""
    text = known_glyphs(text.translate(_INVISIBLE))
    if not re.search(f"[{LETTER}]", text):
        return text
    text = _TALL.sub("่", _LONE_TONE.sub(_over_next, mend_foreign(text)))
    if " " in text or "\u00a0" in text or "\n" in text:
        text = _SPACE_AFTER_LEADING.sub("", _SPACE_BEFORE_MARK.sub("", text))
        text = _SPACED_OUT.sub(_closed_up, text)
        text = mend_lost_am(text)
    text = order_marks(restore_places(part_am(text)))
    return restore_am(_without_echo(restore_low_marks(text)))


def _over_next(match: re.Match[str]) -> str:
    lead, rest = match["lead"], match["rest"]
    toned = [lead + rest[:at] + match[1] + rest[at:] for at in (1, 2)]
    return "\n" + min((*toned, lead + rest), key=unknown_letters)


def _closed_up(match: re.Match[str]) -> str:
    """Letters in a row may also be an enumeration (ก ข ค ง จ): words must come of it."""
    together = match[0].replace(" ", "")
    return together if unknown_letters(together) == 0 else match[0]


def _without_echo(text: str) -> str:
    """pdfium repeats clusters of Skia's PDFs (เรื่อรื่ง): undone only where the word list knows the result better."""
    text = _ECHO.sub(lambda m: _if_better(m, m["a"] + m["between"]), text)
    return _ECHO_PAIR.sub(lambda m: _if_better(m, m["pair"]), text)


def _if_better(match: re.Match[str], replacement: str) -> str:
    before = re.search(f"[{LETTER}]*$", match.string[max(match.start() - _AROUND, 0) : match.start()])
    after = re.match(f"[{LETTER}]*", match.string[match.end() : match.end() + _AROUND])
    left, right = (before[0] if before else ""), (after[0] if after else "")
    as_is, mended = left + match[0] + right, left + replacement + right
    return replacement if unknown_letters(mended) < unknown_letters(as_is) else match[0]
