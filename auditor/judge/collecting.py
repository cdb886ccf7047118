"""Collects the exhibits of a site: each page, section, file and link, with what names it and what stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from auditor import thai
from auditor.classify import Recogniser
from auditor.document import Block, Document, Label, Source
from auditor.judge.dating import time_of, year_of_rows
from auditor.judge.exhibits import BY_TEXT, BY_TITLE, NAMED, TOLD, Exhibit, Name, Names, score_in
from auditor.judge.places import INHERITED, dated_by_place, inherit, louder, without_hollow_lists
from auditor.judge.saying import Memory, Saying
from auditor.judge.titles import first_line, titles_of
from auditor.judge.weight import PROSE, Content, is_trail, spans, weigh, without_empty_parts
from auditor.site import Site, is_generic

HEARD = 0.25
"""Score below which a word in passing is not even kept."""
CLAIMED = 0.7
"""Score of a concept for an address that the hub of the asked year lists under the item's number."""
PLAINLY = 0.15
"""How much more a text speaks of what its title names than of its label, from which they agree against the label."""
OTHERWISE = 0.8
"""Score of a label from which it is believed against the hub's number."""
INDEX = 8
"""Different concepts among the names that a page gives its links, from which it is an index of the site (a home
page, site map or ITA hub): it says of itself nothing, only its sections and links do."""
TWICE = 2
"""Pages that may have the same heading: an article and its version for printing."""
PREFACE = re.compile(r"\s*(?:(คำนำ|คํานํา)|สารบัญ)")
PART = re.compile(
    r"^ *(?:(?:ส่วนที่|บทที่|หมวดที่|ตอนที่) *[\d๐-๙]|บัญชี(?:โครงการ|รายการ)|(?:ที่|ลำดับ|ลำดับที่) +(?:โครงการ|รายการ|กิจกรรม|งาน|ชื่อ)"
    r"|[1๑][.)]? (?!\S+ (?:พ\.?ศ\.? *)?[\d๐-๙]{4}))",
    re.MULTILINE,
)
"""The first line behind a preface that is of a part, a table or a list, and not of a date in its prose."""
COLUMNS, OF_COLUMN = 3, 20
"""Words of a line that names the columns of a table, and characters of each, at least and at most."""
CLAIM = ("hub",)
"""Why something is named that the hub lists under an item."""
HUB = "ita_hub"
"""Named by ITA in an address or label. Only pages are hubs: of a file called ITA_O14.pdf it says where it belongs and
not what it is."""

Claims = Mapping[str, Mapping[str, Label]]


def collect(site: Site, recogniser: Recogniser, claims: Claims, memory: Memory) -> tuple[tuple[Exhibit, ...], Names]:
    """All exhibits of a site, those without a name of their own named by what they stand under.

    `claims` are what the agency's own ITA hub of the asked year says of addresses.
    """
    maker = _Maker(site, recogniser, claims, memory)
    exhibits = inherit([e for source in site.sources for e in maker.exhibits(source)], maker.indexes)
    hubs = maker.indexes | {label.found_on for listed in claims.values() for label in listed.values()}
    exhibits = without_hollow_lists(dated_by_place(exhibits, site, hubs))
    names: dict[str, Mapping[str, Name]] = {e.source.url: e.names for e in exhibits if e.kind != "section"}
    for source in site.sources:
        if source.url not in names:
            names[source.url] = maker.names_of(source)
    return exhibits, names


Heard = tuple[str, float, tuple[str, ...]]
"""Concept, score and the phrases that spoke for it."""


def _names_something(heard: Iterable[Heard]) -> bool:
    return any(score >= NAMED for _, score, _ in heard)


