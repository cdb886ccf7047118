"""A program of ours in a process of its own, talked to by pipes: started anew, or forked with its modules loaded."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, NoReturn, Protocol

_ROOT = Path(__file__).resolve().parent.parent
Main = Callable[[], int]
Ends = tuple[int, int, int]
"""Descriptors of stdin, stdout and stderr."""


class Program(Protocol):
    """As much of subprocess.Popen as is used here; the pipes are binary."""

    pid: int
    returncode: int | None

    @property
    def stdin(self) -> IO[bytes] | None: ...
    @property
    def stdout(self) -> IO[bytes] | None: ...
    @property
    def stderr(self) -> IO[bytes] | None: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...


def start_anew(module: str, *, group: bool = False) -> Program:
    """`python -m module`; with `group` it leads a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=group,
        cwd=_ROOT,
    )


class Forked:
    """A Program that was forked. Its end makes the descriptor `ended` readable; `collect` then gives its exit code."""

    def __init__(self, pid: int, ours: Ends, ended: int, collect: Callable[[int], int]) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.stdin = os.fdopen(ours[0], "wb")
        self.stdout = os.fdopen(ours[1], "rb", buffering=0)
        self.stderr = os.fdopen(ours[2], "rb", buffering=0)
        self._ended = ended
        self._collect = collect

    def poll(self) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def wait(self, timeout: float | None = None) -> int:
        """subprocess.TimeoutExpired as Popen raises it."""
        if self.returncode is None:
            ready = select.poll()
            ready.register(self._ended, select.POLLIN | select.POLLHUP)
            if not ready.poll(None if timeout is None else timeout * 1000):
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            self.returncode = self._collect(self._ended)
            os.close(self._ended)
        return self.returncode

    def terminate(self) -> None:
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)


def can_fork() -> bool:
    """Linux tells the end of a process by a descriptor."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


def pipes() -> tuple[Ends, Ends]:
    """(their ends, our ends) of three new pipes."""
    (stdin, to), (of, stdout), (err, stderr) = os.pipe(), os.pipe(), os.pipe()
    return (stdin, stdout, stderr), (to, of, err)


def close(ends: tuple[int, ...]) -> None:
    for end in ends:
        os.close(end)


def start_forked(main: Main) -> Program:
    """`main` in a fork of this process, whose modules it need not load again."""
    theirs, ours = pipes()
    pid = fork(main, theirs)
    close(theirs)
    return Forked(pid, ours, os.pidfd_open(pid), lambda _: os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def fork(main: Main, ends: Ends) -> int:
    """The child's pid. There `main` runs with these as its standard streams; all other descriptors are closed."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        _live(main, ends)
    return pid


def _live(main: Main, ends: Ends) -> NoReturn:
    code = 1
    try:
        for number, end in enumerate(ends):
            os.dup2(end, number)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
        code = main()
        sys.stdout.flush()
    except BaseException:  # whatever it was, a fork must never go on as its parent
        traceback.print_exc()
    finally:
        os._exit(code)
