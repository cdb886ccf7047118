"""Every mention of a year, date, month or part of a year in a text, with what it is there for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from auditor.period import words as w
from auditor.period.calendar import first_day, last_day, make_date, read_year

MentionKind = Literal["fiscal_year", "year", "date", "range", "half", "quarter", "month", "months"]
Role = Literal["subject", "publication", "law", "plan_range", "results", "unknown"]
_LAW_REACH = 200
_PLAN_REACH = 80
"""Letters before two years in which a plan is named that they are of."""
_PLANNED = re.compile("แผน|ยุทธศาสตร์")


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention. `year` is BE as written (of a range: its last year); `start` and `end` are days, where known."""

    kind: MentionKind
    year: int | None
    start: date | None
    end: date | None
    text: str
    span: tuple[int, int]
    certainty: float
    role: Role
    part: int | None = None
    """Of a half 1 or 2, of a quarter 1 to 4, of a month without year its number, of "รอบ n เดือน" its n."""


Found = tuple[MentionKind, int | None, date | None, date | None, float, Role, int | None]
Reader = Callable[[re.Match[str], str], Found | None]


LABEL = 200
"""Characters of a text that is likely to be asked again: menu entries, headings and file names."""


def mentions(text: str) -> tuple[Mention, ...]:
    """All mentions in the order in which they stand. Never raises, whatever the text."""
    return _mentions_of_label(text) if len(text) <= LABEL else _mentions(text)


def _mentions(text: str) -> tuple[Mention, ...]:
    folded, ends = w.join_digits(w.fold(text))
    rest = w.NOT_YEARS.sub(_blank, folded)
    found: list[Mention] = []
    for pattern, read in _READERS:
        if _NEEDED.get(read, "") not in rest:
            continue
        hits = list(_read_all(pattern, read, rest))
        found += hits
        rest = _without(rest, hits)
    hits = _without_lone_abbreviation(sorted(found, key=lambda hit: hit.span))
    return tuple(_placed(hit, text, ends, *role) for hit, role in zip(hits, _roles(hits, folded), strict=True))


_mentions_of_label = lru_cache(maxsize=10_000)(_mentions)


def _placed(hit: Mention, text: str, ends: Mapping[int, int], role: Role, certainty: float) -> Mention:
    """The mention as it was written."""
    start, end = hit.span
    end = ends.get(end, end)
    return Mention(hit.kind, hit.year, hit.start, hit.end, text[start:end], (start, end), certainty, role, hit.part)


def _without(rest: str, hits: list[Mention]) -> str:
    """What is read once is blanked, so that a date's year is not a year as well."""
    if not hits:
        return rest
    pieces, at = [], 0
    for start, end in (hit.span for hit in hits):
        pieces += [rest[at:start], "\x00" * (end - start)]
        at = end
    return "".join([*pieces, rest[at:]])


def _blank(match: re.Match[str]) -> str:
    return "\x00" * len(match[0])


def _read_all(pattern: re.Pattern[str], read: Reader, rest: str) -> Iterator[Mention]:
    for match in pattern.finditer(rest):
        found = None if read in _BY_MONTH and w.is_inside_word(rest, match.start()) else read(match, rest)
        if found:
            kind, year, start, end, certainty, role, part = found
            yield Mention(kind, year, start, end, match[0], match.span(), certainty, role, part)


def _without_lone_abbreviation(found: list[Mention]) -> list[Mention]:
    """One "ก.พ." without a year may be an office; several such months are a table of months."""
    bare = {hit.part for hit in found if _is_bare_abbreviation(hit)}
    return [hit for hit in found if len(bare) > 1 or not _is_bare_abbreviation(hit)]


def _is_bare_abbreviation(hit: Mention) -> bool:
    return hit.kind == "month" and hit.year is None and not re.search("[ก-ฮ]{2}|[a-z]{4}", hit.text)


def _roles(found: list[Mention], folded: str) -> Iterator[tuple[Role, float]]:
    after = 0
    for hit in found:
        role, certainty = hit.role, hit.certainty
        if w.ASSESSED.search(folded[max(hit.span[0] - 90, 0) : hit.span[0]]):
            role, certainty = "publication", 0.3
        elif hit.kind in ("fiscal_year", "year") and w.RESULTS.search(folded[max(hit.span[0] - 160, 0) : hit.span[0]]):
            role = "results"
        elif role == "subject" and hit.kind in ("range", "months") and w.TO_COME.match(folded, hit.span[1]):
            role = "unknown"
        elif role == "unknown":
            role, certainty = _role(hit, folded, after)
        yield role, certainty
        after = hit.span[1]


