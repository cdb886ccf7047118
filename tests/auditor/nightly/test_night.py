"""The night itself, with jobs that only pretend: order, politeness, second looks, stops, and going on afterwards."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from auditor.nightly.agencies import Agency
from auditor.nightly.commands import until
from auditor.nightly.ledger import Ledger, stamp
from auditor.nightly.night import NightError, NightRequest, Summary, fix_year, night_lock, run_night
from auditor.nightly.plan import COSTS, Asked, Costs, measured, plan_for, say
from auditor.nightly.request import JobOutcome, JobRequest
from auditor.nightly.runner import Stopped
from auditor.reading import day
from tests.auditor.nightly.results import result


class Pretence:
    """Runs no job: writes the result that `states` has for the agency and remembers what ran beside what."""

    def __init__(self) -> None:
        self.states: dict[str, dict[str, str]] = {}
        self.outcomes: dict[str, JobOutcome] = {}
        self.asked: list[JobRequest] = []
        self.together: list[frozenset[str]] = []
        self._running: set[str] = set()
        self._lock = threading.Lock()
        self.during: Callable[[JobRequest], None] = lambda request: None

    def __call__(self, request: JobRequest, tell: object, stop: threading.Event) -> JobOutcome:
        with self._running_one(request):
            self.during(request)
            if stop.is_set():
                raise Stopped
            outcome = self.outcomes.get(request.slug, JobOutcome(request.slug, "done", pages=3, cpu=2.0, wall=4.0))
            if outcome.state != "failed":
                reach = "blocked" if outcome.state == "blocked" else "complete"
                made = result(request.name, self.states.get(request.slug, {"O1": "passed"}), reach=reach)
                request.out.mkdir(parents=True, exist_ok=True)
                (request.out / "result.json").write_text(json.dumps(made), "utf-8")
            return outcome

    @contextmanager
    def _running_one(self, request: JobRequest) -> Iterator[None]:
        with self._lock:
            self.asked.append(request)
            self._running.add(request.slug)
            self.together.append(frozenset(self._running))
        try:
            yield
        finally:
            with self._lock:
                self._running.discard(request.slug)

    def slugs(self) -> list[str]:
        return [request.slug for request in self.asked]


def _agency(slug: str, host: str) -> Agency:
    return Agency(slug, f"เทศบาล{slug}", f"http://{host}/{slug}", "จังหวัดสมมุติ", "เทศบาลตำบล")


AGENCIES = (*(_agency(f"a{n}", "127.0.0.2") for n in range(3)), _agency("b", "127.0.0.3"), _agency("c", "127.0.0.4"))


def _night(out: Path, pretence: Pretence, **changed: Any) -> Summary:
    out.mkdir(exist_ok=True)
    base = NightRequest(AGENCIES, out, JobRequest("", "", out, 2569), jobs=3, recheck=0)
    stop = changed.pop("stop", None)
    return run_night(replace(base, **changed), runner=pretence, stop=stop)


def _changes(out: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((out / "nightly" / "latest" / "changes.json").read_text("utf-8"))
    return found


def test_agencies_of_one_server_never_run_together(tmp_path: Path) -> None:
    pretence = Pretence()
    both = threading.Barrier(2, timeout=30)
    # The crowded server's first job waits until another server's job runs too: some do run together.
    pretence.during = lambda request: both.wait() and None if request.slug in ("a0", "b") else None
    found = _night(tmp_path, pretence)
    assert (found.state, found.done, found.ok) == ("finished", 5, True)
    assert sorted(pretence.slugs()) == sorted(a.slug for a in AGENCIES)
    # Three begin at once, and which of them is heard first is the kernel's affair.
    assert "a0" in pretence.slugs()[:3]
    assert max(len(group) for group in pretence.together) >= 2
    assert not any(len(group & {"a0", "a1", "a2"}) > 1 for group in pretence.together)


def test_first_night_and_a_night_without_change_tell_nothing(tmp_path: Path) -> None:
    pretence = Pretence()
    for _ in range(2):
        assert _night(tmp_path, pretence).changes == {"regression": 0, "change": 0, "improvement": 0, "upgrade": 0}
        assert _changes(tmp_path) == []
    assert [request.turn for request in pretence.asked] == [1] * 5 + [2] * 5


def test_a_regression_is_looked_at_again_in_the_same_night(tmp_path: Path) -> None:
    pretence = Pretence()
    _night(tmp_path, pretence)
    pretence.states["b"] = {"O1": "failed"}
    found = _night(tmp_path, pretence)
    assert found.changes["regression"] == 1
    assert pretence.slugs()[5:].count("b") == 2
    (change,) = _changes(tmp_path)
    assert (change["agency_url"], change["item"], change["from"], change["to"]) == (
        "http://127.0.0.3/b", "O1", "passed", "failed",
    )  # fmt: skip


def test_without_a_recheck_it_waits_for_the_next_night(tmp_path: Path) -> None:
    pretence = Pretence()
    _night(tmp_path, pretence, recheck=None)
    pretence.states["b"] = {"O1": "failed"}
    assert _night(tmp_path, pretence, recheck=None).changes["regression"] == 0
    assert json.loads((tmp_path / "nightly" / "latest" / "seen-once.json").read_text())[0]["item"] == "O1"
    assert _night(tmp_path, pretence, recheck=None).changes["regression"] == 1


def test_an_outage_is_tried_again_with_more_time_and_is_no_regression(tmp_path: Path) -> None:
    pretence = Pretence()
    _night(tmp_path, pretence)
    pretence.states["b"] = {"O1": "failed"}
    pretence.outcomes["b"] = JobOutcome("b", "blocked", "timeout", unreachable=True)
    found = _night(tmp_path, pretence)
    assert (found.blocked, found.failed, found.ok) == (1, 0, True)
    assert _changes(tmp_path) == []
    first, second = [request for request in pretence.asked[5:] if request.slug == "b"]
    assert second.timeout == 2 * first.timeout
    assert second.since > first.since


def test_a_job_that_fails_costs_one_agency(tmp_path: Path) -> None:
    pretence = Pretence()
    pretence.outcomes["c"] = JobOutcome("c", "failed", "memory limit: 4000 MB of 3000 MB")
    found = _night(tmp_path, pretence)
    assert (found.done, found.failed, found.without, found.ok) == (4, 1, 1, False)
    assert pretence.slugs().count("c") == 2


def test_until_starts_nothing_and_the_next_run_goes_on(tmp_path: Path) -> None:
    pretence = Pretence()
    stopped = _night(tmp_path, pretence, until=datetime.now(UTC) - timedelta(seconds=1))
    assert (stopped.state, stopped.waiting, pretence.asked) == ("stopped", 5, [])
    assert _night(tmp_path, pretence).state == "finished"
    with Ledger(tmp_path / "nightly") as ledger:
        assert [night["id"] for night in ledger.nights()] == [1]


def test_interrupted_and_gone_on_with(tmp_path: Path) -> None:
    pretence, stop = Pretence(), threading.Event()
    pretence.during = lambda request: stop.set() if request.slug == "a1" else None
    first = _night(tmp_path, pretence, stop=stop, jobs=1)
    assert (first.state, first.done, first.waiting) == ("interrupted", 1, 4)
    pretence.during = lambda request: None
    second = _night(tmp_path, pretence)
    assert (second.night, second.state, second.done) == (1, "finished", 5)
    assert sorted(pretence.slugs()) == sorted([a.slug for a in AGENCIES] + ["a1"])


def test_what_ran_when_the_machine_died_runs_again_and_the_rest_does_not(tmp_path: Path) -> None:
    pretence = Pretence()
    with Ledger(tmp_path / "nightly") as ledger:
        night = ledger.open_night(AGENCIES, datetime.now(UTC))
        done, running = ledger.waiting(night.id)[:2]
        ledger.start(done)
        with ledger.transaction():
            ledger.finish(done, JobOutcome(done.slug, "done"))
        ledger.start(running)
    _night(tmp_path, pretence)
    assert sorted(pretence.slugs()) == sorted(a.slug for a in AGENCIES if a.slug != done.slug)


def test_an_old_unfinished_night_is_left_and_a_new_one_begun(tmp_path: Path) -> None:
    with Ledger(tmp_path / "nightly") as ledger:
        ledger.open_night(AGENCIES, datetime.now(UTC) - timedelta(hours=30))
    assert _night(tmp_path, Pretence()).night == 2


def test_nights_do_not_overlap(tmp_path: Path) -> None:
    with night_lock(tmp_path / "nightly"), pytest.raises(NightError, match="another night is running"):
        _night(tmp_path, Pretence())


def test_a_full_disk_ends_the_night_with_its_name(tmp_path: Path) -> None:
    pretence = Pretence()
    pretence.outcomes = {a.slug: JobOutcome(a.slug, "failed", "[Errno 28] No space left on device") for a in AGENCIES}
    found = _night(tmp_path, pretence, jobs=1)
    assert "disk is full" in found.why and not found.ok
    assert len(pretence.asked) == 1


def test_the_year_is_fixed_by_the_first_night(tmp_path: Path) -> None:
    with Ledger(tmp_path / "nightly") as ledger:
        assert fix_year(ledger, None, 2569) == 2569
        assert fix_year(ledger, None, 2570) == 2569
        with pytest.raises(NightError, match="made for 2569; to change it: --year 2570 --change-year"):
            fix_year(ledger, 2570, 2570)
        assert fix_year(ledger, 2570, 2570, change=True) == 2570


def test_the_plan_is_arithmetic_on_what_was_measured(tmp_path: Path) -> None:
    pretence = Pretence()
    pretence.outcomes = {a.slug: JobOutcome(a.slug, "done", cpu=2.0, wall=4.0, requests=9) for a in AGENCIES}
    _night(tmp_path, pretence)
    pretence.outcomes = {a.slug: JobOutcome(a.slug, "done", cpu=0.5, wall=1.0) for a in AGENCIES}
    _night(tmp_path, pretence)
    with Ledger(tmp_path / "nightly") as ledger:
        costs = measured(ledger)
    made = plan_for(costs, Asked(7200, cores=2, jobs=4, machines=4))
    first, later = made["first"], made["later"]
    assert (first["cpu_hours"], later["cpu_hours"]) == (4.0, 1.0)
    # 2 s of CPU, 4 s of time, 9 requests: a job holds its place and its server for nine polite seconds.
    assert first["held_hours"] == 18.0
    one, four = first["columns"]
    # Three of five agencies share a server: 4,320 of 7,200, one after the other, on however many machines.
    assert (one["hours_by_cpu"], one["hours_by_jobs"], one["hours_by_server"]) == (2.0, 4.5, 10.8)
    assert (four["hours_by_cpu"], four["hours_by_jobs"], four["hours_by_server"]) == (0.5, 1.12, 10.8)
    assert (one["hours"], four["hours"], four["bound_by"]) == (10.8, 10.8, "server")
    assert (first["fits"], first["machines_that_help"]) == (False, 1)
    assert "ไม่ทันในคืนเดียวไม่ว่ากี่เครื่อง · เกิน 1 เครื่องแล้วไม่เร็วขึ้น" in say(made)


def test_machines_help_as_far_as_the_most_crowded_server_lets_them(tmp_path: Path) -> None:
    values = {cost: [0.0, 0.0] for cost in COSTS} | {"cpu": [3.0, 5.0], "held": [20.0, 40.0]}
    costs = {"first": Costs(2, values, (1, 1))}
    (four,) = plan_for(costs, Asked(7200, cores=8, jobs=16, machines=4, on_one_server=60))["first"]["columns"][1:]
    assert (four["hours_by_cpu"], four["hours_by_jobs"], four["hours_by_server"]) == (0.25, 0.94, 0.5)
    assert (four["hours"], four["bound_by"]) == (0.94, "jobs")
    made = plan_for(costs, Asked(7200, cores=8, jobs=16, hours=1, on_one_server=60))
    assert (made["first"]["machines"], made["first"]["machines_that_help"], made["first"]["fits"]) == (4, 8, True)
    assert "ต้องใช้ 4 เครื่อง · เกิน 8 เครื่องแล้วไม่เร็วขึ้น" in say(made)


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_a_clock_in_another_zone_changes_nothing(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        moment = datetime(2026, 6, 10, 16, 30, tzinfo=UTC)  # 23:30 in Bangkok
        assert until("06:00", moment) == datetime(2026, 6, 10, 23, 0, tzinfo=UTC)
        assert until("23:45", moment) == datetime(2026, 6, 10, 16, 45, tzinfo=UTC)
        assert stamp(moment.astimezone()) == "2026-06-10T16:30:00.000Z"
        assert day("2026-06-10T16:59:59.000Z").isoformat() == "2026-06-10"
        assert day("2026-06-10T17:00:00.000Z").isoformat() == "2026-06-11"
    finally:
        monkeypatch.undo()
        time.tzset()
