"""One decision from everything that speaks of a document's time: link text, title, first page, file name, address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from urllib.parse import unquote

from auditor.period.calendar import Month, fiscal_months, fiscal_year_of, months_between
from auditor.period.mention import Mention, mentions
from auditor.period.words import ONWARD

Period = Literal["year", "first_half", "second_half", "quarter", "month", "nine_months", "part"]
"""A "part" are months from … to …, said where a document says what it is of, that are no usual part of a year."""
Span = tuple[int, int]
Basis = Literal["fiscal_year", "year", "months", "date", "publication"]

WEIGHTS = {
    "first_page": 0.97, "title": 0.95, "link_text": 0.92, "heading": 0.75, "file_name": 0.6, "context": 0.5,
    "address": 0.35, "publication_date": 0.25,
}  # fmt: skip
"""How far each field is believed, best first. Fields of other names count as context."""
CONTESTED = 0.8
"""How surely a first page has to say another year than all else for it to be unsettled which of the two is right."""
AFTER_RESULTS = 0.8
"""How surely what draws on the results of one year's assessment is of the next year."""
_FIRST_PAGE = 3000
"""Characters of the first page that are read: what follows is the matter itself, full of other years."""
_BESIDE = 12
"""Characters between a part of a year and the year that it is of."""
_TITLE = 300
"""Characters of the first page in which it says what it is of: months from … to … further down may be of anything."""
_HEAD = 700
"""Characters of the first page that are its head: a month named further down is matter, not the period."""


@dataclass(frozen=True, slots=True)
class Time:
    """What a document's time is. Years are BE; `months` are those it says it covers, empty when it does not say."""

    fiscal_year: int | None = None
    span: Span | None = None
    """First and last year of a plan over several years."""
    aside: Span | None = None
    """Those of a plan that a document of one fiscal year names in passing."""
    period: Period | None = None
    months: frozenset[Month] = frozenset()
    certainty: float = 0.0
    because: tuple[str, ...] = ()
    years: frozenset[int] = frozenset()
    """Fiscal years of everything that is spoken of as subject."""
    basis: Basis | None = None
    """What the fiscal year rests on, strongest first in the order of Basis."""
    own: int | None = None
    """The fiscal year that its own first page surely says."""
    contested: bool = False
    """Its own first page surely says another year, and never this one: a report of 2566 that is labelled 2567."""
    since: int | None = None
    """The first fiscal year of what says that it is in force "from … on"."""


@dataclass(frozen=True, slots=True)
class _Vote:
    fiscal_year: int
    strength: float
    basis: Basis
    field: str
    text: str


def read(fields: Mapping[str, str]) -> Time:
    """The fiscal year and period that the fields together speak of.

    Fields: link_text, title, heading, context, first_page, file_name, address, publication_date (any may be missing).
    The caller must leave out the site's own header and footer: a year there means nothing.
    """
    found = {name: _field_mentions(name, text) for name, text in fields.items() if text.strip()}
    votes = [vote for name, hits in found.items() for vote in _votes(name, hits)]
    span, aside, span_because = _plan_span(found)
    if span and all(vote.strength < 0.45 for vote in votes):
        # "(พ.ศ. 2566-2570) ครั้งที่ 1/2567": the number's year says when the plan was changed, not what it covers.
        votes = []
    year, certainty, winners = _decide(votes)
    said = [vote for vote in votes if vote.field == "first_page" and vote.basis != "date"]
    own = next((vote.fiscal_year for vote in said if vote.strength >= CONTESTED), None)
    period, months = _period(found, year)
    if year is None and span:
        certainty = max(WEIGHTS.get(name, 0.5) for name, hits in found.items() if _ranges(hits)) * 0.95
    return Time(
        fiscal_year=year,
        span=span,
        aside=aside,
        period=period,
        months=months,
        certainty=round(certainty, 3),
        because=tuple(f"{vote.field}: {' '.join(vote.text.split())}" for vote in winners) + span_because,
        years=frozenset(vote.fiscal_year for vote in votes if vote.basis != "publication"),
        basis=winners[0].basis if winners else None,
        own=own,
        contested=own is not None and year not in _years(said),
        since=_since(fields, found),
    )


