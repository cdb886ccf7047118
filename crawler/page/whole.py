"""Whether an answer came whole. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

LOST = "dataloss"
"""Scrapy's flag of a body shorter than was promised."""
UNPROMISED = "partial"
"""Scrapy's flag of a body whose length nobody promised: where the connection ended, it ended."""
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.I)
_END = re.compile(rb"</(?:html|body|frameset)\s*>", re.I)


def is_cut(flags: Collection[str], status: int, body: bytes) -> bool:
    """A body that is shorter than promised, or a page of no promised length without an end; or none where one was due.

    Pages of careless makers lack an end as well: they are the same when asked for again.
    """
    if LOST in flags:
        return True
    if status == 200 and not body:
        return True
    return UNPROMISED in flags and bool(_PAGE.search(body[:2048])) and not _END.search(body[-4096:])
