"""Reads bodies once: from the memo, else in the isolated process; scanned pages only when the judge asks for them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from types import TracebackType
from typing import Self

from auditor.document import Document, Source, TextPage
from auditor.extract import ocr, sniff
from auditor.extract.isolate import IsolatedExtractor
from auditor.extract.memo import Memo, MemoisedExtractor
from auditor.sparing import Sparing
from crawler.evidence import Fetch, Store

FIRST_PAGES = 2
"""Scanned pages read of a document before the judge is asked again: the title page and the last one say most. After
that, half as many as were read before: few are read in vain, and a long document is through in some rounds."""
PAGES_AT_MOST = 60
"""Scanned pages of one document that are read in all; what is left unread keeps its criteria undecided."""
BUDGET = 300
"""Scanned pages of one audit, remembered ones too: what is cached must not change what is judged."""


class Reader:
    """Use as a context manager: it owns the worker process. `told` hears how many scanned documents still wait."""

    def __init__(self, store: Store, *, budget: int = BUDGET, told: Callable[[int], None] = lambda _: None) -> None:
        self._store = store
        self._worker = IsolatedExtractor()
        self._extractor = MemoisedExtractor(self._worker)
        self._pages_memo = Memo()
        self._sparing = Sparing()
        self._budget = budget
        self._told = told
        self.pages_read = self.pages_remembered = 0
        """Scanned pages that were read now, and those that an earlier audit had read."""

    def __enter__(self) -> Self:
        self._worker.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._worker.__exit__(kind, error, trace)
        ocr.rest()

    def read(self, fetch: Fetch) -> Document:
        """The body that a fetch brought. StoreError when the store no longer has it whole."""
        body = self._store.body(fetch.sha256)
        return self._sparing.document(self.extract(body, fetch.media_type, fetch.final_url, fetch.charset or ""))

    def prepare(self, fetch: Fetch) -> None:
        """Has the body read now, so that `read` finds it remembered."""
        self._extractor.prepare(
            self._store.body(fetch.sha256), fetch.media_type, name=fetch.final_url, charset=fetch.charset or ""
        )

    def extract(self, body: bytes, media_type: str, address: str, charset: str) -> Document:
        """One body as a document; bad content is a document with a problem."""
        return self._extractor.extract(body, media_type, name=address, charset=charset)

    def read_more(self, sources: tuple[Source, ...], needs: Iterable[str]) -> tuple[tuple[Source, ...], bool]:
        """Reads more scanned pages of the bodies named; False when nothing new could be read."""
        known = {s.sha256: s for s in sources if s.sha256 and s.document}
        wanted = [known[sha256] for sha256 in needs if sha256 in known] if ocr.available() else []
        read: dict[str, Document] = {}
        for n, source in enumerate(wanted):
            self._told(len(wanted) - n)
            more = self._read_on(source)
            if more is not None:
                read[source.sha256] = more
        self._told(0)
        changed = tuple(replace(s, document=read[s.sha256]) if s.sha256 in read else s for s in sources)
        return changed, bool(read)

    def _read_on(self, source: Source) -> Document | None:
        document = source.document
        if document is None or document.problem not in (None, "scan"):
            return None
        asked = self._next_pages(document)
        if not asked:
            return None
        pages = {p.number: p for p in document.pages}
        for read in self._pages(source, document, asked):
            pages[read.number] = _beside(pages[read.number], read) if document.media_type == sniff.PPTX else read
        readable = any(p.source != "none" and p.text.strip() for p in pages.values())
        return replace(document, pages=tuple(pages[n] for n in sorted(pages)), problem=None if readable else "scan")

    def _next_pages(self, document: Document) -> list[int]:
        """Pages without text that nobody has tried to read."""
        unread = set(document.unread)
        tried = sum(p.source == "ocr" or p.confidence == 0 for p in document.pages)
        room = min(max(FIRST_PAGES, tried // 2), PAGES_AT_MOST - tried, self._budget)
        return [n for n in ocr.order_pages(document.page_count) if n in unread][: max(room, 0)]

    def _pages(self, source: Source, document: Document, asked: list[int]) -> list[TextPage]:
        keys = {n: _page_key(source.sha256, n) for n in asked}
        kept = {n: entry.pages[0] for n, key in keys.items() if (entry := self._pages_memo.get(key)) and entry.pages}
        new = [n for n in asked if n not in kept]
        self._budget -= len(asked)
        self.pages_read += len(new)
        self.pages_remembered += len(kept)
        for page in ocr.read_pages(self._store.body(source.sha256), document.media_type, new):
            kept[page.number] = page
            # What a busy machine had no time for is tried again.
            if page.source != "none":
                self._pages_memo.put(keys[page.number], Document(document.media_type, pages=(page,)))
        return list(kept.values())


def _beside(known: TextPage, read: TextPage) -> TextPage:
    """A slide's own words stand beside its picture, and are not in it."""
    return replace(read, text="\n".join(filter(None, (known.text, read.text))))


def _page_key(sha256: str, number: int) -> str:
    method = hashlib.sha256(ocr.engine().encode()).hexdigest()[:12]
    return f"{sha256}-page{number}-{method}"
