"""The fake websites behave as their site.yaml says."""

from __future__ import annotations

import http.client
import socket
from urllib.parse import quote, urlsplit

import pytest

from tests.serving import Server, serve_pages


def get(server: Server, target: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=5)
    try:
        connection.request("GET", quote(target, safe="/?=&%"), headers=headers)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_pages_redirects_statuses_and_unknown_paths() -> None:
    pages = {
        "/": {"text": "หน้าแรก"},
        "/ข่าว": {"text": "ข่าว"},
        "/a?id=2": {"text": "two"},
        "/a": {"text": "any"},
        "/old": {"redirect": "/", "status": 301},
        "/broken": {"text": "x", "status": 500, "headers": {"X-Why": "test"}},
    }
    with serve_pages(pages) as server:
        assert get(server, "/")[1].decode() == "หน้าแรก"
        assert get(server, "/ข่าว")[1].decode() == "ข่าว"
        assert [get(server, f"/a?id={n}")[1] for n in (1, 2)] == [b"any", b"two"]
        moved = get(server, "/old")[0]
        assert (moved.status, moved.headers["Location"]) == (301, "/")
        broken = get(server, "/broken")[0]
        assert (broken.status, broken.headers["X-Why"]) == (500, "test")
        assert get(server, "/nowhere")[0].status == 404
        assert server.count("/old") == 1


@pytest.mark.parametrize(
    ("page", "declared", "real"),
    [
        ({}, "text/html; charset=windows-874", "cp874"),
        ({"declared": "utf-8"}, "text/html; charset=utf-8", "cp874"),
        ({"declared": ""}, "text/html", "cp874"),
        ({"charset": "utf-8"}, "text/html; charset=utf-8", "utf-8"),
    ],
)
def test_charset_sent_and_charset_declared(page: dict[str, str], declared: str, real: str) -> None:
    with serve_pages({"/": {"text": "เทศบาล", **page}}, charset="windows-874") as server:
        response, body = get(server, "/")
        assert response.headers["Content-Type"] == declared
        assert body.decode(real) == "เทศบาล"


def test_reset_and_hang() -> None:
    with serve_pages({"/reset": {"reset": True}, "/hang": {"hang": True}}) as server:
        with pytest.raises(ConnectionResetError):
            get(server, "/reset")
        with socket.create_connection(server.server_address[:2], timeout=0.2) as client:
            client.sendall(b"GET /hang HTTP/1.0\r\n\r\n")
            with pytest.raises(TimeoutError):
                client.recv(1)


def test_waits_until_released() -> None:
    with (
        serve_pages({"/late": {"text": "now", "wait": "go"}}) as server,
        socket.create_connection(server.server_address[:2], timeout=5) as client,
    ):
        client.sendall(b"GET /late HTTP/1.0\r\n\r\n")
        server.release("go")
        assert client.recv(4096).startswith(b"HTTP/1.0 200")


def test_says_when_nothing_changed() -> None:
    with serve_pages({"/": {"text": "same"}}) as server:
        tag = get(server, "/")[0].headers["ETag"]
        response, body = get(server, "/", **{"If-None-Match": tag})
        assert (response.status, body) == (304, b"")
