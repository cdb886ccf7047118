"""From an application to a running server: `run` serves until it is told to stop."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn

from auditor.serve.app import Office, application
from auditor.serve.events import Streams
from auditor.serve.settings import ServeError


class _Server(uvicorn.Server):
    """Says when it can be reached, and ends open streams when it stops: they would hold it up."""

    def __init__(self, config: uvicorn.Config, streams: Streams, told: Callable[[], None]) -> None:
        super().__init__(config)
        self._streams, self._told = streams, told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._told()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._streams.ending = True
        await super().shutdown(sockets)


def run(office: Office, told: Callable[[str], None]) -> None:
    """Serves until SIGINT or SIGTERM; `told` gets the address. ServeError where the port or the folder is taken."""
    settings = office.settings
    with _only_one(settings.data), _socket(settings.host, settings.port) as listening:
        server(office, listening, told).run(sockets=[listening])


def server(office: Office, listening: socket.socket, told: Callable[[str], None]) -> uvicorn.Server:
    """Ready to run; setting its `should_exit` ends it."""
    settings = office.settings
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{listening.getsockname()[1]}/"
    streams = Streams(office.door)
    config = uvicorn.Config(
        application(office, streams),
        log_level="warning",
        server_header=False,
        # Only a proxy on this machine is believed about whom it speaks for.
        proxy_headers=settings.public,
        forwarded_allow_ips="127.0.0.1,::1",
        limit_concurrency=1000,
        timeout_graceful_shutdown=3,
    )
    return _Server(config, streams, lambda: told(address))


def _socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), port), family=family, backlog=512)
    except OSError as error:
        raise ServeError(f"{host}:{port} cannot be opened: {error.strerror or error}") from error


@contextlib.contextmanager
def _only_one(data: Path) -> Iterator[None]:
    handle = os.open(data / "serve.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise ServeError(f"{data}: another server works on this folder") from error
    try:
        yield
    finally:
        os.close(handle)
