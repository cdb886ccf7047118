"""The evidence of an agency's crawls: read by the auditor, written by one crawl at a time. Append-only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from crawler.evidence.blobs import Blobs
from crawler.evidence.schema import migrate
from crawler.evidence.values import CrawlInfo, Fetch, Link, Note, Screenshot, StoreError, Unread

FILE = "store.sqlite"
_FETCH = (
    "id, crawl_id, url, final_url, status, problem, detail, media_type, charset, headers, sha256, size, fetched_at,"
    " found_on, link_text, path, place, depth, kind, rendered, tags"
)


_SCREENSHOT = ("of_sha256", "url", "sha256", "media_type", "width", "height", "size", "taken_at")


class Store:
    """Open with `Store.open`; a context manager that closes."""

    def __init__(self, path: Path, conn: sqlite3.Connection) -> None:
        self.path = path
        self.conn = conn
        self._blobs = Blobs(path / "blobs")

    @staticmethod
    def open(path: Path, *, create: bool = False, read_only: bool = False) -> Store:
        """The store in directory `path`. StoreError in one line when it is missing, damaged or too new."""
        file = path / FILE
        if not file.exists():
            if not create or read_only:
                raise StoreError(f"{path}: no evidence store here")
            try:
                path.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"{path}: cannot be made ({error.strerror})") from error
        try:
            conn = _connect_to_read(file) if read_only else _connect(file)
        except sqlite3.Error as error:
            raise StoreError(f"{file}: cannot be opened ({error})") from error
        with ExitStack() as undo:
            undo.callback(conn.close)
            migrate(conn, file, read_only=read_only)
            undo.pop_all()
        return Store(path, conn)

    def close(self) -> None:
        self.conn.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written in it or nothing; one inside another is part of it."""
        if self.conn.in_transaction:
            yield
            return
        self.conn.execute("BEGIN IMMEDIATE")
        with self.conn:
            yield

    def insert(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, ignore: bool = False
    ) -> None:
        """All rows or none. With `ignore`, a row that is there already stays as it was."""
        verb = "INSERT OR IGNORE" if ignore else "INSERT"
        values = ", ".join("?" * len(columns))
        with self.transaction():
            self.conn.executemany(f"{verb} INTO {table} ({', '.join(columns)}) VALUES ({values})", rows)

    # --- crawls

    def crawls(self) -> tuple[CrawlInfo, ...]:
        """All crawls, oldest first."""
        rows = self.conn.execute(
            "SELECT id, url, state, started_at, finished_at, home_url, stats, settings FROM crawl ORDER BY id"
        )
        return tuple(self._crawl(row) for row in rows.fetchall())

    def latest(self) -> CrawlInfo | None:
        found = self.crawls()
        return found[-1] if found else None

    def crawl(self, crawl_id: int) -> CrawlInfo:
        for info in self.crawls():
            if info.id == crawl_id:
                return info
        raise StoreError(f"{self.path}: no crawl {crawl_id}")

    def _crawl(self, row: Any) -> CrawlInfo:
        notes = self.conn.execute("SELECT code, facts FROM note WHERE crawl_id = ? ORDER BY id", (row[0],))
        told = tuple(Note(code, json.loads(facts)) for code, facts in notes)
        crawl_id, url, state, started, finished, home, stats, settings = row
        return CrawlInfo(crawl_id, url, state, started, finished, home, told, json.loads(stats), json.loads(settings))

    # --- evidence

    def fetches(self, crawl_id: int, *, after: int = 0) -> Iterator[Fetch]:
        """Every address asked for, in the order of answers; those whose id is above `after`."""
        rows = self.conn.execute(
            f"SELECT {_FETCH} FROM fetch WHERE crawl_id = ? AND id > ? ORDER BY id", (crawl_id, after)
        )
        for row in rows:
            yield _fetch(row)

    def fetch(self, crawl_id: int, url: str) -> Fetch | None:
        row = self.conn.execute(
            f"SELECT {_FETCH} FROM fetch WHERE crawl_id = ? AND url = ?", (crawl_id, url)
        ).fetchone()
        return _fetch(row) if row else None

    def links(self, crawl_id: int) -> Iterator[Link]:
        rows = self.conn.execute(
            "SELECT url, text, context, place, found_on, in_scope, live FROM link WHERE crawl_id = ? ORDER BY id",
            (crawl_id,),
        )
        for url, text, context, place, found_on, in_scope, live in rows:
            yield Link(url, text, context, place, found_on, bool(in_scope), bool(live))

    def unread(self, crawl_id: int) -> Iterator[Unread]:
        rows = self.conn.execute(
            "SELECT url, why, texts, found_on, path, place FROM unread WHERE crawl_id = ? ORDER BY id", (crawl_id,)
        )
        for url, why, texts, found_on, path, place in rows:
            yield Unread(url, why, tuple(json.loads(texts)), found_on, tuple(json.loads(path)), place)

    def body(self, sha256: str) -> bytes:
        return self._blobs.get(sha256)

    def has_body(self, sha256: str) -> bool:
        return self._blobs.has(sha256)

    def put_body(self, body: bytes) -> str:
        return self._blobs.put(body)

    def body_files(self) -> Iterator[tuple[str, Path]]:
        """(sha256, packed file) of every body kept."""
        return self._blobs.files()

    def drop_body(self, sha256: str) -> bool:
        """Remove a body: on request, or because it is provably broken. What is known of it stays."""
        self.conn.execute("DELETE FROM reading WHERE sha256 = ?", (sha256,))
        return self._blobs.drop(sha256)

    # --- pictures of stored pages

    def screenshots(self) -> dict[str, Screenshot]:
        """sha256 of a page's body -> its picture, whose own body is kept like any other. A store made by an older
        tool and opened to be read has none."""
        if not self.conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'screenshot'").fetchone():
            return {}
        rows = self.conn.execute(f"SELECT {', '.join(_SCREENSHOT)} FROM screenshot ORDER BY id")
        return {row[0]: Screenshot(*row) for row in rows}

    def add_screenshots(self, shots: Iterable[Screenshot]) -> None:
        """Their bodies must be in the store already. A body that has a picture keeps it."""
        rows = [tuple(getattr(shot, name) for name in _SCREENSHOT) for shot in shots]
        self.insert("screenshot", _SCREENSHOT, rows, ignore=True)

    # --- the rules it was judged by

    def keep_rules(self, digest: str, files: dict[str, bytes]) -> bool:
        """Keep the rule files of a judgement; False when they were there already."""
        rows = [(digest, name, self.put_body(body)) for name, body in sorted(files.items())]
        known = self.rule_files().get(digest, {})
        if known == {name: sha256 for _, name, sha256 in rows}:
            return False
        self.insert("rule_file", ("digest", "name", "sha256"), rows, ignore=True)
        return True

    def rule_files(self) -> dict[str, dict[str, str]]:
        """digest of rules -> name -> sha256 of each file kept under it."""
        found: dict[str, dict[str, str]] = {}
        for digest, name, sha256 in self.conn.execute("SELECT digest, name, sha256 FROM rule_file ORDER BY 1, 2"):
            found.setdefault(digest, {})[name] = sha256
        return found

    def rules(self, digest: str) -> dict[str, bytes]:
        """The rule files kept under a digest; StoreError if there are none."""
        rows = self.conn.execute(
            "SELECT name, sha256 FROM rule_file WHERE digest = ? ORDER BY name", (digest,)
        ).fetchall()
        if not rows:
            raise StoreError(f"{self.path}: no rules with digest {digest}")
        return {name: self.body(sha256) for name, sha256 in rows}


def _connect(file: Path) -> sqlite3.Connection:
    conn = sqlite3.connect(file, timeout=20, isolation_level=None)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA synchronous = NORMAL")
    return conn


def _connect_to_read(file: Path) -> sqlite3.Connection:
    """Read-only; a store on a read-only disk has no place for the WAL's index and is opened as immutable."""
    name = f"file:{quote(str(file.absolute()))}?mode=ro"
    conn = sqlite3.connect(name, uri=True, timeout=20, isolation_level=None)
    try:
        conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        conn.close()
        conn = sqlite3.connect(name + "&immutable=1", uri=True, isolation_level=None)
    return conn


def _fetch(row: tuple[Any, ...]) -> Fetch:
    values = list(row)
    values[9] = json.loads(values[9])
    values[15] = tuple(json.loads(values[15]))
    values[19] = bool(values[19])
    values[20] = tuple(json.loads(values[20]))
    return Fetch(*values)
