"""What a crawl is asked to do, and what it reports while it works. Plain values that cross a process border."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from crawler.queue.hints import Hints

Render = Literal["auto", "never", "always"]


@dataclass(frozen=True)
class CrawlRequest:
    """`store` is the directory DIR/evidence. `minutes` and `max_pages` bound the crawl.

    `host_map` sends host names to `127.0.0.x[:port]` (tests). `only` names addresses to fetch without following.
    `timeout` is in seconds a request. `pace` is a folder that crawls at the same time share: see crawler.servers.pace.
    With `revisit` above 0, documents and deep pages that an earlier crawl has read are asked for every so many crawls
    only (crawl number `turn` decides whose turn it is), but those in `always` every time: see crawler.revisit.
    """

    url: str
    store: Path
    hints: Hints = field(default_factory=Hints)
    max_pages: int = 2000
    minutes: float = 30
    render: Render = "auto"
    allow_private: bool = False
    host_map: dict[str, str] = field(default_factory=dict)
    contact: str = ""
    only: tuple[str, ...] = ()
    timeout: float = 30.0
    pace: Path | None = None
    revisit: int = 0
    turn: int = 0
    always: tuple[str, ...] = ()
    assumed: bool = False
    """No scheme was typed; set by `crawl`."""

    def to_json(self) -> dict[str, Any]:
        data = dict(self.__dict__)
        lists = {"only": list(self.only), "always": list(self.always)}
        pace = str(self.pace) if self.pace else None
        return {**data, "store": str(self.store), "hints": self.hints.to_json(), "pace": pace, **lists}

    @staticmethod
    def from_json(data: dict[str, Any]) -> CrawlRequest:
        hints = Hints.from_json(data["hints"])
        lists = {name: tuple(data.get(name, ())) for name in ("only", "always")}
        pace = Path(data["pace"]) if data.get("pace") else None
        return CrawlRequest(**{**data, "store": Path(data["store"]), "hints": hints, "pace": pace, **lists})


@dataclass(frozen=True, slots=True)
class Progress:
    """So far: pages and documents read, addresses waiting, seconds, and per tag how many readings speak of it.

    `scans` are scanned documents that wait to be read; the crawl itself reads none.
    """

    pages: int
    documents: int
    queue: int
    seconds: float
    tags: dict[str, int]
    url: str = ""
    scans: int = 0

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class CrawlError(Exception):
    """Expected trouble before anything could be asked; one line. `exit_code` is 1 (trouble) or 2 (wrong usage)."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code
