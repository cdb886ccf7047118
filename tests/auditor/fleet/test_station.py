"""What a worker makes of a job's message before it does anything."""

from __future__ import annotations

import json
from dataclasses import replace
from multiprocessing import Event
from pathlib import Path
from typing import Any

import pytest

from auditor.fleet import station as module
from auditor.fleet.station import Station, _Visit, from_wire, to_wire
from auditor.nightly.request import Engine, JobRequest, Limits

ENGINE = Engine("rules", "code")
REQUEST = JobRequest(
    "town", "http://a.example/", Path("/coordinator"), 2569, name="ก", turn=3, engine=ENGINE, limits=Limits(memory=7),
    cache=Path("/coordinator/cache"), rules=Path("/coordinator/rules"), hints={"phrases": ["x" * 9999]},
    renderer="os:system", shared_cache="s3://elsewhere",
)  # fmt: skip


@pytest.fixture
def station(tmp_path: Path) -> Station:
    return Station(f"{tmp_path}/store", tmp_path, ENGINE, {"own": 1}, None, Event(), Event(), print)


def test_only_address_and_options_travel(station: Station, tmp_path: Path) -> None:
    wire = json.loads(json.dumps(to_wire(REQUEST)))
    assert len(json.dumps(wire)) < 1000
    made = from_wire(wire, station)
    assert (made.name, made.turn, made.engine, made.limits) == ("ก", 3, ENGINE, Limits(memory=7))
    assert (made.out, made.pace) == (tmp_path / "agencies" / "town", tmp_path / "pace")
    assert (made.rules, made.hints, made.renderer) == (None, {"own": 1}, "reports.html:render")
    assert made.shared_cache == f"{tmp_path}/store/cache"


@pytest.mark.parametrize(
    "changed",
    [{"slug": "../x"}, {"slug": "a/b"}, {"slug": ".."}, {"slug": ""}, {"renderer": "os:system"}, {"rules": "/etc"}],
    ids=str,
)
def test_paths_and_programs_are_refused(station: Station, changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a job of this program"):
        from_wire({**to_wire(REQUEST), **changed}, station)


def test_a_worker_without_room_takes_nothing(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = _Visit(None, station, None, "job", to_wire(REQUEST), 0)
    assert visit._trouble() == ""
    monkeypatch.setattr(module, "LEAST_DISK", 10**18)
    assert "MB free" in visit._trouble()


def test_other_rules_are_another_version_too(station: Station) -> None:
    visit = _Visit(None, station, None, "job", to_wire(replace(REQUEST, engine=Engine("other rules", "code"))), 0)
    assert "of another version (rules rules, asked other rules); bring it up to date" in visit._trouble()
