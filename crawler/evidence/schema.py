"""Tables of the evidence store and their versions, made by sqlite-utils."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.evidence.values import StoreError

if TYPE_CHECKING:
    from sqlite_utils import Database

_MAY_BE_NULL = {"crawl": {"finished_at"}, "fetch": {"status", "problem"}}
_V1: dict[str, dict[str, Any]] = {
    "crawl": {
        "id": int, "url": str, "state": str, "started_at": str, "finished_at": str, "home_url": str, "stats": str,
        "settings": str,
    },
    "note": {"id": int, "crawl_id": int, "code": str, "facts": str},
    "fetch": {
        "id": int, "crawl_id": int, "url": str, "final_url": str, "status": int, "problem": str, "detail": str,
        "media_type": str, "charset": str, "headers": str, "sha256": str, "size": int, "fetched_at": str,
        "found_on": str, "link_text": str, "path": str, "place": str, "depth": int, "kind": str, "rendered": int,
        "tags": str,
    },
    "link": {
        "id": int, "crawl_id": int, "url": str, "text": str, "context": str, "place": str, "found_on": str,
        "in_scope": int, "live": int,
    },
    "unread": {
        "id": int, "crawl_id": int, "url": str, "why": str, "texts": str, "found_on": str, "path": str, "place": str,
    },
    "rule_file": {"digest": str, "name": str, "sha256": str},
}  # fmt: skip
_V1_DEFAULTS = {"crawl": {"stats": "{}", "settings": "{}"}}
_V1_UNIQUE = {"note": ("crawl_id", "code", "facts"), "fetch": ("crawl_id", "url"), "unread": ("crawl_id", "url")}
# The to-do list is read and changed by address only; sqlite-utils knows no tables without row ids.
_V1_TASK = """
CREATE TABLE task (
  crawl_id INTEGER NOT NULL, url TEXT NOT NULL, state TEXT NOT NULL, target TEXT NOT NULL DEFAULT '',
  priority REAL NOT NULL, found_on TEXT NOT NULL, link_text TEXT NOT NULL, path TEXT NOT NULL, place TEXT NOT NULL,
  depth INTEGER NOT NULL, tags TEXT NOT NULL, tries INTEGER NOT NULL, hop INTEGER NOT NULL, rendered INTEGER NOT NULL,
  PRIMARY KEY (crawl_id, url)
) WITHOUT ROWID
"""


def _first(db: Database) -> None:
    for name, columns in _V1.items():
        table = db.table(name)
        table.create(
            columns,
            pk="id" if "id" in columns else ("digest", "name"),
            not_null=set(columns) - {"id"} - _MAY_BE_NULL.get(name, set()),
            defaults=_V1_DEFAULTS.get(name),
        )
        if name in _V1_UNIQUE:
            table.create_index(_V1_UNIQUE[name], unique=True)
    db.table("fetch").create_index(("url", "crawl_id"), "fetch_by_url")
    db.table("link").create_index(("crawl_id",), "link_by_crawl")
    db.execute(_V1_TASK)


def _second(db: Database) -> None:
    """Pictures of stored pages, one a body. They come after the crawl, so they are no rows of a crawl."""
    columns = {
        "id": int, "of_sha256": str, "url": str, "sha256": str, "media_type": str, "width": int, "height": int,
        "size": int, "taken_at": str,
    }  # fmt: skip
    table = db.table("screenshot")
    table.create(columns, pk="id", not_null=set(columns) - {"id"})
    table.create_index(("of_sha256",), unique=True)


def _third(db: Database) -> None:
    """What crawls have read of pages. No evidence: it follows from the bodies, and may be dropped at any time."""
    columns = {"sha256": str, "url": str, "version": str, "packed": bytes}
    db.table("reading").create(columns, pk=("sha256", "url"), not_null=set(columns))


MIGRATIONS: tuple[Callable[[Database], None], ...] = (_first, _second, _third)
VERSION = len(MIGRATIONS)


def database(conn: sqlite3.Connection) -> Database:
    """sqlite-utils on a connection of ours; imported by whoever writes, since it takes a while. No plugins."""
    from sqlite_utils import Database

    return Database(conn, recursive_triggers=False, execute_plugins=False)


def migrate(conn: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    """Bring the tables up to VERSION; StoreError for a store made by a newer tool."""
    try:
        found = _version(conn)
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path}: not an evidence store ({error})") from error
    if found > VERSION:
        raise StoreError(f"{path}: made by a newer version (schema {found}, this tool knows {VERSION})")
    if found < 1 and read_only:
        raise StoreError(f"{path}: no tables in it")
    if found < VERSION and not read_only:
        _bring_up(conn)


def _bring_up(conn: sqlite3.Connection) -> None:
    """All steps or none; whoever comes second finds them done."""
    db = database(conn)
    conn.execute("BEGIN IMMEDIATE")
    with conn:
        for step in MIGRATIONS[_version(conn) :]:
            step(db)
        conn.execute(f"PRAGMA user_version = {VERSION}")


def _version(conn: sqlite3.Connection) -> int:
    return int(conn.execute("PRAGMA user_version").fetchone()[0])
