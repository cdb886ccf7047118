"""One POST to an address that the user typed: where the network policy pinned it, no redirects, ended in time."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from crawler import urls
from crawler.servers.network import TIMEOUT, Policy, Unresolved

MOST = 1_000_000


class NotSent(Exception):
    """No answer with status 200 to 299 came; one line of why."""


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = TIMEOUT) -> bytes:
    """The answer's body, up to MOST bytes and one more. `seconds` is for everything together."""
    if not url.startswith(("http://", "https://")):
        raise NotSent("not an http or https address")
    try:
        with closing(_connect(url, seconds)) as connection, _ended_after(seconds, connection):
            path = urlsplit(url)._replace(scheme="", netloc="", fragment="").geturl() or "/"
            connection.request("POST", path, body, dict(headers))
            with connection.getresponse() as answer:
                got = answer.read(MOST + 1)
    except (HTTPException, Unresolved, OSError, ValueError) as error:
        raise NotSent((str(error).splitlines() or [type(error).__name__])[0][:200]) from error
    if not 200 <= answer.status < 300:
        raise NotSent(f"status {answer.status}")
    return got


def _connect(url: str, seconds: float) -> HTTPConnection:
    policy = Policy.of(url)
    host, port = urls.host_port(url)
    secure = url.startswith("https:")
    connection = (HTTPSConnection if secure else HTTPConnection)(host, port, timeout=seconds)
    plain = socket.create_connection(policy.pinned(host, port), seconds)
    connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
    return connection


@contextmanager
def _ended_after(seconds: float, connection: HTTPConnection) -> Iterator[None]:
    """A byte now and then keeps no connection open: each alone would be in time."""
    timer = threading.Timer(seconds, _hang_up, (connection.sock,))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _hang_up(sock: socket.socket) -> None:
    with suppress(OSError):  # closed in the meantime
        sock.shutdown(socket.SHUT_RDWR)
