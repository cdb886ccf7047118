"""Whether a document's time is the time that an item asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from auditor.period.calendar import Kind, months_of
from auditor.period.reading import Time

Fit = Literal["yes", "older", "newer", "other_period", "unknown"]


def fits(time: Time, kind: Kind, fiscal_year: int, *, either: bool = False) -> Fit:
    """How the time answers what is asked. With `either` the reference doubts whether the fiscal year or the one before
    is meant, or which part of it: what is of one of the two is "unknown", neither right nor wrong."""
    fit = _fits(time, kind, fiscal_year)
    if fit == "yes" or not either:
        return fit
    other = _fits(time, kind, fiscal_year + 1 if kind == "previous_year" else fiscal_year - 1)
    if fit == other:
        return fit
    # Where a half of the year before may be meant, its other half may be too.
    of_neither = fit == "other_period" or (other == "other_period" and kind != "first_half")
    return "other_period" if of_neither else "unknown"


def _fits(time: Time, kind: Kind, fiscal_year: int) -> Fit:
    if kind == "now":
        return "yes"
    if kind == "covers":
        return _covers(time, fiscal_year)
    if kind == "previous_year":
        fit = _same_year(time, fiscal_year - 1)
        return "other_period" if fit == "yes" and time.period in ("first_half", "second_half") else fit
    fit = _same_year(time, fiscal_year)
    return _first_half(time, fiscal_year) if kind == "first_half" and fit == "yes" else fit


def _same_year(time: Time, asked: int) -> Fit:
    if time.fiscal_year == asked:
        return "unknown" if time.contested else "yes"
    if time.fiscal_year is None or asked in time.years or _spans(time, asked):
        return _outside_span(time, asked) if time.fiscal_year is None else "unknown"
    if time.fiscal_year > asked and time.basis in ("date", "publication"):
        # What is dated or posted in one year is often of the year before.
        return "unknown"
    return "older" if time.fiscal_year < asked else "newer"


def _spans(time: Time, asked: int) -> bool:
    return any(span is not None and span[0] <= asked <= span[1] for span in (time.span, time.aside))


def _outside_span(time: Time, asked: int) -> Fit:
    if time.span is None or _spans(time, asked):
        return "unknown"
    return "older" if time.span[1] < asked else "newer"


def _covers(time: Time, asked: int) -> Fit:
    """A plan of one earlier year is over; one that is only dated or posted earlier may still be in force, and one that
    began "from then on" is."""
    if time.since is not None and time.since <= asked:
        return "yes"
    if time.span is not None:
        return "yes" if _spans(time, asked) else _outside_span(time, asked)
    fit = _same_year(time, asked)
    return "unknown" if fit == "older" and time.basis not in ("fiscal_year", "year", "months") else fit


def _first_half(time: Time, fiscal_year: int) -> Fit:
    if time.period in ("first_half", "nine_months", "year"):
        # Months of another year under the right year's heading: one of the two is wrong.
        return "yes" if not time.months or time.months & set(months_of("first_half", fiscal_year)) else "unknown"
    if time.period == "second_half":
        return "other_period"
    if not time.months:
        return "unknown"
    return "yes" if time.months & set(months_of("first_half", fiscal_year)) else "other_period"


def together(times: Iterable[Time], kind: Kind, fiscal_year: int) -> Fit:
    """How documents that each fit do so as one: quarters have to add up to the half-year that is asked for, and the
    report of its second one may well tell the first one too. Of other parts a person sees what they tell."""
    known = tuple(times)
    if kind != "first_half" or not all(is_in_parts(time) for time in known):
        return "yes"
    half = set(months_of("first_half", fiscal_year))
    covered = frozenset().union(*(time.months for time in known)) & half
    if covered == half:
        return "yes"
    odd = any(time.period == "part" for time in known)
    return "unknown" if odd or max(covered) == max(half) else "other_period"


def is_in_parts(time: Time) -> bool:
    """Whether a document says that it tells less than a half-year, so that others may tell the rest."""
    return time.period in ("quarter", "part")
