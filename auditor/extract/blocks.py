"""Walks a page's tree in reading order and says what each piece is: the flat stream of blocks."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from auditor.document import Anchor, Block, BlockKind, Place
from auditor.extract import forms, pictures, tables
from auditor.extract.dom import AGAIN, INLINE, Node, Page, squeeze
from auditor.extract.headings import LEVELS, LIKE, demote_people, level
from auditor.extract.line import Line
from auditor.extract.links import (
    PATHLIKE,
    ROUTE,
    Resolver,
    hidden_address,
    is_dead,
    is_file,
)
from auditor.extract.panels import Panels, drop_repeated_title, is_opener
from auditor.extract.regions import is_offscreen, region

MAX_BLOCKS = 30_000
ONE_LINE_ITEM = 600
WIDE_LINK = 1_500
MAX_NESTING = 8
"""Panels opened within panels; deeper ones are read at the end of the page."""

BREAKS_ITEM = frozenset(
    ["ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6", "iframe", "embed", "object", "form"]
)
BLOCK_IN_LINK = frozenset(["div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "section", "article", "table"])
BOLD = re.compile(
    r"font-weight\s*:\s*(?:bold|[6-9]00)|(?:^|\s)(?:fw-bold|fw-semibold|font-weight-bold|bold|font-bold)(?=$|\s)"
)
NAMELESS = re.compile(
    r"^(?:ดู\S*|เปิด\S*|คลิก\S*|อ่าน\S*|รายละเอียด|ดาวน์โหลด|แสดง|view|open|more|click|read|\W*)$", re.IGNORECASE
)
"""Labels that take their name from the text before them."""

CHROME = re.compile(
    r"^(?:ปิด|×|x|close|previous|next|prev|ค้นหา|search|toggle\w*( navigation)?|submit|ok|ตกลง|ยกเลิก|cancel)?$",
    re.I,
)


@lru_cache(maxsize=AGAIN)
def _is_bold(style: str, classes: str) -> bool:
    return bool(BOLD.search(style) or BOLD.search(classes))


class Walker:
    """One walk over one page; `blocks` is the result, `pictures` how many images carry content."""

    def __init__(self, page: Page, resolver: Resolver) -> None:
        self.resolver = resolver
        self.panels = Panels(page)
        self.blocks: list[Block] = []
        self.pictures = 0
        self.place: Place = "main"
        self.kind: BlockKind = "text"
        self.level = 0
        self.joined = 0
        self.bold = 0
        self.line = Line()
        self.form: Node | None = None
        self.forms_done: set[int] = set()
        self.opens: dict[int, Node] = {}
        self.opened: set[int] = set()
        self.nesting = 0
        self.handlers: dict[str, Callable[[Node], None]] = {
            "a": self._link, "button": self._button, "area": self._link, "img": self._image, "li": self._item,
            "table": self._table, "form": self._form, "br": self._break, "hr": self._break, "select": self._select,
            "input": self._control, "textarea": self._control, "iframe": self._embed, "frame": self._embed,
            "embed": self._embed, "object": self._embed, "video": self._embed, "dd": self._item, "dt": self._item,
        }  # fmt: skip

    def run(self, root: Node) -> list[Block]:
        self.opens = self.panels.find(root)
        self._children(root)
        self._flush()
        for panel in list(self.opens.values()):
            self._open(panel)
        demote_people(self.blocks)
        return self.blocks

    # -- the walk

    def _children(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, str):
                self.line.add(child, bold=self.bold > 0)
            elif len(self.blocks) < MAX_BLOCKS:
                self._visit(child)

    def _visit(self, node: Node) -> None:
        if self.panels.is_claimed(node) or is_offscreen(node):
            return
        place = region(node)
        if not place or place == self.place:
            self._bolded(node)
            return
        self._flush()
        before, self.place = self.place, self._inner(place)
        self._bolded(node)
        self._flush()
        self.place = before

    def _inner(self, place: Place) -> Place:
        """A footer's menu is footer; a menu in the header is menu; content named so wins over a menu around it."""
        if self.place == "footer" or (self.place == "nav" and place == "header"):
            return self.place
        return place

    def _bolded(self, node: Node) -> None:
        bold = node.tag in ("b", "strong") or (bool(node.attrs) and _is_bold(node.get("style"), node.get("class")))
        self.bold += bold
        self._dispatch(node)
        self.bold -= bold

    def _dispatch(self, node: Node) -> None:
        if node.order in self.opens:
            self._toggle(node)
        elif self._is_heading(node):
            self._heading(node, level(node))
        elif node.tag in self.handlers:
            self.handlers[node.tag](node)
        elif node.get("onclick") and node.size < 300 and hidden_address(node):
            self._link(node)
        elif node.tag in INLINE:
            self._children(node)
        else:
            self._boundary()
            self._children(node)
            self._boundary()

    def _is_heading(self, node: Node) -> bool:
        found = level(node)
        if not found or node.tag in ("a", "button") or self.kind == "heading":
            return False
        return node.tag in LEVELS or (not self.joined and (self.form is None or node.tag == "legend"))

    def _boundary(self) -> None:
        if self.joined:
            self.line.space()
        else:
            self._flush()

    def _flush(self) -> None:
        line, self.line = self.line, Line()
        plain = self.form is not None or self.kind == "item" or self.place == "footer"
        self.blocks.extend(line.blocks(self.kind, self.level, self.place, plain=plain, apart=not self.joined))
        self.blocks.extend(line.images)

    def _as(self, node: Node, kind: BlockKind, rank: int = 0, *, joined: bool) -> None:
        """Reads `node` as one block of `kind` (or, not joined, as several of it)."""
        self._flush()
        kept = self.kind, self.level, self.joined
        self.kind, self.level, self.joined = kind, rank, self.joined + joined
        self._children(node)
        self._flush()
        self.kind, self.level, self.joined = kept

    # -- elements

    def _heading(self, node: Node, rank: int) -> None:
        self._as(node, "heading", rank, joined=True)
        last = self.blocks[-1] if self.blocks else None
        if last and last.kind == "heading" and len(last.links) == 1 and is_file(last.links[0].target):
            self.blocks[-1] = Block("link", last.text, 0, last.place, last.links)

    def _item(self, node: Node) -> None:
        nested = node.size > ONE_LINE_ITEM or any(
            n.tag in BREAKS_ITEM or n.order in self.opens or is_opener(n) for n in node.elements()
        )
        start = len(self.blocks)
        self._as(node, "item", joined=not nested)
        if nested and any(isinstance(c, Node) and c.tag in ("ul", "ol") for c in node.children):
            self._name_branch(start)

    def _name_branch(self, start: int) -> None:
        """The dead label of a branch of a menu names what is in the branch."""
        if start < len(self.blocks):
            first = self.blocks[start]
            if first.kind == "item" and first.links and not any(a.live for a in first.links):
                self.blocks[start] = Block("heading", first.text, LIKE, first.place, first.links)

    def _break(self, node: Node) -> None:
        self._boundary()

    def _link(self, node: Node) -> None:
        if node.size > WIDE_LINK or (node.tag == "a" and "href" not in node.attrs and not hidden_address(node)):
            self._children(node)
            return
        anchor = self._anchor(node)
        inner = next(
            (n for n in node.elements() if n.tag in LEVELS and n.size >= 0.6 * node.size),
            None,
        )
        alone = not self.joined and (node.has(BLOCK_IN_LINK) or inner is not None)
        if alone or (is_opener(node) and not anchor.live and not self.joined):
            self._flush()
        self.line.link(anchor, bold=self.bold > 0)
        self._pictures_of(node, anchor)
        if self.joined or self.kind not in ("text", "item"):
            return
        if not anchor.live and is_opener(node):
            self._close("heading", LIKE)
        elif alone:
            self._close(*(("heading", LEVELS[inner.tag]) if inner is not None else (self.kind, 0)))

    def _close(self, kind: BlockKind, rank: int) -> None:
        kept, self.kind, self.level = (self.kind, self.level), kind, rank
        self._flush()
        self.kind, self.level = kept

    def _anchor(self, node: Node) -> Anchor:
        text = node.text() or squeeze(node.get("aria-label") or node.get("title") or node.get("alt"))
        raw = node.get("href")
        if raw.startswith("#") and not is_dead(raw) and not ROUTE.match(raw) and not hidden_address(node):
            return Anchor(
                text,
                self.resolver.address(raw) if self.panels.knows(raw[1:]) else raw,
                self.panels.knows(raw[1:]),
            )
        return self.resolver.of(node, text)

    def _button(self, node: Node) -> None:
        text = node.text()
        if CHROME.match(text) or (self.form is not None and forms.is_submit(node)):
            return
        self._link(node)

    def _toggle(self, node: Node) -> None:
        """A label and, right after it, what it opens."""
        panel = self.opens[node.order]
        rank = next((LEVELS[a.tag] for a in [*node.ancestors()][:3] if a.tag in LEVELS), 0)
        rank = rank or next((LEVELS[n.tag] for n in node.elements() if n.tag in LEVELS), LIKE)
        if not NAMELESS.match(node.text()):
            self._flush()
        kept, self.place = (
            self.place,
            region(panel) or ("main" if self.place != "footer" else self.place),
        )
        self.line.link(
            self._anchor(node) if is_dead(node.get("href")) else Anchor(node.text(), node.get("href"), False)
        )
        self._close("heading", rank)
        self._open(panel)
        self.place = kept

    def _open(self, panel: Node) -> None:
        if panel.order in self.opened or self.nesting >= MAX_NESTING:
            return
        self.opened.add(panel.order)
        self.nesting += 1
        self._flush()
        kept = self.kind, self.level, self.joined
        self.kind, self.level, self.joined = "text", 0, 0
        start = len(self.blocks)
        self._bolded(panel)
        self._flush()
        self.kind, self.level, self.joined = kept
        self.nesting -= 1
        drop_repeated_title(self.blocks, start)

    # -- pictures and embedded documents

    def _image(self, node: Node) -> None:
        found = pictures.block(node, self.resolver, self.place)
        if found is not None:
            self.pictures += 1
            self.line.images.append(found)

    def _pictures_of(self, node: Node, anchor: Anchor) -> None:
        """The picture of a link that has no words may carry its words."""
        for child in node.elements():
            if child.tag == "img" and not anchor.text:
                self._image(child)
            elif child.tag == "img":
                self.pictures += not pictures.is_icon(child, child.get("src"), "")

    def _embed(self, node: Node) -> None:
        found = pictures.embedded(node, self.resolver, self.place)
        if found is not None:
            self._flush()
            if not self.blocks or self.blocks[-1].links != found.links:
                self.blocks.append(found)
        if node.tag == "object":
            self._children(node)

    # -- tables and forms

    def _table(self, node: Node) -> None:
        if not tables.is_data(node):
            self._arranged(node)
            return
        self._flush()
        for child in node.children:
            if isinstance(child, Node) and child.tag == "caption":
                self._heading(child, LIKE)
        for row in tables.read(node):
            self._row(row)

    def _arranged(self, node: Node) -> None:
        self._flush()
        kept, self.joined = self.joined, 0
        for child in node.children:
            if isinstance(child, Node) and child.tag == "caption":
                self._heading(child, LIKE)
        for row in tables.rows_of(node):
            for cell in tables.cells_of(row):
                self._visit(cell)
                self._flush()
        self.joined = kept

    def _row(self, row: tables.Row) -> None:
        anchors: list[Anchor] = []
        found: list[Node] = []
        for cell in row.nodes:
            for node in cell.elements():
                self._in_cell(node, anchors, found)
        made = tables.block(row, tuple(anchors), self.place)
        if made is not None:
            self.blocks.append(made)
        for node in found:
            label = Anchor(node.text(), node.get("href"), live=False)
            self.blocks.append(Block("heading", max(row.cells, key=len), LIKE, self.place, (label,)))
            self._open(self.opens[node.order])

    def _in_cell(self, node: Node, anchors: list[Anchor], found: list[Node]) -> None:
        if node.order in self.opens:
            found.append(node)
        elif node.tag in ("a", "area") or (node.get("onclick") and hidden_address(node)):
            anchors.append(self._anchor(node))
        elif node.tag == "img" and not pictures.is_icon(node, node.get("src"), node.get("alt")):
            self.pictures += 1
        elif forms.is_field(node):
            self._control(node)

    def _form(self, node: Node) -> None:
        self._flush()
        kept, self.form = self.form, node
        if forms.is_page_wide(node):
            self.form = None
        self._children(node)
        self._flush()
        self.form = kept

    def _control(self, node: Node) -> None:
        if not forms.is_field(node):
            return
        owner = forms.owner(node, self.forms_done)
        if owner is None or owner.order in self.forms_done:
            return
        self.forms_done.add(owner.order)
        action = owner.get("action").strip()
        form = forms.read(owner, "" if is_dead(action) else self.resolver.address(action))
        if forms.is_search(form):
            return
        self._flush()
        self.blocks.append(Block("form", " · ".join(form.fields), 0, self.place, form=form))

    def _select(self, node: Node) -> None:
        jumps = [c for c in node.elements() if c.tag == "option" and PATHLIKE.search(c.get("value"))]
        if not jumps:
            self._control(node)
            return
        self._flush()
        for option in jumps:
            anchor = self.resolver.anchor(option.text(), option.get("value"))
            self.blocks.append(Block("item", anchor.text, 0, self.place, (anchor,)))
