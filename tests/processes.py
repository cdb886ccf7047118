"""Processes that a test started, and those that they started: known by a variable of their environment."""

from __future__ import annotations

import os
import select
from contextlib import suppress
from pathlib import Path

MARK = "OIT_TEST_MARK"


def alive(mark: str) -> list[int]:
    """Other processes than this one that were started with MARK set to that."""
    wanted, found = f"{MARK}={mark}".encode(), []
    for entry in Path("/proc").iterdir():
        # One may end while the list is read; others are somebody else's.
        with suppress(OSError):
            if entry.name.isdigit() and wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    return [pid for pid in found if pid != os.getpid()]


def wait_until_gone(mark: str) -> None:
    """Until none is left, nor one that they started at the last moment; the test's own time limit is the limit."""
    while pids := alive(mark):
        for pid in pids:
            with suppress(ProcessLookupError):
                _wait(os.pidfd_open(pid))


def _wait(handle: int) -> None:
    try:
        ready = select.poll()
        ready.register(handle, select.POLLIN)
        ready.poll()
    finally:
        os.close(handle)
