"""kill -9 in the middle of an audit, and a start again: what was queued is there, what was running goes on."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager

from tests.auditor.serve.offices import YEAR, Client
from tests.processes import MARK, wait_until_gone
from tests.serving import Server, serve_pages

HOME = "<title>เทศบาลตำบลบึงตัวอย่าง</title><a href='/done'>ติดต่อเรา</a>"
# A page is on disk before its links are asked for: who asks for /late has kept /done.
DONE = "<h1>ติดต่อเรา</h1><a href='/late'>ข่าว</a>"
SITE = {"/": {"text": HOME}, "/done": {"text": DONE}, "/late": {"text": "<h1>ข่าว</h1>", "wait": "late"}}


@contextmanager
def running(data):
    """`oit serve` as people start it; yields (address, process)."""
    command = [sys.executable, "-m", "auditor.cli", "serve", "--data", str(data), "--port", "0", "--jobs", "1"]
    process = subprocess.Popen(
        [*command, "--year", str(YEAR), "--as-of", "2023-05-15"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        yield line.split()[0], process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def told_of(server: Server) -> threading.Event:
    """Set when somebody waits for a page of the server."""
    reached, waits = threading.Event(), server.wait

    def wait(name: str) -> None:
        reached.set()
        waits(name)

    server.wait = wait  # type: ignore[method-assign]
    return reached


def test_nothing_is_lost(tmp_path, monkeypatch):
    monkeypatch.setenv(MARK, str(tmp_path))
    with serve_pages(SITE) as first, serve_pages(SITE) as second:
        asked = told_of(first)
        with running(tmp_path) as (address, process):
            client = Client(address)
            ids = [
                client.json("POST", "/api/v1/audits", {"url": site.url, "year": YEAR}).json["job"]["id"]
                for site in (first, second)
            ]
            follow(client, ids[0], until=rb"event: progress")
            assert asked.wait(60), "nobody asked for /late"
            process.send_signal(signal.SIGKILL)
            process.wait()
        wait_until_gone(str(tmp_path))
        assert first.count("/late") == 1 and second.count("/") == 0
        first.release("late")
        second.release("late")
        with running(tmp_path) as (address, _):
            client = Client(address)
            states = [client.json("GET", f"/api/v1/jobs/{id}").json["state"] for id in ids]
            assert set(states) <= {"waiting", "running", "done"}
            for id in ids:
                assert re.search(rb"event: end", follow(client, id, until=rb"event: end"))
            found = [client.json("GET", f"/api/v1/jobs/{id}").json for id in ids]
            assert [job["state"] for job in found] == ["done", "done"]
            assert [job["attempts"] for job in found] == [2, 1]
            assert len(client.json("GET", "/api/v1/audits").json) == 2
        # Read before the server was killed, not read again.
        assert first.count("/done") == 1


def follow(client: Client, id: str, *, until: bytes) -> bytes:
    """What the stream of a job says, until it says that."""
    import http.client

    connection = http.client.HTTPConnection(client.address, timeout=60)
    connection.request("GET", f"/jobs/{id}/events")
    said = b""
    with connection.getresponse() as response:
        while piece := response.read1(65536):
            said += piece
            if re.search(until, said):
                break
    connection.close()
    return said
