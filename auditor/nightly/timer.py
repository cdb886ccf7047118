"""The schedule: systemd timers and services for the user, or crontab lines. Writes files; switches nothing on.

Two of them: the night, and in the morning the check that there was one, which alarms where the first did nothing.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SERVICE, TIMER = "oit-nightly.service", "oit-nightly.timer"
CHECK_SERVICE, CHECK_TIMER = "oit-nightly-check.service", "oit-nightly-check.timer"
UNITS = (SERVICE, TIMER, CHECK_SERVICE, CHECK_TIMER)
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


class TimerError(Exception):
    """A schedule that cannot be written; one line."""


@dataclass(frozen=True, slots=True)
class Timer:
    """Times are HH:MM in Asia/Bangkok."""

    agencies: Path
    out: Path
    at: str = "22:00"
    until: str = "06:00"
    alerts: Path | None = None

    @property
    def check_at(self) -> str:
        """An hour after the last job may begin."""
        return f"{(int(self.until[:2]) + 1) % 24:02d}{self.until[2:]}"

    def command(self) -> list[str]:
        return self._oit("nightly", str(self.agencies.absolute()), "--until", self.until)

    def check(self) -> list[str]:
        return self._oit("schedule", "check")

    def _oit(self, *words: str) -> list[str]:
        alerts = ["--alerts", str(self.alerts.absolute())] if self.alerts else []
        return [sys.executable, "-m", "auditor.cli", *words, "--out", str(self.out.absolute()), *alerts]


def units(timer: Timer) -> dict[str, str]:
    """File name -> text."""
    return {
        SERVICE: _service("nightly audit of all agencies", timer.command()),
        TIMER: _timer("every night", timer.at),
        CHECK_SERVICE: _service("alarm when there was no night", timer.check()),
        CHECK_TIMER: _timer("was there a night", timer.check_at),
    }


def _service(what: str, command: list[str]) -> str:
    return f"""[Unit]
Description=OIT Auditor: {what}
Documentation=man:systemd.timer(5)

[Service]
Type=exec
WorkingDirectory={_unit_path(Path(__file__).resolve().parents[2])}
ExecStart={" ".join(_unit_word(word) for word in command)}
Nice=10
KillMode=control-group
"""


def _timer(what: str, at: str) -> str:
    """Persistent: what was slept through is made up for when the machine is up again."""
    return f"""[Unit]
Description=OIT Auditor: {what}, {at} (Asia/Bangkok)

[Timer]
OnCalendar=*-*-* {at}:00 Asia/Bangkok
Persistent=true
RandomizedDelaySec=120

[Install]
WantedBy=timers.target
"""


def crontab_lines(timer: Timer) -> str:
    night, check = _cron(timer, timer.at, timer.command()), _cron(timer, timer.check_at, timer.check())
    return f"CRON_TZ=Asia/Bangkok\n{night}\n{check}"


def _cron(timer: Timer, at: str, words: list[str]) -> str:
    root = Path(__file__).resolve().parents[2]
    log = shlex.quote(str(timer.out.absolute() / "nightly.log"))
    command = f"cd {shlex.quote(str(root))} && {shlex.join(words)} >> {log} 2>&1"
    return f"{int(at[3:])} {int(at[:2])} * * * {command.replace('%', chr(92) + '%')}"


def _unit_word(word: str) -> str:
    """Quoted as systemd reads it: no specifier, variable or space of a path means anything."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if re.search(r"[^\w./:=@%-]", escaped) else escaped


def _unit_path(path: Path) -> str:
    return str(path).replace("%", "%%")


def units_folder() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"


def install_timer(timer: Timer, *, cron: bool = False) -> list[str]:
    """Lines for people. TimerError for a bad time or units that systemd refuses (they are not left behind)."""
    for text in (timer.at, timer.until):
        if not _TIME.fullmatch(text):
            raise TimerError(f"{text}: not a time like 22:00")
    if cron or shutil.which("systemctl") is None:
        return [crontab_lines(timer), "# add these three lines with: crontab -e"]
    folder = units_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in units(timer).items():
        (folder / name).write_text(text, "utf-8")
    written = [folder / name for name in UNITS]
    if said := _refused(written):
        for path in written:
            path.unlink()
        raise TimerError(said)
    return [
        *(f"wrote {path}" for path in written),
        f"switch on:  systemctl --user daemon-reload && systemctl --user enable --now {TIMER} {CHECK_TIMER}",
        "without a login session:  loginctl enable-linger",
    ]


def _refused(paths: list[Path]) -> str:
    """What systemd-analyze says against them; '' for nothing, or where it is not there."""
    program = shutil.which("systemd-analyze")
    if program is None:
        return ""
    done = subprocess.run([program, "verify", "--user", *map(str, paths)], capture_output=True, text=True, check=False)
    about = [line for line in done.stderr.splitlines() if "oit-nightly" in line]
    return about[0] if done.returncode and about else ""


def show_timer() -> str:
    """The installed units; '' where there are none."""
    found = [units_folder() / name for name in UNITS]
    return "\n".join(f"# {path}\n{path.read_text('utf-8')}" for path in found if path.is_file())


def remove_timer() -> list[str]:
    lines = []
    for name in UNITS:
        path = units_folder() / name
        if path.is_file():
            path.unlink()
            lines.append(f"removed {path}")
    off = f"switch off:  systemctl --user disable --now {TIMER} {CHECK_TIMER}"
    return [*lines, off] if lines else ["nothing was installed"]
