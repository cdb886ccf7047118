"""The schedule: a systemd timer and service for the user, or a crontab line. Writes files; switches nothing on."""

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

    def command(self) -> list[str]:
        alerts = ["--alerts", str(self.alerts.absolute())] if self.alerts else []
        return [
            sys.executable, "-m", "auditor.cli", "nightly", str(self.agencies.absolute()),
            "--out", str(self.out.absolute()), "--until", self.until, *alerts,
        ]  # fmt: skip


def service_text(timer: Timer) -> str:
    return f"""[Unit]
Description=OIT Auditor: nightly audit of all agencies
Documentation=man:systemd.timer(5)

[Service]
Type=exec
WorkingDirectory={_unit_path(Path(__file__).resolve().parents[2])}
ExecStart={" ".join(_unit_word(word) for word in timer.command())}
Nice=10
KillMode=control-group
"""


def timer_text(timer: Timer) -> str:
    """Persistent: a night that was slept through is made up for when the machine is up again."""
    return f"""[Unit]
Description=OIT Auditor: every night at {timer.at} (Asia/Bangkok)

[Timer]
OnCalendar=*-*-* {timer.at}:00 Asia/Bangkok
Persistent=true
RandomizedDelaySec=120

[Install]
WantedBy=timers.target
"""


def crontab_line(timer: Timer) -> str:
    root = Path(__file__).resolve().parents[2]
    minute, hour = int(timer.at[3:]), int(timer.at[:2])
    log = shlex.quote(str(timer.out.absolute() / "nightly.log"))
    command = f"cd {shlex.quote(str(root))} && {shlex.join(timer.command())} >> {log} 2>&1"
    return f"CRON_TZ=Asia/Bangkok\n{minute} {hour} * * * {command.replace('%', chr(92) + '%')}"


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
        return [crontab_line(timer), "# add these two lines with: crontab -e"]
    folder = units_folder()
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in ((SERVICE, service_text(timer)), (TIMER, timer_text(timer))):
        (folder / name).write_text(text, "utf-8")
        written.append(folder / name)
    if said := _refused(written):
        for path in written:
            path.unlink()
        raise TimerError(said)
    return [
        *(f"wrote {path}" for path in written),
        "switch on:  systemctl --user daemon-reload && systemctl --user enable --now " + TIMER,
        "without a login session:  loginctl enable-linger",
    ]


def _refused(units: list[Path]) -> str:
    """What systemd-analyze says against the units; '' for nothing, or where it is not there."""
    program = shutil.which("systemd-analyze")
    if program is None:
        return ""
    done = subprocess.run([program, "verify", "--user", *map(str, units)], capture_output=True, text=True, check=False)
    about = [line for line in done.stderr.splitlines() if "oit-nightly" in line]
    return about[0] if done.returncode and about else ""


def show_timer() -> str:
    """The installed units; '' where there are none."""
    found = [units_folder() / name for name in (SERVICE, TIMER)]
    return "\n".join(f"# {path}\n{path.read_text('utf-8')}" for path in found if path.is_file())


def remove_timer() -> list[str]:
    lines = []
    for name in (TIMER, SERVICE):
        path = units_folder() / name
        if path.is_file():
            path.unlink()
            lines.append(f"removed {path}")
    return [*lines, "switch off:  systemctl --user disable --now " + TIMER] if lines else ["nothing was installed"]
