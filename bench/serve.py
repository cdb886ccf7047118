"""Users at once on a local `oit serve`: errors, how long pages take, memory. Arguments: users, rounds."""

from __future__ import annotations

import http.client
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from auditor.nightly.runner import memory_of
from bench.ratio import Line, Scale
from tests.auditor.serve.offices import SLUG, YEAR, put_result
from tests.reports import sample

BASE = f"/audits/{SLUG}/{YEAR}"
OLD = "2026-11-01T030000.000Z"
PAGES = ("/", BASE, BASE, f"{BASE}/items/O18", f"{BASE}/items/O31", f"{BASE}/report", f"{BASE}/compare?with={OLD}",
         f"{BASE}/claims", "/api/v1/audits", "/api/v1/jobs")  # fmt: skip
EACH = 40


def measure(scale: Scale) -> Iterator[Line]:
    """Memory after some rounds of users against after the first, and the slow answers of many against one user's."""
    alone, *_ = rows(1, 1)
    found = list(rows(50, scale(2, 4)))
    wrong = sum(row["errors"] for row in found)
    note = f"{sum(row['requests'] for row in found)} requests, {wrong} of them failed; {found[-1]['megabytes']} MB"
    grown = found[-1]["megabytes"] / found[0]["megabytes"]
    yield Line(f"oit serve, memory after {len(found)} rounds of 50 users", "after the first", (grown,), 1.1, note=note)
    slow = tuple(row["p95_ms"] / alone["p95_ms"] / 50 for row in found)
    note = f"p95 {found[-1]['p95_ms']:.0f} ms with 50 at once, {alone['p95_ms']:.0f} ms with one"
    yield Line("oit serve, slow answers of 50 users at once (p95)", "50 × those of one", slow, note=note)


def main(users: int = 50, rounds: int = 4) -> None:
    """Prints one line a round."""
    for row in rows(users, rounds):
        print(json.dumps(row), flush=True)


def rows(users: int, rounds: int) -> Iterator[dict[str, float]]:
    """What each round of so many users at once took."""
    with tempfile.TemporaryDirectory() as folder:
        put_result(Path(folder))
        put_result(Path(folder), sample.sample(), name=f"result-{OLD}.json")
        command = [sys.executable, "-m", "auditor.cli", "serve", "--data", folder, "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout
            found = re.search(r"//([^/]+)/", server.stdout.readline())
            assert found
            try:
                for _ in range(rounds):
                    yield {**_round(found[1], users), "megabytes": memory_of(server.pid) // 1_000_000}
            finally:
                server.terminate()


def _round(host: str, users: int) -> dict[str, float]:
    times: list[float] = []
    errors: list[int] = []
    began = time.monotonic()
    threads = [threading.Thread(target=_user, args=(host, n, times, errors)) for n in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    return {
        "requests": len(times),
        "a_second": round(len(times) / (time.monotonic() - began)),
        "p50_ms": round(times[len(times) // 2] * 1000),
        "p95_ms": round(times[len(times) * 95 // 100] * 1000),
        "errors": len(errors),
    }


def _user(host: str, number: int, times: list[float], errors: list[int]) -> None:
    choose = random.Random(number)
    for _ in range(EACH):
        connection = http.client.HTTPConnection(host, timeout=60)
        began = time.monotonic()
        connection.request("GET", choose.choice(PAGES))
        answer = connection.getresponse()
        answer.read()
        times.append(time.monotonic() - began)
        if answer.status != 200:
            errors.append(answer.status)
        connection.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
