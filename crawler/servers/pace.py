"""One pace per server for all crawls of a machine: a file per server holds the next free moment. No locks are held."""

from __future__ import annotations

import fcntl
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

PLATFORMS = {
    "google.com": 0.5,
    "googleusercontent.com": 0.5,
    "facebook.com": 2.0,
    "fbcdn.net": 1.0,
    "dropbox.com": 1.0,
    "sharepoint.com": 1.0,
    "live.com": 1.0,
    "1drv.ms": 1.0,
    "canva.com": 2.0,
}
"""Hosts with many addresses and very many users: one limit by name, in seconds between requests of all crawls."""
MOST = 600.0
_ODD = re.compile(r"[^\w.-]")


class Pace:
    """`folder` is shared. A crash leaves nothing locked: at worst one moment is unused."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._clock = clock

    def reserve(self, host: str, slot: str, delay: float) -> float:
        """Takes the server's next free moment; returns the seconds until then."""
        key, seconds = self._rule(host, slot, delay)
        if seconds <= 0:
            return 0.0
        handle = os.open(self._folder / _ODD.sub("_", key), os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            now = self._clock()
            free = _number(os.read(handle, 64))
            at = free if now < free < now + MOST else now
            os.pwrite(handle, f"{at + seconds:<32.6f}".encode(), 0)
        finally:
            os.close(handle)
        return at - now

    @staticmethod
    def _rule(host: str, slot: str, delay: float) -> tuple[str, float]:
        for name, seconds in PLATFORMS.items():
            if host == name or host.endswith("." + name):
                return name, seconds
        return slot, delay


def _number(text: bytes) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
