"""The lasting process that scanned documents are read by: each in a child of its own, forked when all is loaded."""

from __future__ import annotations

import atexit
import json
import os
import resource
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

MEMORY = 3_000_000_000
_ENDING = 10
_idle: list[Scanner] = []


class Stopped(Exception):
    """The reader ended before its order was done; the message says of what."""


class Scanner:
    """A process that takes one order at a time, under limits that its children inherit."""

    def __init__(self) -> None:
        root = str(Path(__file__).resolve().parents[2])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "auditor.extract.scan"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": root, "OPENBLAS_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"},
            start_new_session=True,
            preexec_fn=_limit,
        )

    def order(self, folder: Path, media_type: str, dpi: int, pages: Sequence[int], seconds: float) -> int:
        """The exit code of the child that read the pages of the body in the folder. Stopped ends this scanner."""
        assert self._process.stdin is not None and self._process.stdout is not None
        line = json.dumps([str(folder), media_type, dpi, list(pages)]).encode() + b"\n"
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
            ready, _, _ = select.select([self._process.stdout], [], [], seconds)
        except BrokenPipeError as error:
            self.kill()
            raise Stopped("the reading process ended") from error
        answer = self._process.stdout.readline() if ready else b""
        if not answer.strip():
            self.kill()
            raise Stopped("the reading process ended" if ready else f"time limit of {seconds:.0f} s")
        return int(answer)

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        """Ends it; it has nothing to do."""
        assert self._process.stdin is not None and self._process.stdout is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(_ENDING)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process.stdout.close()

    def kill(self) -> None:
        """Ends it with whatever it started."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()


def read_apart(folder: Path, media_type: str, dpi: int, pages: Sequence[int], seconds: float) -> int:
    """As Scanner.order, by a scanner that is idle, else by a new one. For use by several threads."""
    scanner = _pick() or Scanner()
    code = scanner.order(folder, media_type, dpi, pages, seconds)
    _idle.append(scanner)
    return code


def _pick() -> Scanner | None:
    """One that is idle and lives; a machine short of memory ends what does nothing."""
    with suppress(IndexError):
        while True:
            scanner = _idle.pop()
            if scanner.is_alive():
                return scanner
            scanner.kill()
    return None


def rest() -> None:
    """Ends the scanners that have nothing to do; the next order starts one anew."""
    while _idle:
        _idle.pop().close()


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


atexit.register(rest)
os.register_at_fork(after_in_child=_idle.clear)
