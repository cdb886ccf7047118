"""One crawled website as the judge sees it: sources, how each was named, and what every page repeats.

The template (text that stands on most pages) is found by counting, not by knowing vendors: a menu, header or
footer says nothing about the page that it stands on. Pure; auditor.audit fills it from the store.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from auditor import thai
from auditor.document import Anchor, Block, Label, Source
from crawler.page import postback

TEMPLATE_SHARE = 0.4
TEMPLATE_FEWEST_PAGES = 4
"""With fewer pages than this nothing can be called repeated; only marked menus and footers are left out."""

KEPT = 200
"""Characters of a block by which it is known again: a counter may follow."""

DEAD = "dead_label"
"""The problem of a link with nothing behind it: no address, only a name."""
UNRUN = "script_link"
"""The problem of a link behind which a script of the page would show something."""

GENERIC = re.compile(
    r"ดาวน์โหลด|download|คลิก|click|เปิด|อ่าน(?:เพิ่มเติม|ต่อ)?|ดู(?:เพิ่มเติม|รายละเอียด|ทั้งหมด|ไฟล์|เอกสาร)?|view(?:er)?|read|more|embed(?:ded)?|preview"
    r"|pdf|docx?|xlsx?|excel|word|zip|jpe?g|png|files?|ไฟล์|เอกสาร(?:แนบ|ประกอบ)?|แนบ"
    r"|รายละเอียด(?:เพิ่มเติม)?|เพิ่มเติม|ทั้งหมด|ลิงก์|ลิงค์|link|url|here|ที่นี่|https?:\S*|www\.\S*"
    r"|ประจำ|ปี|งบประมาณ|พ\.?ศ\.?|fy|ไตรมาส|รอบ|เดือน|ครั้ง|ฉบับ|ที่|แล้ว"
)
"""Words that name no thing. A label made of nothing else, and of numbers, takes its meaning from around it."""
COUNTED = re.compile(r"[(\[]\s*[\d,.]+\s*(?:ครั้ง|views?|downloads?|[kmg]b)\s*[)\]]", re.IGNORECASE)
"""How often or how large, in brackets beside a link: no part of its name."""
CONTEXTS = 4
"""Different headings above a link of the same words from which none of them belongs to it."""
LABELS = 12
"""Labels that are kept of one address."""
LETTER = re.compile(r"[a-zก-ฮ]")


@lru_cache(maxsize=30_000)
def is_generic(text: str) -> bool:
    """A label that names no thing: ดาวน์โหลด, a bare year, an icon. Its meaning comes from what stands around it."""
    return not LETTER.search(GENERIC.sub("", thai.normalise(text)))


def key(block: Block) -> int:
    """What makes a block the same on another page. A template is printed by one program, letter for letter."""
    return hash((block.kind, block.text[:KEPT], block.links[0].target if len(block.links) == 1 else ""))


@dataclass(frozen=True, slots=True)
class Site:
    """`own` maps a page's address to its blocks that are not template; `looked` counts what was fetched."""

    home: str
    sources: tuple[Source, ...]
    own: Mapping[str, tuple[Block, ...]]
    titles: Mapping[str, str]
    """Page titles that only that page has."""
    looked: int

    def by_url(self) -> dict[str, Source]:
        found: dict[str, Source] = {}
        for source in self.sources:
            found.setdefault(source.url, source)
            if source.final_url:
                found.setdefault(source.final_url, source)
        return found


def build(home: str, sources: Iterable[Source]) -> Site:
    """Finds the template, and gives every source the labels that the pages' own parts give it."""
    # By address, so that the order in which a crawl came upon things decides no tie.
    known = tuple(sorted(sources, key=lambda source: source.url))
    pages = [s for s in known if s.document is not None and s.document.blocks and _is_page(s)]
    own = _without_template(home, pages)
    menu = set().union(*(_targets(_blocks(p)) - _targets(own[p.url]) for p in pages)) | {home}
    beside = _neighbours(own, {s.url: len(s.path) for s in pages}, menu)
    own = {url: _without_neighbours(blocks, beside.get(url, frozenset())) for url, blocks in own.items()}
    labels = labels_of(own)
    named = tuple(replace(s, labels=_merge(s, labels, beside)) for s in known)
    sent = {postback.steps(s.url)[-1] for s in known if postback.MARK in s.url}
    named += _dead_labels({p.url: _blocks(p) for p in pages}, sent)
    return Site(home, named, own, _titles(pages), sum(s.state == "fetched" for s in known))


def _is_page(source: Source) -> bool:
    """Office files have blocks too, and are documents all the same."""
    return source.document is not None and source.document.media_type in ("text/html", "application/xhtml+xml")


def _dead_labels(own: Mapping[str, tuple[Block, ...]], sent: Collection[postback.Event]) -> tuple[Source, ...]:
    """A source for each name that leads nowhere (`#`, an empty href); its address is its page and a fragment. Of the
    postbacks `sent` the crawl tells itself what came of them."""
    found: dict[str, Source] = {}
    for url, blocks in own.items():
        for block in blocks:
            for anchor in block.links:
                if anchor.live:
                    continue
                text = _name(anchor, block)
                name = thai.normalise(text)
                if is_generic(text) or (name in found and not anchor.runs):
                    continue
                if anchor.runs and (postback.is_display(text) or postback.event_in(anchor.target) in sent):
                    continue
                found[name] = Source(
                    url=f"{url}#{DEAD}-{len(found)}",
                    state="failed",
                    problem=UNRUN if anchor.runs else DEAD,
                    found_on=url,
                    link_text=text[:400],
                    labels=(Label(text[:400], url, block.place),),
                )
    return tuple(found.values())


