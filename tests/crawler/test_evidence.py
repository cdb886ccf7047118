from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing

import pytest

from crawler.evidence import Journal, Link, Screenshot, Store, StoreError, Task, manifest
from crawler.session import failed


def _begun(path) -> tuple[Store, Journal]:
    store = Store.open(path, create=True)
    return store, Journal.begin(store, "http://a.go.th/", {"max_pages": 1})


def test_bodies_are_kept_once_and_checked(store):
    with Store.open(store, create=True) as opened:
        sha256 = opened.put_body("ก".encode() * 1000)
        assert opened.put_body("ก".encode() * 1000) == sha256
        assert opened.body(sha256) == "ก".encode() * 1000
        file = store / "blobs" / sha256[:2] / f"{sha256[2:]}.zst"
        assert file.exists()
        file.write_bytes(b"damaged")
        with pytest.raises(StoreError, match="damaged"):
            opened.body(sha256)
        file.unlink()
        with pytest.raises(StoreError, match="missing"):
            opened.body(sha256)
        with pytest.raises(StoreError):
            opened.body("../../etc/passwd")


def test_missing_damaged_and_newer_stores_are_refused(store):
    with pytest.raises(StoreError, match="no evidence store"):
        Store.open(store)
    store.mkdir()
    (store / "store.sqlite").write_bytes(b"not a database at all, far from it" * 40)
    with pytest.raises(StoreError):
        Store.open(store)
    (store / "store.sqlite").unlink()
    Store.open(store, create=True).close()
    conn = sqlite3.connect(store / "store.sqlite")
    conn.execute("PRAGMA user_version = 99")
    conn.close()
    with pytest.raises(StoreError, match="newer version") as newer:
        Store.open(store)
    assert "\n" not in str(newer.value)


def test_a_finished_store_opens_read_only(store):
    opened, journal = _begun(store)
    journal.finish_state("finished")
    opened.close()
    with Store.open(store, read_only=True) as again:
        assert again.latest().state == "finished"
        with pytest.raises(sqlite3.OperationalError):
            again.conn.execute("DELETE FROM crawl")


def test_links_keep_their_first_sighting(store):
    opened, journal = _begun(store)
    first = Link("http://a.go.th/p", "ก", "หัวข้อ", "nav", "http://a.go.th/", True, True)
    later = Link("http://a.go.th/p", "ก", "หัวข้อ", "main", "http://a.go.th/q", True, True)
    other = Link("http://a.go.th/p", "ก", "อีกหัวข้อ", "main", "http://a.go.th/q", True, True)
    journal.add_links([first, later])
    Journal(opened, journal.id).add_links([later, other])
    assert list(opened.links(journal.id)) == [first, other]
    opened.close()


def test_tasks_survive(store):
    opened, journal = _begun(store)
    task = Task("http://a.go.th/p", 5.5, "http://a.go.th/", "ก", ("หน้าแรก", "ก"), "nav", 1, ("plan",), 0, True)
    journal.add_tasks([task, task])
    assert journal.waiting() == [task]
    journal.add_fetch(failed(task, "timeout", "slow"))
    journal.set_state(task.url, "done")
    assert journal.waiting() == []
    (fetch,) = opened.fetches(journal.id)
    assert (fetch.problem, fetch.path, fetch.tags) == ("timeout", ("หน้าแรก", "ก"), ("plan",))
    opened.close()


def test_a_transaction_is_whole_or_nothing(store):
    opened, journal = _begun(store)
    with pytest.raises(ValueError), journal.transaction():
        journal.add_tasks([Task("http://a.go.th/p")])
        raise ValueError
    assert journal.waiting() == []
    opened.close()


def test_rules_are_kept_under_their_digest(store):
    with Store.open(store, create=True) as opened:
        files = {"years/2566.yaml": b"a: 1", "concepts/x.yaml": "ข: 2".encode()}
        opened.keep_rules("sha256:1", files)
        opened.keep_rules("sha256:1", files)
        assert opened.rules("sha256:1") == files
        with pytest.raises(StoreError):
            opened.rules("sha256:2")


def test_a_page_keeps_its_first_screenshot_and_the_manifest_lists_it(tmp_path):
    page = hashlib.sha256(b"page").hexdigest()
    with Store.open(tmp_path, create=True) as store:
        manifest.write(store)
        for picture in (b"first", b"second"):
            sha256 = store.put_body(picture)
            store.add_screenshots(
                [Screenshot(page, "http://a/", sha256, "image/jpeg", 800, 600, 5, "2026-11-21T00:00:00Z")]
            )
        manifest.write(store)
        first = store.screenshots()[page].sha256
        assert store.body(first) == b"first"
        kept = (tmp_path / manifest.FILE).read_bytes()
        assert json.loads(kept)["screenshots"] == {page: first}
        assert manifest.compare(store, kept) == []
        store.conn.execute("UPDATE screenshot SET sha256 = ?", (hashlib.sha256(b"other").hexdigest(),))
        assert [d.where for d in manifest.compare(store, kept)] == [f"screenshot of {page}"]


def test_a_store_of_an_older_version_can_be_read(tmp_path):
    Store.open(tmp_path, create=True).close()
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as conn:
        conn.executescript("DROP TABLE screenshot; DROP TABLE reading; PRAGMA user_version = 1")
    with Store.open(tmp_path, read_only=True) as store:
        assert store.screenshots() == {}
    with Store.open(tmp_path) as store:
        assert store.screenshots() == {}
        assert store.conn.execute("SELECT count(*) FROM screenshot").fetchone() == (0,)
