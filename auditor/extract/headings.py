"""Which elements and lines are headings though no h1..h6 says so."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from auditor.document import Block
from auditor.extract.dom import AGAIN, Node
from auditor.extract.links import is_dead

LONGEST = 160
LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
LIKE = 7
"""The level of what only looks like a heading."""

NAMED = re.compile(
    r"(?:^|[-_\s]|[a-z])(?:title|heading|headline|topic|caption|subject|head|hd)s?(?=$|[-_\s\d])|"
    r"(?:card|panel|modal|accordion|section|box|block|widget|page|content|entry|module)[-_]?header",
    re.IGNORECASE,
)
UNNAMED = frozenset(
    [
        "sub",
        "subtitle",
        "meta",
        "date",
        "time",
        "carousel",
        "figure",
        "figcaption",
        "wp",
        "img",
        "image",
        "photo",
        "slide",
        "gallery",
        "author",
        "tooltip",
        "placeholder",
        "thead",
        "table",
    ]
)
BIG_CLASS = re.compile(r"(?:^|\s)(?:fs-[12]|display-[1-6]|h[1-5]|text-[2-6]xl|uk-h[1-4]|ui header)(?=$|\s)")
PLACED = re.compile(r"^t m\w+ x\w+ ")
"""Classes of a line of pdf2htmlEX, whose h1, h2 … are heights of lines."""
BIGGER = frozenset(["fs-3", "fs-4"])
BOLDER = frozenset(["fw-bold", "fw-semibold", "fw-bolder"])
BIG_STYLE = re.compile(
    r"font-size\s*:\s*(?:(?:2[2-9]|[3-9]\d)(?:\.\d+)?px|(?:1[7-9]|[2-9]\d)pt|(?:1\.[5-9]|[2-9])\d*r?em|x+-large)"
)
BLOCKS = frozenset(
    [
        "table",
        "ul",
        "ol",
        "dl",
        "form",
        "iframe",
        "embed",
        "object",
        "select",
        "input",
        "textarea",
        "p",
        "video",
        "section",
        "article",
        "nav",
    ]
)
LINE_TAGS = frozenset(["legend", "summary", "caption"])
NUMBERED = re.compile(r"^(?:ข้อ\s*)?O\s?\d{1,2}(?:\.\d)?(?:[\s.:)]|$)")
LETTERS = re.compile(r"[ก-๙a-zA-Z]{2}")
NOT_TITLE = re.compile(r"^(?:\d[\d\s/.:-]*|.*[:：]|.*\s[:：]\s.*|หมายเหตุ.*|\*.*)$")
PHONE = re.compile(r"0\d[\d-]{0,3}-?\d{3}|@")
PERSON = re.compile(
    r"^(?:นาย(?!ก)|นางสาว|นาง|น\.ส\.|ว่าที่|ด\.?ร\.|(?:พ|ร|จ|ส|พล)\.?\s?[ก-ฮ]{1,2}\.)\s*[ก-ฮเแโใไ][^\s]{0,30}\s+[^\s]{2,40}(?:\s+[^\s]{2,30})?$"
)
POST = re.compile(
    r"^(?:ตำแหน่ง|นายก|รองนายก|ปลัด|รองปลัด|ผู้อำนวยการ|ผู้ช่วย|หัวหน้า|สมาชิก|ประธาน|รองประธาน|เลขา|ที่ปรึกษา|เจ้า|นัก|พนักงาน|นิติกร|ครู)"
)
CONTAINERS = frozenset(
    [
        "div",
        "span",
        "p",
        "center",
        "font",
        "td",
        "a",
        "button",
        "strong",
        "b",
        "big",
        "u",
        "dt",
        "label",
        "header",
        "hgroup",
    ]
)


def level(node: Node) -> int:
    """1..6 for h1..h6, 7 for what is named, sized or marked like a heading, 0 for anything else."""
    if node.tag in LEVELS:
        fits = 0 < node.size <= 3 * LONGEST and not node.has(BLOCKS - {"p"})
        return LEVELS[node.tag] if fits and LETTERS.search(node.text()) else 0
    if not 0 < node.size <= LONGEST or not (node.tag in CONTAINERS or node.tag in LINE_TAGS):
        return 0
    if PLACED.match(node.get("class")):
        return 0
    if node.tag in LINE_TAGS:
        return LIKE
    if not _named_or_big(node) or not _single_line(node) or _is_link(node):
        return 0
    text = node.text()
    return LIKE if LETTERS.search(text) and not PHONE.search(text) else 0


def _named_or_big(node: Node) -> bool:
    if not node.attrs:
        return False
    if _is_big(node.get("class"), node.get("style")):
        return True
    if node.tag == "font" and node.get("size").lstrip("+").isdigit():
        return int(node.get("size").lstrip("+")) >= (2 if "+" in node.get("size") else 5)
    return _is_named(node.get("class"), node.get("id")) and not node.words & UNNAMED


@lru_cache(maxsize=AGAIN)
def _is_big(classes: str, style: str) -> bool:
    utilities = set(classes.split())
    if BIG_CLASS.search(classes) or (utilities & BIGGER and utilities & BOLDER):
        return True
    return bool(BIG_STYLE.search(style.lower()))


@lru_cache(maxsize=AGAIN)
def _is_named(classes: str, name: str) -> bool:
    return bool(NAMED.search(f"{classes} {name}"))


def _single_line(node: Node) -> bool:
    """Holds one line: no lists, tables, controls, and not several blocks of text side by side."""
    if node.has(BLOCKS) or node.has(frozenset(LEVELS)):
        return False
    blocks = [c for c in node.elements() if c.tag == "div" and c.size]
    return len(blocks) == 0 or max(c.size for c in blocks) >= 0.9 * node.size


def _is_link(node: Node) -> bool:
    """All of its text is a link: an entry of a list, not the name of what follows (unless dead and named so)."""
    if node.linked < 0.9 * node.size:
        return False
    anchors = [n for n in (node, *node.elements(), *node.ancestors()) if n.tag == "a"]
    if any(not is_dead(n.get("href")) for n in anchors):
        return True
    return not NAMED.search(f"{node.get('class')} {node.get('id')}")


def demote_people(blocks: list[Block]) -> None:
    """A name in large letters, and the post below it, head nothing: they are what the page is about."""
    for index, block in enumerate(blocks):
        if block.kind != "heading" or block.level != LIKE or block.links:
            continue
        after = index > 0 and blocks[index - 1].kind == "text" and PERSON.match(blocks[index - 1].text)
        if PERSON.match(block.text) or (after and POST.match(block.text)):
            blocks[index] = replace(block, kind="text", level=0)


def is_heading_line(text: str, bold: int) -> bool:
    """A whole line in bold, or one that begins with an item's number (O12), reads as a heading."""
    if len(text) > LONGEST or not LETTERS.search(text):
        return False
    if NUMBERED.match(text):
        return True
    return bold >= 0.95 * len(text.replace(" ", "")) and len(text) <= 120 and not NOT_TITLE.match(text)
