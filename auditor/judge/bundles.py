"""Bundles: the exhibits of one concept that are judged together, for one fiscal year. Facts of years never add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from auditor import period
from auditor.judge.exhibits import NAMED, Exhibit
from auditor.judge.saying import FIRST_CHARACTERS
from auditor.judge.weight import PROSE, asks_to_sign_in, is_trail
from auditor.rules.schema import Concept, Item

Fit = Literal["yes", "older", "newer", "other_period", "unknown"]
NEAR = 0.15
"""How much better another concept may be named before an exhibit counts as that other thing."""
ENTRIES = 3
"""Links from which a list can be the evidence itself (laws, news); one of fewer is the way to it."""
MOST = 12
"""Bundles looked at closely for one item, the best named first."""


@dataclass(frozen=True, slots=True)
class Bundle:
    exhibits: tuple[Exhibit, ...]
    fit: Fit
    fiscal_year: int | None
    score: float

    @property
    def readable(self) -> tuple[Exhibit, ...]:
        return tuple(e for e in self.exhibits if e.readable)


def score_of(exhibit: Exhibit, concept: str) -> float:
    """How sure it is that an exhibit is of a concept; 0 where another concept is clearly better named."""
    name = exhibit.names.get(concept)
    if name is None or name.score < NAMED:
        return 0.0
    rival = max(
        (n.score for c, n in exhibit.names.items() if c != concept and not n.inherited),
        default=0.0,
    )
    return name.score if rival <= name.score + NEAR else 0.0


def named(exhibits: Iterable[Exhibit], concept: str) -> list[Exhibit]:
    return [e for e in exhibits if score_of(e, concept)]


def is_evidence(exhibit: Exhibit, concept: Concept) -> bool:
    """Whether an exhibit can be what the concept asks for, rather than a way to it or an empty place."""
    if exhibit.kind == "link":
        return concept.evidence != "document"
    if concept.evidence == "document" and asks_to_sign_in(exhibit.blocks):
        return False
    if exhibit.content in ("list", "empty_list", "heading_only"):
        listed = exhibit.content == "list" and exhibit.kind == "page"
        return listed and (
            concept.evidence == "channel" or (concept.evidence == "page" and _is_more_than_a_way(exhibit))
        )
    return exhibit.kind == "file" or exhibit.content != "form" or concept.evidence != "document"


def _is_more_than_a_way(exhibit: Exhibit) -> bool:
    """Whether a list may be evidence itself: it has several entries, or says or shows something beside them."""
    links = (a for b in exhibit.blocks for a in b.links if b.kind != "image")
    entries = {a.target for a in links if a.live and not is_trail(a.text)}
    beside = (b.text for b in exhibit.blocks if b.kind in ("text", "item", "row") and not b.links and not b.header)
    shows = any(b.kind == "image" and b.text for b in exhibit.blocks)
    return len(entries) >= ENTRIES or shows or sum(map(len, beside)) >= PROSE


def group(
    exhibits: Sequence[Exhibit], concept: str, item: Item, fiscal_year: int, around: Sequence[Exhibit] = ()
) -> list[Bundle]:
    """All bundles of a concept for an item, best named first; see Item.bundle for what belongs together. `around` are
    all exhibits that the concept names: posts under one heading of them belong together as files do."""
    groups: dict[tuple[str, Fit, int | None], list[Exhibit]] = defaultdict(list)
    pages = {e.source.url: e for e in exhibits if e.kind == "page"}
    posts = {e.source.url: e for e in around if e.kind == "page"}
    places = {(e.source.url, e.heading) for e in around if e.kind == "section"}
    for exhibit in exhibits:
        fit = fit_of(exhibit, item, fiscal_year)
        year = exhibit.time.fiscal_year if item.period != "now" else None
        in_parts = item.period == "first_half" and period.is_in_parts(exhibit.time)
        root = (
            ""
            if item.bundle != "document" or in_parts
            else _listed_under(_root(exhibit, concept, pages), posts, places)
        )
        groups[(root, fit, None if fit == "yes" and item.period == "covers" else year)].append(exhibit)
    bundles = [
        Bundle(
            tuple(members),
            fit_together(members, fit, item, fiscal_year),
            year,
            max(score_of(e, concept) for e in members),
        )
        for (_, fit, year), members in groups.items()
    ]
    return sorted(bundles, key=lambda b: (-b.score, -len(b.exhibits)))[:MOST]


def fit_together(members: Sequence[Exhibit], fit: Fit, item: Item, fiscal_year: int) -> Fit:
    """Whether exhibits that fit alike do so as one bundle."""
    return fit if fit != "yes" else period.together((e.time for e in members), item.period, fiscal_year)


def fit_of(exhibit: Exhibit, item: Item, fiscal_year: int) -> Fit:
    """Whether the exhibit is of the time that the item asks for. A list of dated entries is of every year of them."""
    if exhibit.content == "list" and item.period == "year" and fiscal_year in exhibit.time.years:
        return "yes"
    return period.fits(exhibit.time, item.period, fiscal_year, either=item.period_doubtful)


def _root(exhibit: Exhibit, concept: str, pages: dict[str, Exhibit]) -> str:
    """The page under whose heading an exhibit stands, followed up while the page above is of the same concept."""
    at, seen = exhibit, set()
    while at.source.url not in seen:
        seen.add(at.source.url)
        above = next(
            (pages[u] for u in at.parents if u in pages and u not in seen and score_of(pages[u], concept)),
            None,
        )
        if above is None:
            break
        at = above
    return at.source.url if at is not exhibit or exhibit.kind == "page" else (exhibit.parents or (at.source.url,))[0]


def _listed_under(root: str, posts: dict[str, Exhibit], places: Collection[tuple[str, str]]) -> str:
    """The heading that a post is listed under, where that names the concept too; else the post."""
    labels = posts[root].source.labels if root in posts else ()
    return next(("#".join(at) for x in labels if (at := (x.found_on, x.context)) in places), root)


def unread_of(bundle: Bundle) -> tuple[str, ...]:
    """The bodies of a bundle that have pages which nobody has tried to read."""
    return _bodies(e for e in bundle.exhibits if e.source.document and e.source.document.unread)


def unopened_of(bundle: Bundle) -> tuple[str, ...]:
    """Those of them whose beginning, which says what year they are of, goes on on such pages."""
    files = ((e, e.source.document) for e in bundle.exhibits)
    return _bodies(e for e, d in files if d and d.unread and len(d.opening) < FIRST_CHARACTERS)


def _bodies(exhibits: Iterable[Exhibit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e.source.sha256 for e in exhibits))
