"""Labels with nothing behind them: "ค่าธรรมเนียม :" and then the next label, or dots that nobody wrote on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor import thai
from auditor.judge.exhibits import Exhibit
from auditor.judge.saying import Saying
from auditor.rules.schema import Concept, Criterion

LABEL = 32
"""Characters of the longest line that is a label; a longer one says something itself."""
BELOW = 8
"""Lines below a label that are looked at."""
_DOTS = re.compile(r"[\s._…·]{8,}$")
_DOTTED = re.compile(rf"[^\d._…·]{{2,{LABEL}}}[\s:]*[._…·]{{6,}}[\s._…·]*(?:บาท|วัน|คน|ราย|เรื่อง)?[\s.)]*$")
_OPEN = re.compile(rf"[^:]{{2,{LABEL}}}:\s*$")
_FILLED = re.compile(rf"(?!ด้าน)[^:\d•-]{{2,{LABEL}}}:\s*\S")
_NEXT_PART = re.compile(r"(?!1[.)])\d{1,2}[.)]\s*\D")
"""A list of what a label says would begin with its first entry."""
REST = 8
"""Letters that a line of labels has beside them: "และ", a number."""
_SIGNATURE = re.compile(r"\s*(?:[(]\s*(?:นาย|นาง|ว่าที่|พ\.|ส\.|ร\.)|ลงชื่อ|ผู้(?:รายงาน|จัดทำ)|ปลัด|นายก)")
_CLOSING = re.compile(r"[(]|ลงชื่อ|ลงนาม|ผู้(?:รายงาน|จัดทำ|ตรวจ|อำนวยการ|รับรอง)|หัวหน้า|นาย|นาง")
"""What stands below the last line to write on."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that an element of a concept is labelled with, and those of the elements beside it, normalised."""

    own: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def labels_of(criterion: Criterion, concept: Concept) -> Labels:
    beside = (c for c in concept.criteria.values() if c is not criterion)
    return Labels(_words(criterion), tuple(word for other in beside for word in _words(other)))


def _words(criterion: Criterion) -> tuple[str, ...]:
    return tuple(thai.normalise(phrase) for phrase in criterion.match.any_of or () if isinstance(phrase, str))


def filled_in(exhibit: Exhibit, labels: Labels) -> Exhibit:
    """The exhibit without the labels that were left blank; itself where there are none. On paper somebody may have
    written there: whoever asks leaves that to a person."""
    text = without_blanks(exhibit.text, labels)
    if not text or len(text) == len(exhibit.text):
        return exhibit
    return replace(exhibit, saying=Saying(lambda: text, lambda _: exhibit.speaks, lambda _: exhibit.time))


def without_blanks(text: str, labels: Labels) -> str:
    """A text without blank labels. A column of labels, whose matter stands in the next column, is left as it is."""
    lines = [line.strip() for line in text.splitlines()]
    full = [n for n, line in enumerate(lines) if line]
    below = {n: [lines[m] for m in full[at + 1 : at + BELOW]] for at, n in enumerate(full)}
    tests = (_is_passed_over, _is_signed_over)
    blank = {n for n in full if _is_blank(lines[n], below[n]) or any(t(lines[n], below[n], labels) for t in tests)}
    return "\n".join(line for n, line in enumerate(text.splitlines()) if n not in blank) if blank else text


def _is_blank(line: str, below: Sequence[str]) -> bool:
    if _DOTTED.match(line):
        return True
    behind = below[0] if below else ""
    if _OPEN.match(line) and (not behind or _FILLED.match(behind) or _NEXT_PART.match(behind)):
        return True
    is_label = len(line) <= LABEL and not any(map(str.isdigit, line)) and not _DOTS.match(line)
    return is_label and bool(_DOTS.match(behind)) and _nothing_follows(below)


def _is_passed_over(line: str, below: Sequence[str], labels: Labels) -> bool:
    """Whether a line is the element's label alone, and the next line the label and the matter of another."""
    if len(line) > LABEL or not below or thai.normalise(line) not in labels.own:
        return False
    behind = thai.normalise(below[0])
    label = max((word for word in labels.others if behind.startswith(word)), key=len, default="")
    return bool(label) and len(behind) > len(label) + LABEL // 2 and not any(map(str.isdigit, behind))


def _is_signed_over(line: str, below: Sequence[str], labels: Labels) -> bool:
    """Whether a line is labels alone, the element's among them, and below it stand more of them and then who signs."""
    if not (_is_label(line, labels.own, labels) and below):
        return False
    after = next((other for other in below if not _is_label(other, labels.others, labels)), "")
    return bool(_SIGNATURE.match(after))


def _is_label(line: str, words: Sequence[str], labels: Labels) -> bool:
    plain = thai.normalise(line)
    if len(line) > LABEL or not any(word in plain for word in words):
        return False
    for word in sorted((*labels.own, *labels.others), key=len, reverse=True):
        plain = plain.replace(word, "")
    return len(plain) <= REST


def _nothing_follows(below: Sequence[str]) -> bool:
    """Whether no matter stands below the dots: a line under a heading is drawn with such too."""
    after = next((line for line in below if not _DOTS.match(line)), "")
    return not after or bool(_CLOSING.match(after) or _DOTTED.match(after))
