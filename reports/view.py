"""The whole report as a reader meets it: figures, groups, calendar, urgent repairs. Pure; no markup."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from auditor.result import Accuracy, CrawlProblem, IndicatorScore, ItemResult, Result, SubIndicatorScore, Text
from reports import whatif
from reports.cards import Card, Limits, card, state
from reports.words import STATES

_OPEN_AT_MOST = 12
"""Above this many items to act on, only the urgent ones stand open: a wall of open items is not read."""
_URGENT = 3


@dataclass(frozen=True, slots=True)
class Group:
    score: SubIndicatorScore | None
    id: str
    cards: list[Card]

    @property
    def number(self) -> str:
        """'' in years that name their sub-indicators without numbers."""
        return self.id if self.id[:1].isdigit() else ""

    @property
    def passed(self) -> int:
        return sum(c.state == "passed" for c in self.cards)

    @property
    def counted(self) -> int:
        return sum(c.state != "inapplicable" for c in self.cards)


@dataclass(frozen=True, slots=True)
class Chapter:
    score: IndicatorScore | None
    id: str
    groups: list[Group]


@dataclass(frozen=True, slots=True)
class Due:
    day: str
    items: list[ItemResult]


@dataclass(frozen=True, slots=True)
class Trouble:
    """All addresses with one problem; those that hold an item up come first."""

    code: str
    why: Text | None
    problems: list[CrawlProblem]


@dataclass(frozen=True, slots=True)
class Finding:
    text: Text
    url: str


@dataclass(frozen=True, slots=True)
class View:
    result: Result
    tally: dict[str, int]
    total: int
    """Items that count: all but inapplicable ones."""
    standing: whatif.Standing
    low: float | None
    high: float | None
    gains: list[whatif.Gain]
    urgent: list[Card]
    calendar: list[Due]
    chapters: list[Chapter]
    units: list[str]
    could_not_look: list[Trouble]
    not_there: list[Trouble]
    findings: list[Finding]
    pooled: Accuracy | None
    limits: Limits

    @property
    def open_items(self) -> int:
        return self.tally["cantTell"] + self.tally["untested"] + self.tally["not_due"]

    @property
    def settings(self) -> list[tuple[str, str]]:
        """The crawl's settings, one level deep, under the keys of words: `setting_max_pages`."""
        flat = dict(self.result.crawl.settings)
        nested = {k: v for k, v in flat.items() if isinstance(v, dict)}
        flat = {k: v for k, v in flat.items() if k not in nested} | {
            k: v for d in nested.values() for k, v in d.items()
        }
        return [(f"setting_{k}", _setting(v)) for k, v in flat.items() if v not in ([], "", None)]

    @property
    def anchors(self) -> set[str]:
        return {c.anchor for c in self.cards}

    @property
    def cards(self) -> list[Card]:
        return [c for chapter in self.chapters for group in chapter.groups for c in group.cards]


def view(result: Result, limits: Limits, pooled: Accuracy | None = None) -> View:
    """Everything the templates need; `result` is already tame."""
    gains = whatif.gains(result)
    urgent_ids = _urgent(result, gains)
    points = {g.item.id: g.points for g in gains}
    acting = sum(i.settled in ("failed", "cantTell") for i in result.items)
    cards = {
        i.id: card(i, limits, opened=_opened(i, acting, urgent_ids), points=points.get(i.id)) for i in result.items
    }
    low, high = _range(result)
    tally = Counter(state(i) for i in result.items)
    return View(
        result=result,
        tally={s: tally.get(s, 0) for s in STATES},
        total=len(result.items) - tally.get("inapplicable", 0),
        standing=whatif.standing(result),
        low=low,
        high=high,
        gains=gains,
        urgent=[cards[i] for i in urgent_ids],
        calendar=_calendar(result),
        chapters=_chapters(result, cards),
        units=sorted({i.advice.unit for i in result.items if i.advice and i.advice.unit}),
        could_not_look=_troubles(result, "could_not_look"),
        not_there=_troubles(result, "not_there"),
        findings=[_finding(f) for f in result.findings],
        pooled=pooled,
        limits=limits,
    )


def _urgent(result: Result, gains: list[whatif.Gain]) -> list[str]:
    asked = [i.id for i in result.items if i.settled == "cantTell"]
    return [*(g.item.id for g in gains), *asked][:_URGENT]


def _opened(item: ItemResult, acting: int, urgent: list[str]) -> bool:
    return item.id in urgent or (acting <= _OPEN_AT_MOST and item.settled in ("failed", "cantTell"))


def _range(result: Result) -> tuple[float | None, float | None]:
    if result.score.formula_status == "unverified":
        return None, None
    if result.score.oit is not None:
        return result.score.oit, result.score.oit
    return result.score.range or (None, None)


def _calendar(result: Result) -> list[Due]:
    days: dict[str, list[ItemResult]] = {}
    for item in result.items:
        if state(item) == "not_due":
            days.setdefault(item.due or "", []).append(item)
    return [Due(d, days[d]) for d in sorted(days)]


def _troubles(result: Result, kind: str) -> list[Trouble]:
    found: dict[str, list[CrawlProblem]] = {}
    for problem in result.crawl.problems:
        if problem.class_ == kind:
            found.setdefault(problem.problem, []).append(problem)
    made = [Trouble(c, p[0].why, sorted(p, key=lambda x: not x.items)) for c, p in found.items()]
    return sorted(made, key=lambda t: (not t.problems[0].items, -len(t.problems)))


def _setting(value: Any) -> str:
    if isinstance(value, bool):
        return "✓" if value else "–"
    return (
        ", ".join(map(str, value))
        if isinstance(value, list | tuple)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )


def _finding(found: dict[str, Any]) -> Finding:
    """What was found beside the items; its sentence stands under `why` or `text`, else its kind is all there is."""
    said = found.get("why") or found.get("text") or {}
    kind = str(found.get("kind", ""))
    text = Text(th=str(said.get("th", kind)), en=str(said.get("en", kind))) if isinstance(said, dict) else None
    return Finding(text or Text(th=str(said), en=str(said)), str(found.get("url", "")))


def _chapters(result: Result, cards: dict[str, Card]) -> list[Chapter]:
    """Items in the year's order, under sub-indicators and indicators; what the score does not name stands last."""
    subs = {s.id: s for s in result.score.sub_indicators}
    indicators = {i.id: i for i in result.score.indicators}
    groups: dict[str, list[Card]] = {}
    for item in result.items:
        groups.setdefault(item.sub_indicator, []).append(cards[item.id])
    chapters: dict[str, list[Group]] = {}
    for sub, members in groups.items():
        indicator = subs[sub].indicator if sub in subs else sub.split(".")[0]
        chapters.setdefault(indicator, []).append(Group(subs.get(sub), sub, members))
    return [Chapter(indicators.get(i), i, g) for i, g in chapters.items()]
