"""The evidence store: SQLite and bodies by sha256. The only place with SQL on it."""

from __future__ import annotations

from crawler.evidence.journal import Journal
from crawler.evidence.pictures import picture_reader
from crawler.evidence.store import Store
from crawler.evidence.values import CrawlInfo, Fetch, Link, Note, Screenshot, StoreError, Task, Unread

__all__ = [
    "CrawlInfo", "Fetch", "Journal", "Link", "Note", "Screenshot", "Store", "StoreError", "Task", "Unread",
    "picture_reader",
]  # fmt: skip
