"""Plain text and other text formats: charset decoded, a block a line."""

from __future__ import annotations

from auditor.document import Block, Document, TextPage
from auditor.extract import sniff
from auditor.extract.dom import squeeze
from auditor.thai import repair

MAX_CHARS = 4_000_000
MAX_LINES = 20_000
CUT = f"only the first {MAX_CHARS} characters or {MAX_LINES} lines were read"


def read(text: str, kind: str = sniff.TEXT) -> Document:
    shown = repair(text[:MAX_CHARS])
    lines = [line for line in map(squeeze, shown.splitlines()) if line][:MAX_LINES]
    cut = len(text) > MAX_CHARS or len(lines) == MAX_LINES
    blocks = tuple(Block("text", line) for line in lines)
    return Document(
        kind, "", (TextPage(1, shown.strip()),), blocks, problem="truncated" if cut else None, detail=CUT if cut else ""
    )
