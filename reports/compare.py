"""Two results of one agency side by side. Pure. Only what both could decide by the same rules is better or worse."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from auditor.result import ItemResult, Result, Text
from reports import whatif
from reports.cards import state
from reports.load import ReportError

Obstacle = Literal["rules", "reach", "not_due", "undecided", "absent"]


@dataclass(frozen=True, slots=True)
class Change:
    """One item then and now; `obstacle` says why the two could not be compared."""

    id: str
    name: Text
    before: str
    after: str
    why: Text
    evidence_before: list[str]
    evidence_after: list[str]
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`improved` and `regressed` hold items decided on both days; `range` is (low, high) in points, None unknown."""

    agency: str
    fiscal_year: int
    before: str
    after: str
    same_rules: bool
    range_before: tuple[float, float] | None
    range_after: tuple[float, float] | None
    improved: list[Change]
    regressed: list[Change]
    changed_evidence: list[Change]
    not_comparable: list[Change]
    unchanged: int

    @property
    def regression(self) -> bool:
        return bool(self.regressed)

    def to_json(self) -> dict[str, Any]:
        made = asdict(self)
        for kind in ("improved", "regressed", "changed_evidence", "not_comparable"):
            made[kind] = [
                asdict(c) | {"name": c.name.model_dump(), "why": c.why.model_dump()} for c in getattr(self, kind)
            ]
        return {"schema_version": 1, **made}


def compare(old: Result, new: Result) -> Comparison:
    """What changed from `old` to `new`. ReportError where they are of different agencies or fiscal years."""
    if old.fiscal_year != new.fiscal_year:
        raise ReportError(f"not comparable: fiscal year {old.fiscal_year} and {new.fiscal_year}")
    if _site(old.agency.url) != _site(new.agency.url):
        raise ReportError(f"not comparable: {old.agency.url} and {new.agency.url} are different websites")
    same_rules = old.tool.rules_digest == new.tool.rules_digest
    sorted_into: dict[str, list[Change]] = {k: [] for k in ("improved", "regressed", "evidence", "not_comparable")}
    before = {i.id: i for i in old.items}
    unchanged = 0
    for item in new.items:
        kind, change = _change(before.get(item.id), item, same_rules)
        if change is None:
            unchanged += 1
        else:
            sorted_into[kind].append(change)
    return Comparison(
        agency=new.agency.name,
        fiscal_year=new.fiscal_year,
        before=old.as_of,
        after=new.as_of,
        same_rules=same_rules,
        range_before=_range(old),
        range_after=_range(new),
        improved=sorted_into["improved"],
        regressed=sorted_into["regressed"],
        changed_evidence=sorted_into["evidence"],
        not_comparable=sorted_into["not_comparable"],
        unchanged=unchanged,
    )


def _change(old: ItemResult | None, new: ItemResult, same_rules: bool) -> tuple[str, Change | None]:
    obstacle = _obstacle(old, new, same_rules)
    differs = old is None or state(old) != state(new)
    if obstacle:
        return "not_comparable", _made(old, new, obstacle)
    if differs:
        return ("improved" if new.settled == "passed" else "regressed"), _made(old, new, None)
    if old is not None and _evidence(old) != _evidence(new):
        return "evidence", _made(old, new, None)
    return "", None


def _obstacle(old: ItemResult | None, new: ItemResult, same_rules: bool) -> Obstacle | None:
    """Why two outcomes cannot be set against each other; None where they can, or where nothing changed."""
    if old is None:
        return "absent"
    states = {state(old), state(new)}
    if "untested" in states:
        return "reach"
    if len(states) == 1:
        return None
    if "not_due" in states:
        return "not_due"
    if not same_rules:
        return "rules"
    return None if states == {"passed", "failed"} else "undecided"


def _made(old: ItemResult | None, new: ItemResult, obstacle: Obstacle | None) -> Change:
    return Change(
        id=new.id,
        name=new.name,
        before=state(old) if old else "",
        after=state(new),
        why=new.why,
        evidence_before=sorted(u for u, _ in _evidence(old)) if old else [],
        evidence_after=sorted(u for u, _ in _evidence(new)),
        obstacle=obstacle,
    )


def _evidence(item: ItemResult) -> set[tuple[str, str]]:
    chosen = {(e.url, e.sha256) for e in item.evidence if e.chosen}
    return chosen or {(c.url, c.sha256) for criterion in item.criteria for c in criterion.citations}


def _range(result: Result) -> tuple[float, float] | None:
    now = whatif.standing(result)
    if now.low is not None and now.high is not None:
        return now.low, now.high
    return None


def _site(url: str) -> str:
    return url.split("://")[-1].removeprefix("www.").rstrip("/").lower()
