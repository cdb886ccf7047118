"""What need not be asked for tonight: documents and deep pages that were the same, until it is their turn."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from crawler.page import media
from crawler.page.answer import UNCHANGED, Answer

if TYPE_CHECKING:
    from crawler.evidence import Task
    from crawler.evidence.journal import Known
    from crawler.session import Session

DEEP = 3
"""Clicks from the home page from which on a page may wait for its turn, once two crawls saw it the same."""
TWICE = 2


def kept_answer(session: Session, task: Task) -> Answer | None:
    """The earlier answer with its own time, where it may stand for tonight's; None where the address is asked for."""
    request = session.request
    if request.revisit < 1 or task.tries or task.url == session.home or task.url in request.always:
        return None
    if is_turn(task.url, request.turn, request.revisit):
        return None
    known = session.journal.known(task.url)
    if known is None or known.crawls >= request.revisit or not _may_wait(task, known):
        return None
    body = session.store.body(known.sha256)
    headers = {**known.headers, "content-type": _content_type(known)}
    return Answer(task.url, known.status, headers, body, (UNCHANGED,), known.fetched_at, sha256=known.sha256)


def is_turn(url: str, turn: int, revisit: int) -> bool:
    """Whether an address is asked for in crawl number `turn`: once in `revisit` crawls, spread evenly."""
    return crc32(url.encode()) % revisit == turn % revisit


def _may_wait(task: Task, known: Known) -> bool:
    if known.kind != "page" and media.expected_kind(task.url) != "page":
        return True
    return known.kind != "page" or (task.depth >= DEEP and known.same >= TWICE)


def _content_type(known: Known) -> str:
    return known.media_type + (f"; charset={known.charset}" if known.charset else "")
