"""From the evidence store to sources: every stored body extracted once, every address with all that named it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from urllib.parse import urlsplit

from auditor.document import Document, Label, Place, Source
from crawler import elsewhere, urls
from crawler.evidence import CrawlInfo, Fetch, Link, Store, StoreError, Unread
from crawler.page import media
from crawler.page.render import UNLOADED
from crawler.queue.scope import Scope

Read = Callable[[Fetch], Document]
"""The document that a fetch brought; StoreError when its body is no longer kept whole."""

BANGKOK = timezone(timedelta(hours=7))

PLACES: Mapping[str, Place] = {
    place: place for place in ("nav", "main", "footer", "header", "sitemap", "hub", "script", "file")
}


def whole_crawl(store: Store) -> CrawlInfo | None:
    """The latest crawl of the whole site; None for an empty store. Checks of single addresses are no whole crawl."""
    crawls = store.crawls()
    whole = [info for info in crawls if not info.settings.get("only")]
    found = whole or crawls
    return found[-1] if found else None


def with_checks(store: Store, whole: CrawlInfo) -> tuple[CrawlInfo, ...]:
    """A whole crawl and the checks of single addresses that came between it and the next whole one."""
    found = [whole]
    for info in store.crawls():
        if info.id > whole.id:
            if not info.settings.get("only"):
                break
            found.append(info)
    return tuple(found)


def day(started_at: str) -> date:
    """Of a crawl that began then, in Bangkok, whatever the machine's zone."""
    return datetime.fromisoformat(started_at.replace("Z", "+00:00")).astimezone(BANGKOK).date()


def scope_of(info: CrawlInfo) -> Scope:
    """What belongs to the agency's site, as far as the crawl came to know."""
    kept = info.settings.get("scope")
    return Scope(**kept) if kept else Scope.of(info.url)


def is_asked_for(url: str, scope: Scope) -> bool:
    """Whether a crawl of the whole site would ask for an address that it meets."""
    if not url.startswith("http") or media.is_unwanted(url) or urls.is_trap(url):
        return False
    return scope.holds(url) or elsewhere.promises_document(url)


def read_all(store: Store, crawls: Sequence[CrawlInfo], read: Read) -> tuple[Source, ...]:
    """The sources of a whole crawl, what was checked again after it in its newer state."""
    newest: dict[str, Source] = {}
    new = unasked(store, crawls)
    for info in crawls:
        for source in read_sources(store, info.id, read, newest.keys() | new.keys()):
            older = newest.get(source.url)
            if older is None or source.state != "unread":
                path = older.path if older and older.path else source.path
                newest[source.url] = replace(source, path=path)
    # What only a check has opened is known by its address, not by a way to it.
    ways = {url: source.path for url, source in newest.items() if source.path != (url,)}
    return (*newest.values(), *(_unasked(url, named, ways.get(named[0].found_on, ())) for url, named in new.items()))


def unasked(store: Store, crawls: Sequence[CrawlInfo]) -> dict[str, list[Label]]:
    """Addresses with their names that pages checked again have named since the whole crawl, and nobody asked for."""
    whole, *checks = crawls
    if not checks:
        return {}
    scope = scope_of(whole)
    met = {link.url.split("#")[0] for link in store.links(whole.id)}
    for info in crawls:
        met |= {url for fetch in store.fetches(info.id) for url in (fetch.url, fetch.final_url)}
        met |= {entry.url for entry in store.unread(info.id)}
    found: dict[str, list[Label]] = defaultdict(list)
    for link in (link for info in checks for link in store.links(info.id) if link.live):
        url = urls.without_section(link.url)
        if {url, link.url.split("#")[0]}.isdisjoint(met) and is_asked_for(url, scope):
            found[url].append(_label(link))
    return found


