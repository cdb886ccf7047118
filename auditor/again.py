"""Check again: fetch only what some items need, judge, and keep the rest of the last result with its dates."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from auditor.audit import AuditRequest, beside, crawl_site, evidence_dir, judge_store
from auditor.classify import Recogniser
from auditor.document import Label
from auditor.reading import is_asked_for, scope_of, unasked, whole_crawl, with_checks
from auditor.result import ItemResult, Result
from auditor.rules.load import Rules
from auditor.rules.schema import Year
from auditor.score import score_items
from crawler.evidence import Store
from crawler.run import Progress

MOST = 60
"""Addresses fetched for a check again, and as many that are new; it is meant to take seconds."""
HOPS = 3
"""What was put up since may be a file on a new page of a new list."""
MENUS = ("nav", "header")


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
    concepts = {c.concept for i in wanted for c in i.criteria}
    crawl_site(request, rules, progress, only=_addresses(request.out, wanted))
    left, recogniser = MOST, Recogniser(rules.concepts, rules.words)
    for _ in range(HOPS):
        new = _new_addresses(request.out, concepts, recogniser)[:left]
        if not new:
            break
        crawl_site(request, rules, progress, only=new)
        left -= len(new)
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


def _addresses(out: Path, items: list[ItemResult]) -> list[str]:
    """The home page, what the items rest on or lack, and the pages that name it."""
    with Store.open(evidence_dir(out), read_only=True) as store:
        whole = whole_crawl(store)
    if whole is None:
        raise AgainError(f"{out}: no crawl in this store; run a whole audit first")
    found = [whole.url, whole.home_url]
    for item in items:
        for evidence in item.evidence:
            found += [evidence.url, evidence.found_on]
        for criterion in item.criteria:
            for citation in criterion.citations:
                found += [citation.url, citation.found_on]
    scope = scope_of(whole)
    return [url for url in dict.fromkeys(found) if is_asked_for(url, scope)][:MOST]


def _new_addresses(out: Path, concepts: set[str], recogniser: Recogniser) -> list[str]:
    """What has been put up since the whole crawl: first what is named for the items, then other ways into the site."""
    with Store.open(evidence_dir(out), read_only=True) as store:
        whole = whole_crawl(store)
        new = unasked(store, with_checks(store, whole)) if whole else {}
    homes = (whole.url, whole.home_url) if whole else ()
    named = [url for url, labels in new.items() if _may_be(labels, concepts, recogniser)]
    ways = [url for url, labels in new.items() if any(x.place in MENUS or x.found_on in homes for x in labels)]
    return list(dict.fromkeys([*named, *ways]))


def _may_be(labels: list[Label], concepts: set[str], recogniser: Recogniser) -> bool:
    said = (recogniser.recognise({"link_text": label.text, "context": label.context}) for label in labels)
    return any(r.concept in concepts for found in said for r in found)


def _merge(old: Result, fresh: Result, items: Collection[str], year: Year, request: AuditRequest) -> Result:
    now = {i.id: i for i in fresh.items}
    kept = old.crawl.finished_at
    merged = [
        now[i.id] if i.id in items else i.model_copy(update={"checked_at": i.checked_at or kept}) for i in old.items
    ]
    made = score_items(year, merged, iit=request.iit, eit=request.eit)
    return fresh.model_copy(update={"items": merged, "score": made})
