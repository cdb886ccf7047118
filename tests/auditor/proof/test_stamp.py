"""Time stamps over the manifest, from a local authority made with OpenSSL; nonsense is refused in one line."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from auditor.proof import stamp
from auditor.proof.export import export
from auditor.proof.stamp import StampError
from auditor.proof.verify import verify
from crawler.evidence import Store
from tests.auditor.proof.conftest import Audited

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the authority")

_CONFIG = """
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[tsa]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa_config]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Authority:
    """A root, a signer, and `openssl ts` that answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "conf").write_text(_CONFIG.format(folder=folder))
        (folder / "serial").write_text("01")
        key = ("-newkey", "rsa:2048", "-nodes")
        self._run("req", *key, "-keyout", "ca.key", "-out", "ca.csr", "-subj", "/CN=Test root")
        self._run("x509", "-req", "-in", "ca.csr", "-signkey", "ca.key", "-out", "ca.pem", "-days", "3650",
                  "-extfile", "conf", "-extensions", "ca")  # fmt: skip
        self._run("req", *key, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Test authority")
        self._run("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out",
                  "tsa.pem", "-days", "3650", "-extfile", "conf", "-extensions", "tsa")  # fmt: skip
        self.root = folder / "ca.pem"

    def _run(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def answer(self, query: bytes) -> bytes:
        (self.folder / "q").write_bytes(query)
        self._run("ts", "-reply", "-queryfile", "q", "-out", "r", "-inkey", "tsa.key", "-signer", "tsa.pem",
                  "-config", "conf", "-section", "tsa_config")  # fmt: skip
        return (self.folder / "r").read_bytes()


@contextmanager
def _served(answer: Callable[[bytes], bytes]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "tsa")


def test_a_stamp_is_kept_and_holds_in_directory_and_archive(
    audited: Audited, authority: Authority, tmp_path: Path
) -> None:
    folder = audited.copy(tmp_path / "out")
    with _served(authority.answer) as url:
        stamp.request(folder / "evidence", url)
    path = tmp_path / "stamped.wacz"
    with Store.open(folder / "evidence", read_only=True) as store:
        export(store, audited.result, path)
    for place in (folder, path):
        found = verify(place, authority=authority.root)
        assert found.sound, found.lines()
        assert any("signature checked" in note for note in found.notes)
    assert any("signature not checked" in note for note in verify(folder).notes)


def test_a_stamp_of_another_authority_does_not_hold(audited: Audited, authority: Authority, tmp_path: Path) -> None:
    folder = audited.copy(tmp_path / "out")
    other = Authority(tmp_path / "other")
    with _served(authority.answer) as url:
        stamp.request(folder / "evidence", url)
    found = verify(folder, authority=other.root)
    assert any("signature does not hold" in line for line in found.changed), found.lines()


@pytest.mark.parametrize("name", ["tsr", "json"])
def test_a_changed_stamp_or_manifest_is_found(
    audited: Audited, authority: Authority, tmp_path: Path, name: str
) -> None:
    folder = audited.copy(tmp_path / "out")
    with _served(authority.answer) as url:
        kept = stamp.request(folder / "evidence", url).with_suffix(f".{name}")
    body = bytearray(kept.read_bytes())
    body[len(body) // 2] ^= 1
    kept.write_bytes(bytes(body))
    assert not verify(folder, authority=authority.root).sound


def _stale(authority: Authority) -> Callable[[bytes], bytes]:
    """Answers every request with the stamp of the first one."""
    first: list[bytes] = []

    def answer(query: bytes) -> bytes:
        first.append(first[0] if first else authority.answer(query))
        return first[-1]

    return answer


NONSENSE = {
    "words": lambda _: b"<html>not a stamp</html>",
    "nothing": lambda _: b"",
    "the question": lambda query: query,
    "too much": lambda _: b"\x30" * 1_100_000,
    "a refusal": lambda _: bytes.fromhex("30053003020102"),
}


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_one_line_and_keeps_nothing(
    audited: Audited, tmp_path: Path, answer: Callable[[bytes], bytes]
) -> None:
    folder = audited.copy(tmp_path / "out") / "evidence"
    with _served(answer) as url, pytest.raises(StampError) as caught:
        stamp.request(folder, url)
    assert url in str(caught.value) and "\n" not in str(caught.value)
    assert not (folder / "timestamps").exists()


def test_a_stamp_of_something_else_is_refused(audited: Audited, authority: Authority, tmp_path: Path) -> None:
    first, second = audited.copy(tmp_path / "a"), audited.copy(tmp_path / "b")
    manifest = second / "evidence" / "manifest.json"
    manifest.write_bytes(manifest.read_bytes() + b" ")
    with _served(_stale(authority)) as url:
        stamp.request(first / "evidence", url)
        with pytest.raises(StampError, match="something else"):
            stamp.request(second / "evidence", url)
        with pytest.raises(StampError, match="nonce"):
            stamp.request(first / "evidence", url)


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "file:///etc/passwd", "127.0.0.1"])
def test_only_web_addresses_are_asked(audited: Audited, url: str) -> None:
    with pytest.raises(StampError, match="http or https"):
        stamp.request(audited.store, url)


def test_an_authority_that_is_not_there_is_one_line(audited: Audited) -> None:
    with _served(lambda _: b"") as url:
        pass
    with pytest.raises(StampError, match="no time stamp"):
        stamp.request(audited.store, url)


@contextmanager
def _raw(*pieces: bytes, pause: float = 0.0) -> Iterator[tuple[str, list[bytes]]]:
    """A server that sends these pieces whatever it is asked; (address, what it was sent)."""
    asked: list[bytes] = []
    over = threading.Event()

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            asked.append(connection.recv(65536))
            for piece in pieces:
                connection.sendall(piece)
                over.wait(pause)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/", asked
        finally:
            over.set()
            thread.join(10)


def test_a_redirect_is_not_followed(audited: Audited) -> None:
    with _raw(b"") as (private, reached):
        move = f"HTTP/1.1 307 Moved\r\nLocation: {private}\r\nContent-Length: 0\r\n\r\n".encode()
        with _raw(move) as (url, asked), pytest.raises(StampError, match="status 307"):
            stamp.request(audited.store, url)
        assert asked and not reached
        socket.create_connection(("127.0.0.1", int(private.split(":")[2].strip("/")))).close()


def test_a_byte_now_and_then_has_an_end(audited: Audited, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "TIMEOUT", 0.5)
    drip = (b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n"] * 80)
    with _raw(*drip, pause=0.2) as (url, _), pytest.raises(StampError, match="time stamp"):
        stamp.request(audited.store, url)


def test_the_network_policy_is_asked(audited: Audited, monkeypatch: pytest.MonkeyPatch) -> None:
    """Resolved once, by the policy; the connection goes where it says."""
    from crawler.servers.network import Policy

    names: list[str] = []
    monkeypatch.setattr(Policy.of, "__kwdefaults__", {**Policy.of.__kwdefaults__, "resolver": names.append})
    with pytest.raises(StampError, match="no address"):
        stamp.request(audited.store, "http://tsa.example/")
    assert names == ["tsa.example"]