class _Ear:
    """What texts name and speak of. Sayings are remembered longer than the site that they are of: they hold this."""

    def __init__(self, recogniser: Recogniser, memory: Memory) -> None:
        self._recogniser = recogniser
        self._memory = memory

    def recognise(self, **fields: str) -> tuple[Heard, ...]:
        key = tuple((k, v) for k, v in sorted(fields.items()) if v)
        return self._memory.recall(key, (), lambda: self._hear(fields))

    def _hear(self, fields: Mapping[str, str]) -> tuple[Heard, ...]:
        found = self._recogniser.weigh({k: v for k, v in fields.items() if v})
        return tuple((r.concept, r.score, tuple(b.phrase for b in r.because)) for r in found if r.score >= HEARD)

    def speaks(self, text: str) -> dict[str, float]:
        return {c: score for c, score, _ in self._hear({"body": text})}

    def titled(self, opening: str) -> dict[str, float]:
        named = ({c: s for c, s, _ in self.recognise(title=title) if s >= NAMED} for title in titles_of(opening))
        return next(filter(None, named), {})


class _Maker:
    def __init__(self, site: Site, recogniser: Recogniser, claims: Claims, memory: Memory) -> None:
        self.site = site
        self.ear = _Ear(recogniser, memory)
        self.claims = claims
        self.memory = memory
        homes = {site.home} | {s.url for s in site.sources if any(is_trail(x.text) for x in s.labels)}
        self._headings = Counter(
            t for blocks in site.own.values() for t in {b.text for b in blocks if b.kind == "heading"}
        )
        self.indexes = frozenset(url for url, blocks in site.own.items() if url in homes or self._is_index(blocks))

    def exhibits(self, source: Source) -> Iterable[Exhibit]:
        if source.state == "unread" and not source.in_scope:
            yield self._link(source)
        if source.state != "fetched" or source.document is None:
            return
        if source.url in self.site.own:
            yield self._page(source)
            yield from self._sections(source)
        else:
            yield self._file(source)

    def _is_index(self, blocks: tuple[Block, ...]) -> bool:
        named: set[str] = set()
        for text in {a.text for b in blocks for a in b.links if not is_generic(a.text)}:
            best = max(self.ear.recognise(link_text=text), key=lambda row: row[1], default=None)
            if best and best[1] >= OTHERWISE:
                named.add(best[0])
        return len(named) >= INDEX

    def label_names(self, labels: Iterable[Label], **shared: str) -> dict[str, Name]:
        names: dict[str, Name] = {}
        for label in labels:
            if is_trail(label.text):
                continue
            own = "" if is_generic(label.text) else label.text
            for concept, score, because in self.ear.recognise(link_text=own, context=label.context, **shared):
                if score > score_in(names, concept):
                    names[concept] = Name(score, label, because)
        return names

    def names_of(self, source: Source, **shared: str) -> dict[str, Name]:
        """What its labels name an address for, and what the hub claims of it where no label says otherwise."""
        names = self.label_names(source.labels, **shared)
        claims = {**self.claims.get(source.url, {}), **self.claims.get(source.final_url, {})}
        best = max((n.score for n in names.values()), default=0.0)
        # A row of a merged item ("โครงสร้าง หน้าที่และอำนาจ") may name one of its concepts and claims all of them.
        rival = max((n.score for c, n in names.items() if c not in claims), default=0.0)
        for concept, label in claims.items():
            if concept in names:
                # The place says what the hub says: a short label ("คู่มือ") does not outdo both.
                names[concept] = Name(max(CLAIMED, best), label, CLAIM)
            elif rival < OTHERWISE:
                names[concept] = Name(CLAIMED, label, CLAIM)
        return names

    def _link(self, source: Source) -> Exhibit:
        names = self.names_of(source, address=source.url)
        heading = next((x.text for x in source.labels if x.text), source.url)
        parents = tuple(dict.fromkeys(label.found_on for label in source.labels))
        return Exhibit(
            source,
            "link",
            heading,
            names,
            parents,
            "unread",
            Saying(str, self.ear.speaks, lambda _: time_of(source, heading)),
            (),
        )

    def _file(self, source: Source) -> Exhibit:
        document = source.document
        assert document is not None
        name = file_name(source.final_url or source.url)
        heading = next((x.text for x in source.labels if not is_generic(x.text)), source.link_text or name)
        saying = self.memory.recall(
            ("saying", "file", source.url),
            (document, source.labels, name),
            lambda: Saying(
                lambda: document.opening,
                self.ear.speaks,
                lambda opening: time_of(
                    source, heading, file_name=name, first_page=year_of_rows(document.blocks) + opening
                ),
                read=lambda: _matter(document),
                entitle=self.ear.titled,
                pages=lambda: [text for page in document.pages for text in (page.text, first_line(page.text))],
            ),
        )
        names = self._names_of_file(source, name, saying)
        text = document.text
        content: Content = "text" if thai.thai_share(text) > 0.05 or len(text.strip()) > PROSE else "unread"
        parents = tuple(dict.fromkeys(label.found_on for label in source.labels))
        return Exhibit(source, "file", heading, names, parents, content, saying, document.blocks)

    def _names_of_file(self, source: Source, name: str, saying: Saying) -> dict[str, Name]:
        """By its labels, and by its own text and title where no label names it or they do not agree."""
        names = _without_other_claims(self.names_of(source, file_name=name), saying)
        names.pop(HUB, None)
        if not any(n.score >= NAMED for n in names.values()):
            names |= {c: Name(score * INHERITED, None, BY_TEXT) for c, score in saying.speaks.items()}
            return names | {c: n for c, n in _by_title(saying).items() if n.score > score_in(names, c)}
        names |= _told(names, saying)
        label = max(names, key=lambda concept: names[concept].score)
        heard, told = saying.speaks, saying.speaks.get(label, 0.0)
        unheard = not told or louder(names, heard) is not None
        for concept, entitled in _by_title(saying).items():
            if concept not in names and heard.get(concept, 0.0) >= told + PLAINLY:
                names[concept] = replace(entitled, score=max(entitled.score, names[label].score * INHERITED))
            elif concept not in names and unheard:
                names[concept] = entitled
        return names

    def _page(self, source: Source) -> Exhibit:
        document = source.document
        assert document is not None
        read = (Block("text", page.text) for page in document.pages[1:] if page.text)
        blocks = (*self.site.own[source.url], *read)
        title = self.site.titles.get(source.url, "")
        heading = self._heading(blocks) or title or source.link_text
        is_index = source.url in self.indexes
        names = {} if is_index else self.names_of(source)
        for concept, score, because in self.ear.recognise(heading=heading, title=title):
            if not is_index and score > score_in(names, concept):
                names[concept] = Name(score, Label(heading, source.url, "main"), because)
        problem = None if source.rendered else document.problem
        parents = tuple(dict.fromkeys(label.found_on for label in source.labels if label.place == "main"))
        saying = self.memory.recall(
            ("saying", "page", source.url),
            (document, blocks, source.labels, heading, title),
            lambda: Saying(
                lambda: _lines(without_empty_parts(blocks)),
                self.ear.speaks,
                lambda opening: time_of(source, heading, title=title, first_page=opening),
                read=lambda: "\n".join((_lines(without_empty_parts(blocks)), *_around(document.blocks, blocks))),
            ),
        )
        content = self._weigh(("page", source.url), blocks, (heading, title, source.link_text), problem)
        if content == "text" and any(n.score >= NAMED for n in names.values()):
            names |= _told(names, saying)
        return Exhibit(source, "page", heading, names, parents, content, saying, blocks)

    def _heading(self, blocks: tuple[Block, ...]) -> str:
        """The first heading that is the page's own, rather than that of the category that it is listed in."""
        found = [b.text for b in blocks if b.kind == "heading" and b.text]
        return next((text for text in found if self._headings[text] <= TWICE), found[0] if found else "")

    def _sections(self, source: Source) -> Iterable[Exhibit]:
        """The parts of a page under headings that name something, of their own or together with the page's."""
        blocks = self.site.own[source.url]
        over = "" if source.url in self.indexes else self._heading(blocks)
        for start, end in spans(blocks):
            if start == 0 and end == len(blocks):
                continue
            part, heading = blocks[start:end], blocks[start].text
            heard = self.ear.recognise(heading=heading)
            if not _names_something(heard) and over not in ("", heading):
                heard = self._heard_together(over, heading)
            if _names_something(heard):
                names = {c: Name(score, Label(heading, source.url), why) for c, score, why in heard}
                yield self._section(source, names, part, start)

    def _heard_together(self, over: str, heading: str) -> tuple[Heard, ...]:
        """What a heading names under the page's ("No Gift Policy", "รายงานผล 2567") that the page's alone does not."""
        known = {c for c, score, _ in self.ear.recognise(heading=over) if score >= NAMED}
        together = self.ear.recognise(heading=f"{over} {heading}")
        return tuple((c, score * INHERITED, why) for c, score, why in together if c not in known)

    def _section(self, source: Source, names: Mapping[str, Name], part: tuple[Block, ...], start: int) -> Exhibit:
        heading, place = part[0].text, ("section", source.url, str(start))
        saying = self.memory.recall(
            ("saying", *place),
            (part, source.labels),
            lambda: Saying(
                lambda: "\n".join(b.text for b in part),
                self.ear.speaks,
                lambda opening: time_of(source, heading, labels=False, first_page=opening),
            ),
        )
        content = self._weigh(place, part, (heading,), source.document.problem if source.document else None)
        return Exhibit(source, "section", heading, names, (source.url,), content, saying, part)

    def _weigh(
        self, place: tuple[str, ...], blocks: tuple[Block, ...], said: tuple[str, ...], problem: str | None
    ) -> Content:
        return self.memory.recall(("weight", *place), (blocks, said, problem), lambda: weigh(blocks, said, problem))


