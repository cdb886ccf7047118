"""Every way that leads on from a page: links, frames, modals, scripts. Pure; one lexbor parse, one pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler import urls
from crawler.page import form, postback
from crawler.page.places import own_place
from crawler.page.scripts import (
    LOOKS_LIKE_ADDRESS,
    Openers,
    called,
    is_pattern,
    openers,
    script_addresses,
    script_calls,
    unwrapped,
)

TEXT_LIMIT = 300
MOST_LINKS = 10_000
"""Of one page; a link farm of 100,000 would take half a minute."""
_HEADING_LIMIT = 160
_HEADINGS = "h1,h2,h3,h4,h5,h6,caption,legend,summary,th[colspan],td[colspan]"
_HEADING_CLASSES = ("head", "title", "topic", "accordion-button", "subject", "caption")
_SELECTOR = ",".join(
    (
        _HEADINGS,
        *(f"[class*={name}]" for name in _HEADING_CLASSES),
        "a,area,iframe,frame,embed,object,option,[onclick],[data-href],[data-url],[data-link],[data-file]",
        "[data-pdf],[data-src$='.pdf'],meta[http-equiv],script:not([src])",
        "button[formaction],form button,input[type=submit]",
    )
)
_NOT_HEADING_CLASS = re.compile(
    r"header(?!-title)(?!.*card)|thead|heading-?wrap|titlebar|subheader|page-header|site-title", re.I
)
_CARD_HEADER = re.compile(r"card-header|panel-heading|accordion-header|modal-header|box-header|widget-?header", re.I)
_HEADING_WORD = re.compile(
    r"(?:^|[\s_-])(?:\w*head(?:ing|line)?|\w*title\w*|\w*topic\w*|accordion-button|subject|caption)(?:$|[\s_-])", re.I
)
_HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend", "summary"))
_REFRESH = re.compile(r"""^\s*[\d.]*\s*[;,]?\s*(?:url\s*=)?\s*["']?([^"'>]+)""", re.I)
_DEAD = re.compile(
    r"^(?:#!?|javascript:\s*(?:void\s*\(?.*|;*|//.*|return.*|undefined.*|\(?\)?.{0,3})|about:blank)$", re.I
)
_OTHER_SCHEME = re.compile(r"^(?:mailto|tel|sms|line|fb|fb-messenger|whatsapp|intent|callto|skype):", re.I)
_GENERIC = re.compile(
    r"^(?:ดาวน์โหลด\S{0,12}|ดาวโหลด\S*|โหลด|คลิก\S{0,12}|กดที่นี่|ที่นี่|อ่านต่อ\S*|อ่านเพิ่มเติม|รายละเอียด\S*|ดูรายละเอียด\S*|เพิ่มเติม|"
    r"ดูเพิ่มเติม|ดูทั้งหมด|เปิด\S{0,6}|ไฟล์\S{0,10}|เอกสาร\S{0,6}|แสดง|ดู|view|open|file|pdf|download|click\s?here|click|here|"
    r"read\s?more\S*|more\S*|detail\S*|link|[\W\d_๐-๙]{0,12}|(?:ปี|พ\.?ศ\.?)?\s*[0-9๐-๙]{2,4})$",
    re.I,
)
_MAP = re.compile(r"site[-_]?map|แผนผังเว็บ", re.I)
Attributes = Mapping[str, str | None]
_ROWS = frozenset(("tr", "li", "dd", "p", "figure"))


class FoundLink(NamedTuple):
    """`url` is canonical, or the raw text of the href where that leads nowhere (`live` False)."""

    url: str
    text: str
    context: str
    place: str
    live: bool = True
    weak: bool = False
    """Found in script or markup that is no link: worth a look, no promise."""


@dataclass(frozen=True, slots=True)
class PageLinks:
    base: str
    title: str
    links: tuple[FoundLink, ...]


def read_links(tree: LexborHTMLParser, url: str, charset: str = "utf-8") -> PageLinks:
    """All links of a parsed page in reading order, each (address, text, context) once."""
    return _Reader(tree, url, charset).read()


def page_title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    return _squeeze(node.text())[:TEXT_LIMIT] if node else ""


def _squeeze(text: str | None) -> str:
    return " ".join(text.split()) if text else ""


class _Reader:
    def __init__(self, tree: LexborHTMLParser, url: str, charset: str) -> None:
        self.tree, self.url, self.charset = tree, url, charset
        self.base = self._base_address()
        self.title = page_title(tree)
        self.is_map = bool(_MAP.search(url) or _MAP.search(self.title))
        self.places: dict[int, str] = {}
        self.headings: dict[str, tuple[str, int]] = {}
        self.before: dict[str, tuple[str, int]] = {}
        self.found: dict[tuple[str, str, str], FoundLink] = {}
        self.openers: dict[str, str] | None = None
        self.opened: dict[str, str] = {}
        self.functions: Openers | None = None

    def _base_address(self) -> str:
        node = self.tree.css_first("base[href]")
        href = (node.attributes.get("href") or "") if node else ""
        return urls.canonical(href, self.url) or self.url if href else self.url

    def read(self) -> PageLinks:
        for node in self.tree.css(_SELECTOR):
            if len(self.found) >= MOST_LINKS:
                break
            tag, attrs = node.tag or "", node.attributes
            if not self._as_heading(node, tag, attrs):
                _READERS.get(tag, _Reader._attributes)(self, node, attrs)
        return PageLinks(self.base, self.title, tuple(self.found.values()))

    # --- where it stands

    def _as_heading(self, node: LexborNode, tag: str, attrs: Attributes) -> bool:
        """Remember a heading; True when the node is nothing but one."""
        if tag not in _HEADING_TAGS and not self._heading_class(tag, attrs):
            return False
        if tag in ("script", "meta", "option", "iframe"):
            return False
        text = _squeeze(node.text(separator=" "))
        if text and len(text) <= _HEADING_LIMIT:
            place = self._place(node)
            self.before[place] = self.headings.get(place, ("", 0))
            self.headings[place] = (text, node.mem_id)
        return tag not in ("a", "area") and "onclick" not in attrs

    @staticmethod
    def _heading_class(tag: str, attrs: Attributes) -> bool:
        if tag in ("td", "th"):
            return "colspan" in attrs
        classes = attrs.get("class")
        if not classes or tag in ("body", "html", "head", "header", "nav", "ul", "table", "thead", "section", "main"):
            return False
        if _CARD_HEADER.search(classes):
            return True
        return bool(_HEADING_WORD.search(classes)) and not _NOT_HEADING_CLASS.search(classes)

    def _context(self, node: LexborNode, place: str) -> str:
        text, mem_id = self.headings.get(place, ("", 0))
        if not text:
            return self.headings.get("main", ("", 0))[0] if place == "script" else ""
        parent: LexborNode | None = node
        for _ in range(5):
            if parent is None:
                break
            if parent.mem_id == mem_id:
                return self.before[place][0]
            parent = parent.parent
        return text

    def _place(self, node: LexborNode) -> str:
        """Place by the nearest telling ancestor; remembered for every node on the way up."""
        trail: list[int] = []
        place = ""
        here: LexborNode | None = node
        while here is not None and not place:
            known = self.places.get(here.mem_id)
            if known is not None:
                place = known
                break
            trail.append(here.mem_id)
            place = own_place(here)
            here = here.parent
        place = place or "main"
        for mem_id in trail:
            self.places[mem_id] = place
        return "sitemap" if place == "main" and self.is_map else place

    # --- what it is called

    def _name(self, node: LexborNode, text: str, attrs: Attributes) -> str:
        text = text or _squeeze(attrs.get("title")) or _squeeze(attrs.get("aria-label")) or _squeeze(attrs.get("alt"))
        if not text:
            text = self._picture_name(node)
        if not text or (len(text) <= 24 and _GENERIC.match(text)):
            text = self._row_text(node, text) or text
        return text[:TEXT_LIMIT]

    @staticmethod
    def _picture_name(node: LexborNode) -> str:
        image = node.css_first("img")
        if image is None:
            return ""
        attrs = image.attributes
        return _squeeze(attrs.get("alt")) or _squeeze(attrs.get("title"))

    @staticmethod
    def _row_text(node: LexborNode, own: str) -> str:
        row = node.parent
        for _ in range(4):
            if row is None or row.tag in ("body", "table", "ul", "nav"):
                return ""
            if row.tag in _ROWS or row.tag == "div":
                text = _squeeze(row.text(separator=" "))
                if len(text) > len(own) + 3:
                    return text if len(text) <= 200 and len(row.css("a")) <= 4 else ""
            row = row.parent
        return ""

    def _opener(self, node: LexborNode) -> str:
        """The text of what opens the modal, tab or accordion that the node stands in."""
        if self.openers is None:
            self.openers = self._read_openers()
        parent = node.parent
        while parent is not None:
            name = parent.attributes.get("id") if parent.is_element_node else None
            # Ids are often repeated; the opener read last is the one meant.
            if name and (name in self.opened or name in self.openers):
                return self.opened.get(name) or self.openers[name]
            parent = parent.parent
        return ""

    def _read_openers(self) -> dict[str, str]:
        openers: dict[str, str] = {}
        for node in self.tree.css("[data-target],[data-bs-target],[aria-controls],a[href^='#']"):
            attrs = node.attributes
            target = attrs.get("data-bs-target") or attrs.get("data-target") or attrs.get("href") or ""
            name = (attrs.get("aria-controls") or "") if not target.startswith("#") else target[1:]
            text = _squeeze(node.text(separator=" ")) or _squeeze(attrs.get("title"))
            if name and text:
                openers.setdefault(name, text[:TEXT_LIMIT])
        return openers

    # --- what leads on

    def _add(self, node: LexborNode, href: str, text: str, *, weak: bool = False, place: str = "") -> None:
        place = place or self._place(node)
        url = urls.canonical(href, self.base, self.charset)
        if is_pattern(href):
            if not weak and node.tag == "a":
                self._keep(FoundLink(href[:500], text, self._context(node, place), place, False))
            return
        if url is None:
            if not weak:
                self._keep(
                    FoundLink(
                        href[:500], text, self._context(node, place), place, _OTHER_SCHEME.match(href) is not None
                    )
                )
            return
        if weak and urls.split_fragment(url)[0] == urls.split_fragment(self.url)[0]:
            return
        self._keep(FoundLink(url, text, self._context(node, place), place, True, weak))

    def _keep(self, link: FoundLink) -> None:
        self.found.setdefault((link.url, link.text, link.context), link)

    def _anchor(self, node: LexborNode, attrs: Attributes) -> None:
        href = (attrs.get("href") or "").strip()
        text = self._name(node, _squeeze(node.text(separator=" ")), attrs)
        beside = self._beside(attrs)
        script = href[:11].lower() == "javascript:"
        if script:
            beside = beside or self._scripted(href)
        if beside and (not href or script or href.startswith("#") or _DEAD.match(href)):
            for address in beside:
                self._add(node, address, text)
        elif href and not script and not _DEAD.match(href):
            self._same_page(node, href, text) if href.startswith("#") else self._add(node, href, text)
        elif event := postback.event_in(f"{href} {attrs.get('onclick') or ''}"):
            place = self._place(node)
            self._keep(FoundLink(postback.address(self.url, event), text, self._context(node, place), place))
        elif text and ("href" in attrs or "onclick" in attrs):
            self._label(node, href, text)

    def _same_page(self, node: LexborNode, href: str, text: str) -> None:
        """`#ITA023` is live where the page has such a section, else a label with nothing behind it."""
        if urls.is_route(href[1:]):
            self._add(node, href, text)
        elif self._has_id(href[1:]):
            self.opened[href[1:]] = text
            url = urls.canonical(href, self.url) or self.url
            place = self._place(node)
            self._keep(FoundLink(url, text, self._context(node, place), place))
        else:
            self._label(node, href, text)

    def _has_id(self, name: str) -> bool:
        if not name or '"' in name or "\\" in name:
            return False
        return self.tree.css_first(f'[id="{name}"],a[name="{name}"]') is not None

    def _label(self, node: LexborNode, href: str, text: str) -> None:
        attrs = node.attributes
        target = attrs.get("data-bs-target") or attrs.get("data-target") or ""
        live = target.startswith("#") and self._has_id(target[1:])
        if live:
            self.opened[target[1:]] = text
        place = self._place(node)
        url = (urls.canonical(target, self.url) or self.url) if live else href
        self._keep(FoundLink(url, text, self._context(node, place), place, live))

    def _beside(self, attrs: Attributes) -> list[str]:
        """Addresses in onclick and data attributes."""
        if attrs.keys() <= _PLAIN:
            return []
        found = [value for name in _DATA if (value := attrs.get(name)) and LOOKS_LIKE_ADDRESS.match(value)]
        onclick = attrs.get("onclick")
        if onclick:
            found += self._scripted(onclick)
        return found

    def _scripted(self, code: str) -> list[str]:
        """Addresses that a handler goes to by itself, or by a function of the page."""
        if self.functions is None:
            self.functions = openers("\n".join(node.text() or "" for node in self.tree.css("script:not([src])")))
        return called(code, self.functions) or script_addresses(code)

    def _attributes(self, node: LexborNode, attrs: Attributes) -> None:
        text = ""
        for address in self._beside(attrs):
            text = text or self._name(node, _squeeze(node.text(separator=" "))[:TEXT_LIMIT], attrs)
            self._add(node, address, text, weak=True)
        action = attrs.get("formaction")
        if action:
            self._add(node, action, _squeeze(node.text()), weak=True)

    def _frame(self, node: LexborNode, attrs: Attributes) -> None:
        source = attrs.get("src") or attrs.get("data") or attrs.get("data-src") or ""
        if not source or source.startswith(("about:", "javascript:", "data:", "blob:")):
            source = attrs.get("data-src") or ""
        if source:
            text = _squeeze(attrs.get("title")) or _squeeze(attrs.get("name")) or self._opener(node)
            self._add(node, unwrapped(source), text or self._row_text(node, ""), weak=False)

    def _option(self, node: LexborNode, attrs: Attributes) -> None:
        value = (attrs.get("value") or "").strip()
        if LOOKS_LIKE_ADDRESS.match(value):
            self._add(node, value, _squeeze(node.text()), weak=True)
            return
        chooser = node.parent
        event = postback.event_in((chooser.attributes.get("onchange") or "") if chooser is not None else "")
        if event and value and "selected" not in attrs:
            url = postback.address(self.url, (event[0], postback.CHOICE + value))
            place = self._place(node)
            self._keep(FoundLink(url, _squeeze(node.text()), self._context(node, place), place))
        elif self._place(node) == "main" and (year := form.year_of(node)):
            self._add(node, year, _squeeze(node.text()), weak=True)

    def _button(self, node: LexborNode, attrs: Attributes) -> None:
        self._attributes(node, attrs)
        name = _squeeze(node.text(separator=" ")) or _squeeze(attrs.get("value"))
        if name and not postback.is_action(name) and (address := form.behind_button(node)):
            self._add(node, address, self._name(node, name, attrs))

    def _meta(self, node: LexborNode, attrs: Attributes) -> None:
        if (attrs.get("http-equiv") or "").lower() != "refresh":
            return
        found = _REFRESH.match(attrs.get("content") or "")
        if found and not found.group(1).strip().replace(".", "").isdigit():
            self._add(node, found.group(1).strip(), self.title, weak=True, place="script")

    def _script(self, node: LexborNode, attrs: Attributes) -> None:
        for address in script_calls(node.text() or ""):
            self._add(node, address, "", weak=True, place="script")


_DATA = ("data-href", "data-url", "data-link", "data-file", "data-pdf", "data-src", "data-downloadurl")
_PLAIN = frozenset(("href", "class", "title", "target", "rel", "id", "role", "style"))
"""Attributes that hold no address beside the link's own."""
_READERS: dict[str, Callable[[_Reader, LexborNode, Attributes], None]] = {
    "a": _Reader._anchor,
    "area": _Reader._anchor,
    "iframe": _Reader._frame,
    "frame": _Reader._frame,
    "embed": _Reader._frame,
    "object": _Reader._frame,
    "option": _Reader._option,
    "button": _Reader._button,
    "input": _Reader._button,
    "meta": _Reader._meta,
    "script": _Reader._script,
}
