"""Runs a converter on a file under limits of time, memory and output."""

from __future__ import annotations

import resource
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

CPU_SECONDS = 40
WALL_SECONDS = 60
MEMORY = 1_500_000_000
OUTPUT = 40_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """`failed` is empty if all went well, else the reason in a few words; `output` may hold something all the same."""

    output: bytes
    failed: str = ""


def is_present(program: str) -> bool:
    return shutil.which(program) is not None


def run(arguments: list[str], *, seconds: int = CPU_SECONDS, memory: int = MEMORY, home: Path | None = None) -> Outcome:
    """Runs `arguments` with no input, a bare environment, and its own limits. Never raises for what it reads."""
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(home or "/nonexistent")}
    environment["TMPDIR"] = tempfile.gettempdir()
    with tempfile.TemporaryFile() as out:
        try:
            done = subprocess.run(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.PIPE,
                env=environment,
                timeout=max(WALL_SECONDS, 2 * seconds),
                check=False,
                preexec_fn=lambda: _limit(seconds, memory),
            )
        except subprocess.TimeoutExpired:
            return Outcome(_read(out), "time limit")
        except OSError as error:
            return Outcome(b"", f"{arguments[0]}: {error.strerror}")
        failed = "" if done.returncode == 0 else _reason(done.returncode, done.stderr)
        return Outcome(_read(out), failed)


def _limit(seconds: int, memory: int) -> None:
    limits = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: OUTPUT,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in limits.items():
        _, hard = resource.getrlimit(kind)
        lower = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (lower, lower))


def _read(out: IO[bytes]) -> bytes:
    out.seek(0)
    return out.read(OUTPUT)


def _reason(code: int, errors: bytes) -> str:
    if code < 0:
        names = {-24: "CPU limit", -25: "output limit", -9: "killed", -11: "crash", -6: "crash"}
        return names.get(code, f"signal {-code}")
    lines = [line for line in errors.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1].strip()[:200] if lines else f"exit code {code}"
