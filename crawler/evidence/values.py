"""What the store holds, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

CrawlState = Literal["running", "finished", "blocked"]


class StoreError(Exception):
    """The store cannot be used; one line naming the path and the reason."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be said about the crawl; `crawler.problems.note_sentence` words it."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CrawlInfo:
    """One crawl of one agency. Times are UTC ISO with Z; `stats` has pages, documents, rendered, requests, bytes."""

    id: int
    url: str
    state: CrawlState
    started_at: str
    finished_at: str | None
    home_url: str
    notes: tuple[Note, ...] = ()
    stats: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fetch:
    """One address asked for, whatever came of it. `path` is the link texts from the home page on."""

    id: int
    crawl_id: int
    url: str
    final_url: str
    status: int | None
    problem: str | None
    detail: str
    media_type: str
    charset: str
    headers: dict[str, str]
    sha256: str
    size: int
    fetched_at: str
    found_on: str
    link_text: str
    path: tuple[str, ...]
    place: str
    depth: int
    kind: str
    rendered: bool
    tags: tuple[str, ...]


class Link(NamedTuple):
    """One way in which the site names an address: first sighting of (url, text, context)."""

    url: str
    text: str
    context: str
    place: str
    found_on: str
    in_scope: bool
    live: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """An address seen and not read. `why` is a word of crawler.problems."""

    url: str
    why: str
    texts: tuple[str, ...]
    found_on: str
    path: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Screenshot:
    """A picture of a stored page, replayed from the store. `of_sha256` is the page's body, `sha256` the picture's."""

    of_sha256: str
    url: str
    sha256: str
    media_type: str
    width: int
    height: int
    size: int
    taken_at: str


@dataclass(slots=True)
class Task:
    """An address waiting to be asked for, and how it was reached. `priority` is higher for better."""

    url: str
    priority: float = 0.0
    found_on: str = ""
    link_text: str = ""
    path: tuple[str, ...] = ()
    place: str = ""
    depth: int = 0
    tags: tuple[str, ...] = ()
    tries: int = 0
    hop: bool = False
    """A document on another host: read, never followed from."""
    rendered: bool = False
