"""The one way in which evidence goes: old crawls that nothing kept cites, and bodies that nothing names any more."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from crawler.evidence import manifest
from crawler.evidence.journal import now
from crawler.evidence.store import Store
from crawler.page.render import PLAIN

CRAWL_TABLES = ("fetch", "link", "unread", "task", "note")


_NAMED = (
    "SELECT sha256 FROM fetch UNION SELECT sha256 FROM rule_file UNION SELECT sha256 FROM screenshot"
    f""" UNION SELECT json_extract(headers, '$."{PLAIN}"') FROM fetch WHERE rendered"""
)


@dataclass(frozen=True, slots=True)
class Gone:
    """`left` are the bodies that stay, by sha256."""

    crawls: int
    bodies: int
    bytes: int
    left: frozenset[str]


def forget(store: Path, keep: int, cited: Collection[str], *, dry_run: bool = False) -> Gone:
    """Keeps the newest `keep` crawls (at least one), and of every `cited` body the crawl that saw it last."""
    with Store.open(store) as opened:
        conn = opened.conn
        conn.execute("BEGIN IMMEDIATE")
        ids = [row[0] for row in conn.execute("SELECT id FROM crawl ORDER BY id DESC")]
        cites = _crawls_of(conn, cited)
        old = [i for i in ids[max(keep, 1) :] if i not in cites]
        marks = ",".join("?" * len(old))
        for table in CRAWL_TABLES:
            conn.execute(f"DELETE FROM {table} WHERE crawl_id IN ({marks})", old)
        conn.execute(f"DELETE FROM crawl WHERE id IN ({marks})", old)
        conn.execute("DELETE FROM screenshot WHERE of_sha256 NOT IN (SELECT sha256 FROM fetch)")
        conn.execute("DELETE FROM reading WHERE sha256 NOT IN (SELECT sha256 FROM fetch)")
        named = {row[0] for row in conn.execute(_NAMED)}
        conn.execute("ROLLBACK" if dry_run else "COMMIT")
        if old and not dry_run:
            conn.execute("VACUUM")
            conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    gone, left = _forget_bodies(store / "blobs", named.union(cited), dry_run)
    if old and not dry_run:
        with Store.open(store) as opened:
            manifest.prune(opened, old, now())
    return Gone(len(old), len(gone), sum(gone.values()), left)


def _crawls_of(conn: sqlite3.Connection, cited: Collection[str]) -> set[int]:
    rows = conn.execute("SELECT sha256, max(crawl_id) FROM fetch WHERE sha256 != '' GROUP BY sha256")
    return {crawl for sha256, crawl in rows if sha256 in cited}


def _forget_bodies(blobs: Path, kept: Collection[str], dry_run: bool) -> tuple[dict[str, int], frozenset[str]]:
    """What goes, with its bytes, and what stays."""
    here = {path.parent.name + path.stem: path for path in sorted(blobs.glob("??/*.zst"))}
    gone = {sha256: path.stat().st_size for sha256, path in here.items() if sha256 not in kept}
    if not dry_run:
        for sha256 in gone:
            here[sha256].unlink()
    return gone, frozenset(here.keys() - gone.keys())
