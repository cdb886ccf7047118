"""A WACZ of this tool back into a store in a folder, so that the same code judges it."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.document import Document
from auditor.extract import codec
from auditor.proof.export import FORMAT
from auditor.result import Result
from crawler.archive import Archive, ArchiveError
from crawler.evidence import Store, StoreError, rows
from crawler.evidence.manifest import read as read_manifest
from reports.load import parse


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What an archive held. `rows_withheld` are (table, id) whose text was masked: their digest is only claimed."""

    result: Result
    about: Mapping[str, Any]
    manifest: Mapping[str, Any]
    texts: Mapping[str, Document]
    changed: tuple[str, ...]
    rows_withheld: int


def unpack(archive: Archive, folder: Path) -> Unpacked:
    """Fill a new store in `folder`. ArchiveError in one line for a WACZ of another tool or version."""
    about = _about(archive)
    manifest = read_manifest(archive.read("oit/manifest.json"), f"{archive.path}: oit/manifest.json")
    changed, masked = [], 0
    with Store.open(folder, create=True) as store:
        for table in rows.TABLES:
            found, wrong, hidden = _read_rows(archive, table, manifest)
            rows.insert(store, table, found)
            changed += wrong
            masked += hidden
        changed += _bodies(archive, store)
        store.keep_rules(_digest(archive), _rules(archive))
    result = parse(archive.read("oit/result.json"), f"{archive.path}: oit/result.json")
    return Unpacked(result, about, manifest, _texts(archive), tuple(changed), masked)


def _about(archive: Archive) -> dict[str, Any]:
    if "oit/about.json" not in archive.names:
        software = json.loads(archive.read("datapackage.json")).get("software", "another tool")
        raise ArchiveError(
            f"{archive.path}: a WACZ of {str(software)[:60]!r}: it holds no result and no rules to verify"
        )
    about: dict[str, Any] = _json(archive, "oit/about.json")
    if about.get("format") != FORMAT:
        raise ArchiveError(
            f"{archive.path}: made by a newer version ({about.get('format')!r}; this tool knows {FORMAT})"
        )
    return about


def _json(archive: Archive, name: str) -> Any:
    try:
        return json.loads(archive.read(name))
    except ValueError as error:
        raise ArchiveError(f"{archive.path}: {name} is damaged ({error})") from error


def _digest(archive: Archive) -> str:
    return str(_json(archive, "oit/result.json")["tool"]["rules_digest"])


def _rules(archive: Archive) -> dict[str, bytes]:
    names = [name for name in archive.names if name.startswith("rules/")]
    kept = {name: name.removeprefix("rules/").removesuffix(".txt").replace("-", "/", 1) for name in names}
    return {kept[name]: archive.read(name) for name in names}


def _read_rows(archive: Archive, table: str, manifest: Mapping[str, Any]) -> tuple[list[rows.Row], list[str], int]:
    """The rows of a table, the names of those that are not what the manifest says, and how many are masked."""
    known = {pair for crawl in manifest["crawls"] for pair in crawl["tables"][table]["rows"].split()}
    found, wrong, hidden = [], [], 0
    for number, line in enumerate(_lines(archive, f"oit/{table}.rows.gz"), 1):
        try:
            entry = json.loads(line)
            row, claimed = entry["row"], entry.get("withheld")
            digest = claimed or rows.digest(row)
        except (ValueError, KeyError, TypeError):
            wrong.append(f"oit/{table}.rows.gz line {number}")
            continue
        if f"{row.get('id')}:{digest[:16]}" not in known:
            wrong.append(f"{table} row {row.get('id')} {row.get('url', '')}".strip())
        hidden += bool(claimed)
        found.append(row)
    return found, wrong, hidden


def _lines(archive: Archive, name: str) -> list[str]:
    try:
        # Not splitlines: the text of a row may hold other characters that end a line.
        return gzip.decompress(archive.read(name)).decode("utf-8").split("\n")[:-1]
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise ArchiveError(f"{archive.path}: {name} is damaged ({error})") from error


def _bodies(archive: Archive, store: Store) -> list[str]:
    """Put bodies back by their own hash; addresses whose body is not what its hash says."""
    wrong = []
    for record in archive.records():
        if record.withheld:
            continue
        try:
            same = store.put_body(record.body) == record.sha256
        except StoreError:
            same = False
        if not same:
            wrong.append(record.url)
    return wrong


def _texts(archive: Archive) -> dict[str, Document]:
    found = {}
    for name in archive.names:
        if name.startswith("text/"):
            value = _text(archive, name)
            if value:
                found[str(value["url"])] = codec.load(json.dumps(value["document"], ensure_ascii=False).encode())
    return found


def _text(archive: Archive, name: str) -> dict[str, Any] | None:
    """None for a damaged one: `Archive.damage` names it."""
    try:
        value = json.loads(gzip.decompress(archive.read(name)))
        codec.load(json.dumps(value["document"]).encode())
    except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error, ArchiveError):
        return None
    return value if isinstance(value, dict) else None
