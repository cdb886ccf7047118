"""Verdicts that still hold: what they rested on, and whether any of it changed. Imports no judging."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from auditor.engine import code
from auditor.files import write_json
from auditor.gathering import AuditRequest, beside, evidence_dir
from auditor.reading import day, whole_crawl, with_checks
from crawler.evidence import CrawlInfo, Store
from crawler.page.render import UNLOADED

FILE = "verdict.json"


@dataclass(frozen=True, slots=True)
class Basis:
    """All that a judgement is a function of, beside its date."""

    evidence: str
    rules: str
    code: str
    fiscal_year: int
    asked: str
    decisions: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def find(request: AuditRequest, rules: str, fiscal_year: int) -> tuple[Basis, dict[str, Any] | None]:
    """What judging the latest crawl of an audit would rest on, and the earlier result where it would give that again.

    `rules` is their digest."""
    with Store.open(evidence_dir(request.out), read_only=True) as store:
        whole = whole_crawl(store)
        crawls = with_checks(store, whole) if whole else ()
        basis = Basis(
            evidence=evidence_digest(store, crawls),
            rules=rules,
            code=code(),
            fiscal_year=fiscal_year,
            asked=repr((request.name, request.kind, request.iit, request.eit, sorted((request.claims or {}).items()))),
            decisions=file_digest(beside(request.out) / "decisions.jsonl"),
        )
        today = request.as_of or day(crawls[-1].started_at) if crawls else date.min
        earlier = still_holds(request.out, basis, today) if crawls else None
        return basis, brought_up_to_date(earlier, store, crawls, today) if earlier else None


def evidence_digest(store: Store, crawls: Sequence[CrawlInfo]) -> str:
    """The same for two crawls, each with the checks after it, that found the same: every address with its bytes or
    problem, whatever the order.

    Links are left out: they follow from the bytes. Times and the way an address was reached do not decide.
    """
    digest = sha256()
    for info in crawls:
        notes = sorted(n.code for n in info.notes if n.code != "resumed")
        digest.update(repr((info.home_url, info.state, notes)).encode())
        for row in sorted(_rows(store, info.id)):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def _rows(store: Store, crawl_id: int) -> Iterator[tuple[str, ...]]:
    for f in store.fetches(crawl_id):
        status = 200 if f.status == 304 else f.status
        yield (
            f.url, f.final_url, f.problem or "", str(status), f.media_type, f.charset, f.sha256, str(f.rendered),
            f.headers.get(UNLOADED, ""),
        )  # fmt: skip
    for u in store.unread(crawl_id):
        yield u.url, u.why


def file_digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def remember(out: Path, basis: Basis, judged_on: str) -> None:
    """Beside result.json; `judged_on` is its `as_of`."""
    kept = {**basis.to_json(), "judged_on": judged_on, "result": file_digest(out / "result.json")}
    write_json(out / FILE, kept)


def recall(out: Path) -> dict[str, Any]:
    """What `remember` kept; {} where nothing was."""
    try:
        kept: dict[str, Any] = json.loads((out / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept


def still_holds(out: Path, basis: Basis, today: date) -> dict[str, Any] | None:
    """The earlier result as JSON where judging again would give it; None where it has to be judged."""
    kept, result = recall(out), _result(out)
    if not kept or not result:
        return None
    judged_on, digest = kept.pop("judged_on", ""), kept.pop("result", "")
    if kept != basis.to_json() or digest != file_digest(out / "result.json"):
        return None
    return None if _date_passed(result, date.fromisoformat(judged_on), today) else result


def _date_passed(result: Mapping[str, Any], then: date, today: date) -> bool:
    """Months, quarters and years end with a month; other days that count stand in the result."""
    if (then.year, then.month) != (today.year, today.month):
        return True
    days = [result["assessed_from"], *(item["due"] for item in result["items"] if item.get("due"))]
    first, last = sorted((then, today))
    return any(first < date.fromisoformat(day) <= last for day in days)


def brought_up_to_date(
    result: dict[str, Any], store: Store, crawls: Sequence[CrawlInfo], today: date
) -> dict[str, Any]:
    """The earlier result as judging these crawls would write it: only times and what the crawl cost differ."""
    info = crawls[0]
    crawl = {**result["crawl"], "started_at": info.started_at, "finished_at": info.finished_at or ""}
    crawl.update({name: int(info.stats.get(name, 0)) for name in _COUNTS}, settings=dict(info.settings))
    times = {f.url: f.fetched_at for checked in crawls for f in store.fetches(checked.id)}
    items = [_with_times(item, times) for item in result["items"]]
    return {**result, "as_of": today.isoformat(), "crawl": crawl, "items": items}


_COUNTS = ("pages", "documents", "rendered", "requests", "bytes")


def _with_times(item: dict[str, Any], times: Mapping[str, str]) -> dict[str, Any]:
    criteria = [{**c, "citations": [_timed(x, times) for x in c["citations"]]} for c in item["criteria"]]
    return {**item, "criteria": criteria}


def _timed(citation: dict[str, Any], times: Mapping[str, str]) -> dict[str, Any]:
    at = times.get(citation["url"])
    return {**citation, "fetched_at": at} if at and citation["fetched_at"] else citation


def cited(out: Path) -> tuple[str, ...]:
    """Addresses that decided the verdicts of DIR/result.json, and the pages that named them."""
    return tuple(sorted(set(_addresses(_result(out).get("items", ())))))


def scanned_pages(out: Path) -> int:
    """Pages that OCR read for DIR/result.json."""
    return int(_result(out).get("crawl", {}).get("ocr_pages", 0))


def _result(out: Path) -> dict[str, Any]:
    """{} where there is none."""
    try:
        result: dict[str, Any] = json.loads((out / "result.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return result


def _addresses(items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for item in items:
        told = [c for criterion in item.get("criteria", ()) for c in criterion.get("citations", ())]
        for one in (*told, *(e for e in item.get("evidence", ()) if e.get("chosen"))):
            for address in (one.get("url", ""), one.get("found_on", "")):
                if address:
                    yield address.split("#", 1)[0]
