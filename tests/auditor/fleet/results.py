"""What two nights came to, without their times, so that they can be compared."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from auditor.nightly.ledger import Ledger

_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+\d\d:\d\d)")
_COUNTED = ("outcome", "unreachable", "reused", "pages", "documents", "requests", "kept", "received")


def results(out: Path) -> dict[str, Any]:
    """slug -> result.json without times."""
    found = sorted((out / "agencies").glob("*/result.json"))
    return {path.parent.name: json.loads(_TIME.sub("T", path.read_text("utf-8"))) for path in found}


def books(out: Path) -> dict[str, Any]:
    """What the ledger holds of them: jobs, standings, summaries, changes."""
    with Ledger(out / "nightly") as ledger:
        return {
            "jobs": ledger.rows(f"SELECT night, slug, round, {', '.join(_COUNTED)} FROM job ORDER BY 1, 2, 3"),
            "standings": ledger.rows("SELECT slug, item, state, reason, since FROM standing ORDER BY 1, 2"),
            "summaries": ledger.rows("SELECT * FROM summary ORDER BY night, slug"),
            "changes": json.loads((out / "nightly" / "latest" / "changes.json").read_text("utf-8")),
        }
