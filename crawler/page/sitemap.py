"""Addresses of a sitemap or sitemap index: bounded, without entities. Pure."""

from __future__ import annotations

import gzip
import re
import zlib
from io import BytesIO

MAX_ADDRESSES = 5000
MAX_BYTES = 10 * 1024 * 1024


def read_sitemap(body: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(pages, further sitemaps) of an XML or plain-text sitemap; empty for what is none."""
    body = _unpacked(body)
    if b"<urlset" not in body[:4000] and b"<sitemapindex" not in body[:4000]:
        lines = body[:200_000].decode("utf-8", "replace").split() if not body.lstrip().startswith(b"<") else []
        return tuple(line for line in lines if line.startswith(("http://", "https://")))[:MAX_ADDRESSES], ()
    return _read_xml(body)


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body[:MAX_BYTES]
    try:
        with gzip.GzipFile(fileobj=BytesIO(body)) as packed:
            return packed.read(MAX_BYTES)
    except (OSError, EOFError, zlib.error):
        return b""


def _read_xml(body: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from lxml import etree

    if re.search(rb"<!(?:DOCTYPE|ENTITY)", body[:20_000], re.I):
        return (), ()
    parser = etree.XMLPullParser(
        ("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    parser.feed(body)
    pages: list[str] = []
    maps: list[str] = []
    for _, node in parser.read_events():
        if not isinstance(node.tag, str) or not (node.tag == "loc" or node.tag.endswith("}loc")):
            continue
        parent = node.getparent()
        into = maps if parent is not None and str(parent.tag).endswith("sitemap") else pages
        if node.text and len(pages) + len(maps) < MAX_ADDRESSES:
            into.append(node.text.strip())
    return tuple(pages), tuple(maps[:50])
