"""What an agency job is asked and what it answers: plain values that cross process and machine borders as JSON."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal

State = Literal["done", "blocked", "failed"]
"""`done` and `blocked` have a result; `blocked`: the home page could not be read."""


REPORT, PREPARE = "reports.html:render", "reports.html:prepare"
"""What makes report.html, and what a process does before its forks do; names, not imports: jobs know no reports."""
MEMORY = 3000
"""MB that one agency may take when nothing else is said."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one agency may take before it is ended. Memory is of all its processes together, in bytes."""

    memory: int = MEMORY * 1_000_000
    cpu_seconds: int = 3600
    wall_seconds: float = 5400.0


@dataclass(frozen=True, slots=True)
class Engine:
    """What a verdict depends on beside the evidence. Worked out once a night and handed to every job."""

    rules: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class JobRequest:
    """One agency, once. `out` gets evidence/, result.json and report.html; `cache` is OIT_CACHE.

    `shared_cache`: an fsspec address behind `cache`, for many machines.
    `since` (UTC ISO): a crawl finished after it is not made again. `revisit` and `turn`: see crawler.request.
    `renderer` names the function that makes report.html of a Result ("module:function"; "" for none).
    `hints` is crawler.queue.hints.Hints as JSON, None to make it from the rules.
    With `items` only these are checked again, on the last result. `claims`: item -> addresses meant for ITAS.
    """

    slug: str
    url: str
    out: Path
    fiscal_year: int
    as_of: date | None = None
    name: str = ""
    kind: str = ""
    max_pages: int = 2000
    minutes: float = 30
    render: Literal["auto", "never", "always"] = "auto"
    timeout: float = 30
    allow_private: bool = False
    host_map: Mapping[str, str] = field(default_factory=dict)
    rules: Path | None = None
    cache: Path | None = None
    shared_cache: str = ""
    pace: Path | None = None
    since: str = ""
    revisit: int = 0
    turn: int = 0
    engine: Engine = Engine()
    hints: Mapping[str, Any] | None = None
    renderer: str = ""
    lang: Literal["th", "en"] = "th"
    limits: Limits = Limits()
    items: tuple[str, ...] = ()
    claims: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        data = {f.name: getattr(self, f.name) for f in fields(self)}
        for name in ("out", "rules", "cache", "pace"):
            data[name] = str(data[name]) if data[name] is not None else None
        data["as_of"] = self.as_of.isoformat() if self.as_of else None
        return {**data, "engine": asdict(self.engine), "limits": asdict(self.limits), "host_map": dict(self.host_map)}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> JobRequest:
        """TypeError or ValueError for what is no request."""
        made = dict(data)
        for name in ("out", "rules", "cache", "pace"):
            made[name] = Path(made[name]) if made.get(name) else None
        made["as_of"] = date.fromisoformat(made["as_of"]) if made.get("as_of") else None
        made["engine"] = Engine(**made.get("engine", {}))
        made["limits"] = Limits(**made.get("limits", {}))
        made["items"] = tuple(made.get("items", ()))
        return JobRequest(**made)


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """What became of a job and what it cost. Seconds; bytes; `peak` is of the largest moment that was seen.

    `unreachable`: worth another try with longer time-outs. `reused`: nothing changed, the earlier verdicts hold.
    `kept` addresses were not asked for because their turn has not come; `received` is the bytes that came in.
    `ocr_pages` are the scanned pages that this judgement read (some of them remembered), 0 where none was made.
    """

    slug: str
    state: State
    detail: str = ""
    unreachable: bool = False
    reused: bool = False
    pages: int = 0
    documents: int = 0
    requests: int = 0
    kept: int = 0
    received: int = 0
    ocr_pages: int = 0
    cpu: float = 0.0
    wall: float = 0.0
    peak: int = 0

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> JobOutcome:
        return JobOutcome(**data)


def jobs_at_once(memory: int) -> int:
    """Twice the cores, since most of a crawl is waiting, as far as a third of the memory limit (MB) each goes round."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_000_000
    return max(1, min(2 * (os.cpu_count() or 1), 3 * whole // (4 * memory), 32))
