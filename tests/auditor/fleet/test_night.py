"""A night on several machines: as on one, whoever is killed; what kills is set apart; what is done stays done."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest

from auditor.fleet import broker
from auditor.nightly.ledger import Ledger
from tests.auditor.fleet.machines import Machine, wait_for_any
from tests.auditor.fleet.place import WORKER, Place, night_words
from tests.auditor.fleet.results import books, results
from tests.auditor.nightly.towns import Town, Towns, dead_url, towns
from tests.serving import Hit

SHARED = "127.0.6.2"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Towns]:
    """Four agencies, two of them on one server, and one without any server."""
    with towns([SHARED, SHARED, "127.0.6.3", "127.0.6.4"]) as found:
        found.towns.append(Town("เทศบาลตำบลปิด", dead_url("127.0.6.9"), "จังหวัดสมมุติ1"))
        found.write(tmp_path / "agencies.csv")
        yield found


def _one_machine(path: Path) -> Path:
    with Machine(*night_words(path / "agencies.csv", path / "one"), "--jobs", "2", environment=WORKER) as alone:
        assert alone.end() == 0, alone.lines
    return path / "one"


def _hits(made: Towns) -> list[tuple[str, Hit]]:
    """Of the shared address, in the order they came."""
    shared = [town for town in made.towns if town.server and f"//{SHARED}:" in town.url]
    return sorted(((t.url, hit) for t in shared if t.server for hit in t.server.hits), key=lambda pair: pair[1].at)


pytestmark = pytest.mark.timeout(300)


def test_a_killed_worker_changes_nothing(place: Place, made: Towns, tmp_path: Path) -> None:
    one, out, listed = _one_machine(tmp_path), tmp_path / "out", tmp_path / "agencies.csv"
    before = len(_hits(made))
    with ExitStack() as stack:
        workers = [stack.enter_context(place.worker()) for _ in range(2)]
        night = stack.enter_context(place.nightly(listed, out))
        wait_for_any(workers, ": started").kill()
        assert night.end() == 0, night.lines
        assert results(out) == results(one)
        assert books(out) == books(one)
        turns = [url for url, _ in _hits(made)[before:]]
        # What the killed worker had begun may have to wait for the other one.
        assert 1 <= sum(a != b for a, b in pairwise(turns)) <= 2, "two agencies of one server were asked at once"

        # The second night needs what the first one left in the store.
        shutil.rmtree(out / "agencies")
        second = stack.enter_context(place.nightly(listed, out))
        assert second.end() == 0, second.lines
        with Ledger(out / "nightly") as ledger:
            reused = ledger.rows("SELECT sum(reused) AS n FROM job WHERE night = 2")
        assert reused == [{"n": len(made.towns) + 1}]  # and the second try of the one that is not there
        assert results(out).keys() == results(one).keys()


def test_what_kills_its_worker_is_set_apart_after_the_third(place: Place, tmp_path: Path) -> None:
    with towns(["127.0.6.5", "127.0.6.6"]) as made, ExitStack() as stack:
        slug = made[0].url.split("//")[1].replace(":", "_")
        home = made[0].server.site.pages["/"] if made[0].server else None
        made[0].replace("/", hang=True)
        workers = [stack.enter_context(place.worker())]
        night = stack.enter_context(place.nightly(made.write(tmp_path / "agencies.csv"), tmp_path / "out"))
        for _ in range(3):
            workers[-1].wait_for(f"{slug}: started")
            workers[-1].kill()
            workers.append(stack.enter_context(place.worker()))
        workers[-1].wait_for(f"{slug}: given up")
        assert night.end() == 1
        # A slow night tells in between how far it is; the sum comes last.
        assert night.wait_for("ตรวจได้ 1").count("ล้มเหลว 1") == 1
        (line,) = place.fleet("dead")
        assert line.startswith(f"{slug}  {made[0].url}")
        assert place.fleet("status", "--json")["dead"] == 1

        assert home and made[0].server
        made[0].server.site.pages["/"] = home
        (letter,) = broker.dead_letters(place.app)
        assert place.fleet("resend", slug) == [slug]
        workers[-1].wait_for(f"{slug}: done")
        assert place.fleet("dead") == []

        # Delivered twice: nothing is asked, nothing is written.
        kept, asked = place.depot.fs.find(place.depot.root, detail=True), len(made[0].hits())
        place.app.send_task(broker.AUDIT, args=(letter["job"], letter["request"]))
        workers[-1].wait_for(f"{slug}: done already")
        assert len(made[0].hits()) == asked
        assert place.depot.fs.find(place.depot.root, detail=True) == kept
