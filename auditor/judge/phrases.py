"""Phrases in texts: where one stands, as words of its own. The one way in which words of a rule are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from auditor import thai
from auditor.judge.exhibits import Exhibit
from auditor.rules.schema import Phrase

BUDGETS = {"งบประมาณ": "", "งบ": "(?!ประมาณ)"}
"""The word for a budget, whole and short, each with what may not follow."""
NO_MONEY = "".join(rf"(?<!{w})" for w in ("ปี", "ส", "สำนัก", "ยุทธศาสตร์และ", "แผนงานและ", "แผนและ", "นโยบายและ"))
"""Before that word: a year, or the name of an office; "สงบ" is peace."""
SHORT = 4
"""Letters of a phrase up to which it is looked for as a word: longer ones hardly stand inside others."""
AGENCIES = frozenset(("อบต", "อบจ"))
"""Short names that no word list has."""
LOOKED_AT = 300
"""Places in a text at which a short word is looked for."""
AROUND = 12
"""Letters before a short word that find its place again for a quote."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a mark was found: the exhibit, and the normalised phrase to quote from its text."""

    exhibit: Exhibit
    phrase: str = ""
    quote: str = ""


def find(phrase: Phrase, bundle: Sequence[Exhibit]) -> Hit | None:
    parts = parts_of(phrase)
    for exhibit in bundle:
        where = _all_stand(parts, exhibit.norm)
        if where:
            return Hit(exhibit, where)
    return None


def _all_stand(parts: Sequence[str], text: str) -> str:
    """What to quote for the first part of a phrase all of whose parts stand in a text; "" where they do not."""
    if not all(part in text for part in parts):
        return ""  # cutting words around the others is what costs
    where = [stands(part, text) for part in parts]
    return where[0] if all(where) else ""


def stands(part: str, text: str) -> str:
    """What to quote of a text for a part of a phrase; "" where it does not stand as words of its own: "ปีงบประมาณ" says
    nothing of money, nor does "บทบาท", and "รายงาน" counts nothing."""
    if part in BUDGETS:
        found = re.search(f".?{NO_MONEY}{part}{BUDGETS[part]}", text, re.DOTALL)
        return found[0] if found else ""
    if len(part) > SHORT or part.isascii() or part in AGENCIES:
        return part if part in text else ""
    places = islice(re.finditer(re.escape(part), text), LOOKED_AT)
    word = next((m for m in places if _is_counted(text, *m.span()) or thai.is_boundary(text, *m.span())), None)
    return text[max(word.start() - AROUND, 0) : word.end()] if word else ""


def _is_counted(text: str, start: int, end: int) -> bool:
    """A word beside a number is a unit or a month: "15 วันทำการ", "พ.ย. 2568"."""
    return text[start - 1 : start].isdigit() or text[end : end + 1].isdigit()


def says(phrases: Iterable[Phrase], text: str) -> bool:
    """Whether a text, as it was written, holds one of the phrases with all its parts."""
    plain = thai.normalise(text)
    return any(_all_stand(parts_of(phrase), plain) for phrase in phrases)


def says_plainly(phrase: Phrase, plain: str) -> bool:
    """The same of one phrase and a normalised text."""
    return bool(_all_stand(parts_of(phrase), plain))


def parts_of(phrase: Phrase) -> list[str]:
    return [thai.normalise(part) for part in ([phrase] if isinstance(phrase, str) else phrase)]


def find_any(phrases: Iterable[Phrase], bundle: Sequence[Exhibit]) -> Hit | None:
    """The first phrase that stands anywhere, in the first text that it stands in; each text is opened once."""
    found, better = None, [parts_of(phrase) for phrase in phrases]
    for exhibit in bundle if better else ():
        text = exhibit.norm
        for n, parts in enumerate(better):
            if where := _all_stand(parts, text):
                found, better = Hit(exhibit, where), better[:n]
                break
        if not better:
            break
    return found
