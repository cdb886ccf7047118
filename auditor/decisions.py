"""What people decided about items, kept beside the store in decisions.jsonl: appended, never overwritten."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from auditor.result import DecisionResult, ItemResult, Result

FILE = "decisions.jsonl"
OUTCOMES: dict[str, Literal["passed", "failed"]] = {"passed": "passed", "failed": "failed"}


class DecisionError(Exception):
    """A decision that cannot be taken; one line naming what and where."""


@dataclass(frozen=True, slots=True)
class Decision:
    """`evidence` are the sha256 that the item rested on when it was decided; `at` is UTC with Z."""

    fiscal_year: int
    item: str
    outcome: Literal["passed", "failed"]
    by: str
    because: str
    at: str
    url: str = ""
    evidence: tuple[str, ...] = ()


def evidence_of(item: ItemResult) -> tuple[str, ...]:
    """The hashes a decision on this item would rest on: the chosen bundle's, else those that were cited."""
    chosen = {e.sha256 for e in item.evidence if e.chosen and e.sha256}
    cited = {c.sha256 for r in item.criteria for c in r.citations if c.sha256}
    return tuple(sorted(chosen or cited))


def read_table(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV with the columns item,outcome,by,because and perhaps url. DecisionError: a column is missing."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        lacking = {"item", "outcome", "by", "because"} - set(rows.fieldnames or ())
        if lacking:
            raise DecisionError(f"{path}:1: columns missing: {', '.join(sorted(lacking))}")
        return [{k: (v or "").strip() for k, v in row.items() if k} for row in rows]


def make(result: Result, rows: Iterable[Mapping[str, str]]) -> list[Decision]:
    """Decisions on items of a result; all are checked before any is given. DecisionError lists every mistake."""
    items = {item.id: item for item in result.items}
    made, mistakes = [], []
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for row in rows:
        item = items.get(row["item"].upper())
        outcome = OUTCOMES.get(row["outcome"])
        if item is None:
            mistakes.append(f"{row['item']}: no such item in fiscal year {result.fiscal_year}")
        elif outcome is None:
            mistakes.append(f"{item.id}: outcome {row['outcome']!r} is not passed or failed")
        elif not row.get("by") or not row.get("because"):
            mistakes.append(f"{item.id}: a decision needs --by NAME and --because TEXT")
        else:
            found = Decision(result.fiscal_year, item.id, outcome, row["by"], row["because"], at, row.get("url", ""))
            made.append(replace(found, evidence=evidence_of(item)))
    if mistakes:
        raise DecisionError("\n".join(mistakes))
    return made


def append(directory: Path, decision: Decision) -> None:
    """Adds one line to DIR/decisions.jsonl."""
    with (directory / FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(decision), ensure_ascii=False) + "\n")


def read(directory: Path) -> tuple[Decision, ...]:
    """All decisions in order; DecisionError names the line that is broken."""
    path = directory / FILE
    if not path.is_file():
        return ()
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            found.append(_parse(path, number, line))
    return tuple(found)


def _parse(path: Path, number: int, line: str) -> Decision:
    try:
        row: dict[str, Any] = json.loads(line)
        return Decision(**{**row, "evidence": tuple(row.get("evidence", ()))})
    except (ValueError, TypeError) as error:
        raise DecisionError(f"{path}:{number}: not a decision: {error}") from error


def apply(items: Iterable[ItemResult], decisions: Sequence[Decision], fiscal_year: int) -> tuple[ItemResult, ...]:
    """Items with the newest decision of the fiscal year beside the machine's outcome, stale where evidence changed."""
    newest = {d.item: d for d in decisions if d.fiscal_year == fiscal_year}
    return tuple(_with(item, newest[item.id]) if item.id in newest else item for item in items)


def _with(item: ItemResult, decision: Decision) -> ItemResult:
    stale = bool(decision.evidence) and decision.evidence != evidence_of(item)
    shown = DecisionResult(
        outcome=decision.outcome,
        by=decision.by,
        because=decision.because,
        at=decision.at,
        url=decision.url,
        stale=stale,
    )
    return item.model_copy(update={"decision": shown})
