"""Scores: item to sub-indicator to indicator to OIT, as a range while anything is undecided. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypedDict

from auditor.result import Counts, IndicatorScore, ItemResult, Outcome, Score, SubIndicatorScore, Text
from auditor.rules.schema import Bilingual, Grades, Item, Year

WEIGHTS = {"iit": Fraction(30, 100), "eit": Fraction(30, 100), "oit": Fraction(40, 100)}
"""Shares of the three tools in the ITA (rules/years: source `grade`); checked against published totals in the tests."""
UNDECIDED = ("cantTell", "untested")
AGREES = 0.0051
"""Published scores have two decimals, rounded or cut."""

Range = tuple[Fraction, Fraction]
"""Lowest and highest, 0 to 100."""


class ScoreError(ValueError):
    """Wrong usage: an item, indicator or score that cannot be. The message is one line."""


class More(TypedDict):
    """So many further failures among these items."""

    count: int
    of: list[str]


Way = dict[str, More]
"""One explanation of a published score, by sub-indicator."""


@dataclass(frozen=True, slots=True)
class Group:
    """Items of one sub-indicator that count: `passed`, `undecided` and `total` (inapplicable ones left out)."""

    passed: int
    undecided: int
    total: int

    @property
    def range(self) -> Range:
        return Fraction(100 * self.passed, self.total), Fraction(100 * (self.passed + self.undecided), self.total)


def score(year: Year, outcomes: Mapping[str, Outcome], *, iit: float | None = None, eit: float | None = None) -> Score:
    """The score of one agency. An item without an outcome is untested. Where the year's formula is unverified, only
    the counts are given. The grade needs both other tools and a range that stays within one band."""
    _known(year, outcomes)
    of = {item.id: outcomes.get(item.id, "untested") for item in year.items}
    known = year.formula_status != "unverified"
    indicators = {key: indicator_range(year, key, of) for key in year.indicators} if known else {}
    oit = mean([found for found in indicators.values() if found])
    total = ita_range(oit, iit, eit)
    return Score(
        oit=_value(oit),
        range=_shown(oit),
        indicators=[
            IndicatorScore(
                id=key, name=_text(found.name), value=_value(indicators.get(key)), range=_shown(indicators.get(key))
            )
            for key, found in year.indicators.items()
        ],
        sub_indicators=[_sub(year, indicator, sub, of, known) for indicator, sub in _subs(year)],
        counts=_counts(of),
        formula_status=year.formula_status,
        grade=_sure_grade(year.grades, total, oit, iit, eit),
        ita=_shown(total),
    )


def score_items(
    year: Year, items: Sequence[ItemResult], *, iit: float | None = None, eit: float | None = None
) -> Score:
    """The score of judged items as they are settled; those whose date has not come are counted too."""
    found = score(year, {item.id: item.settled for item in items}, iit=iit, eit=eit)
    not_due = sum(item.settled == "untested" and item.reason == "not_due" for item in items)
    return found.model_copy(update={"counts": found.counts.model_copy(update={"not_due": not_due})})


def indicator_range(year: Year, indicator: str, outcomes: Mapping[str, Outcome]) -> Range | None:
    """The mean of an indicator's sub-indicators, whatever the status of the formula. None when nothing counts."""
    groups = [group_of(items_in(year, sub), outcomes) for sub in year.indicators[indicator].sub_indicators]
    return mean([group.range for group in groups if group.total])


def items_in(year: Year, sub_indicator: str) -> list[Item]:
    return [item for item in year.items if item.sub_indicator == sub_indicator]


def group_of(items: Collection[Item], outcomes: Mapping[str, Outcome]) -> Group:
    found = [outcomes.get(item.id, "untested") for item in items]
    counted = [outcome for outcome in found if outcome != "inapplicable"]
    return Group(
        passed=counted.count("passed"),
        undecided=sum(outcome in UNDECIDED for outcome in counted),
        total=len(counted),
    )


def mean(ranges: Sequence[Range]) -> Range | None:
    """The mean of lows and of highs; None of nothing."""
    if not ranges:
        return None
    low, high = (sum(found[side] for found in ranges) / Fraction(len(ranges)) for side in (0, 1))
    return low, high


def ita_range(oit: Range | None, iit: float | None, eit: float | None) -> Range | None:
    """ITA = 0.30 IIT + 0.30 EIT + 0.40 OIT. None unless all three are known. Raises ScoreError outside 0 to 100."""
    for tool in (iit, eit):
        if tool is not None and not 0 <= tool <= 100:
            raise ScoreError(f"{tool}: คะแนนต้องอยู่ระหว่าง 0 ถึง 100 (a score is between 0 and 100)")
    if oit is None or iit is None or eit is None:
        return None
    others = WEIGHTS["iit"] * Fraction(str(iit)) + WEIGHTS["eit"] * Fraction(str(eit))
    return others + WEIGHTS["oit"] * oit[0], others + WEIGHTS["oit"] * oit[1]


def grade_of(grades: Grades, total: Fraction, tools: Sequence[Fraction]) -> str | None:
    """The first band from the top whose minimum the total reaches and, where it asks, each of the three tools."""
    for band in grades.bands:
        if _round(total) >= band.total_min and all(_round(tool) >= (band.each_tool_min or 0) for tool in tools):
            return band.level
    return None


