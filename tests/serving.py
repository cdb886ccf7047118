"""Fake websites for tests: a directory with a site.yaml, or pages given in Python, on 127.0.0.1 and a free port.

    with serve("tests/sites/donsai") as site: audit(site.url)
    with serve_pages({"/": {"text": "<a href=/b>b</a>"}, "/b": {"hang": True}}) as site: …

By hand: python -m tests.serving tests/sites/NAME [PORT]. The keys of a page: auditor/demo/pages.py.
"""

from __future__ import annotations

import ssl
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from auditor.demo.pages import Site
from auditor.demo.serve import Hit, Server, running, serve, serve_site
from tests.certificates import self_signed

__all__ = ["SITES", "Hit", "Server", "Site", "serve", "serve_hosts", "serve_pages", "serve_site"]

SITES = Path(__file__).parent / "sites"


@contextmanager
def serve_pages(pages: Mapping[str, Mapping[str, Any]], **options: Any) -> Iterator[Server]:
    """A site of a few pages without files of its own; `options` are other keys of site.yaml or host, port."""
    import json

    host, port = options.pop("host", "127.0.0.1"), options.pop("port", 0)
    with tempfile.TemporaryDirectory() as directory:
        # JSON is YAML.
        (Path(directory) / "site.yaml").write_text(json.dumps({"pages": pages, **options}), "utf-8")
        with serve(Path(directory), host=host, port=port) as server:
            yield server


@contextmanager
def serve_hosts(directory: Path) -> Iterator[dict[str, Server]]:
    """Stand-ins of other hosts over https, each a site in directory/hosts/<name>; none without such a folder."""
    with ExitStack() as stack:
        certificate = self_signed(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "cert.pem")
        homes = sorted((directory / "hosts").glob("*/site.yaml"))
        yield {home.parent.name: stack.enter_context(_serve_tls(Site(home.parent), certificate)) for home in homes}


class _TlsServer(Server):
    def __init__(self, site: Site, certificate: Path) -> None:
        super().__init__(site)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        # The handshake happens in the handler's thread.
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that does not trust the certificate first hangs up."""
        if not isinstance(sys.exception(), ssl.SSLError):
            super().handle_error(request, client_address)


@contextmanager
def _serve_tls(site: Site, certificate: Path) -> Iterator[Server]:
    with running(_TlsServer(site, certificate)) as server:
        yield server


if __name__ == "__main__":
    with serve(Path(sys.argv[1]), port=int(sys.argv[2]) if len(sys.argv) > 2 else 0) as server:
        print(server.url + "/", flush=True)
        with suppress(KeyboardInterrupt):
            server.stopping.wait()
