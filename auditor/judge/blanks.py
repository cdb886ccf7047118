"""Labels with nothing behind them: "ค่าธรรมเนียม :" and then the next label, or dots that nobody wrote on."""

from __future__ import annotations

import re
from dataclasses import replace

from auditor.judge.exhibits import Exhibit
from auditor.judge.saying import Saying

LABEL = 60
"""Characters of the longest line that is a label."""
_DOTS = re.compile(r"[\s._…·]{8,}$")
_DOTTED = re.compile(r"[^\d._…·]{2,60}[\s:]*[._…·]{6,}[\s._…·]*(?:บาท|วัน|คน|ราย|เรื่อง)?[\s.)]*$")
_OPEN = re.compile(r"[^:]{2,60}:\s*$")
_FILLED = re.compile(r"[^:]{2,60}:\s*\S")


def filled_in(exhibit: Exhibit) -> Exhibit:
    """The exhibit without the labels that were left blank; itself where there are none. Only of printed text: on paper
    somebody may have written."""
    text = without_blanks(exhibit.text) if exhibit.is_text else ""
    if not text or len(text) == len(exhibit.text):
        return exhibit
    return replace(exhibit, saying=Saying(lambda: text, lambda _: exhibit.speaks, lambda _: exhibit.time))


def without_blanks(text: str) -> str:
    """A text without blank labels. A column of labels, whose matter stands in the next column, is left as it is."""
    lines = text.splitlines()
    full = [n for n, line in enumerate(lines) if line.strip()]
    blank = {
        here for here, after in zip(full, [*full[1:], None], strict=True)
        if _is_blank(lines[here].strip(), lines[after].strip() if after is not None else "")
    }  # fmt: skip
    return "\n".join(line for n, line in enumerate(lines) if n not in blank) if blank else text


def _is_blank(line: str, behind: str) -> bool:
    if _DOTTED.match(line):
        return True
    if _OPEN.match(line):
        return not behind or bool(_FILLED.match(behind) or _DOTS.match(behind))
    return len(line) <= LABEL and bool(_DOTS.match(behind)) and not any(map(str.isdigit, line))
