from __future__ import annotations

import sqlite3

import pytest

from crawler.evidence import Journal, Link, Store, StoreError, Task
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
    journal.checkpoint()
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
