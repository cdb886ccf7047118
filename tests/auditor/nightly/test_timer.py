"""The schedule's files, checked by systemd itself where it is there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from auditor.nightly import timer
from auditor.nightly.timer import Timer, TimerError, crontab_lines, install_timer, remove_timer, show_timer, units


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def _timer(path: Path, **changed: Any) -> Timer:
    return Timer(path / "agencies.csv", path / "nights", **changed)


def test_install_show_remove(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timer.shutil, "which", lambda name: None if name == "systemd-analyze" else "/bin/true")
    lines = install_timer(_timer(tmp_path, at="21:30"))
    assert [line.rsplit("/", 1)[-1] for line in lines[:4]] == list(timer.UNITS)
    assert "OnCalendar=*-*-* 21:30:00 Asia/Bangkok" in show_timer()
    assert f"nightly {tmp_path}/agencies.csv --until 06:00 --out {tmp_path}/nights" in show_timer()
    assert len(remove_timer()) == 5
    assert show_timer() == ""
    assert remove_timer() == ["nothing was installed"]


def test_without_systemd_it_is_a_crontab_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timer.shutil, "which", lambda name: None)
    text = install_timer(_timer(tmp_path, at="05:07"))[0]
    assert text.splitlines()[0] == "CRON_TZ=Asia/Bangkok"
    assert text.splitlines()[1].startswith("7 5 * * * cd ")
    assert text.splitlines()[2].startswith("0 7 * * * cd ") and "schedule check" in text.splitlines()[2]
    assert show_timer() == ""


def test_in_the_morning_somebody_looks_whether_there_was_a_night(tmp_path: Path) -> None:
    made = units(_timer(tmp_path, until="23:30", alerts=tmp_path / "alerts.json"))
    assert "OnCalendar=*-*-* 00:30:00 Asia/Bangkok" in made[timer.CHECK_TIMER]
    assert f"schedule check --out {tmp_path}/nights --alerts {tmp_path}/alerts.json" in made[timer.CHECK_SERVICE]


@pytest.mark.parametrize("at", ["24:00", "5:00", "05:60", "05:00\n"])
def test_a_bad_time_is_refused(tmp_path: Path, at: str) -> None:
    with pytest.raises(TimerError, match="not a time like"):
        install_timer(_timer(tmp_path, at=at))


def test_odd_paths_stay_one_word(tmp_path: Path) -> None:
    odd = Timer(tmp_path / "my list 100%.csv", tmp_path / "$nights")
    assert f'"{tmp_path}/my list 100%%.csv"' in units(odd)[timer.SERVICE]
    assert f'"{tmp_path}/$$nights"' in units(odd)[timer.CHECK_SERVICE]
    assert r"100\%.csv" in crontab_lines(odd)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    (tmp_path / "agencies.csv").write_text("name,url\n")
    install_timer(_timer(tmp_path))
    paths = [str(timer.units_folder() / name) for name in timer.UNITS]
    said = subprocess.run(["systemd-analyze", "verify", "--user", *paths], capture_output=True, text=True, check=False)
    assert "oit-nightly" not in said.stderr
