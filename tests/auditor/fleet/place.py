"""Where a fleet meets: the addresses of broker and store, and the programs started on them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from auditor.fleet import broker
from auditor.fleet.depot import Depot
from tests.auditor.fleet.machines import PATIENCE, ROOT, Machine

WORKER = {"OIT_DELAY": "0"}


@dataclass(frozen=True)
class Place:
    broker: str
    store: str
    folder: Path
    """A worker that is killed cannot clear up after itself."""

    @property
    def app(self) -> Any:
        return broker.make_app(self.broker)

    @property
    def depot(self) -> Depot:
        return Depot(self.store)

    def empty(self) -> None:
        app = self.app
        broker.check(app)
        with app.connection_for_write() as connection:
            for queue in broker.QUEUES:
                queue(connection.default_channel).purge()

    def worker(self, *words: str) -> Machine:
        options = ("--broker", self.broker, "--store", self.store, "--concurrency", "1", "--grace", "0",
                   "--folder", str(self.folder / uuid4().hex))  # fmt: skip
        return Machine("worker", *options, *words, environment=WORKER)

    def nightly(self, listed: Path, out: Path, *words: str) -> Machine:
        return Machine(
            *night_words(listed, out), *words, "--broker", self.broker, "--store", self.store, environment=WORKER
        )

    def fleet(self, *words: str) -> Any:
        """`oit fleet … --json`, or its lines."""
        store = () if words[0] == "dead" else ("--store", self.store)
        command = [sys.executable, "-m", "auditor.cli", "fleet", *words, "--broker", self.broker, *store]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=PATIENCE)
        return json.loads(done.stdout) if "--json" in words else done.stdout.split("\n")[:-1]


def night_words(listed: Path, out: Path) -> tuple[str, ...]:
    return ("nightly", str(listed), "--out", str(out), "--timeout", "15", "--no-recheck")
