"""A bounded, light tree of a page: elements that a reader could see, with text lengths counted once.

Parsed by lexbor (as browsers do), then copied, so that the rest of the package walks plain Python values.
Scripts and styles are kept apart; depth and size are capped, because pages are hostile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_DEPTH = 120
MAX_NODES = 150_000
MAX_CHARS = 8_000_000
MAX_VALUE = 4_000
LONGEST = {"class": 300, "id": 100, "style": 400}
"""Characters of an attribute that are looked at."""

MAX_UNCLOSED = 20_000
"""lexbor's time grows with the square of nesting: 100,000 open divs took it 61 s."""

AGAIN = 4000
"""Different attributes of elements of which it is kept what they say: the same few stand all over a site."""

DROPPED = frozenset(
    [
        "style",
        "noscript",
        "template",
        "svg",
        "canvas",
        "math",
        "param",
        "track",
        "datalist",
        "link",
    ]
)
CHILDLESS = frozenset(
    [
        "iframe",
        "video",
        "audio",
        "textarea",
        "img",
        "input",
        "embed",
        "br",
        "hr",
        "area",
    ]
)
WORD = re.compile(r"[a-z]+|\d+")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(slots=True, eq=False)
class Node:
    """An element. `children` mixes text and elements; `size` is its characters of text, `linked` those inside links.
    `all` are the page's elements in reading order, `order` its place among them from 1, `end` that of its last one."""

    tag: str
    attrs: dict[str, str]
    parent: Node | None = None
    children: list[Node | str] = field(default_factory=list)
    size: int = 0
    linked: int = 0
    order: int = 0
    end: int = 0
    all: list[Node] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attrs.get(name, "")

    @property
    def words(self) -> frozenset[str]:
        """The words of its class and id: `main-menu topNav2` gives main, menu, top, nav, 2."""
        return _words_of(self.get("class"), self.get("id")) if self.attrs else frozenset()

    def elements(self) -> list[Node]:
        """Every element below this one, in reading order."""
        return self.all[self.order : self.end]

    def has(self, tags: frozenset[str]) -> bool:
        return any(node.tag in tags for node in self.elements())

    def ancestors(self) -> Iterator[Node]:
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def text(self) -> str:
        """All text below, whitespace collapsed; if there is none, what its pictures say in their alt."""
        return self._text(alts=False) or self._text(alts=True)

    def _text(self, *, alts: bool) -> str:
        parts: list[str] = []
        stack: list[Node | str] = [self]
        while stack:
            piece = stack.pop()
            if isinstance(piece, str):
                parts.append(piece)
                continue
            if alts and piece.tag == "img" and piece.get("alt"):
                parts.append(f" {piece.get('alt')} ")
            elif piece.tag not in INLINE:
                parts.append(" ")
                stack.append(" ")
            stack.extend(reversed(piece.children))
        return squeeze("".join(parts))


INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "button",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "s",
        "samp",
        "select",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "textarea",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)


@lru_cache(maxsize=AGAIN)
def _words_of(classes: str, name: str) -> frozenset[str]:
    return frozenset(WORD.findall(CAMEL.sub(" ", f"{classes} {name}").lower()))


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page. `markup` is the raw text where templates leave their marks; `cut` says that it was too much."""

    root: Node
    title: str
    base: str
    scripts: tuple[str, ...]
    ids: dict[str, list[Node]]
    cut: str = ""


def squeeze(text: str) -> str:
    """Whitespace of all kinds (no-break, zero-width) as single spaces; lone surrogates and NUL dropped."""
    return _squeeze_again(text) if len(text) <= PARAGRAPH else _squeeze(text)


def _squeeze(text: str) -> str:
    return " ".join(INVISIBLE.sub("", text).split())


_squeeze_again = lru_cache(maxsize=2000)(_squeeze)
PARAGRAPH = 1000
"""Characters of a text up to which it is kept: each is measured first and read later, and menus come on every page."""


INVISIBLE = re.compile("[\u200b\ufeff\u00ad\u2060\0\u200c\u200d]")


def parse(markup: str) -> Page:
    """Reads markup into a Page. Never raises for content; what was left out is said in `cut`."""
    cut = ""
    if len(markup) > MAX_CHARS:
        markup, cut = (
            markup[:MAX_CHARS],
            f"only the first {MAX_CHARS} characters were read",
        )
    if markup.count("<") - 2 * markup.count("</") > MAX_UNCLOSED:
        return Page(_flat(markup), "", "", (), {}, "too many unclosed elements: text only")
    tree = LexborHTMLParser(markup)
    return _Copier(cut).copy(tree)


def _flat(markup: str) -> Node:
    root = Node("html", {})
    body = Node("body", {}, root, [re.sub(r"<[^>]*>", " ", markup)], order=1, all=root.all)
    root.children.append(body)
    root.all.append(body)
    _measure(root)
    return root


class _Copier:
    """Copies a lexbor tree, once and iteratively (recursion would follow the page's depth)."""

    def __init__(self, cut: str) -> None:
        self.cut = cut
        self.title = ""
        self.base = ""
        self.scripts: list[str] = []
        self.ids: dict[str, list[Node]] = {}
        self.count = 0

    def copy(self, tree: LexborHTMLParser) -> Page:
        root = Node("html", {})
        source = tree.root
        if source is not None:
            self._descend(source, root)
        _measure(root)
        return Page(root, self.title, self.base, tuple(self.scripts), self.ids, self.cut)

    def _descend(self, source: LexborNode, root: Node) -> None:
        stack: list[tuple[LexborNode | None, Node, int]] = [(source.child, root, 1)]
        while stack:
            current, parent, depth = stack.pop()
            if current is None:
                continue
            stack.append((current.next, parent, depth))
            self.count += 1
            if self.count > MAX_NODES:
                self.cut = f"only the first {MAX_NODES} elements were read"
                return
            child = self._take(current, parent)
            if child is not None and child.tag not in CHILDLESS:
                stack.append((current.child, child if depth < MAX_DEPTH else parent, depth + 1))

    def _take(self, current: LexborNode, parent: Node) -> Node | None:
        tag = current.tag or ""
        if tag == "-text":
            parent.children.append(current.text_content or "")
            return None
        if tag.startswith("-") or tag in DROPPED or tag.startswith("!"):
            return None
        if tag in ("script", "title", "base"):
            self._head(tag, current)
            return None
        attrs = {k: (v or "")[: LONGEST.get(k, MAX_VALUE)] for k, v in current.attributes.items()}
        node = Node(tag, attrs, parent, order=len(parent.all) + 1, all=parent.all)
        parent.children.append(node)
        parent.all.append(node)
        if attrs.get("id"):
            self.ids.setdefault(attrs["id"], []).append(node)
        return node

    def _head(self, tag: str, current: LexborNode) -> None:
        if tag == "script":
            self.scripts.append(current.text(deep=True) or current.attributes.get("src") or "")
        elif tag == "title":
            self.title = self.title or squeeze(current.text(deep=True))
        else:
            self.base = self.base or (current.attributes.get("href") or "")


def _measure(root: Node) -> None:
    """Counts `size` and `linked`, and finds each `end`, bottom up."""
    for node in (*reversed(root.all), root):
        node.end = node.order
        for child in node.children:
            if isinstance(child, str):
                node.size += len(squeeze(child))
                continue
            node.size += child.size
            node.linked += child.linked
            node.end = child.end
        if node.tag == "a":
            node.linked = node.size
