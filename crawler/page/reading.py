"""What a crawl takes from a page, and its packed form: the same bytes at the same address need not be read twice."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import selectolax
import zstandard

from crawler.page.links import FoundLink, PageLinks
from crawler.page.pictures import Picture

_LEVEL = 1
_MOST = 100_000_000
_ROOT = Path(__file__).resolve().parents[2]
_CODE = ("crawler/page/*.py", "crawler/urls.py", "crawler/elsewhere.py")


@dataclass(frozen=True, slots=True)
class Reading:
    """A function of a page's bytes, its address and its charset."""

    charset: str
    links: PageLinks
    pictures: tuple[Picture, ...]


def pack(reading: Reading) -> bytes:
    links = reading.links
    rows = [(x.url, x.text, x.context, x.place, x.live, x.weak) for x in links.links]
    shown = [(x.url, x.alt, x.wide) for x in reading.pictures]
    made = json.dumps((reading.charset, links.base, links.title, rows, shown), ensure_ascii=False)
    return zstandard.ZstdCompressor(_LEVEL).compress(made.encode("utf-8", "surrogatepass"))


def unpack(packed: bytes) -> Reading:
    text = zstandard.ZstdDecompressor().decompress(packed, max_output_size=_MOST).decode("utf-8", "surrogatepass")
    charset, base, title, rows, shown = json.loads(text)
    links = PageLinks(base, title, tuple(FoundLink(*row) for row in rows))
    return Reading(charset, links, tuple(Picture(*row) for row in shown))


@cache
def version() -> str:
    """A digest of the code that reads pages: what another version has read is read again."""
    digest = hashlib.sha256(selectolax.__version__.encode())
    for file in sorted(file for part in _CODE for file in _ROOT.glob(part)):
        digest.update(file.relative_to(_ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]
