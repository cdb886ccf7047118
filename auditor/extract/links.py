"""Where a link of a page leads: its address, the file inside a viewer's address, or nowhere at all."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from auditor.document import Anchor
from auditor.extract.dom import Node
from crawler import urls

CALLS = re.compile(
    r"""(?:window\.open|location(?:\.href)?\s*=|location\.(?:assign|replace)|(?:open|view|show|load)\w*)\s*\(?\s*"""
    r"""['"`]([^'"`\s]{2,500})['"`]""",
    re.IGNORECASE,
)
FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|od[tsp]|csv|rtf|txt)(?:$|[?#])",
    re.IGNORECASE,
)
PATHLIKE = re.compile(
    r"^(?:https?:)?//|^\.{0,2}/|\.(?:pdf|docx?|xlsx?|php|html?|aspx?|jsp)(?:$|[?#])",
    re.IGNORECASE,
)
DATA = (
    "data-href",
    "data-url",
    "data-link",
    "data-pdf",
    "data-file",
    "data-src",
    "data-remote",
    "data-iframe",
)
VIEWER = re.compile(
    r"viewer|gview|pdfjs|pdf\.js|flowpaper|op/(?:view|embed)\.aspx|flipbook|turnjs|embedpdf|pdfobject",
    re.I,
)
INSIDE = frozenset(["url", "file", "src", "doc", "pdf", "document", "pdffile", "swffile", "path", "f"])
ROUTE = re.compile(r"^#!?/")


class Resolver:
    """Makes anchors of one page, whose own address is `page` and which may set a base of its own."""

    def __init__(self, page: str, base: str = "") -> None:
        self.base = urls.canonical(base, page) or page if base else page

    def anchor(self, text: str, raw: str) -> Anchor:
        """An anchor for `raw`; dead if that is empty, a bare `#` or a script."""
        raw = raw.strip()
        if is_dead(raw):
            return Anchor(text, raw, live=False)
        return Anchor(text, self.address(raw))

    def of(self, node: Node, text: str) -> Anchor:
        """The anchor that an element makes: by href, else by what its attributes and handlers name."""
        raw = node.get("href")
        if is_dead(raw):
            raw = hidden_address(node) or raw
        return self.anchor(text, raw)

    def address(self, raw: str) -> str:
        """The canonical absolute address; a viewer's address gives the file shown in it."""
        if raw.startswith("data:"):
            return raw.split(",", 1)[0][:80]
        if re.match(r"(?:mailto|tel|line|skype|sms|fax):", raw, re.IGNORECASE):
            return raw
        address = urls.canonical(raw, self.base) or raw
        inner = unwrap(address)
        return address if inner is address else urls.canonical(inner, self.base) or inner


def is_dead(raw: str) -> bool:
    """`#`, nothing, a script or a bookmark to the top; a hash route (`#/page`) is alive."""
    plain = raw.strip().lower()
    if plain.startswith(("javascript:", "vbscript:", "about:", "void(")):
        return True
    return plain in (
        "",
        "#",
        "#!",
        "#top",
        "#0",
        "#none",
        "-",
        "null",
        "undefined",
        "http://",
        "https://",
        "#.",
    )


def hidden_address(node: Node) -> str:
    """An address in onclick, a javascript: href or a data attribute; empty if there is none."""
    for name in DATA:
        if PATHLIKE.search(node.get(name)):
            return node.get(name)
    for code in (node.get("onclick"), unquote(node.get("href"))):
        found = CALLS.search(code) if len(code) < 4000 else None
        if found and PATHLIKE.search(found[1]):
            return found[1]
    return ""


def unwrap(address: str) -> str:
    """`https://docs.google.com/viewer?url=…/a.pdf` gives `…/a.pdf`; any other address is returned as it is."""
    parts = urlsplit(address)
    query = parts.query or (parts.fragment if "=" in parts.fragment else "")
    if not query or not VIEWER.search(f"{parts.netloc}{parts.path}"):
        return address
    for name, value in parse_qsl(query):
        if name.lower() in INSIDE and (FILE.search(value) or value.startswith(("http://", "https://"))):
            return _join(address, value)
    return address


def is_file(address: str) -> bool:
    return bool(FILE.search(address))


def _join(base: str, raw: str) -> str:
    try:
        return urljoin(base, raw)
    except ValueError:
        return raw
