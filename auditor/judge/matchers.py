"""The closed set of matchers: each looks for one kind of mark in a bundle's exhibits. Pure; knows no outcomes."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal
from urllib.parse import urlsplit

import re2

from auditor import period, thai
from auditor.judge.answers import ABSENT, Answer, Exhibits, Matcher, Scene
from auditor.judge.bundles import score_of
from auditor.judge.channels import seek_apart, seek_form, seek_link, seek_map, seek_qr, seek_two_way
from auditor.judge.money import count_sums
from auditor.judge.officials import seek_holder, seek_persons, seek_signer
from auditor.judge.phrases import Hit, find, find_any, stands
from auditor.rules.schema import Match, TableColumns
from crawler.page import media

NOTHING_BOUGHT = re.compile(r"(?<!ใช่)ไม่มี(?:รายการ|การ)?(?:จัดซื้อ|จัดจ้าง|จัดหา)(?!.{0,20}วิธี)")


def answer(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    """Runs the one matcher that a rule names. LookupError when it names none (the loader refuses such a rule)."""
    for name in match.model_fields_set:
        if getattr(match, name) is not None:
            return MATCHERS[name](match, bundle, scene)
    raise LookupError("a criterion without a matcher")


def _any_of(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    hit = find_any(match.any_of or (), bundle)
    return Answer("found", (hit,)) if hit else ABSENT


def _all_of(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    groups = match.all_of or []
    hits = [find_any(group, bundle) for group in groups]
    if all(hits):
        return Answer("found", tuple(h for h in hits if h))
    lacking = [g[0] if isinstance(g[0], str) else " ".join(g[0]) for g, h in zip(groups, hits, strict=True) if not h]
    return Answer("absent", tuple(h for h in hits if h), {"lacking": lacking})


def _at_least(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    number, phrases = match.at_least or (1, [])
    hits = tuple(hit for phrase in phrases if (hit := find(phrase, bundle)))
    return Answer("found" if len(hits) >= number else "absent", hits, {"count": len(hits)})


def _none_of(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    hit = find_any(match.none_of or (), bundle)
    return Answer("absent", (hit,)) if hit else Answer("found", tuple(Hit(e) for e in bundle[:1]))


@cache
def _compiled(pattern: str) -> re2._Regexp:
    """Where its automaton grows too large re2 goes another way, and need not tell the user so."""
    quiet = re2.Options()
    quiet.log_errors = False
    return re2.compile(pattern, quiet)


def _pattern(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    hit = seek(match.pattern or "", bundle)
    return Answer("found", (hit,)) if hit else ABSENT


def seek(pattern: str, bundle: Exhibits) -> Hit | None:
    """The first place of an RE2 pattern."""
    compiled = _compiled(pattern)
    found = ((exhibit, compiled.search(exhibit.norm)) for exhibit in bundle)
    return next((Hit(exhibit, place.group(0)[:80]) for exhibit, place in found if place), None)


def _money(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
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


def _fiscal_year(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    for exhibit in bundle:
        time = exhibit.time
        spanned = time.span is not None and time.span[0] <= scene.fiscal_year <= time.span[1]
        if spanned or scene.fiscal_year in time.years or time.fiscal_year == scene.fiscal_year:
            return Answer("found", (Hit(exhibit),))
    start, end = period.bounds("year", scene.fiscal_year)
    for exhibit in bundle:
        for mention in period.mentions(exhibit.text[:20000]):
            if mention.start and start <= mention.start <= end and mention.role != "law":
                return Answer("found", (Hit(exhibit, quote=mention.text),))
    return ABSENT


def _years_span(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    for exhibit in bundle:
        span = exhibit.time.span
        if span and span[1] - span[0] + 1 >= (match.years_span or 2):
            return Answer("found", (Hit(exhibit, str(span[0])),))
    return ABSENT


def _months_covered(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    covered = _without_purchases(bundle, scene)
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


def _without_purchases(bundle: Exhibits, scene: Scene) -> set[tuple[int, int]]:
    """Months of which the bundle, or the page that lists it, says that nothing was bought."""
    pages = {url for e in bundle for url in e.parents[:1]} | {e.source.url for e in bundle}
    rows = (b.text for e in scene.everything if e.source.url in pages for b in e.blocks)
    said = (
        m
        for row in rows
        if NOTHING_BOUGHT.search(row)
        for m in period.mentions(row[:200])
        if m.kind == "month" and m.start
    )
    return {
        (m.start.year + 543, m.start.month) for m in said if m.kind == "month" and m.start and m.role != "publication"
    }


def _table_columns(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
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


def _count(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
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


def _bodies(bundle: Exhibits, kind: str) -> set[str]:
    """Files; or, of those that publish in pages, the pages that say something."""
    return {e.source.sha256 for e in bundle if e.kind == kind and (kind == "file" or e.content == "text")}


def _file_type(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    """By name, and by type where the name tells none: a table on Google Sheets is asked for as Excel."""
    wanted = tuple(f".{t.lower()}" for t in match.file_type or ())
    types = {media.DOCUMENT_TYPES.get(end) for end in wanted}
    for exhibit in bundle:
        if urlsplit(exhibit.source.url).path.lower().endswith(wanted) or exhibit.source.media_type in types:
            return Answer("found", (Hit(exhibit),))
    return ABSENT


def _linked_from_home(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    reached = [e for e in bundle if e.source.path]
    return Answer("found", (Hit(reached[0], quote=" › ".join(reached[0].source.path)),)) if reached else Answer("ask")


def _told_in(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
    wanted = match.told_in
    assert wanted is not None
    there = [e for e in scene.everything if e.readable and score_of(e, wanted.concept)]
    hit = find_any(wanted.words, [e for e in there if e.kind == "file" or e.content == "text"])
    return Answer("found", (hit,)) if hit else Answer("ask", tuple(Hit(e) for e in (*there, *bundle)[:1]))


def _manual(match: Match, bundle: Exhibits, scene: Scene) -> Answer:
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
    "link_to": seek_link,
    "form": seek_form,
    "file_type": _file_type,
    "person": seek_persons,
    "signed": seek_signer,
    "in_office": seek_holder,
    "told_in": _told_in,
    "qr": seek_qr,
    "apart": seek_apart,
    "two_way": seek_two_way,
    "map": seek_map,
    "linked_from_home": _linked_from_home,
    "manual": _manual,
}
