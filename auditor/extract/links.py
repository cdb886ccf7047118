"""Where a link of a page leads: its address, the file inside a viewer's address, or nowhere at all."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from auditor.document import SCRIPT, Anchor
from auditor.extract.dom import Node
from crawler import urls
from crawler.page.scripts import Openers, called, openers

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
    "data-downloadurl",
)
VIEWER = re.compile(
    r"viewer|gview|pdfjs|pdf\.js|flowpaper|op/(?:view|embed)\.aspx|flipbook|turnjs|embedpdf|pdfobject",
    re.I,
)
INSIDE = frozenset(["url", "file", "src", "doc", "pdf", "document", "pdffile", "swffile", "path", "f"])
ROUTE = re.compile(r"^#!?/")
ACTS = re.compile(r"([\w$]{2,60})\s*\(\s*(?:'([^']+)'|\"([^\"]+)\"|\d+)\s*[,)]")
"""A call with a fixed value: it shows something of its own, unlike `toggle(this)`."""
CHROME = re.compile(
    r"toggle|tab|menu|nav|scroll|slide|zoom|font|size|color|theme|lang|translat|share|print|clos|hid|search|login|copy|play|"
    r"alert|confirm|focus|collapse|accord|gtag|track|count|swap|preload|status|setactive|goback|history|^(?:void|ga|fbq)$",
    re.I,
)


class Resolver:
    """Makes anchors of one page, whose own address is `page` and which may set a base of its own.

    `scripts` are its inline scripts, `ids` those of its elements.
    """

    def __init__(self, page: str, base: str = "", scripts: tuple[str, ...] = (), ids: Collection[str] = ()) -> None:
        self.base = urls.canonical(base, page) or page if base else page
        self.ids = ids
        self._scripts = scripts
        self._openers: Openers | None = None

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
            raw = hidden_address(node) or self._behind_script(node) or raw
        return self.anchor(text, raw)

    def _behind_script(self, node: Node) -> str:
        """The address that a function of the page goes to; `script:…` where it cannot be told; '' where none is."""
        code = node.get("onclick") or unquote(node.get("href")).removeprefix("javascript:")
        if "(" not in code or len(code) > 4000:
            return ""
        if self._openers is None:
            self._openers = openers("\n".join(self._scripts))
        found = called(code, self._openers)
        return found[0] if found else SCRIPT + code.strip()[:200] if self._acts(code) else ""

    def _acts(self, code: str) -> bool:
        calls = ((name, single or double) for name, single, double in ACTS.findall(code))
        return any(not CHROME.search(name) and value.lstrip("#") not in self.ids for name, value in calls)

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
    if plain.startswith(("javascript:", "vbscript:", "about:", "void(", SCRIPT)):
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
