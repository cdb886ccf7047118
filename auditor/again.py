"""Check again: fetch only what some items need, judge, and keep the rest of the last result with its dates."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from urllib.parse import urlsplit

from auditor.audit import AuditRequest, beside, crawl_site, evidence_dir, judge_store
from auditor.classify import Recogniser
from auditor.document import Label
from auditor.reader import Reader
from auditor.reading import read_sources
from auditor.result import ItemResult, Result
from auditor.rules.load import Rules
from auditor.rules.schema import Year
from auditor.score import score
from auditor.site import build, labels_of
from crawler.evidence import Store
from crawler.run import Progress

MOST = 60
"""Addresses fetched for a check again; it is meant to take seconds."""


class AgainError(Exception):
    """A check again that is not possible; one line naming what and why."""


def check_again(
    request: AuditRequest,
    rules: Rules,
    year: Year,
    items: Collection[str],
    progress: Callable[[Progress], None] | None = None,
) -> Result:
    """The last result with the named items looked at and judged anew. AgainError without an earlier result."""
    old = _last(request.out, year, items)
    wanted = [i for i in old.items if i.id in items]
    first = _addresses(wanted, old.agency.url)
    crawl_site(request, rules, progress, only=first)
    new_links = _new_links(request.out, rules, wanted, set(first))
    if new_links:
        crawl_site(request, rules, progress, only=new_links)
    fresh = judge_store(request, rules, year)
    return _merge(old, fresh, items, year, request)


def _last(out: Path, year: Year, items: Collection[str]) -> Result:
    path = beside(out) / "result.json"
    if not path.is_file():
        raise AgainError(f"{path}: no earlier result to check again; run a whole audit first")
    old = Result.model_validate_json(path.read_text("utf-8"))
    if old.fiscal_year != year.fiscal_year:
        raise AgainError(f"{path}: is of fiscal year {old.fiscal_year}, not {year.fiscal_year}")
    unknown = set(items) - {i.id for i in old.items}
    if unknown:
        raise AgainError(f"no such item in fiscal year {year.fiscal_year}: {', '.join(sorted(unknown))}")
    return old


def _addresses(items: list[ItemResult], home: str) -> list[str]:
    """The home page, what the items rest on or lack, and the pages that name it."""
    found = [home]
    for item in items:
        for evidence in item.evidence:
            found += [evidence.url, evidence.found_on]
        for criterion in item.criteria:
            for citation in criterion.citations:
                found += [citation.url, citation.found_on]
    host = urlsplit(home).hostname
    return [u for u in dict.fromkeys(found) if u and urlsplit(u).hostname == host][:MOST]


def _new_links(out: Path, rules: Rules, items: list[ItemResult], known: set[str]) -> list[str]:
    """Addresses that the pages just fetched name for the items, and that no crawl has read yet."""
    concepts = {c.concept for i in items for c in i.criteria}
    recogniser = Recogniser(rules.concepts, rules.words)
    with Store.open(evidence_dir(out)) as store, Reader(store) as reader:
        crawls = store.crawls()
        read = {f.url for info in crawls for f in store.fetches(info.id) if f.sha256}
        pages = build(items[0].id, read_sources(store, crawls[-1].id, reader.read)).own
    found = [
        url
        for url, labels in labels_of(pages).items()
        if url.startswith("http") and url not in read | known and _may_be(labels, concepts, recogniser)
    ]
    return found[:MOST]


def _may_be(labels: list[Label], concepts: set[str], recogniser: Recogniser) -> bool:
    said = (recogniser.recognise({"link_text": label.text, "context": label.context}) for label in labels)
    return any(r.concept in concepts for found in said for r in found)


def _merge(old: Result, fresh: Result, items: Collection[str], year: Year, request: AuditRequest) -> Result:
    now = {i.id: i for i in fresh.items}
    kept = old.crawl.finished_at
    merged = [
        now[i.id] if i.id in items else i.model_copy(update={"checked_at": i.checked_at or kept}) for i in old.items
    ]
    made = score(year, {i.id: i.settled for i in merged}, iit=request.iit, eit=request.eit)
    not_due = sum(i.reason == "not_due" for i in merged)
    made = made.model_copy(update={"counts": made.counts.model_copy(update={"not_due": not_due})})
    return fresh.model_copy(update={"items": merged, "score": made})
