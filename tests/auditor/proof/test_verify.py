"""A sound store and a sound archive verify; one flipped byte anywhere is found."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.proof.export import export
from auditor.proof.verify import verify
from crawler.archive import ArchiveError
from crawler.evidence import Store, StoreError
from reports.load import read
from tests.auditor.proof.conftest import PLANTED, Audited, dashed

SEED = 2566


@pytest.fixture(scope="module")
def wacz(audited: Audited, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wacz") / "cited.wacz"
    with Store.open(audited.store, read_only=True) as store:
        export(store, audited.result, path)
    return path


def test_a_directory_verifies(audited: Audited) -> None:
    found = verify(audited.out)
    assert found.sound, found.lines()
    assert found.items == 43
    assert found.bodies >= 10
    assert found.rows >= 20


def test_an_archive_verifies_with_its_withheld_bodies_named(audited: Audited, wacz: Path) -> None:
    found = verify(wacz)
    assert found.sound, found.lines()
    assert found.items == 43
    told = "\n".join(found.lines())
    for path in PLANTED:
        assert f"{audited.url}{path[1:]} (personal data: identity_number): withheld, not checkable here" in told


def test_an_archive_of_everything_not_redacted_holds_the_same_bytes(audited: Audited, tmp_path: Path) -> None:
    path = tmp_path / "all.wacz"
    with Store.open(audited.store, read_only=True) as store:
        made = export(store, audited.result, path, everything=True, redact=False)
    found = verify(path)
    assert found.sound, found.lines()
    assert not made.withheld and not found.withheld
    assert found.bodies == verify(audited.out).bodies


def test_no_planted_number_is_in_the_redacted_archive(wacz: Path) -> None:
    import gzip
    import zipfile

    with zipfile.ZipFile(wacz) as archive:
        bodies = [archive.read(name) for name in archive.namelist()]
    texts = [gzip.decompress(b) if b[:2] == b"\x1f\x8b" else b for b in bodies]
    for number in PLANTED.values():
        for written in (number, dashed(number)):
            assert not any(written.encode() in text for text in texts)


def test_py_wacz_validates_it(wacz: Path) -> None:
    tool = Path(sys.executable).with_name("wacz")
    told = subprocess.run([tool, "validate", "-f", wacz], capture_output=True, text=True, timeout=100, check=False)
    assert told.returncode == 0 and "passed WACZ is valid" in told.stdout, told.stdout[-2000:] + told.stderr[-2000:]


def test_the_same_export_is_the_same_bytes(audited: Audited, wacz: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.wacz"
    with Store.open(audited.store, read_only=True) as store:
        export(store, audited.result, again)
    assert again.read_bytes() == wacz.read_bytes()


# --- flipped bytes


def _flip(path: Path, place: int, with_: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ with_]))


def _is_found(path: Path) -> bool:
    try:
        return not verify(path).sound
    except (ArchiveError, StoreError):
        return True


def _files(out: Path) -> list[Path]:
    """Without what SQLite makes anew whenever a database is opened."""
    return [p for p in sorted(out.rglob("*")) if p.is_file() and p.suffix != ".sqlite-shm" and p.stat().st_size]


def _flips(audited: Audited, wacz: Path, tmp_path: Path, count: int, seed: int) -> list[str]:
    """Flips that nobody noticed. Half of the places are in the archive, half in the directory."""
    chance = random.Random(seed)
    copy = tmp_path / "flipped.wacz"
    copy.write_bytes(wacz.read_bytes())
    folder = audited.copy(tmp_path / "out")
    files = _files(folder)
    unseen = []
    for number in range(count):
        path = copy if number % 2 else chance.choices(files, [p.stat().st_size for p in files])[0]
        place, with_ = chance.randrange(path.stat().st_size), chance.randrange(1, 256)
        _flip(path, place, with_)
        if not _is_found(copy if path == copy else folder):
            unseen.append(f"{path.name} at {place} ^ {with_}")
        _flip(path, place, with_)
    assert verify(folder).sound, "flipping back restores everything"
    return unseen


def test_a_flipped_byte_is_found_at_twenty_places(audited: Audited, wacz: Path, tmp_path: Path) -> None:
    assert _flips(audited, wacz, tmp_path, 20, SEED) == []


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_a_flipped_byte_is_found_at_two_hundred_places(audited: Audited, wacz: Path, tmp_path: Path) -> None:
    assert _flips(audited, wacz, tmp_path, 200, SEED + 1) == []


def test_what_was_changed_has_a_name(audited: Audited, tmp_path: Path) -> None:
    folder = audited.copy(tmp_path / "out")
    with Store.open(folder / "evidence") as store:
        crawl = store.latest()
        assert crawl
        fetch = next(f for f in store.fetches(crawl.id) if f.url.endswith("/contact"))
        store.conn.execute("UPDATE fetch SET status = 404 WHERE id = ?", (fetch.id,))
    found = verify(folder)
    assert any(f"fetch row {fetch.id} {fetch.url} (changed)" == line for line in found.changed), found.lines()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM fetch WHERE url LIKE '%/laws'", "(missing)"),
        ("UPDATE link SET text = 'อื่น' WHERE id = 1", "link row 1"),
        ("UPDATE crawl SET started_at = '2023-01-01T00:00:00.000Z'", "crawl row 1"),
        ("UPDATE rule_file SET sha256 = 'ff' WHERE name = 'years/2566.yaml'", "rules"),
        ("UPDATE task SET tries = 9", "file store.sqlite (changed)"),
    ],
)
def test_a_changed_row_is_named(audited: Audited, tmp_path: Path, statement: str, told: str) -> None:
    folder = audited.copy(tmp_path / "out")
    with Store.open(folder / "evidence") as store:
        store.conn.execute(statement)
        store.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    found = verify(folder)
    assert not found.sound
    assert any(told in line for line in found.changed), found.lines()


def test_a_changed_verdict_is_told(audited: Audited, tmp_path: Path) -> None:
    folder = audited.copy(tmp_path / "out")
    file = folder / "result.json"
    item = next(i for i in read(file).items if i.outcome == "failed")
    text = file.read_text("utf-8")
    start = text.index(f'"id": "{item.id}"')
    file.write_text(text[:start] + text[start:].replace('"outcome": "failed"', '"outcome": "passed"', 1), "utf-8")
    found = verify(folder)
    assert [line.split()[0] for line in found.verdicts] == [item.id]


def test_another_version_of_the_tool_is_named(audited: Audited, tmp_path: Path) -> None:
    folder = audited.copy(tmp_path / "out")
    file = folder / "result.json"
    file.write_text(
        file.read_text("utf-8").replace(f'"version": "{audited.result.tool.version}"', '"version": "0.0.1"')
    )
    found = verify(folder)
    assert found.sound
    assert any("version 0.0.1" in note for note in found.notes)
