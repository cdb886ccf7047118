"""How long it takes to start, as multiples of a bare interpreter."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from auditor.demo.serve import serve
from bench.ratio import INSTALLED, ROOT, Line, Scale, divide, interleave, run


def measure(scale: Scale) -> Iterator[Line]:
    """`oit --help`, and `oit audit` until the site is asked for the first time."""
    works = {
        "bare": lambda: run([sys.executable, "-c", "pass"]).wall,
        "help": lambda: run([sys.executable, "-m", "auditor.cli", "--help"]).wall,
        "audit": first_request,
    }
    interleave(works, 1)  # compiles what is not yet
    found = interleave(works, scale(3, 9))
    note = "wall; seconds: " + ", ".join(f"{name} {min(values):.2f}" for name, values in found.items())
    yield Line("oit --help", "bare interpreter", divide(found, "help", "bare"), 8, note=note)
    yield Line("oit audit to its first request", "bare interpreter", divide(found, "audit", "bare"), 60)


def first_request() -> float:
    """Seconds from the command to the first request that the site sees."""
    with serve(ROOT / "auditor/demo/site") as server, tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        command = [sys.executable, "-m", "auditor.cli", "audit", server.url, "--out", folder]
        env = {**os.environ, **INSTALLED}
        child = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while not server.hits and child.poll() is None:
                time.sleep(0.005)
            if not server.hits:
                raise RuntimeError(f"the audit ended with {child.returncode} before it asked for anything")
            return server.hits[0].at - began
        finally:
            child.terminate()
            child.wait()
