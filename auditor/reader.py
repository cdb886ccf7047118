"""Reads bodies once: from the memo, else in the isolated process; scanned pages only when the judge asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import TracebackType

from auditor.document import Document, Source, TextPage
from auditor.extract import memo, ocr
from auditor.extract.isolate import IsolatedExtractor
from crawler.evidence import Store

PAGES_AT_ONCE = 2
"""Scanned pages read of one document before the judge is asked again: the title page and the last one say most."""
PAGES_AT_MOST = 12
"""Scanned pages of one document that are read in all; what is left unread keeps its criteria undecided."""


class Reader:
    """Use as a context manager: it owns the worker process."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._worker = IsolatedExtractor()

    def __enter__(self) -> Reader:
        self._worker.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._worker.__exit__(kind, error, trace)

    def extract(self, body: bytes, media_type: str, address: str, charset: str) -> Document:
        """One body as a document; bad content is a document with a problem."""
        key = memo.key(
            body,
            media_type,
            address if media_type.startswith("text/html") else "",
            charset,
        )
        known = memo.get(key)
        if known is not None:
            return known
        document = self._worker.extract(body, media_type, address, charset=charset)
        memo.put(key, document)
        return document

    def read_more(self, sources: tuple[Source, ...], needs: Iterable[str]) -> tuple[tuple[Source, ...], bool]:
        """Reads more scanned pages of the bodies named; False when nothing new could be read."""
        wanted, read = set(needs), {}
        if not ocr.available():
            return sources, False
        for source in sources:
            if source.sha256 in wanted and source.sha256 not in read and source.document:
                more = self._scan(source.sha256, source.media_type, source.document)
                if more is not None:
                    read[source.sha256] = more
        if not read:
            return sources, False
        return tuple(
            replace(s, document=read[s.sha256]) if s.sha256 in read and s.document else s for s in sources
        ), True

    def _scan(self, sha256: str, media_type: str, document: Document) -> Document | None:
        done = {p.number for p in document.pages if p.source != "none"}
        left = [n for n in ocr.order_pages(document.page_count) if n not in done]
        room = PAGES_AT_MOST - sum(p.source == "ocr" for p in document.pages)
        asked = left[: min(PAGES_AT_ONCE if not done else PAGES_AT_MOST, room)]
        if not asked:
            return None
        pages = self._pages(sha256, media_type, document.media_type, asked)
        kept = {p.number: p for p in document.pages} | {p.number: p for p in pages}
        known = tuple(kept[n] for n in sorted(kept))
        readable = any(p.source != "none" and p.text.strip() for p in known)
        return replace(
            document,
            pages=known,
            problem=None if readable and document.problem == "scan" else document.problem,
        )

    def _pages(self, sha256: str, media_type: str, kind: str, asked: list[int]) -> tuple[TextPage, ...]:
        keys = {n: memo.page_key(sha256, n, ocr.engine()) for n in asked}
        known = {n: page for n, key in keys.items() if (page := memo.get_page(key)) is not None}
        new = [n for n in asked if n not in known]
        if new:
            for page in ocr.read_pages(self._store.body(sha256), kind or media_type, new):
                memo.put_page(keys[page.number], page)
                known[page.number] = page
        return tuple(known.values())
