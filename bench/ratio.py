"""One line of the results: ratios against something named, each measured in one run, with their median and spread."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INSTALLED = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir(), "oit-bench-code"))}
"""Environment in which programs start as installed ones do: their modules compiled already, whatever is set here."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is done: all of it, or with `quick` what takes some minutes."""

    quick: bool

    def __call__(self, quick: int, full: int) -> int:
        return quick if self.quick else full


@dataclass(frozen=True, slots=True)
class Line:
    """Without ratios it could not be measured here, and `note` says why.

    `aim` is the most that the ratio may be, with `at_least` the least; None where a figure is for information."""

    name: str
    against: str
    ratios: tuple[float, ...]
    aim: float | None = None
    at_least: bool = False
    note: str = ""
    """Absolute figures and the size of the run, for information."""
    unit: str = ""

    @property
    def key(self) -> str:
        return f"{self.name} / {self.against}"

    @property
    def median(self) -> float:
        return statistics.median(self.ratios)

    @property
    def met(self) -> bool | None:
        if self.aim is None or not self.ratios:
            return None
        return self.median >= self.aim if self.at_least else self.median <= self.aim


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process and all its children took: CPU seconds, seconds of wall, and the most memory of one of them."""

    cpu: float
    wall: float
    peak: int = 0
    """Bytes."""
    output: str = field(default="", repr=False)


def run(command: Sequence[str], *, env: Mapping[str, str] | None = None, codes: Sequence[int] = (0,)) -> Spent:
    """Runs a command to its end. RuntimeError with its last words where it ends otherwise than with one of `codes`."""
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        child = subprocess.Popen(
            command, stdout=said, stderr=said, cwd=ROOT, env={**os.environ, **INSTALLED, **(env or {})}
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - began
        said.seek(0)
        output = said.read()
    if child.returncode not in codes:
        raise RuntimeError(f"{' '.join(command)[:200]}: {child.returncode}\n{output[-2000:]}")
    return Spent(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024, output)


def interleave(works: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """A B C, A B C …: what each work gave, by round, so that the machine's other load meets all alike."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            found[name].append(work())
    return found


def divide(found: Mapping[str, list[float]], mine: str, theirs: str) -> tuple[float, ...]:
    """The ratio of each round."""
    return tuple(a / b for a, b in zip(found[mine], found[theirs], strict=True))


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process and its children during `work`, a function without arguments."""
    before = _used()
    work()
    return _used() - before


def _used() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
