"""DIR/nightly/night.sqlite: which nights there were, what is to do in them, what it came to. The only SQL on it.

Readable with Datasette. Times are UTC with Z, durations seconds, sizes bytes. Tables:

setting    name, value                             what was fixed when DIR was made: fiscal_year, made_at
night      id, state (running|stopped|finished), started_at, ended_at, listed, rules, code
agency     slug, name, url, province, type, vendor, address, listed (1 while it stands in the list), extra (JSON)
job        night, slug, round (0 first, 1 try again, 2 second look), state (waiting|running|done), not_before, attempts,
           outcome (done|blocked|failed) and the costs of JobOutcome
standing   slug, item, state, reason, since, rules one row an item: what it last came to, outages left out
verdict    slug, item, night, state, reason        a row only where the state or reason became another
doubt      slug, item, state, night, at            a regression seen once, to be published when it is seen again
change     night, slug, item, kind, before, after, reason, th, en, at
summary    night, slug, and the counts of a result
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from auditor.nightly.agencies import Agency
from auditor.nightly.request import JobOutcome

FILE = "night.sqlite"
VERSION = 2
FIRST, AGAIN, SECOND_LOOK = 0, 1, 2
GO_ON_WITHIN = timedelta(hours=20)
"""An unfinished night younger than this is gone on with; an older one is left as it is."""


class LedgerError(Exception):
    """The night's files cannot be used; one line naming the file and why."""


@dataclass(frozen=True, slots=True)
class Night:
    id: int
    state: str
    started_at: str
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    night: int
    slug: str
    round: int
    not_before: str
    attempts: int


def now() -> str:
    return stamp(datetime.now(UTC))


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Ledger:
    """One writer at a time: whoever holds the night's lock."""

    def __init__(self, folder: Path) -> None:
        """`folder` is DIR/nightly. LedgerError where the file is damaged or of a newer version."""
        self.path = folder / FILE
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self.conn = sqlite3.connect(self.path, timeout=20, isolation_level=None, check_same_thread=False)
            self.conn.execute("PRAGMA journal_mode = WAL")
            self.conn.execute("PRAGMA synchronous = NORMAL")
            found = int(self.conn.execute("PRAGMA user_version").fetchone()[0])
        except sqlite3.DatabaseError as error:
            raise LedgerError(f"{self.path}: not a night's ledger ({error})") from error
        self.db = Database(self.conn)
        if found > VERSION:
            raise LedgerError(f"{self.path}: made by a newer version (schema {found}, this tool knows {VERSION})")
        if found < VERSION:
            with self.transaction():
                _make(self.db)
                _bring_up(self.db)
                self.conn.execute(f"PRAGMA user_version = {VERSION}")

    def close(self) -> None:
        self.conn.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.conn.execute("BEGIN IMMEDIATE")
        with self.conn:
            yield

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        cursor = self.conn.execute(sql, parameters or {})
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    # --- what is fixed

    def setting(self, name: str) -> str | None:
        row = self.conn.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def set(self, name: str, value: str) -> None:
        self.conn.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (name, value))

    def forget_standings(self) -> None:
        """Another fiscal year begins with nothing to compare with; verdicts, changes and summaries of the past stay."""
        with self.transaction():
            self.conn.execute("DELETE FROM standing")
            self.conn.execute("DELETE FROM doubt")

    # --- nights

    def open_night(self, agencies: Iterable[Agency], moment: datetime, rules: str = "", code: str = "") -> Night:
        """Goes on with an unfinished night, else begins one with a job for every agency listed.

        `rules` and `code` are the digests of what judges in this night.
        """
        listed = tuple(agencies)
        with self.transaction():
            self._list(listed)
            row = self.conn.execute(
                "SELECT id, started_at FROM night WHERE state != 'finished' ORDER BY id DESC"
            ).fetchone()
            if row and moment - datetime.fromisoformat(row[1]) < GO_ON_WITHIN:
                night = Night(int(row[0]), "running", row[1], resumed=True)
                self.conn.execute("UPDATE night SET state = 'running' WHERE id = ?", (night.id,))
                self.conn.execute("UPDATE job SET state = 'waiting' WHERE night = ? AND state = 'running'", (night.id,))
            else:
                self.conn.execute("UPDATE night SET state = 'finished' WHERE state != 'finished'")
                started = stamp(moment)
                cursor = self.conn.execute(
                    "INSERT INTO night (state, started_at, listed) VALUES ('running', ?, ?)", (started, len(listed))
                )
                night = Night(int(cursor.lastrowid or 0), "running", started)
            self.conn.execute("UPDATE night SET rules = ?, code = ? WHERE id = ?", (rules, code, night.id))
            jobs = [(night.id, agency.slug) for agency in listed]
            self.conn.executemany(
                "INSERT OR IGNORE INTO job (night, slug, round, state, not_before, attempts)"
                " VALUES (?, ?, 0, 'waiting', '', 0)",
                jobs,
            )
        return night

    def _list(self, agencies: tuple[Agency, ...]) -> None:
        self.conn.execute("UPDATE agency SET listed = 0")
        rows = [
            {"slug": a.slug, "name": a.name, "url": a.url, "province": a.province, "type": a.type, "vendor": a.vendor,
             "listed": 1, "extra": json.dumps(dict(a.extra), ensure_ascii=False)}
            for a in agencies
        ]  # fmt: skip
        self.conn.executemany(
            "INSERT INTO agency (slug, name, url, province, type, vendor, address, listed, extra)"
            " VALUES (:slug, :name, :url, :province, :type, :vendor, '', 1, :extra) ON CONFLICT (slug) DO UPDATE SET"
            " name = :name, url = :url, province = :province, type = :type, vendor = :vendor, listed = 1,"
            " extra = :extra",
            rows,
        )

    def close_night(self, night: int, state: str) -> None:
        self.conn.execute("UPDATE night SET state = ?, ended_at = ? WHERE id = ?", (state, now(), night))

    def nights(self) -> list[dict[str, Any]]:
        return self.rows("SELECT * FROM night ORDER BY id")

    def set_addresses(self, addresses: Mapping[str, str]) -> None:
        with self.transaction():
            self.conn.executemany(
                "UPDATE agency SET address = ? WHERE slug = ?", [(address, slug) for slug, address in addresses.items()]
            )

    # --- jobs

    def waiting(self, night: int) -> list[Job]:
        """What is to do, agencies looked at longest ago first."""
        rows = self.rows(
            "SELECT job.night, job.slug, round, not_before, attempts FROM job JOIN agency USING (slug)"
            " WHERE job.night = :night AND state = 'waiting' AND listed ORDER BY round,"
            " (SELECT max(ended_at) FROM job AS old WHERE old.slug = job.slug AND old.state = 'done'), job.rowid",
            {"night": night},
        )
        return [Job(**row) for row in rows]

    def start(self, job: Job) -> None:
        self.conn.execute(
            "UPDATE job SET state = 'running', started_at = ?, attempts = attempts + 1"
            " WHERE night = ? AND slug = ? AND round = ?",
            (now(), job.night, job.slug, job.round),
        )

    def release(self, job: Job) -> None:
        """Not done after all: it waits again."""
        self.conn.execute(
            "UPDATE job SET state = 'waiting' WHERE night = ? AND slug = ? AND round = ?",
            (job.night, job.slug, job.round),
        )

    def finish(self, job: Job, outcome: JobOutcome) -> None:
        """Within the caller's transaction, with what it came to."""
        costs = outcome.to_json() | {"outcome": outcome.state}
        names = [name for name in costs if name not in ("slug", "state")]
        self.conn.execute(
            f"UPDATE job SET state = 'done', ended_at = :ended_at, {', '.join(f'{n} = :{n}' for n in names)}"
            " WHERE night = :night AND slug = :slug AND round = :round",
            {
                **{n: costs[n] for n in names},
                "ended_at": now(),
                "night": job.night,
                "slug": job.slug,
                "round": job.round,
            },
        )

    def add_round(self, job: Job, round_: int, not_before: str = "") -> None:
        self.conn.execute(
            "INSERT OR IGNORE INTO job (night, slug, round, state, not_before, attempts)"
            " VALUES (?, ?, ?, 'waiting', ?, 0)",
            (job.night, job.slug, round_, not_before),
        )

    def last_of(self, night: int) -> list[dict[str, Any]]:
        """For every agency its newest job of the night that is done."""
        return self.rows(
            "SELECT job.*, max(round) FROM job WHERE night = :night AND state = 'done' GROUP BY slug ORDER BY slug",
            {"night": night},
        )


