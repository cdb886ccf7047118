"""Alerts through a real local web server and a real local mail server."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from auditor.nightly.alerts import LINE_MOST, AlertError, alarm, line_message, read_channels, silence, tell


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), json.loads(body)))  # type: ignore[attr-defined]
        self.send_response(500 if self.path == "/broken" else 204)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None: ...


class _Post(socketserver.StreamRequestHandler):
    """As much of SMTP as one message needs."""

    def handle(self) -> None:
        self.wfile.write(b"220 local\r\n")
        while line := self.rfile.readline():
            word = line.split()[0].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.got.append(self._body())  # type: ignore[attr-defined]
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return

    def _body(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)


@contextmanager
def _serving(server: Any) -> Iterator[Any]:
    server.got = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def hook() -> Iterator[Any]:
    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), _Hook)) as server:
        yield server


@pytest.fixture
def post() -> Iterator[Any]:
    with _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Post)) as server:
        yield server


def _change(slug: str, item: str, kind: str = "regression", province: str = "ก") -> dict[str, Any]:
    return {
        "slug": slug,
        "name": f"เทศบาล{slug}",
        "province": province,
        "url": f"https://{slug}.example/",
        "item": item,
        "kind": kind,
        "before": "passed",
        "after": "failed",
        "reason": "dead_link",
        "th": "ลิงก์เสีย",
        "en": "dead",
    }


CHANGES = [_change("a", "O5"), _change("a", "O12"), _change("b", "O1", province="ข"), _change("c", "O2", "improvement")]


def _channels(path: Path, *rows: dict[str, Any]) -> Any:
    file = path / "alerts.json"
    file.write_text(json.dumps(rows), "utf-8")
    return read_channels(file)


def test_every_channel_is_told_what_concerns_it(
    tmp_path: Path, hook: Any, post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OIT_LINE_TOKEN", "word")
    web = f"http://127.0.0.1:{hook.server_port}"
    channels = _channels(
        tmp_path,
        {"webhook": web + "/all"},
        {"webhook": web + "/b", "provinces": ["ข"]},
        {
            "smtp": f"127.0.0.1:{post.server_address[1]}",
            "from": "oit@a.example",
            "to": ["x@a.example"],
            "agencies": ["a"],
        },
        {"line": "U1", "endpoint": web + "/line"},
        {"webhook": web + "/other", "agencies": ["z"]},
    )
    assert tell(channels, CHANGES, 7) == []
    bodies = [body for _, body in hook.got]
    assert [[c["item"] for c in body.get("changes", [])] for body in bodies] == [["O5", "O12", "O1"], ["O1"], []]
    assert hook.got[2][0]["Authorization"] == "Bearer word"
    assert bodies[2]["to"] == "U1" and "ลิงก์เสีย" in bodies[2]["messages"][0]["text"]
    message = message_from_bytes(post.got[0], policy=policy.default)
    assert message["Subject"] == "OIT: 2 ข้อแย่ลง"
    assert "O12: ลิงก์เสีย" in message.get_content() and "เทศบาลb" not in message.get_content()


def test_nothing_is_said_when_nothing_got_worse(tmp_path: Path, hook: Any) -> None:
    channels = _channels(tmp_path, {"webhook": f"http://127.0.0.1:{hook.server_port}/"})
    assert tell(channels, [_change("a", "O1", "improvement"), _change("a", "O2", "change")], 7) == []
    assert hook.got == []


def test_a_channel_that_fails_is_named_without_its_secret_and_holds_up_no_other(tmp_path: Path, hook: Any) -> None:
    web = f"http://127.0.0.1:{hook.server_port}"
    troubles = tell(_channels(tmp_path, {"webhook": web + "/broken"}, {"webhook": web + "/fine"}), CHANGES, 7)
    assert len(troubles) == 1 and "500" in troubles[0] and "broken" not in troubles[0]
    assert len(hook.got) == 2


def test_the_alarm_when_the_schedule_did_nothing(tmp_path: Path, hook: Any) -> None:
    moment = datetime(2026, 6, 10, tzinfo=UTC)
    ended = [{"ended_at": (moment - timedelta(hours=h)).isoformat()} for h in (50, 20)]
    assert silence(ended, moment, 26) == ""
    assert "no night has ended since" in silence(ended[:1], moment, 26)
    line = silence([{"ended_at": None}], moment, 26)
    assert "at all" in line
    assert alarm(_channels(tmp_path, {"webhook": f"http://127.0.0.1:{hook.server_port}/"}), line) == []
    assert hook.got[0][1]["text"] == line


def test_a_line_message_is_never_too_long() -> None:
    assert len(line_message("U1", "ก" * 9000)["messages"][0]["text"]) == LINE_MOST


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "cannot be read"),
        ("{}", "not a list"),
        ('[{"mail": "x"}]', "channel 1: needs one of webhook, smtp and line"),
        ('[{"smtp": "x:25", "from": "a@b"}]', "channel 1: to: Field required"),
        ('[{"webhook": "https://x", "provnces": []}]', "channel 1: provnces: Extra inputs"),
        ('[{"smtp": "x:25", "from": "a@b", "to": ["c"], "user_env": "U"}]', "channel 1: user_env needs starttls"),
    ],
)
def test_a_bad_file_is_one_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "alerts.json").write_text(text)
    with pytest.raises(AlertError) as error:
        read_channels(tmp_path / "alerts.json")
    assert said in str(error.value) and "\n" not in str(error.value)
