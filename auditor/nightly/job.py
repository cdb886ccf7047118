"""The job of one agency: crawl, judge where something changed, render. The same functions as `oit audit`."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor import results, standing
from auditor.files import write_json, write_text
from auditor.nightly import baseline
from auditor.nightly.request import JobOutcome, JobRequest
from auditor.reading import day, whole_crawl, with_checks
from crawler.evidence import CrawlInfo, Store, StoreError
from crawler.request import CrawlError, CrawlRequest, Progress
from crawler.run import Start, crawl, start_child

if TYPE_CHECKING:
    from auditor.audit import AuditRequest
    from auditor.result import Result

UNREACHABLE = frozenset(
    ("dns", "timeout", "refused", "reset", "server_error", "robots_unreachable", "rate_limited", "bad_response",
     "truncated", "tls_failed", "not read")
)  # fmt: skip


def perform(
    request: JobRequest, progress: Callable[[Progress], None] | None = None, start: Start = start_child
) -> JobOutcome:
    """Audits one agency in this process. Expected trouble is an outcome, never an exception; a bug is raised."""
    began = time.monotonic()
    request.out.mkdir(parents=True, exist_ok=True)
    try:
        if request.items:
            outcome = _outcome(request, _checked_again(request, progress), reused=False)
        else:
            _judge_baseline(request)
            info = _crawled(request, progress, start)
            _fetch_claims(request, progress)
            outcome = _outcome(request, info, reused=_judged(request, info, progress))
    except (CrawlError, StoreError, OSError) as error:
        outcome = JobOutcome(request.slug, "failed", str(error)[:500])
    return replace(outcome, **_costs(began))


def _costs(began: float) -> dict[str, Any]:
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
    peak = (own.ru_maxrss + others.ru_maxrss) * 1024
    return {"cpu": round(cpu, 3), "wall": round(time.monotonic() - began, 3), "peak": peak}


def _outcome(request: JobRequest, info: CrawlInfo, *, reused: bool) -> JobOutcome:
    problem = next((str(n.facts.get("problem", "")) for n in info.notes if n.code == "home_unreadable"), "")
    counts = {name: int(info.stats.get(name, 0)) for name in ("pages", "documents", "requests", "kept", "received")}
    blocked = info.state == "blocked"
    return JobOutcome(
        request.slug,
        "blocked" if blocked else "done",
        problem if blocked else "",
        unreachable=blocked and problem in UNREACHABLE,
        reused=reused,
        ocr_pages=0 if reused else standing.scanned_pages(request.out),
        **counts,
    )


# --- crawling


def _crawled(request: JobRequest, progress: Callable[[Progress], None] | None, start: Start) -> CrawlInfo:
    store = request.out / "evidence"
    done = _done_since(store, request.since)
    if done is not None:
        return done
    asked = CrawlRequest(
        url=request.url,
        store=store,
        hints=_hints(request),
        max_pages=request.max_pages,
        minutes=request.minutes,
        render=request.render,
        allow_private=request.allow_private,
        host_map=dict(request.host_map),
        timeout=request.timeout,
        pace=request.pace,
        revisit=request.revisit,
        turn=request.turn,
        always=standing.cited(request.out) if request.revisit else (),
    )
    try:
        return crawl(asked, progress=progress, start=start)
    except CrawlError as error:
        if "unknown host" not in str(error):
            raise
        return _record_unknown(store, request.url, str(error))


def _done_since(path: Path, since: str) -> CrawlInfo | None:
    """A crawl that was finished in this night already: its job was killed before it had judged."""
    if not since or not (path / "store.sqlite").exists():
        return None
    with Store.open(path, read_only=True) as store:
        info = store.latest()
    return info if info and info.state != "running" and info.started_at >= since else None


def _hints(request: JobRequest) -> Any:
    from crawler.queue.hints import Hints

    if request.hints is not None:
        return Hints.from_json(dict(request.hints))
    from auditor.gathering import hints
    from auditor.rules.load import load

    return hints(load(request.rules))


def _record_unknown(path: Path, url: str, detail: str) -> CrawlInfo:
    """A host without an address could not be asked: that is a blocked crawl, and it gets its report too."""
    from crawler.evidence import Journal, Task
    from crawler.session import failed

    with Store.open(path, create=True) as store:
        journal = Journal.begin(store, url, {})
        with journal.transaction():
            journal.add_fetch(failed(Task(url), "dns", detail))
            journal.note("home_unreadable", problem="dns")
            journal.finish_state("blocked")
        return journal.info()


def _fetch_claims(request: JobRequest, progress: Callable[[Progress], None] | None) -> None:
    """Addresses that are meant to be handed in are opened whether or not the site leads to them."""
    if request.claims:
        from auditor.audit import crawl_site
        from auditor.rules.load import load

        urls = [url for named in request.claims.values() for url in named]
        crawl_site(_audit_request(request), load(request.rules), progress, only=urls)


def _checked_again(request: JobRequest, progress: Callable[[Progress], None] | None) -> CrawlInfo:
    """Some items anew, the others as they stood. StoreError where there is no result to go on from."""
    from auditor import again
    from auditor import audit as wiring
    from auditor.rules.load import load

    rules, asked = load(request.rules), _audit_request(request)
    year = wiring.pick_year(rules, request.fiscal_year)
    try:
        wiring.write(again.check_again(asked, rules, year, request.items, progress), request.out)
    except again.AgainError as error:
        raise StoreError(str(error)) from error
    _render(request)
    with Store.open(request.out / "evidence", read_only=True) as store:
        info = store.latest()
    assert info is not None
    return info


# --- judging


def _judged(request: JobRequest, info: CrawlInfo, progress: Callable[[Progress], None] | None) -> bool:
    """Writes result.json and report.html; whether the earlier verdicts still held."""
    today = request.as_of or day(info.started_at)
    with Store.open(request.out / "evidence", read_only=True) as store:
        crawls = with_checks(store, whole_crawl(store) or info)
        basis = _basis(request, store, crawls)
        earlier = standing.still_holds(request.out, basis, today) if request.engine.code else None
        fresh = standing.brought_up_to_date(earlier, store, crawls, today) if earlier else None
    if fresh:
        results.keep_earlier(request.out)
        write_json(request.out / "result.json", fresh)
    else:
        _judge(request, partial(_tell_scans, info, progress))
    if request.engine.code:
        standing.remember(request.out, basis, today.isoformat())
    _render(request)
    return fresh is not None


def _basis(request: JobRequest, store: Store, crawls: Sequence[CrawlInfo]) -> standing.Basis:
    return standing.Basis(
        evidence=standing.evidence_digest(store, crawls),
        rules=request.engine.rules,
        code=request.engine.code,
        fiscal_year=request.fiscal_year,
        asked=repr((request.name, request.kind, request.lang, sorted(request.claims.items()))),
        decisions=standing.file_digest(request.out / "decisions.jsonl"),
    )


def _judge(request: JobRequest, told: Callable[[int], None]) -> None:
    from auditor import audit as wiring

    wiring.write(_result(request, told), request.out)


def _tell_scans(info: CrawlInfo, progress: Callable[[Progress], None] | None, waiting: int) -> None:
    if progress is not None:
        pages, documents = (int(info.stats.get(name, 0)) for name in ("pages", "documents"))
        progress(Progress(pages, documents, queue=0, seconds=0, tags={}, scans=waiting))


def _judge_baseline(request: JobRequest) -> None:
    """Before the new crawl, and only where its crawl was not made before the job was killed."""
    baseline.drop_old(request)
    store = request.out / "evidence"
    if baseline.is_wanted(request) and _done_since(store, request.since) is None:
        baseline.write(request, _result(request, lambda _: None).model_dump(mode="json", by_alias=True))


def _result(request: JobRequest, told: Callable[[int], None]) -> Result:
    """Of the latest crawl. `told`: see auditor.audit.judge_store."""
    from auditor import audit as wiring
    from auditor.rules.load import load

    rules = load(request.rules)
    return wiring.judge_store(_audit_request(request), rules, wiring.pick_year(rules, request.fiscal_year), told)


def _audit_request(request: JobRequest) -> AuditRequest:
    from auditor.audit import AuditRequest

    return AuditRequest(
        url=request.url,
        out=request.out,
        fiscal_year=request.fiscal_year,
        as_of=request.as_of,
        max_pages=request.max_pages,
        minutes=request.minutes,
        render=request.render,
        allow_private=request.allow_private,
        name=request.name,
        kind=request.kind,
        claims=request.claims or None,
        host_map=dict(request.host_map),
        rules=request.rules,
    )


def _render(request: JobRequest) -> None:
    """By name: the night knows no reports, and who runs the job says what a report is."""
    if not request.renderer:
        return
    module, _, function = request.renderer.partition(":")
    render = getattr(import_module(module), function)
    from auditor.result import Result
    from crawler.evidence import picture_reader

    result = Result.model_validate_json((request.out / "result.json").read_text("utf-8"))
    page = render(result, lang=request.lang, pictures=picture_reader(request.out / "evidence"))
    write_text(request.out / "report.html", page)
