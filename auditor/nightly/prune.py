"""What old nights leave behind, and what of it may go. Never a body that a kept verdict cites."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from auditor.extract import memo
from auditor.nightly.ledger import Ledger
from crawler.evidence.forgetting import forget

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class Freed:
    """`kept` are the bodies that stay, by sha256, of all agencies together."""

    crawls: int = 0
    results: int = 0
    bodies: int = 0
    texts: int = 0
    bytes: int = 0
    kept: set[str] = field(default_factory=set)

    def say(self, dry_run: bool) -> str:
        verb = "would remove" if dry_run else "removed"
        return (
            f"{verb} {self.crawls} crawls, {self.results} earlier results, {self.bodies} bodies,"
            f" {self.texts} texts of documents, {self.bytes / 1e6:.1f} MB"
        )


def prune_all(out: Path, nights: int, *, dry_run: bool = False) -> Freed:
    """Keeps the newest `nights` crawls and results of every agency, whatever those results cite, and its texts."""
    freed = Freed()
    for folder in sorted((out / "agencies").glob("*")):
        prune_agency(folder, nights, freed, dry_run)
    if since := kept_since(out / "nightly", nights):
        _prune_texts(out / "cache", since, freed, dry_run)
    _prune_nights(out / "nightly", nights, dry_run)
    return freed


def prune_agency(folder: Path, nights: int, freed: Freed, dry_run: bool) -> None:
    """An agency audited elsewhere has results here and no evidence."""
    old = outdated((path.name for path in folder.glob("result-*.json")), nights)
    for name in old:
        freed.results += 1
        freed.bytes += (folder / name).stat().st_size
        if not dry_run:
            (folder / name).unlink()
    if not (folder / "evidence" / "store.sqlite").is_file():
        return
    kept = [path for path in folder.glob("result*.json") if path.name not in old]
    cited = {h for path in kept for h in _HASH.findall(path.read_text("utf-8"))}
    cited |= _decided(folder / "decisions.jsonl")
    gone = forget(folder / "evidence", nights, cited, dry_run=dry_run)
    freed.crawls += gone.crawls
    freed.bodies += gone.bodies
    freed.bytes += gone.bytes
    freed.kept |= gone.left


def outdated(earlier: Iterable[str], nights: int) -> Sequence[str]:
    """Of the names of earlier results those that go; they are named by their time, and result.json is one more."""
    return sorted(earlier, reverse=True)[nights - 1 :]


def _decided(path: Path) -> set[str]:
    return set(_HASH.findall(path.read_text("utf-8"))) if path.is_file() else set()


# --- texts of documents


def kept_since(folder: Path, nights: int) -> datetime | None:
    """When the oldest night that is kept began; None where no night is older than that."""
    if not (folder / "night.sqlite").is_file():
        return None
    with Ledger(folder) as ledger:
        began = [row["started_at"] for row in ledger.nights()]
    return datetime.fromisoformat(began[-nights]) if len(began) > nights else None


def is_read_no_more(entry: str, bodies: Collection[str]) -> bool:
    """Whether a text (documents/<engine>/<ab>/<sha256>-….zst) is of another version, or of a body that nobody has."""
    engine, _, name = entry.split("/")[-3:]
    return engine != memo.engine() or name.partition("-")[0] not in bodies


def _prune_texts(cache: Path, since: datetime, freed: Freed, dry_run: bool) -> None:
    for path in sorted((cache / "documents").glob("*/??/*.zst")):
        made = path.stat()
        if datetime.fromtimestamp(made.st_mtime, UTC) >= since or not is_read_no_more(path.as_posix(), freed.kept):
            continue
        freed.texts += 1
        freed.bytes += made.st_size
        if not dry_run:
            path.unlink()


# --- nights


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
