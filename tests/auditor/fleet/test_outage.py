"""Broker, store and coordinator go away in the middle of a night and come back: nothing is lost, nothing dead."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from auditor.nightly.ledger import Ledger
from tests.auditor.fleet.bucket import Bucket
from tests.auditor.fleet.place import Place
from tests.auditor.fleet.rabbit import Rabbit
from tests.auditor.fleet.results import results
from tests.auditor.nightly.towns import Towns, paused

pytestmark = pytest.mark.timeout(300)


def test_a_night_outlives_its_broker_its_store_and_its_coordinator(
    place: Place, broker: Rabbit, s3: Bucket, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with ExitStack() as stack:
        sites = [stack.enter_context(paused(host)) for host in ("127.0.6.30", "127.0.6.31")]
        listed = Towns([site.town for site in sites]).write(tmp_path / "agencies.csv")
        worker = stack.enter_context(place.worker())  # one job at once: the other agency waits in the broker
        night = stack.enter_context(place.nightly(listed, out, "--timeout", "60"))
        slug = worker.wait_for(": started").split(":")[0]
        broker.stop()
        night.kill()
        broker.start()
        s3.stop()
        for site in sites:
            site.release()
        worker.wait_for(f"{slug}: s3://")
        s3.start()
        again = stack.enter_context(place.nightly(listed, out, "--timeout", "60"))
        assert again.end() == 0, "\n".join([*again.lines, *worker.lines])
        assert place.fleet("dead") == []
        with Ledger(out / "nightly") as ledger:
            assert ledger.rows("SELECT count(*) AS n FROM job WHERE outcome = 'done'") == [{"n": 2}]
        assert len(results(out)) == 2