def _role(hit: Mention, folded: str, after: int) -> tuple[Role, float]:
    """`after` is where the mention before ends: a law's name owns only the first year that follows it."""
    start = hit.span[0]
    near = folded[max(start - 60, 0) : start]
    if w.COPYRIGHT.search(near):
        return "publication", 0.05
    if w.POSTED.search(near):
        return "publication", 0.3
    if w.DATED.search(near):
        return "publication", 0.5
    if hit.kind == "year" and _names_law(folded[max(start - _LAW_REACH, after) : start]):
        return "law", hit.certainty
    return "unknown", hit.certainty


def _names_law(before: str) -> bool:
    laws = list(w.LAW.finditer(before))
    return bool(laws) and not w.SUBJECT_BREAK.search(before, laws[-1].end())


def _full_range(match: re.Match[str], _: str) -> Found | None:
    day1, name1, year1, day2, name2, year2 = match.groups()
    first, last = _range_months(name1, year1, name2, year2)
    start, end = make_date(first[0], first[1], int(day1)), make_date(last[0], last[1], int(day2))
    return _range("range", start, end)


def _month_range(match: re.Match[str], _: str) -> Found | None:
    first, last = _range_months(*match.groups())
    if first[0] is None or last[0] is None:
        return None
    return _range("months", first_day((first[0], first[1])), last_day((last[0], last[1])))


def _range_months(
    name1: str, year1: str | None, name2: str, year2: str
) -> tuple[tuple[int | None, int], tuple[int | None, int]]:
    month1, month2, last = w.month_number(name1), w.month_number(name2), read_year(year2)
    first = read_year(year1) if year1 else last
    if not year1 and last is not None and month1 > month2:
        first = last - 1
    return (first, month1), (last, month2)


def _range(kind: MentionKind, start: date | None, end: date | None) -> Found | None:
    if start is None or end is None or end < start or (end - start).days > 366 * 10:
        return None
    return kind, end.year + 543, start, end, 0.95, "subject", None


def _day_range(match: re.Match[str], _: str) -> Found | None:
    year, month = read_year(match[4]), w.month_number(match[3])
    return _range("range", make_date(year, month, int(match[1])), make_date(year, month, int(match[2])))


_PARTS: dict[tuple[int, int], tuple[MentionKind, int]] = {
    (10, 3): ("half", 1), (4, 9): ("half", 2), (10, 12): ("quarter", 1), (1, 3): ("quarter", 2), (4, 6): ("quarter", 3),
    (7, 9): ("quarter", 4), (10, 9): ("months", 12), (10, 6): ("months", 9),
}  # fmt: skip


def _bare_month_range(match: re.Match[str], _: str) -> Found | None:
    part = _PARTS.get((w.month_number(match[1]), w.month_number(match[2])))
    return (part[0], None, None, None, 0.8, "subject", part[1]) if part else None


def _year_range(match: re.Match[str], rest: str) -> Found | None:
    first, second = read_year(match[1]), match[2]
    if first is None or w.AMOUNT_BEFORE.search(rest[: match.start()][-20:]):
        return None
    last = first - first % 100 + int(second) if len(second) == 2 else read_year(second)
    if last is None or not first < last <= first + 20:
        return None
    return "range", last, first_day((first - 1, 10)), last_day((last, 9)), 0.9, "plan_range", None


def _year_pair(match: re.Match[str], rest: str) -> Found | None:
    """Two years of a plan whose dash a scan has lost; years that follow each other are columns of a table."""
    before = rest[max(match.start() - _PLAN_REACH, 0) : match.start()]
    if not _PLANNED.search(before) or before.endswith("ประจำ") or w.UNITS_AFTER.match(rest, match.end()):
        return None
    return _year_range(match, rest) if 2 <= int(match[2]) - int(match[1]) <= 5 else None


def _date(match: re.Match[str], _: str) -> Found | None:
    day = make_date(read_year(match[3]), w.month_number(match[2]), int(match[1]))
    return ("date", day.year + 543, day, day, 0.8, "unknown", None) if day else None


def _figures_date(match: re.Match[str], _: str) -> Found | None:
    groups = match.groupdict()
    day = make_date(read_year(groups["y"]), int(groups["m"]), int(groups["d"]))
    return ("date", day.year + 543, day, day, 0.6, "unknown", None) if day else None


def _month(match: re.Match[str], _: str) -> Found | None:
    number = int(match[1]) if match[1].isdigit() else w.month_number(match[1])
    year = read_year(match[2])
    if year is None or not 1 <= number <= 12:
        return None
    month = (year, number)
    return "month", year, first_day(month), last_day(month), 0.85, "unknown", None


def _bare_month(match: re.Match[str], _: str) -> Found | None:
    return "month", None, None, None, 0.5 if "." in match[1] else 0.6, "unknown", w.month_number(match[1])


