"""Pictures in the content of a page: a structure chart or a declaration is often published as nothing else. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler import urls
from crawler.page import media
from crawler.page.places import own_place

MOST = 60
"""Pictures of one page that are told apart; what follows is an album."""
_SMALLEST = 200
"""Pixels of a side, where the page tells, under which a picture holds no text."""
_SIZE = re.compile(r"^\s*(\d+)(?:\.\d+)?(?:px)?\s*$")
_STYLE = re.compile(r"(?:^|[;\s])(?:max-)?(?:width|height)\s*:\s*(\d+)px", re.I)
_ORNAMENT = re.compile(
    r"icon|logo|banner|button|/btn|[._-]btn|arrow|bullet|spacer|blank\.|pixel|flag|loading|spinner|avatar|emoji|captcha|"
    r"counter|download\.(?:png|gif|jpg)|facebook|line_|youtube|\.svg(?:$|\?)",
    re.I,
)
_SCALED = re.compile(r"[-_](\d{3,4})x(\d{3,4})\.\w+$")
"""How WordPress names a picture that it made smaller."""
_SOURCES = ("data-src", "data-lazy-src", "data-original", "src")


@dataclass(frozen=True, slots=True)
class Picture:
    url: str
    alt: str
    wide: bool = False
    """The page tells that it is wider than high, as photographs mostly are and sheets of paper are not."""


def content_pictures(tree: LexborHTMLParser, base: str) -> tuple[Picture, ...]:
    """The pictures outside menus, headers and footers that may be large enough to be read, in reading order."""
    found: dict[str, Picture] = {}
    for node in tree.css("img"):
        address = _address(node, base)
        if address and address not in found and not _is_small(node) and _stands_in_content(node):
            alt = " ".join((node.attributes.get("alt") or "").split())[:300]
            found[address] = Picture(address, alt, _is_wide(node, address))
            if len(found) == MOST:
                break
    return tuple(found.values())


def _address(node: LexborNode, base: str) -> str:
    raw = next((value for name in _SOURCES if (value := node.attributes.get(name)) and "data:" not in value[:5]), "")
    if not raw or _ORNAMENT.search(raw[-300:]):
        return ""
    address = urls.canonical(raw, base) or ""
    return address if media.expected_kind(address) == "image" else ""


def _is_small(node: LexborNode) -> bool:
    attrs = node.attributes
    sides = [_SIZE.match(attrs.get(side) or "") for side in ("width", "height")]
    told = [int(side[1]) for side in sides if side] + [int(side) for side in _STYLE.findall(attrs.get("style") or "")]
    return any(side < _SMALLEST for side in told)


def _is_wide(node: LexborNode, address: str) -> bool:
    told = [side[1] for name in ("width", "height") if (side := _SIZE.match(node.attributes.get(name) or ""))]
    if len(told) < 2:
        scaled = _SCALED.search(address)
        told = [*scaled.groups()] if scaled else ["0", "0"]
    return int(told[0]) > int(told[1])


def _stands_in_content(node: LexborNode) -> bool:
    here: LexborNode | None = node
    while here is not None:
        place = own_place(here)
        if place:
            return place == "main"
        here = here.parent
    return True
