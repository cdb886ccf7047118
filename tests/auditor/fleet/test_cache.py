"""Texts of documents across machines: read once anywhere, known everywhere; the keys stay with who needs them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from auditor.document import Document
from auditor.extract import codec
from auditor.extract.codec import Written
from auditor.extract.memo import Memo, MemoisedExtractor
from auditor.nightly import process
from auditor.nightly.request import JobRequest

PDF = b"%PDF-1.4 of two machines"
PAGE = b"<!doctype html><p>of one agency"


class _Extractor:
    def __init__(self) -> None:
        self.read: list[bytes] = []

    def write(self, body: bytes, media_type: str = "", *, name: str = "", charset: str = "") -> Written:
        self.read.append(body)
        return Written(codec.dump(Document(media_type)))


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OIT_CACHE_SHARED", f"file://{tmp_path}/shared")
    return tmp_path / "shared"


def test_a_document_is_read_once_by_all_machines_and_a_page_by_each(tmp_path: Path, shared: Path) -> None:
    reader = _Extractor()
    for machine in ("a", "b", "b"):
        memo = MemoisedExtractor(reader, tmp_path / machine)
        memo.extract(PDF, "application/pdf", name=f"http://{machine}.example/x.pdf")
        memo.extract(PAGE, "text/html", name="http://a.example/")
    assert reader.read == [PDF, PAGE, PAGE]
    assert len(list(shared.rglob("*.zst"))) == 1


def test_a_read_page_of_a_scan_is_shared_too(tmp_path: Path, shared: Path) -> None:
    Memo(tmp_path / "a").put("0" * 64 + "-page3-method", Document("application/pdf"))
    assert Memo(tmp_path / "b").get("0" * 64 + "-page3-method") == Document("application/pdf")


def test_a_shared_cache_that_is_away_costs_a_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("OIT_CACHE_SHARED", f"file://{tmp_path}/file")
    reader = _Extractor()
    MemoisedExtractor(reader, tmp_path / "a").extract(PDF, "application/pdf")
    MemoisedExtractor(reader, tmp_path / "a").extract(PDF, "application/pdf")
    assert reader.read == [PDF]
    assert "shared cache" in caplog.text


def test_what_a_job_starts_gets_no_keys_of_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("OIT_CACHE_SHARED", "")
    process._share(f"file://{tmp_path}/shared")
    assert not [name for name in os.environ if name.startswith("AWS_")]


def test_a_request_keeps_its_shared_cache_across_processes() -> None:
    request = JobRequest("a", "http://a.example/", Path("out"), 2569, shared_cache="s3://x/cache")
    assert JobRequest.from_json(json.loads(json.dumps(request.to_json()))) == request


def test_one_machine_needs_no_fsspec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OIT_CACHE_SHARED", raising=False)
    monkeypatch.setitem(sys.modules, "fsspec", None)
    memo = Memo(tmp_path)
    memo.put("0" * 64, Document("application/pdf"))
    assert memo.get("0" * 64) == Document("application/pdf")
