"""Results as plain values, with just what the night reads of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

REASONS = {"failed": "not_found", "untested": "not_reached", "cantTell": "low_confidence", "not_due": "not_due"}


def result(name: str, states: Mapping[str, str], *, reach: str = "complete", year: int = 2569) -> dict[str, Any]:
    """`states`: item -> passed, failed, cantTell, untested or not_due."""
    items = [
        {"id": item, "outcome": "untested" if state == "not_due" else state, "reason": REASONS.get(state),
         "why": {"th": f"{item} {state}", "en": f"{item} {state}"}, "criteria": [], "evidence": []}
        for item, state in states.items()
    ]  # fmt: skip
    counts = {
        n: sum(i["outcome"] == n for i in items) for n in ("passed", "failed", "cantTell", "untested", "inapplicable")
    }
    counts |= {"not_due": sum(i["reason"] == "not_due" for i in items), "total": len(items)}
    return {
        "schema_version": 1, "agency": {"name": name, "kind": "", "url": f"https://{name}.example/"}, "items": items,
        "fiscal_year": year, "as_of": "2026-06-10", "crawl": {"reach": reach, "finished_at": "2026-06-10T00:00:00Z"},
        "score": {"oit": None, "range": None, "counts": counts},
    }  # fmt: skip