def _bring_up(db: Database) -> None:
    """What a ledger of an older version lacks; a new one lacks nothing."""
    if "ocr_pages" not in db.table("job").columns_dict:
        db.table("job").add_column("ocr_pages", int)


def _make(db: Database) -> None:
    text, number, real = str, int, float
    tables: dict[str, tuple[dict[str, type], tuple[str, ...]]] = {
        "setting": ({"name": text, "value": text}, ("name",)),
        "night": (
            {"id": number, "state": text, "started_at": text, "ended_at": text, "listed": number, "rules": text,
             "code": text},
            ("id",),
        ),
        "agency": (
            {"slug": text, "name": text, "url": text, "province": text, "type": text, "vendor": text, "address": text,
             "listed": number, "extra": text},
            ("slug",),
        ),
        "job": (
            {"night": number, "slug": text, "round": number, "state": text, "not_before": text, "attempts": number,
             "started_at": text, "ended_at": text, "outcome": text, "detail": text, "unreachable": number,
             "reused": number, "pages": number, "documents": number, "requests": number, "kept": number,
             "received": number, "ocr_pages": number, "cpu": real, "wall": real, "peak": number},
            ("night", "slug", "round"),
        ),
        "standing": (
            {"slug": text, "item": text, "state": text, "reason": text, "since": number, "rules": text},
            ("slug", "item"),
        ),
        "verdict": ({"slug": text, "item": text, "night": number, "state": text, "reason": text},
                    ("slug", "item", "night")),
        "doubt": ({"slug": text, "item": text, "state": text, "night": number, "at": text}, ("slug", "item")),
        "change": (
            {"id": number, "night": number, "slug": text, "item": text, "kind": text, "before": text, "after": text,
             "reason": text, "th": text, "en": text, "at": text},
            ("id",),
        ),
        "summary": (
            {"night": number, "slug": text, "name": text, "as_of": text, "reach": text, "passed": number,
             "failed": number, "cantTell": number, "untested": number, "inapplicable": number, "not_due": number,
             "total": number, "low": real, "high": real},
            ("night", "slug"),
        ),
    }  # fmt: skip
    for name, (columns, key) in tables.items():
        db.table(name).create(columns, pk=key if len(key) > 1 else key[0], if_not_exists=True)
    db.table("job").create_index(["slug", "state"], if_not_exists=True)
    db.table("change").create_index(["night"], if_not_exists=True)
