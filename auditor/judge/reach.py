"""Reach: what could not be looked at, and which items that may concern. Only a complete look may fail an item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor import thai
from auditor.document import Source
from auditor.judge import nameless
from auditor.judge.exhibits import NAMED, Name, Names
from auditor.judge.hosts import MAPS, is_of_others
from auditor.site import Site, is_generic
from crawler.page import content, media
from crawler.problems import PROBLEMS, Said

NEAR = 0.2
"""How much better another concept may be named before an address is not suspected of this one."""
Kin = Mapping[str, frozenset[str]]
MENU_NAME = 50
"""Characters of the longest name of a menu entry; titles of news are longer."""
FEW_LINKS = 5
NEEDS_BROWSER = "browser_missing"
UNREAD = "scan_unread"
ENDLESS = frozenset(("trap", "unwanted_type", "off_site", "local_audit", "redirect_off_site"))
"""Problems of addresses that are no part of the site's way in."""
HUB = re.compile(r"(?=.*(?<![a-z])(?:ita|oit)(?![a-z])|.*ประเมินคุณธรรมและความโปร่งใส).{1,70}")
"""Names of the pages on which agencies list all items of a year."""
LEAF = re.compile(r"สรุป|รายงาน|ประกาศ|คู่มือ|สถิติ|นโยบาย|แบบ|สขร|ประมวล|แนวปฏิบัติ|หลักเกณฑ์|ช่องทาง|ผลการ|no gift")
"""Words of names that are of one document; a name without them is of a topic, and others may stand on its page, such as
reports on the measures that it is named for."""
JOINED = re.compile(r"และ\s?(?:สรุป|รายงาน|ประกาศ|คู่มือ|สถิติ|มาตรการ|นโยบาย|แผน|แบบ|ผล|ความพึงพอใจ|หลักเกณฑ์|แนว)")
IDLE = re.compile(
    r"ภาพ|แกลเลอร|อัลบั้ม|วีด|วิดีโอ|คลิป|ท่องเที่ยว|ผลิตภัณฑ์|otop|เข้าสู่ระบบ|ลงชื่อ|ล็อกอิน|สมัคร|สมาชิก|อีเมล|e-?mail|webmail|login"
    r"|rss|ค้นหา|search|english|facebook|line|youtube|อากาศ|ราคาน้ำมัน|ผู้เข้าชม|gallery|video|สถานที่สำคัญ|ประวัติ|กระดาน"
)
"""Names of pages that lead to no evidence."""
IDLE_ADDRESS = re.compile(
    r"/(?:wp-)?admin|wp-login|/feed/?$|[?&](?:s|feed|lang|replytocom)=|/rss|/search|gallery|album|video|/tag/|/author/"
    r"|(?:news|blog|activit|event|article|post)[^?]*[/=\-]\d+",
    re.IGNORECASE,
)
PAPER = re.compile(LEAF.pattern + r"|แผน|เล่ม|เอกสาร|ผลของ|ดาวน์โหลด|ปี\s?(?:25)?\d\d")
"""Words of names that may be of a document."""
LAW = re.compile(r"^\s*(?:พรบ|พระราช|ระเบียบ|กฎ|ข้อบังคับ|ประกาศกระทรวง|รัฐธรรมนูญ)")
"""Names of what stands elsewhere because others made it."""
SURE = 0.85
"""Score of a name from which an address elsewhere is held to be that and nothing else."""
SUSPECTED = 0.35
"""Score from which an address that could not be looked at may be an item's evidence: lower than for naming."""


@dataclass(frozen=True, slots=True)
class Gap:
    """An address that could not be looked at. `concepts` is what it may be, None where it could be anything (a menu
    entry without a readable name). `beyond` is what it may lead to, None where that could be anything."""

    source: Source
    problem: str
    concepts: frozenset[str] | None
    beyond: frozenset[str] | None = frozenset()
    faint: bool = False
    """A document elsewhere that nobody opened: it may be what is missing, and holds up no other verdict."""

    def concerns(self, concepts: Iterable[str]) -> bool:
        return self.concepts is None or any(c in self.concepts for c in concepts)

    def leads_to(self, concepts: Iterable[str]) -> bool:
        return self.beyond is None or any(c in self.beyond for c in concepts)


def could_not_look(problem: str) -> bool:
    return problem in PROBLEMS and PROBLEMS[problem].kind == "could_not_look"


def gaps(site: Site, names: Names, kin: Kin) -> tuple[Gap, ...]:
    """Every address of the second class of problems. `names` are the concepts that each address is named for; `kin`
    are the concepts that agencies keep on one page with a concept."""
    found = [gap for source in site.sources for gap in _gaps_of(source, site.home, names, kin)]
    if not site.looked and not found:
        found.append(Gap(Source(site.home, "failed", problem="bad_response"), "bad_response", None))
    return tuple(found)