def _lines(blocks: Iterable[Block]) -> str:
    return "\n".join(b.text for b in blocks if b.text)


def file_name(url: str) -> str:
    return unquote(urlsplit(url).path.rsplit("/", 1)[-1])


def _around(blocks: tuple[Block, ...], own: tuple[Block, ...]) -> list[str]:
    """Sentences of the template (an address in the footer): not the page's own, but a reader of the page sees them."""
    known = set(map(id, own))
    return [b.text for b in blocks if b.kind == "text" and not b.links and id(b) not in known]


def _matter(document: Document) -> str:
    """The text without preface and table of contents, which promise what the pages after them have to hold."""
    pages = (p.text if p.number == 1 else _behind_preface(p.text) for p in document.pages)
    return "\n\n".join(filter(None, pages)) or document.text


def _behind_preface(page: str) -> str:
    """A page; of one that opens with the preface the parts that begin on the same sheet."""
    opening = PREFACE.match(page)
    if opening is None:
        return page
    part = PART.search(page) if opening[1] else None
    return page[_head_of_table(page, part.start()) :] if part else ""


def _head_of_table(page: str, start: int) -> int:
    """Where the line before a row begins, if it names columns: some short words, none of which runs on."""
    before = page.rfind("\n", 0, max(start - 1, 0)) + 1
    words = page[before:start].split()
    return before if len(words) >= COLUMNS and max(map(len, words)) <= OF_COLUMN else start


def _without_other_claims(names: Mapping[str, Name], saying: Saying) -> dict[str, Name]:
    """The names but for what a hub claims beside what the document calls itself: the row of a merged item claims all
    its concepts of a plan that is one of them."""
    claimed = {concept for concept, name in names.items() if name.because == CLAIM}
    own = claimed & (saying.titled.keys() | saying.headed) if len(claimed) > 1 else set()
    return {concept: name for concept, name in names.items() if not own or concept in own or concept not in claimed}


def _by_title(saying: Saying) -> dict[str, Name]:
    """What a document's own title names it for, where no label does, or one of which its text says nothing."""
    return {c: Name(score * INHERITED, None, BY_TITLE) for c, score in saying.titled.items()}


def _told(names: Mapping[str, Name], saying: Saying) -> dict[str, Name]:
    """What a thing's own text clearly tells it to be where its label says something else."""
    told = louder(names, saying.speaks)
    if told is None or saying.speaks[told] < TOLD:
        return {}
    label = max(names.values(), key=lambda name: name.score)
    if score_in(names, told) >= NAMED:
        return {told: replace(names[told], score=max(label.score * INHERITED, names[told].score))}
    return {told: Name(max(label.score * INHERITED, NAMED), label.label, BY_TEXT)}