def read_sources(store: Store, crawl_id: int, read: Read, met: Collection[str] = ()) -> tuple[Source, ...]:
    """All sources of one crawl, in the order of their fetching; then what was seen and never tried. What was only named
    is left out where it was `met` before."""
    labels: dict[str, list[Label]] = defaultdict(list)
    one: dict[str, str] = {}  # the same words and pages stand in many rows
    for link in store.links(crawl_id):
        if link.live:
            text, found_on, context = (one.setdefault(x, x) for x in (link.text, link.found_on, link.context))
            labels[link.url].append(Label(text, found_on, PLACES.get(link.place, "main"), context))
    fetched = [_fetched(fetch, labels, read) for fetch in store.fetches(crawl_id)]
    unread = [_unread(entry, labels) for entry in store.unread(crawl_id)]
    known = {s.url for s in fetched} | {s.url for s in unread} | set(met)
    unknown = (url for url in labels if _is_web(url) and not {url, url.split("#")[0]} & known)
    outside = [_outside(url, labels[url]) for url in unknown]
    return (*fetched, *unread, *outside)


def _is_web(url: str) -> bool:
    return urlsplit(url).scheme in ("http", "https")


def _fetched(fetch: Fetch, labels: Mapping[str, list[Label]], read: Read) -> Source:
    named = labels.get(fetch.url, [])
    if fetch.final_url and fetch.final_url != fetch.url:
        named = [*named, *labels.get(fetch.final_url, [])]
    source = Source(
        url=fetch.url,
        state="fetched" if fetch.sha256 and not fetch.problem else "failed",
        problem=fetch.problem,
        status=fetch.status,
        final_url=fetch.final_url or fetch.url,
        media_type=fetch.media_type or "",
        sha256=fetch.sha256 or "",
        size=fetch.size,
        fetched_at=fetch.fetched_at,
        found_on=fetch.found_on or "",
        link_text=fetch.link_text or "",
        path=fetch.path,
        labels=tuple(named) or _own_label(fetch),
        rendered=fetch.rendered and UNLOADED not in fetch.headers,
    )
    if source.state != "fetched":
        return source
    try:
        document = read(fetch)
    except StoreError:
        # Damaged or removed on request: it could not be looked at, and `oit verify` names it.
        return replace(source, state="failed", problem="not_kept")
    return replace(source, document=_as_seen(fetch, document))


def _as_seen(fetch: Fetch, document: Document) -> Document:
    """Empty in the browser is empty, unless something that belongs to the page could not be loaded."""
    missing = fetch.headers.get(UNLOADED)
    if missing and document.problem is None:
        return replace(document, problem="needs_script", detail=missing)
    if fetch.rendered and not missing and document.problem == "needs_script":
        return replace(document, problem=None, detail="")
    return document


def _own_label(fetch: Fetch) -> tuple[Label, ...]:
    if not fetch.link_text:
        return ()
    return (Label(fetch.link_text, fetch.found_on or "", PLACES.get(fetch.place or "", "main")),)


def _unread(entry: Unread, labels: Mapping[str, list[Label]]) -> Source:
    named = tuple(labels.get(entry.url, ())) or tuple(
        Label(text, entry.found_on or "", PLACES.get(entry.place or "", "main")) for text in entry.texts
    )
    off_site = entry.why in ("off_site", "local_audit")
    return Source(
        url=entry.url,
        state="unread",
        problem=entry.why,
        found_on=entry.found_on or "",
        link_text=entry.texts[0] if entry.texts else "",
        path=entry.path,
        labels=named,
        in_scope=not off_site,
    )


def _label(link: Link) -> Label:
    return Label(link.text, link.found_on, PLACES.get(link.place, "main"), link.context)


def _unasked(url: str, named: list[Label], way: tuple[str, ...]) -> Source:
    first = named[0]
    path = (*(way or (first.found_on, first.context or "…")), first.text)
    return Source(
        url, "unread", "not_checked", found_on=first.found_on, link_text=first.text, path=path, labels=tuple(named[:12])
    )


def _outside(url: str, named: list[Label]) -> Source:
    first = named[0]
    return Source(
        url=url,
        state="unread",
        problem="off_site",
        found_on=first.found_on,
        link_text=first.text,
        labels=tuple(named[:12]),
        in_scope=False,
    )
