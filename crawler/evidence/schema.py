"""Tables of the evidence store and their versions."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from crawler.evidence.values import StoreError

VERSION = 1

_V1 = """
CREATE TABLE crawl (
  id INTEGER PRIMARY KEY, url TEXT NOT NULL, state TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT,
  home_url TEXT NOT NULL, stats TEXT NOT NULL DEFAULT '{}', settings TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE note (id INTEGER PRIMARY KEY, crawl_id INTEGER NOT NULL, code TEXT NOT NULL, facts TEXT NOT NULL,
  UNIQUE (crawl_id, code, facts));
CREATE TABLE fetch (
  id INTEGER PRIMARY KEY, crawl_id INTEGER NOT NULL, url TEXT NOT NULL, final_url TEXT NOT NULL, status INTEGER,
  problem TEXT, detail TEXT NOT NULL, media_type TEXT NOT NULL, charset TEXT NOT NULL, headers TEXT NOT NULL,
  sha256 TEXT NOT NULL, size INTEGER NOT NULL, fetched_at TEXT NOT NULL, found_on TEXT NOT NULL,
  link_text TEXT NOT NULL,
  path TEXT NOT NULL, place TEXT NOT NULL, depth INTEGER NOT NULL, kind TEXT NOT NULL, rendered INTEGER NOT NULL,
  tags TEXT NOT NULL, UNIQUE (crawl_id, url)
);
CREATE INDEX fetch_by_url ON fetch (url, crawl_id);
CREATE TABLE link (
  id INTEGER PRIMARY KEY, crawl_id INTEGER NOT NULL, url TEXT NOT NULL, text TEXT NOT NULL, context TEXT NOT NULL,
  place TEXT NOT NULL, found_on TEXT NOT NULL, in_scope INTEGER NOT NULL, live INTEGER NOT NULL
);
CREATE INDEX link_by_crawl ON link (crawl_id);
CREATE TABLE unread (
  id INTEGER PRIMARY KEY, crawl_id INTEGER NOT NULL, url TEXT NOT NULL, why TEXT NOT NULL, texts TEXT NOT NULL,
  found_on TEXT NOT NULL, path TEXT NOT NULL, place TEXT NOT NULL, UNIQUE (crawl_id, url)
);
CREATE TABLE task (
  crawl_id INTEGER NOT NULL, url TEXT NOT NULL, state TEXT NOT NULL, target TEXT NOT NULL DEFAULT '',
  priority REAL NOT NULL, found_on TEXT NOT NULL, link_text TEXT NOT NULL, path TEXT NOT NULL, place TEXT NOT NULL,
  depth INTEGER NOT NULL, tags TEXT NOT NULL, tries INTEGER NOT NULL, hop INTEGER NOT NULL, rendered INTEGER NOT NULL,
  PRIMARY KEY (crawl_id, url)
) WITHOUT ROWID;
CREATE TABLE rule_file (
  digest TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (digest, name)
) WITHOUT ROWID;
"""
MIGRATIONS: tuple[str, ...] = (_V1,)


def migrate(conn: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    """Bring the tables up to VERSION; StoreError for a store made by a newer tool."""
    try:
        found = int(conn.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path}: not an evidence store ({error})") from error
    if found > VERSION:
        raise StoreError(f"{path}: made by a newer version (schema {found}, this tool knows {VERSION})")
    if found < VERSION and read_only:
        raise StoreError(f"{path}: schema {found} is older than {VERSION}; open it once for writing")
    for version in range(found, VERSION):
        conn.executescript(f"BEGIN; {MIGRATIONS[version]} PRAGMA user_version = {version + 1}; COMMIT;")
