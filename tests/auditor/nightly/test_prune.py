"""Pruning: old crawls go, what a kept verdict cites stays."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from auditor.nightly.agencies import Agency
from auditor.nightly.ledger import Ledger
from auditor.nightly.prune import prune_all
from auditor.nightly.request import JobOutcome
from crawler.evidence import Journal, Store, Task
from crawler.session import failed


def _crawl(store: Path, bodies: dict[str, bytes]) -> dict[str, str]:
    from dataclasses import replace

    hashes = {}
    with Store.open(store, create=True) as opened:
        journal = Journal.begin(opened, "http://a.example/", {})
        for url, body in bodies.items():
            hashes[url] = opened.put_body(body)
            journal.add_fetch(replace(failed(Task(url), "", ""), problem=None, sha256=hashes[url], size=len(body)))
        journal.finish_state("finished")
    return hashes


def _town(out: Path, nights: int = 4) -> list[dict[str, str]]:
    town = out / "agencies" / "town"
    seen = []
    for n in range(nights):
        seen.append(_crawl(town / "evidence", {"/same": b"same", "/new": f"night {n}".encode()}))
        name = "result.json" if n == nights - 1 else f"result-2026-06-0{n + 1}T000000Z.json"
        (town / name).write_text(json.dumps({"sha256": seen[-1]["/new"]}))
    return seen


def test_what_kept_verdicts_cite_stays_and_the_rest_goes(tmp_path: Path) -> None:
    seen = _town(tmp_path)
    freed = prune_all(tmp_path, 2)
    assert (freed.crawls, freed.results, freed.bodies) == (2, 2, 2)
    with Store.open(tmp_path / "agencies" / "town" / "evidence", read_only=True) as store:
        assert [crawl.id for crawl in store.crawls()] == [3, 4]
        assert [store.has_body(hashes["/new"]) for hashes in seen] == [False, False, True, True]
        assert store.body(seen[0]["/same"]) == b"same"
    assert prune_all(tmp_path, 2).crawls == 0


def test_a_decision_keeps_what_it_was_made_on(tmp_path: Path) -> None:
    seen = _town(tmp_path)
    (tmp_path / "agencies" / "town" / "decisions.jsonl").write_text(json.dumps({"evidence": [seen[0]["/new"]]}))
    prune_all(tmp_path, 1)
    with Store.open(tmp_path / "agencies" / "town" / "evidence", read_only=True) as store:
        assert [crawl.id for crawl in store.crawls()] == [1, 4]
        assert store.body(seen[0]["/new"]) == b"night 0"


def test_a_dry_run_only_says(tmp_path: Path) -> None:
    _town(tmp_path)
    before = sorted(p for p in tmp_path.rglob("*") if p.suffix in (".zst", ".json"))
    assert "would remove 3 crawls, 3 earlier results, 3 bodies" in prune_all(tmp_path, 1, dry_run=True).say(True)
    assert sorted(p for p in tmp_path.rglob("*") if p.suffix in (".zst", ".json")) == before


def test_of_old_nights_the_changes_stay(tmp_path: Path) -> None:
    folder = tmp_path / "nightly"
    with Ledger(folder) as ledger:
        for _ in range(4):
            night = ledger.open_night((Agency("town", "ก", "http://a.example/"),), datetime.now(UTC))
            (job,) = ledger.waiting(night.id)
            with ledger.transaction():
                ledger.finish(job, JobOutcome("town", "done"))
            ledger.close_night(night.id, "finished")
            (folder / f"{night.id:06d}").mkdir()
    prune_all(tmp_path, 2)
    assert sorted(p.name for p in folder.glob("0*")) == ["000003", "000004"]
    with Ledger(folder) as ledger:
        assert [row["night"] for row in ledger.rows("SELECT night FROM job ORDER BY night")] == [1, 3, 4]
        assert len(ledger.nights()) == 4
