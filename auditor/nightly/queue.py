"""What to start next: never two agencies of one server at once, the most crowded servers first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from auditor.nightly.addresses import crowds
from auditor.nightly.ledger import Job


class Queue:
    """`addresses` maps slug -> server; an agency without one stands alone."""

    def __init__(self, jobs: Iterable[Job], addresses: Mapping[str, str]) -> None:
        self._addresses = addresses
        self._crowd = crowds(addresses)
        self._busy: set[str] = set()
        self._waiting = sorted(jobs, key=lambda job: (job.round, -self._crowd.get(self._server(job), 1)))

    def __len__(self) -> int:
        return len(self._waiting)

    def _server(self, job: Job) -> str:
        return self._addresses.get(job.slug) or job.slug

    def take(self, moment: datetime) -> Job | None:
        """The next job that may start now; its server is busy until `done`."""
        for at, job in enumerate(self._waiting):
            if self._server(job) not in self._busy and _is_due(job, moment):
                self._busy.add(self._server(job))
                return self._waiting.pop(at)
        return None

    def done(self, job: Job) -> None:
        self._busy.discard(self._server(job))

    def put(self, job: Job) -> None:
        self._waiting.append(job)

    def next_due(self) -> datetime | None:
        """When the first job that only waits for its time may start."""
        times = [datetime.fromisoformat(job.not_before) for job in self._waiting if job.not_before]
        return min(times, default=None)


def _is_due(job: Job, moment: datetime) -> bool:
    return not job.not_before or datetime.fromisoformat(job.not_before) <= moment
