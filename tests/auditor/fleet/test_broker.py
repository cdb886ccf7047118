"""What the broker is asked to do: whose turn it is, and how often a job is tried."""

from __future__ import annotations

from dataclasses import replace
from multiprocessing import Event
from pathlib import Path

from auditor.fleet import broker
from auditor.fleet.coordinator import Fleet
from auditor.fleet.station import STORE_TRIES, Station, register, to_wire
from auditor.nightly.ledger import Night
from auditor.nightly.request import Engine, JobRequest
from tests.auditor.fleet.place import Place

NIGHT = Night(1, "running", "2026-01-01T00:00:00.000Z")
REQUEST = JobRequest("town", "http://127.0.6.40:9", Path("none"), 2569, engine=Engine("rules", "code"), turn=1)


def test_second_looks_come_before_agencies_whose_turn_it_is(place: Place) -> None:
    fleet = Fleet(place.app, place.depot, None, print)
    fleet.scribe.began(NIGHT, 2)
    for job, since in (("usual", NIGHT.started_at), ("urgent", "2026-01-01T01:00:00.000Z")):
        fleet._send(job, job, replace(REQUEST, since=since))
    with place.app.connection_for_read() as connection:
        jobs = broker.QUEUES[0](connection.default_channel)
        assert [jobs.get(no_ack=True).payload[0][0] for _ in range(2)] == ["urgent", "usual"]


def test_a_store_that_stays_away_is_asked_so_often_and_no_more(place: Place, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    said: list[str] = []
    station = Station(f"{tmp_path}/file/store", tmp_path, REQUEST.engine, {}, None, Event(), Event(), said.append)
    app = place.app
    register(app, station)
    done = app.tasks[broker.AUDIT].apply(args=("000001-x/town/x", to_wire(REQUEST)))
    assert done.failed()
    assert len(said) == STORE_TRIES + 1
    assert all("the store cannot be used" in line for line in said)
