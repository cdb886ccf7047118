"""DIR/serve.sqlite: jobs that wait, run or have ended. The only SQL on it; what it says survives kill -9.

job  id (random), seq, slug, year, url, host, kind (audit|again|claims), items (JSON), owner, state (waiting|running|
     done|blocked|failed|cancelled), attempts, created_at, started_at, ended_at, detail, progress (JSON)
Times are UTC with Z. Readable with Datasette.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

FILE = "serve.sqlite"
VERSION = 1
ATTEMPTS = 3
"""A job that was under way when the server died so often is not tried again: it may be what killed it."""
ENDED_KEPT = 5000
Kind = Literal["audit", "again", "claims"]
State = Literal["waiting", "running", "done", "blocked", "failed", "cancelled"]
ACTIVE = ("waiting", "running")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS job (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, slug TEXT NOT NULL, year INTEGER NOT NULL, url TEXT NOT NULL,
  host TEXT NOT NULL, kind TEXT NOT NULL, items TEXT NOT NULL, owner TEXT NOT NULL, state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, created_at TEXT NOT NULL, started_at TEXT NOT NULL DEFAULT '',
  ended_at TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT '', progress TEXT NOT NULL DEFAULT '{}'
);
CREATE UNIQUE INDEX IF NOT EXISTS one_at_a_time ON job (slug, year) WHERE state IN ('waiting', 'running');
CREATE INDEX IF NOT EXISTS by_state ON job (state, seq);
"""
# Everybody's first before anybody's second; what runs already counts as a turn taken.
_TURNS = """
SELECT *, ROW_NUMBER() OVER (PARTITION BY owner ORDER BY seq)
  + (SELECT COUNT(*) FROM job r WHERE r.state = 'running' AND r.owner = w.owner AND r.kind = 'audit') AS turn
FROM job w WHERE state = 'waiting' ORDER BY turn, seq
"""


@dataclass(frozen=True, slots=True)
class Job:
    """A row. `items` are those to check again."""

    seq: int
    id: str
    slug: str
    year: int
    url: str
    host: str
    kind: Kind
    owner: str
    state: State
    created_at: str
    items: tuple[str, ...] = ()
    attempts: int = 0
    started_at: str = ""
    ended_at: str = ""
    detail: str = ""
    progress: Mapping[str, Any] = field(default_factory=dict)

    @property
    def active(self) -> bool:
        return self.state in ACTIVE

    @property
    def quick(self) -> bool:
        """Meant to take seconds or a few minutes: does not wait behind whole audits."""
        return self.kind != "audit"


