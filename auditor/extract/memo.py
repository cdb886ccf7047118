"""Documents remembered by the sha256 of their bytes, across agencies and nights, in the cache folder."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Protocol

import zstandard

from auditor.document import Document
from auditor.extract import codec
from auditor.extract.codec import Written
from auditor.extract.shelf import open_shelf
from crawler.page import media

MAX_ENTRY = 200_000_000
LEVEL = 3
PARTS = (
    "auditor/extract",
    "auditor/thai",
    "auditor/document.py",
    "crawler/page/charset.py",
    "crawler/urls.py",
    "crawler/page/media.py",
)


class Extractor(Protocol):
    def write(self, body: bytes, media_type: str = "", *, name: str = "", charset: str = "") -> Written: ...


class MemoisedExtractor:
    """Asks the memo first, the extractor behind it only for what is new. `hits` and `misses` are counted."""

    def __init__(self, extractor: Extractor, folder: Path | None = None) -> None:
        self.extractor = extractor
        self.memo = Memo(folder)
        self.hits = self.misses = 0

    def extract(self, body: bytes, media_type: str = "", *, name: str = "", charset: str = "") -> Document:
        entry = key(body, media_type, name, charset)
        known = self.memo.get(entry)
        if known is not None:
            self.hits += 1
            return known
        return codec.understand(self._write(entry, body, media_type, name, charset))

    def prepare(self, body: bytes, media_type: str = "", *, name: str = "", charset: str = "") -> None:
        """Has the memo know the body's document, which may be asked for later."""
        entry = key(body, media_type, name, charset)
        if not self.memo.has(entry):
            self._write(entry, body, media_type, name, charset)

    def _write(self, entry: str, body: bytes, media_type: str, name: str, charset: str) -> Written:
        self.misses += 1
        found = self.extractor.write(body, media_type, name=name, charset=charset)
        if not found.stopped:
            self.memo.keep(entry, found.data)
        return found


class Memo:
    """A folder of entries. One that cannot be read back counts as absent and is written anew."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (folder or cache_folder()) / "documents" / engine()
        address = os.environ.get("OIT_CACHE_SHARED", "")
        self._shelf = open_shelf(address) if address else None

    def get(self, entry: str) -> Document | None:
        try:
            packed = self._read(entry)
            return codec.load(zstandard.ZstdDecompressor().decompress(packed, max_output_size=MAX_ENTRY))
        except (OSError, ValueError, zstandard.ZstdError):
            return None

    def has(self, entry: str) -> bool:
        """Whether this machine has it."""
        return self._path(entry).exists()

    def put(self, entry: str, document: Document) -> None:
        self.keep(entry, codec.dump(document))

    def keep(self, entry: str, written: bytes) -> None:
        """Written beside and moved into place, so that no reader ever sees half of it. A full disk is no error."""
        packed = zstandard.ZstdCompressor(level=LEVEL).compress(written)
        self._keep(entry, packed)
        if self._shelf and is_for_all(entry):
            self._shelf.put(self._on_shelf(entry), packed)

    def _read(self, entry: str) -> bytes:
        """OSError where neither this machine nor the others have it."""
        try:
            return self._path(entry).read_bytes()
        except FileNotFoundError:
            packed = self._shelf.get(self._on_shelf(entry)) if self._shelf and is_for_all(entry) else None
            if packed is None:
                raise
        self._keep(entry, packed)
        return packed

    def _on_shelf(self, entry: str) -> str:
        return f"documents/{engine()}/{entry[:2]}/{entry}.zst"

    def _keep(self, entry: str, packed: bytes) -> None:
        path = self._path(entry)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
            with os.fdopen(handle, "wb") as file:
                file.write(packed)
            os.replace(name, path)
        except OSError:
            return

    def _path(self, entry: str) -> Path:
        return self.folder / entry[:2] / f"{entry}.zst"


def key(body: bytes, media_type: str, name: str, charset: str) -> str:
    """The same for the same bytes read the same way. A page's address counts, since its links depend on it."""
    proven = media.sniff(body)
    hint = "" if proven and proven != "text/html" else f"{media_type}\n{name}\n{charset}"
    return f"{hashlib.sha256(body).hexdigest()}-{hashlib.sha256(hint.encode()).hexdigest()[:12]}"


def is_for_all(entry: str) -> bool:
    """Whether other machines could meet it: the text of a page counts with its address, and is cheap to read."""
    return "-page" in entry or entry.endswith(_NO_HINT)


_NO_HINT = "-" + hashlib.sha256(b"").hexdigest()[:12]


def cache_folder() -> Path:
    """`OIT_CACHE`, else `~/.cache/oit`."""
    return Path(os.environ.get("OIT_CACHE") or Path.home() / ".cache" / "oit")


@cache
def engine() -> str:
    """A digest of the code that makes Documents: entries of another version are never read."""
    root = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256()
    for part in PARTS:
        path = root / part
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.relative_to(root).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
