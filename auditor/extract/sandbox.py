"""Takes the network away from the processes that read what strangers publish; tells whether this machine lets us."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path
from typing import Literal

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
START_SECONDS = 60

Isolation = Literal["no network", "network"]
"""What a parsing process can reach. The limits of time, memory and file size hold in both cases."""


def leave_network() -> bool:
    """Moves this process, and those it starts from now on, into an empty network; False where the kernel forbids it.

    To be called before a library starts threads: the kernel moves single-threaded processes only.
    """
    try:
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (OSError, AttributeError):
        return False
    return any(unshare(flags) == 0 for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET))


def isolation() -> Isolation:
    """How parsing processes run on this machine, found out by starting one."""
    root = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-m", "auditor.extract.sandbox"]
    environment = {**os.environ, "PYTHONPATH": root}
    try:
        done = subprocess.run(command, env=environment, timeout=START_SECONDS, check=False, capture_output=True)
    except subprocess.TimeoutExpired:
        return "network"
    return "no network" if done.returncode == 0 else "network"


if __name__ == "__main__":
    sys.exit(not leave_network())
