"""A whole audit against fetch-only Scrapy and against what politeness allows; a second one of the same site."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.ratio import Line, Scale, Spent, run
from bench.site import YEAR, Shape, serving
from crawler.evidence import Store
from crawler.servers import network

MOST_PAGES = "100000"


@dataclass(frozen=True, slots=True)
class Audit:
    """One audit by `oit audit` in a process of its own."""

    spent: Spent
    result: dict[str, Any]
    out: Path
    received: int
    """Bytes of bodies that came in."""

    @property
    def requests(self) -> int:
        return int(self.result["crawl"]["requests"])


def audit(
    url: str,
    out: Path,
    *,
    delay: float | None = 0,
    cache: Path | None = None,
    pictures: bool = True,
    year: int = YEAR,
    as_of: str = "",
) -> Audit:
    """Audits into `out`, with extracted texts remembered in `cache` (`out`/cache where none is given). `delay` None is
    the polite default, `as_of` "" today."""
    env = {"OIT_CACHE": str(cache or out / "cache")} | ({} if delay is None else {"OIT_DELAY": str(delay)})
    command = [sys.executable, "-m", "auditor.cli", "audit", url, "--out", str(out), "--year", str(year),
               "--max-pages", MOST_PAGES, "--minutes", "120", "--render", "never",
               "--screenshots" if pictures else "--no-screenshots",
               *(("--as-of", as_of) if as_of else ())]  # fmt: skip
    spent = run(command, env=env)
    return Audit(spent, json.loads((out / "result.json").read_text("utf-8")), out, _received(out))


def fetch_only(url: str, pages: int) -> Spent:
    """Scrapy that only fetches, its whole process counted as an audit's is."""
    return run([sys.executable, "-m", "bench.crawl", "fetch-only", url, str(pages)])


def measure(scale: Scale) -> Iterator[Line]:
    """CPU of the audit, then wall time of a polite one."""
    yield from measure_cpu(scale)
    yield measure_terse(scale)
    yield measure_wall(scale)


def measure_cpu(scale: Scale) -> Iterator[Line]:
    """First audits between fetch-only crawls; then the same site again."""
    pages, documents, rounds = scale(150, 1500), scale(12, 120), 1
    ratios, again, bytes_again, milliseconds = [], [], [], []
    with serving(Shape(pages, documents)) as url, tempfile.TemporaryDirectory() as folder:
        for number in range(rounds):
            out = Path(folder, str(number))
            bare, first = fetch_only(url, pages), audit(url, out)
            second = audit(url, out)
            each = first.spent.cpu / (pages + documents)
            milliseconds.append(each * 1000)
            ratios.append(each / (bare.cpu / pages))
            again.append(second.spent.cpu / first.spent.cpu)
            bytes_again.append(second.received / first.received)
    size = f"{pages} pages, {documents} printed PDFs, no scans"
    note = f"{size}; {min(milliseconds):.1f} CPU ms a page or file; whole processes with their start"
    yield Line("whole audit, CPU a page or file", "Scrapy that only fetches", tuple(ratios), 2.2, note=note)
    note = "every answer was 304; pages that OCR read: 0, there are no scans"
    yield Line("second audit of an unchanged site, CPU", "the first", tuple(again), 0.15, note=note)
    yield Line("second audit of an unchanged site, bytes of bodies", "the first", tuple(bytes_again), 0.15)


def measure_terse(scale: Scale) -> Line:
    """One audit of a site whose pages say as little as real ones do, and what of it was judging."""
    pages, documents = scale(150, 1500), scale(12, 120)
    with serving(Shape(pages, documents, terse=True)) as url, tempfile.TemporaryDirectory() as folder:
        bare, first = fetch_only(url, pages), audit(url, Path(folder))
    each = first.spent.cpu / (pages + documents)
    note = (
        f"{pages} pages, {documents} printed PDFs, no scans; {each * 1000:.1f} CPU ms a page or file. As much text a"
        " page, and as many pages that say something, as on three real sites (bench/site.py, TERSE)"
    )
    against = "Scrapy that only fetches"
    return Line("whole audit, pages as terse as real ones", against, (each / (bare.cpu / pages),), 2.2, note=note)


def _received(out: Path) -> int:
    with Store.open(out / "evidence", read_only=True) as store:
        info = store.latest()
        assert info is not None
        return int(info.stats["received"])


def measure_wall(scale: Scale) -> Line:
    """One server address is asked for one thing a second, so requests x delay is the least that it can take."""
    pages, documents, scans = scale(40, 150), scale(2, 12), scale(0, 1)
    with serving(Shape(pages, documents, scans)) as url, tempfile.TemporaryDirectory() as folder:
        done = audit(url, Path(folder), delay=None)
    bound = done.requests * network.DELAY
    note = (
        f"{done.requests} requests, {network.DELAY:g} s between them, one server: {bound:.0f} s at least, "
        f"{done.spent.wall:.0f} s taken; {pages} pages, {documents} PDFs, {scans} scans"
    )
    return Line("audit with default politeness, wall time", "requests × delay", (done.spent.wall / bound,), 1.1,
                note=note)  # fmt: skip
