"""Bodies by sha256, one zstd file each: blobs/ab/cdef….zst."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import zstandard

from crawler.evidence.values import StoreError

LEVEL = 3
MAX_BODY = 256 * 1024 * 1024


class Blobs:
    def __init__(self, root: Path) -> None:
        self._root = root
        self._packer = zstandard.ZstdCompressor(level=LEVEL)

    def _file(self, sha256: str) -> Path:
        if len(sha256) != 64 or not all(char in "0123456789abcdef" for char in sha256):
            raise StoreError(f"{self._root}: not a sha256: {sha256[:80]!r}")
        return self._root / sha256[:2] / f"{sha256[2:]}.zst"

    def put(self, body: bytes) -> str:
        """Keep a body; returns its sha256. Written beside and renamed, so that a crash leaves no half file."""
        sha256 = hashlib.sha256(body).hexdigest()
        file = self._file(sha256)
        if file.exists():
            return sha256
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f"{file.name}.{os.getpid()}.tmp")
        beside.write_bytes(self._packer.compress(body))
        beside.replace(file)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The body; StoreError if it is missing or not what it was."""
        file = self._file(sha256)
        try:
            body = zstandard.ZstdDecompressor().decompress(file.read_bytes(), max_output_size=MAX_BODY)
        except FileNotFoundError as error:
            raise StoreError(f"{file}: body is missing") from error
        except zstandard.ZstdError as error:
            raise StoreError(f"{file}: body is damaged ({error})") from error
        if hashlib.sha256(body).hexdigest() != sha256:
            raise StoreError(f"{file}: body does not match its sha256")
        return body

    def has(self, sha256: str) -> bool:
        return bool(sha256) and self._file(sha256).exists()
