"""What was measured last of every line, in bench/results.json: each with its time, commit and load.

A line replaces the one of its module, name and `against`; all others stay. One that is renamed is taken out by hand.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.ratio import ROOT, Line

PATH = ROOT / "bench/results.json"
UNMEASURED = "–"
"""What stands as `against` in the line of a module that could not be measured."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A line, and the circumstances in which its module was measured."""

    module: str
    line: Line
    when: str
    """Date and time in UTC."""
    commit: str
    load: str
    """Average load of the machine before and after."""


def stamp(module: str, lines: Iterable[Line], load_before: float) -> list[Measured]:
    """Lines of a module that was measured just now."""
    when, load = f"{datetime.now(UTC):%Y-%m-%d %H:%M}", f"{load_before:.1f} to {os.getloadavg()[0]:.1f}"
    return [Measured(module, line, when, _commit(), load) for line in lines]


def merge(kept: Sequence[Measured], new: Sequence[Measured], modules: Sequence[str]) -> list[Measured]:
    """All lines in the order of `modules`. What could not be measured this time stays as it was measured before."""
    found = {_key(one): one for one in kept if not (one.line.against == UNMEASURED and one.module in _modules(new))}
    found |= {_key(one): one for one in new}
    return sorted(found.values(), key=lambda one: modules.index(one.module))


def read(path: Path = PATH) -> list[Measured]:
    """Lines in the order in which they are shown; none where nothing was measured yet."""
    return [_measured(**row) for row in json.loads(path.read_text("utf-8"))] if path.exists() else []


def write(lines: Sequence[Measured], path: Path = PATH) -> None:
    path.write_text(json.dumps([asdict(one) for one in lines], ensure_ascii=False, indent=1) + "\n", "utf-8")


def _measured(line: dict[str, Any], **circumstances: str) -> Measured:
    return Measured(line=Line(**line | {"ratios": tuple(line["ratios"])}), **circumstances)


def _key(one: Measured) -> tuple[str, str]:
    return one.module, one.line.key


def _modules(lines: Iterable[Measured]) -> set[str]:
    return {one.module for one in lines}


def _commit() -> str:
    found = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return found.stdout.strip() or "no commit"
