"""What an exhibit takes from the place it stands on: a name, a year, and that there is nothing there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from auditor import period
from auditor.document import Label
from auditor.judge.dating import time_of_place
from auditor.judge.exhibits import BY_TEXT, BY_TITLE, NAMED, Exhibit, Name, score_in
from auditor.judge.weight import is_trail
from auditor.site import Site

INHERITED = 0.9
"""What is left of a heading's score for a file under it that has no name of its own."""
TOLD_MORE = 0.3
"""By how much more than what its label says a text has to say something else to be believed against it."""


def louder(names: Mapping[str, Name], speaks: Mapping[str, float]) -> str | None:
    """What a text says clearly more than what it is best named for ("แผนปฏิบัติการ", whatever plan that is)."""
    label = max(names, key=lambda concept: names[concept].score)
    told = max(speaks, key=lambda concept: speaks[concept], default=label)
    return told if told != label and speaks[told] >= speaks.get(label, 0.0) + TOLD_MORE else None


def dated_by_place(exhibits: tuple[Exhibit, ...], site: Site, hubs: frozenset[str]) -> tuple[Exhibit, ...]:
    """A file that says no year is of the year that the page it stands on is headed with."""
    headings = {e.source.url: e.heading for e in exhibits if e.kind == "page"}

    @cache
    def place(url: str) -> period.Time:
        return time_of_place(headings[url], site.titles.get(url, ""), is_hub=url in hubs)

    return tuple(
        e if e.kind == "page" else _dated(e, (place(url) for url in e.parents if url in headings)) for e in exhibits
    )


def _dated(exhibit: Exhibit, places: Iterable[period.Time]) -> Exhibit:
    time = exhibit.time
    if time.fiscal_year or time.span or time.years:
        return exhibit
    place = next((p for p in places if p.fiscal_year), None)
    return replace(exhibit, dated=place) if place else exhibit


def without_hollow_lists(exhibits: tuple[Exhibit, ...]) -> tuple[Exhibit, ...]:
    """A list all of whose entries lead to empty places is an empty list, however many lists stand between."""
    for _ in range(3):
        hollow = {e.source.url for e in exhibits if e.kind == "page" and e.content in ("empty_list", "heading_only")}
        exhibits = tuple(replace(e, content="empty_list") if _is_hollow(e, hollow) else e for e in exhibits)
    return exhibits


def _is_hollow(exhibit: Exhibit, hollow: set[str]) -> bool:
    if exhibit.content != "list":
        return False
    targets = {a.target.split("#")[0] for b in exhibit.blocks for a in b.links if a.live and not is_trail(a.text)}
    return targets - {exhibit.source.url} <= hollow


def inherit(exhibits: list[Exhibit], indexes: frozenset[str]) -> tuple[Exhibit, ...]:
    """Names go down from a page's heading to unnamed pages and files that its own part links to, two steps; to a file
    with a name of its own only where its text says the same as the page."""
    for _ in range(2):
        pages = {e.source.url: e for e in exhibits if e.kind == "page" and e.source.url not in indexes}
        exhibits = [_with_inherited(e, pages) for e in exhibits]
    return tuple(exhibits)


def _with_inherited(exhibit: Exhibit, pages: Mapping[str, Exhibit]) -> Exhibit:
    if exhibit.kind == "section":
        return exhibit
    own = any(
        n.score >= NAMED and not n.inherited and n.because not in (BY_TEXT, BY_TITLE) for n in exhibit.names.values()
    )
    told = louder(exhibit.names, exhibit.speaks) if own and exhibit.kind == "file" else None
    agrees = told if told and exhibit.speaks[told] >= NAMED else None
    names = dict(exhibit.names)
    for url in exhibit.parents:
        parent = pages.get(url)
        if parent is None or url == exhibit.source.url:
            continue
        for concept, name in parent.names.items():
            score = name.score * INHERITED
            if (not own or concept == agrees) and score > score_in(names, concept):
                names[concept] = Name(score, Label(parent.heading, url), name.because, inherited=True)
    return replace(exhibit, names=names)
