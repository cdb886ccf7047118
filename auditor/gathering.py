"""The first stage of an audit: what the user asked for, and the crawl with the words that the rules look for.

Light to import, so that the first request goes out before judging is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from auditor.classify.hints import address_hints
from auditor.classify.hints import hints as phrase_hints
from auditor.rules.load import Rules, default_year, year_of
from auditor.rules.schema import Year
from crawler.evidence import CrawlInfo
from crawler.queue.hints import Hint, Hints
from crawler.run import CrawlRequest, Progress, Start, crawl, start_child


@dataclass(frozen=True, slots=True)
class AuditRequest:
    """What the user asked for. `fiscal_year` None is the newest sourced year; `as_of` None the day of the crawl."""

    url: str
    out: Path
    fiscal_year: int | None = None
    as_of: date | None = None
    max_pages: int = 2000
    minutes: float = 30
    render: Literal["auto", "never", "always"] = "auto"
    allow_private: bool = False
    name: str = ""
    kind: str = ""
    claims: Mapping[str, Sequence[str]] | None = None
    iit: float | None = None
    eit: float | None = None
    host_map: dict[str, str] = field(default_factory=dict)
    rules: Path | None = None


def pick_year(rules: Rules, fiscal_year: int | None) -> Year:
    return default_year(rules) if fiscal_year is None else year_of(rules, fiscal_year)


def evidence_dir(path: Path) -> Path:
    """DIR or DIR/evidence, whichever was typed."""
    return path / "evidence" if (path / "evidence").is_dir() else path


def beside(path: Path) -> Path:
    """The directory that holds the store: decisions and results stand there."""
    return path.parent if path.name == "evidence" else path


def hints(rules: Rules) -> Hints:
    """The words that the rules look for, as the crawler is handed them."""
    phrases, addresses = phrase_hints(rules.concepts), address_hints(rules.concepts)
    return Hints(tuple(Hint(*row) for row in phrases), tuple(Hint(*row) for row in addresses))


def crawl_site(
    request: AuditRequest,
    rules: Rules,
    progress: Callable[[Progress], None] | None = None,
    only: Sequence[str] = (),
    start: Start = start_child,
) -> CrawlInfo:
    """The first stage alone: fills DIR/evidence. `only` fetches these addresses and follows nothing. `start`: see
    crawler.run."""
    return crawl(
        CrawlRequest(
            url=request.url,
            store=request.out / "evidence",
            hints=hints(rules),
            max_pages=request.max_pages,
            minutes=request.minutes,
            render=request.render,
            allow_private=request.allow_private,
            host_map=request.host_map,
            only=tuple(only),
        ),
        progress=progress,
        start=start,
    )