def _since(fields: Mapping[str, str], found: Mapping[str, tuple[Mention, ...]]) -> int | None:
    said = (
        _fiscal_year(hit)
        for name in ("first_page", "title", "link_text")
        for hit in found.get(name, ())
        if ONWARD.match(fields[name], hit.span[1])
    )
    return next((year for year in said if year is not None), None)


def _field_mentions(name: str, text: str) -> tuple[Mention, ...]:
    if name == "address":
        return tuple(_address_mentions(text))
    if name == "file_name":
        return _file_mentions(unquote(text))
    if name == "first_page":
        return tuple(hit for hit in mentions(text[:_FIRST_PAGE]) if hit.kind != "month" or hit.span[0] < _HEAD)
    hits = mentions(text)
    if name == "publication_date":
        return tuple(replace(hit, role="publication", certainty=min(hit.certainty, 0.6)) for hit in hits)
    return hits


_UPLOAD = re.compile(r"(?<![^/])(20[0-4]\d)/(0?[1-9]|1[0-2])(?=/)")
_FOLDER = re.compile(
    r"(?:(?<=/)|(?<=year=)|(?<=fiscal_year=)|(?<=fy=))(?:ita|oit|o?ita[-_]?|y|year|ปี)?[-_]?(25[4-9]\d)(?=[/&#?]|$)"
)


def _address_mentions(address: str) -> Iterable[Mention]:
    """Only folders and year parameters count: numbers elsewhere in an address are ids."""
    path = unquote(re.sub(r"^[a-z]+://[^/]*", "", address, flags=re.IGNORECASE)).lower()
    for match in _UPLOAD.finditer(path):
        day = date(int(match[1]), int(match[2]), 1)
        yield Mention("month", day.year + 543, day, day, match[0], match.span(), 0.6, "publication")
    for match in _FOLDER.finditer(path):
        yield Mention("year", int(match[1]), None, None, match[1], match.span(), 0.9, "subject")


_SHORT_IN_NAME = re.compile(r"(?<![a-z\d])(?:y|ปี)?(5[5-9]|6\d|7[0-5])(?=[\s._\-()]|$)", re.IGNORECASE)

_RANGE_IN_NAME = re.compile(r"(?<![\d.\-])([56]\d)-([67]\d)(?![\d.])")


def _file_mentions(name: str) -> tuple[Mention, ...]:
    stem = re.sub(r"\.[a-z]{2,4}$", "", name.rsplit("/", 1)[-1], flags=re.IGNORECASE)
    hits = mentions(_RANGE_IN_NAME.sub(r"25\1-25\2", stem))
    if any(hit.year for hit in hits):
        return hits
    short = list(_SHORT_IN_NAME.finditer(stem))
    return hits + tuple(
        Mention("year", 2500 + int(match[1]), None, None, match[0], match.span(), 0.4, "unknown")
        for match in short[-1:]
    )


def _votes(name: str, hits: tuple[Mention, ...]) -> list[_Vote]:
    """The best vote of a field for each fiscal year it speaks of; the first mention of a text counts most."""
    best: dict[int, _Vote] = {}
    rank = 0
    for hit in hits:
        year, basis = _fiscal_year(hit), _basis(hit)
        if year is None or hit.role in ("law", "plan_range"):
            continue
        strength = _strength(name, hit, basis, rank)
        rank += basis != "publication"
        if hit.role == "results":
            year, strength = year + 1, strength * AFTER_RESULTS
        if year not in best or best[year].strength < strength:
            best[year] = _Vote(year, strength, basis, name, hit.text)
    return _with_one_voice(list(best.values()))


def _with_one_voice(votes: list[_Vote]) -> list[_Vote]:
    """A field speaks for its strongest year; others that it names ("compared with 2565") count half."""
    spoken = [vote for vote in votes if vote.basis != "publication"]
    first = max(spoken, key=lambda vote: vote.strength, default=None)
    return [
        vote if vote is first or vote not in spoken else replace(vote, strength=vote.strength / 2) for vote in votes
    ]


def _strength(name: str, hit: Mention, basis: Basis, rank: int) -> float:
    weight = WEIGHTS.get(name, WEIGHTS["context"])
    late = 0.92 ** min(rank, 6) * (0.75 if name == "first_page" and hit.span[0] > _HEAD else 1.0)
    return weight * hit.certainty * late * (0.7 if basis == "date" else 1.0)


