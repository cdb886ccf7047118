"""`oit worker`: takes jobs until it is told to end. Celery's worker, with this project's one task."""

from __future__ import annotations

import logging
import multiprocessing
import os
import socket
import sys
import tempfile
import warnings
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

from celery.platforms import SecurityWarning
from celery.signals import worker_shutting_down

from auditor.fleet import broker
from auditor.fleet.depot import Depot
from auditor.fleet.station import Station, register
from auditor.gathering import hints
from auditor.nightly.engine import engine
from auditor.nightly.request import PREPARE
from auditor.rules.load import load


@dataclass(frozen=True, slots=True)
class WorkRequest:
    """`grace`: seconds that running jobs get to finish after SIGTERM before they are handed back.

    `folder`: where jobs work and extracted texts are kept; a temporary one when None.
    """

    broker: str
    store: str
    concurrency: int
    folder: Path | None = None
    rules: Path | None = None
    grace: float = 60.0


def work(request: WorkRequest) -> bool:
    """Blocks until SIGTERM; False when it refused a job and ended by itself. FleetError before anything runs."""
    app = broker.make_app(request.broker)
    broker.check(app)
    depot = Depot(request.store)
    depot.check()
    _write_plainly()
    # Celery warns of root because of pickled messages; these are JSON and nothing else is accepted.
    warnings.simplefilter("ignore", SecurityWarning)
    with ExitStack() as stack:
        folder = request.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="oit-worker-")))
        station = _station(request, folder.absolute(), depot)
        register(app, station)
        worker_shutting_down.connect(lambda **_: _close_after(station, request.grace), weak=False)
        worker = app.Worker(
            hostname=f"oit-{os.getpid()}@{socket.gethostname()}",
            queues=[broker.JOBS],
            concurrency=request.concurrency,
            pool="prefork",
            task_events=True,
            loglevel="WARNING",
            quiet=True,
            without_mingle=True,
            without_gossip=True,
        )
        say(f"ready: {request.concurrency} jobs at once, engine {station.engine.code[:12]}")
        worker.start()
        return not station.refused.is_set()


def _station(request: WorkRequest, folder: Path, depot: Depot) -> Station:
    folder.mkdir(parents=True, exist_ok=True)
    rules = load(request.rules)
    context = multiprocessing.get_context("fork")
    return Station(
        store=request.store,
        folder=folder,
        engine=engine(rules),
        hints=hints(rules).to_json(),
        rules=request.rules,
        closing=context.Event(),
        refused=context.Event(),
        say=say,
        prepare=(PREPARE, type(depot.fs).__module__),
    )


def _close_after(station: Station, grace: float) -> None:
    """Finish within the grace, or hand back."""
    say(f"ending: {grace:g} s for running jobs")
    timer = Timer(grace, station.closing.set)
    timer.daemon = True
    timer.start()


def say(line: str) -> None:
    """One write, so that lines of several processes stay whole."""
    os.write(sys.stderr.fileno(), f"{line}\n".encode())


class _Plain(logging.Formatter):
    """One line each: a broker that is away is no bug of this program."""

    def formatException(self, ei: object) -> str:
        return ""

    def format(self, record: logging.LogRecord) -> str:
        return " ".join(super().format(record).split())[:500]


def _write_plainly() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_Plain("%(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
