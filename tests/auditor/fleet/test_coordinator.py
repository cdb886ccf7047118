"""The coordinator's side of a job, without a broker: what it sends, what it makes of what it hears."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from auditor.fleet.broker import make_app
from auditor.fleet.coordinator import Fleet, name_of
from auditor.fleet.depot import Depot
from auditor.fleet.status import Scribe, say
from auditor.fleet.trouble import FleetError
from auditor.nightly.ledger import Job, Night
from auditor.nightly.request import JobOutcome, JobRequest
from auditor.nightly.runner import Stopped

NIGHT = Night(1, "running", "2026-01-01T00:00:00.000Z")


class _Fleet(Fleet):
    """`answer` stands for the workers: called with what was sent."""

    def __init__(self, path: Path, answer: Callable[[_Fleet, str, str], None]) -> None:
        self.said: list[str] = []
        super().__init__(make_app("memory://"), Depot(str(path / "store")), None, self.said.append)
        self.sent: list[str] = []
        self.answer = answer
        self.scribe.began(NIGHT, 1)

    def _send(self, task: str, job: str, request: JobRequest) -> None:
        self.sent.append(job)
        self.answer(self, task, job)

    def ask(self, path: Path, since: str = NIGHT.started_at) -> JobOutcome:
        request = JobRequest("town", "http://a.example/", path / "out", 2569, turn=1, since=since)
        return self(request, lambda progress: self.said.append(f"{progress.pages} pages"), Event())


def _event(kind: str, task: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "uuid": task, **more}


def test_progress_and_outcome_are_heard_and_the_result_is_collected(tmp_path: Path) -> None:
    def answer(fleet: _Fleet, task: str, job: str) -> None:
        fleet._hear(_event("task-progress", task, pages=7, documents=1))
        fleet._hear(_event("task-succeeded", task))  # it was handed back: no outcome yet
        made = tmp_path / "made"
        made.mkdir()
        (made / "result.json").write_text("{}")
        fleet.depot.keep_evidence("town", made)
        fleet.depot.settle(job, JobOutcome("town", "done", pages=9))
        fleet._hear(_event("task-succeeded", "another"))
        fleet._hear(_event("task-succeeded", task))

    fleet = _Fleet(tmp_path, answer)
    assert fleet.ask(tmp_path) == JobOutcome("town", "done", pages=9)
    assert fleet.said == ["7 pages"]
    assert (tmp_path / "out" / "result.json").read_text() == "{}"
    assert fleet.ask(tmp_path).pages == 9
    assert len(fleet.sent) == 1, "what is done is not sent again"


def test_what_was_given_up_is_not_tried_again_in_the_same_night(tmp_path: Path) -> None:
    fleet = _Fleet(tmp_path, lambda fleet, task, job: fleet._hear(_event("task-failed", task, exception="Poisoned()")))
    assert fleet.ask(tmp_path).detail == "given up: Poisoned()"
    assert fleet.ask(tmp_path, since="2026-01-01T01:00:00.000Z").state == "failed"
    assert len(fleet.sent) == 1
    fleet.scribe.began(Night(1, "running", "2026-01-02T00:00:00.000Z"), 1)
    assert fleet.ask(tmp_path).state == "failed"
    assert len(fleet.sent) == 2, "another night, also one of the same number"


def test_what_came_too_late_waits_again(tmp_path: Path) -> None:
    fleet = _Fleet(tmp_path, lambda fleet, task, job: fleet._hear(_event("task-revoked", task, expired=True)))
    with pytest.raises(Stopped):
        fleet.ask(tmp_path)


def test_trouble_is_said_once_and_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(fleet: _Fleet, task: str, job: str) -> None:
        if len(fleet.sent) < 4:
            raise FleetError("the broker is away")
        fleet._hear(_event("task-failed", task, exception="x"))

    monkeypatch.setattr("auditor.fleet.coordinator.PAUSE", 0)
    fleet = _Fleet(tmp_path, answer)
    assert fleet.ask(tmp_path).state == "failed"
    assert fleet.said == ["the broker is away"]


def test_names_are_those_of_the_job(tmp_path: Path) -> None:
    request = JobRequest("town", "http://a.example/", tmp_path, 2569, turn=12, since="2026-01-01T00:00:00.000Z")
    assert name_of(request, NIGHT.started_at) == "000012-2026-01-01T000000.000Z/town/2026-01-01T000000.000Z"


def test_status_says_how_far_the_night_is() -> None:
    scribe = Scribe()
    scribe.began(NIGHT, 3)
    first = Job(1, "a", 0, "", 0)
    for job in (first, Job(1, "b", 0, "", 0)):
        scribe.started(job)
    assert scribe.status()["seconds_left"] is None
    scribe.ended(first, JobOutcome("a", "blocked", pages=5))
    found = scribe.status()
    assert {n: found[n] for n in ("waiting", "sent", "done", "blocked")} == {
        "waiting": 1, "sent": 1, "done": 0, "blocked": 1,
    }  # fmt: skip
    whole = {"night": found, "queued": 1, "running": 1, "dead": 0, "workers": {"w": {"slots": 2, "running": ["b"]}}}
    assert "คืนที่ 1 กำลังทำ" in say(whole) and "w: 1/2 b" in say(whole)
