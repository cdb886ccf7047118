"""The memo's entries in a store that many machines share, by fsspec. What it cannot give or take is read anew."""

from __future__ import annotations

import logging
from functools import cache

_log = logging.getLogger(__name__)


class Shelf:
    def __init__(self, address: str) -> None:
        import fsspec

        self._fs, root = fsspec.url_to_fs(address)
        self._root = str(root).rstrip("/")
        try:
            self._fs.exists(self._root)  # opens the session while the keys are at hand
        except Exception as error:  # each file system behind fsspec raises kinds of its own; a cache may be missing
            _log.warning("shared cache: %s", error)

    def get(self, name: str) -> bytes | None:
        try:
            return bytes(self._fs.cat_file(f"{self._root}/{name}"))
        except FileNotFoundError:
            return None
        except Exception as error:  # as above
            _log.warning("shared cache: %s", error)
            return None

    def put(self, name: str, body: bytes) -> None:
        path = f"{self._root}/{name}"
        try:
            self._fs.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
            self._fs.pipe_file(path, body)
        except Exception as error:  # as above
            _log.warning("shared cache: %s", error)


@cache
def open_shelf(address: str) -> Shelf:
    return Shelf(address)
