"""Has done what the queue holds, in isolated processes here or on workers elsewhere, and writes down how it went."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from hashlib import sha256
from sqlite3 import OperationalError
from typing import Any

from auditor.nightly.request import REPORT, Engine, JobOutcome, JobRequest, Limits
from auditor.nightly.runner import Stopped, run_job
from auditor.serve.address import Resolver, pin_of
from auditor.serve.claimed import read_claims
from auditor.serve.queue import ATTEMPTS, Job, Queue
from auditor.serve.settings import ServeSettings
from auditor.serve.shelf import Shelf
from auditor.serve.wording import Objection
from crawler.request import Progress
from crawler.servers import network

TOLD_EVERY = 0.5
AGAIN_AFTER = 5
"""Seconds before the queue is asked or written again after that failed, such as on a full disk."""
Run = Callable[..., JobOutcome]
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Running:
    """`why` says what the stop was for: '' the server ends, else a person or a limit."""

    stop: threading.Event = field(default_factory=threading.Event)
    why: str = ""
    told: float = 0.0


class Worker:
    """`jobs` threads for whole audits and one for what is quick. `run` does one job; with an `engine`, which workers
    elsewhere must match, it is they who do it. `resolver` is replaced by tests only."""

    def __init__(
        self,
        settings: ServeSettings,
        queue: Queue,
        shelf: Shelf,
        hints: Mapping[str, Any],
        run: Run = run_job,
        resolver: Resolver = network.resolve,
        engine: Engine | None = None,
    ) -> None:
        self._resolver, self._engine = resolver, engine
        self._settings, self._queue, self._shelf, self._hints, self._run = settings, queue, shelf, hints, run
        self._ending = threading.Event()
        self._running: dict[str, _Running] = {}
        self._threads = [
            threading.Thread(target=self._work, args=(quick,), name=f"worker-{n}", daemon=True)
            for n, quick in enumerate([True, *([False] * settings.jobs)])
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Jobs under way are ended and put back; they go on where they were when the server starts again."""
        self._ending.set()
        for running in list(self._running.values()):
            running.stop.set()
        with self._queue.changed:
            self._queue.changed.notify_all()
        for thread in self._threads:
            thread.join(20)

    def cancel(self, job: Job, by: str) -> None:
        with self._queue.changed:
            running = self._running.get(job.id)
            if running is None:
                self._queue.end(job.id, "cancelled", by)
                return
        running.why = f"cancelled:{by}"
        running.stop.set()

    def _work(self, quick: bool) -> None:
        while not self._ending.is_set():
            try:
                self._take_one(quick)
            except Exception:  # whatever it was, those who wait behind it must not wait for ever
                _log.exception("the queue could not be served; trying again in %d s", AGAIN_AFTER)
                self._ending.wait(AGAIN_AFTER)

    def _take_one(self, quick: bool) -> None:
        with self._queue.changed:
            job = self._queue.take(quick=quick)
            if job is None:
                self._queue.changed.wait(2)
                return
            # In one step: who cancels a job finds it waiting or running.
            running = self._running[job.id] = _Running()
        if self._ending.is_set():
            running.stop.set()
        try:
            self._perform(job, running)
        finally:
            del self._running[job.id]

    def _perform(self, job: Job, running: _Running) -> None:
        try:
            outcome = self._run(self._request(job), lambda p: self._tell(job, running, p), stop=running.stop)
        except Stopped:
            self._stopped(job, running)
        except Objection as error:
            self._write(self._queue.end, job, "failed", error.text.en)
        except Exception as error:  # a job must not take the thread, and the queue, with it
            _log.exception("job %s of %s", job.id, job.slug)
            self._write(self._queue.end, job, "failed", f"{type(error).__name__}: {error}")
        else:
            self._ended(job, outcome)

    def _ended(self, job: Job, outcome: JobOutcome) -> None:
        """A crawl of a server that was killed may take a moment longer to end; then it is tried again."""
        if outcome.state == "failed" and "another crawl" in outcome.detail and job.attempts < ATTEMPTS:
            self._ending.wait(2)
            self._write(partial(self._queue.put_back, counts=True), job)
        else:
            self._write(self._queue.end, job, outcome.state, outcome.detail)

    def _stopped(self, job: Job, running: _Running) -> None:
        if not running.why:
            self._write(self._queue.put_back, job)
        elif running.why.startswith("cancelled:"):
            self._write(self._queue.end, job, "cancelled", running.why.partition(":")[2])
        else:
            self._write(self._queue.end, job, "failed", running.why)

    def _write(self, change: Callable[..., None], job: Job, *how: str) -> None:
        """However long that takes: a job that seemed to run on would hold its website until the server starts anew."""
        while True:
            try:
                change(job.id, *how)
                return
            except OperationalError:
                _log.exception("the end of job %s could not be written; trying again in %d s", job.id, AGAIN_AFTER)
            if self._ending.wait(AGAIN_AFTER):
                return  # the next start finds it running, and has it done again

    def _request(self, job: Job) -> JobRequest:
        """Objection where the address has become one that may not be asked."""
        settings, data = self._settings, self._settings.data
        out = self._shelf.folder(job.slug, job.year)
        return JobRequest(
            slug=job.slug if self._engine is None else slug_elsewhere(job),
            url=job.url,
            out=out,
            engine=self._engine or Engine(),
            fiscal_year=job.year,
            as_of=date.fromisoformat(settings.as_of) if settings.as_of else None,
            max_pages=settings.max_pages,
            minutes=settings.minutes,
            host_map=pin_of(job.url, public=settings.public, resolver=self._resolver),
            rules=settings.rules,
            cache=data / "cache",
            pace=data / "pace",
            since=_since(job),
            hints=self._hints,
            renderer=REPORT,
            limits=Limits(memory=settings.memory, wall_seconds=settings.minutes * 60 + 3600),
            items=job.items,
            claims=read_claims(out),
        )

    def _tell(self, job: Job, running: _Running, progress: Progress) -> None:
        if time.monotonic() - running.told < TOLD_EVERY:
            return
        running.told = time.monotonic()
        self._queue.tell(job.id, {**progress.to_json(), "at": time.time()})
        if self._shelf.used() > self._settings.disk or self._shelf.free() < self._settings.free // 2:
            running.why = "disk space used up"
            running.stop.set()


def _since(job: Job) -> str:
    """Claims need no new crawl where one is finished; a job that was killed need not crawl twice. Two jobs never have
    the same: workers elsewhere know them apart by it."""
    return f"0.{job.seq}" if job.kind == "claims" else job.started_at


def slug_elsewhere(job: Job) -> str:
    """Workers keep evidence by agency; here each year of it has a folder of its own."""
    digest = sha256(job.slug.encode()).hexdigest()[:10]
    return f"{job.slug}-{job.year}" if len(job.slug) <= 90 else f"{job.slug[:90]}-{digest}-{job.year}"
