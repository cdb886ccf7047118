"""Servers for tests: `served` runs one in a thread on a free port; jobs are done by a function, or for real."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode, urlsplit

from auditor.nightly.request import JobOutcome
from auditor.nightly.runner import Stopped, run_job
from auditor.serve.app import furnish
from auditor.serve.running import server
from auditor.serve.settings import ServeSettings
from tests.reports import sample

SLUG, YEAR = "bueng.example", 2566


def put_result(data: Path, result=None, slug: str = SLUG, name: str = "result.json") -> Path:
    """A result as an audit leaves it; the sample is of 2566."""
    result = result or sample.sample()
    result = result.model_copy(update={"agency": result.agency.model_copy(update={"url": f"https://www.{slug}/"})})
    folder = data / "audits" / slug / str(result.fiscal_year)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(result.model_dump_json(by_alias=True), "utf-8")
    return folder


def public_dns(host: str) -> list[str]:
    """Documentation names are public, names in .private are not, all others unknown."""
    from crawler.servers.network import Unresolved

    if host.endswith(".private.example"):
        return ["10.1.2.3"]
    if host.endswith(".example"):
        return ["8.8.4.4"]
    raise Unresolved(host)


class Held:
    """A job that runs until it is let go."""

    def __init__(self) -> None:
        self.started, self.free = threading.Event(), threading.Event()
        self.requests: list[Any] = []

    def __call__(self, request, tell, *, stop):
        self.requests.append(request)
        self.started.set()
        while not self.free.wait(0.02):
            if stop.is_set():
                raise Stopped
        return JobOutcome(request.slug, "done")


@contextmanager
def served(
    data: Path, *, run=run_job, resolver=public_dns, elsewhere=False, **settings: Any
) -> Iterator[SimpleNamespace]:
    made = ServeSettings(data=data, year=YEAR, as_of="2023-05-15", **settings)
    office = furnish(made, run=run, resolver=resolver, elsewhere=elsewhere)
    ready = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = server(office, listening, lambda _: ready.set())
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        assert ready.wait(20)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            yield SimpleNamespace(url=address, office=office, client=lambda: Client(address))
        finally:
            running.should_exit = True
            thread.join()


class Client:
    """A browser without script: keeps cookies, sends forms with the proof that the page gave it."""

    def __init__(self, address: str) -> None:
        self.address = urlsplit(address).netloc
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> SimpleNamespace:
        connection = http.client.HTTPConnection(self.address, timeout=30)
        cookie = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body or None, {**({"cookie": cookie} if cookie else {}), **sent})
            response = connection.getresponse()
            data = response.read()
        finally:
            connection.close()
        for value in response.headers.get_all("set-cookie", []):
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return SimpleNamespace(
            status=response.status, headers=response.headers, body=data, text=data.decode("utf-8", "replace")
        )

    def get(self, path: str, **headers: str) -> SimpleNamespace:
        return self.ask("GET", path, **headers)

    def post(self, path: str, *, proof: str | None = None, page: str = "/", **fields: str) -> SimpleNamespace:
        given = self.proof(page) if proof is None else proof
        body = urlencode({"csrf": given, **fields}).encode()
        return self.ask("POST", path, body, content_type="application/x-www-form-urlencoded")

    def proof(self, page: str = "/") -> str:
        return self.get(page).text.partition('name="csrf" value="')[2].partition('"')[0]

    def json(self, method: str, path: str, body: Any = None, **headers: str) -> SimpleNamespace:
        data = b"" if body is None else json.dumps(body).encode()
        answer = self.ask(method, path, data, content_type="application/json", **headers)
        answer.json = json.loads(answer.body)
        return answer
