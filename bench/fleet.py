"""A night on one machine and on a fleet of one and two workers: jobs a minute, what the engine adds, bytes it moves.

    python -m bench.fleet [--quick]       some six minutes on two idle cores, two with --quick

Broker (RabbitMQ) and store (moto's S3, in this process) are real and on the same machine, and so are the workers, each
with one job at once: a second worker can gain only what a second core and waiting leave. Of every night the rate is
counted from the end of its first job (with two workers: its first two) to the end of its last, so that no start counts.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from auditor.fleet import broker
from auditor.fleet.station import to_wire
from auditor.nightly.engine import engine
from auditor.nightly.ledger import Ledger
from auditor.nightly.request import JobOutcome, JobRequest
from auditor.rules.load import load
from bench.ratio import Line, Scale, divide, interleave
from tests.auditor.fleet.bucket import Bucket, bucket
from tests.auditor.fleet.machines import Machine, wait_for_any
from tests.auditor.fleet.place import WORKER, Place, night_words
from tests.auditor.fleet.rabbit import Rabbit, installed, rabbit
from tests.auditor.nightly.towns import towns

FILLER = 2
"""Documents of each agency, beside its five pages."""
JOB = "000009-x/town/x"
ONE, TWO, ALONE, DELIVERED = "one worker", "two workers", "one machine", "delivered"


class Counter:
    """A port that passes everything on to the broker and counts the bytes."""

    def __init__(self, port: int) -> None:
        self.bytes = 0
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            here, _ = self._listener.accept()
            there = socket.create_connection(("127.0.0.1", self._target))
            for pair in ((here, there), (there, here)):
                threading.Thread(target=self._pass, args=pair, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while piece := source.recv(65536):
                self.bytes += len(piece)
                target.sendall(piece)
        except OSError:
            pass  # a program that is killed closes its connection as it likes
        finally:
            target.close()


@dataclass
class Moved:
    """Bytes through broker and store, and requests to the store, summed over `jobs`."""

    jobs: int = 0
    broker: int = 0
    stored: int = 0
    fetched: int = 0
    requests: int = 0
    shares: list[float] = field(default_factory=list)
    """Of each night: broker's bytes by the store's."""


@dataclass(frozen=True)
class Field:
    """Where all nights of one run happen; `pace` is OIT_DELAY, the seconds between two requests of an agency."""

    folder: Path
    listed: Path
    agencies: int
    rabbit: Rabbit
    s3: Bucket
    counter: Counter
    moved: Moved
    pace: str = "0"

    def place(self) -> Place:
        made = Place(
            self.rabbit.url.replace(str(self.rabbit.port), str(self.counter.port)),
            self.s3.make(f"bench-{uuid4().hex}"),
            self.folder / "workers",
        )
        made.empty()
        return made

    @contextmanager
    def paced(self) -> Iterator[None]:
        WORKER["OIT_DELAY"] = self.pace
        try:
            yield
        finally:
            WORKER["OIT_DELAY"] = "0"


def measure(scale: Scale) -> Iterator[Line]:
    if not installed():
        yield Line("fleet: seconds a job, one worker", "one machine, one at once", (), note="RabbitMQ is not installed")
        return
    agencies = scale(4, 6)
    with _field(agencies) as ground:
        nights = {ALONE: partial(_alone, ground), ONE: partial(_fleet, ground, 1), TWO: partial(_fleet, ground, 2)}
        found = interleave({**nights, DELIVERED: partial(_delivery, ground, scale(50, 100))}, scale(1, 2))
        yield from _lines(found, ground)
        polite = replace(ground, pace="1")
        paced = interleave({ONE: partial(_fleet, polite, 1), TWO: partial(_fleet, polite, 2)}, scale(1, 2))
        yield Line("fleet: jobs a minute, two workers, a request a second", "one worker", divide(paced, ONE, TWO),
                   note=f"seconds a job: {_said(paced, ONE, TWO)}")  # fmt: skip


def _lines(found: dict[str, list[float]], ground: Field) -> Iterator[Line]:
    size = f"{ground.agencies} agencies of {FILLER + 5} addresses without a pace; seconds a job: "
    yield Line("fleet: seconds a job, one worker", "one machine, one at once", divide(found, ONE, ALONE),
               note=size + _said(found, ALONE, ONE, TWO))  # fmt: skip
    yield Line("fleet: jobs a minute, two workers, without a pace", "one worker", divide(found, ONE, TWO),
               note="one machine of two cores holds workers, coordinator, broker, store and websites")  # fmt: skip
    each = ", ".join(f"{1000 * seconds:.0f}" for seconds in found[DELIVERED])
    yield Line("fleet: a delivery without work", "a job on one machine", divide(found, DELIVERED, ALONE),
               note=f"ms: {each}; its message has {len(_message()):,} bytes")  # fmt: skip
    moved = ground.moved
    yield Line("fleet: bytes through the broker", "bytes through the store", tuple(moved.shares),
               note=f"an agency's first night: broker {moved.broker // moved.jobs:,} bytes, store in "
               f"{moved.stored // moved.jobs:,}, out {moved.fetched // moved.jobs:,}, "
               f"requests {moved.requests // moved.jobs}")  # fmt: skip


def _said(found: dict[str, list[float]], *names: str) -> str:
    return "; ".join(f"{name} {', '.join(f'{value:.2f}' for value in found[name])}" for name in names)


@contextmanager
def _field(agencies: int) -> Iterator[Field]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        made = stack.enter_context(towns([f"127.0.8.{n + 2}" for n in range(agencies)], filler=FILLER))
        listed = made.write(folder / "agencies.csv")
        rabbits, s3 = stack.enter_context(rabbit()), stack.enter_context(bucket())
        os.environ.update(s3.environment)
        yield Field(folder, listed, agencies, rabbits, s3, Counter(rabbits.port), Moved())


# --- nights: each returns its seconds a job


def _alone(ground: Field) -> float:
    out = ground.folder / uuid4().hex
    with Machine(*night_words(ground.listed, out), "--jobs", "1", environment=WORKER) as night:
        assert night.end() == 0, night.lines
    return _seconds_a_job(out, 1)


def _fleet(ground: Field, workers: int) -> float:
    out, place, s3 = ground.folder / uuid4().hex, ground.place(), ground.s3
    with ground.paced(), ExitStack() as stack:
        working = [stack.enter_context(place.worker()) for _ in range(workers)]
        for worker in working:
            worker.wait_for("ready")
        before = ground.counter.bytes, s3.bytes_in, s3.bytes_out, s3.requests
        night = stack.enter_context(place.nightly(ground.listed, out))
        assert night.end() == 0, night.lines
        through, stored, fetched, requests = (
            now - then
            for now, then in zip((ground.counter.bytes, s3.bytes_in, s3.bytes_out, s3.requests), before, strict=True)
        )
    if ground.pace == "0":
        moved = ground.moved
        moved.jobs += ground.agencies
        moved.broker += through
        moved.stored += stored
        moved.fetched += fetched
        moved.requests += requests
        moved.shares.append(through / (stored + fetched))
    return _seconds_a_job(out, workers)


def _seconds_a_job(out: Path, at_once: int) -> float:
    with Ledger(out / "nightly") as ledger:
        rows = ledger.rows("SELECT ended_at, outcome FROM job WHERE night = 1 AND round = 0 ORDER BY ended_at")
    assert all(row["outcome"] == "done" for row in rows), rows
    ends = [datetime.fromisoformat(row["ended_at"]).timestamp() for row in rows]
    return (ends[-1] - ends[at_once - 1]) / (len(ends) - at_once)


def _delivery(ground: Field, count: int) -> float:
    """Seconds that one delivery costs by itself: jobs that are done already."""
    place = ground.place()
    place.depot.settle(JOB, JobOutcome("town", "done"))
    app, (job, wire) = place.app, _arguments()
    with place.worker() as worker:
        worker.wait_for("ready")
        for _ in range(5):
            app.send_task(broker.AUDIT, args=(job, wire))
        wait_for_any([worker], "done already", 5)
        began = time.monotonic()
        for _ in range(count):
            app.send_task(broker.AUDIT, args=(job, wire))
        wait_for_any([worker], "done already", 5 + count)
        return (time.monotonic() - began) / count


def _arguments() -> tuple[str, dict[str, object]]:
    request = JobRequest("town", "http://127.0.0.1:9", Path("none"), 2569, engine=engine(load(None)), turn=9, since="x")
    return JOB, to_wire(request)


def _message() -> str:
    return json.dumps([_arguments(), {}, {}])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.fleet")
    parser.add_argument("--quick", action="store_true")
    for line in measure(Scale(parser.parse_args().quick)):
        figures = ", ".join(f"{ratio:.3f}" for ratio in line.ratios)
        print(f"{line.key}: {figures}  {line.note}", flush=True)


if __name__ == "__main__":
    main()
