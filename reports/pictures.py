"""Small pictures of the pages that decided: which a report may show, and how large they are."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator

from auditor.result import Citation, Result

Pictures = Callable[[str], bytes | None]
"""Gives a picture by its sha256; None where it is not there."""
WIDTH, HEIGHT = 400, 300
_PIXELS_AT_MOST = 60_000_000


def thumbnails(result: Result, read: Pictures, most: int) -> dict[str, str]:
    """sha256 -> data address of a small JPEG, for at most `most` pictures; failed items and open ones come first."""
    made: dict[str, str] = {}
    for name in _wanted(result):
        if len(made) >= most:
            break
        body = read(name)
        small = _small(body) if body else None
        if small:
            made[name] = "data:image/jpeg;base64," + base64.b64encode(small).decode()
    return made


def _wanted(result: Result) -> list[str]:
    """One picture an item, each once, and none of a page on which personal data was found, wherever it was cited."""
    private = _private(result)
    items = sorted(result.items, key=lambda i: i.settled not in ("failed", "cantTell"))
    cited = [[c for criterion in item.criteria for c in criterion.citations] for item in items]
    firsts = [next((c.screenshot for c in own if c.screenshot and not _named(c) & private), "") for own in cited]
    return list(dict.fromkeys(filter(None, firsts)))


def _private(result: Result) -> set[str]:
    """Addresses of findings, and every body and picture that stands at one of them."""
    found = {str(f.get("url", "")) for f in result.findings}
    return found | {name for c in _citations(result) if c.url in found for name in _named(c)}


def _citations(result: Result) -> Iterator[Citation]:
    for item in result.items:
        for criterion in item.criteria:
            yield from criterion.citations


def _named(citation: Citation) -> set[str]:
    return {citation.url, citation.sha256, citation.screenshot} - {""}


def _small(body: bytes) -> bytes | None:
    """At most the top 4:3 of it; None for bytes that are no picture."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(body), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > _PIXELS_AT_MOST:
                return None
            picture.draft("RGB", (WIDTH, HEIGHT))
            height = min(picture.height, picture.width * HEIGHT // WIDTH)
            top = picture.convert("RGB").crop((0, 0, picture.width, height))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    top.thumbnail((WIDTH, HEIGHT))
    out = io.BytesIO()
    top.save(out, "JPEG", quality=55, optimize=True)
    return out.getvalue()