class Full(Exception):
    """`who` is 'each' or 'all': whose share of the queue is used up."""

    def __init__(self, who: str) -> None:
        super().__init__(who)
        self.who = who


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Queue:
    """One server process owns it; threads of that process may call it. `changed` is told of every change."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self.changed = threading.Condition(self._lock)
        self._db = sqlite3.connect(folder / FILE, timeout=20, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        # A job that was promised must be there after a power cut: FULL, not NORMAL.
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.executescript(_SCHEMA)
        self._db.execute(f"PRAGMA user_version = {VERSION}")

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Who waits for a change is told of one that was made: workers that find nothing must not wake each other."""
        with self._lock:
            before = self._db.total_changes
            self._db.execute("BEGIN IMMEDIATE")
            with self._db:
                yield self._db
            if self._db.total_changes != before:
                self.changed.notify_all()

    def _rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    # --- asking

    def job(self, id: str) -> Job | None:
        return next(map(_job, self._rows("SELECT * FROM job WHERE id = ?", id)), None)

    def active(self, slug: str, year: int) -> Job | None:
        """The job of this agency and year that waits or runs."""
        sql = "SELECT * FROM job WHERE slug = ? AND year = ? AND state IN ('waiting', 'running')"
        return next(map(_job, self._rows(sql, slug, year)), None)

    def all_active(self) -> list[Job]:
        """What runs, then what waits in the order of turns."""
        running = self._rows("SELECT * FROM job WHERE state = 'running' ORDER BY seq")
        return [*map(_job, running), *self.waiting()]

    def waiting(self) -> list[Job]:
        return [_job(row) for row in self._rows(_TURNS)]

    def recent(self, most: int = 50) -> list[Job]:
        return [_job(row) for row in self._rows("SELECT * FROM job ORDER BY seq DESC LIMIT ?", most)]

    def before(self, job: Job) -> int:
        """How many jobs of its kind wait before this one."""
        ahead = [other.id for other in self.waiting() if other.quick == job.quick]
        return ahead.index(job.id) if job.id in ahead else 0

    # --- changing

    def put(
        self, *, slug: str, year: int, url: str, host: str, kind: Kind, owner: str, items: tuple[str, ...] = (),
        each: int, most: int,
    ) -> tuple[Job, bool]:  # fmt: skip
        """The new job and True, or the one that is under way for this agency and year and False. Full."""
        with self._writing() as db:
            there = self.active(slug, year)
            if there:
                return there, False
            count = "SELECT COUNT(*) FROM job WHERE state = 'waiting'"
            if db.execute(count).fetchone()[0] >= most:
                raise Full("all")
            if db.execute(count + " AND owner = ?", (owner,)).fetchone()[0] >= each:
                raise Full("each")
            id = secrets.token_urlsafe(9)
            db.execute(
                "INSERT INTO job (id, slug, year, url, host, kind, items, owner, state, created_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)",
                (id, slug, year, url, host, kind, json.dumps(items), owner, now()),
            )
            db.execute(
                "DELETE FROM job WHERE state NOT IN ('waiting', 'running') AND seq <="
                " (SELECT MAX(seq) FROM job) - ?", (ENDED_KEPT,),
            )  # fmt: skip
            made = self.job(id)
            assert made is not None
            return made, True

    def take(self, *, quick: bool) -> Job | None:
        """The next job whose website is not being asked already, now running."""
        with self._writing() as db:
            busy = {_website(row[0]) for row in db.execute("SELECT host FROM job WHERE state = 'running'")}
            for job in self.waiting():
                if job.quick == quick and _website(job.host) not in busy:
                    db.execute(
                        "UPDATE job SET state = 'running', attempts = attempts + 1,"
                        " started_at = CASE started_at WHEN '' THEN ? ELSE started_at END WHERE id = ?",
                        (now(), job.id),
                    )
                    return self.job(job.id)
        return None

    def tell(self, id: str, progress: Mapping[str, Any]) -> None:
        with self._writing() as db:
            db.execute("UPDATE job SET progress = ? WHERE id = ? AND state = 'running'", (json.dumps(progress), id))

    def end(self, id: str, state: State, detail: str = "") -> None:
        with self._writing() as db:
            db.execute(
                "UPDATE job SET state = ?, detail = ?, ended_at = ? WHERE id = ? AND state IN ('waiting', 'running')",
                (state, detail[:500], now(), id),
            )

    def put_back(self, id: str, *, counts: bool = False) -> None:
        """A job that was stopped by the server itself goes on later; that is no failed attempt of its own."""
        with self._writing() as db:
            db.execute(
                "UPDATE job SET state = 'waiting', attempts = attempts - ? WHERE id = ? AND state = 'running'",
                (0 if counts else 1, id),
            )

    def recover(self) -> int:
        """What a server that died left running waits again, or has failed for good. How many there were."""
        with self._writing() as db:
            left = db.execute("SELECT id, attempts FROM job WHERE state = 'running'").fetchall()
            for row in left:
                if row["attempts"] >= ATTEMPTS:
                    db.execute(
                        "UPDATE job SET state = 'failed', ended_at = ?, detail = ? WHERE id = ?",
                        (now(), "the server ended under it", row["id"]),
                    )
                else:
                    db.execute("UPDATE job SET state = 'waiting' WHERE id = ?", (row["id"],))
            return len(left)


def _website(host: str) -> str:
    """A name with www. and without are one website, however it was typed."""
    return host.removeprefix("www.")


def _job(row: sqlite3.Row) -> Job:
    values = {name: row[name] for name in row.keys() if name != "turn"}  # noqa: SIM118 - a Row is no mapping
    return Job(**{**values, "items": tuple(json.loads(values["items"])), "progress": json.loads(values["progress"])})
