"""What the static site shows, as plain values from the ledger: reports.site reads no ledger, this writes no page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from auditor.nightly.history import changes, upgrades
from auditor.nightly.ledger import Ledger

NIGHTS_SHOWN = 60


def overview(ledger: Ledger, names: Mapping[str, str]) -> dict[str, Any]:
    """The shape is reports.site.Overview. `names`: item -> what it is about. Agencies off the list are left out."""
    nights = ledger.nights()
    newest = nights[-1]["id"] if nights else 0
    return {
        "fiscal_year": int(ledger.setting("fiscal_year") or 0),
        "night": newest,
        "at": (nights[-1]["ended_at"] or nights[-1]["started_at"]) if nights else "",
        "agencies": _agencies(ledger),
        "nights": _nights(ledger)[-NIGHTS_SHOWN:],
        "changes": [_change(row) for row in changes(ledger, newest)],
        "names": dict(names),
        "upgraded": len(upgrades(ledger, newest)),
    }


def _agencies(ledger: Ledger) -> list[dict[str, Any]]:
    states, history = _verdicts(ledger)
    latest = {r["slug"]: r for r in ledger.rows("SELECT summary.*, max(night) FROM summary GROUP BY slug")}
    outcomes = {
        r["slug"]: r
        for r in ledger.rows("SELECT slug, outcome, detail, max(night * 10 + round) FROM job"
                             " WHERE state = 'done' GROUP BY slug")
    }  # fmt: skip
    rows = ledger.rows(
        "SELECT slug, name, url, province, type, vendor, address FROM agency WHERE listed ORDER BY province, name"
    )
    return [_agency(row, states, history, latest, outcomes.get(row["slug"], {})) for row in rows]


def _agency(
    row: dict[str, Any],
    states: Mapping[str, dict[str, str]],
    history: Mapping[str, list[dict[str, Any]]],
    latest: Mapping[str, dict[str, Any]],
    outcome: Mapping[str, Any],
) -> dict[str, Any]:
    slug = row["slug"]
    counts = latest.get(slug, {})
    return {
        **row,
        "as_of": counts.get("as_of", ""),
        "reach": counts.get("reach", ""),
        "outcome": outcome.get("outcome") or "",
        "detail": outcome.get("detail") or "",
        "low": counts.get("low"),
        "high": counts.get("high"),
        "states": states.get(slug, {}),
        "history": history.get(slug, []),
    }


def _verdicts(ledger: Ledger) -> tuple[dict[str, dict[str, str]], dict[str, list[dict[str, Any]]]]:
    """Per agency what every item came to last, and how that changed after the first night."""
    upgraded = {
        (row["slug"], row["item"], row["night"])
        for row in ledger.rows("SELECT slug, item, night FROM change WHERE kind = 'upgrade'")
    }
    states: dict[str, dict[str, str]] = defaultdict(dict)
    history: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in ledger.rows("SELECT slug, item, night, state, reason FROM verdict ORDER BY night, item"):
        slug, item, night = row["slug"], row["item"], row["night"]
        before = states[slug].get(item)
        states[slug][item] = row["state"]
        if before is not None and before != row["state"]:
            step = {"night": night, "item": item, "before": before, "after": row["state"]}
            history[slug].append(step | {"upgrade": (slug, item, night) in upgraded})
    return states, history


def _nights(ledger: Ledger) -> list[dict[str, Any]]:
    counts = ledger.rows(
        "SELECT night.id, night.started_at AS at, count(summary.slug) AS agencies, coalesce(sum(passed), 0) AS passed,"
        " coalesce(sum(failed), 0) AS failed, coalesce(sum(total), 0) AS total,"
        " coalesce(sum(reach = 'blocked'), 0) AS blocked FROM night LEFT JOIN summary ON summary.night = night.id"
        " GROUP BY night.id ORDER BY night.id"
    )
    kinds = _by_night(ledger.rows("SELECT night, kind, count(*) AS n FROM change GROUP BY night, kind"))
    return [
        {**row, "worse": kinds[row["id"]].get("regression", 0), "better": kinds[row["id"]].get("improvement", 0)}
        for row in counts
    ]


def _by_night(rows: Iterable[dict[str, Any]]) -> defaultdict[int, dict[str, int]]:
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row["night"]][row["kind"]] = row["n"]
    return found


def _change(row: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("slug", "name", "province", "item", "kind", "before", "after", "th", "en")
    return {key: row[key] for key in keys}
