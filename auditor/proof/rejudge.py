"""Judges stored bytes again by the rules stored beside them, and says where the verdicts are not the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from auditor import audit
from auditor.document import Document, Source
from auditor.reader import Reader
from auditor.reading import with_checks
from auditor.result import Result
from auditor.rules.load import RuleError, load_files, year_of
from crawler.evidence import CrawlInfo, Fetch, Store, StoreError


@dataclass(frozen=True, slots=True)
class Again:
    """A result judged anew, and every document as it was read for it, by address."""

    result: Result
    documents: Mapping[str, Document]


class KeptReader(Reader):
    """Reads stored bodies; where a body is withheld, the text that came with the archive stands in for it."""

    def __init__(self, store: Store, kept: Mapping[str, Document]) -> None:
        super().__init__(store)
        self._kept = kept
        self.documents: dict[str, Document] = {}

    def read(self, fetch: Fetch) -> Document:
        if fetch.url in self._kept and not self._store.has_body(fetch.sha256):
            document = self._kept[fetch.url]
        else:
            document = super().read(fetch)
        self.documents[fetch.url] = document
        return document

    def read_failed(self, fetch: Fetch) -> None:
        """Also the text of an answer that the judge does not read, such as a page that says 404."""
        if fetch.sha256 and fetch.url not in self.documents and self._store.has_body(fetch.sha256):
            with suppress(StoreError):  # a damaged body has no text; `oit verify` names it
                self.documents[fetch.url] = super().read(fetch)

    def read_more(self, sources: tuple[Source, ...], needs: Iterable[str]) -> tuple[tuple[Source, ...], bool]:
        sources, more = super().read_more(sources, [need for need in needs if self._store.has_body(need)])
        self.documents.update({s.url: s.document for s in sources if s.document})
        return sources, more


def crawls_of(store: Store, result: Result) -> tuple[CrawlInfo, ...]:
    """The crawl that a result was made from, and the checks after it. StoreError when it is not in the store."""
    for info in store.crawls():
        if info.started_at == result.crawl.started_at:
            return with_checks(store, info)
    raise StoreError(f"{store.path}: the crawl of {result.crawl.started_at} that this result was made from is not here")


def judge_as_then(store: Store, result: Result, kept: Mapping[str, Document] | None = None) -> Again:
    """As judge_again; where checks of single addresses came after the result was made, without those."""
    crawls = crawls_of(store, result)
    again = judge_again(store, result, kept)
    for count in range(len(crawls) - 1, 0, -1):
        if not verdict_differences(result, again.result) and not first_difference(result, again.result):
            break
        again = judge_again(store, result, kept, crawls=crawls[:count])
    return again


def judge_again(
    store: Store,
    result: Result,
    kept: Mapping[str, Document] | None = None,
    *,
    crawls: tuple[CrawlInfo, ...] = (),
    read_failed: bool = False,
) -> Again:
    """StoreError when crawl or rules are missing, or when these rules cannot be read by this version."""
    crawls = crawls or crawls_of(store, result)
    digest = result.tool.rules_digest
    try:
        rules = load_files(store.rules(digest))
    except RuleError as error:
        first = str(error).splitlines()[0]
        raise StoreError(f"{store.path}: the rules kept as {digest} cannot be used: {first}") from error
    if rules.digest != digest:
        raise StoreError(
            f"{store.path}: the rules kept as {digest} are not those rules (they digest to {rules.digest})"
        )
    request = audit.AuditRequest(
        url=result.agency.url,
        out=store.path,
        fiscal_year=result.fiscal_year,
        as_of=date.fromisoformat(result.as_of),
        name=result.agency.name,
        kind=result.agency.kind,
        claims={item.id: [claim.url for claim in item.claims] for item in result.items if item.claims} or None,
    )
    with KeptReader(store, kept or {}) as reader:
        judged = audit.judge_crawls(store, crawls, reader, request, rules, year_of(rules, result.fiscal_year))
        for fetch in [f for info in crawls for f in store.fetches(info.id)] if read_failed else ():
            reader.read_failed(fetch)
    return Again(judged, reader.documents)


def verdict_differences(old: Result, new: Result) -> dict[str, str]:
    """Item id -> what it was and what it is now. Items kept from an earlier check are not compared."""
    now = {item.id: item for item in new.items}
    found = {}
    for item in old.items:
        other = now.get(item.id)
        before = f"{item.outcome} {item.reason or ''}".strip()
        after = f"{other.outcome} {other.reason or ''}".strip() if other else "not an item"
        if before != after and not item.checked_at:
            found[item.id] = f"{before} → {after}"
    return found


def first_difference(old: Result, new: Result) -> str:
    """Where two results with the same verdicts still differ, as a dotted path; "" when they are the same."""
    return next(_paths(_comparable(old), _comparable(new), ""), "")


def _comparable(result: Result) -> dict[str, Any]:
    """Without what judging does not make: decisions, kept items, screenshots, and the grade from scores typed in."""
    data: dict[str, Any] = _without_pictures(result.model_dump(mode="json", by_alias=True))
    decided = any(item["decision"] for item in data["items"])
    data["items"] = {item["id"]: {**item, "decision": None} for item in data["items"] if not item["checked_at"]}
    if decided or len(data["items"]) < len(result.items):
        data["score"] = data["crawl"] = None
    else:
        data["score"] |= {"grade": None, "ita": None}
    return data


def _without_pictures(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_pictures(each) for key, each in value.items() if key != "screenshot"}
    return [_without_pictures(each) for each in value] if isinstance(value, list) else value


def _paths(old: Any, new: Any, path: str) -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from _paths(old.get(key), new.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (a, b) in enumerate(zip(old, new, strict=True)):
            yield from _paths(a, b, f"{path}.{number}")
    elif old != new:
        yield path


def cited(result: Result) -> set[str]:
    """The addresses that a result rests on: cited, chosen as evidence, or the page that led there."""
    found = {result.agency.url}
    for item in result.items:
        found |= {e.url for e in item.evidence if e.chosen}
        for criterion in item.criteria:
            for citation in criterion.citations:
                found |= {citation.url, citation.found_on}
        for claim in item.claims:
            found |= {citation.url for citation in claim.citations} | {claim.url}
    return found - {""}
