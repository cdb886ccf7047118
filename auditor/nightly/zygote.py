"""Forks every job of a night from one process that has loaded all modules: a job need not pay for imports. Linux only.

`python -m auditor.nightly.zygote FD LOADED…` is that process. Over the socket FD come four descriptors a job: its
stdin, stdout, stderr, and where its exit code is written. The pid goes back. It ends with the socket, its jobs with it.
"""

from __future__ import annotations

import gc
import os
import selectors
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from threading import Lock

from crawler.process import Forked, Program, can_fork, close, fork, pipes, start_anew, start_forked

JOB = "auditor.nightly.process"
LOADED = (
    JOB, "auditor.audit", "pythainlp.tokenize", "sqlite_utils", "crawler.servers.cookies", "crawler.opening",
    "crawler.scheduler", "crawler.servers.throttle", "crawler.settings", "crawler.spiders.agency",
    "scrapy.crawler", "scrapy.downloadermiddlewares.httpcompression", "scrapy.extensions.throttle",
    "scrapy.logformatter", "scrapy.statscollectors",
)  # fmt: skip
"""What a job and its crawl import, also what they import late. Nothing here may start a thread or a reactor."""
_ROOT = Path(__file__).resolve().parents[2]
_NUMBER = struct.Struct("q")
Start = Callable[[], Program]


def start_job() -> Program:
    """A job as a program of its own."""
    return start_anew(JOB, group=True)


@contextmanager
def zygote(*more: str) -> Iterator[Start]:
    """How jobs are started while the zygote lives. Without fork each is started anew.

    `more` are modules to load too; of `module:function` the function is called, once.
    """
    if not can_fork():
        yield start_job
        return
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "auditor.nightly.zygote", str(theirs.fileno()), *LOADED, *more]
    with ours, subprocess.Popen(
        command, stdin=subprocess.DEVNULL, cwd=_ROOT, pass_fds=[theirs.fileno()], start_new_session=True
    ) as child:  # fmt: skip
        theirs.close()
        try:
            yield _Starter(ours).start
        finally:
            ours.close()
            child.wait()


class _Starter:
    """The night's end of the socket; jobs are started from several threads."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._lock = Lock()

    def start(self) -> Program:
        theirs, ours = pipes()
        ended, status = os.pipe()
        try:
            with self._lock:
                socket.send_fds(self._control, [b"j"], [*theirs, status])
                answer = self._control.recv(_NUMBER.size, socket.MSG_WAITALL)
        except OSError:
            answer = b""
        close((*theirs, status))
        if len(answer) < _NUMBER.size:
            # The zygote was killed (out of memory): slower, but the night goes on.
            close((*ours, ended))
            return start_job()
        return Forked(_NUMBER.unpack(answer)[0], ours, ended, _exit_code)


def _exit_code(ended: int) -> int:
    """-9 where the zygote could not say it any more."""
    said = os.read(ended, _NUMBER.size)
    return int(_NUMBER.unpack(said)[0]) if len(said) == _NUMBER.size else -signal.SIGKILL


# --- the zygote itself


def main(control: socket.socket, loaded: list[str]) -> int:
    for named in loaded:
        name, _, function = named.partition(":")
        module = import_module(name)
        if function:
            getattr(module, function)()
    gc.collect()
    gc.freeze()
    with selectors.DefaultSelector() as ready:
        ready.register(control, selectors.EVENT_READ)
        while True:
            for key, _ in ready.select():
                if key.fileobj is not control:
                    ready.unregister(key.fileobj)
                    _report(key.fd, *key.data)
                elif not _begin(control, ready):
                    return 0


def _begin(control: socket.socket, ready: selectors.BaseSelector) -> bool:
    """Forks one job; False where the night has ended."""
    word, ends, _, _ = socket.recv_fds(control, 1, 4)
    if not word:
        return False
    stdin, stdout, stderr, status = ends
    pid = fork(_job, (stdin, stdout, stderr))
    with suppress(OSError):
        os.setpgid(pid, pid)  # here and in the job: whichever comes first
    close((stdin, stdout, stderr))
    ready.register(os.pidfd_open(pid), selectors.EVENT_READ, (pid, status))
    control.sendall(_NUMBER.pack(pid))
    return True


def _job() -> int:
    from auditor.nightly import process
    from crawler import child

    with suppress(OSError):
        os.setpgid(0, 0)
    return process.main(lambda: start_forked(child.main))


def _report(handle: int, pid: int, status: int) -> None:
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    with suppress(BrokenPipeError):
        os.write(status, _NUMBER.pack(code))
    close((handle, status))


if __name__ == "__main__":
    sys.exit(main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2:]))
