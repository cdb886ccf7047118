"""DIR/audits/<agency>/<year>: results as `oit audit` writes them, read for pages; and the disk they take."""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from auditor.result import Result
from auditor.serve.address import is_slug
from auditor.serve.wording import Objection
from reports.cards import Limits
from reports.load import ReportError, read
from reports.text import tame
from reports.view import View, view

HELD = 12
"""Results kept in memory; the largest are about a megabyte as text."""
MEASURED_EVERY = 60.0
_EARLIER = re.compile(r"result-([0-9A-Za-z.-]{1,40})\.json")


@dataclass(frozen=True, slots=True)
class Entry:
    """One audited agency and year, for lists. Counts as the score has them."""

    slug: str
    year: int
    name: str
    url: str
    as_of: str
    finished_at: str
    passed: int
    failed: int
    open: int
    total: int
    reach: str


@dataclass(slots=True)
class _Held:
    """A result, and what pages show of it once a page was asked for."""

    result: Result
    view: View | None = None


class Shelf:
    """Safe for threads. What stands on disk is the truth; memory only saves parsing."""

    def __init__(self, data: Path) -> None:
        self.root = data / "audits"
        self.root.mkdir(parents=True, exist_ok=True)
        self._data = data
        self._lock = threading.Lock()
        self._held: OrderedDict[tuple[Path, int, int], _Held] = OrderedDict()
        self._entries: dict[tuple[Path, int], Entry] = {}
        self._used = (float("-inf"), 0)

    def folder(self, slug: str, year: int) -> Path:
        """Objection for a name that is no agency's."""
        if not is_slug(slug) or not 2500 <= year <= 2700:
            raise Objection("not_found")
        return self.root / slug / str(year)

    def result(self, slug: str, year: int, stamp: str = "") -> Result:
        """The result, or the earlier one of `stamp`. Objection where there is none or it is damaged."""
        folder = self.folder(slug, year)
        if stamp and stamp not in self.earlier(slug, year):
            raise Objection("earlier_unknown", "with")
        return self._read(folder / (f"result-{stamp}.json" if stamp else "result.json")).result

    def view(self, slug: str, year: int) -> View:
        """The result as pages show it; `view.result` has its strings made harmless."""
        held = self._read(self.folder(slug, year) / "result.json")
        if held.view is None:
            held.view = view(tame(held.result), Limits())
        return held.view

    def has(self, slug: str, year: int) -> bool:
        return (self.folder(slug, year) / "result.json").is_file()

    def _read(self, path: Path) -> _Held:
        try:
            stat = path.stat()
        except OSError as error:
            raise Objection("no_result") from error
        key = (path, stat.st_mtime_ns, stat.st_size)
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        try:
            result = read(path)
        except ReportError as error:
            raise Objection("no_result", more=str(error)) from error
        with self._lock:
            held = self._held[key] = _Held(result)
            while len(self._held) > HELD:
                self._held.popitem(last=False)
        return held

    def earlier(self, slug: str, year: int) -> list[str]:
        """Stamps of the earlier results of this agency and year, the newest first."""
        folder = self.folder(slug, year)
        found = [m[1] for path in folder.glob("result-*.json") if (m := _EARLIER.fullmatch(path.name))]
        return sorted(found, reverse=True)

    def years(self, slug: str) -> list[int]:
        if not is_slug(slug):
            raise Objection("not_found")
        return sorted(
            (int(p.parent.name) for p in (self.root / slug).glob("*/result.json") if p.parent.name.isdigit()),
            reverse=True,
        )

    def entries(self, most: int = 500) -> list[Entry]:
        """Every audited agency, the one that was audited last first. Reads only what changed since the last call."""
        found = []
        for path in self.root.glob("*/*/result.json"):
            try:
                changed = path.stat().st_mtime_ns
            except OSError:
                continue
            entry = self._entries.get((path, changed)) or self._entry(path)
            if entry:
                self._entries[path, changed] = entry
                found.append((changed, entry))
        if len(self._entries) > 4 * len(found) + 100:
            self._entries.clear()
        return [entry for _, entry in sorted(found, key=lambda pair: -pair[0])[:most]]

    def _entry(self, path: Path) -> Entry | None:
        try:
            result = self._read(path).result
        except Objection:
            return None
        counts = result.score.counts
        return Entry(
            slug=path.parent.parent.name,
            year=result.fiscal_year,
            name=result.agency.name,
            url=result.agency.url,
            as_of=result.as_of,
            finished_at=result.crawl.finished_at,
            passed=counts.passed,
            failed=counts.failed,
            open=counts.cantTell + counts.untested,
            total=counts.total - counts.inapplicable,
            reach=result.crawl.reach,
        )

    def used(self, clock: Callable[[], float] = time.monotonic) -> int:
        """Bytes that the data folder takes, measured at most once a minute."""
        at, size = self._used
        if clock() - at > MEASURED_EVERY:
            size = _size(self._data)
            self._used = (clock(), size)
        return size

    def free(self) -> int:
        return shutil.disk_usage(self._data).free


def _size(folder: Path) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(place, name)).st_blocks * 512
            except OSError:
                continue  # gone in the meantime
    return total
