"""What a new result changes: pure comparison of what items stood at with what they came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Kind = Literal["regression", "improvement", "change", "upgrade"]
"""`upgrade`: the rules or the program became others in between, so that it cannot be laid at the agency's door."""
SETTLED = frozenset(("passed", "failed", "cantTell"))
"""An outage (untested), what is not due and what does not apply are no change, and leave standing what stood."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What an item last came to, and by which rules and code."""

    state: str
    rules: str


@dataclass(frozen=True, slots=True)
class Step:
    """What one item of a new result means: a change to publish, a doubt to look at again, or neither."""

    item: str
    state: str
    reason: str
    settled: bool
    kind: Kind | None = None
    before: str = ""
    doubt: bool = False
    why: tuple[str, str] = ("", "")


def state_of(item: Mapping[str, Any]) -> str:
    """The outcome, `not_due` apart."""
    if item["outcome"] == "untested" and item.get("reason") == "not_due":
        return "not_due"
    return str(item["outcome"])


def steps(
    result: Mapping[str, Any], standings: Mapping[str, Standing], doubts: Mapping[str, str], rules: str
) -> tuple[Step, ...]:
    """One step an item. `doubts` are regressions seen once: item -> the state they fell to."""
    if result["crawl"]["reach"] == "blocked":
        # Whatever the items say, nothing was seen: an outage changes nothing.
        return tuple(Step(item["id"], "untested", "not_reached", settled=False) for item in result["items"])
    return tuple(_step(item, standings.get(item["id"]), doubts.get(item["id"], ""), rules) for item in result["items"])


def upgraded(
    baseline: Mapping[str, Any], standings: Mapping[str, Standing], doubts: Mapping[str, str], rules: str
) -> tuple[Step, ...]:
    """What the upgrade alone made of the items, by the crawl before it judged anew; only what that crawl could tell."""
    told = baseline["items"] if baseline["crawl"]["reach"] != "blocked" else ()
    found = []
    for item in told:
        stood, state = standings.get(item["id"]), state_of(item)
        if stood is None or stood.rules == rules or state not in SETTLED:
            continue
        if state == doubts.get(item["id"]):
            # The site fell before the upgrade, and the upgrade sees it too: the doubt goes on.
            found.append(Step(item["id"], stood.state, "", settled=False, doubt=True))
        else:
            found.append(_step(item, stood, "", rules))
    return tuple(found)


def _step(item: Mapping[str, Any], stood: Standing | None, doubt: str, rules: str) -> Step:
    state, why = state_of(item), item["why"]
    step = Step(item["id"], state, item.get("reason") or "", state in SETTLED, why=(why["th"], why["en"]))
    if not step.settled or stood is None or stood.state == state:
        return step
    if stood.rules != rules:
        return replace(step, kind="upgrade", before=stood.state)
    if (stood.state, state) == ("passed", "failed"):
        if doubt != state:
            return replace(step, settled=False, doubt=True)
        return replace(step, kind="regression", before=stood.state)
    kind: Kind = "improvement" if state == "passed" else "change"
    return replace(step, kind=kind, before=stood.state)
