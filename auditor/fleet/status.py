"""How the running night stands: written to the store by the coordinator, read by `oit fleet status` anywhere."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from celery import Celery

from auditor.fleet import broker
from auditor.fleet.depot import Depot
from auditor.nightly.ledger import Job, Night
from auditor.nightly.night import Watcher
from auditor.nightly.progress import duration
from auditor.nightly.request import JobOutcome
from crawler.request import Progress


class Scribe(Watcher):
    """Counts what is told and passes it on. Written by the night's thread, read by another."""

    def __init__(self) -> None:
        self.inner = Watcher()
        self.started_at = ""
        self._night: dict[str, Any] = {}
        self._began = time.monotonic()
        self._counts = {"waiting": 0, "sent": 0, "done": 0, "blocked": 0, "failed": 0}
        self._pages: dict[str, int] = {}

    def began(self, night: Night, waiting: int) -> None:
        self.started_at = night.started_at
        self._night = {"night": night.id, "started_at": night.started_at, "resumed": night.resumed}
        self._counts["waiting"] = waiting
        self._began = time.monotonic()
        self.inner.began(night, waiting)

    def started(self, job: Job) -> None:
        # Second looks and tries are not among those that waited at the beginning.
        self._counts["waiting"] -= 0 if job.round else 1
        self._counts["sent"] += 1
        self.inner.started(job)

    def progressed(self, job: Job, progress: Progress) -> None:
        self._pages[job.slug] = progress.pages + progress.documents
        self.inner.progressed(job, progress)

    def ended(self, job: Job, outcome: JobOutcome) -> None:
        self._counts["sent"] -= 1
        self._counts[outcome.state] += 1
        self._pages[job.slug] = outcome.pages + outcome.documents
        self.inner.ended(job, outcome)

    def status(self, *, over: bool = False) -> dict[str, Any]:
        """`seconds_left` is None before the first job has ended."""
        seconds = max(time.monotonic() - self._began, 0.001)
        finished = sum(self._counts[state] for state in ("done", "blocked", "failed"))
        left = max(self._counts["waiting"], 0) + max(self._counts["sent"], 0)
        return {
            **self._night,
            "over": over,
            "at": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            **self._counts,
            "pages_per_second": round(sum(self._pages.copy().values()) / seconds, 2),
            "seconds_left": round(seconds / finished * left) if finished else None,
        }


def fleet_status(app: Celery, depot: Depot, patience: float = 2.0) -> dict[str, Any]:
    """The night, the queues, and every worker that answers within `patience` seconds with what it is at."""
    inspect = app.control.inspect(timeout=patience)
    depths = broker.depths(app)
    active, stats = inspect.active() or {}, inspect.stats() or {}
    workers = {
        name: {
            "slots": told["pool"]["max-concurrency"],
            "running": [job["args"][1]["slug"] for job in active.get(name, ())],
        }
        for name, told in stats.items()
    }
    return {
        "night": depot.status(),
        "queued": depths[broker.JOBS],
        "running": sum(len(worker["running"]) for worker in workers.values()),
        "dead": depths[broker.DEAD],
        "workers": workers,
    }


def say(status: dict[str, Any]) -> str:
    """For people."""
    lines = [_say_night(status["night"])] if status["night"] else []
    lines.append(
        f"ในคิว {status['queued']} · กำลังตรวจ {status['running']} · เลิกพยายาม {status['dead']} · "
        f"ผู้ทำงาน {len(status['workers'])}"
    )
    lines += [
        f"  {name}: {len(worker['running'])}/{worker['slots']} {' '.join(worker['running'])}".rstrip()
        for name, worker in sorted(status["workers"].items())
    ]
    return "\n".join(lines)


def _say_night(night: dict[str, Any]) -> str:
    state = "จบแล้ว" if night["over"] else "กำลังทำ"
    left = night["seconds_left"]
    to_go = f" · เหลือราว {duration(left)}" if left is not None and not night["over"] else ""
    return (
        f"คืนที่ {night.get('night', '?')} {state} ({night['at']}) · เสร็จ {night['done']} · เข้าไม่ได้ {night['blocked']} · "
        f"ล้มเหลว {night['failed']} · ส่งแล้ว {night['sent']} · รอส่ง {night['waiting']} · "
        f"{night['pages_per_second']:g} หน้า/วินาที{to_go}"
    )
