"""Pruning: old crawls go, what a kept verdict cites stays."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from auditor.document import Document
from auditor.extract.memo import Memo
from auditor.nightly.ledger import Ledger
from auditor.nightly.prune import prune_all
from crawler.evidence import Store
from tests.auditor.nightly.aged import aged_nights, aged_town


def test_what_kept_verdicts_cite_stays_and_the_rest_goes(tmp_path: Path) -> None:
    seen = aged_town(tmp_path)
    freed = prune_all(tmp_path, 2)
    assert (freed.crawls, freed.results, freed.bodies) == (2, 2, 2)
    with Store.open(tmp_path / "agencies" / "town" / "evidence", read_only=True) as store:
        assert [crawl.id for crawl in store.crawls()] == [3, 4]
        assert [store.has_body(hashes["/new"]) for hashes in seen] == [False, False, True, True]
        assert store.body(seen[0]["/same"]) == b"same"
    assert prune_all(tmp_path, 2).crawls == 0


def test_a_decision_keeps_what_it_was_made_on(tmp_path: Path) -> None:
    seen = aged_town(tmp_path)
    (tmp_path / "agencies" / "town" / "decisions.jsonl").write_text(json.dumps({"evidence": [seen[0]["/new"]]}))
    prune_all(tmp_path, 1)
    with Store.open(tmp_path / "agencies" / "town" / "evidence", read_only=True) as store:
        assert [crawl.id for crawl in store.crawls()] == [1, 4]
        assert store.body(seen[0]["/new"]) == b"night 0"


def test_a_dry_run_only_says(tmp_path: Path) -> None:
    aged_town(tmp_path)
    before = sorted(p for p in tmp_path.rglob("*") if p.suffix in (".zst", ".json"))
    assert "would remove 3 crawls, 3 earlier results, 3 bodies" in prune_all(tmp_path, 1, dry_run=True).say(True)
    assert sorted(p for p in tmp_path.rglob("*") if p.suffix in (".zst", ".json")) == before


def test_of_old_nights_the_changes_stay(tmp_path: Path) -> None:
    folder = tmp_path / "nightly"
    aged_nights(folder)
    prune_all(tmp_path, 2)
    assert sorted(p.name for p in folder.glob("0*")) == ["000003", "000004"]
    with Ledger(folder) as ledger:
        assert [row["night"] for row in ledger.rows("SELECT night FROM job ORDER BY night")] == [1, 3, 4]
        assert len(ledger.nights()) == 4


def test_texts_of_bodies_that_are_gone_and_of_other_versions_go_once_they_are_old(tmp_path: Path) -> None:
    seen = aged_town(tmp_path)
    cache = Memo(tmp_path / "cache")
    for hashes in seen:
        cache.put(f"{hashes['/new']}-page1-x", Document("application/pdf"))
    other = tmp_path / "cache" / "documents" / "another-version" / "ab" / f"{seen[3]['/new']}-x.zst"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"text")
    prune_all(tmp_path, 2)
    assert other.exists(), "no night is older than those that are kept"

    aged_nights(tmp_path / "nightly")
    assert prune_all(tmp_path, 2, dry_run=True).texts == 3
    assert prune_all(tmp_path, 2).texts == 3
    assert not other.exists()
    known = [cache.get(f"{hashes['/new']}-page1-x") is not None for hashes in seen]
    assert known == [False, False, True, True]


def test_what_is_audited_elsewhere_has_results_here_and_no_evidence(tmp_path: Path) -> None:
    aged_town(tmp_path)
    shutil.rmtree(tmp_path / "agencies" / "town" / "evidence")
    assert prune_all(tmp_path, 2).results == 2
    left = sorted(path.name for path in (tmp_path / "agencies" / "town").iterdir())
    assert left == ["result-2026-06-03T000000Z.json", "result.json"]