def _name(anchor: Anchor, block: Block) -> str:
    """What a link is called: by its own text, or by what stands beside it where that names no thing."""
    if not is_generic(anchor.text) or is_generic(block.text):
        return anchor.text
    links = {a.text for a in block.links if is_generic(a.text)}
    around = block.text.replace(anchor.text, " ") if anchor.text else block.text
    beside = " ".join(c for c in block.cells if c and c not in links) or around
    return " ".join(COUNTED.sub(" ", beside).split())


def _blocks(page: Source) -> tuple[Block, ...]:
    return page.document.blocks if page.document is not None else ()


def _without_template(home: str, pages: list[Source]) -> dict[str, tuple[Block, ...]]:
    """Each page's own blocks, by its address."""
    keys = [tuple(map(key, _blocks(page))) for page in pages]
    template = _template(pages, keys)
    return {p.url: _own_blocks(_blocks(p), of, template, p.url == home) for p, of in zip(pages, keys, strict=True)}


def _template(pages: list[Source], keys: list[tuple[int, ...]]) -> frozenset[int]:
    """What most pages repeat; a picture that one page shows many times (a silhouette for each person) is its own."""
    if len(pages) < TEMPLATE_FEWEST_PAGES:
        return frozenset()
    counts: Counter[int] = Counter()
    for page, of in zip(pages, keys, strict=True):
        here = Counter(of)
        many = {k for k, b in zip(of, _blocks(page), strict=True) if here[k] > 1 and b.kind == "image"}
        counts.update(here.keys() - many)
    enough = max(TEMPLATE_FEWEST_PAGES - 1, TEMPLATE_SHARE * len(pages))
    return frozenset(k for k, n in counts.items() if n >= enough)


def _own_blocks(
    blocks: tuple[Block, ...], keys: tuple[int, ...], template: frozenset[int], is_home: bool
) -> tuple[Block, ...]:
    if is_home:
        return blocks
    if template:
        return tuple(b for b, k in zip(blocks, keys, strict=True) if k not in template)
    return tuple(b for b in blocks if b.place not in ("nav", "header", "footer"))


def _neighbours(
    own: Mapping[str, tuple[Block, ...]], depths: Mapping[str, int], menu: Collection[str]
) -> Mapping[str, frozenset[str]]:
    """Page -> pages that stand beside it in a list above both and that link it in turn: "other posts of this kind".
    They are no part of what the page says, nor does it name them. What a `menu` links is a list, and no such page."""
    linked = {url: _targets(b for b in blocks if not _leads_home(b, menu)) & own.keys() for url, blocks in own.items()}
    above: dict[str, set[str]] = defaultdict(set)
    for url, targets in linked.items():
        for target in targets:
            above[target].add(url)

    def is_beside(url: str, other: str) -> bool:
        lists = above[url] & above[other] - {url, other}
        return any(page in menu or depths[page] < min(depths[url], depths[other]) for page in lists)

    found = {
        url: frozenset(x for x in linked[url] & above[url] - {url} if x not in menu and is_beside(url, x))
        for url in own.keys() - menu
    }
    return {url: others for url, others in found.items() if others}


def _leads_home(block: Block, menu: Collection[str]) -> bool:
    """A trail of links from the home page to this one."""
    targets = _targets((block,))
    return len(targets) > 1 and not targets.isdisjoint(menu)


def _targets(blocks: Iterable[Block]) -> set[str]:
    return {a.target.split("#")[0] for b in blocks for a in b.links if a.live}


def _without_neighbours(blocks: tuple[Block, ...], others: frozenset[str]) -> tuple[Block, ...]:
    if not others:
        return blocks
    return tuple(b for b in blocks if not (targets := _targets((b,))) or not targets <= others)


def _titles(pages: list[Source]) -> dict[str, str]:
    counts = Counter(p.document.title for p in pages if p.document)
    return {p.url: p.document.title for p in pages if p.document and counts[p.document.title] == 1}


def labels_of(own: Mapping[str, tuple[Block, ...]]) -> dict[str, list[Label]]:
    """Address -> the names that the pages' own parts give it, with the heading each stands under."""
    found: dict[str, list[Label]] = defaultdict(list)
    for url, blocks in own.items():
        above: list[tuple[int, str]] = []
        for block in blocks:
            if block.kind == "heading":
                above = [head for head in above if head[0] < block.level] + [(block.level, block.text)]
            for anchor in block.links:
                text = _name(anchor, block)
                context = next((h for _, h in reversed(above) if h != text and not is_generic(h)), "")
                around = block.text.replace(anchor.text, " ")[:300] if block.text != anchor.text else ""
                found[anchor.target].append(Label(text[:400], url, block.place, context[:400], around))
    return found


def _merge(
    source: Source, labels: Mapping[str, list[Label]], beside: Mapping[str, frozenset[str]]
) -> tuple[Label, ...]:
    """The first labels of an address that say something of their own. What stands above a link that many pages repeat
    beside their own matter is there by chance, and left out."""
    extra = labels.get(source.url, []) + (labels.get(source.final_url, []) if source.final_url != source.url else [])
    own = [x for x in source.labels if source.url not in beside.get(x.found_on, ())]
    found = [*extra, *own] or [*source.labels]
    above: dict[str, set[str]] = defaultdict(set)
    for label in found:
        above[label.text].add(label.context)
    kept: dict[tuple[str, str], Label] = {}
    for label in found:
        context = label.context if len(above[label.text]) <= CONTEXTS else ""
        said = thai.normalise(label.text), thai.normalise(context)
        if said not in kept:
            kept[said] = label if context == label.context else replace(label, context=context)
        if len(kept) == LABELS:
            break
    return tuple(kept.values())
