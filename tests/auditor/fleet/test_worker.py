"""One worker and jobs put before it by hand: hand back, refuse, wait for a server, go on when the store is back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from auditor.fleet import broker
from auditor.fleet.coordinator import name_of
from auditor.fleet.lease import Lease
from auditor.fleet.station import to_wire
from auditor.fleet.status import fleet_status
from auditor.nightly.engine import engine
from auditor.nightly.request import Engine, JobRequest
from auditor.rules.load import load
from tests.auditor.fleet.bucket import Bucket
from tests.auditor.fleet.place import Place
from tests.auditor.nightly.towns import paused, towns

pytestmark = pytest.mark.timeout(300)
ENGINE = engine(load(None))


def _send(place: Place, url: str, **changed: object) -> str:
    """Puts one job before the workers; returns the agency's folder name."""
    slug = url.split("//")[1].replace(":", "_")
    request = JobRequest(slug, url, Path("none"), 2569, engine=ENGINE, turn=1, since="2026-01-01", timeout=60)
    request = replace(request, **changed)  # type: ignore[arg-type]
    place.app.send_task(broker.AUDIT, args=(name_of(request, "x"), to_wire(request)))
    return slug


def _waiting(place: Place) -> int:
    return broker.depths(place.app)[broker.JOBS]


def test_sigterm_hands_back_and_another_goes_on_from_there(place: Place) -> None:
    with paused("127.0.6.20") as site, place.worker() as worker:
        slug = _send(place, site.town.url)
        site.wait()
        status = fleet_status(place.app, place.depot)
        assert [worker["running"] for worker in status["workers"].values()] == [[slug]]
        assert (status["running"], status["queued"], status["dead"]) == (1, 0, 0)
        worker.terminate()
        worker.wait_for(f"{slug}: handed back")
        assert worker.end() == 0
        assert place.depot.outcome(f"000001-x/{slug}/2026-01-01") is None
        with place.worker() as other:
            # Nothing was lost with it: it is not among the suspects.
            other.wait_for(f"{slug}: started")
            site.release()
            other.wait_for(f"{slug}: done")
        assert site.town.hits().count("/") == 1


def test_sigterm_lets_a_job_finish_within_the_grace(place: Place) -> None:
    with paused("127.0.6.25") as site, place.worker("--grace", "200") as worker:
        slug = _send(place, site.town.url)
        site.wait()
        worker.terminate()
        worker.wait_for("ending: 200 s for running jobs")
        later = _send(place, "http://127.0.6.25:9")
        site.release()
        worker.wait_for(f"{slug}: done")
        assert worker.end() == 0
        assert not worker.saying(f"{later}: started")
    assert _waiting(place) == 1


def test_a_worker_of_another_version_says_so_and_leaves_the_job(place: Place) -> None:
    with place.worker() as worker:
        _send(place, "http://127.0.6.21:9", engine=Engine(ENGINE.rules, "of another version"))
        line = worker.wait_for("this worker is of another version")
        assert f"engine {ENGINE.code[:12]}, asked of another" in line
        assert worker.end() == 1
    assert _waiting(place) == 1
    assert broker.dead_letters(place.app) == []


def test_a_server_that_another_has_is_left_alone(place: Place) -> None:
    with towns(["127.0.6.22"], filler=0) as made, Lease(place.app, "oit.server.127.0.6.22") as lease:
        assert lease.held()
        with place.worker() as worker:
            slug = _send(place, made[0].url)
            worker.wait_for(f"{slug}: its server is busy")
            assert made[0].hits() == []


def test_a_lease_is_one_connections_and_ends_with_it(place: Place) -> None:
    with Lease(place.app, "oit.server.x") as first, Lease(place.app, "oit.server.y", "oit.server.x") as second:
        assert first.held() and first.held()
        assert not second.held()
        with Lease(place.app, "oit.server.y") as third:
            assert third.held(), "of several names all are taken or none"
        first.__exit__(None, None, None)
        assert second.held()


def test_a_full_store_costs_time_and_no_job(place: Place, s3: Bucket) -> None:
    with paused("127.0.6.23") as site, place.worker() as worker:
        slug = _send(place, site.town.url)
        site.wait()
        s3.full = True
        site.release()
        try:
            line = worker.wait_for(f"{slug}: s3://")
        finally:
            s3.full = False
        assert "the store is full" in line
        worker.wait_for(f"{slug}: done")
        assert place.depot.outcome(f"000001-x/{slug}/2026-01-01") is not None
        assert site.town.hits().count("/") == 1, "no website is asked again because our store was full"


def test_a_job_that_names_paths_is_none_of_ours(place: Place) -> None:
    with place.worker() as worker:
        request = JobRequest("../../elsewhere", "http://127.0.6.24:9", Path("none"), 2569, engine=ENGINE)
        place.app.send_task(broker.AUDIT, args=("x", to_wire(request)))
        worker.wait_for("not a job of this program")
        worker.terminate()
        assert worker.end() == 0
    assert len(broker.dead_letters(place.app)) == 1
