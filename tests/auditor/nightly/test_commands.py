"""`oit nightly` as it is run: real agencies on loopback, planted changes, and a kill of everything in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.auditor.nightly.towns import GUIDE_PAGE, YEAR, Town, Towns, dead_url, hanging, pages_of, towns
from tests.processes import MARK, wait_until_gone

pytestmark = pytest.mark.timeout(600)
ROOT = Path(__file__).resolve().parents[3]
OPTIONS = ("--recheck", "0", "--jobs", "3", "--year", str(YEAR))

PATIENCE = ("--timeout", "5")
"""Seconds for the town that never answers; enough for the others on a busy machine."""


def _command(*words: str) -> list[str]:
    # The program counts as the same in all nights, whoever edits it while the test runs.
    code = "from auditor import engine; engine._files = list; from auditor.cli import main; main()"
    return [sys.executable, "-c", code, "nightly", *words]


def _run(agencies: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = _command(str(agencies), "--out", str(out), *OPTIONS, *more)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)


def _changes(out: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((out / "nightly" / "latest" / "changes.json").read_text("utf-8"))
    return found


def _asked(town: Town) -> Counter[str]:
    return Counter(town.hits())


def test_two_nights_with_a_planted_change(tmp_path: Path) -> None:
    with towns(["127.0.0.2", "127.0.0.2"]) as made, hanging("127.0.0.4") as silent:
        made.towns += [
            Town("เทศบาลตำบลปิด", dead_url("127.0.0.5"), "จังหวัดสมมุติ0"),
            Town("เทศบาลตำบลเงียบ", silent, "จังหวัดสมมุติ1"),
        ]
        listed = made.write(tmp_path / "agencies.csv")
        first = _run(listed, tmp_path / "nights", *PATIENCE)
        assert first.returncode == 0, first.stderr
        assert "ตรวจได้ 2 · เข้าไม่ได้ 2 · ล้มเหลว 0" in first.stdout
        assert _changes(tmp_path / "nights") == []
        _look_at_first(tmp_path / "nights", made)
        # A page that is linked still is gone; the plan of last year stands where this year's stood.
        made[1].becomes(pages_of(made[1].name.removeprefix("เทศบาลตำบล"), year=YEAR - 1))
        made[1].replace(GUIDE_PAGE, status=404, text="<h1>404</h1>")
        second = _run(listed, tmp_path / "nights", *PATIENCE)
    assert second.returncode == 0, second.stderr
    changes = _changes(tmp_path / "nights")
    assert {c["agency_url"] for c in changes} == {made[1].url + "/"}
    found = {c["item"]: (c["from"], c["to"], c["reason"]) for c in changes}
    assert found["O27"] == ("passed", "failed", "dead_link")
    assert found["O11"] == ("passed", "failed", "wrong_year")
    assert all(c["why"]["th"] for c in changes)
    assert second.stderr.count(" reused") >= 1


def _look_at_first(out: Path, made: Towns) -> None:
    folders = sorted((out / "agencies").iterdir())
    assert len(folders) == 4
    assert all((f / "result.json").is_file() and (f / "report.html").is_file() for f in folders)
    assert (out / "cache" / "documents").is_dir()
    # Towns 0 and 1 share an address: what was asked of them does not overlap in time.
    times = [[hit.at for hit in made[n].server.hits] for n in (0, 1)]  # type: ignore[union-attr]
    assert max(times[0]) < min(times[1]) or max(times[1]) < min(times[0])


def test_killed_in_the_middle_nothing_is_left_running_and_nothing_is_done_twice(tmp_path: Path) -> None:
    with towns(["127.0.0.2", "127.0.0.2"]) as made:
        listed = made.write(tmp_path / "agencies.csv")
        command = _command(str(listed), "--out", str(tmp_path / "nights"), *OPTIONS)
        marked = {**os.environ, MARK: str(tmp_path)}
        night = subprocess.Popen(
            command, cwd=ROOT, env=marked, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        assert night.stderr is not None
        done = next(line for line in night.stderr if " done " in line).split()[2]
        os.kill(night.pid, signal.SIGKILL)
        night.wait()
        night.stderr.close()
        wait_until_gone(str(tmp_path))
        before = {town.url: _asked(town) for town in made.towns}
        again = _run(listed, tmp_path / "nights")
        assert again.returncode == 0, again.stderr
        assert "คืนที่ 1 ครบ · 2 หน่วยงาน · ตรวจได้ 2" in again.stdout
        finished = next(town for town in made.towns if done.split("_")[1] in town.url)
        assert _asked(finished) == before[finished.url]


@pytest.mark.parametrize(
    ("body", "said"),
    [("ชื่อ,เว็บ\n", "the header has no name and no url"), ("name,url\nก,ftp://a\n", ":2: ")],
    ids=["wrong header", "no good row"],
)
def test_a_bad_list_is_one_clear_line(tmp_path: Path, body: str, said: str) -> None:
    listed = tmp_path / "agencies.csv"
    listed.write_text(body, "utf-8")
    found = _run(listed, tmp_path / "nights")
    assert found.returncode == 1
    assert said in found.stderr
    assert "Traceback" not in found.stderr
