"""The writing side of one running crawl: its to-do list and what came of it, one transaction per answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crawler.evidence.store import Store
from crawler.evidence.values import CrawlInfo, Fetch, Link, Note, Task, Unread

WAITING, DONE, ALIAS, DROPPED = "waiting", "done", "alias", "dropped"
_TASK = "url, priority, found_on, link_text, path, place, depth, tags, tries, hop, rendered"
_NEW_TASK = ("crawl_id", "state", *_TASK.split(", "))
_LINK = ("crawl_id", "url", "text", "context", "place", "found_on", "in_scope", "live")
_UNREAD = ("crawl_id", "url", "why", "texts", "found_on", "path", "place")


def now() -> str:
    """UTC, ISO 8601 with Z, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Known:
    """The newest good answer of an earlier crawl. `same`: how many earlier crawls in a row have this body;
    `crawls`: how many crawls began since it was asked for."""

    status: int
    sha256: str
    media_type: str
    charset: str
    headers: dict[str, str]
    fetched_at: str
    kind: str
    same: int
    crawls: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier crawl knew of an address, for a conditional request."""

    sha256: str
    etag: str
    modified: str
    media_type: str
    charset: str


class Journal:
    """All writes of crawl `id`. Nothing is ever deleted; a task only changes its state."""

    def __init__(self, store: Store, crawl_id: int) -> None:
        self.store = store
        self.id = crawl_id
        self._conn = store.conn
        self._seen_links: set[int] | None = None
        self._targets: set[str] | None = None

    @staticmethod
    def begin(store: Store, url: str, settings: dict[str, Any]) -> Journal:
        cursor = store.conn.execute(
            "INSERT INTO crawl (url, state, started_at, home_url, settings) VALUES (?, 'running', ?, ?, ?)",
            (url, now(), url, _json(settings)),
        )
        return Journal(store, int(cursor.lastrowid or 0))

    def transaction(self) -> AbstractContextManager[None]:
        return self.store.transaction()

    # --- the to-do list

    def add_tasks(self, tasks: Iterable[Task]) -> None:
        rows = [(self.id, WAITING, *_task_row(task)) for task in tasks]
        self.store.insert("task", _NEW_TASK, rows, ignore=True)

    def update_task(self, task: Task) -> None:
        """A better way to an address that still waits, or another try of it."""
        columns = ", ".join(f"{name.strip()} = ?" for name in _TASK.split(",")[1:])
        self._conn.execute(
            f"UPDATE task SET state = 'waiting', {columns} WHERE crawl_id = ? AND url = ?",
            (*_task_row(task)[1:], self.id, task.url),
        )

    def set_state(self, url: str, state: str, target: str = "") -> None:
        if state == ALIAS:
            self._awaited().add(target)
        self._conn.execute(
            "UPDATE task SET state = ?, target = ? WHERE crawl_id = ? AND url = ?", (state, target, self.id, url)
        )

    def waiting(self) -> list[Task]:
        rows = self._conn.execute(
            f"SELECT {_TASK} FROM task WHERE crawl_id = ? AND state = 'waiting' ORDER BY priority DESC, url",
            (self.id,),
        )
        return [_task(row) for row in rows]

    def seen(self) -> Iterator[tuple[str, str]]:
        """(address, state) of everything ever put on the list."""
        yield from self._conn.execute("SELECT url, state FROM task WHERE crawl_id = ?", (self.id,))

    def aliases(self, target: str) -> list[Task]:
        """Tasks whose redirect waits for this address to be read."""
        if target not in self._awaited():
            return []  # nearly always; to look through the whole list for every answer takes the square of the pages
        rows = self._conn.execute(
            f"SELECT {_TASK} FROM task WHERE crawl_id = ? AND state = 'alias' AND target = ?", (self.id, target)
        )
        return [_task(row) for row in rows]

    def _awaited(self) -> set[str]:
        """Addresses that some redirect has led to."""
        if self._targets is None:
            rows = self._conn.execute("SELECT target FROM task WHERE crawl_id = ? AND state = 'alias'", (self.id,))
            self._targets = {target for (target,) in rows}
        return self._targets

    def target_of(self, url: str) -> str:
        row = self._conn.execute(
            "SELECT target FROM task WHERE crawl_id = ? AND url = ? AND state = 'alias'", (self.id, url)
        ).fetchone()
        return str(row[0]) if row else ""

    def open_aliases(self) -> list[tuple[Task, str]]:
        rows = self._conn.execute(
            f"SELECT {_TASK}, target FROM task WHERE crawl_id = ? AND state = 'alias' ORDER BY url", (self.id,)
        )
        return [(_task(row[:-1]), row[-1]) for row in rows]

    # --- evidence

    def add_fetch(self, fetch: Fetch) -> None:
        """`id` and `crawl_id` of the value are ignored."""
        row = (
            self.id, fetch.url, fetch.final_url, fetch.status, fetch.problem, fetch.detail, fetch.media_type,
            fetch.charset, _json(fetch.headers), fetch.sha256, fetch.size, fetch.fetched_at, fetch.found_on,
            fetch.link_text, _json(fetch.path), fetch.place, fetch.depth, fetch.kind, int(fetch.rendered),
            _json(fetch.tags),
        )  # fmt: skip
        self._conn.execute(
            "INSERT OR IGNORE INTO fetch (crawl_id, url, final_url, status, problem, detail, media_type, charset,"
            " headers, sha256, size, fetched_at, found_on, link_text, path, place, depth, kind, rendered, tags)"
            f" VALUES ({', '.join('?' * 20)})",
            row,
        )

    def add_links(self, links: Iterable[Link]) -> None:
        """Keep the first sighting of each (url, text, context)."""
        seen = self._links_seen()
        rows = []
        for link in links:
            key = hash((link.url, link.text, link.context))
            if key in seen:
                continue
            seen.add(key)
            rows.append(
                (self.id, link.url, link.text, link.context, link.place, link.found_on, link.in_scope, link.live)
            )
        self.store.insert("link", _LINK, rows)

    def knows_link(self, url: str, text: str, context: str) -> bool:
        return hash((url, text, context)) in self._links_seen()

    def _links_seen(self) -> set[int]:
        if self._seen_links is None:
            rows = self._conn.execute("SELECT url, text, context FROM link WHERE crawl_id = ?", (self.id,))
            self._seen_links = {hash(row) for row in rows}
        return self._seen_links

    def add_unread(self, rows: Iterable[Unread]) -> None:
        batch = [(self.id, u.url, u.why, _json(u.texts), u.found_on, _json(u.path), u.place) for u in rows]
        self.store.insert("unread", _UNREAD, batch, ignore=True)

    def keep_reading(self, sha256: str, url: str, version: str, packed: bytes) -> None:
        """What was read of a page; in place of what another version of the program has read."""
        self._conn.execute("INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?)", (sha256, url, version, packed))

    def reading(self, sha256: str, url: str, version: str) -> bytes | None:
        row = self._conn.execute(
            "SELECT packed FROM reading WHERE sha256 = ? AND url = ? AND version = ?", (sha256, url, version)
        ).fetchone()
        return bytes(row[0]) if row else None

    def note(self, code: str, **facts: Any) -> None:
        """Say something about the crawl, once."""
        self._conn.execute(
            "INSERT OR IGNORE INTO note (crawl_id, code, facts) VALUES (?, ?, ?)", (self.id, code, _json(facts))
        )

    def notes(self) -> tuple[Note, ...]:
        return self.info().notes

    def info(self) -> CrawlInfo:
        return self.store.crawl(self.id)

    def set_stats(self, stats: dict[str, Any]) -> None:
        self._conn.execute("UPDATE crawl SET stats = ? WHERE id = ?", (_json(stats), self.id))

    def set_home(self, url: str) -> None:
        self._conn.execute("UPDATE crawl SET home_url = ? WHERE id = ?", (url, self.id))

    def set_settings(self, settings: dict[str, Any]) -> None:
        self._conn.execute("UPDATE crawl SET settings = ? WHERE id = ?", (_json(settings), self.id))

    def finish_state(self, state: str) -> None:
        self._conn.execute("UPDATE crawl SET state = ?, finished_at = ? WHERE id = ?", (state, now(), self.id))

    def known(self, url: str) -> Known | None:
        """What the crawl before this one had of an address; None where it failed then or its body is gone."""
        rows = self._conn.execute(
            "SELECT status, sha256, media_type, charset, headers, fetched_at, kind, problem, final_url, rendered"
            " FROM fetch WHERE url = ? AND crawl_id < ? ORDER BY crawl_id DESC LIMIT 8",
            (url, self.id),
        ).fetchall()
        if not rows or rows[0][7] is not None or rows[0][8] != url or not self.store.has_body(rows[0][1]):
            return None
        if rows[0][9]:
            return None  # what its script shows may have changed while its markup did not
        status, sha256, media_type, charset, headers, fetched_at, kind = rows[0][:7]
        same = next((n for n, row in enumerate(rows) if row[1] != sha256), len(rows))
        (crawls,) = self._conn.execute(
            "SELECT count(*) FROM crawl WHERE id < ? AND started_at > ?", (self.id, fetched_at)
        ).fetchone()
        return Known(status, sha256, media_type, charset, json.loads(headers), fetched_at, kind, same, int(crawls))

    def earlier(self, url: str) -> Earlier | None:
        """The newest good answer of an earlier crawl, if it can be asked for conditionally and is still kept."""
        row = self._conn.execute(
            "SELECT sha256, headers, media_type, charset FROM fetch WHERE url = ? AND crawl_id < ? AND problem IS NULL"
            " AND sha256 != '' AND final_url = url AND rendered = 0 ORDER BY crawl_id DESC LIMIT 1",
            (url, self.id),
        ).fetchone()
        if row is None or not self.store.has_body(row[0]):
            return None
        headers = json.loads(row[1])
        etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
        return Earlier(row[0], etag, modified, row[2], row[3]) if etag or modified else None


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _task_row(task: Task) -> tuple[Any, ...]:
    return (
        task.url, task.priority, task.found_on, task.link_text, _json(task.path), task.place, task.depth,
        _json(task.tags), task.tries, int(task.hop), int(task.rendered),
    )  # fmt: skip


def _task(row: tuple[Any, ...]) -> Task:
    url, priority, found_on, link_text, path, place, depth, tags, tries, hop, rendered = row
    return Task(
        url, priority, found_on, link_text, tuple(json.loads(path)), place, depth, tuple(json.loads(tags)), tries,
        bool(hop), bool(rendered),
    )  # fmt: skip