_BY_MONTH: tuple[Reader, ...] = (_month_range, _bare_month_range, _month, _bare_month)


def _half(match: re.Match[str], _: str) -> Found | None:
    return "half", None, None, None, 0.9, "subject", 2 if re.search("หลัง|สุดท้าย|ที่ ?2", match[0]) else 1


_SPELT = {"สาม": 3, "หก": 6, "เก้า": 9, "สิบสอง": 12}


def _rounds(match: re.Match[str], text: str) -> Found | None:
    count = _SPELT.get(match[1]) or int(match[1])
    if count == 6:
        late = re.search("หลัง|สุดท้าย", match[0] + text[match.end() : match.end() + 8])
        return "half", None, None, None, 0.9, "subject", 2 if late else 1
    if count == 3:
        return "quarter", None, None, None, 0.5, "subject", 1
    return ("months", None, None, None, 0.9, "subject", count) if count in (9, 12) else None


def _quarter(match: re.Match[str], _: str) -> Found | None:
    numbers = [int(digit) for digit in re.findall("[1-4]", match[1])]
    if numbers[-2:] == [1, 2]:
        return "half", None, None, None, 0.9, "subject", 1
    if numbers[-2:] == [3, 4]:
        return "half", None, None, None, 0.9, "subject", 2
    return "quarter", None, None, None, 0.9, "subject", numbers[0]


def _fiscal_year(match: re.Match[str], rest: str) -> Found | None:
    said = "ปี" in match[0] and len(match[1]) == 4  # "ปีงบประมาณ 2567" and then "รายการ…": the year counts nothing
    counts = not said and w.UNITS_AFTER.match(rest, match.end())
    return None if counts else _year_found("fiscal_year", match[1], 1.0, "subject")


def _academic_year(match: re.Match[str], _: str) -> Found | None:
    return _year_found("year", match[1], 0.5, "unknown")


def _named_year(match: re.Match[str], rest: str) -> Found | None:
    """A year said to be one: ปี and ประจำปี speak of the subject, พ.ศ. alone may belong to a law's name."""
    if len(match[1]) == 2 and w.UNITS_AFTER.match(rest, match.end()):
        return None
    about = "ปี" in match[0]
    return _year_found("year", match[1], 0.9 if about else 0.8, "subject" if about else "unknown")


def _numbered_year(match: re.Match[str], _: str) -> Found | None:
    """123/2566, ครั้งที่ 1/66: the year in which something was numbered."""
    return _year_found("year", match[1], 0.45 if len(match[1]) == 4 else 0.35, "unknown")


def _bare_year(match: re.Match[str], rest: str) -> Found | None:
    before = rest[max(match.start() - 20, 0) : match.start()]
    if w.UNITS_AFTER.match(rest, match.end()) or w.AMOUNT_BEFORE.search(before):
        return None
    return _year_found("year", match[1], 0.7 if match[1].startswith("25") else 0.5, "unknown")


def _short_year(match: re.Match[str], _: str) -> Found | None:
    return _year_found("year", match[1], 0.6, "unknown")


def _year_found(kind: MentionKind, digits: str, certainty: float, role: Role) -> Found | None:
    year = read_year(digits)
    if year is None or not 2520 <= year <= 2600:
        return None
    return kind, year, None, None, certainty, role, None


def _compiled(*readers: tuple[str, Reader]) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    return tuple((re.compile(pattern), read) for pattern, read in readers)


