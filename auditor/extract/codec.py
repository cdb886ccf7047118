"""Documents as JSON and back: what crosses from the parsing process, and what the memo keeps.

JSON and not pickle, because the other side has read hostile bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, get_args

from auditor.document import Anchor, Block, BlockKind, Document, Form, Place, TextPage
from auditor.extract import STOPPED
from auditor.sparing import text_of

VERSION = 2
KINDS: dict[str, BlockKind] = {kind: kind for kind in get_args(BlockKind)}
PLACES: dict[str, Place] = {place: place for place in get_args(Place)}
"""One value of each for all blocks."""
EMPTY: list[Any] = [[], (), False, None]


@dataclass(frozen=True, slots=True)
class Written:
    """What `dump` wrote of a Document; `stopped` where parsing failed or was cut off."""

    data: bytes
    stopped: bool = False


def dump(document: Document) -> bytes:
    """Compact JSON in UTF-8. A text that the blocks say again is left out."""
    said = text_of(document.blocks) if document.blocks else None
    value = {
        "v": VERSION,
        "media_type": document.media_type,
        "title": document.title,
        "pages": [[p.number, None if p.text == said else p.text, p.source, p.confidence] for p in document.pages],
        "blocks": [_block(b) for b in document.blocks],
        "page_count": document.page_count,
        "problem": document.problem,
        "detail": document.detail,
        "images": document.images,
        "qr_codes": document.qr_codes,
        "paper": document.paper,
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def load(data: bytes) -> Document:
    """The Document that `dump` wrote. ValueError for anything else."""
    try:
        value = json.loads(data)
        if value["v"] != VERSION:
            raise ValueError(f"version {value['v']!r}")
        blocks = tuple(_read_block(b) for b in value["blocks"])
        return Document(
            str(value["media_type"]),
            str(value["title"]),
            tuple(_read_page(page, blocks) for page in value["pages"]),
            blocks,
            int(value["page_count"]),
            None if value["problem"] is None else str(value["problem"]),
            str(value["detail"]),
            int(value["images"]),
            tuple(map(str, value["qr_codes"])),
            bool(value["paper"]),
        )
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise ValueError(f"not a Document: {error!r}") from error


def understand(written: Written) -> Document:
    """The Document that was written; an unreadable one where the parsing process wrote something else."""
    try:
        return load(written.data)
    except ValueError as error:
        return Document("application/octet-stream", problem="unreadable", detail=f"{STOPPED}{error}"[:300])


def _block(block: Block) -> list[Any]:
    form = block.form and [block.form.action, block.form.fields, block.form.has_submit, block.form.asks_login]
    links = [[a.text, a.target, a.live] for a in block.links]
    full = [block.kind, block.text, block.level, block.place, links, block.cells, block.header, form]
    while len(full) > 4 and not full[-1]:
        full.pop()
    return full


def _read_page(value: list[Any], blocks: tuple[Block, ...]) -> TextPage:
    number, text, source, confidence = value
    return TextPage(int(number), text_of(blocks) if text is None else str(text), source, float(confidence))


def _read_block(value: list[Any]) -> Block:
    kind, text, level, place, *rest = value
    links, cells, header, form = rest + EMPTY[len(rest) :]
    return Block(
        KINDS[kind],
        str(text),
        int(level),
        PLACES[place],
        tuple(Anchor(str(t), str(target), bool(live)) for t, target, live in links),
        tuple(map(str, cells)),
        bool(header),
        Form(str(form[0]), tuple(map(str, form[1])), bool(form[2]), bool(form[3])) if form else None,
    )
