"""Rows of the evidence tables as they stand, for manifests and archives: out, digested, and back in."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from crawler.evidence.store import Store
from crawler.evidence.values import StoreError

TABLES = ("crawl", "note", "fetch", "link", "unread")
"""What one crawl says. The to-do list (`task`) is no evidence."""

Row = dict[str, Any]
_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def rows(store: Store, table: str, crawl_id: int) -> Iterator[Row]:
    """A table's rows of one crawl by column name, in the order of writing. StoreError when SQLite is damaged."""
    key = "id" if table == "crawl" else "crawl_id"
    try:
        cursor = store.conn.execute(f"SELECT * FROM {_known(table)} WHERE {key} = ? ORDER BY id", (crawl_id,))
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise StoreError(f"{store.path}: table {table} is damaged ({error})") from error


def insert(store: Store, table: str, found: Iterable[Row]) -> None:
    """Put rows back as they were. StoreError for rows of another shape."""
    names = [column[1] for column in store.conn.execute(f"PRAGMA table_info({_known(table)})")]
    kept = []
    for row in found:
        if set(row) != set(names):
            raise StoreError(f"{table}: a row with other columns: {', '.join(sorted(set(row) ^ set(names)))}")
        kept.append([row[name] for name in names])
    try:
        store.insert(table, names, kept)
    except sqlite3.Error as error:
        raise StoreError(f"{table}: a row that cannot be kept ({error})") from error


def digest(row: Row) -> str:
    """sha256 of a row: its values as JSON, by sorted column name."""
    return hashlib.sha256(_json(row).encode("utf-8", "surrogatepass")).hexdigest()


def _known(table: str) -> str:
    if table not in TABLES:
        raise StoreError(f"no such table of evidence: {table[:40]!r}")
    return table
