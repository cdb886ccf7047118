"""manifest.json: digests of every row and body of the crawls that ended, so that a changed byte has a name."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.evidence import rows
from crawler.evidence.blobs import sync_directory
from crawler.evidence.store import FILE as STORE_FILE
from crawler.evidence.store import Store
from crawler.evidence.values import CrawlInfo, StoreError

FILE = "manifest.json"
FORMAT = "oit-manifest/1"
FORGOTTEN, REPAIRS = "forgotten.jsonl", "repairs.jsonl"
TABLES = rows.TABLES
_FILES = (STORE_FILE, FORGOTTEN, REPAIRS)
_SHORT = 16
NEWER = "not in the manifest"
"""Came after the manifest was written; a crash can leave it so, and hashes of bodies and rules prove themselves."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the store is not what its manifest says: `where` is a row, a body or a file."""

    where: str
    what: str


def build(store: Store, known: dict[str, Any] | None = None) -> dict[str, Any]:
    """The manifest of what is in the store now; what is `known` is taken over and not made true by writing it again.

    StoreError when a table cannot be read.
    """
    before = known or {"crawls": [], "bodies": {}}
    crawls = {crawl["id"]: crawl for crawl in before["crawls"]}
    ended = [info for info in store.crawls() if info.state != "running" and info.id not in crawls]
    crawls |= {info.id: _crawl(store, info) for info in ended}
    return {
        "format": FORMAT,
        "crawls": [crawls[number] for number in sorted(crawls)],
        "bodies": _bodies(store, before["bodies"]),
        "rules": store.rule_files(),
        "screenshots": {of: shot.sha256 for of, shot in store.screenshots().items()},
        "files": {name: _sha256(path) for name in _FILES if (path := store.path / name).exists()},
    }


def write(store: Store, *, anew: bool = False) -> Path:
    """Write the manifest beside the tables; on disk when this returns.

    Crawls and bodies that the last manifest lists keep what it says of them, unless `anew` (a repair).
    """
    path = store.path / FILE
    _save(store, None if anew else _last(path))
    return path


def _save(store: Store, known: dict[str, Any] | None) -> None:
    store.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = store.path / FILE
    part = path.with_name(f"{FILE}.{os.getpid()}.tmp")
    try:
        body = dump(build(store, known))
        with part.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_directory(path.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreError(f"{path}: cannot be written ({error.strerror})") from error


def prune(store: Store, crawls: Collection[int], at: str) -> None:
    """Old crawls were removed on purpose: their rows and bodies leave the manifest, and the removal is written down."""
    path = store.path / FILE
    known = _last(path)
    if known is None or not crawls:
        return
    here = {sha256 for sha256, _ in store.body_files()}
    known["crawls"] = [crawl for crawl in known["crawls"] if crawl["id"] not in crawls]
    known["bodies"] = {sha256: digest for sha256, digest in known["bodies"].items() if sha256 in here}
    told = f"crawls {', '.join(map(str, sorted(crawls)))} were pruned with the bodies that only they had"
    with (store.path / REPAIRS).open("a", encoding="utf-8") as file:
        file.write(json.dumps({"at": at, "told": [told], "dropped": [], "same": [], "lost": []}) + "\n")
    _save(store, known)


def cover(store: Store, digest: str) -> None:
    """Write the manifest unless it lists these rules already: a crash may have come between rules and manifest."""
    known = _last(store.path / FILE)
    if known is None or digest not in known["rules"]:
        write(store)


def _last(path: Path) -> dict[str, Any] | None:
    """The manifest that is there. One that cannot be read is put aside, so that `oit verify` can name it."""
    if not path.exists():
        return None
    try:
        return read(path.read_bytes(), str(path))
    except StoreError:
        path.replace(path.with_name(f"{FILE}.damaged"))
        return None


def dump(manifest: dict[str, Any]) -> bytes:
    """The one way to write a manifest: the same facts are the same bytes."""
    return (json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=0) + "\n").encode()


def read(body: bytes, name: str) -> dict[str, Any]:
    """A manifest; StoreError in one line for anything else, also for one that names files outside the store."""
    try:
        manifest = json.loads(body)
    except ValueError as error:
        raise StoreError(f"{name}: not a manifest ({error})") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        kind = manifest.get("format") if isinstance(manifest, dict) else type(manifest).__name__
        raise StoreError(f"{name}: a manifest of another format ({str(kind)[:40]!r}; this tool knows {FORMAT})")
    for part in manifest.get("files", {}):
        if part not in _FILES:
            raise StoreError(f"{name}: names a file outside the store: {str(part)[:80]!r}")
    return manifest


