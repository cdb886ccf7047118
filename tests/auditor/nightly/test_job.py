"""The agency job: in a process of its own, under limits, with verdicts that are taken over only where they hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from auditor.gathering import hints
from auditor.nightly import baseline
from auditor.nightly.engine import engine
from auditor.nightly.request import Engine, JobRequest, Limits
from auditor.nightly.runner import Stopped, run_job
from auditor.nightly.zygote import Start, start_job, zygote
from auditor.rules.load import load
from tests.auditor.nightly.towns import GUIDE_PAGE, Town, dead_url, hanging, towns

RULES = load(None)
ENGINE, HINTS = engine(RULES), hints(RULES).to_json()


def _request(url: str, out: Path, **changed: object) -> JobRequest:
    base = JobRequest(
        "town", url, out, 2569, as_of=date(2026, 6, 10), engine=ENGINE, hints=HINTS, revisit=3, timeout=60,
        renderer="reports.html:render",
    )  # fmt: skip
    return replace(base, **changed)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def forked() -> Iterator[Start]:
    with zygote("reports.html:prepare") as start:
        yield start


@pytest.fixture(scope="module")
def audited(forked: Start, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, Path]]:
    out = tmp_path_factory.mktemp("job") / "town"
    with pytest.MonkeyPatch.context() as patch, towns(["127.0.0.1"]) as made:
        patch.setenv("OIT_DELAY", "0")
        first = run_job(_request(made[0].url, out, cache=out / "cache"), start=forked)
        assert (first.state, first.reused, first.detail) == ("done", False, "")
        yield made[0], out


def _outcomes(out: Path) -> dict[str, str]:
    return {i["id"]: i["outcome"] for i in json.loads((out / "result.json").read_text("utf-8"))["items"]}


def test_an_unchanged_site_costs_no_judging_and_gives_the_same_result(
    forked: Start, audited: tuple[Town, Path]
) -> None:
    town, out = audited
    second = run_job(_request(town.url, out, turn=1, cache=out / "cache"), start=forked)
    assert second.reused and second.received == 0
    taken_over = (out / "result.json").read_bytes()
    (out / "verdict.json").unlink()
    # `since`: the crawl that was just made is judged again instead of making another.
    third = run_job(_request(town.url, out, turn=1, since="2000-01-01", cache=out / "cache"), start=forked)
    assert not third.reused
    assert (out / "result.json").read_bytes() == taken_over
    assert "passed" in _outcomes(out).values()


@pytest.mark.parametrize(
    "changed",
    [{"as_of": date(2026, 7, 1)}, {"engine": Engine(ENGINE.rules, "other")}],
    ids=["a month has ended", "other code"],
)
def test_verdicts_are_not_taken_over_when_what_they_rest_on_changed(
    forked: Start, audited: tuple[Town, Path], changed: dict[str, object]
) -> None:
    town, out = audited
    run_job(_request(town.url, out, since="2000-01-01", cache=out / "cache"), start=forked)
    again = run_job(_request(town.url, out, since="2000-01-01", cache=out / "cache", **changed), start=forked)
    assert (again.state, again.reused) == ("done", False)


def test_a_changed_page_is_judged_again_and_the_crawl_before_too_after_an_upgrade(
    forked: Start, audited: tuple[Town, Path]
) -> None:
    town, out = audited
    upgraded = Engine(ENGINE.rules, "upgraded")
    run_job(_request(town.url, out, turn=2, cache=out / "cache"), start=forked)
    town.replace(GUIDE_PAGE, status=404, text="<h1>404</h1>")
    found = run_job(_request(town.url, out, turn=3, cache=out / "cache", engine=upgraded), start=forked)
    assert not found.reused
    assert _outcomes(out)["O16"] == "failed"
    before = baseline.read(out, 3, upgraded)
    assert before is not None
    assert next(item["outcome"] for item in before["items"] if item["id"] == "O16") == "passed"
    assert run_job(_request(town.url, out, turn=4, cache=out / "cache", engine=upgraded), start=forked).reused
    assert not (out / baseline.FILE).exists()


def test_a_server_that_is_not_there_is_blocked_and_worth_another_try(forked: Start, tmp_path: Path) -> None:
    found = run_job(_request(dead_url("127.0.0.1"), tmp_path / "dead"), start=forked)
    assert (found.state, found.unreachable, found.detail) == ("blocked", True, "refused")
    assert json.loads((tmp_path / "dead" / "result.json").read_text("utf-8"))["crawl"]["reach"] == "blocked"


def test_a_name_without_an_address_has_a_report_too(forked: Start, tmp_path: Path) -> None:
    found = run_job(_request("http://no-such-town.invalid/", tmp_path / "unknown"), start=forked)
    assert (found.state, found.detail) == ("blocked", "dns")
    assert (tmp_path / "unknown" / "report.html").is_file()


@pytest.mark.parametrize(
    ("limits", "why"),
    [(Limits(wall_seconds=0.5), "time limit"), (Limits(memory=1_000_000), "memory limit")],
    ids=["time", "memory"],
)
@pytest.mark.parametrize("forks", [False, True], ids=["started anew", "forked"])
def test_limits_cost_one_agency(forked: Start, tmp_path: Path, limits: Limits, why: str, forks: bool) -> None:
    with hanging("127.0.0.1") as url:
        start = forked if forks else start_job
        found = run_job(_request(url, tmp_path / "town", limits=limits), start=start)
    assert found.state == "failed"
    assert why in found.detail


def test_a_job_can_be_stopped(tmp_path: Path) -> None:
    stop = Event()
    stop.set()
    with hanging("127.0.0.1") as url, pytest.raises(Stopped):
        run_job(_request(url, tmp_path / "town"), stop=stop)


def test_a_bug_in_a_job_is_an_outcome_with_its_last_words(forked: Start, tmp_path: Path) -> None:
    asked = _request(dead_url("127.0.0.1"), tmp_path / "town", renderer="reports.html:nothing")
    found = run_job(asked, start=forked)
    assert found.state == "failed"
    assert "nothing" in found.detail
