"""A night on one machine and on a fleet of one and two workers: seconds, CPU, bytes through broker and store.

    python -m bench.fleet [--agencies 12] [--filler 4] [--deliveries 100]

Broker (RabbitMQ) and store (moto's S3) are real and on the same machine, and so are the workers: the gain of a second
worker is that of a second core. CPU is of all programs of the fleet with their children, broker and store left out.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from auditor.fleet import broker
from auditor.fleet.station import to_wire
from auditor.nightly.engine import engine
from auditor.nightly.ledger import Ledger
from auditor.nightly.request import JobOutcome, JobRequest
from auditor.rules.load import load
from tests.auditor.fleet.bucket import Bucket, bucket
from tests.auditor.fleet.machines import Machine
from tests.auditor.fleet.place import WORKER, Place, night_words
from tests.auditor.fleet.rabbit import Rabbit, rabbit
from tests.auditor.nightly.towns import towns

JOB = "000009-x/town/x"


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
            pass
        finally:
            target.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.fleet")
    for name, default in (("agencies", 12), ("filler", 4), ("deliveries", 100)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        made = stack.enter_context(towns([f"127.0.8.{n + 2}" for n in range(asked.agencies)], filler=asked.filler))
        listed = made.write(folder / "agencies.csv")
        rabbits, s3 = stack.enter_context(rabbit()), stack.enter_context(bucket())
        os.environ.update(s3.environment)
        for row in measure(folder, listed, rabbits, s3, asked.deliveries):
            print(json.dumps(row))


def measure(folder: Path, listed: Path, rabbits: Rabbit, s3: Bucket, deliveries: int) -> Iterator[dict[str, Any]]:
    for jobs in (1, 2):
        out = folder / f"one-{jobs}"
        with _cost() as cost, Machine(*night_words(listed, out), "--jobs", str(jobs), environment=WORKER) as night:
            assert night.end() == 0, night.lines
        yield {"what": f"one machine, {jobs} at once", **cost, **_jobs(out)}
    for workers in (1, 2):
        counter = Counter(rabbits.port)
        place = Place(
            rabbits.url.replace(str(rabbits.port), str(counter.port)), s3.make(f"bench-{workers}"), folder / "workers"
        )
        place.empty()
        yield from _nights(folder / f"fleet-{workers}", listed, place, workers, counter, s3)
    yield _deliveries(place, deliveries)


def _nights(
    out: Path, listed: Path, place: Place, workers: int, counter: Counter, s3: Bucket
) -> Iterator[dict[str, Any]]:
    with _cost() as start, ExitStack() as stack:
        idle = [stack.enter_context(place.worker()) for _ in range(workers)]
        _end(idle)
    with ExitStack() as stack:
        for turn in ("first", "second"):
            told, stored, asked = counter.bytes, (s3.bytes_in, s3.bytes_out), s3.requests
            with _cost() as cost, ExitStack() as each:
                working = [each.enter_context(place.worker()) for _ in range(workers)]
                for worker in working:
                    worker.wait_for("ready")
                began = time.monotonic()
                night = each.enter_context(place.nightly(listed, out))
                assert night.end() == 0, night.lines
                seconds = time.monotonic() - began
                _end(working)
            spent = _jobs(out, night=1 if turn == "first" else 2)
            yield {
                "what": f"fleet, {workers} workers, {turn} night",
                "seconds": round(seconds, 1),
                "cpu": cost["cpu"],
                **spent,
                "cpu_of_start": start["cpu"],
                "broker_bytes": counter.bytes - told,
                "store_bytes_in": s3.bytes_in - stored[0],
                "store_bytes_out": s3.bytes_out - stored[1],
                "store_requests": s3.requests - asked,
            }


def _end(workers: list[Machine]) -> None:
    for worker in workers:
        worker.wait_for("ready")
        worker.terminate()
    for worker in workers:
        worker.end()


def _deliveries(place: Place, count: int) -> dict[str, Any]:
    """What a delivery costs by itself: jobs that are done already."""
    request = JobRequest("town", "http://127.0.0.1:9", Path("none"), 2569, engine=engine(load(None)), turn=9, since="x")
    place.depot.settle(JOB, JobOutcome("town", "done"))
    wire = to_wire(request)
    with _cost() as cost, place.worker() as worker:
        worker.wait_for("ready")
        for _ in range(5):
            place.app.send_task(broker.AUDIT, args=(JOB, wire))
        _heard(worker, 5)
        began, app = time.monotonic(), place.app
        for _ in range(count):
            app.send_task(broker.AUDIT, args=(JOB, wire))
        _heard(worker, 5 + count)
        seconds = time.monotonic() - began
        _end([worker])
    message = len(json.dumps([[JOB, wire], {}, {}]))
    return {"what": "deliveries", "count": count, "ms_each": round(1000 * seconds / count, 1), "body_bytes": message,
            "cpu_with_start": cost["cpu"]}  # fmt: skip


def _heard(worker: Machine, times: int) -> None:
    from tests.auditor.fleet.machines import wait_for_any

    wait_for_any([worker], "done already", times)


@contextmanager
def _cost() -> Iterator[dict[str, float]]:
    """Filled in at the end: seconds, and CPU seconds of all children that ended in between."""
    found: dict[str, float] = {}
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    yield found
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    found.update(seconds=round(time.monotonic() - began, 1), cpu=round(cpu, 1))


def _jobs(out: Path, night: int = 1) -> dict[str, Any]:
    with Ledger(out / "nightly") as ledger:
        (row,) = ledger.rows(
            "SELECT count(*) AS jobs, round(sum(cpu), 1) AS cpu_of_jobs, round(sum(wall), 1) AS wall_of_jobs,"
            " sum(pages + documents) AS pages FROM job WHERE night = :night",
            {"night": night},
        )
    return row


if __name__ == "__main__":
    sys.exit(main())
