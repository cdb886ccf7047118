"""What people see of a running night: one line that moves on a terminal, a plain log elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from auditor.nightly.ledger import Job, Night
from auditor.nightly.night import Summary, Watcher
from auditor.nightly.request import JobOutcome
from crawler.request import Progress

_EVERY = 30.0
_OUTCOMES = {"done": "เสร็จ", "blocked": "เข้าไม่ได้", "failed": "ล้มเหลว"}


class Log(Watcher):
    """`write(text, moving)`: a moving line replaces the one before it."""

    def __init__(
        self, write: Callable[[str, bool], None], *, terminal: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._write = write
        self._terminal = terminal
        self._clock = clock
        self._began = clock()
        self._told = -_EVERY
        self._todo = self._read_before = 0
        self._counts = dict.fromkeys(_OUTCOMES, 0)
        self._running: dict[str, int] = {}
        self._scans: dict[str, int] = {}

    def began(self, night: Night, waiting: int) -> None:
        self._todo = waiting
        self._write(f"คืนที่ {night.id}{' (ทำต่อ)' if night.resumed else ''} · รอตรวจ {waiting} หน่วยงาน", False)

    def started(self, job: Job) -> None:
        self._running[job.slug] = 0
        self._todo += 1 if job.round else 0

    def progressed(self, job: Job, progress: Progress) -> None:
        self._running[job.slug] = progress.pages + progress.documents
        self._scans[job.slug] = progress.scans
        self._tell()

    def ended(self, job: Job, outcome: JobOutcome) -> None:
        self._running.pop(job.slug, None)
        self._scans.pop(job.slug, None)
        self._read_before += outcome.pages + outcome.documents
        self._counts[outcome.state] += 1
        if not self._terminal or outcome.state != "done":
            self._write(line(job, outcome), False)
        self._tell()

    def _tell(self) -> None:
        now = self._clock()
        if now - self._told < (0.5 if self._terminal else _EVERY):
            return
        self._told = now
        self._write(self.state(), True)

    def state(self) -> str:
        """done · failed · blocked · running · to do · pages a second · scans to read · time to go."""
        seconds = max(self._clock() - self._began, 0.001)
        finished = sum(self._counts.values())
        counts = " · ".join(f"{_OUTCOMES[name]} {n}" for name, n in self._counts.items())
        rate = (self._read_before + sum(self._running.values())) / seconds
        left = max(self._todo - finished, 0)
        to_go = f" · เหลือราว {duration(seconds / finished * left)}" if finished else ""
        scans = f" · รออ่านภาพสแกน {n} ไฟล์" if (n := sum(self._scans.values())) else ""
        return f"{counts} · กำลังตรวจ {len(self._running)} · เหลือ {left} · {rate:.1f} หน้า/วินาที{scans}{to_go}"


def line(job: Job, outcome: JobOutcome) -> str:
    """One line of the log: fields that a person and grep can read."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    cost = (
        f"{outcome.pages} pages {outcome.documents} documents {outcome.ocr_pages} scanned {outcome.requests} requests"
        f" {outcome.received} bytes"
    )
    more = " reused" if outcome.reused else ""
    detail = f" ({outcome.detail})" if outcome.detail else ""
    return f"{at} {outcome.state} {job.slug} round {job.round} {cost} {outcome.cpu:.1f} s CPU{more}{detail}"


def summary(found: Summary, out: str) -> str:
    """The night in one line."""
    words = {"finished": "ครบ", "stopped": "หยุดตามเวลา", "interrupted": "ถูกสั่งหยุด"}
    text = (
        f"คืนที่ {found.night} {words[found.state]} · {found.listed} หน่วยงาน · ตรวจได้ {found.done} · "
        f"เข้าไม่ได้ {found.blocked} · ล้มเหลว {found.failed} · ยังไม่ได้ตรวจ {found.waiting} · "
        f"แย่ลง {found.changes['regression']} · ดีขึ้น {found.changes['improvement']} · {duration(found.seconds)} · {out}"
    )
    if found.changes["upgrade"]:
        text += f" · ต่างไปเพราะเกณฑ์หรือโปรแกรมเปลี่ยน {found.changes['upgrade']} ข้อ"
    return f"{text} · {found.why}" if found.why else text


def duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} วินาที"
    return f"{seconds / 60:.0f} นาที" if seconds < 5400 else f"{seconds / 3600:.1f} ชั่วโมง"
