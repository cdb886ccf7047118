"""Writes a new result into the ledger: standings, verdicts that became others, doubts, changes, the counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from auditor.files import write_json
from auditor.nightly.changes import Standing, Step, steps, upgraded
from auditor.nightly.ledger import Job, Ledger, now

ORDER = {"regression": 0, "change": 1, "improvement": 2, "upgrade": 3}


def record(
    ledger: Ledger, job: Job, result: Mapping[str, Any], rules: str, baseline: Mapping[str, Any] | None = None
) -> bool:
    """Within the caller's transaction. True where a regression was seen for the first time.

    `baseline` is the crawl before this one as tonight's rules and program judge it, after an upgrade.
    """
    if baseline is not None:
        _record_upgrade(ledger, job, baseline, rules)
    made = steps(result, _standings(ledger, job.slug), _doubts(ledger, job.slug), rules)
    for step in made:
        _record_item(ledger, job, step, rules)
    _summarise(ledger, job, result)
    return any(step.doubt for step in made)


def _record_upgrade(ledger: Ledger, job: Job, baseline: Mapping[str, Any], rules: str) -> None:
    for step in upgraded(baseline, _standings(ledger, job.slug), _doubts(ledger, job.slug), rules):
        if step.kind:
            _record_item(ledger, job, step, rules)
            continue
        key = (job.slug, step.item)
        ledger.conn.execute("UPDATE standing SET rules = ? WHERE slug = ? AND item = ?", (rules, *key))
        if not step.doubt:
            ledger.conn.execute("DELETE FROM doubt WHERE slug = ? AND item = ?", key)


def _standings(ledger: Ledger, slug: str) -> dict[str, Standing]:
    rows = ledger.rows("SELECT item, state, rules FROM standing WHERE slug = :slug", {"slug": slug})
    return {row["item"]: Standing(row["state"], row["rules"]) for row in rows}


def _doubts(ledger: Ledger, slug: str) -> dict[str, str]:
    rows = ledger.rows("SELECT item, state FROM doubt WHERE slug = :slug", {"slug": slug})
    return {row["item"]: row["state"] for row in rows}


def _record_item(ledger: Ledger, job: Job, step: Step, rules: str) -> None:
    values = {
        "slug": job.slug, "item": step.item, "night": job.night, "state": step.state, "reason": step.reason,
        "rules": rules, "kind": step.kind, "before": step.before, "th": step.why[0], "en": step.why[1], "at": now(),
    }  # fmt: skip
    run = ledger.conn.execute
    newest = run(
        "SELECT state, reason FROM verdict WHERE slug = :slug AND item = :item ORDER BY night DESC LIMIT 1", values
    ).fetchone()
    if newest != (step.state, step.reason):
        run("INSERT OR REPLACE INTO verdict (slug, item, night, state, reason)"
            " VALUES (:slug, :item, :night, :state, :reason)", values)  # fmt: skip
    if step.doubt:
        run("INSERT OR IGNORE INTO doubt (slug, item, state, night, at)"
            " VALUES (:slug, :item, :state, :night, :at)", values)  # fmt: skip
    if not step.settled:
        return
    run("DELETE FROM doubt WHERE slug = :slug AND item = :item", values)
    run("INSERT INTO standing (slug, item, state, reason, since, rules)"
        " VALUES (:slug, :item, :state, :reason, :night, :rules) ON CONFLICT (slug, item) DO UPDATE SET"
        " since = CASE WHEN state = :state THEN since ELSE :night END, state = :state, reason = :reason,"
        " rules = :rules", values)  # fmt: skip
    if step.kind:
        run('INSERT INTO change (night, slug, item, kind, "before", "after", reason, th, en, at)'
            " VALUES (:night, :slug, :item, :kind, :before, :state, :reason, :th, :en, :at)", values)  # fmt: skip


def _summarise(ledger: Ledger, job: Job, result: Mapping[str, Any]) -> None:
    score = result["score"]
    low, high = score["range"] or (score["oit"], score["oit"])
    counts = {
        n: score["counts"][n] for n in ("passed", "failed", "cantTell", "untested", "inapplicable", "not_due", "total")
    }
    row = {"night": job.night, "slug": job.slug, "name": result["agency"]["name"], "as_of": result["as_of"],
           "reach": result["crawl"]["reach"], "low": low, "high": high, **counts}  # fmt: skip
    names = ", ".join(row)
    ledger.conn.execute(f"INSERT OR REPLACE INTO summary ({names}) VALUES ({', '.join(f':{n}' for n in row)})", row)


# --- what was published


def changes(ledger: Ledger, night: int) -> list[dict[str, Any]]:
    """The agencies' own changes of a night, regressions first."""
    return [row for row in _all_changes(ledger, night) if row["kind"] != "upgrade"]


def upgrades(ledger: Ledger, night: int) -> list[dict[str, Any]]:
    """Items that came out otherwise because the rules or the program became others: nobody's doing but ours."""
    return [row for row in _all_changes(ledger, night) if row["kind"] == "upgrade"]


def _all_changes(ledger: Ledger, night: int) -> list[dict[str, Any]]:
    rows = ledger.rows(
        "SELECT change.*, agency.url, agency.name, agency.province, agency.type FROM change JOIN agency USING (slug)"
        " WHERE night = :night",
        {"night": night},
    )
    return sorted(rows, key=lambda row: (ORDER[row["kind"]], row["province"], row["slug"], _number(row["item"])))


def _number(item: str) -> tuple[int, str]:
    digits = "".join(c for c in item if c.isdigit())
    return int(digits or 0), item


def publish(ledger: Ledger, night: int, folder: Path) -> list[dict[str, Any]]:
    """Writes changes.json, upgrades.json and seen-once.json of the night and of `latest`; returns the changes whole."""
    found = changes(ledger, night)
    doubts = ledger.rows(
        "SELECT url AS agency_url, item, state AS 'to', doubt.at AS seen_at FROM doubt JOIN agency USING (slug)"
        " ORDER BY url, item"
    )
    for name in (f"{night:06d}", "latest"):
        write_json(folder / name / "changes.json", [_told(row) for row in found])
        write_json(folder / name / "upgrades.json", [_told(row) for row in upgrades(ledger, night)])
        write_json(folder / name / "seen-once.json", doubts)
    return found


def _told(change: Mapping[str, Any]) -> dict[str, Any]:
    why = {"th": change["th"], "en": change["en"]}
    told = {"agency_url": change["url"], "item": change["item"], "from": change["before"], "to": change["after"]}
    return {**told, "reason": change["reason"] or None, "why": why}


def read_result(path: Path) -> dict[str, Any] | None:
    """result.json as plain values; None where there is none or it is of another version."""
    try:
        result: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return result if isinstance(result, dict) and result.get("schema_version") == 1 else None


def counted(changes_: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    found = dict.fromkeys(ORDER, 0)
    for change in changes_:
        found[change["kind"]] += 1
    return found
