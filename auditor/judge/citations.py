"""From a hit to a citation: address, path, time, hash, page and the original words, personal numbers masked."""

from __future__ import annotations

from auditor import mask, thai
from auditor.document import Source
from auditor.judge.exhibits import Exhibit
from auditor.judge.phrases import Hit
from auditor.result import Citation, Text
from crawler.problems import PROBLEMS

MOST = 4
"""Citations kept for one criterion; more of the same convince nobody."""


def cite_all(hits: tuple[Hit, ...]) -> list[Citation]:
    return [cite(hit) for hit in hits[:MOST]]


def cite(hit: Hit) -> Citation:
    page, quote = _quote(hit)
    return cite_source(hit.exhibit.source, hit.exhibit.heading, page=page, quote=quote)


def cite_exhibit(exhibit: Exhibit) -> Citation:
    return cite(Hit(exhibit))


def cite_source(source: Source, heading: str = "", *, page: int | None = None, quote: str = "") -> Citation:
    label = next((x for x in source.labels if x.text), None)
    return Citation(
        url=source.final_url or source.url,
        found_on=source.found_on or (label.found_on if label else ""),
        link_text=mask.mask((label.text if label else source.link_text) or heading)[:300],
        path=[mask.mask(x)[:200] for x in source.path],
        fetched_at=source.fetched_at,
        sha256=source.sha256,
        page=page,
        quote=mask.mask(quote)[:400],
        problem=source.problem,
        trouble=_trouble(source),
    )


def _trouble(source: Source) -> Text | None:
    problem = PROBLEMS.get(source.problem or "")
    return Text(th=problem.what.th, en=problem.what.en) if problem else None


def _quote(hit: Hit) -> tuple[int | None, str]:
    document = hit.exhibit.source.document
    if hit.quote or not hit.phrase or document is None:
        return None, hit.quote or _opening(hit.exhibit.text)
    if hit.exhibit.kind == "file":
        for page in document.pages:
            if hit.phrase in thai.normalise(page.text):
                return page.number, thai.quote(page.text, hit.phrase)
    return None, thai.quote(hit.exhibit.text, hit.phrase)


def _opening(text: str) -> str:
    return " ".join(text.split())[:160]
