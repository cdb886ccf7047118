"""One night over all agencies: `run_night`. Starts jobs, records what they came to, goes on where it was killed."""

from __future__ import annotations

import fcntl
import os
import queue
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any, Literal

from auditor.nightly import baseline, history
from auditor.nightly.addresses import addresses_of
from auditor.nightly.agencies import Agency
from auditor.nightly.ledger import AGAIN, FIRST, SECOND_LOOK, Job, Ledger, LedgerError, Night, stamp
from auditor.nightly.queue import Queue
from auditor.nightly.request import JobOutcome, JobRequest
from auditor.nightly.runner import Stopped, run_job
from auditor.nightly.zygote import Start, zygote
from crawler.request import Progress

LONGER = 2.0
"""Time-outs of the second try of an agency that could not be reached, as a multiple of the first."""
LEAST_DISK = 200_000_000
_TICK = 0.5
Runner = Callable[[JobRequest, Callable[[Progress], None], Event], JobOutcome]


class NightError(Exception):
    """A night that cannot begin or go on; one line."""


@dataclass(frozen=True, slots=True)
class NightRequest:
    """`job` is the pattern of every agency's request; slug, url, out and the rest are filled in.

    `until`: no job is started after it. `recheck`: after how many seconds a regression is looked at again in the same
    night; None leaves that to the next night. `prepare`: what jobs use beside their own modules, see
    auditor.nightly.zygote.
    """

    agencies: tuple[Agency, ...]
    out: Path
    job: JobRequest
    jobs: int = 4
    until: datetime | None = None
    recheck: float | None = 3600.0
    prepare: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """Something a job said or came to."""

    job: Job
    progress: Progress | None = None
    outcome: JobOutcome | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a night came to. `without` are agencies that have no result at all."""

    night: int
    state: Literal["finished", "stopped", "interrupted"]
    listed: int
    done: int
    blocked: int
    failed: int
    waiting: int
    without: int
    changes: dict[str, int]
    seconds: float
    why: str = ""

    @property
    def ok(self) -> bool:
        return self.failed == 0 and self.without == 0 and not self.why


class Watcher:
    """Told what happens; the command line shows it. This one is silent."""

    def began(self, night: Night, waiting: int) -> None: ...

    def started(self, job: Job) -> None: ...

    def progressed(self, job: Job, progress: Progress) -> None: ...

    def ended(self, job: Job, outcome: JobOutcome) -> None: ...


@contextmanager
def night_lock(folder: Path) -> Iterator[None]:
    """Held until the process ends, however; NightError while another night holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip() or "?"
            raise NightError(f"{path}: another night is running here (process {holder})") from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def run_night(
    request: NightRequest, *, watcher: Watcher | None = None, stop: Event | None = None, runner: Runner | None = None
) -> Summary:
    """Blocks until the night is over. NightError and LedgerError are expected trouble, one line each."""
    folder = request.out / "nightly"
    with night_lock(folder), Ledger(folder) as ledger, ExitStack() as stack:
        run = runner or _forked(stack.enter_context(zygote(*request.prepare)))
        return _Night(request, ledger, watcher or Watcher(), stop or Event(), run).run()


def _forked(start: Start) -> Runner:
    return lambda request, tell, stop: run_job(request, tell, stop=stop, start=start)


