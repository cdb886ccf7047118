"""Which part of the page an element is: menu, header, footer or the page's own content.

By element and role first, then by the words of class and id, because many sites are made of divs only.
A region named menu that holds the content (or the footer) is a wrapper, and one that holds files is content.
"""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.document import Place
from auditor.extract.dom import AGAIN, Node
from auditor.extract.links import is_file

NAV_WORDS = frozenset(
    [
        "nav",
        "navbar",
        "navigation",
        "menu",
        "menus",
        "submenu",
        "topmenu",
        "mainmenu",
        "sidemenu",
        "sidebar",
        "sidenav",
        "breadcrumb",
        "breadcrumbs",
        "crumb",
        "crumbs",
        "pathway",
        "pager",
        "pagination",
        "toolbar",
        "dropdown",
        "megamenu",
        "offcanvas",
    ]
)
TRAIL_WORDS = frozenset(["breadcrumb", "breadcrumbs", "crumb", "crumbs", "pathway", "path", "pagination", "pager"])
FOOTER = re.compile(
    r"(?:^|\s)(?:(?:site|main|page|bottom|web)[-_]?)?(?:foot(?:er)?s?|copyrights?|colophon|credits?)(?:[-_]\w+)*\d*(?=$|\s)",
    re.I,
)
HEADER = re.compile(
    r"(?:^|\s)(?:(?:site|main|top|web|the)[-_]?)?(?:header|masthead|topbar|top-bar)(?:[-_](?:top|main|area|wrap\w*|bottom|inner|logo|bar|container|nav|section))*\d*(?=$|\s)",
    re.I,
)
WAITING = frozenset(["preloader", "preload", "loader", "pageloader", "spinner"])
WAITING_TEXT = 60
OFFSCREEN = re.compile(
    r"(?:left|top|text-indent)\s*:\s*-\d{3,}|font-size\s*:\s*0(?:px|em|;|$)|sr-only|visually-hidden|screen-reader"
)
ROLES: dict[str, Place] = {
    "navigation": "nav",
    "menu": "nav",
    "menubar": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "main": "main",
}
ELEMENTS = frozenset(["nav", "footer", "main", "header"])
"""What is a region without being called so."""
ENTRY = frozenset(["article", "section", "aside", "figure", "dialog", "li", "td", "form"])
EMBEDS = frozenset(["iframe", "embed", "object", "table"])
TAB_WORDS = frozenset(["tab", "tabs", "pills", "tablist"])


def region(node: Node) -> Place:
    """The place that this element opens; empty where it opens none and its parent's holds."""
    if not node.attrs and node.tag not in ELEMENTS:
        return ""
    named = _named(node)
    if named == "nav" and not _is_menu(node):
        return "main"
    if named == "header" and _wraps(node):
        return ""
    return named


def _named(node: Node) -> Place:
    role = ROLES.get(node.get("role"))
    if role:
        return role
    if node.tag in ("nav", "footer", "main"):
        return "nav" if node.tag == "nav" else "footer" if node.tag == "footer" else "main"
    if node.tag == "header":
        return "" if any(a.tag in ENTRY for a in node.ancestors()) else "header"
    if node.tag in ("html", "body", "a", "img", "span", "i", "input", "button", "li") or not node.words:
        return ""
    return _by_words(node)


def _by_words(node: Node) -> Place:
    words, (footer, header) = node.words, _named_as(node.get("class"), node.get("id"))
    if footer:
        return "" if node.has(frozenset(["main"])) or _mostly_main(node) else "footer"
    if words & TRAIL_WORDS and node.size < 300:
        return "nav" if node.linked else ""
    if words & NAV_WORDS and not words & (TAB_WORDS | frozenset(["content"])):
        return "" if _wraps(node) or not _link_dense(node) else "nav"
    return "header" if header else ""


@lru_cache(maxsize=AGAIN)
def _named_as(classes: str, name: str) -> tuple[bool, bool]:
    """Whether a footer's name, and a header's."""
    names = f"{classes} {name}"
    return bool(FOOTER.search(names)), bool(HEADER.search(names))


def _mostly_main(node: Node) -> bool:
    return any(n.tag in ("nav", "footer") and n is not node for n in node.elements()) and node.size > 2000


def _wraps(node: Node) -> bool:
    """It holds a content or footer region of its own, so its name does not describe all of it."""
    return any(
        child.tag in ("main", "footer", "article")
        or child.get("role") in ("main", "contentinfo")
        or bool(FOOTER.search(child.get("class")))
        for child in node.elements()
    )


def _link_dense(node: Node) -> bool:
    return node.size == 0 or node.linked >= 0.4 * node.size


def _is_menu(node: Node) -> bool:
    """A menu links to pages; something named nav that shows documents or tables is content."""
    links = files = 0
    for child in node.elements():
        if child.tag in EMBEDS:
            return False
        if child.tag == "a" and child.get("href"):
            links += 1
            files += is_file(child.get("href"))
    return files < 2 or files * 2 < links


def is_offscreen(node: Node) -> bool:
    """Text put where no eye goes, or only while the page loads: for screen readers, or planted by hijackers."""
    if not node.attrs:
        return False
    if node.size < WAITING_TEXT and node.words & WAITING:
        return True
    return _is_put_away(node.get("style"), node.get("class"))


@lru_cache(maxsize=AGAIN)
def _is_put_away(style: str, classes: str) -> bool:
    return bool(OFFSCREEN.search(style) or OFFSCREEN.search(classes))
