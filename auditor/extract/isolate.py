"""Extraction in a process of its own, with limits: a crash or a bomb costs one document, never the audit."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from types import TracebackType

from auditor.document import Document
from auditor.extract import STOPPED, codec
from auditor.extract.codec import Written
from auditor.extract.worker import FRAME

START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes allowed to one document, and after how much work a process is replaced."""

    cpu_seconds: int = 60
    wall_seconds: int = 150
    memory: int = 3_000_000_000
    file_size: int = 200_000_000
    documents: int = 1_000
    resident: int = 900_000_000
    body: int = 200_000_000


class IsolatedExtractor:
    """Hands bodies to one worker process after another; as a context manager it leaves none behind.

    Not for use by several threads at once: give each its own.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.worker: _Worker | None = None
        self.network: bool | None = None
        """Whether the worker can reach a network; None before the first document."""

    def __enter__(self) -> IsolatedExtractor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self.worker is not None:
            self.worker.stop()
            self.worker = None

    def extract(self, body: bytes, media_type: str = "", *, name: str = "", charset: str = "") -> Document:
        """As auditor.extract.extract; what outlives its limits or crashes is unreadable, the detail says why."""
        return codec.understand(self.write(body, media_type, name=name, charset=charset))

    def write(self, body: bytes, media_type: str = "", *, name: str = "", charset: str = "") -> Written:
        """What `extract` gives as it came from the process, to be kept rather than looked at."""
        if len(body) > self.limits.body:
            return _stopped(media_type, f"{len(body)} bytes are more than {self.limits.body}")
        worker = self._ready()
        try:
            return worker.ask(body, {"media_type": media_type, "name": name, "charset": charset})
        except _Lost as lost:
            self.close()
            return _stopped(media_type, str(lost))

    def _ready(self) -> _Worker:
        if self.worker is not None and self.worker.is_spent():
            self.close()
        if self.worker is None:
            self.worker = _Worker(self.limits)
            self.network = self.worker.network
        return self.worker


def _stopped(media_type: str, why: str) -> Written:
    kind = media_type.split(";", 1)[0].strip() or "application/octet-stream"
    return Written(codec.dump(Document(kind, problem="unreadable", detail=f"{STOPPED}{why}")), stopped=True)


class _Lost(Exception):
    """The worker died or was killed; the message says of what."""


class _Worker:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.done = 0
        self.resident = 0
        self.folder = tempfile.mkdtemp(prefix="oit-worker-")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "auditor.extract.worker", json.dumps(asdict(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._environment(),
            start_new_session=True,
        )
        try:
            header, _ = self._receive(time.monotonic() + START_SECONDS)
        except _Lost as lost:
            self.stop()
            raise RuntimeError(f"the parsing process does not start: {lost}") from lost
        self.network = bool(header["network"])

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "LC_ALL", "PYTHONDONTWRITEBYTECODE")}
        path = os.pathsep.join(p or os.getcwd() for p in sys.path)
        return {**kept, "PYTHONPATH": path, "HOME": self.folder, "TMPDIR": self.folder, "OMP_THREAD_LIMIT": "1"}

    def is_spent(self) -> bool:
        return self.done >= self.limits.documents or self.resident > self.limits.resident

    def ask(self, body: bytes, header: dict[str, str]) -> Written:
        encoded = json.dumps(header).encode()
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(FRAME.pack(len(encoded), len(body)) + encoded)
            self.process.stdin.write(body)
            self.process.stdin.flush()
        except BrokenPipeError as error:
            raise _Lost(self._death()) from error
        answer, data = self._receive(time.monotonic() + self.limits.wall_seconds)
        self.done += 1
        self.resident = int(answer["resident"])
        return Written(data, bool(answer["stopped"]))

    def _receive(self, deadline: float) -> tuple[dict[str, int], bytes]:
        sizes = FRAME.unpack(self._read(FRAME.size, deadline))
        return json.loads(self._read(sizes[0], deadline)), self._read(sizes[1], deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        assert self.process.stdout is not None
        handle = self.process.stdout.fileno()
        parts = bytearray()
        while len(parts) < size:
            ready, _, _ = select.select([handle], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise _Lost(f"time limit of {self.limits.wall_seconds} s")
            piece = os.read(handle, min(size - len(parts), 1_000_000))
            if not piece:
                raise _Lost(self._death())
            parts += piece
        return bytes(parts)

    def _death(self) -> str:
        code = self.process.wait(timeout=10)
        names = {-signal.SIGXCPU: f"CPU limit of {self.limits.cpu_seconds} s", -signal.SIGXFSZ: "file size limit"}
        return names.get(code) or (f"crash (signal {-code})" if code < 0 else f"exit {code}")

    def stop(self) -> None:
        """Ends the process and whatever it started, and removes its files."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)
