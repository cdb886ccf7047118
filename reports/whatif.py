"""What the score would be if chosen items were repaired. Pure: the result in, figures out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from auditor.result import ItemResult, Result
from reports.load import ReportError

_EFFORT = {"low": 0, "medium": 1, "high": 2}
_SAME = 0.011
"""Two scores rounded to two places are the same within this."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Points 0-100 as a range, None where the year's formula is unverified; and items passed, at most and in all."""

    low: float | None
    high: float | None
    passed: int
    possible: int
    total: int


@dataclass(frozen=True, slots=True)
class Gain:
    """Points that repairing one failed item adds to both ends of the range (None: unverified formula)."""

    item: ItemResult
    points: float | None


def standing(result: Result, fixed: Collection[str] = ()) -> Standing:
    """The standing with the items in `fixed` taken as passed; ReportError names an item the year does not have."""
    unknown = set(fixed) - {i.id for i in result.items}
    if unknown:
        raise ReportError(f"no such item in fiscal year {result.fiscal_year}: {', '.join(sorted(unknown))}")
    counted = [i for i in result.items if i.settled != "inapplicable"]
    ends = {i.id: _ends(i, i.id in fixed) for i in counted}
    low, high = _moved(result, counted, ends) if reproduces(result) else (None, None)
    return Standing(
        low, high, sum(e[0] == 100 for e in ends.values()), sum(e[1] == 100 for e in ends.values()), len(counted)
    )


def _moved(result: Result, items: list[ItemResult], ends: dict[str, tuple[int, int]]) -> tuple[float, float]:
    """The result's own score moved by what the fixed items add, so that no rounding of ours shows."""
    start, then = _score(result, items, {i.id: _ends(i, False) for i in items}), _score(result, items, ends)
    own = _own(result) or start
    return round(own[0] + then[0] - start[0], 2), round(own[1] + then[1] - start[1], 2)


def gains(result: Result) -> list[Gain]:
    """Failed items, the one that raises the score most first, then the easier, then in the year's order."""
    known = reproduces(result)
    found = [Gain(i, _points(result, i) if known else None) for i in result.items if i.settled == "failed"]
    order = {i.id: n for n, i in enumerate(result.items)}
    return sorted(found, key=lambda g: (-round(g.points or 0, 2), effort(g.item), order[g.item.id]))


def effort(item: ItemResult) -> int:
    """0 low, 1 medium, 2 high."""
    return _EFFORT[item.advice.effort] if item.advice else 1


def reproduces(result: Result) -> bool:
    """Whether equal means of items, sub-indicators and indicators give this result's own score.

    False for an unverified formula, for weights this module does not know, and where there is no score.
    """
    own = _own(result)
    counted = [i for i in result.items if i.settled != "inapplicable"]
    if own is None or result.score.formula_status == "unverified" or not counted or not _grouped(result):
        return False
    made = _score(result, counted, {i.id: _ends(i, False) for i in counted})
    return all(abs(m - o) < _SAME for m, o in zip(made, own, strict=True))


def _own(result: Result) -> tuple[float, float] | None:
    if result.score.oit is not None:
        return result.score.oit, result.score.oit
    return result.score.range


def _grouped(result: Result) -> bool:
    known = {s.id for s in result.score.sub_indicators}
    return bool(known) and {i.sub_indicator for i in result.items} <= known


def _points(result: Result, item: ItemResult) -> float:
    counted = [i for i in result.items if i.settled != "inapplicable"]
    now = _score(result, counted, {i.id: _ends(i, False) for i in counted})
    then = _score(result, counted, {i.id: _ends(i, i.id == item.id) for i in counted})
    return then[1] - now[1]


def _ends(item: ItemResult, fixed: bool) -> tuple[int, int]:
    if fixed or item.settled == "passed":
        return 100, 100
    return (0, 0) if item.settled == "failed" else (0, 100)


def _score(result: Result, items: list[ItemResult], ends: dict[str, tuple[int, int]]) -> tuple[float, float]:
    indicator_of = {s.id: s.indicator for s in result.score.sub_indicators}
    subs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for item in items:
        subs[item.sub_indicator].append(ends[item.id])
    indicators: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for sub, values in subs.items():
        indicators[indicator_of[sub]].append(_mean(values))
    return _mean([_mean(v) for v in indicators.values()])


def _mean(values: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(v[0] for v in values) / len(values), sum(v[1] for v in values) / len(values)
