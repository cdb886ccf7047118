"""Reading while a crawl runs: everything that is stored, once, also where the store comes later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from auditor import meanwhile
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


class Rehearsing:
    """Stands for auditor.meanwhile.Rehearsal; tells what had been read at each rehearsal."""

    def __init__(self, reading: type[Reading]) -> None:
        self.reading, self.called = reading, Event()
        self.seen: list[int] = []

    def __call__(self, store: Store, told: Callable[[int], None]) -> None:
        self.seen.append(len(self.reading.asked))
        self.called.set()


def test_a_slow_crawl_is_rehearsed_at_first_and_when_there_is_more(
    tmp_path: Path, reading: type[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meanwhile, "FAST", 1e9)
    monkeypatch.setattr(meanwhile, "REST", 0)
    rehearse = Rehearsing(reading)
    with reading_meanwhile(tmp_path / "evidence", lambda _: None, rehearse) as told:
        for names in (["a", "b"], ["c"], [str(n) for n in range(20)]):
            rehearse.called.clear()
            reading.wanted, reading.enough = len(reading.asked) + len(names), Event()
            put(tmp_path / "evidence", *names)
            told(NEWS)
            assert reading.enough.wait(30)
            # One more body is no reason to judge again, twenty are.
            assert names == ["c"] or rehearse.called.wait(30)
    assert rehearse.seen == [2, 23]


def test_a_fast_crawl_is_not_rehearsed(tmp_path: Path, reading: type[Reading], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meanwhile, "FAST", 0)
    rehearse = Rehearsing(reading)
    with reading_meanwhile(tmp_path / "evidence", lambda _: None, rehearse) as told:
        reading.wanted = 1
        put(tmp_path / "evidence", "a")
        told(NEWS)
        assert reading.enough.wait(30)
        assert not rehearse.called.wait(3 * meanwhile.IDLE)


def test_a_rehearsal_ends_with_the_crawl(
    tmp_path: Path, reading: type[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meanwhile, "FAST", 1e9)
    begun, ended = Event(), Event()

    def rehearse(_: Store, told: Callable[[int], None]) -> None:
        begun.set()
        try:
            for left in range(3000, 0, -1):
                told(left)
                ended.wait(0.01)
        except meanwhile.Over:
            ended.set()
            raise

    with reading_meanwhile(tmp_path / "evidence", lambda _: None, rehearse) as told:
        put(tmp_path / "evidence", "a")
        told(NEWS)
        assert begun.wait(30)
        assert not ended.is_set()
    assert ended.is_set()


def test_reading_goes_on_without_a_rehearsal_that_fails(
    tmp_path: Path, reading: type[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meanwhile, "FAST", 1e9)
    failed = Event()

    def rehearse(*_: object) -> None:
        failed.set()
        raise LookupError("half a site")

    with reading_meanwhile(tmp_path / "evidence", lambda _: None, rehearse) as told:
        put(tmp_path / "evidence", "a")
        told(NEWS)
        assert failed.wait(30)
        reading.wanted = 2
        put(tmp_path / "evidence", "b")
        told(NEWS)
        assert reading.enough.wait(30)


def test_a_crawl_that_tells_nothing(tmp_path: Path, reading: type[Reading]) -> None:
    with reading_meanwhile(tmp_path / "evidence", lambda _: None):
        pass
    assert reading.asked == []


def test_an_error_of_the_crawl_comes_out(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="the crawl"), reading_meanwhile(tmp_path / "evidence", lambda _: None):
        raise RuntimeError("the crawl")
