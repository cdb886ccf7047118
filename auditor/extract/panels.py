"""Which hidden part of the page a label opens: tabs, accordions, modals, drop-downs."""

from __future__ import annotations

import re
from dataclasses import replace

from rapidfuzz.fuzz import partial_ratio

from auditor.document import Block
from auditor.extract.dom import Node, Page

PANEL_WORDS = frozenset(
    [
        "modal",
        "tab",
        "tabs",
        "tabcontent",
        "tabpanel",
        "panel",
        "pane",
        "accordion",
        "collapse",
        "collapsible",
        "popup",
        "fancybox",
        "lightbox",
        "mfp",
        "content",
        "toggle",
        "drawer",
        "dialog",
        "hide",
        "hidden",
        "city",
    ]
)
NOT_PANEL = frozenset(["navbar", "nav", "menu", "offcanvas", "carousel"])
TOGGLES = frozenset(["modal", "tab", "pill", "collapse", "list", "popover"])
OPENER_WORDS = frozenset(
    ["accordion", "collapsible", "dropdown", "dropbtn", "trigger", "toggle", "toggler", "tablink", "tablinks"]
)
NAMING = frozenset(["data-bs-target", "data-target", "data-tab", "aria-controls", "href", "data-src", "onclick"])
"""Attributes that may name a panel."""
HREF = {"href"}
TITLE_WITHIN = 3
QUOTED = re.compile(r"""['"`]#?([\w.-]{1,60})['"`]""")


class Panels:
    """Finds the panel of a label, each panel once: with repeated ids, the first unclaimed one after the label."""

    def __init__(self, page: Page) -> None:
        self.ids = page.ids
        self.claimed: set[int] = set()

    def claim(self, node: Node) -> Node | None:
        """The panel that `node` opens, now owned by it; None if it opens none or it is taken."""
        for name in _targets(node):
            panel = self._free(name, node)
            if panel is not None and _opens(node, panel):
                self.claimed.add(panel.order)
                return panel
        return None

    def find(self, root: Node) -> dict[int, Node]:
        """The panel of each label below `root`, by the label's order."""
        opens: dict[int, Node] = {}
        for node in root.elements():
            named = NAMING & node.attrs.keys()
            if not named or (named == HREF and not node.get("href").startswith("#")):
                continue
            if node.get("data-bs-slide") or node.get("data-slide"):
                continue
            panel = self.claim(node) if node.size or node.tag in ("a", "button") else None
            if panel is None:
                continue
            if any(a is node for a in panel.ancestors()) or not node.text():
                self.claimed.discard(panel.order)
            else:
                opens[node.order] = panel
        return opens

    def is_claimed(self, node: Node) -> bool:
        return node.order in self.claimed

    def knows(self, fragment: str) -> bool:
        """The page has an element of this id."""
        return fragment in self.ids

    def _free(self, name: str, node: Node) -> Node | None:
        free = [n for n in self.ids.get(name, ()) if n.order not in self.claimed and not _holds(n, node)]
        later = [n for n in free if n.order > node.order]
        return next(iter(later or free), None)


def _targets(node: Node) -> list[str]:
    found = [
        node.get("data-bs-target"),
        node.get("data-target"),
        node.get("data-tab"),
        node.get("aria-controls"),
    ]
    if node.get("href").startswith("#"):
        found.append(node.get("href"))
    if node.get("data-src").startswith("#"):
        found.append(node.get("data-src"))
    found += QUOTED.findall(node.get("onclick")[:400])
    return [name.lstrip("#") for name in found if len(name.lstrip("#")) > 0]


def _opens(node: Node, panel: Node) -> bool:
    """A bookmark to a section that is visible anyway moves nothing."""
    if panel.words & NOT_PANEL and not panel.words & (PANEL_WORDS - {"content", "collapse"}):
        return False
    kind = node.get("data-bs-toggle") or node.get("data-toggle")
    if kind in TOGGLES or node.get("role") == "tab" or node.get("aria-controls") or node.get("data-tab"):
        return True
    return bool(panel.words & PANEL_WORDS) or "display:none" in panel.get("style").replace(" ", "")


def _holds(panel: Node, node: Node) -> bool:
    return any(a is panel for a in node.ancestors())


def is_opener(node: Node) -> bool:
    """A button that stands right before what it opens, without naming it (accordions and drop-downs by script)."""
    if node.get("data-bs-toggle") == "dropdown" or node.get("data-toggle") == "dropdown":
        return True
    return (node.tag == "button" and bool(node.words & OPENER_WORDS)) or node.get("aria-haspopup") == "true"


def drop_repeated_title(blocks: list[Block], start: int) -> None:
    """A panel's own title, at `start`, often says again what its label before it said: the longer one stays."""
    if not 0 < start < len(blocks):
        return
    label = blocks[start - 1]
    for index in range(start, min(start + TITLE_WITHIN, len(blocks))):
        block = blocks[index]
        if block.kind in ("heading", "text") and not block.links and partial_ratio(block.text, label.text) > 85:
            if len(block.text) > len(label.text):
                blocks[start - 1] = replace(label, kind="heading", text=block.text)
            del blocks[index]
            return
