"""Thai fiscal years as dates and months. Years are Buddhist Era (BE) throughout; dates are ordinary `datetime.date`."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Literal

Kind = Literal["now", "year", "previous_year", "first_half", "covers"]
"""The same names as PeriodKind of the rule files."""

Month = tuple[int, int]
"""(BE year, month 1 to 12)."""

ERA = 543
MONTH_NAMES = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip


def fiscal_year_of(day: date) -> int:
    """The fiscal year a day lies in: it begins on 1 October of the year before."""
    return day.year + ERA + (1 if day.month >= 10 else 0)


def fiscal_months(fiscal_year: int, first: int = 1, last: int = 12) -> tuple[Month, ...]:
    """Months of a fiscal year in order, from its `first` to its `last` (1 is October, 12 September)."""
    return tuple((fiscal_year - 1, n + 9) if n <= 3 else (fiscal_year, n - 3) for n in range(first, last + 1))


def bounds(kind: Kind, fiscal_year: int) -> tuple[date, date]:
    """First and last day of what a period kind asks for; `now` and `covers` give the fiscal year itself."""
    months = months_of(kind, fiscal_year)
    return first_day(months[0]), last_day(months[-1])


def months_of(kind: Kind, fiscal_year: int) -> tuple[Month, ...]:
    """The months of what a period kind asks for, in order."""
    if kind == "previous_year":
        return fiscal_months(fiscal_year - 1)
    return fiscal_months(fiscal_year, 1, 6 if kind == "first_half" else 12)


def first_day(month: Month) -> date:
    return date(month[0] - ERA, month[1], 1)


def last_day(month: Month) -> date:
    year = month[0] - ERA
    return date(year, month[1], monthrange(year, month[1])[1])


def months_between(start: date, end: date) -> tuple[Month, ...]:
    """Every month that the days from start to end touch; empty when end is before start."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return tuple((n // 12 + ERA, n % 12 + 1) for n in range(first, last + 1))


def thai_date(day: date) -> str:
    """As in "21 พฤศจิกายน 2569"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year + ERA}"


def make_date(year: int | None, month: int, day: int) -> date | None:
    """A date from a BE year; None where there is no such day. A day past the month's end is not mended."""
    if year is None:
        return None
    try:
        return date(year - ERA, month, day)
    except ValueError:
        return None


def read_year(digits: str) -> int | None:
    """A BE year from four or two digits; CE years are turned into BE; None for numbers that are not near years."""
    number = int(digits.replace(" ", ""))
    if 2480 <= number <= 2620:
        return number
    if 1980 <= number <= 2060:
        return number + ERA
    return 2500 + number if len(digits) == 2 and 45 <= number <= 89 else None