def compare(store: Store, body: bytes) -> list[Difference]:
    """Everything in which the store differs from this manifest, its own bytes included."""
    kept = read(body, str(store.path / FILE))
    found = build(store)
    told = [*_compare_crawls(store, kept, found), *_compare_names("body", kept, found, "bodies")]
    told += _compare_names("rules", kept, found, "rules")
    told += _compare_names("screenshot of", {"screenshots": {}, **kept}, found, "screenshots")
    newer = any(each.what == NEWER for each in told) or _later(store, kept)
    told = [each for each in told if each.what != NEWER]
    if not newer and not told:
        told += _compare_names("file", kept, found, "files")
    if not told and dump(kept) != body:
        told.append(Difference(FILE, "changed: not written the way this tool writes"))
    return told


def _later(store: Store, kept: dict[str, Any]) -> bool:
    """A crawl has begun since: rows that the manifest does not know yet are no damage."""
    known = {crawl["id"] for crawl in kept["crawls"]}
    return any(info.id not in known for info in store.crawls())


def _crawl(store: Store, info: CrawlInfo) -> dict[str, Any]:
    tables = {}
    for table in rows.TABLES:
        digests = [(row["id"], rows.digest(row)) for row in rows.rows(store, table, info.id)]
        whole = hashlib.sha256("".join(digest for _, digest in digests).encode()).hexdigest()
        tables[table] = {"sha256": whole, "rows": " ".join(f"{n}:{digest[:_SHORT]}" for n, digest in digests)}
    return {
        "id": info.id, "url": info.url, "state": info.state, "started_at": info.started_at,
        "finished_at": info.finished_at, "tables": tables,
    }  # fmt: skip


def _bodies(store: Store, known: dict[str, str]) -> dict[str, str]:
    """sha256 of the body -> sha256 of the packed file that holds it. Without those removed on request."""
    gone = forgotten_hashes(store.path)
    kept = {sha256: digest for sha256, digest in known.items() if sha256 not in gone}
    return {sha256: _sha256(file) for sha256, file in store.body_files() if sha256 not in kept} | kept


def forgotten_hashes(folder: Path) -> set[str]:
    """The sha256 of every body removed on request; a line that cannot be read names none."""
    path = folder / FORGOTTEN
    lines = path.read_text("utf-8", "replace").splitlines() if path.exists() else []
    found = set()
    for line in lines:
        try:
            found.add(str(json.loads(line)["sha256"]))
        except (ValueError, KeyError, TypeError):
            continue  # auditor.proof.forget names the line
    return found


def _compare_crawls(store: Store, kept: dict[str, Any], found: dict[str, Any]) -> Iterator[Difference]:
    now = {crawl["id"]: crawl for crawl in found["crawls"]}
    for crawl in kept["crawls"]:
        other = now.pop(crawl["id"], None)
        name = f"crawl {crawl['id']}"
        if other is None:
            yield Difference(name, "missing: its rows are gone")
            continue
        for table in rows.TABLES:
            if crawl["tables"][table] != other["tables"][table]:
                yield from _compare_rows(store, crawl["id"], table, crawl["tables"][table], other["tables"][table])
        if {**crawl, "tables": 0} != {**other, "tables": 0}:
            yield Difference(name, "changed: its address or times are not those of the manifest")
    yield from (Difference(f"crawl {number}", NEWER) for number in now)


def _compare_rows(
    store: Store, crawl_id: int, table: str, kept: dict[str, str], found: dict[str, str]
) -> Iterator[Difference]:
    before, after = _parse(kept["rows"]), _parse(found["rows"])
    names = {row["id"]: row.get("url", "") for row in rows.rows(store, table, crawl_id)}
    told = False
    for number in sorted(before.keys() | after.keys()):
        if before.get(number) != after.get(number):
            told = True
            what = "changed" if number in before and number in after else "missing" if number in before else "added"
            yield Difference(f"{table} row {number} {names.get(int(number), '')}".strip(), what)
    if not told:
        yield Difference(f"{table} of crawl {crawl_id}", "changed: its digest in the manifest is not that of its rows")


def _parse(text: str) -> dict[str, str]:
    return dict(pair.partition(":")[::2] for pair in text.split())


def _compare_names(kind: str, kept: dict[str, Any], found: dict[str, Any], key: str) -> Iterator[Difference]:
    before, after = kept[key], found[key]
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            what = "missing" if name not in after else NEWER if name not in before else "changed"
            yield Difference(f"{kind} {name}", what)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