class _Night:
    def __init__(self, request: NightRequest, ledger: Ledger, watcher: Watcher, stop: Event, runner: Runner) -> None:
        self.request = request
        self.ledger = ledger
        self.watcher = watcher
        self.stop = stop
        self.runner = runner
        self.agencies = {agency.slug: agency for agency in request.agencies}
        self.heard: queue.Queue[Heard] = queue.Queue()
        self.running: dict[tuple[str, int], Job] = {}
        self.why = ""
        self.began = datetime.now(UTC)
        engine = request.job.engine
        self.rules = f"{request.job.fiscal_year}:{engine.rules}:{engine.code[:16]}"

    def run(self) -> Summary:
        self._check_disk()
        engine = self.request.job.engine
        self.night = self.ledger.open_night(self.request.agencies, self.began, engine.rules, engine.code)
        addresses = addresses_of(self.request.agencies)
        self.ledger.set_addresses(addresses)
        self.queue = Queue(self.ledger.waiting(self.night.id), addresses)
        self.watcher.began(self.night, len(self.queue))
        with ThreadPoolExecutor(self.request.jobs, thread_name_prefix="job") as self.pool:
            try:
                self._loop()
            finally:
                # Whatever ended the loop, no job may be left behind.
                if self.running:
                    self.stop.set()
        self._drain()
        return self._close()

    def _check_disk(self) -> None:
        free = shutil.disk_usage(self.request.out).free
        if free < LEAST_DISK:
            raise NightError(f"{self.request.out}: only {free // 1_000_000} MB free; at least 200 MB are needed")

    # --- the loop

    def _loop(self) -> None:
        while True:
            self._fill()
            if not self.running and not self._may_wait():
                return
            try:
                self._hear(self.heard.get(timeout=_TICK))
            except queue.Empty:
                continue

    def _fill(self) -> None:
        while len(self.running) < self.request.jobs and self._may_start():
            job = self.queue.take(datetime.now(UTC))
            if job is None:
                return
            self.ledger.start(job)
            self.running[job.slug, job.round] = job
            self.watcher.started(job)
            self.pool.submit(self._work, job)

    def _may_start(self) -> bool:
        late = self.request.until is not None and datetime.now(UTC) >= self.request.until
        return not (self.stop.is_set() or self.why or late)

    def _may_wait(self) -> bool:
        """Whether a job is still to come that only waits for its time."""
        due = self.queue.next_due()
        if due is None or not self._may_start():
            return False
        return self.request.until is None or due < self.request.until

    def _work(self, job: Job) -> None:
        """In a thread of the pool."""
        try:
            outcome = self.runner(self._request(job), lambda p: self.heard.put(Heard(job, progress=p)), self.stop)
        except Stopped:
            self.heard.put(Heard(job))
        except Exception as error:  # a bug in one job must not silence the night
            self.heard.put(Heard(job, outcome=JobOutcome(job.slug, "failed", f"{type(error).__name__}: {error}"[:500])))
        else:
            self.heard.put(Heard(job, outcome=outcome))

    def _request(self, job: Job) -> JobRequest:
        agency, pattern = self.agencies[job.slug], self.request.job
        return replace(
            pattern,
            slug=agency.slug,
            url=agency.url,
            out=self.request.out / "agencies" / agency.slug,
            name=agency.name,
            since=job.not_before or self.night.started_at,
            turn=self.night.id,
            timeout=pattern.timeout * (LONGER if job.round == AGAIN else 1.0),
        )

    # --- what jobs say

    def _hear(self, event: Heard) -> None:
        job = event.job
        if event.progress is not None:
            self.watcher.progressed(job, event.progress)
            return
        del self.running[job.slug, job.round]
        self.queue.done(job)
        if event.outcome is None:
            self.ledger.release(job)
            return
        self._record(job, event.outcome)
        self.watcher.ended(job, event.outcome)

    def _record(self, job: Job, outcome: JobOutcome) -> None:
        with self.ledger.transaction():
            self.ledger.finish(job, outcome)
            result = self._result(job) if outcome.state != "failed" else None
            doubted = result is not None and history.record(self.ledger, job, result, self.rules, self._baseline(job))
            again = self._next_round(job, outcome, doubted)
            if again is not None:
                self.ledger.add_round(job, again.round, again.not_before)
        if again is not None:
            self.queue.put(again)
        if "No space left" in outcome.detail:
            self.why = f"{self.request.out}: the disk is full"

    def _result(self, job: Job) -> dict[str, Any] | None:
        result = history.read_result(self.request.out / "agencies" / job.slug / "result.json")
        return result if result and result["fiscal_year"] == self.request.job.fiscal_year else None

    def _baseline(self, job: Job) -> dict[str, Any] | None:
        return baseline.read(self.request.out / "agencies" / job.slug, job.night, self.request.job.engine)

    def _next_round(self, job: Job, outcome: JobOutcome, doubted: bool) -> Job | None:
        moment = datetime.now(UTC)
        if job.round == FIRST and (outcome.unreachable or outcome.state == "failed"):
            return replace(job, round=AGAIN, not_before=stamp(moment))
        if job.round < SECOND_LOOK and doubted and self.request.recheck is not None:
            return replace(job, round=SECOND_LOOK, not_before=stamp(moment + timedelta(seconds=self.request.recheck)))
        return None

    def _drain(self) -> None:
        while not self.heard.empty():
            self._hear(self.heard.get_nowait())

    # --- the end

    def _close(self) -> Summary:
        waiting = len(self.ledger.waiting(self.night.id))
        state: Literal["finished", "stopped", "interrupted"] = "finished"
        if self.stop.is_set():
            state = "interrupted"
        elif waiting:
            state = "stopped"
        self.ledger.close_night(self.night.id, "finished" if state == "finished" else "stopped")
        found = history.publish(self.ledger, self.night.id, self.request.out / "nightly")
        last = [row["outcome"] for row in self.ledger.last_of(self.night.id)]
        without = [s for s in self.agencies if not (self.request.out / "agencies" / s / "result.json").exists()]
        return Summary(
            night=self.night.id,
            state=state,
            listed=len(self.agencies),
            done=last.count("done"),
            blocked=last.count("blocked"),
            failed=last.count("failed"),
            waiting=waiting,
            without=len(without),
            changes=history.counted(found) | {"upgrade": len(history.upgrades(self.ledger, self.night.id))},
            seconds=(datetime.now(UTC) - self.began).total_seconds(),
            why=self.why,
        )


def fix_year(ledger: Ledger, asked: int | None, default: int, *, change: bool = False) -> int:
    """The fiscal year of DIR: fixed at its first night. NightError where another is asked for without `change`."""
    kept = ledger.setting("fiscal_year")
    if kept is None:
        year = asked or default
        ledger.set("fiscal_year", str(year))
        return year
    if asked is None or asked == int(kept):
        return int(kept)
    if not change:
        raise NightError(f"{ledger.path.parent.parent}: made for {kept}; to change it: --year {asked} --change-year")
    ledger.set("fiscal_year", str(asked))
    ledger.forget_standings()
    return asked


__all__ = ["LedgerError", "NightError", "NightRequest", "Summary", "Watcher", "fix_year", "night_lock", "run_night"]
