from __future__ import annotations

import os
from pathlib import Path

import pytest

from auditor.extract import STOPPED, codec, extract
from auditor.extract.isolate import IsolatedExtractor, Limits
from tests.auditor.extract import making

FILES = Path(__file__).parent / "files"
PAGE = (
    "<title>ท</title><h1>ก</h1><table><tr><th>a<th>b<tr><td>1<td><a href=x.pdf>2</a></table>"
    "<form>ชื่อ<input name=a>ที่<input name=b></form>"
)


@pytest.fixture(scope="module")
def isolated():
    with IsolatedExtractor() as extractor:
        yield extractor


@pytest.mark.parametrize(
    ("body", "name"),
    [(PAGE.encode(), "http://a.example/"), ((FILES / "announcement-laksaman.pdf").read_bytes(), ""),
     (making.workbook({"ก": [["x", "y"], [1, 2]]}), ""), (b"", ""), (making.picture(), "")],
    ids=["page", "pdf", "xlsx", "nothing", "picture"],
)  # fmt: skip
def test_says_what_the_direct_call_says(isolated: IsolatedExtractor, body: bytes, name: str) -> None:
    assert isolated.extract(body, name=name) == extract(body, name=name)


def test_one_process_for_many_documents(isolated: IsolatedExtractor) -> None:
    isolated.extract(b"a")
    first = isolated.worker
    for _ in range(20):
        isolated.extract(PAGE.encode(), "text/html")
    assert isolated.worker is first


def test_the_process_has_no_network_where_the_system_allows(isolated: IsolatedExtractor) -> None:
    isolated.extract(b"a")
    assert isolated.worker is not None
    mine, its = (os.readlink(f"/proc/{pid}/ns/net") for pid in (os.getpid(), isolated.worker.process.pid))
    assert isolated.network == (mine == its)


def test_crash_costs_the_document_and_not_the_next(isolated: IsolatedExtractor) -> None:
    isolated.extract(b"a")
    assert isolated.worker is not None
    isolated.worker.process.kill()
    isolated.worker.process.wait()
    lost = isolated.extract(b"a", "text/plain")
    assert (lost.problem, lost.media_type, lost.detail) == ("unreadable", "text/plain", f"{STOPPED}crash (signal 9)")
    assert isolated.extract(b"hello", "text/plain").text == "hello"


def test_cpu_limit_ends_endless_work() -> None:
    slow = b"<div>" * 60_000 + b"</div>" * 60_000
    with IsolatedExtractor(Limits(cpu_seconds=1)) as extractor:
        lost = extractor.extract(slow, "text/html")
        assert (lost.problem, lost.detail) == ("unreadable", f"{STOPPED}CPU limit of 1 s")
        assert extractor.extract(b"hello", "text/plain").text == "hello"


def test_memory_limit_costs_the_document() -> None:
    wide = "<p class=a id=b>ก<b>x</b></p>".encode() * 49_000
    with IsolatedExtractor(Limits(memory=120_000_000)) as extractor:
        assert extractor.extract(b"hello", "text/plain").text == "hello"
        lost = extractor.extract(wide, "text/html")
        assert lost.problem == "unreadable" and lost.detail.startswith(STOPPED)
        assert extractor.extract(b"hello", "text/plain").text == "hello"


def test_too_large_a_body_is_not_even_sent() -> None:
    with IsolatedExtractor(Limits(body=1000)) as extractor:
        assert extractor.extract(bytes(1001)).detail.startswith(STOPPED)
        assert extractor.worker is None


def test_recycles_after_so_many_and_leaves_nothing_behind() -> None:
    with IsolatedExtractor(Limits(documents=2)) as extractor:
        seen = set()
        for _ in range(5):
            extractor.extract(b"hello", "text/plain")
            assert extractor.worker is not None
            seen.add((extractor.worker.process.pid, extractor.worker.folder))
    assert len(seen) == 3
    for pid, folder in seen:
        assert not Path(folder).exists()
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_codec_refuses_what_it_did_not_write() -> None:
    for data in (b"", b"{}", b"[]", b'{"v":99}', b"\xff", b'{"v":1,"pages":5}'):
        with pytest.raises(ValueError):
            codec.load(data)
    assert codec.understand(codec.Written(b"[1]")).detail.startswith(STOPPED)
    assert codec.load(codec.dump(extract(PAGE.encode()))) == extract(PAGE.encode())
