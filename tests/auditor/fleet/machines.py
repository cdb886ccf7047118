"""Programs of a fleet as real processes: each in a session of its own, its words heard as they come."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 250.0
HEARD = threading.Condition()
"""Of all machines, so that one can wait for whichever speaks first."""


class Machine:
    """`oit …` as a process; as a context manager it leaves nothing behind."""

    def __init__(self, *words: str, environment: Mapping[str, str]) -> None:
        self.lines: list[str] = []
        self._child = subprocess.Popen(
            [sys.executable, "-m", "auditor.cli", *words],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: Any) -> None:
        self.kill()
        self._reader.join(10)
        assert self._child.stdout
        self._child.stdout.close()

    def _listen(self) -> None:
        assert self._child.stdout
        for line in self._child.stdout:
            with HEARD:
                self.lines.append(line.rstrip("\n"))
                HEARD.notify_all()
        self._child.wait()  # or who waits for more might look between its last word and its end
        with HEARD:
            HEARD.notify_all()

    def wait_for(self, said: str) -> str:
        """The first line that has `said` in it; AssertionError with all lines when it does not come."""
        return wait_for_any([self], said).saying(said)[0]

    def saying(self, said: str) -> list[str]:
        return [line for line in self.lines if said in line]

    def kill(self) -> None:
        """The whole of it with kill -9, as when a machine is lost."""
        with suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()

    def terminate(self) -> None:
        self._child.terminate()

    def end(self, patience: float = PATIENCE) -> int:
        """Its exit code, once it has ended by itself."""
        code = self._child.wait(patience)
        self._reader.join(10)
        return code

    @property
    def running(self) -> bool:
        return self._child.poll() is None


def wait_for_any(machines: Sequence[Machine], said: str, times: int = 1, patience: float = PATIENCE) -> Machine:
    """The first machine that says it (so often)."""

    def found() -> Machine | None:
        return next((machine for machine in machines if len(machine.saying(said)) >= times), None)

    with HEARD:
        HEARD.wait_for(lambda: found() or not any(machine.running for machine in machines), patience)
    machine = found()
    assert machine, f"{said!r} was not said:\n" + "\n--\n".join("\n".join(m.lines) for m in machines)
    return machine
