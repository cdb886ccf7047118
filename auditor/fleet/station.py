"""What a worker does with one job: take the server, fetch the evidence, audit, bring everything back, once."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from celery import Celery, Task
from celery.exceptions import Reject
from celery.signals import worker_process_shutdown

from auditor.fleet import broker
from auditor.fleet.depot import Depot
from auditor.fleet.lease import BROKER_ERRORS, Lease, of_agency
from auditor.fleet.trouble import FleetError
from auditor.nightly.addresses import Resolver, addresses_of
from auditor.nightly.agencies import Agency
from auditor.nightly.night import LEAST_DISK
from auditor.nightly.request import REPORT, Engine, JobOutcome, JobRequest
from auditor.nightly.runner import Stopped, run_job
from auditor.nightly.zygote import Start, zygote
from crawler.request import Progress
from crawler.servers.network import resolve

LOST_AT_MOST = 3
"""Workers that may be lost with one job before it is given up."""
BUSY_FOR = 15
"""Seconds after which a job whose server another worker has is looked at again."""
TOLD_EVERY = 10.0
STORE_TRIES, STORE_PAUSE, STORE_PAUSE_MOST = 10, 5, 600
"""A store that is away is asked again after 5, 10, 20 … seconds, ten times in all: about 50 minutes."""


_SLUG = re.compile(r"[\w-][\w.-]{0,110}")


class Poisoned(Exception):
    """A job that took its worker with it each time."""


@dataclass(frozen=True, slots=True)
class Station:
    """One worker's place: its store, its folder, its versions. `closing` is set when running jobs are to be left.

    `prepare`: modules that jobs need beside their own, see auditor.nightly.zygote.
    """

    store: str
    folder: Path
    engine: Engine
    hints: Mapping[str, Any]
    rules: Path | None
    closing: Event
    refused: Event
    say: Callable[[str], None]
    prepare: tuple[str, ...] = ()
    resolver: Resolver = field(default=resolve)


def to_wire(request: JobRequest) -> dict[str, Any]:
    """Address and options only: folders, hints and programs are each machine's own."""
    made = request.to_json()
    for name in _OWN:
        del made[name]
    return made


_OWN = ("out", "cache", "shared_cache", "pace", "rules", "hints", "renderer")


def from_wire(wire: Mapping[str, Any], station: Station) -> JobRequest:
    """The job as this machine does it. Its pace is kept for all jobs of the machine, platform hosts among them.

    ValueError for what no coordinator of ours sent: the broker names no paths and no programs.
    """
    if _SLUG.fullmatch(wire["slug"]) is None or not wire.keys().isdisjoint(_OWN):
        raise ValueError(f"not a job of this program: {str(wire)[:200]}")
    request = JobRequest.from_json({**wire, "out": str(station.folder / "agencies" / wire["slug"])})
    return replace(
        request,
        renderer=REPORT,
        rules=station.rules,
        hints=station.hints,
        cache=station.folder / "cache",
        pace=station.folder / "pace",
        shared_cache=f"{station.store.rstrip('/')}/cache",
    )


def register(app: Celery, station: Station) -> None:
    """Makes the one task known to this worker."""

    def audit(task: Task, job: str, wire: dict[str, Any], lost: int = 0) -> None:
        try:
            _Visit(app, station, task, job, wire, lost).make()
        except FleetError as error:
            station.say(f"{wire['slug']}: {error}")
            raise
        except BROKER_ERRORS as error:
            # Mostly the broker was away and has taken the job back already. Nobody is to think that it failed.
            station.say(f"{wire['slug']}: to be begun again ({error})")
            raise Reject(str(error), requeue=True) from error

    app.task(
        bind=True,
        name=broker.AUDIT,
        autoretry_for=(FleetError,),
        max_retries=STORE_TRIES,
        retry_backoff=STORE_PAUSE,
        retry_backoff_max=STORE_PAUSE_MOST,
        retry_jitter=False,
    )(audit)


