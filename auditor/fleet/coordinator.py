"""The night's jobs done by others: a runner for auditor.nightly.night that sends, listens, and collects.

The store is the truth: events say only when to look, and what was missed is found by looking every half minute.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from threading import Event, Lock, Thread
from typing import Any, TypeVar
from uuid import uuid4

from celery import Celery

from auditor.fleet import broker
from auditor.fleet.depot import Depot
from auditor.fleet.station import to_wire
from auditor.fleet.status import Scribe
from auditor.fleet.trouble import FleetError, of_broker
from auditor.nightly.night import Watcher
from auditor.nightly.request import JobOutcome, JobRequest
from auditor.nightly.runner import Stopped
from crawler.request import Progress

IN_FLIGHT = 128
"""Jobs sent and not done, for all workers together. The night sends one of a server at a time."""
LOOK_EVERY = 30.0
SAID_EVERY, STATUS_EVERY, PAUSE = 60.0, 5.0, 3.0
_TICK = 0.5
T = TypeVar("T")
_TOLD = ("task-succeeded", "task-failed", "task-revoked", "task-progress")


@contextmanager
def coordinate(url: str, store: str, until: datetime | None, say: Callable[[str], None]) -> Iterator[Fleet]:
    """Runs jobs elsewhere as long as it lasts. `say` is told of trouble; FleetError where it begins with some."""
    app = broker.make_app(url)
    broker.check(app)
    depot = Depot(store)
    depot.check()
    fleet = Fleet(app, depot, until, say)
    with fleet.listening():
        yield fleet


class Fleet:
    """Called by the night in a thread for each job; blocks until it is done somewhere."""

    jobs = IN_FLIGHT

    def __init__(self, app: Celery, depot: Depot, until: datetime | None, say: Callable[[str], None]) -> None:
        self.app, self.depot, self.until, self.say = app, depot, until, say
        self.scribe = Scribe()
        self._said: dict[str, float] = {}
        self._heard: dict[str, queue.Queue[dict[str, Any]]] = {}
        self._lock = Lock()

    def watching(self, inner: Watcher) -> Watcher:
        """What is told to `inner` is kept in the store, too, for `oit fleet status`."""
        self.scribe.inner = inner
        return self.scribe

    def __call__(self, request: JobRequest, tell: Any, stop: Event) -> JobOutcome:
        job = name_of(request, self.scribe.started_at)
        outcome = self._patiently(stop, lambda: self.depot.outcome(job) or self.depot.buried(job))
        if outcome is None:
            outcome = self._done_elsewhere(job, request, tell, stop)
        if outcome.state != "failed":
            self._patiently(stop, lambda: self.depot.fetch_result(request.slug, request.out))
        return outcome

    # --- sending

    def _done_elsewhere(self, job: str, request: JobRequest, tell: Any, stop: Event) -> JobOutcome:
        self._patiently(stop, lambda: self.depot.keep_decisions(request.slug, request.out))
        task = str(uuid4())
        said: queue.Queue[dict[str, Any]] = queue.Queue()
        with self._lock:
            self._heard[task] = said
        try:
            self._patiently(stop, lambda: self._send(task, job, request))
            return self._wait(job, request, said, tell, stop)
        finally:
            with self._lock:
                del self._heard[task]

    def _send(self, task: str, job: str, request: JobRequest) -> None:
        with of_broker(broker.address_of(self.app)):
            self.app.send_task(
                broker.AUDIT,
                args=(job, to_wire(request)),
                task_id=task,
                priority=broker.USUAL if request.since == self.scribe.started_at else broker.URGENT,
                expires=self.until,
            )

    def _patiently(self, stop: Event, what: Callable[[], T]) -> T:
        """Broker and store may go away in the middle of the night: a line, and again until they are back."""
        while True:
            try:
                return what()
            except FleetError as error:
                self._complain(str(error))
            if stop.wait(PAUSE):
                raise Stopped

    def _complain(self, line: str) -> None:
        with self._lock:
            due = time.monotonic() - self._said.get(line, -SAID_EVERY) >= SAID_EVERY
            if due:
                self._said[line] = time.monotonic()
        if due:
            self.say(line)

    # --- listening

    def _wait(
        self, job: str, request: JobRequest, said: queue.Queue[dict[str, Any]], tell: Any, stop: Event
    ) -> JobOutcome:
        looked = time.monotonic()
        while not stop.is_set():
            with suppress(queue.Empty):
                event = said.get(timeout=_TICK)
                if event["type"] == "task-progress":
                    tell(Progress(event["pages"], event["documents"], 0, 0.0, {}))
                    continue
                if event["type"] == "task-revoked":
                    raise Stopped  # `until` passed before a worker came to it
                if event["type"] == "task-failed" and not event["exception"].startswith("Reject("):
                    return self._given_up(job, request, event, stop)
                looked = time.monotonic() - LOOK_EVERY
            if time.monotonic() - looked >= LOOK_EVERY:
                looked = time.monotonic()
                if outcome := self._patiently(stop, lambda: self.depot.outcome(job)):
                    return outcome
        raise Stopped

    def _given_up(self, job: str, request: JobRequest, event: dict[str, Any], stop: Event) -> JobOutcome:
        """It lies among the dead letters; the night does not try it again."""
        outcome = JobOutcome(request.slug, "failed", f"given up: {event['exception']}"[:500])
        self._patiently(stop, lambda: self.depot.bury(job, outcome))
        return outcome

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Events are heard, and the night's standing is written, as long as this lasts."""
        with self.app.connection_for_read() as connection:
            receiver = self.app.events.Receiver(connection, handlers=dict.fromkeys(_TOLD, self._hear))
            ended = Event()
            threads = [
                Thread(target=receiver.run, kwargs={"wakeup": False}, name="events", daemon=True),
                Thread(target=self._write_status, args=(ended,), name="status", daemon=True),
            ]
            for thread in threads:
                thread.start()
            try:
                yield
            finally:
                receiver.should_stop = True
                ended.set()
                for thread in threads:
                    thread.join(5)

    def _write_status(self, ended: Event) -> None:
        over = False
        while not over:
            over = ended.wait(STATUS_EVERY)
            with suppress(FleetError):  # a courtesy; the jobs say what is wrong with the store
                self.depot.tell_status(self.scribe.status(over=over))

    def _hear(self, event: dict[str, Any]) -> None:
        with self._lock:
            said = self._heard.get(event["uuid"])
        if said is not None:
            said.put(event)


def name_of(request: JobRequest, night_began: str) -> str:
    """night/agency/job: the same for the same job of the same night, also when it is sent again."""
    return f"{request.turn:06d}-{night_began}/{request.slug}/{request.since}".replace(":", "")
