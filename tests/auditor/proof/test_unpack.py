"""Archives that are not ours, or not of our version, are refused in one line; commands have their exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor import cli
from auditor.proof.export import export
from auditor.proof.verify import verify
from crawler.archive import Archive, ArchiveError, Contents, write
from crawler.evidence import Store, StoreError
from tests.auditor.proof.conftest import PLANTED, Audited


@pytest.fixture(scope="module")
def wacz(audited: Audited, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("unpack") / "a.wacz"
    with Store.open(audited.store, read_only=True) as store:
        export(store, audited.result, path)
    return path


def _with(wacz: Path, to: Path, **files: bytes | None) -> Path:
    """The archive with some of its own files replaced, or left out, and everything else true again."""
    skipped = ("archive/", "indexes/", "pages/", "datapackage")
    with Archive(wacz) as archive:
        kept = {name: archive.read(name) for name in archive.names if not name.startswith(skipped)}
        records = archive.records()
    kept |= {f"oit/{name}.json": body for name, body in files.items() if body is not None}
    for name in [name for name, body in files.items() if body is None]:
        del kept[f"oit/{name}.json"]
    write(to, Contents("x", "2023-06-15T04:00:00Z", "http://a/", "2023-06-15T04:00:00Z", records, [], kept))
    return to


def test_an_archive_of_another_tool(tmp_path: Path) -> None:
    write(tmp_path / "x.wacz", Contents("x", "2023-06-15T04:00:00Z", "http://a/", "2023-06-15T04:00:00Z", [], []))
    with pytest.raises(ArchiveError, match="no result and no rules") as caught:
        verify(tmp_path / "x.wacz")
    assert "\n" not in str(caught.value)


def test_an_archive_of_a_newer_version(wacz: Path, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="newer version"):
        verify(_with(wacz, tmp_path / "x.wacz", about=b'{"format": "oit-evidence/9"}'))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"[]", "another format"),
        (b"{", "not a manifest"),
        (b'{"format": "oit-manifest/1", "files": {"../../etc/passwd": "0"}}', "outside the store"),
        (b'{"format": "oit-manifest/7"}', "another format"),
    ],
)
def test_a_manifest_that_cannot_be_one(wacz: Path, tmp_path: Path, body: bytes, told: str) -> None:
    with pytest.raises(StoreError, match=told) as caught:
        verify(_with(wacz, tmp_path / "x.wacz", manifest=body))
    assert "\n" not in str(caught.value)


def test_a_verdict_that_the_evidence_does_not_bear_is_told(wacz: Path, tmp_path: Path) -> None:
    """Everything is hashed and sealed again by whoever made it: only judging again finds it."""
    with Archive(wacz) as archive:
        result = json.loads(archive.read("oit/result.json"))
    item = next(i for i in result["items"] if i["outcome"] == "failed")
    item["outcome"], item["reason"] = "passed", None
    found = verify(_with(wacz, tmp_path / "x.wacz", result=json.dumps(result, ensure_ascii=False).encode()))
    assert [line.split()[0] for line in found.verdicts] == [item["id"]]


Run = Callable[..., tuple[int, str]]
"""Words of a command line to its exit code and what it printed."""


@pytest.fixture
def oit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str | Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["oit", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return int(str(end.value.code)), "".join(capsys.readouterr())

    return run


def test_the_commands(audited: Audited, tmp_path: Path, oit: Run) -> None:
    folder = audited.copy(tmp_path / "out")
    code, said = oit("export", "wacz", folder / "result.json", "--out", tmp_path / "a.wacz")
    assert code == 0 and "4 withheld" in said, said
    assert oit("verify", tmp_path / "a.wacz")[0] == 0
    code, said = oit("forget", f"{audited.url}people", "--in", folder, "--because", "คำขอของเจ้าของข้อมูล")
    assert code == 0, said
    code, said = oit("verify", folder)
    assert "withheld, not checkable here" in said and code == 0, said
    (folder / "evidence" / "manifest.json").write_text("{}")
    assert oit("verify", folder)[0] == 10
    (tmp_path / "empty").mkdir()
    code, said = oit("verify", tmp_path / "empty")
    assert code == 1 and said.count("\n") == 1


def test_a_forgotten_body_leaves_hash_time_and_reason(audited: Audited, tmp_path: Path) -> None:
    from auditor.proof.forget import forget, forgotten
    from auditor.proof.repair import repair

    folder = audited.copy(tmp_path / "out")
    with Store.open(folder / "evidence") as store:
        [gone] = forget(store, f"{audited.url}people", "คำขอ")
        assert not store.has_body(gone.sha256)
        assert forgotten(store)[gone.sha256].reason == "คำขอ"
        with pytest.raises(StoreError, match="no body of"):
            forget(store, gone.sha256, "อีกครั้ง")
    found = verify(folder)
    assert found.sound, found.lines()
    assert any("คำขอ" in line for line in found.withheld)
    assert PLANTED["/people"].encode() not in b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    assert repair(folder / "evidence", fetch=False).dropped == [], "what was removed on request is not fetched again"
