"""WACZ files: web archives that replay anywhere. Written so that the same content is the same bytes, read with care."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import uuid
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

WACZ_VERSION = "1.1.1"
SOFTWARE = "oit-auditor"
WARC, PACKAGE, DIGEST = "archive/data.warc.gz", "datapackage.json", "datapackage-digest.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SEAL = b"oit-seal sha256:"
_SEAL_LENGTH = len(_SEAL) + 64
_NAMES = uuid.UUID("8f2b3c1e-6a0d-5c54-9f0e-3a1d5d1c7e21")
_OWN_HEADERS = {"content-encoding", "content-length", "content-type", "transfer-encoding", "connection"}
MOST = 4 * 1024**3


class ArchiveError(Exception):
    """A file that is no WACZ of this tool, or is cut; one line naming the file and the reason."""


@dataclass(frozen=True, slots=True)
class Record:
    """One answer. `at` is UTC ISO with Z. `sha256` is the original body's, also where `body` stands in for it."""

    url: str
    at: str
    status: int
    media_type: str
    charset: str
    headers: Mapping[str, str]
    body: bytes
    sha256: str
    withheld: bool = False
    rendered: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A line of the page list that a replay shows."""

    url: str
    at: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a WACZ. `files` are two-level paths ("oit/result.json") and their bytes."""

    title: str
    created: str
    main_url: str
    main_at: str
    records: Sequence[Record]
    pages: Sequence[Page]
    files: Mapping[str, bytes] = field(default_factory=dict)


# --- writing


def write(path: Path, contents: Contents) -> None:
    """Write a WACZ whole or not at all."""
    warc, index = _warc(contents)
    cdx = "".join(sorted(index)).encode()
    files = {
        WARC: warc,
        "indexes/index.cdx": cdx,
        "indexes/index.cdx.gz": gzip.compress(cdx, mtime=0),
        "pages/pages.jsonl": _pages(contents.pages),
        **contents.files,
    }
    package = _json({
        "profile": "data-package",
        "resources": [
            {"name": _name(name), "path": name, "hash": _hash(body), "bytes": len(body)} for name, body in files.items()
        ],
        "wacz_version": WACZ_VERSION,
        "title": contents.title,
        "created": contents.created,
        "modified": contents.created,
        "software": SOFTWARE,
        "mainPageUrl": contents.main_url,
        "mainPageDate": contents.main_at,
    })  # fmt: skip
    digest = _json({"path": PACKAGE, "hash": _hash(package)})
    part = path.with_name(path.name + ".part")
    part.write_bytes(_zip({**files, PACKAGE: package, DIGEST: digest}))
    part.replace(path)


def _zip(files: Mapping[str, bytes]) -> bytes:
    """A ZIP without compression or times; its comment seals every byte before it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), body)
        archive.comment = b"0" * _SEAL_LENGTH
    whole = buffer.getvalue()[:-_SEAL_LENGTH]
    return whole + _SEAL + hashlib.sha256(whole).hexdigest().encode()


def _warc(contents: Contents) -> tuple[bytes, list[str]]:
    """The WARC and the lines of its index."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    writer.write_record(_info(writer, contents))
    lines = []
    for record in contents.records:
        start = buffer.tell()
        http = StatusAndHeaders(f"{record.status} {_phrase(record.status)}", _http_headers(record), protocol="HTTP/1.1")
        about = {
            "WARC-Date": record.at,
            "WARC-Record-ID": _record_id(record.url, record.at, record.sha256),
            "X-OIT-SHA256": record.sha256,
        }
        if record.withheld:
            about["X-OIT-Withheld"] = "withheld"
        made = writer.create_warc_record(
            record.url, "response", io.BytesIO(record.body), len(record.body), "", about, "", http
        )
        writer.write_record(made)
        lines.append(_cdx(record, made.rec_headers.get_header("WARC-Payload-Digest"), start, buffer.tell() - start))
    return buffer.getvalue(), lines


def _info(writer: Any, contents: Contents) -> Any:
    about = {
        "WARC-Date": contents.created,
        "WARC-Filename": WARC.rpartition("/")[2],
        "WARC-Record-ID": _record_id("", contents.created, contents.title),
    }
    text = f"software: {SOFTWARE}\r\nformat: WARC File Format 1.0\r\n".encode()
    return writer.create_warc_record("", "warcinfo", io.BytesIO(text), len(text), "", about)


def _http_headers(record: Record) -> list[tuple[str, str]]:
    kind = record.media_type or "application/octet-stream"
    if record.charset and kind.startswith("text/"):
        kind += f"; charset={record.charset}"
    kept = [(name, value) for name, value in record.headers.items() if name.lower() not in _OWN_HEADERS]
    told = [("X-OIT-Withheld", record.sha256)] if record.withheld else []
    told += [("X-OIT-Rendered", "1")] if record.rendered else []
    return [("Content-Type", kind), ("Content-Length", str(len(record.body))), *_safe(kept), *told]


def _safe(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, " ".join(value.split())) for name, value in headers]


