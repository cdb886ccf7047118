"""Pictures of the pages that decided an item: taken from the store after judging, named in the citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from auditor.reading import whole_crawl, with_checks
from auditor.result import Citation, CriterionResult, ItemResult, Result
from crawler.evidence import Fetch, Screenshot, Store, StoreError, manifest
from crawler.evidence.journal import now
from crawler.page.charset import decode

MOST = 30
"""Pictures of one result; failed items come first."""
_ORDER = ("failed", "passed", "cantTell")


def take(result: Result, folder: Path) -> Result:
    """Take the pictures that are missing, keep them in the store in `folder`, and name them in the result.

    Only of stored web pages, and of none on which personal data was found. Without a browser nothing is taken.
    """
    from crawler.browser import program

    with Store.open(folder) as store:
        if program.find():
            _take_missing(result, store)
        return attach(result, store.screenshots())


def attach(result: Result, shots: Mapping[str, Screenshot]) -> Result:
    """The result with each citation naming the picture of its page, where there is one."""
    return (
        result.model_copy(update={"items": [_with_pictures(item, shots) for item in result.items]}) if shots else result
    )


def _take_missing(result: Result, store: Store) -> None:
    pages = _pages(store)
    chosen = _missing(result, pages, store.screenshots())
    if not chosen:
        return
    from crawler.browser import shots

    scenes = [shots.Scene(pages[of].final_url, _markup(store, pages[of]), words) for of, words in chosen.items()]
    images = _images(store)

    def stored(url: str) -> tuple[str, bytes] | None:
        fetch = images.get(url)
        return (fetch.media_type, store.body(fetch.sha256)) if fetch is not None else None

    found = zip(chosen, shots.shoot(scenes, stored), strict=False)
    kept = [
        Screenshot(
            of, pages[of].final_url, store.put_body(shot.jpeg), shots.MEDIA_TYPE, shot.width, shot.height,
            len(shot.jpeg), now(),
        )
        for of, shot in found
        if shot is not None
    ]  # fmt: skip
    if kept:
        store.add_screenshots(kept)
        manifest.write(store)


def _missing(result: Result, pages: Mapping[str, Fetch], known: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Of the pages to be pictured those that have no picture yet."""
    wanted = islice(_wanted(result, pages).items(), MOST)
    return {of: words for of, words in wanted if of not in known}


def _wanted(result: Result, pages: Mapping[str, Fetch]) -> dict[str, tuple[str, ...]]:
    """sha256 of each page worth a picture -> the words that it is cited for."""
    private = {str(row.get("url", "")) for row in result.findings}
    found: dict[str, tuple[str, ...]] = {}
    for outcome in _ORDER:
        for item in result.items:
            if item.outcome != outcome:
                continue
            for cited in _citations(item.criteria):
                page = pages.get(cited.sha256)
                if page is not None and not {page.url, page.final_url} & private:
                    found.setdefault(cited.sha256, (cited.quote, cited.link_text))
    return found


def _citations(criteria: Iterable[CriterionResult]) -> Iterator[Citation]:
    for criterion in criteria:
        yield from criterion.citations


def _fetches(store: Store) -> Iterator[Fetch]:
    whole = whole_crawl(store)
    for info in with_checks(store, whole) if whole else ():
        for fetch in store.fetches(info.id):
            if fetch.problem is None and fetch.sha256 and store.has_body(fetch.sha256):
                yield fetch


def _pages(store: Store) -> dict[str, Fetch]:
    return {
        fetch.sha256: fetch for fetch in _fetches(store) if fetch.media_type in ("text/html", "application/xhtml+xml")
    }


def _images(store: Store) -> dict[str, Fetch]:
    return {fetch.url: fetch for fetch in _fetches(store) if fetch.media_type.startswith("image/")}


def _markup(store: Store, fetch: Fetch) -> str:
    try:
        return decode(store.body(fetch.sha256), fetch.charset)[0]
    except StoreError:
        return ""


def _with_pictures(item: ItemResult, shots: Mapping[str, Screenshot]) -> ItemResult:
    def named(cited: Citation) -> Citation:
        shot = shots.get(cited.sha256)
        return cited.model_copy(update={"screenshot": shot.sha256}) if shot is not None else cited

    criteria = [c.model_copy(update={"citations": [named(x) for x in c.citations]}) for c in item.criteria]
    return item.model_copy(update={"criteria": criteria})
