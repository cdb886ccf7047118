"""kill -9 at any step, a full disk, a read-only disk, damaged files: nothing gathered is lost, damage has a name."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from auditor import audit
from auditor.proof.repair import repair
from auditor.proof.verify import verify
from auditor.rules.load import load, year_of
from crawler.evidence import Store, StoreError
from crawler.request import CrawlError, CrawlRequest
from crawler.run import crawl
from tests.auditor.proof.conftest import AS_OF, YEAR, Audited
from tests.crawler.crawling import ROOT, patched_child
from tests.serving import Server, serve

SEED = 2566


def _die(steps: int, *what: str, given: str = "") -> bool:
    """Run a job that kills itself at a step; whether it came so far."""
    done = subprocess.Popen(
        [sys.executable, "-m", "tests.auditor.proof.dying", str(steps), *what],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert done.stdin and done.stdout and done.stderr
    with done:
        # stdin stays open: the crawl ends when it closes.
        done.stdin.write(given)
        done.stdin.flush()
        done.stdout.read()
        trouble = done.stderr.read()
    assert done.returncode in (0, -signal.SIGKILL), trouble
    return done.returncode == -signal.SIGKILL


def _gathered(store: Path) -> set[tuple[int, str, str]]:
    if not (store / "store.sqlite").exists():
        return set()
    try:
        opened = Store.open(store, read_only=True)
    except StoreError:
        return set()  # killed or full while its tables were made
    with opened:
        return {(f.crawl_id, f.url, f.sha256) for info in opened.crawls() for f in opened.fetches(info.id)}


def _kill_crawls(site: Server, out: Path, moments: list[int]) -> int:
    """Crawl, killed again and again, then left to end. The store is whole after each kill."""
    request = json.dumps(CrawlRequest(f"{site.url}/", out / "evidence").to_json()) + "\n"
    kills, before = 0, _gathered(out / "evidence")
    for moment in moments:
        kills += _die(moment, "crawl", given=request)
        now = _gathered(out / "evidence")
        assert before <= now, f"rows lost by a kill at step {moment}"
        if (out / "evidence" / "store.sqlite").exists():
            assert verify(out).changed == []
        before = now
    info = crawl(CrawlRequest(f"{site.url}/", out / "evidence"))
    assert (info.id, info.state) == (1, "finished")
    return kills


def _kill_judging(out: Path, moments: list[int]) -> int:
    kills = 0
    for moment in moments:
        kills += _die(moment, "judge", str(out))
        found = verify(out)
        assert found.sound, (moment, found.lines())
    return kills


def _finish(out: Path) -> None:
    rules = load()
    result = audit.judge_store(audit.AuditRequest("", out, as_of=AS_OF), rules, year_of(rules, YEAR))
    audit.write(result, out)
    found = verify(out)
    assert found.sound and found.items == 43, found.lines()
    assert not [note for note in found.notes if not note.startswith("repaired ")]


def _chain(site: Server, out: Path, chance: random.Random, crawls: int, judgings: int) -> int:
    kills = _kill_crawls(site, out, [chance.randrange(1, 14) for _ in range(crawls)])
    kills += _kill_judging(out, [chance.randrange(1, 30) for _ in range(judgings)])
    _finish(out)
    return kills


@pytest.mark.timeout(300)
def test_killed_at_twelve_steps(site_folder: Path, tmp_path: Path) -> None:
    with serve(site_folder) as site:
        assert _chain(site, tmp_path / "out", random.Random(SEED), 8, 4) == 12


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_killed_at_two_hundred_steps(site_folder: Path, tmp_path: Path) -> None:
    chance = random.Random(SEED + 1)
    with serve(site_folder) as site:
        assert sum(_chain(site, tmp_path / f"out{n}", chance, 6, 4) for n in range(20)) >= 190


# --- disks


_NO_ROOM = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
"""


@pytest.mark.parametrize("limit", [30_000, 130_000])
def test_a_full_disk_is_told_in_one_line_and_nothing_is_lost(site_folder: Path, tmp_path: Path, limit: int) -> None:
    """No file may grow beyond the limit: what the system says of a full disk, at different moments of the crawl."""
    store = tmp_path / "out" / "evidence"
    with serve(site_folder) as site:
        request = CrawlRequest(f"{site.url}/", store)
        said = patched_child(request, _NO_ROOM, str(limit))
        assert said["exit_code"] == 1
        assert "\n" not in said["error"]
        before = _gathered(store)
        if before:
            assert verify(tmp_path / "out").changed == []
        assert crawl(request).state == "finished"
        assert before <= _gathered(store)
    _finish(tmp_path / "out")


def _make_read_only(path: Path) -> bool:
    """True when nothing can be written there any more; root needs a mount for it."""
    if os.geteuid() != 0:
        path.chmod(0o555)
        return True
    bound = subprocess.run(["mount", "--bind", path, path], capture_output=True, check=False)
    return (
        bound.returncode == 0
        and not subprocess.run(["mount", "-o", "remount,bind,ro", path], capture_output=True, check=False).returncode
    )


def _make_writable(path: Path) -> None:
    if os.geteuid() != 0:
        path.chmod(0o755)
    else:
        subprocess.run(["umount", path], capture_output=True, check=False)


