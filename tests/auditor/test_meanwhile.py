"""Reading while a crawl runs: everything that is stored, once, also where the store comes later."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from auditor.meanwhile import reading_meanwhile
from crawler.evidence import Fetch, Store, Task
from crawler.evidence.journal import Journal
from crawler.request import Progress
from crawler.session import failed

NEWS = Progress(1, 0, 0, 0.0, {}, "")
URL = "https://www.example.go.th/"


class Reading:
    """Stands for auditor.reader.Reader; `wanted` addresses end the wait."""

    asked: list[str]
    enough: Event
    wanted: int

    def __init__(self, store: Store) -> None: ...

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, *_: object) -> None: ...

    def prepare(self, fetch: Fetch) -> None:
        self.asked.append(fetch.url)
        if len(self.asked) == self.wanted:
            self.enough.set()


@pytest.fixture(autouse=True)
def reading(monkeypatch: pytest.MonkeyPatch) -> type[Reading]:
    Reading.asked, Reading.enough, Reading.wanted = [], Event(), 0
    monkeypatch.setattr("auditor.reader.Reader", Reading)
    return Reading


def put(path: Path, *names: str) -> None:
    """Answers of one running crawl, and an address that failed."""
    with Store.open(path, create=True) as store:
        latest = store.latest()
        journal = Journal(store, latest.id) if latest else Journal.begin(store, URL, {})
        with journal.transaction():
            journal.add_fetch(failed(Task(f"{URL}gone{len(names)}"), "not_found", ""))
            for name in names:
                row = failed(Task(URL + name), "", "")
                journal.add_fetch(_kept(row, store.put_body(name.encode())))


def _kept(row: Fetch, sha256: str) -> Fetch:
    return replace(row, problem=None, sha256=sha256)


def test_everything_is_read_once_as_it_comes(tmp_path: Path, reading: type[Reading]) -> None:
    heard: list[Progress] = []
    with reading_meanwhile(tmp_path / "evidence", heard.append) as told:
        told(NEWS)  # no store yet
        reading.wanted = 2
        put(tmp_path / "evidence", "a", "b")
        told(NEWS)
        assert reading.enough.wait(30)
        reading.wanted, reading.enough = 3, Event()
        put(tmp_path / "evidence", "c")
        told(NEWS)
        assert reading.enough.wait(30)
    assert reading.asked == [f"{URL}{name}" for name in "abc"]
    assert heard == [NEWS] * 3


def test_what_judges_is_called_once_when_there_is_something_to_judge(tmp_path: Path, reading: type[Reading]) -> None:
    seen: list[list[str]] = []
    with reading_meanwhile(tmp_path / "evidence", lambda _: None, lambda: seen.append(list(reading.asked))) as told:
        told(NEWS)
        reading.wanted = 2
        put(tmp_path / "evidence", "a", "b")
        told(NEWS)
        assert reading.enough.wait(30)
    assert seen == [[f"{URL}a"]]


def test_a_crawl_that_tells_nothing(tmp_path: Path, reading: type[Reading]) -> None:
    with reading_meanwhile(tmp_path / "evidence", lambda _: None):
        pass
    assert reading.asked == []


def test_an_error_of_the_crawl_comes_out(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="the crawl"), reading_meanwhile(tmp_path / "evidence", lambda _: None):
        raise RuntimeError("the crawl")
