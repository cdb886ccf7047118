"""Whether a page as delivered is a frame that script was to fill."""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.document import Block
from auditor.extract.dom import Node, Page
from auditor.extract.regions import region

ROOTS = frozenset(
    [
        "app",
        "root",
        "__next",
        "__nuxt",
        "q-app",
        "main-app",
        "react-root",
        "___gatsby",
        "app-root",
        "svelte",
    ]
)
TEMPLATE = re.compile(r"\{\{\s*[\w$.|'\" ()\[\]]{1,80}\}\}|\[\[\s*\w+\.\w+\s*\]\]|<%=?\s*\w+\.\w+")
LOOPS = frozenset(["v-for", "ng-repeat", "data-ng-repeat", "x-for", "*ngfor"])
LOADING = re.compile(
    r"^\W*(?:กำลังโหลด|กำลังประมวลผล|โปรดรอ|กรุณารอ|loading|please wait|processing)[\w\s.ก-๙]{0,30}\W*$",
    re.IGNORECASE,
)
FETCHES = {
    "ajax": re.compile(r"ajax(?<!\wajax)\s*:"),
    "serverSide": re.compile("serverSide"),
    "$.": re.compile(r"\$\.(?:ajax|get|post|getJSON)\s*\("),
    "fetch": re.compile(r"fetch(?<!\wfetch)\s*\("),
    "axios": re.compile("axios"),
    "XMLHttpRequest": re.compile("XMLHttpRequest"),
    ".load": re.compile(r"\.load\s*\(\s*['\"]"),
}
"""How script fetches something, each by letters that must stand there: scripts are long, and one pattern of all is
tried at every letter."""
LISTS = frozenset(["table", "tbody", "ul", "ol"])
BOXES = frozenset(["div", "section"])
SHORT = 60
ENOUGH = 250


def reason(page: Page, blocks: list[Block]) -> str:
    """Why the content is missing until script runs; empty if it is there (or the page is simply empty)."""
    own = [b for b in blocks if b.place == "main"]
    length = sum(len(b.text) for b in own)
    return _root(page, length) or _templates(page, own) or _loading(own, length) or _empty_list(page, length)


def _root(page: Page, length: int) -> str:
    if length > SHORT or not page.scripts:
        return ""
    for node in page.root.elements():
        if (node.get("id").lower() in ROOTS or node.tag in ROOTS) and node.size <= SHORT:
            return f"application root {node.get('id') or node.tag} is empty"
    return ""


def _templates(page: Page, own: Iterable[Block]) -> str:
    marks = sum(bool(TEMPLATE.search(b.text)) for b in own if len(b.text) < 2_000)
    if marks:
        return f"{marks} template marks left unfilled"
    for node in page.root.elements():
        if node.attrs and not LOOPS.isdisjoint(node.attrs) and _is_own(node):
            return f"a list is repeated by script ({node.tag})"
    return ""


def _loading(own: list[Block], length: int) -> str:
    waiting = [b for b in own if len(b.text) < 80 and LOADING.match(b.text)]
    return f"the content says {waiting[0].text!r}" if waiting and length < ENOUGH + len(waiting) * 30 else ""


def _empty_list(page: Page, length: int) -> str:
    """An empty container that an inline script, which fetches something, names by id or class."""
    code = "\n".join(s for s in page.scripts if _fetches(s))
    if not code:
        return ""
    for node in page.root.elements():
        listed = node.tag in LISTS or (node.tag in BOXES and length < ENOUGH)
        if listed and _is_empty(node) and _named_in(node, code) and _is_own(node):
            return f"script fills the empty {node.tag} {node.get('id') or node.get('class')}"
    return ""


def _fetches(code: str) -> bool:
    return any(letters in code and pattern.search(code) for letters, pattern in FETCHES.items())


def _is_empty(node: Node) -> bool:
    if node.tag == "table":
        return not any(n.tag == "td" for n in node.elements())
    return node.size == 0 and not any(n.tag in ("img", "iframe", "a", "input") for n in node.elements())


def _named_in(node: Node, code: str) -> bool:
    name = node.get("id")
    if not name and node.tag == "tbody" and node.parent is not None:
        name = node.parent.get("id")
    return bool(name) and re.search(rf"""['"`#]{re.escape(name)}\b""", code) is not None


def _is_own(node: Node) -> bool:
    """Not in a menu, header or footer."""
    return not any(region(around) in ("nav", "header", "footer") for around in (node, *node.ancestors()))
