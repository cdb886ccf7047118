"""The store's layout: what of an agency comes to the worker that goes on with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from auditor.fleet.depot import Depot
from crawler.evidence import Journal, Store, Task
from crawler.page.render import PLAIN
from crawler.session import failed


def _crawl(store: Store, bodies: Sequence[bytes], state: str, only: Sequence[str] = (), plain: bytes = b"") -> None:
    journal = Journal.begin(store, "http://a.example/", {"only": list(only)})
    headers = {PLAIN: store.put_body(plain)} if plain else {}
    for n, body in enumerate(bodies):
        fetch = replace(failed(Task(f"http://a.example/{n}"), "", ""), problem=None, sha256=store.put_body(body))
        journal.add_fetch(replace(fetch, headers=headers))
    if state != "running":
        journal.finish_state(state)


def test_what_a_job_may_look_at_again_comes_and_older_bodies_stay(tmp_path: Path) -> None:
    with Store.open(tmp_path / "made" / "evidence", create=True) as store:
        _crawl(store, [b"of an older crawl"], "finished")
        _crawl(store, [b"of the last whole crawl"], "finished")
        _crawl(store, [b"of a check"], "finished", only=["http://a.example/0"])
        _crawl(store, [b"of a crawl handed back"], "running", plain=b"before its script ran")
    depot = Depot(str(tmp_path / "store"))
    depot.keep_evidence("town", tmp_path / "made")
    depot.fetch_evidence("town", tmp_path / "got")
    with Store.open(tmp_path / "got" / "evidence", read_only=True) as store:
        got = {store.body(sha256) for sha256, _ in store.body_files()}
    assert got == {
        b"of the last whole crawl", b"of a check", b"of a crawl handed back", b"before its script ran",
    }  # fmt: skip
    depot.fetch_whole("town", tmp_path / "whole")
    with Store.open(tmp_path / "whole" / "evidence", read_only=True) as store:
        assert b"of an older crawl" in {store.body(sha256) for sha256, _ in store.body_files()}


def test_an_agency_is_whole_in_the_store_before_its_tables_name_it(tmp_path: Path) -> None:
    """A worker killed while it brings evidence back: tables never name a body that is not there."""
    with Store.open(tmp_path / "made" / "evidence", create=True) as store:
        _crawl(store, [b"first"], "finished")
    written: list[str] = []

    class Told(Depot):
        def _write(self, path: str, body: bytes) -> None:
            written.append(path.removeprefix(f"{self.root}/agencies/town/"))
            super()._write(path, body)

    (tmp_path / "made" / "result.json").write_text("{}")
    Told(str(tmp_path / "store")).keep_evidence("town", tmp_path / "made")
    kinds = [name.split("/")[1].split(".")[0] if "/" in name else name for name in written]
    assert kinds == ["blobs", "store", "result.json"]
