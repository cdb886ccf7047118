"""The long proof: forty agencies, a worker killed, broker and store restarted in the middle; as on one machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest

from tests.auditor.fleet.bucket import Bucket
from tests.auditor.fleet.machines import Machine, wait_for_any
from tests.auditor.fleet.place import WORKER, Place, night_words
from tests.auditor.fleet.rabbit import Rabbit
from tests.auditor.fleet.results import books, results
from tests.auditor.nightly.towns import Town, Towns, dead_url, hanging, towns

SHARED = "127.0.7.2"
LONG = 1500.0


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Towns]:
    """Every fourth stands at one address; one is not there, one accepts and never answers."""
    hosts = [SHARED if n % 4 == 0 else f"127.0.7.{3 + n}" for n in range(38)]
    with towns(hosts, filler=1) as found, hanging("127.0.7.250") as silent:
        found.towns.append(Town("เทศบาลตำบลเงียบ", silent, "จังหวัดสมมุติ0"))
        found.towns.append(Town("เทศบาลตำบลปิด", dead_url("127.0.7.251"), "จังหวัดสมมุติ1"))
        found.write(tmp_path / "agencies.csv")
        yield found


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_forty_agencies(place: Place, broker: Rabbit, s3: Bucket, made: Towns, tmp_path: Path) -> None:
    listed, one, out = tmp_path / "agencies.csv", tmp_path / "one", tmp_path / "out"
    with Machine(*night_words(listed, one), "--jobs", "2", environment=WORKER) as alone:
        assert alone.end(LONG) == 0, alone.lines
    before = {town.url: len(town.hits()) for town in made.towns if town.server}
    with ExitStack() as stack:
        workers = [stack.enter_context(place.worker()) for _ in range(2)]
        night = stack.enter_context(place.nightly(listed, out))
        wait_for_any(workers, ": started", times=3).kill()
        workers = [next(w for w in workers if w.running), stack.enter_context(place.worker())]
        wait_for_any(workers, ": done", times=8, patience=LONG)
        broker.stop()
        broker.start()
        wait_for_any(workers, ": done", times=14, patience=LONG)
        s3.stop()
        wait_for_any([*workers, night], "the store cannot be used")
        s3.start()
        assert night.end(LONG) == 0, "\n".join([*night.lines, *(line for w in workers for line in w.lines)])
        assert place.fleet("status", "--json")["dead"] == 0
    assert results(out) == results(one)
    assert books(out) == books(one)
    turns = sorted(
        (hit.at, town.url)
        for town in made.towns
        if town.server and f"//{SHARED}:" in town.url
        for hit in town.server.hits[before[town.url] :]
    )
    shared = sum(f"//{SHARED}:" in town.url for town in made.towns)
    assert sum(a[1] != b[1] for a, b in pairwise(turns)) == shared - 1
