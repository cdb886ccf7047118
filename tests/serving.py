"""Fake websites for tests: a directory with a site.yaml, or pages given in Python, on 127.0.0.1 and a free port.

    with serve("tests/sites/donsai") as site: audit(site.url)
    with serve_pages({"/": {"text": "<a href=/b>b</a>"}, "/b": {"hang": True}}) as site: …

By hand: python -m tests.serving tests/sites/NAME [PORT]. The keys of a page: auditor/demo/pages.py.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from auditor.demo.pages import Site
from auditor.demo.serve import Hit, Server, serve, serve_site

__all__ = ["SITES", "Hit", "Server", "Site", "serve", "serve_pages", "serve_site"]

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


if __name__ == "__main__":
    with serve(Path(sys.argv[1]), port=int(sys.argv[2]) if len(sys.argv) > 2 else 0) as server:
        print(server.url + "/", flush=True)
        with suppress(KeyboardInterrupt):
            server.stopping.wait()
