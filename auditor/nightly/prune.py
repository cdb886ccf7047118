"""What old nights leave behind, and what of it may go. Never a body that a kept verdict cites."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.nightly.ledger import Ledger
from crawler.evidence.forgetting import forget

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class Freed:
    crawls: int = 0
    results: int = 0
    bodies: int = 0
    bytes: int = 0

    def say(self, dry_run: bool) -> str:
        verb = "would remove" if dry_run else "removed"
        return (
            f"{verb} {self.crawls} crawls, {self.results} earlier results, {self.bodies} bodies,"
            f" {self.bytes / 1e6:.1f} MB"
        )


def prune_all(out: Path, nights: int, *, dry_run: bool = False) -> Freed:
    """Keeps the newest `nights` crawls and results of every agency, and whatever those results cite."""
    freed = Freed()
    for folder in sorted((out / "agencies").glob("*")):
        if (folder / "evidence" / "store.sqlite").is_file():
            _prune_agency(folder, nights, freed, dry_run)
    _prune_nights(out / "nightly", nights, dry_run)
    return freed


def _prune_agency(folder: Path, nights: int, freed: Freed, dry_run: bool) -> None:
    old = sorted(folder.glob("result-*.json"), reverse=True)[nights - 1 :]
    for path in old:
        freed.results += 1
        freed.bytes += path.stat().st_size
        if not dry_run:
            path.unlink()
    kept = [p for p in folder.glob("result*.json") if p not in old]
    cited = {h for path in kept for h in _HASH.findall(path.read_text("utf-8"))}
    cited |= _decided(folder / "decisions.jsonl")
    gone = forget(folder / "evidence", nights, cited, dry_run=dry_run)
    freed.crawls += gone.crawls
    freed.bodies += gone.bodies
    freed.bytes += gone.bytes


def _decided(path: Path) -> set[str]:
    return set(_HASH.findall(path.read_text("utf-8"))) if path.is_file() else set()


def _prune_nights(folder: Path, nights: int, dry_run: bool) -> None:
    """Changes and counts stay in the ledger for good; of old nights only the files and the jobs' rows go."""
    old = sorted(p for p in folder.glob("[0-9]*") if p.is_dir())[:-nights]
    if dry_run or not (folder / "night.sqlite").is_file():
        return
    for path in old:
        shutil.rmtree(path)
    with Ledger(folder) as ledger:
        newest: list[dict[str, Any]] = ledger.nights()
        if len(newest) > nights:
            first = min(row["id"] for row in newest[-nights:])
            # An agency's first audit stays: plan needs to know what one costs.
            ledger.conn.execute(
                "DELETE FROM job WHERE night < ? AND night !="
                " (SELECT min(night) FROM job AS o WHERE o.slug = job.slug)",
                (first,),
            )
