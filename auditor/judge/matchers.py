"""The closed set of matchers: each looks for one kind of mark in a bundle's exhibits. Pure; knows no outcomes.

A matcher answers `found` (with where), `absent`, or `ask` when only a person can see it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal
from urllib.parse import urlsplit

import re2

from auditor import period, thai
from auditor.document import Form
from auditor.judge.exhibits import Exhibit
from auditor.judge.hosts import MAPS, WAY_TO_IT, leads_to
from auditor.judge.money import count_sums
from auditor.judge.phrases import Hit, find, find_any, stands
from auditor.rules.schema import Match, TableColumns
from crawler.page import media


@dataclass(frozen=True, slots=True)
class Answer:
    state: Literal["found", "absent", "ask"]
    hits: tuple[Hit, ...] = ()
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scene:
    """What is asked for: fiscal year, period kind, the months already over, and the home page's address."""

    fiscal_year: int
    kind: str
    months: frozenset[tuple[int, int]]
    home: str
    everything: Sequence[Exhibit] = ()
    """All exhibits of the site, for what may stand anywhere on it."""


Bundle = Sequence[Exhibit]
Matcher = Callable[[Match, Bundle, Scene], Answer]
ABSENT = Answer("absent")


def answer(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    """Runs the one matcher that a rule names. LookupError when it names none (the loader refuses such a rule)."""
    for name in match.model_fields_set:
        if getattr(match, name) is not None:
            return MATCHERS[name](match, bundle, scene)
    raise LookupError("a criterion without a matcher")


def _any_of(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    hit = find_any(match.any_of or (), bundle)
    return Answer("found", (hit,)) if hit else ABSENT


def _all_of(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    groups = match.all_of or []
    hits = [find_any(group, bundle) for group in groups]
    if all(hits):
        return Answer("found", tuple(h for h in hits if h))
    lacking = [g[0] if isinstance(g[0], str) else " ".join(g[0]) for g, h in zip(groups, hits, strict=True) if not h]
    return Answer("absent", tuple(h for h in hits if h), {"lacking": lacking})


def _at_least(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    number, phrases = match.at_least or (1, [])
    hits = tuple(hit for phrase in phrases if (hit := find(phrase, bundle)))
    return Answer("found" if len(hits) >= number else "absent", hits, {"count": len(hits)})


def _none_of(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    hit = find_any(match.none_of or (), bundle)
    return Answer("absent", (hit,)) if hit else Answer("found", tuple(Hit(e) for e in bundle[:1]))


@cache
def _compiled(pattern: str) -> re2._Regexp:
    """Where its automaton grows too large re2 goes another way, and need not tell the user so."""
    quiet = re2.Options()
    quiet.log_errors = False
    return re2.compile(pattern, quiet)


def _pattern(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    hit = seek(match.pattern or "", bundle)
    return Answer("found", (hit,)) if hit else ABSENT


def seek(pattern: str, bundle: Bundle) -> Hit | None:
    """The first place of an RE2 pattern."""
    compiled = _compiled(pattern)
    found = ((exhibit, compiled.search(exhibit.norm)) for exhibit in bundle)
    return next((Hit(exhibit, place.group(0)[:80]) for exhibit, place in found if place), None)


def _money(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    """Sums beside what they are called, or enough of them; only one of the two is for a person to see."""
    wanted = match.money
    assert wanted is not None
    seen: list[Hit] = []
    for exhibit in bundle:
        hit, sums = find_any(wanted.words, (exhibit,)), count_sums(exhibit)
        if sums and (hit or 0 < wanted.sums <= sums):
            return Answer("found", (hit or Hit(exhibit),))
        seen += [hit or Hit(exhibit)] if hit or sums else []
    return Answer("ask", tuple(seen[:1])) if seen else ABSENT


def _fiscal_year(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    for exhibit in bundle:
        if scene.fiscal_year in exhibit.time.years or exhibit.time.fiscal_year == scene.fiscal_year:
            return Answer("found", (Hit(exhibit),))
    start, end = period.bounds("year", scene.fiscal_year)
    for exhibit in bundle:
        for mention in period.mentions(exhibit.text[:20000]):
            if mention.start and start <= mention.start <= end and mention.role != "law":
                return Answer("found", (Hit(exhibit, quote=mention.text),))
    return ABSENT


def _years_span(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    for exhibit in bundle:
        span = exhibit.time.span
        if span and span[1] - span[0] + 1 >= (match.years_span or 2):
            return Answer("found", (Hit(exhibit, str(span[0])),))
    return ABSENT


def _months_covered(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    covered: set[tuple[int, int]] = set()
    for exhibit in bundle:
        covered |= exhibit.time.months
    lacking = sorted(scene.months - covered)
    hits = tuple(Hit(e) for e in bundle if e.time.months & scene.months)
    enough = len(scene.months & covered) >= (match.months_covered or len(scene.months)) or not lacking
    if scene.months and enough:
        return Answer("found", hits[:6])
    return Answer(
        "absent",
        hits,
        {"months": ", ".join(month_name(m) for m in lacking), "partial": bool(hits)},
    )


def _table_columns(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    wanted = match.table_columns
    assert wanted is not None
    best: tuple[int, Hit | None, list[str]] = (0, None, list(wanted.columns))
    for exhibit in bundle:
        rows = [" ".join(b.cells) for b in exhibit.blocks if b.kind == "row"]
        for text in (*(thai.normalise(r) for r in rows[:12]), exhibit.norm):
            named, lacking = _columns_in(text, wanted)
            if len(named) > best[0]:
                best = (len(named), Hit(exhibit, named[0]), lacking)
    count, hit, lacking = best
    if hit and count >= wanted.at_least:
        return Answer("found", (hit,))
    return Answer("absent", (hit,) if hit else (), {"lacking": lacking, "count": count})


def _columns_in(text: str, wanted: TableColumns) -> tuple[list[str], list[str]]:
    named, lacking = [], []
    for meaning, words in wanted.columns.items():
        word = next((n for w in words if stands(n := thai.normalise(w), text)), None)
        if word is None:
            lacking.append(meaning)
        else:
            named.append(word)
    return named, lacking


def _count(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    wanted = match.count
    assert wanted is not None
    count = {
        "documents": lambda: len(_bodies(bundle, "file")) or len(_bodies(bundle, "page")),
        "rows": lambda: sum(b.kind == "row" and not b.header for e in bundle for b in e.blocks),
        "images": lambda: sum(b.kind == "image" for e in bundle for b in e.blocks),
        "links": lambda: len({a.target for e in bundle for b in e.blocks for a in b.links if a.live}),
        "characters": lambda: sum(len(e.norm) for e in bundle),
    }[wanted.of]()
    state: Literal["found", "absent"] = "found" if count >= wanted.at_least else "absent"
    return Answer(state, tuple(Hit(e) for e in bundle[:3]), {"count": count})


def _bodies(bundle: Bundle, kind: str) -> set[str]:
    """Files; or, of those that publish in pages, the pages that say something."""
    return {e.source.sha256 for e in bundle if e.kind == kind and (kind == "file" or e.content == "text")}


def _link_to(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    wanted = match.link_to
    assert wanted is not None
    hit = _leading_to(bundle, wanted.hosts, wanted.own_page)
    return Answer("found", (hit,)) if hit else ABSENT


def _leading_to(bundle: Iterable[Exhibit], hosts: Iterable[str], own_page: bool = True) -> Hit | None:
    """The first address of the bundle, or link in it, that leads to one of the hosts."""
    wanted = tuple(hosts)
    for exhibit in bundle:
        for url in (exhibit.source.url, *(a.target for b in exhibit.blocks for a in b.links)):
            if leads_to(url, wanted, own_page):
                return Hit(exhibit, quote=url)
    return None


def _form(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    wanted = match.form
    assert wanted is not None
    login: Hit | None = None
    for exhibit in bundle:
        for form in (b.form for b in exhibit.blocks if b.form):
            if form.asks_login:
                login = Hit(exhibit, quote=", ".join(form.fields)[:160])
            elif len(form.fields) >= wanted.fields_at_least and form.has_submit:
                return Answer(
                    "found",
                    (Hit(exhibit, quote=", ".join(form.fields)[:160]),),
                    {"fields": form.fields},
                )
    leading = _leading_to(bundle, wanted.hosts)
    if leading and _is_closed(leading.quote, scene):
        login = leading
    elif leading:
        return Answer("found", (leading,))
    words = find_any(wanted.words, bundle)
    if login or words:
        return Answer("ask", tuple(h for h in (login, words) if h))
    return ABSENT


def _is_closed(url: str, scene: Scene) -> bool:
    """Whether the form at an address was looked at and asks who is there first."""
    at = (e for e in scene.everything if url in (e.source.url, e.source.final_url))
    forms = [b.form for e in at for b in e.blocks if b.form]
    return bool(forms) and all(form.asks_login for form in forms)


def _file_type(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    """By name, and by type where the name tells none: a table on Google Sheets is asked for as Excel."""
    wanted = tuple(f".{t.lower()}" for t in match.file_type or ())
    types = {media.DOCUMENT_TYPES.get(end) for end in wanted}
    for exhibit in bundle:
        if urlsplit(exhibit.source.url).path.lower().endswith(wanted) or exhibit.source.media_type in types:
            return Answer("found", (Hit(exhibit),))
    return ABSENT


NAME = re.compile(
    r"(?:นาย(?!ก(?:เทศ|องค์|อบ|เมือง|ฯ|\s))|นาง(?:สาว)?|น\.ส\.|ว่าที่|ร\.ต\.|ดร\.|พ\.[ต-อ]\.)\s*[ก-์]{2,}\s+[ก-์]{2,}"
)
POSITION = re.compile(r"นายก|ปลัด|ผู้อำนวยการ|หัวหน้า|เลขานุการ|ที่ปรึกษา|ประธานสภา|รอง")
CONTACT = re.compile(r"(?:โทร|มือถือ|เบอร์|e-?mail|อีเมล|@|0\d[\d -]{7,})", re.IGNORECASE)
REACHED = re.compile(r"(?<!\d)0[\d -]{7,}\d|[\w.+-]+@[\w-]")
"""A number or address under which somebody is reached."""
EACH = 0.75
"""Share of the people named that must have one; below it, one office's number stands for all of them, or half are
left out."""


def _pictures_in_tables(exhibit: Exhibit) -> bool:
    """Pictures that stand in table cells are counted by the extractor, and are no blocks of their own."""
    document = exhibit.source.document
    tables = any(b.kind == "row" for b in exhibit.blocks)
    return tables and document is not None and document.images > sum(b.kind == "image" for b in document.blocks)


def _person(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    wanted = match.person
    assert wanted is not None
    images = any(b.kind == "image" for e in bundle for b in e.blocks) or any(_pictures_in_tables(e) for e in bundle)
    people = contacts = 0
    found: Hit | None = None
    for exhibit in bundle:
        own = "\n".join(b.text for b in exhibit.blocks) if exhibit.blocks else exhibit.text
        names = NAME.findall(own)
        people, contacts = people + len(set(names)), contacts + len(REACHED.findall(own))
        shown = {
            "name": len(names) >= wanted.at_least,
            "position": len(POSITION.findall(own)) >= wanted.at_least,
            "photo": images,
            "contact": bool(CONTACT.search(own)),
        }
        if found is None and all(shown[need] for need in wanted.needs):
            found = Hit(exhibit, quote=names[0])
    if found is None:
        return ABSENT if people >= wanted.at_least else Answer("ask", tuple(Hit(e) for e in bundle[:1]))
    few = "contact" in wanted.needs and contacts < people * EACH
    return Answer("ask" if few else "found", (found,))


def _signed(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    hit = find_any(match.signed or (), bundle)
    return Answer("ask", (hit,)) if hit else ABSENT


def _qr(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    hosts = match.qr or []
    for exhibit in (*bundle, *scene.everything):
        document = exhibit.source.document
        codes = document.qr_codes if document else ()
        for url in (
            exhibit.source.url,
            *codes,
            *(a.target for b in exhibit.blocks for a in b.links),
        ):
            if leads_to(url, hosts):
                return Answer("found", (Hit(exhibit, quote=url),))
    pictures = [b.text for e in (*bundle, *scene.everything) for b in e.blocks if b.kind == "image"]
    pictures += [e.heading for e in scene.everything if e.kind == "file" and e.content == "unread"]
    return Answer("ask") if any(re.search(r"(?i)eit|qr", text) for text in pictures) else ABSENT


def _asks_something(form: Form) -> bool:
    """More than a search box, and open to everybody."""
    return len(form.fields) >= 2 and form.has_submit and not form.asks_login


CHATS = ("line.me", "lin.ee", "m.me", "messenger.com")


def _two_way(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    hit = find_any(match.two_way or (), bundle)
    for exhibit in bundle:
        if any(b.form and _asks_something(b.form) for b in exhibit.blocks):
            return Answer("found", (Hit(exhibit, quote=exhibit.heading),))
    if chat := _leading_to(bundle, CHATS):
        return Answer("found", (chat,))
    return Answer("ask", (hit,)) if hit else ABSENT


def _map(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    for exhibit in bundle:
        for block in exhibit.blocks:
            for anchor in block.links:
                if MAPS.search(anchor.target):
                    return Answer("found", (Hit(exhibit, quote=anchor.target[:160]),))
            if block.kind == "image" and WAY_TO_IT.search(thai.normalise(block.text)):
                return Answer("found", (Hit(exhibit, quote=block.text[:160]),))
    hit = find_any(["แผนที่", "ที่ตั้งสำนักงาน", "google map"], bundle)
    return Answer("ask", (hit,)) if hit else ABSENT


def _linked_from_home(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    reached = [e for e in bundle if e.source.path]
    return Answer("found", (Hit(reached[0], quote=" › ".join(reached[0].source.path)),)) if reached else Answer("ask")


def _manual(match: Match, bundle: Bundle, scene: Scene) -> Answer:
    return Answer("ask", tuple(Hit(e) for e in bundle[:1]))


MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")


def month_name(month: tuple[int, int]) -> str:
    return f"{MONTHS[month[1] - 1]} {month[0]}"


MATCHERS: dict[str, Matcher] = {
    "any_of": _any_of,
    "all_of": _all_of,
    "at_least": _at_least,
    "none_of": _none_of,
    "pattern": _pattern,
    "money": _money,
    "fiscal_year": _fiscal_year,
    "years_span": _years_span,
    "months_covered": _months_covered,
    "table_columns": _table_columns,
    "count": _count,
    "link_to": _link_to,
    "form": _form,
    "file_type": _file_type,
    "person": _person,
    "signed": _signed,
    "qr": _qr,
    "two_way": _two_way,
    "map": _map,
    "linked_from_home": _linked_from_home,
    "manual": _manual,
}
