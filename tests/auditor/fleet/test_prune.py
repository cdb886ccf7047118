"""`oit prune` in the store: as in a folder, whole or not at all, and never under a worker's hands."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.document import Document
from auditor.extract.memo import Memo
from auditor.fleet.lease import Lease, of_agency
from auditor.fleet.trouble import FleetError
from auditor.nightly.commands import prune
from auditor.nightly.request import JobOutcome
from crawler.evidence import Store, manifest
from tests.auditor.fleet.bucket import Bucket
from tests.auditor.fleet.place import Place
from tests.auditor.nightly.aged import aged_nights, aged_town


@pytest.fixture
def seen(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, str]]]:
    """Four nights of one agency in the store, the coordinator's folder without evidence, a text for each night."""
    monkeypatch.setenv("OIT_CACHE_SHARED", f"{place.store}/cache")
    made, town = aged_town(tmp_path / "out"), tmp_path / "out" / "agencies" / "town"
    for hashes in made:
        Memo(tmp_path / "own").put(f"{hashes['/new']}-page1-x", Document("application/pdf"))
    known = json.loads((town / "evidence" / manifest.FILE).read_bytes())
    del known["bodies"][made[3]["/new"]]  # as a crash may leave it: its digest has yet to be taken
    (town / "evidence" / manifest.FILE).write_bytes(manifest.dump(known))
    place.depot.keep_evidence("town", town)
    for n in range(4):
        place.depot.settle(f"00000{n}-x/town/x", JobOutcome("town", "done"))
    shutil.rmtree(town / "evidence")
    aged_nights(tmp_path / "out" / "nightly")
    return made


def _prune(place: Place, out: Path, *words: str) -> str:
    done = CliRunner().invoke(
        prune, ["--out", str(out), "--nights", "2", "--broker", place.broker, "--store", place.store, *words],
        standalone_mode=False, catch_exceptions=False,
    )  # fmt: skip
    return done.output


def _stored(place: Place) -> dict[str, str]:
    """name -> etag of everything in the store."""
    found = place.depot.fs.find(place.depot.root, detail=True)
    return {path: info["ETag"] for path, info in found.items()}


def test_the_store_keeps_what_a_folder_keeps(place: Place, seen: list[dict[str, str]], tmp_path: Path) -> None:
    out, before = tmp_path / "out", _stored(place)
    would = _prune(place, out, "--dry-run").splitlines()
    assert f"{place.store}: would remove 2 crawls, 2 earlier results, 2 bodies, 2 texts of documents" in would[0]
    assert would[1].startswith(f"{out}: would remove 0 crawls, 2 earlier results")
    assert _stored(place) == before

    assert "removed 2 crawls, 2 earlier results, 2 bodies, 2 texts of documents" in _prune(place, out)
    left = _stored(place)
    assert [name for name in left if "result-" in name] == [
        f"{place.depot.root}/agencies/town/result-2026-06-03T000000Z.json"
    ]
    assert len([name for name in left if "/cache/" in name]) == 2
    assert sorted({name.split("/nights/")[1][:6] for name in left if "/nights/" in name}) == ["000002", "000003"]

    place.depot.fetch_whole("town", tmp_path / "pulled")
    with Store.open(tmp_path / "pulled" / "evidence", read_only=True) as store:
        assert [crawl.id for crawl in store.crawls()] == [3, 4]
        assert [store.has_body(hashes["/new"]) for hashes in seen] == [False, False, True, True]
        assert store.body(seen[0]["/same"]) == b"same"
        assert manifest.compare(store, (store.path / manifest.FILE).read_bytes()) == []
    assert "removed 0 crawls, 0 earlier results, 0 bodies" in _prune(place, out)
    assert _stored(place) == left


def test_what_a_person_decided_on_keeps_its_evidence(place: Place, seen: list[dict[str, str]], tmp_path: Path) -> None:
    decided = tmp_path / "out" / "agencies" / "town" / "decisions.jsonl"
    decided.write_text(json.dumps({"evidence": [seen[0]["/new"]]}))
    assert "removed 1 crawls" in _prune(place, tmp_path / "out")
    place.depot.fetch_whole("town", tmp_path / "pulled")
    with Store.open(tmp_path / "pulled" / "evidence", read_only=True) as store:
        assert store.body(seen[0]["/new"]) == b"night 0"


def test_an_agency_that_a_worker_has_is_left_alone(place: Place, seen: list[dict[str, str]], tmp_path: Path) -> None:
    with Lease(place.app, of_agency("town")) as lease:
        assert lease.held()
        said = _prune(place, tmp_path / "out")
    assert "town: a worker is at it; left for the next time" in said
    assert "removed 0 crawls, 0 earlier results, 0 bodies, 0 texts" in said


def test_a_store_that_goes_away_leaves_nothing_half(
    place: Place, seen: list[dict[str, str]], tmp_path: Path, s3: Bucket
) -> None:
    s3.full = True
    try:
        with pytest.raises(FleetError, match="the store is full"):
            _prune(place, tmp_path / "out")
    finally:
        s3.full = False
    place.depot.fetch_whole("town", tmp_path / "pulled")
    with Store.open(tmp_path / "pulled" / "evidence", read_only=True) as store:
        assert all(store.has_body(hashes["/new"]) for hashes in seen)
    assert "removed 2 crawls" in _prune(place, tmp_path / "out")
