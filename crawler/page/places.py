"""Where on a page an element stands, told by tags, classes and ids. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

_NAV = re.compile(r"(?:^|[\s_-])(?:\w*nav\w*|\w*menu\w*|dropdown-menu|sidebar\w*|offcanvas\w*)", re.I)
_MODAL = re.compile(r"(?:^|\s)(?:modal|lightbox)(?:\s|$)", re.I)
_FOOT = re.compile(r"(?:^|[\s_-])\w*foot(?:er)?(?:$|[\s_\-\d])", re.I)
_HEAD = re.compile(r"(?:^|\s)(?:(?:site|top|page|main|web)[-_]?)?header(?:$|[\s_\-\d])|topbar|top-bar", re.I)
_TAGS = {"nav": "nav", "footer": "footer", "main": "main", "article": "main"}
_INLINE = frozenset(("a", "h1", "h2", "h3", "h4", "h5", "span", "p"))
_LABEL_LIMIT = 300


def own_place(node: LexborNode) -> str:
    """nav, main, footer or header where the element itself says so, else ''."""
    tag = node.tag or ""
    if tag in _TAGS:
        return _TAGS[tag]
    return _by_label(node, tag) or ("header" if tag == "header" else "")


def _by_label(node: LexborNode, tag: str) -> str:
    attrs = node.attributes
    if not attrs:
        return ""
    label = f"{attrs.get('id') or ''} {attrs.get('class') or ''} {attrs.get('role') or ''}"[:_LABEL_LIMIT]
    return _by_words(label, tag) if len(label) > 2 else ""


@lru_cache(maxsize=5000)
def _by_words(label: str, tag: str) -> str:
    if _MODAL.search(label):
        return "main"
    if _FOOT.search(label):
        return "footer"
    if tag not in ("body", "html") and _NAV.search(label):
        return "nav"
    return "header" if tag not in _INLINE and _HEAD.search(label) else ""
