"""Which program is the browser, how it is started, and what its processes take."""

from __future__ import annotations

import os
import resource
import shutil
import signal
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome")
NOWHERE = "~notfound"
SWITCHES = (
    # Whatever it does by itself or a page does past the interception (a worker's WebSocket, a prefetch) ends here.
    f"--host-resolver-rules=MAP * {NOWHERE}",
    f"--proxy-server=http://{NOWHERE}:1",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--renderer-process-limit=3",
    "--js-flags=--max-old-space-size=384",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-file-system",
    "--disable-speech-api",
    "--no-pings",
)
NOT_WANTED = ("--disable-popup-blocking",)
"""Switches that Playwright would add."""


def find(own: str = "", environ: Mapping[str, str] = os.environ) -> str:
    """The browser named by OIT_CHROMIUM, else the first of this machine, else `own`; "" where there is none."""
    named = environ.get("OIT_CHROMIUM", "")
    if named:
        return shutil.which(named) or ""
    found = next(filter(None, map(shutil.which, NAMES)), "")
    return found or (own if own and Path(own).exists() else "")


def may_be_sandboxed() -> bool:
    """Chromium refuses its sandbox to root."""
    return os.geteuid() != 0


@contextmanager
def unlimited_space() -> Iterator[None]:
    """Chromium maps terabytes of address space that it never uses; what is resident is watched instead."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def private_memory(root: int) -> dict[int, int]:
    """Process id -> bytes that are its alone, of every browser process below `root`."""
    children: dict[int, list[int]] = defaultdict(list)
    with suppress(FileNotFoundError), os.scandir("/proc") as known:  # there is none on a Mac
        for entry in known:
            with suppress(OSError, ValueError, IndexError):
                children[_parent(int(entry.name), entry.inode())].append(int(entry.name))
    found, todo = {}, [root]
    while todo:
        for pid in children[todo.pop()]:
            todo.append(pid)
            found[pid] = _resident(pid)
    return {pid: size for pid, size in found.items() if size}


@lru_cache(maxsize=5000)
def _parent(pid: int, _inode: int) -> int:
    """Looked up once: the watch asks four times a second. The inode tells it from a later process of its number."""
    # The name in brackets may hold anything, also a bracket.
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _resident(pid: int) -> int:
    with suppress(OSError, ValueError, LookupError):  # one that has just ended has no memory to tell of
        lines = (Path("/proc") / str(pid) / "status").read_text().splitlines()
        named = dict(line.split(":", 1) for line in lines)
        if "chrom" in named["Name"] or "headless" in named["Name"]:
            return int(named["RssAnon"].split()[0]) * 1024
    return 0


def is_page(pid: int) -> bool:
    """Whether a process draws pages; without the others there is no browser."""
    with suppress(OSError):
        return b"--type=renderer" in (Path("/proc") / str(pid) / "cmdline").read_bytes()
    return False


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
