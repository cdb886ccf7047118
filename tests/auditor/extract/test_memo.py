from __future__ import annotations

from pathlib import Path

import pytest

from auditor.document import Document, TextPage
from auditor.extract import STOPPED, codec, memo
from auditor.extract.codec import Written


class Counting:
    """An extractor that remembers what it was asked."""

    def __init__(self, answer: Document) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def write(self, body: bytes, media_type: str = "", *, name: str = "", charset: str = "") -> Written:
        self.asked.append(name)
        return Written(codec.dump(self.answer), self.answer.detail.startswith(STOPPED))


TEXT = Document("text/html", "ท", (TextPage(1, "เนื้อหา"),))


def test_second_time_is_remembered(tmp_path: Path) -> None:
    counting = Counting(TEXT)
    for _ in range(2):
        memoised = memo.MemoisedExtractor(counting, tmp_path)
        assert memoised.extract(b"<p>x", "text/html", name="http://a.example/") == TEXT
    assert len(counting.asked) == 1 and (memoised.hits, memoised.misses) == (1, 0)


def test_address_counts_for_pages_and_not_for_files(tmp_path: Path) -> None:
    assert memo.key(b"<html>", "text/html", "/a", "") != memo.key(b"<html>", "text/html", "/b", "")
    assert memo.key(b"%PDF-1.4", "application/pdf", "/a", "") == memo.key(b"%PDF-1.4", "", "/b", "")
    assert memo.key(b"%PDF-1.4", "", "", "") != memo.key(b"%PDF-1.5", "", "", "")


@pytest.mark.parametrize("damage", [b"", b"noise", b"\x28\xb5\x2f\xfd\x00"])
def test_damaged_entry_is_read_anew_and_mended(tmp_path: Path, damage: bytes) -> None:
    counting = Counting(TEXT)
    memoised = memo.MemoisedExtractor(counting, tmp_path)
    memoised.extract(b"x")
    entry = next(tmp_path.rglob("*.zst"))
    entry.write_bytes(damage)
    assert memoised.extract(b"x") == TEXT and len(counting.asked) == 2
    assert memoised.extract(b"x") == TEXT and len(counting.asked) == 2


def test_what_was_cut_off_is_not_remembered(tmp_path: Path) -> None:
    counting = Counting(Document("text/html", problem="unreadable", detail=f"{STOPPED}time limit of 1 s"))
    memoised = memo.MemoisedExtractor(counting, tmp_path)
    memoised.extract(b"x")
    memoised.extract(b"x")
    assert len(counting.asked) == 2 and not list(tmp_path.rglob("*.zst"))


def test_other_code_has_other_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting(TEXT)
    memo.MemoisedExtractor(counting, tmp_path).extract(b"x")
    monkeypatch.setattr(memo, "engine", lambda: "another")
    memo.MemoisedExtractor(counting, tmp_path).extract(b"x")
    assert len(counting.asked) == 2


def test_folder_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIT_CACHE", str(tmp_path))
    assert memo.cache_folder() == tmp_path


def test_a_folder_that_cannot_be_written_is_no_error() -> None:
    memoised = memo.MemoisedExtractor(Counting(TEXT), Path("/proc/nowhere"))
    assert memoised.extract(b"x") == TEXT
