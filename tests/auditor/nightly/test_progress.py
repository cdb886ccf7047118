"""What people see of a running night, on a terminal and in a plain log."""

from __future__ import annotations

from auditor.nightly.ledger import Job, Night
from auditor.nightly.night import Summary
from auditor.nightly.progress import Log, duration, summary
from auditor.nightly.request import JobOutcome
from crawler.request import Progress

FIRST, SECOND = Job(3, "a.example", 0, "", 0), Job(3, "b.example", 0, "", 0)


def _seen(*, terminal: bool) -> tuple[Log, list[tuple[str, bool]]]:
    """Two of four agencies: one done after 40 s, one whose scans are being read at 50 s."""
    written: list[tuple[str, bool]] = []
    clock = [0.0]
    log = Log(lambda text, moving: written.append((text, moving)), terminal=terminal, clock=lambda: clock[0])
    log.began(Night(3, "running", "2026-06-10T15:00:00Z", resumed=True), 4)
    log.started(FIRST)
    log.started(SECOND)
    clock[0] = 40.0
    log.ended(FIRST, JobOutcome("a.example", "done", pages=60, documents=20, ocr_pages=7, requests=90, received=5000))
    clock[0] = 50.0
    log.progressed(SECOND, Progress(15, 5, queue=0, seconds=0, tags={}, scans=12))
    return log, written


def test_the_state_of_a_night() -> None:
    log, _ = _seen(terminal=True)
    assert log.state() == (
        "เสร็จ 1 · เข้าไม่ได้ 0 · ล้มเหลว 0 · กำลังตรวจ 1 · เหลือ 3 · 2.0 หน้า/วินาที · รออ่านภาพสแกน 12 ไฟล์ · เหลือราว 2 นาที"
    )


def test_a_terminal_has_one_line_that_moves() -> None:
    _, written = _seen(terminal=True)
    assert written[0] == ("คืนที่ 3 (ทำต่อ) · รอตรวจ 4 หน่วยงาน", False)
    assert [moving for _, moving in written[1:]] == [True, True]


def test_a_log_has_a_line_an_agency_that_grep_can_read() -> None:
    _, written = _seen(terminal=False)
    line = next(text for text, _ in written if "a.example" in text)
    assert line.split(" ", 1)[1] == (
        "done a.example round 0 60 pages 20 documents 7 scanned 90 requests 5000 bytes 0.0 s CPU"
    )


def test_the_night_in_one_line() -> None:
    counts = {"regression": 2, "improvement": 1, "change": 0, "upgrade": 4}
    found = Summary(3, "stopped", 10, 6, 1, 1, 2, 1, counts, 7200.0, why="the disk is full")
    text = summary(found, "nights")
    assert "\n" not in text and not found.ok
    for part in (
        "คืนที่ 3 หยุดตามเวลา",
        "ตรวจได้ 6",
        "ยังไม่ได้ตรวจ 2",
        "แย่ลง 2",
        "เปลี่ยน 4 ข้อ",
        "the disk is full",
        "2.0 ชั่วโมง",
    ):
        assert part in text
    assert duration(30) == "30 วินาที"