def score_report(year: Year, failed: Collection[str], published: Collection[str] = ()) -> dict[str, object]:
    """What `oit score --json` prints: all items passed but those in `failed`. `published` ("9=53.99") adds which more
    failures would give a published score. Raises ScoreError."""
    found = score(year, _outcomes(year, failed))
    report: dict[str, object] = {
        "indicators": {indicator.id: indicator.value for indicator in found.indicators},
        "oit": found.oit,
        "formula_status": found.formula_status,
    }
    if found.formula_status == "unverified":
        report |= {"passed": found.counts.passed, "total": found.counts.total}
    if published:
        given = _published(published)
        report["explanations"] = {
            key: explain_published(year, failed, {key: value})[key] for key, value in given.items()
        }
    return report


def explain_published(year: Year, failed: Collection[str], published: Mapping[str, float]) -> dict[str, list[Way]]:
    """By indicator, every way to the published score with the fewest further failures. `[{}]`: the list explains it as
    it is. `[]`: no further failures do, or the year's formula is not known."""
    outcomes = _outcomes(year, failed)
    explained: dict[str, list[Way]] = {}
    for indicator, value in published.items():
        if indicator not in year.indicators:
            raise ScoreError(f"{indicator}: ไม่มีตัวชี้วัดนี้ (no such indicator)")
        known = year.formula_status != "unverified"
        ways = list(_ways(year, indicator, outcomes, value)) if known else []
        fewest = min((sum(way.values()) for way in ways), default=0)
        explained[indicator] = [
            {sub: More(count=n, of=_passing(year, sub, outcomes)) for sub, n in way.items() if n}
            for way in ways
            if sum(way.values()) == fewest
        ]
    return explained


def _ways(year: Year, indicator: str, outcomes: Mapping[str, Outcome], value: float) -> Iterator[dict[str, int]]:
    groups = {sub: group_of(items_in(year, sub), outcomes) for sub in year.indicators[indicator].sub_indicators}
    points = [[100 * (g.passed - n) / g.total / len(groups) for n in range(g.passed + 1)] for g in groups.values()]
    for more in product(*(range(len(choices)) for choices in points)):
        if abs(sum(choices[n] for choices, n in zip(points, more, strict=True)) - value) < AGREES:
            yield dict(zip(groups, more, strict=True))


def _passing(year: Year, sub_indicator: str, outcomes: Mapping[str, Outcome]) -> list[str]:
    return [item.id for item in items_in(year, sub_indicator) if outcomes[item.id] == "passed"]


def _outcomes(year: Year, failed: Collection[str]) -> dict[str, Outcome]:
    _known(year, failed)
    return {item.id: "failed" if item.id in failed else "passed" for item in year.items}


def _known(year: Year, ids: Collection[str]) -> None:
    if unknown := [found for found in ids if found not in {item.id for item in year.items}]:
        raise ScoreError(f"{', '.join(unknown)}: ปี {year.fiscal_year} ไม่มีข้อนี้ (no such item in FY{year.fiscal_year})")


def _published(given: Collection[str]) -> dict[str, float]:
    found = {}
    for text in given:
        key, _, value = text.partition("=")
        try:
            found[key.strip()] = float(value)
        except ValueError:
            raise ScoreError(f"{text}: เขียนอย่าง 9=53.99 (write it like 9=53.99)") from None
    return found


def _sure_grade(
    grades: Grades | None, total: Range | None, oit: Range | None, iit: float | None, eit: float | None
) -> str | None:
    if grades is None or total is None or oit is None:
        return None
    others = [Fraction(str(iit)), Fraction(str(eit))]
    low, high = (grade_of(grades, total[side], [*others, oit[side]]) for side in (0, 1))
    return low if low == high else None


def _subs(year: Year) -> Iterator[tuple[str, str]]:
    for key, indicator in year.indicators.items():
        for sub in indicator.sub_indicators:
            yield key, sub


def _sub(year: Year, indicator: str, sub: str, outcomes: Mapping[str, Outcome], known: bool) -> SubIndicatorScore:
    group = group_of(items_in(year, sub), outcomes)
    return SubIndicatorScore(
        id=sub,
        indicator=indicator,
        name=_text(year.sub_indicators[sub]),
        passed=group.passed,
        total=group.total,
        range=_shown(group.range) if known and group.total else None,
    )


def _counts(outcomes: Mapping[str, Outcome]) -> Counts:
    found = list(outcomes.values())
    return Counts(
        passed=found.count("passed"),
        failed=found.count("failed"),
        cantTell=found.count("cantTell"),
        untested=found.count("untested"),
        inapplicable=found.count("inapplicable"),
        not_due=0,
        total=len(found),
    )


def _text(of: Bilingual) -> Text:
    return Text(th=of.th, en=of.en)


def _round(value: Fraction) -> float:
    return float(round(value, 2))


def _shown(found: Range | None) -> tuple[float, float] | None:
    return None if found is None else (_round(found[0]), _round(found[1]))


def _value(found: Range | None) -> float | None:
    return _round(found[0]) if found and found[0] == found[1] else None
