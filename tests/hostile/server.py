"""A web server on 127.0.0.x that does everything wrong on purpose: each attack is a path that the home page links."""

from __future__ import annotations

import gzip
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from auditor.demo.serve import Stoppable, running

MB = 1024 * 1024
BOMB = 120 * MB
"""What bombs unpack to; the limit is 50 MB."""

Handle = Callable[["Handler"], None]
SECRET = "top-secret-of-this-machine"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.hits.append(self.path)
        handle = self.server.paths.get(urlsplit(self.path).path)
        self.close_connection = True
        if handle is None:
            self.page("ไม่พบหน้า", status=404)
        else:
            handle(self)

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True

    def head(self, status: int, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (*headers, ("Connection", "close")):
            self.send_header(name, value)
        self.end_headers()

    def page(self, body: str, *, status: int = 200, headers: Iterable[tuple[str, str]] = ()) -> None:
        data = f"<!doctype html><html><head><title>หน้า</title></head><body>{body}</body></html>".encode()
        self.send(data, "text/html; charset=utf-8", status=status, headers=headers)

    def send(self, data: bytes, kind: str, *, status: int = 200, headers: Iterable[tuple[str, str]] = ()) -> None:
        self.head(status, ("Content-Type", kind), ("Content-Length", str(len(data))), *headers)
        self.wfile.write(data)

    def raw(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.wfile.write(piece)

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}

    def log_message(self, *_: Any) -> None:
        pass


class Server(Stoppable):
    def __init__(self, paths: dict[str, Handle], address: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((address, port), Handler)
        self.paths = paths
        self.hits: list[str] = []
        self.stopping = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, *_: Any) -> None:
        pass


@contextmanager
def serving(paths: dict[str, Handle], address: str = "127.0.0.1", port: int = 0) -> Iterator[Server]:
    with running(Server(paths, address, port)) as server:
        yield server


# --- bodies


@lru_cache
def gzip_bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = b"<p>0</p>" * (MB // 8)
    return b"".join(packer.compress(zeros) for _ in range(BOMB // MB)) + packer.flush()


@lru_cache
def brotli_bomb() -> bytes:
    import brotli

    packer = brotli.Compressor(quality=1)
    zeros = bytes(MB)
    return b"".join(packer.process(zeros) for _ in range(BOMB // MB)) + packer.finish()


@lru_cache
def zstd_bomb() -> bytes:
    import zstandard

    packer = zstandard.ZstdCompressor(level=3).compressobj()
    zeros = bytes(MB)
    return b"".join(packer.compress(zeros) for _ in range(BOMB // MB)) + packer.flush()


def packed(encoding: str, make: Callable[[], bytes]) -> Handle:
    return lambda h: h.send(make(), "text/html", headers=[("Content-Encoding", encoding)])


def endless(h: Handler) -> None:
    h.head(200, ("Content-Type", "text/html"))
    line = b"<p>endless</p>" * 5000
    while not h.server.stopping.is_set():
        h.raw(line)


def huge_promise(h: Handler) -> None:
    h.head(200, ("Content-Type", "application/pdf"), ("Content-Length", str(10**13)))
    h.raw(b"%PDF-1.7")


def drip(h: Handler) -> None:
    h.head(200, ("Content-Type", "text/html"), ("Content-Length", "1000000"))
    while not h.server.stopping.wait(0.2):
        h.raw(b".")


def silent_head(h: Handler) -> None:
    """Header lines for ever, one at a time."""
    h.raw(b"HTTP/1.1 200 OK\r\n")
    number = 0
    while not h.server.stopping.wait(0.2):
        number += 1
        h.raw(f"X-{number}: y\r\n".encode())


def header_flood(h: Handler) -> None:
    h.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n")
    h.raw(*(f"X-Flood-{n}: {'y' * 200}\r\n".encode() for n in range(100_000)))
    h.raw(b"\r\nok")


def long_header(h: Handler) -> None:
    h.raw(b"HTTP/1.1 200 OK\r\nX-Long: ")
    h.raw(*[b"y" * MB] * 20)
    h.raw(b"\r\nContent-Length: 2\r\n\r\nok")


def interim_flood(h: Handler) -> None:
    """Answers before the answer, for ever."""
    while not h.server.stopping.is_set():
        h.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 500)


def hundred_megabytes(h: Handler) -> None:
    h.head(200, ("Content-Type", "text/html"), ("Content-Length", str(100 * MB)))
    h.raw(*[b"<p>hundred</p>\n  " * (MB // 16)] * 100)


def cookie_flood(h: Handler) -> None:
    h.page("คุกกี้ " * 80, headers=[("Set-Cookie", f"c{n}={'v' * 60}; Path=/") for n in range(3000)])


def redirect(target: str) -> Handle:
    return lambda h: h.head(302, ("Location", target), ("Content-Length", "0"))


def endless_redirect(h: Handler) -> None:
    h.head(302, ("Location", f"/endless-redirect?n={int(h.query.get('n', 0)) + 1}"), ("Content-Length", "0"))


def raw(data: bytes) -> Handle:
    return lambda h: h.raw(data)


def markup(body: str | bytes, kind: str = "text/html; charset=utf-8") -> Handle:
    data = body if isinstance(body, bytes) else body.encode()
    return lambda h: h.send(data, kind)


def calendar(h: Handler) -> None:
    month = int(h.query.get("m", 0))
    links = "".join(f'<a href="/calendar?m={month + step}">เดือน {month + step}</a> ' for step in (-1, 1, 2, 3))
    h.page(links + "ปฏิทินกิจกรรม " * 40)


def deeper(h: Handler) -> None:
    """Relative links that make every address longer."""
    h.page('<a href="deeper/again/">ต่อไป</a> <a href="deeper/more/">ต่อไปอีก</a>' + "ข้อความ " * 60)


def farm(h: Handler) -> None:
    seed = int(h.query.get("n", 0))
    h.page("".join(f'<a href="/farm?n={seed * 50 + n}">ลิงก์ {n}</a> ' for n in range(1, 51)))


def billion_laughs(element: str = "loc") -> bytes:
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "http://127.0.0.1/">{rows}'
        f'<!ENTITY f SYSTEM "file:///etc/passwd">]><urlset><url><{element}>&l11;&f;</{element}></url></urlset>'
    ).encode()


def many_links() -> str:
    return "".join(f'<a href="/x{n}">เอกสาร {n}</a>' for n in range(100_000))


def packed_sitemap() -> bytes:
    return gzip.compress(b"<urlset>" + b"<url><loc>http://127.0.0.1/</loc></url>" * 2_000_000, 1)


def huge_robots(h: Handler) -> None:
    rules = "User-agent: *\nDisallow: /secret\n"
    named = "".join(f"Sitemap: http://127.0.0.1:{h.server.port}/{name}.xml\n" for name in ("laughs", "packed"))
    h.head(200, ("Content-Type", "text/plain"), ("Content-Length", str(50 * MB + 1)))
    h.raw((rules + named).encode().ljust(MB, b"#"), *[b"#" * MB] * 49, b"#")


HELPERS: dict[str, Handle] = {
    "/robots.txt": huge_robots,
    "/laughs.xml": lambda h: h.send(billion_laughs(), "application/xml"),
    "/packed.xml": lambda h: h.send(packed_sitemap(), "application/gzip"),
    "/sitemap.xml": endless,
    "/secret": lambda h: h.page("ห้ามอ่าน"),
}
"""A site whose robots.txt and sitemaps are the attack."""

ENTRANCES: dict[str, dict[str, Handle]] = {
    "robots.txt of 50 MB": {"/robots.txt": huge_robots},
    "sitemap, billion laughs and XXE": {"/sitemap.xml": HELPERS["/laughs.xml"]},
    "sitemap of 2,000,000 addresses, packed": {"/sitemap.xml": HELPERS["/packed.xml"]},
    "endless sitemap": {"/sitemap.xml": endless},
}

ODD_ADDRESSES = (
    "/../../../../etc/passwd", "/..%2f..%2fetc/passwd", "/%00", "/a%00.pdf", "/" + "ก" * 3000, "/" + "a" * 100_000,
    "file:///etc/passwd", "http://[::1", "http://a b/", "http://\u202eexample/", "//", "http://@/", "///etc/passwd",
    "http:////x", "\\\\server\\share", "gopher://127.0.0.1:25/", "http://127.0.0.1:99999/", "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "/con/nul/aux.pdf", "/%ff%fe",
)  # fmt: skip

ATTACKS: dict[str, Handle] = {
    "/gzip-bomb": packed("gzip", gzip_bomb),
    "/brotli-bomb": packed("br", brotli_bomb),
    "/zstd-bomb": packed("zstd", zstd_bomb),
    "/gzip-twice": packed("gzip, gzip", lambda: gzip.compress(gzip_bomb())),
    "/not-gzip": packed("gzip", lambda: b"this is not packed at all"),
    "/endless": endless,
    "/hundred-mb": hundred_megabytes,
    "/huge-promise": huge_promise,
    "/drip": drip,
    "/silent-head": silent_head,
    "/header-flood": header_flood,
    "/long-header": long_header,
    "/interim-flood": interim_flood,
    "/cookie-flood": cookie_flood,
    "/endless-redirect": endless_redirect,
    "/redirect-self": redirect("/redirect-self"),
    "/redirect-file": redirect("file:///etc/passwd"),
    "/redirect-gopher": redirect("gopher://127.0.0.1:25/x"),
    "/redirect-long": redirect("/" + "a" * 60_000),
    "/redirect-nul": redirect("/a\x01b"),
    "/redirect-metadata": redirect("http://169.254.169.254/latest/meta-data/"),
    "/redirect-private": redirect("http://10.0.0.1/router"),
    "/redirect-loopback": redirect("http://127.0.0.2:1/"),
    "/redirect-mapped": redirect("http://[::ffff:169.254.169.254]/"),
    "/bad-status": raw(b"HTTP/1.1 banana\r\n\r\n"),
    "/status-999": raw(b"HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\nok"),
    "/negative-length": raw(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc"),
    "/two-lengths": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\nabcde"),
    "/chunk-overflow": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffffffff\r\nabc\r\n"),
    "/no-http": raw(b"\x16\x03\x01\x00\xa5" * 400),
    "/deep": markup("<div>" * 100_000 + "ก"),
    "/wide": markup("<table><tr>" + "<td>ก" * 200_000),
    "/many-links": markup(many_links()),
    "/long-line": markup("ก" * 3_000_000),
    "/attributes": markup("<p " + " ".join(f"a{n}=b" for n in range(200_000)) + ">ก</p>"),
    "/invalid-utf8": markup(b"<p>" + bytes(range(128, 256)) * 2000 + b"\xed\xa0\x80\xf8\x88\x80\x80\x80</p>"),
    "/nul": markup(b"<p>\0a\0b\0</p><a href='/\0x'>\0</a>" * 500),
    "/utf7": markup("+ADw-script+AD4-alert(1)+ADw-/script+AD4-" * 20, "text/html; charset=utf-7"),
    "/odd-charset": markup("<p>ก</p>" * 50, "text/html; charset=../../../etc/passwd"),
    "/calendar": calendar,
    "/deeper/": deeper,
    "/farm": farm,
    "/odd-addresses": markup("".join(f'<a href="{a}">ที่อยู่</a> ' for a in ODD_ADDRESSES).encode("utf-8", "replace")),
    "/base": markup('<base href="http://169.254.169.254/"><a href="latest/meta-data/x.pdf">เอกสาร</a>' + "ก " * 200),
    "/frame": markup(
        '<iframe src="file:///etc/passwd"></iframe><iframe src="http://127.0.0.2:1/"></iframe>' + "ก " * 200
    ),
}
"""Path to what happens there."""


def home(h: Handler) -> None:
    links = "".join(f'<li><a href="{path}">{path}</a></li>' for path in h.server.paths if path != "/")
    h.page(f"<h1>เทศบาลตำบลตัวอย่าง</h1><ul>{links}</ul>" + "ข้อความ " * 60)


def after(h: Handler) -> None:
    h.page("<h1>หน้าปกติ</h1>" + "อ่านได้ " * 60)


def site(*names: str, more: dict[str, Handle] | None = None) -> dict[str, Handle]:
    """A site with some of the attacks (all if none is named), a home page and a page that must be read all the same."""
    for make in (gzip_bomb, brotli_bomb, zstd_bomb):
        # Making them takes longer than some limits.
        make()
    chosen = {name: ATTACKS[name] for name in names} if names else dict(ATTACKS)
    return {"/": home, **chosen, "/after": after, **(more or {})}
