"""A damaged database file: told from a sound one, and its readable rows carried over into a new one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.evidence.schema import migrate
from crawler.evidence.store import FILE
from crawler.evidence.values import StoreError

_KEYED = ("crawl", "note", "fetch", "link", "unread")
_OTHER = ("task", "rule_file")


def trouble(folder: Path) -> str:
    """What is wrong with the database file of a store; "" for a sound one. StoreError for a newer version's."""
    file = folder / FILE
    try:
        conn = sqlite3.connect(f"file:{file.absolute().as_posix()}?mode=ro", uri=True)
        try:
            said = [str(row[0]) for row in conn.execute("PRAGMA integrity_check(3)")]
            migrate(conn, file, read_only=True)
        finally:
            conn.close()
    except sqlite3.DatabaseError as error:
        return f"{file}: {error}"
    return "" if said == ["ok"] else f"{file}: {said[0].splitlines()[-1]}"


def salvage(folder: Path) -> tuple[Path, dict[str, int]]:
    """Carry what can be read into a new file. The damaged file's new name, and rows carried over by table."""
    file = folder / FILE
    aside = _aside(file)
    file.replace(aside)
    for suffix in ("-wal", "-shm"):
        beside = file.with_name(file.name + suffix)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + suffix))
    old, new = sqlite3.connect(aside), sqlite3.connect(file, isolation_level=None)
    try:
        new.execute("PRAGMA journal_mode = WAL")
        migrate(new, file, read_only=False)
        return aside, {table: _carry(old, new, table) for table in (*_KEYED, *_OTHER)}
    except sqlite3.Error as error:
        raise StoreError(f"{file}: cannot be written anew ({error})") from error
    finally:
        old.close()
        new.close()


def _aside(file: Path) -> Path:
    number = 1
    while (aside := file.with_name(f"{file.name}.damaged-{number}")).exists():
        number += 1
    return aside


def _carry(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> int:
    columns = [column[1] for column in new.execute(f"PRAGMA table_info({table})")]
    statement = f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    new.execute("BEGIN")
    count = 0
    for row in _readable(old, table, columns):
        try:
            count += new.execute(statement, row).rowcount
        except sqlite3.IntegrityError:
            continue  # half a row is no row
    new.execute("COMMIT")
    return count


def _readable(old: sqlite3.Connection, table: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """Rows from the front until the damage, then from the back until the damage."""
    key = "id" if table in _KEYED else columns[0]
    for order in ("ASC", "DESC"):
        try:
            yield from old.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {key} {order}")
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            continue
        return
