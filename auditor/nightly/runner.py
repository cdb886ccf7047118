"""Runs an agency job in a process of its own, under limits: `run_job`. One bad site costs one agency."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Any

from auditor.nightly.request import JobOutcome, JobRequest
from auditor.nightly.zygote import Start, start_job
from crawler.process import Program
from crawler.request import Progress

_TICK = 1.0
_TAIL = 2000


class Stopped(Exception):
    """The job was ended because the caller wanted to stop; it may be started again."""


@dataclass(slots=True)
class _Watch:
    """What is known of a running job besides its own words."""

    deadline: float
    memory: int
    peak: int = 0

    def trouble(self, pid: int) -> str:
        """Why the job has to be ended; '' while it may go on."""
        self.peak = max(self.peak, used := memory_of(pid))
        if used > self.memory:
            return f"memory limit: {used // 1_000_000} MB of {self.memory // 1_000_000} MB"
        return "time limit" if time.monotonic() > self.deadline else ""


def run_job(
    request: JobRequest,
    tell: Callable[[Progress], None] | None = None,
    *,
    stop: Event | None = None,
    start: Start = start_job,
) -> JobOutcome:
    """Blocks until the agency is done. Never raises for what the site or the job did; Stopped once `stop` is set."""
    began = time.monotonic()
    watch = _Watch(began + request.limits.wall_seconds, request.limits.memory)
    child = start()
    try:
        _ask(child, request)
        outcome = _listen(child, request, watch, tell or (lambda _: None), stop or Event())
    finally:
        end_job(child)
    return replace(outcome, peak=max(watch.peak, outcome.peak), wall=round(time.monotonic() - began, 3))


def _ask(child: Program, request: JobRequest) -> None:
    assert child.stdin
    absolute = {n: p.absolute() for n in ("out", "cache", "pace", "rules") if (p := getattr(request, n)) is not None}
    with suppress(BrokenPipeError):
        child.stdin.write(json.dumps(replace(request, **absolute).to_json()).encode() + b"\n")
        child.stdin.flush()


def _listen(
    child: Program,
    request: JobRequest,
    watch: _Watch,
    tell: Callable[[Progress], None],
    stop: Event,
) -> JobOutcome:
    """Reads what the job says until it says its outcome, ends, or has to be ended."""
    tail = bytearray()
    for message in _messages(child, tail):
        if stop.is_set():
            raise Stopped
        if message is None:
            if why := watch.trouble(child.pid):
                return JobOutcome(request.slug, "failed", why)
        elif "progress" in message:
            tell(Progress(**message["progress"]))
        elif "outcome" in message:
            return JobOutcome.from_json(message["outcome"])
    return JobOutcome(request.slug, "failed", _last_words(child, tail))


def _messages(child: Program, tail: bytearray) -> Iterator[dict[str, Any] | None]:
    """The job's messages as they come, None about every second; ends with the job's output."""
    assert child.stdout and child.stderr
    part = b""
    ticked = time.monotonic()
    with selectors.DefaultSelector() as ready:
        ready.register(child.stdout, selectors.EVENT_READ)
        ready.register(child.stderr, selectors.EVENT_READ)
        while True:
            for key, _ in ready.select(_TICK):
                piece = os.read(key.fd, 65536)
                if key.fileobj is child.stderr:
                    tail += piece
                    del tail[:-_TAIL]
                    if not piece:
                        ready.unregister(child.stderr)
                elif not piece:
                    return
                else:
                    *lines, part = (part + piece).split(b"\n")
                    yield from (json.loads(line) for line in lines if line.strip())
            if time.monotonic() - ticked >= _TICK:
                ticked = time.monotonic()
                yield None


def _last_words(child: Program, tail: bytearray) -> str:
    """One line on a job that ended without an outcome."""
    with suppress(subprocess.TimeoutExpired):
        child.wait(10)
    said = bytes(tail).decode("utf-8", "replace").strip().splitlines()
    names = {-signal.SIGXCPU: "CPU limit", -signal.SIGKILL: "killed (out of memory?)"}
    code = child.returncode if child.returncode is not None else 0
    how = names.get(code) or (f"signal {-code}" if code < 0 else f"exit {code}")
    return f"{how}: {said[-1][:300]}" if said else how


def end_job(child: Program) -> None:
    """Ends the job's whole process group; the parsing process ends with its closed pipe."""
    if child.stdin:
        with suppress(BrokenPipeError):
            child.stdin.close()
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for pipe in (child.stdout, child.stderr):
        if pipe:
            pipe.close()


def memory_of(pid: int) -> int:
    """Resident bytes of a process and all its descendants; 0 where /proc does not say."""
    total, todo = 0, [pid]
    while todo:
        one = todo.pop()
        with suppress(OSError, ValueError):
            todo += [int(c) for c in Path(f"/proc/{one}/task/{one}/children").read_text().split()]
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * _PAGE
    return total


_PAGE = os.sysconf("SC_PAGE_SIZE")
