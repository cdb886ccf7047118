"""What an extractor makes of fetched bytes, and what the judge is handed: plain frozen values.

Extractors (auditor.extract) produce `Document`; auditor.site joins it with what the crawl knows of the
address into `Source`. Nothing here reads, fetches or decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["heading", "text", "item", "row", "link", "image", "form", "embed"]
Place = Literal["nav", "main", "footer", "header", "sitemap", "hub", "script", "file", ""]


SCRIPT = "script:"
"""Scheme, of our own, of anchors behind which a script of the page was to act."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link inside a block. `target` is the canonical address, or the raw text if it leads nowhere."""

    text: str
    target: str
    live: bool = True
    """False for `#`, an empty href, `javascript:void(0)`: a label with nothing behind it."""

    @property
    def runs(self) -> bool:
        """Whether a script of the page shows something behind it that was not looked at."""
        return self.target.startswith(SCRIPT)


@dataclass(frozen=True, slots=True)
class Form:
    """A form on a page. `fields` are the visible names or labels of its inputs."""

    action: str
    fields: tuple[str, ...]
    has_submit: bool
    asks_login: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page in reading order.

    `level` is 1..6 for headings (7 for text that only looks like one), 0 otherwise. `cells` holds the
    columns of a table row (spans filled in); `header` marks the row that names them.
    """

    kind: BlockKind
    text: str
    level: int = 0
    place: Place = "main"
    links: tuple[Anchor, ...] = ()
    cells: tuple[str, ...] = ()
    header: bool = False
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class TextPage:
    """One page of a document (HTML has one). `number` counts from 1.

    `source` says where the text came from; `confidence` (0..1) is the extractor's own, 1.0 for digital text.
    """

    number: int
    text: str
    source: Literal["digital", "ocr", "none"] = "digital"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Document:
    """The text and structure of one body.

    `problem` is None or one of: unreadable, encrypted, truncated, unknown_type, scan (pages without text
    that nobody has read yet), needs_script (the content is filled in by script). `page_count` may exceed
    `len(pages)` when only some pages were read.
    """

    media_type: str
    title: str = ""
    pages: tuple[TextPage, ...] = ()
    blocks: tuple[Block, ...] = ()
    page_count: int = 1
    problem: str | None = None
    detail: str = ""
    images: int = 0
    qr_codes: tuple[str, ...] = ()
    paper: bool = False
    """A picture that looks like a sheet of paper."""

    @property
    def text(self) -> str:
        """All pages' text, joined by form feeds."""
        return "\f".join(page.text for page in self.pages)

    @property
    def opening(self) -> str:
        """The text from the first page on as far as it has been read without a gap."""
        gap = next((n for n, page in enumerate(self.pages, 1) if page.number in self.unread), len(self.pages))
        return "\f".join(page.text for page in self.pages[:gap])

    @property
    def unread(self) -> tuple[int, ...]:
        """Numbers of the pages without readable text that nobody has tried to recognise yet."""
        return tuple(page.number for page in self.pages if page.source == "none" and page.confidence > 0)


@dataclass(frozen=True, slots=True)
class Label:
    """One way in which an address was named by the site: the link's text, where it stood, under which heading."""

    text: str
    found_on: str
    place: Place = "main"
    context: str = ""
    around: str = ""
    """What stands beside it in its row or line, such as the day of posting."""


@dataclass(frozen=True, slots=True)
class Source:
    """An address of the crawl with everything known about it. The unit that evidence is made of.

    `state`: fetched (a body is there), failed (see `problem`), unread (seen, never tried: budget, scope).
    `problem` is from crawler.problems' closed vocabulary and None when all went well.
    """

    url: str
    state: Literal["fetched", "failed", "unread"]
    problem: str | None = None
    status: int | None = None
    final_url: str = ""
    media_type: str = ""
    sha256: str = ""
    size: int = 0
    fetched_at: str = ""
    found_on: str = ""
    link_text: str = ""
    path: tuple[str, ...] = ()
    labels: tuple[Label, ...] = field(default=())
    in_scope: bool = True
    rendered: bool = False
    document: Document | None = None