_DAY_MONTH = rf"{w.DAY}{w.OF}{w.MONTH_SHORT}\s{{0,3}}"
_QUARTERS = r"([1-4](?:\s?(?:-|,|และ|ถึง)\s?(?:ไตร\s?มาส\s?)?(?:ที่\s?)?[1-4](?!\d))?)"
# No look-behind opens a pattern, as in period.words.
_READERS = _compiled(
    (rf"{_DAY_MONTH}(?:{w.YEAR})?{w.TO}{_DAY_MONTH}{w.YEAR}", _full_range),
    (rf"{w.DAY}\s?-\s?(\d{{1,2}}){w.OF}{w.MONTH_SHORT}\s{{0,3}}{w.YEAR}", _day_range),
    (rf"{_DAY_MONTH}{w.YEAR}", _date),
    (rf"{w.MONTH_SHORT}\s{{0,3}}(?:{w.YEAR})?{w.TO}{w.MONTH_SHORT}\s{{0,3}}{w.YEAR}", _month_range),
    (rf"{w.MONTH}{w.TO}{w.MONTH}(?!\s{{0,3}}{w.YEAR})", _bare_month_range),
    (r"(?P<d>\d(?<!\d\d)(?<!\d[/.\-]\d)\d?)(?P<s>[/.\-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})(?![/.\-]?\d)",
     _figures_date),
    (r"(?P<y>2(?<!\d2)(?<!\d[/.\-]2)[05]\d\d)(?P<s>[/.\-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)", _figures_date),
    (r"(?P<y>2(?<!\d2)(?:0[0-4]|5\d)\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)", _figures_date),
    (r"(?P<d>[0-3](?<!\d[0-3])(?:(?<=0)[1-9]|(?<=[12])\d|(?<=3)[01]))(?P<m>0[1-9]|1[0-2])"
     r"(?P<y>20[0-4]\d|25\d\d)(?!\d)", _figures_date),
    (rf"{w.MONTH_SHORT}\s{{0,3}}{w.YEAR}", _month),
    (r"เดือน(?:ที่)?\s{0,2}(\d{1,2})\s?/\s?(\d{4}|\d{2})(?!\d)", _month),
    (rf"(2(?<!\d2)(?<!\d[.,]2)\d{{3}})(?:\s{{0,3}}(?:-|~|จนถึง|ถึง)\s{{0,3}}|/(?=25)){w.ANY_YEAR_PREFIX}"
     r"(\d{4}|\d{2})(?![\d/])(?![.,]\d)", _year_range),
    (rf"{w.FISCAL_OR_ERA}{w.LINK}([5-7]\d)\s?-\s?{w.ANY_YEAR_PREFIX}([5-8]\d)(?!\d)", _year_range),
    (r"(?:พ\.?\s?ศ\.?|ปี) {0,3}(25\d\d) {1,3}(25\d\d)(?!\s{0,3}(?:[\d,.]|และ|ถึง|-))", _year_pair),
    (r"(?:รอบ\s?)?(?:ครึ่ง(?:ปี)?\s?(?:แรก|หลัง)|ครึ่งปี(?:งบประมาณ)?\s?(?:แรก|หลัง|ที่\s?[12]))", _half),
    (r"([369](?<![\d.].)|12(?<![\d.]..)|สาม(?<![\d.]...)|หก(?<![\d.]..)|เก้า(?<![\d.]....)|สิบสอง(?<![\d.]......))"
     r"\s?เดือน\s?(?:แรก|หลัง|สุดท้าย)", _rounds),
    (r"(?:รอบ|ราย|ระยะ|ประจำ)\s?(?:ระยะเวลา\s?)?(3|6|9|12|สาม|หก|เก้า|สิบสอง)\s?เดือน", _rounds),
    (rf"ไตร\s?มา[สศ]\s?(?:ที่)?\s?{_QUARTERS}(?!\d)", _quarter),
    (r"q(?<![a-z\d]q)\s?([1-4])(?!\d)", _quarter),
    (rf"{w.FISCAL}(?:{w.LINK}{w.ERA}){{0,2}}{w.LINK}'?(\d{{4}}|\d{{2}})(?!\d)(?![.,]\d)", _fiscal_year),
    (rf"{w.BUDGET}(?:{w.LINK}{w.ERA}){{0,2}}\s?((?:25|20)\d\d|[5-7]\d)(?!\d)(?![.,]\d)", _fiscal_year),
    (r"(?:ปี|ภาค)\s?(?:การ)?ศึกษา(?:\s?ที่)?\s?(?:[12]\s?/\s?)?(?:พ\.?\s?ศ\.?)?\s?(\d{4})(?!\d)", _academic_year),
    (rf"(?:{w.ERA}{w.LINK})(?:{w.ERA}{w.LINK}){{0,2}}'?(\d{{4}}|\d{{2}})(?!\d)(?![.,]\d)", _named_year),
    (r"\d(?<![\d/]\d)\d{0,3}\s?/\s?(25\d\d)(?![\d/])", _numbered_year),
    (r"(?:ที่|no\.?)\s{0,2}(?:[ก-ฮ]{1,3}\.?\s?)?\d{1,4}\s?/\s?([5-7]\d)(?![\d/])", _numbered_year),
    (r"([12](?<!\d[12])(?<!\d[.,][12])(?:(?<=2)5\d\d|(?<=1)9[89]\d|(?<=2)0[0-4]\d))(?!\d)(?![.,]\d)", _bare_year),
    (r"'(?<![a-z\d]')([5-7]\d)(?![\d'])", _short_year),
    (r"[io](?<![a-z][io])(?:(?<=i)ta|(?<=o)it)\s?-?\s?([5-7]\d)(?!\d)", _short_year),
    (w.MONTH, _bare_month),
)  # fmt: skip

_NEEDED: dict[Reader, str] = {
    _day_range: "-", _half: "ครึ่ง", _rounds: "เดือน", _academic_year: "ศึกษา", _numbered_year: "/",
}  # fmt: skip
"""What stands in every text in which a reader finds something: looking for that is cheaper than a pattern."""
