"""A small website in memory on 127.0.0.1, with whatever answers a test wants; it counts what was asked."""

from __future__ import annotations

import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Reply:
    body: bytes = b""
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    hang: bool = False
    reset: bool = False


POSTED = ":posted"
"""Among the headers that an answer is made of: the body that was sent with them."""
Answer = Reply | Callable[[dict[str, str]], Reply]


def page(body: str, *, title: str = "เทศบาลตำบลตัวอย่าง", charset: str = "utf-8", head: str = "") -> Reply:
    text = f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return Reply(
        text.encode("cp874" if charset == "windows-874" else charset), media_type=f"text/html; charset={charset}"
    )


def pdf(words: str = "x") -> Reply:
    return Reply(b"%PDF-1.4\n%" + words.encode() + b"\n%%EOF\n", media_type="application/pdf")


def redirect(target: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": target})


class Site:
    """`pages` maps paths (with query) to answers. `asked` counts requests; `order` keeps them in order."""

    def __init__(self, pages: dict[str, Answer], robots: str | Reply | None = None) -> None:
        self.pages = dict(pages)
        if robots is not None:
            reply = robots if isinstance(robots, Reply) else Reply(robots.encode(), media_type="text/plain")
            self.pages["/robots.txt"] = reply
        self.asked: Counter[str] = Counter()
        self.order: list[str] = []
        self.heads: dict[str, dict[str, str]] = {}
        self.sent: list[str] = []
        """Bodies of what was posted."""
        self.wait = threading.Event()
        self.gate: Callable[[str], None] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def read(self) -> list[str]:
        """Paths asked for, without robots.txt and sitemaps."""
        return [path for path in self.order if path not in ("/robots.txt", "/sitemap.xml")]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site
    posted = ""

    def do_GET(self) -> None:
        site = self.site
        if site.gate is not None:
            site.gate(self.path)
        site.asked[self.path] += 1
        site.order.append(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()} | {POSTED: self.posted}
        site.heads[self.path] = headers
        answer = site.pages.get(self.path, Reply(b"<title>404</title>not here", 404))
        reply = answer if isinstance(answer, Reply) else answer(headers)
        self._send(reply)

    def do_POST(self) -> None:
        self.posted = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
        self.site.sent.append(self.posted)
        self.do_GET()
        self.posted = ""

    def _send(self, reply: Reply) -> None:
        if reply.hang:
            self.site.wait.wait(60)
            self.close_connection = True
            return
        if reply.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            self.connection.close()
            self.close_connection = True
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.media_type)
        self.send_header("Content-Length", str(len(reply.body) + (100 if reply.cut else 0)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)
        if reply.cut:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, OSError, ValueError):
            self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    tls: ssl.SSLContext | None = None

    def get_request(self):
        raw, address = super().get_request()
        if self.tls is None:
            return raw, address
        # The handshake happens in the handler's thread, where a failure closes the connection.
        return self.tls.wrap_socket(raw, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, *_: object) -> None:
        pass


def _tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.load_cert_chain(certificate)
    return context


@contextmanager
def serving(site: Site, address: str = "127.0.0.1", certificate: Path | None = None) -> Iterator[Site]:
    """Serve on a port chosen by the kernel until the block ends."""
    tls = _tls(certificate) if certificate else None
    server = _Server((address, 0), type("Handler", (_Handler,), {"site": site}))
    server.tls = tls
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.wait.set()
        server.shutdown()
        server.server_close()
        thread.join()
