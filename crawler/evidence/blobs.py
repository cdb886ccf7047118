"""Bodies by sha256, one zstd file each: blobs/ab/cdef….zst."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
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
        """Keep a body; returns its sha256. On disk when this returns: a row never outlives its body in a power cut."""
        sha256 = hashlib.sha256(body).hexdigest()
        file = self._file(sha256)
        if file.exists():
            return sha256
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{file}: body cannot be written ({error.strerror})") from error
        beside = file.with_name(f"{file.name}.{os.getpid()}.tmp")
        try:
            with beside.open("wb") as opened:
                opened.write(self._packer.compress(body))
                opened.flush()
                os.fsync(opened.fileno())
            beside.replace(file)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise StoreError(f"{file}: body cannot be written ({error.strerror})") from error
        sync_directory(file.parent)
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

    def files(self) -> Iterator[tuple[str, Path]]:
        """(sha256, file) of everything kept, in order; half-written files of a crash are no bodies."""
        for file in sorted(self._root.glob("??/*.zst")):
            yield file.parent.name + file.stem, file

    def drop(self, sha256: str) -> bool:
        """Remove a body for good; False when there was none."""
        file = self._file(sha256)
        if not file.exists():
            return False
        file.unlink()
        sync_directory(file.parent)
        return True


def sync_directory(path: Path) -> None:
    """A renamed file is only there after a power cut when its directory is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