def _gaps_of(source: Source, home: str, names: Names, kin: Kin) -> Iterable[Gap]:
    problem = source.problem or _unseen(source)
    if problem is None or not could_not_look(problem):
        return
    if source.url == home:
        yield Gap(source, problem, None)
        return
    named = _names_of(source, names)
    spoken = _spoken(named, SUSPECTED if source.in_scope else NAMED)
    if not spoken and source.in_scope and media.expected_kind(source.url) == "document":
        spoken = _of_its_page(source, names)
    concepts = None if not spoken and (problem == UNREAD or _anything(source)) else spoken
    if problem == NEEDS_BROWSER and not source.problem:
        concepts = frozenset()  # what is there was read; only what it would have led to is missing
    yield Gap(source, problem, concepts, _beyond(source, problem, spoken, kin, home))
    if _is_paper_elsewhere(source, named):
        yield Gap(source, problem, None, faint=True)


def _names_of(source: Source, names: Names) -> Mapping[str, Name]:
    named = names.get(source.url, {})
    if source.in_scope:
        return named
    labelled = {c: n for c, n in named.items() if n.label and not is_generic(n.label.text)}
    return {} if MAPS.search(source.url) else labelled


def _beyond(source: Source, problem: str, spoken: frozenset[str], kin: Kin, home: str) -> frozenset[str] | None:
    """What a page would have led to: with a name, what stands with that; a way into the site without one, anything."""
    if not source.in_scope or problem in ENDLESS or media.expected_kind(source.url) != "page":
        return frozenset()
    if home in (source.url, source.final_url) or _is_hub(source):
        return None
    if spoken and _is_leaf(source):
        return frozenset()
    if spoken:
        return frozenset().union(*(kin.get(concept, frozenset()) for concept in spoken))
    return None if _is_way_in(source) and not _is_idle(source) else frozenset()


def _is_paper_elsewhere(source: Source, named: Mapping[str, Name]) -> bool:
    """A page of the site links it among its own text by what may be a document's name, and on another host."""
    if source.in_scope or is_of_others(source.url) or any(n.score >= SURE for n in named.values()):
        return False
    own = (label for label in source.labels if label.place == "main" and not LAW.search(thai.normalise(label.text)))
    return any(PAPER.search(thai.normalise(f"{label.text} {label.context}")) for label in own)


def _of_its_page(source: Source, names: Names) -> frozenset[str]:
    """A file whose name says nothing may be what the page is named for that links it."""
    pages = {label.found_on for label in source.labels if label.place == "main"}
    return frozenset().union(*(_spoken(names.get(page, {}), NAMED) for page in pages))


def _is_leaf(source: Source) -> bool:
    """Named for one document; a name that joins two is of a topic."""
    names = [thai.normalise(label.text) for label in source.labels]
    return any(map(LEAF.search, names)) and not any(map(JOINED.search, names))


def _is_way_in(source: Source) -> bool:
    """Linked from the home page or from a menu, by a name as short as menus have, or by none."""
    texts = [label.text for label in source.labels] or [source.link_text]
    placed = any(label.place in ("nav", "header", "hub", "sitemap") for label in source.labels)
    return (placed or len(source.path) <= 2) and all(len(text) <= MENU_NAME for text in texts)


def _is_hub(source: Source) -> bool:
    return any(HUB.fullmatch(thai.normalise(label.text)) for label in source.labels)


def _is_idle(source: Source) -> bool:
    said = " ".join(thai.normalise(label.text) for label in source.labels)
    return bool(IDLE.search(said) or IDLE_ADDRESS.search(source.url) or content.is_login_address(source.url))


def _spoken(names: Mapping[str, Name], least: float) -> frozenset[str]:
    """The concepts that an address may be of: those named for it about as well as the best."""
    best = max((n.score for n in names.values()), default=0.0)
    return frozenset(c for c, n in names.items() if n.score >= max(least, best - NEAR))


def _unseen(source: Source) -> str | None:
    """What is wrong with a body that came and could not be read whole."""
    document = source.document
    if document is None:
        return None
    if nameless.is_unopened(source) and nameless.says_nothing(source, around=not document.paper):
        return UNREAD
    if document.problem in ("unknown_type", "encrypted", "truncated", "unreadable"):
        return document.problem
    live = sum(anchor.live for block in document.blocks for anchor in block.links)
    return NEEDS_BROWSER if document.problem == "needs_script" and live < FEW_LINKS else None


def _anything(source: Source) -> bool:
    """A menu, hub or sitemap entry whose name nobody can read may be any item's evidence."""
    if not source.in_scope or not any(label.place in ("nav", "hub", "sitemap") for label in source.labels):
        return False
    return all(is_generic(label.text) or not thai.normalise(label.text) for label in source.labels)


def blocking(
    found: Iterable[Gap], concepts: Iterable[str], *, absent: bool = True, place: bool = False, unfound: bool = False
) -> Gap | None:
    """The first gap that could be evidence of one of the concepts or lead to anything; where none was found (`absent`)
    and the site has no `place` of its own for it, also one that leads to what stands together with it; where nothing at
    all was found (`unfound`), also the faint ones."""
    wanted = tuple(concepts)
    known = tuple(gap for gap in found if unfound or not gap.faint)
    direct = next((gap for gap in known if gap.concerns(wanted)), None)
    behind = (gap for gap in known if gap.beyond is None or (absent and not place and gap.leads_to(wanted)))
    return direct or next(behind, None)


def words(gap: Gap) -> Said:
    """What is wrong with the address, without the advice."""
    return PROBLEMS[gap.problem].what
