"""WACZ files are written so that the same content is the same bytes, and read with care."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from crawler.archive import PACKAGE, Archive, ArchiveError, Contents, Page, Record, write

AT = "2023-06-15T04:00:00Z"


def _record(url: str, body: bytes, **changes: object) -> Record:
    values: dict[str, object] = {
        "url": url, "at": AT, "status": 200, "media_type": "text/html", "charset": "utf-8",
        "headers": {"etag": '"1"', "content-length": "9", "content-encoding": "gzip", "x-note": "a\r\nb"},
        "body": body, "sha256": hashlib.sha256(body).hexdigest(), **changes,
    }  # fmt: skip
    return Record(**values)  # type: ignore[arg-type]


RECORDS = [
    _record("http://a.example.go.th/", "<h1>หน้าแรก</h1>".encode()),
    _record("http://a.example.go.th/f.pdf", b"%PDF-1.4 \x00\xff", media_type="application/pdf", charset=""),
    _record("http://a.example.go.th/gone", b"404", status=404),
    _record("http://a.example.go.th/secret", b"withheld", withheld=True, sha256="0" * 64),
]
CONTENTS = Contents("ชื่อ", AT, RECORDS[0].url, AT, RECORDS, [Page(RECORDS[0].url, AT, "หน้าแรก", "ข้อความ")],
                    {"oit/note.json": b"{}"})  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write(tmp_path / "a.wacz", CONTENTS)
    return tmp_path / "a.wacz"


def test_what_was_written_is_read_back(path: Path) -> None:
    with Archive(path) as archive:
        assert archive.damage() == []
        found = archive.records()
    assert [(r.url, r.status, r.body, r.sha256, r.withheld) for r in found] == [
        (r.url, r.status, r.body, r.sha256, r.withheld) for r in RECORDS
    ]
    assert found[0].media_type == "text/html" and found[0].charset == "utf-8"


def test_headers_that_no_longer_hold_are_not_kept(path: Path) -> None:
    with Archive(path) as archive:
        headers = archive.records()[0].headers
    assert headers["etag"] == '"1"' and headers["x-note"] == "a b"
    assert headers["Content-Length"] == str(len(RECORDS[0].body))
    assert "content-encoding" not in {name.lower() for name in headers}


def test_the_index_finds_every_record(path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    with Archive(path) as archive:
        warc = archive.read("archive/data.warc.gz")
        lines = archive.read("indexes/index.cdx").decode().splitlines()
    assert lines == sorted(lines) and len(lines) == len(RECORDS)
    assert lines[0].startswith("th,go,example,a)/ 20230615040000 {")
    import io

    for line in lines:
        facts = json.loads(line.split(" ", 2)[2])
        start, length = int(facts["offset"]), int(facts["length"])
        record = next(iter(ArchiveIterator(io.BytesIO(warc[start : start + length]))))
        assert record.rec_headers.get_header("WARC-Target-URI") == facts["url"]
        assert record.rec_headers.get_header("WARC-Payload-Digest") == facts["digest"]


def test_the_same_content_is_the_same_bytes(path: Path, tmp_path: Path) -> None:
    write(tmp_path / "b.wacz", CONTENTS)
    assert (tmp_path / "b.wacz").read_bytes() == path.read_bytes()
    assert not list(tmp_path.glob("*.part"))


def _changed(path: Path, name: str, body: bytes) -> Path:
    """The same ZIP with another file in place of one of its own."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(path.with_name("c.wacz"), "w") as new:
        for entry in old.infolist():
            new.writestr(entry.filename, body if entry.filename == name else old.read(entry))
        if name not in old.namelist():
            new.writestr(name, body)
    return path.with_name("c.wacz")


@pytest.mark.parametrize("name", ["archive/data.warc.gz", "oit/note.json", PACKAGE, "oit/added.json"])
def test_a_changed_or_added_file_is_named(path: Path, name: str) -> None:
    with Archive(_changed(path, name, b'{"resources": []}')) as archive:
        assert name in archive.damage()


def test_a_changed_container_is_named(path: Path) -> None:
    with Archive(_changed(path, "oit/note.json", b"{}")) as archive:
        assert archive.damage() == ["ZIP container"]


@pytest.mark.parametrize("name", ["../outside.json", "/etc/passwd", "oit/../../x", "C:\\x"])
def test_a_file_outside_is_refused(path: Path, name: str) -> None:
    with pytest.raises(ArchiveError, match="outside"):
        Archive(_changed(path, name, b"{}"))


@pytest.mark.parametrize("body", [b"", b"no zip", b"PK\x03\x04" + bytes(60)])
def test_what_is_no_zip_is_one_line(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "x.wacz").write_bytes(body)
    with pytest.raises(ArchiveError, match="not a ZIP file, or cut off"):
        Archive(tmp_path / "x.wacz")


@pytest.mark.parametrize("part", [0.2, 0.6, 0.97])
def test_a_cut_zip_is_one_line(path: Path, part: float) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(ArchiveError, match="cut off"):
        Archive(path)


def test_a_zip_that_is_no_wacz_is_one_line(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.wacz", "w") as made:
        made.writestr("readme.txt", "x")
    with pytest.raises(ArchiveError, match="not a WACZ"):
        Archive(tmp_path / "x.wacz")
