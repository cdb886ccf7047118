"""HTML to a Document: blocks in reading order, the page's text, and whether script was to fill it."""

from __future__ import annotations

from dataclasses import replace

from auditor.document import Block, Document, TextPage
from auditor.extract import dom, script
from auditor.extract.blocks import Walker
from auditor.extract.links import Resolver
from auditor.sparing import text_of
from auditor.thai import repair

HARDLY_ANY = 80
"""Characters of own text under which pictures are taken to be the content."""


def read(markup: str, *, address: str = "") -> Document:
    """A page's Document. `address` is the page's own, for its links. Never raises for what the page holds."""
    page = dom.parse(markup)
    walker = Walker(page, Resolver(address, page.base, page.scripts, page.ids))
    blocks = walker.run(page.root)
    printed = "pdf2htmlEX" in markup[:20_000] or "pc pc1 " in markup
    if printed:
        blocks = _entitled(blocks)
    text = repair(text_of(blocks)) if printed else text_of(blocks)
    problem, detail = _problem(page, blocks, walker.pictures)
    return Document(
        "text/html",
        page.title,
        (TextPage(1, text),),
        tuple(blocks),
        1,
        problem,
        detail,
        images=walker.pictures,
    )


def _entitled(blocks: list[Block]) -> list[Block]:
    """A printed page knows no headings: its first line is its title."""
    first = next((n for n, block in enumerate(blocks) if block.kind == "text" and block.place == "main"), None)
    return [replace(block, kind="heading", level=1) if n == first else block for n, block in enumerate(blocks)]


def _problem(page: dom.Page, blocks: list[Block], pictures: int) -> tuple[str | None, str]:
    reason = script.reason(page, blocks)
    if reason:
        return "needs_script", reason
    own = sum(len(b.text) for b in blocks if b.place == "main" and b.kind != "image")
    big = [b for b in blocks if b.kind == "image" and b.links and b.links[0].target.startswith("data:image")]
    if own < HARDLY_ANY and big and pictures:
        return "scan", f"{len(big)} pictures and hardly any text"
    return ("truncated", page.cut) if page.cut else (None, "")
