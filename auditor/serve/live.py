"""How a job is getting on, as people want to know it: stage, figures, place in the queue."""

from __future__ import annotations

import time
from typing import Any

from auditor.rules.schema import Year
from auditor.serve.queue import Job, Queue
from auditor.serve.shelf import Shelf
from auditor.serve.visit import Visit
from auditor.serve.wording import Objection
from crawler.evidence import Store, StoreError

QUIET = 3.0
"""Seconds without a word from the crawl after which the store is asked whether it is over."""


def job_of(visit: Visit) -> Job:
    """The job that is asked about. Objection where there is none."""
    job = visit.desk.queue.job(visit.path("id"))
    if job is None:
        raise Objection("not_found")
    return job


def status_of(visit: Visit, job: Job) -> dict[str, Any]:
    desk = visit.desk
    year = desk.rules.years.get(job.year) or desk.year(None)
    return status(job, desk.queue, desk.shelf, year)


def result_path(job: Job) -> str:
    """Where the result of a job is read."""
    base = f"/audits/{job.slug}/{job.year}"
    if job.kind == "again" and len(job.items) == 1:
        return f"{base}/items/{job.items[0]}?checked=1"
    return f"{base}/claims" if job.kind == "claims" else base


def status(job: Job, queue: Queue, shelf: Shelf, year: Year) -> dict[str, Any]:
    """Plain values. `stage`: waiting, starting, crawling, judging, or the state it ended in."""
    said = job.progress
    tags = said.get("tags", {})
    items = [item.id for item in year.items if tags.get(item.concept)]
    return {
        "id": job.id,
        "slug": job.slug,
        "year": job.year,
        "url": job.url,
        "kind": job.kind,
        "items": list(job.items),
        "state": job.state,
        "stage": _stage(job, shelf) if job.state == "running" else job.state,
        "before": queue.before(job) if job.state == "waiting" else 0,
        "pages": int(said.get("pages", 0)),
        "documents": int(said.get("documents", 0)),
        "queue": int(said.get("queue", 0)),
        "seconds": round(float(said.get("seconds", 0))),
        "now": str(said.get("url", "")),
        "found": items,
        "found_of": len(year.items),
        "attempts": job.attempts,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "ended_at": job.ended_at,
        "detail": job.detail,
        "has_result": shelf.has(job.slug, job.year),
    }


def _stage(job: Job, shelf: Shelf) -> str:
    if not job.progress:
        return "starting"
    if time.time() - float(job.progress.get("at", 0)) < QUIET:
        return "crawling"
    return "judging" if _crawled(job, shelf) else "crawling"


def _crawled(job: Job, shelf: Shelf) -> bool:
    path = shelf.folder(job.slug, job.year) / "evidence"
    try:
        with Store.open(path, read_only=True) as store:
            info = store.latest()
    except (StoreError, OSError):
        return False
    return info is not None and info.state != "running"