def _fiscal_year(hit: Mention) -> int | None:
    if hit.kind in ("fiscal_year", "year"):
        return hit.year
    return fiscal_year_of(hit.end) if hit.end else None


def _basis(hit: Mention) -> Basis:
    if hit.role == "publication":
        return "publication"
    if hit.kind == "fiscal_year":
        return "fiscal_year"
    if hit.kind == "year":
        return "year"
    return "date" if hit.kind == "date" else "months"


def _decide(votes: list[_Vote]) -> tuple[int | None, float, list[_Vote]]:
    """The year with the most support; its certainty falls with the support of the next one.

    Dates of publishing only decide where nothing else speaks, and never contradict what does.
    """
    spoken = [vote for vote in votes if vote.basis != "publication"] or votes
    if not spoken:
        return None, 0.0, []
    support = {year: _support([vote for vote in spoken if vote.fiscal_year == year]) for year in _years(spoken)}
    year = max(support, key=lambda each: (support[each], each))
    rival = max((value for other, value in support.items() if other != year), default=0.0)
    winners = sorted((vote for vote in spoken if vote.fiscal_year == year), key=lambda vote: -vote.strength)
    certainty = min(support[year], 0.99) * (1 - 0.6 * rival**2)
    return year, certainty * _posting_doubt(year, votes, spoken), winners


def _years(votes: list[_Vote]) -> set[int]:
    return {vote.fiscal_year for vote in votes}


def _support(votes: list[_Vote]) -> float:
    doubt = 1.0
    for vote in votes:
        doubt *= 1 - vote.strength
    return 1 - doubt


def _posting_doubt(year: int, votes: list[_Vote], spoken: list[_Vote]) -> float:
    """A document posted before its year began, or dated so, or many years after, is a contradiction to be seen."""
    if spoken is votes:
        return 1.0
    posted = [vote for vote in votes if vote.basis == "publication" and vote.strength > 0.1]
    return (
        0.85 if posted and all(vote.fiscal_year < year - 1 or vote.fiscal_year > year + 2 for vote in posted) else 1.0
    )


def _ranges(hits: Iterable[Mention]) -> list[Mention]:
    return [hit for hit in hits if hit.role == "plan_range"]


def _plan_span(found: Mapping[str, tuple[Mention, ...]]) -> tuple[Span | None, Span | None, tuple[str, ...]]:
    """The plan's years from the most believed field that has a range, or what is named in passing: a first page that
    has said of which fiscal year the document is speaks of some other plan where it names a range after that."""
    aside: Span | None = None
    for name in sorted(found, key=lambda each: -WEIGHTS.get(each, WEIGHTS["context"])):
        titled = [h.span[0] for h in found[name] if h.kind == "fiscal_year" and h.role == "subject"]
        for hit in _ranges(found[name]):
            if hit.start and hit.end:
                span = fiscal_year_of(hit.start), fiscal_year_of(hit.end)
                if name != "first_page" or not titled or hit.span[0] < min(titled):
                    return span, None, (f"{name}: {' '.join(hit.text.split())}",)
                aside = aside or span
    return None, aside, ()


def _period(found: Mapping[str, tuple[Mention, ...]], year: int | None) -> tuple[Period | None, frozenset[Month]]:
    """The part of the year from the most believed field that names one; months out of that field only.

    A first page that was read and names no part, under a year that is said to be one, is a report of the whole year.
    """
    for name in sorted(found, key=lambda each: -WEIGHTS.get(each, WEIGHTS["context"])):
        if name in ("address", "publication_date"):
            continue
        period, months = _part(found[name], year)
        if period or months:
            return period or _odd_part(found, name, months), months
    if year is not None and any(_is_annual(hit, year) for hit in found.get("first_page", ())):
        return "year", frozenset()
    return None, frozenset()


def _odd_part(found: Mapping[str, tuple[Mention, ...]], name: str, months: frozenset[Month]) -> Period | None:
    """What a field says that gives months from … to … as its own, unless another one names a usual part of the year."""
    named = any((hit.kind, hit.part or 0) in _WHOLE for hits in found.values() for hit in hits)
    said = (hit for hit in found[name] if hit.kind in ("range", "months") and hit.role == "subject")
    return "part" if len(months) > 1 and any(hit.span[0] < _TITLE for hit in said) and not named else None


