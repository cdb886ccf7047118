"""After an upgrade: the last crawl judged by tonight's rules and program, so that a change of the site stands apart.

DIR/agencies/<slug>/baseline.json is written before the new crawl and lives for one night.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from auditor import standing
from auditor.files import write_json
from auditor.nightly.request import Engine, JobRequest

FILE = "baseline.json"


def is_wanted(request: JobRequest) -> bool:
    """Whether the verdicts here were made by other rules or another program, and this night has no baseline yet."""
    if not request.engine.code or read(request.out, request.turn, request.engine) is not None:
        return False
    kept = standing.recall(request.out)
    made_by = Engine(kept.get("rules", ""), kept.get("code", ""))
    return kept.get("fiscal_year") == request.fiscal_year and made_by != request.engine


def read(out: Path, turn: int, engine: Engine) -> dict[str, Any] | None:
    """The result made for this night and engine; None where there is none."""
    try:
        kept = json.loads((out / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if (kept["turn"], kept["rules"], kept["code"]) != (turn, engine.rules, engine.code):
        return None
    result: dict[str, Any] = kept["result"]
    return result


def write(request: JobRequest, result: Mapping[str, Any]) -> None:
    engine = request.engine
    write_json(
        request.out / FILE, {"turn": request.turn, "rules": engine.rules, "code": engine.code, "result": dict(result)}
    )


def drop_old(request: JobRequest) -> None:
    """That of another night says nothing any more."""
    if read(request.out, request.turn, request.engine) is None:
        (request.out / FILE).unlink(missing_ok=True)
