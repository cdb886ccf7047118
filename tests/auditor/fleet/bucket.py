"""An S3 server of the tests' own (moto's), that can go away, come back, be full, and refuse other keys."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

KEY, SECRET = "fleet", "only-for-tests"
_ERROR = b"<?xml version='1.0'?><Error><Code>%s</Code><Message>%s</Message></Error>"
Answer = Callable[..., Any]


class Bucket:
    def __init__(self) -> None:
        self.full = False
        self.bytes_in = self.bytes_out = self.requests = 0
        self.port = 0
        self._moto = DomainDispatcherApplication(create_backend_app)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def make(self, name: str) -> str:
        client = boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
            region_name="us-east-1",
        )
        client.create_bucket(Bucket=name)
        client.close()
        return f"s3://{name}/oit"

    def start(self) -> None:
        self._server = make_server("127.0.0.1", self.port, self, threaded=True, request_handler=_Quiet)
        self.port = self._server.port
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """What it holds stays."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __call__(self, environ: dict[str, Any], start_response: Answer) -> Iterable[bytes]:
        self.requests += 1
        self.bytes_in += int(environ.get("CONTENT_LENGTH") or 0)
        if f"Credential={KEY}/" not in environ.get("HTTP_AUTHORIZATION", ""):
            return _refuse(start_response, "403 Forbidden", b"InvalidAccessKeyId", b"no such key")
        removes = environ["REQUEST_METHOD"] == "DELETE" or environ.get("QUERY_STRING", "").startswith("delete")
        if self.full and not removes and environ["REQUEST_METHOD"] in ("PUT", "POST"):
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            return _refuse(start_response, "403 Forbidden", b"QuotaExceeded", b"the bucket's quota is used up")
        body = list(self._moto(environ, start_response))
        self.bytes_out += sum(map(len, body))
        return body


def _refuse(start_response: Answer, status: str, code: bytes, message: bytes) -> list[bytes]:
    start_response(status, [("Content-Type", "application/xml")])
    return [_ERROR % (code, message)]


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None: ...


@contextmanager
def bucket() -> Iterator[Bucket]:
    made = Bucket()
    made.start()
    try:
        yield made
    finally:
        made.stop()
