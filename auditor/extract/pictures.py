"""Pictures and embedded things of a page: which carry content, and where they come from."""

from __future__ import annotations

import re

from auditor.document import Block, Place
from auditor.extract.dom import Node, squeeze
from auditor.extract.links import Resolver, is_dead

ICON = re.compile(
    r"icon|spacer|pixel|blank\.|flag|arrow|bullet|/btn|button|loading|spinner|\.svg(?:$|\?)|logo",
    re.I,
)
SMALL = re.compile(r"^\s*(\d+)(?:px)?\s*$")


def block(node: Node, resolver: Resolver, place: Place) -> Block | None:
    """The picture's block; None for icons and pictures without a source or words."""
    source = node.get("src") or node.get("data-src") or node.get("data-lazy-src")
    alt = squeeze(node.get("alt") or node.get("title"))
    if (not source and not alt) or is_icon(node, source, alt):
        return None
    return Block("image", alt, 0, place, (resolver.anchor(alt, source),) if source else ())


def is_icon(node: Node, source: str, alt: str) -> bool:
    sizes = [SMALL.match(node.get(side)) for side in ("width", "height")]
    if any(found and int(found[1]) <= 64 for found in sizes):
        return True
    return (not alt or (alt.isascii() and " " not in alt)) and bool(ICON.search(f"{source[:300]} {alt}"))


def embedded(node: Node, resolver: Resolver, place: Place) -> Block | None:
    """The block of an iframe, object, embed or video; None if it shows nothing."""
    source = node.get("src") or node.get("data") or node.get("data-src")
    if not source and node.tag == "video":
        source = next((c.get("src") for c in node.elements() if c.tag == "source"), "")
    if is_dead(source):
        return None
    anchor = resolver.anchor(squeeze(node.get("title") or node.get("name")), source)
    return Block("embed", anchor.text, 0, place, (anchor,))
