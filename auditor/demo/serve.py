"""Serves a fake website on a loopback port and keeps a log of what was asked. For the demo and for tests."""

from __future__ import annotations

import hashlib
import socket
import struct
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar

from auditor.demo.pages import Answer, Page, Site

_NOT_FOUND = Page(status=404, text="<!doctype html><title>404</title><h1>404 ไม่พบหน้าที่ต้องการ</h1>")


@dataclass(frozen=True, slots=True)
class Hit:
    """One request. `at` is in seconds of time.monotonic()."""

    at: float
    method: str
    target: str
    agent: str


class Stoppable(ThreadingHTTPServer):
    """A server whose slow answers end with it."""

    daemon_threads = True
    block_on_close = False
    stopping: threading.Event


Running = TypeVar("Running", bound=Stoppable)


class Server(Stoppable):
    """A running site: `url` without a path, `hits` in order of arrival."""

    request_queue_size = 64

    def __init__(self, site: Site, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((host, port), _Handler)
        self.site = site
        self.hits: list[Hit] = []
        self.stopping = threading.Event()
        self._events: dict[str, threading.Event] = defaultdict(threading.Event)

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def count(self, target: str) -> int:
        """How often exactly this target was asked for."""
        return sum(hit.target == target for hit in self.hits)

    def release(self, name: str) -> None:
        """Lets the pages go that wait for `name`."""
        self._events[name].set()

    def wait(self, name: str) -> None:
        while not self.stopping.is_set() and not self._events[name].wait(0.05):
            pass

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error of the site; anything else is."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.hits.append(Hit(time.monotonic(), self.command, self.path, self.headers.get("User-Agent", "")))
        site = self.server.site
        page = site.find(self.path) or _NOT_FOUND
        if page.wait:
            self.server.wait(page.wait)
        if page.hang:
            self.server.stopping.wait()
        elif page.reset:
            self._reset()
        else:
            self._send(site.answer(page, self.path, self.server.url))

    do_HEAD = do_POST = do_GET

    def _send(self, answer: Answer) -> None:
        tag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        same = answer.status == 200 and self.headers.get("If-None-Match") == tag
        body = b"" if same else answer.body
        self.send_response(304 if same else answer.status)
        for name, value in (*answer.headers, ("ETag", tag), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _reset(self) -> None:
        # Lingering 0 s makes close() send RST instead of FIN.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def finish(self) -> None:
        if self.connection.fileno() >= 0:
            super().finish()

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the log is `Server.hits`."""


@contextmanager
def serve(directory: Path, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[Server]:
    """Serves the site in `directory` (see auditor.demo.pages) until the block ends. Port 0: the kernel chooses."""
    with serve_site(Site(directory), host=host, port=port) as server:
        yield server


@contextmanager
def serve_site(site: Site, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[Server]:
    """Serves a site that is already read."""
    with running(Server(site, host, port)) as server:
        yield server


@contextmanager
def running(server: Running) -> Iterator[Running]:
    """Any server with a `stopping` event, in a thread of its own until the block ends."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