def test_a_read_only_disk_is_verified_and_not_written_to(audited: Audited, tmp_path: Path) -> None:
    folder = audited.copy(tmp_path / "out")
    for left in folder.rglob("*.sqlite-*"):
        left.unlink()
    evidence = folder / "evidence"
    if not _make_read_only(evidence):
        _make_writable(evidence)
        pytest.skip("this machine lets nobody make a folder read-only")
    try:
        assert verify(folder).sound
        with pytest.raises(CrawlError, match="evidence"):
            crawl(CrawlRequest(audited.url, evidence))
    finally:
        _make_writable(evidence)
    assert verify(folder).sound


# --- damage and repair


def _blob(folder: Path, sha256: str) -> Path:
    return folder / "evidence" / "blobs" / sha256[:2] / f"{sha256[2:]}.zst"


def _fetched(folder: Path, end: str) -> str:
    with Store.open(folder / "evidence", read_only=True) as store:
        return next(f.sha256 for f in store.fetches(1) if f.url.endswith(end))


@pytest.fixture
def own(site_folder: Path, tmp_path: Path, audited: Audited) -> Path:
    return audited.copy(tmp_path / "out")


@pytest.mark.parametrize("damage", ["cut", "other", "gone"])
def test_a_damaged_body_is_named_and_dropped(audited: Audited, own: Path, damage: str) -> None:
    file = _blob(own, _fetched(own, "/contact"))
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-9] if damage == "cut" else b"not zstd")
    found = verify(own)
    assert any(line.startswith(f"{audited.url}contact: ") for line in found.changed), found.lines()
    made = repair(own / "evidence", fetch=False)
    assert made.dropped == ([] if damage == "gone" else [f"{audited.url}contact"])
    assert not made.whole and not file.exists()


def test_a_dropped_body_is_fetched_again(audited: Audited, own: Path) -> None:
    """The audited site still runs, and gives the same bytes."""
    _blob(own, _fetched(own, "/contact")).write_bytes(b"not zstd")
    made = repair(own / "evidence")
    assert made.whole and made.same == [f"{audited.url}contact"]
    found = verify(own)
    assert found.sound, found.lines()
    assert any(note.startswith("repaired ") for note in found.notes)


def test_what_cannot_be_fetched_again_is_said_to_be_lost(own: Path) -> None:
    sha256 = _fetched(own, "/contact")
    _blob(own, sha256).unlink()
    made = repair(own / "evidence", fetch=False)
    assert not made.whole and sha256[:12] in made.lost[0]
    assert any(sha256[:12] in note for note in verify(own).notes)


def test_repair_of_a_sound_store_changes_nothing(own: Path) -> None:
    before = (own / "evidence" / "manifest.json").read_bytes()
    assert repair(own / "evidence").lines() == ["ไม่พบความเสียหาย · nothing is broken"]
    assert (own / "evidence" / "manifest.json").read_bytes() == before


def test_repair_does_not_make_a_changed_row_true(own: Path) -> None:
    with Store.open(own / "evidence") as store:
        store.conn.execute("UPDATE fetch SET status = 404 WHERE url LIKE '%/laws'")
    made = repair(own / "evidence", fetch=False)
    assert any("fetch row" in line for line in made.told)
    assert any("fetch row" in note for note in verify(own).notes)


def test_a_damaged_table_is_named_and_the_rest_carried_over(own: Path) -> None:
    file = own / "evidence" / "store.sqlite"
    with sqlite3.connect(file) as conn:
        (page,) = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = 'link'").fetchone()
        (size,) = conn.execute("PRAGMA page_size").fetchone()
    conn.close()
    with file.open("r+b") as opened:
        opened.seek((page - 1) * size)
        opened.write(b"\xff" * size)
    assert not verify(own).sound
    made = repair(own / "evidence", fetch=False)
    assert not made.whole and any("rows of link" in line for line in made.lost)
    assert (own / "evidence" / "store.sqlite.damaged-1").exists()
    with Store.open(own / "evidence", read_only=True) as store:
        assert len(list(store.fetches(1))) == 10


def test_a_file_that_is_no_database_is_one_line(own: Path) -> None:
    (own / "evidence" / "store.sqlite").write_bytes(b"no database at all" * 400)
    with pytest.raises(StoreError, match=r"store\.sqlite"):
        verify(own)


def test_a_store_of_a_newer_version_is_one_line(own: Path) -> None:
    with sqlite3.connect(own / "evidence" / "store.sqlite") as conn:
        conn.execute("PRAGMA user_version = 99")
    conn.close()
    for run in (verify, lambda path: repair(path / "evidence")):
        with pytest.raises(StoreError, match="newer version"):
            run(own)


def test_a_pruned_store_still_verifies_and_says_so(audited: Audited, own: Path) -> None:
    from crawler.evidence.forgetting import forget

    crawl(CrawlRequest(audited.url, own / "evidence"))
    assert forget(own / "evidence", 1, ()).crawls == 1
    (own / "result.json").unlink()
    _finish(own)
    assert any("crawls 1 were pruned" in note for note in verify(own).notes)