class _Visit:
    """One delivery of one job."""

    def __init__(self, app: Celery, station: Station, task: Task, job: str, wire: dict[str, Any], lost: int) -> None:
        self.app, self.station, self.task = app, station, task
        self.job, self.lost = job, lost
        self.request = from_wire(wire, station)
        self.depot = Depot(station.store)

    def make(self) -> None:
        if trouble := self._trouble():
            self._refuse(trouble)
            return
        with Lease(self.app, *self._alone_with()) as lease:
            if not lease.held():
                self.station.say(f"{self.request.slug}: its server is busy with another worker")
                self._hand_back(self.lost, countdown=BUSY_FOR)
            elif self.depot.outcome(self.job) is not None:
                self.station.say(f"{self.request.slug}: done already")
            elif self.task.request.delivery_info.get("redelivered"):
                self._count_lost()
            else:
                self._work(lease)

    def _trouble(self) -> str:
        """Why this worker should do no jobs at all."""
        if self.request.engine != self.station.engine:
            return _difference(self.station.engine, self.request.engine)
        free = shutil.disk_usage(self.station.folder).free
        return f"{self.station.folder}: only {free // 1_000_000} MB free" if free < LEAST_DISK else ""

    def _alone_with(self) -> tuple[str, ...]:
        """The agency, its server; for a job that lost a worker also the place of such jobs, one on each worker.

        So what kills its worker takes no other job twice with it.
        """
        agency = Agency(self.request.slug, self.request.name, self.request.url)
        server = addresses_of([agency], self.station.resolver)[agency.slug] or agency.slug
        suspects = (f"oit.suspects.{self.task.request.hostname}",) if self.lost else ()
        return (of_agency(agency.slug), f"oit.server.{server}", *suspects)

    # --- the work

    def _work(self, lease: Lease) -> None:
        request, out = self.request, self.request.out
        shutil.rmtree(out, ignore_errors=True)
        try:
            self.depot.fetch_evidence(request.slug, out)
            self.station.say(f"{request.slug}: started")
            stop = _Stop(lease, self.station.closing)
            outcome = self._run(stop)
            if not lease.held():
                # Whoever has the server now goes on from what stood there before.
                self._hand_back(self.lost)
                self.station.say(f"{request.slug}: its server was taken over")
                return
            self._patiently(stop, lambda: self.depot.keep_evidence(request.slug, out))
            if outcome is None:
                self._hand_back(self.lost)
                self.station.say(f"{request.slug}: handed back")
            else:
                self._patiently(stop, lambda: self.depot.settle(self.job, outcome))
                self.station.say(f"{request.slug}: {outcome.state} {outcome.detail}".rstrip())
        finally:
            shutil.rmtree(out, ignore_errors=True)

    def _patiently(self, stop: _Stop, keep: Callable[[], None]) -> None:
        """A website is not asked again because our store is away: what came of it waits here for as long as a job."""
        for tried in range(STORE_TRIES):
            try:
                return keep()
            except FleetError as error:
                self.station.say(f"{self.request.slug}: {error}")
                until = time.monotonic() + min(STORE_PAUSE * 2**tried, STORE_PAUSE_MOST)
                while time.monotonic() < until:
                    if stop.is_set():
                        raise
                    time.sleep(1)
        return keep()

    def _run(self, stop: _Stop) -> JobOutcome | None:
        """None where it was stopped half done: whoever takes it next goes on with the evidence so far."""
        try:
            outcome = run_job(self.request, _Teller(self.task), stop=stop, start=_starter(self.station.prepare))
        except Stopped:
            return None
        # The night would take this for its own disk, and stop.
        return replace(outcome, detail=outcome.detail.replace("No space left", "the worker had no space left"))

    # --- handing back

    def _hand_back(self, lost: int, countdown: float = 0) -> None:
        """A copy is sent and this delivery acknowledged, so that it costs the job none of its lives."""
        copy = self.task.signature_from_request(kwargs={"lost": lost}, retries=0, countdown=countdown or None)
        copy.apply_async()

    def _count_lost(self) -> None:
        """Delivered before to a worker that never came back."""
        lost = self.lost + 1
        if lost < LOST_AT_MOST:
            self._hand_back(lost)
            return
        detail = f"{lost} workers were lost with it; see `oit fleet dead`"
        self.depot.bury(self.job, JobOutcome(self.request.slug, "failed", detail))
        self.station.say(f"{self.request.slug}: given up, {detail}")
        raise Poisoned(detail)

    def _refuse(self, trouble: str) -> None:
        """Leaves the queue first, so that the same job does not come back at once, and ends this worker."""
        me = [self.task.request.hostname]
        if not self.station.refused.is_set():
            self.station.refused.set()
            self.station.say(trouble)
        self.app.control.cancel_consumer(broker.JOBS, destination=me, reply=True, timeout=5)
        self._hand_back(self.lost)
        self.app.control.shutdown(destination=me)


def _difference(mine: Engine, asked: Engine) -> str:
    rules = f"rules {mine.rules[:19]}, asked {asked.rules[:19]}" if mine.rules != asked.rules else ""
    code = f"engine {mine.code[:12]}, asked {asked.code[:12]}" if mine.code != asked.code else ""
    return f"this worker is of another version ({'; '.join(filter(None, (rules, code)))}); bring it up to date"


@cache
def _starter(prepare: tuple[str, ...]) -> Start:
    """One zygote for each process of the worker's pool, made at its first job; it ends with that process."""
    return _ZYGOTES.enter_context(zygote(*prepare))


_ZYGOTES = ExitStack()
worker_process_shutdown.connect(lambda **_: _ZYGOTES.close(), weak=False)


class _Stop(threading.Event):
    """What run_job asks every second: keeps the lease alive, too."""

    def __init__(self, lease: Lease, closing: Event) -> None:
        super().__init__()
        self._lease, self._closing = lease, closing

    def is_set(self) -> bool:
        return self._closing.is_set() or not self._lease.held()


class _Teller:
    """Passes progress on now and then, as an event that is lost when nobody listens."""

    def __init__(self, task: Task) -> None:
        self._task, self._told = task, 0.0

    def __call__(self, progress: Progress) -> None:
        if time.monotonic() - self._told >= TOLD_EVERY:
            self._told = time.monotonic()
            told = {"pages": progress.pages, "documents": progress.documents}
            with suppress(*BROKER_ERRORS):
                self._task.send_event("task-progress", retry=False, **told)