def _is_annual(hit: Mention, year: int) -> bool:
    return hit.kind in ("fiscal_year", "year") and hit.role == "subject" and hit.year == year


def _of_another_year(hit: Mention, following: tuple[Mention, ...], year: int | None) -> bool:
    """Whether a range, or a part whose year stands right behind it ("ครึ่งแรกปี 2569"), is of another year than the
    document: it is named beside what the document is of."""
    own = fiscal_year_of(hit.end) if hit.kind in ("range", "months") and hit.end else None
    if own is None and (hit.kind, hit.part or 0) in _WHOLE and following:
        near = following[0].span[0] - hit.span[1] <= _BESIDE
        own = _fiscal_year(following[0]) if near and following[0].role != "publication" else None
    return year is not None and own is not None and own != year


_WHOLE: dict[tuple[str, int], tuple[Period, int, int]] = {
    ("half", 1): ("first_half", 1, 6), ("half", 2): ("second_half", 7, 12), ("months", 12): ("year", 1, 12),
    ("months", 9): ("nine_months", 1, 9), ("quarter", 1): ("quarter", 1, 3), ("quarter", 2): ("quarter", 4, 6),
    ("quarter", 3): ("quarter", 7, 9), ("quarter", 4): ("quarter", 10, 12),
}  # fmt: skip


def _part(hits: tuple[Mention, ...], year: int | None) -> tuple[Period | None, frozenset[Month]]:
    hits = tuple(hit for n, hit in enumerate(hits) if not _of_another_year(hit, hits[n + 1 : n + 2], year))
    named = [hit for hit in hits if (hit.kind, hit.part or 0) in _WHOLE]
    months = _of_ranges(hits)
    if len(months) > 1 or (months and not named):
        return _named_by(months), months
    if named:
        return _of_named(named, year)
    return _of_months(hits, year)


def _of_ranges(hits: tuple[Mention, ...]) -> frozenset[Month]:
    """Months of the first range and of others in the same fiscal year: two halves in one title are the year."""
    ranges = [(hit.start, hit.end) for hit in hits if hit.role == "subject" and hit.start and hit.end]
    same = [(start, end) for start, end in ranges if fiscal_year_of(end) == fiscal_year_of(ranges[0][1])]
    return frozenset(month for start, end in same for month in months_between(start, end))


def _of_named(named: list[Mention], year: int | None) -> tuple[Period, frozenset[Month]]:
    """Several parts in one text are taken together; both halves, or all quarters, are the year."""
    wholes = [_WHOLE[hit.kind, hit.part or 0] for hit in named]
    covered = {n for _, first, last in wholes for n in range(first, last + 1)}
    period = wholes[0][0]
    if len({(first, last) for _, first, last in wholes}) > 1:
        period = _PERIODS.get((min(covered), len(covered)), period)
    months = fiscal_months(year) if year else ()
    return period, frozenset(months[n - 1] for n in covered if months)


_PERIODS: dict[tuple[int, int], Period] = {
    (1, 12): "year", (1, 9): "nine_months", (1, 6): "first_half", (7, 6): "second_half",
}  # fmt: skip


def _of_months(hits: tuple[Mention, ...], year: int | None) -> tuple[Period | None, frozenset[Month]]:
    """Months named one by one; those without a year lie in the fiscal year, where that is known."""
    inside = {month: (be, month) for be, month in fiscal_months(year)} if year else {}
    months = set()
    for hit in hits:
        if hit.kind == "month" and hit.role != "publication":
            if hit.start:
                months.add((hit.start.year + 543, hit.start.month))
            elif hit.part in inside:
                months.add(inside[hit.part])
    return (_named_by(frozenset(months)) if months else None), frozenset(months)


def _named_by(months: frozenset[Month]) -> Period | None:
    """The name of a set of months; None for sets that are no usual part of a fiscal year."""
    if len(months) == 1:
        return "month"
    year = max(be + (month >= 10) for be, month in months) if months else 0
    order = (
        sorted(fiscal_months(year).index(month) + 1 for month in months if month in fiscal_months(year)) if year else []
    )
    if len(order) != len(months) or not order:
        return None
    if len(order) == 3 and order[0] in (1, 4, 7, 10) and order[-1] == order[0] + 2:
        return "quarter"
    return _PERIODS.get((order[0], len(order))) if order[-1] == order[0] + len(order) - 1 else None