def _cdx(record: Record, digest: str, offset: int, length: int) -> str:
    at = "".join(c for c in record.at if c.isdigit())[:14]
    facts = {
        "url": record.url, "mime": record.media_type or "unk", "status": str(record.status), "digest": digest,
        "length": str(length), "offset": str(offset), "filename": WARC.rpartition("/")[2],
    }  # fmt: skip
    return f"{_surt(record.url)} {at} {json.dumps(facts)}\n"


def _surt(url: str) -> str:
    """The sort-friendly form of an address: th,go,example)/path?query."""
    parts = urlsplit(url.lower())
    host = ",".join(reversed((parts.hostname or "").removeprefix("www.").split(".")))
    port = f":{parts.port}" if parts.port else ""
    query = "?" + "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{host}{port}){parts.path or '/'}{query}"


def _pages(pages: Iterable[Page]) -> bytes:
    head = {"format": "json-pages-1.0", "id": "pages", "title": "Pages", "hasText": True}
    rows = [
        {"id": _record_id(p.url, p.at, "")[-37:-1], "url": p.url, "ts": p.at, "title": p.title, "text": p.text}
        for p in pages
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in (head, *rows)).encode()


def _record_id(url: str, at: str, sha256: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(_NAMES, f'{url} {at} {sha256}')}>"


def _phrase(status: int) -> str:
    from http import HTTPStatus

    return HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Unknown"


def _name(path: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in path.lower())


def _hash(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


# --- reading


class Archive:
    """A WACZ that this tool wrote; a context manager. `names` are its files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise ArchiveError(f"{path}: not a ZIP file, or cut off ({_reason(error)})") from error
        self.names = self._zip.namelist()
        self._check_shape()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def _check_shape(self) -> None:
        if PACKAGE not in self.names:
            raise ArchiveError(f"{self.path}: not a WACZ ({PACKAGE} is missing)")
        for name in self.names:
            if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name:
                raise ArchiveError(f"{self.path}: names a file outside: {name[:80]!r}")
        if sum(entry.file_size for entry in self._zip.infolist()) > MOST:
            raise ArchiveError(f"{self.path}: unpacks to more than {MOST // 1024**3} GB")

    def read(self, name: str) -> bytes:
        """A file's bytes; ArchiveError when it is missing or cannot be unpacked."""
        try:
            return self._zip.read(name)
        except KeyError:
            raise ArchiveError(f"{self.path}: {name} is missing") from None
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
            raise ArchiveError(f"{self.path}: {name} is damaged ({_reason(error)})") from error

    def damage(self) -> list[str]:
        """Names of files whose bytes are not those listed, and the words `ZIP container` for bytes around them."""
        found = [name for name in (PACKAGE, DIGEST) if not self._is_json(name)]
        if not found:
            said = json.loads(self.read(DIGEST)).get("hash")
            found = [] if said == _hash(self.read(PACKAGE)) else [PACKAGE]
        if PACKAGE not in found:
            found += self._changed_files()
        return found if found or self._is_sealed() else ["ZIP container"]

    def _changed_files(self) -> list[str]:
        listed = {entry["path"]: entry["hash"] for entry in json.loads(self.read(PACKAGE))["resources"]}
        changed = []
        for name in sorted(listed.keys() | set(self.names) - {PACKAGE, DIGEST}):
            try:
                same = listed.get(name) == _hash(self.read(name))
            except ArchiveError:
                same = False
            if not same:
                changed.append(name)
        return changed

    def _is_json(self, name: str) -> bool:
        try:
            return isinstance(json.loads(self.read(name)), dict)
        except (ArchiveError, ValueError):
            return False

    def _is_sealed(self) -> bool:
        whole = self.path.read_bytes()
        body, seal = whole[:-_SEAL_LENGTH], whole[-_SEAL_LENGTH:]
        return seal == _SEAL + hashlib.sha256(body).hexdigest().encode()

    def records(self) -> list[Record]:
        """All answers in the WARC that can still be read; a broken one ends the list."""
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed

        found: list[Record] = []
        try:
            for record in ArchiveIterator(io.BytesIO(self.read(WARC))):
                if record.rec_type == "response":
                    found.append(_record(record))
        except (ArchiveLoadFailed, ArchiveError, EOFError, OSError, ValueError, AttributeError):
            return found  # damage() names the file; what came before is good
        return found


def _record(record: Any) -> Record:
    about, http = record.rec_headers, record.http_headers
    kind, _, charset = (http.get_header("Content-Type") or "").partition("; charset=")
    return Record(
        about.get_header("WARC-Target-URI"),
        about.get_header("WARC-Date"),
        int(http.get_statuscode()),
        kind,
        charset,
        dict(http.headers),
        record.content_stream().read(),
        about.get_header("X-OIT-SHA256") or "",
        bool(about.get_header("X-OIT-Withheld")),
        bool(http.get_header("X-OIT-Rendered")),
    )


def _reason(error: BaseException) -> str:
    return str(error) or type(error).__name__
