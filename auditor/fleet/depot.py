"""The store that all machines share (a folder or S3, by fsspec): evidence, results, outcomes. Knows no broker.

agencies/<slug>/…                       what DIR/agencies/<slug>/ holds on one machine; store.sqlite packed by zstd
nights/<night>/<slug>/<job>.json        the outcome of a job, written last: where it is, the job is done
nights/<night>/<slug>/dead.json         its jobs were given up in this night
cache/documents/…                       texts of documents by sha256
status.json                             how the running night stands
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import fsspec
import zstandard

from auditor.fleet.trouble import FleetError, of_store
from auditor.nightly.request import JobOutcome
from crawler.evidence import Fetch, Store, manifest
from crawler.page.render import PLAIN

DATABASE, PACKED = "evidence/store.sqlite", "evidence/store.sqlite.zst"
BODIES = "evidence/blobs/"
KEPT_WITH_STORE = (manifest.FILE, manifest.FORGOTTEN, manifest.REPAIRS)
OF_PEOPLE = ("decisions.jsonl", "claims.csv")
"""Written by people on the coordinator's machine; jobs only read them."""
_LEVEL = 3


class Depot:
    """Cheap to make; every failure is a FleetError of one line. Fit for use after a fork, not across one."""

    def __init__(self, address: str) -> None:
        self.address = address
        with of_store(address):
            self.fs, root = fsspec.url_to_fs(address, **_options(address))
        self.root = str(root).rstrip("/")

    def check(self) -> None:
        """Writes and removes a small object: what is wrong is said before the night and not in it."""
        probe = self._at(f"probe-{os.getpid()}")
        self._write(probe, b"oit")
        with of_store(self.address):
            self.fs.rm_file(probe)

    # --- outcomes

    def outcome(self, job: str) -> JobOutcome | None:
        """What a job came to; None while it is not done."""
        found = self._read_json(f"nights/{job}.json")
        return JobOutcome.from_json(found) if found else None

    def settle(self, job: str, outcome: JobOutcome) -> None:
        self._write_json(f"nights/{job}.json", outcome.to_json())

    def bury(self, job: str, outcome: JobOutcome) -> None:
        """Given up for this night, whichever of its rounds asks."""
        self._write_json(f"nights/{os.path.dirname(job)}/dead.json", outcome.to_json())

    def buried(self, job: str) -> JobOutcome | None:
        found = self._read_json(f"nights/{os.path.dirname(job)}/dead.json")
        return JobOutcome.from_json(found) if found else None

    def unbury(self, job: str) -> None:
        path = self._at(f"nights/{os.path.dirname(job)}/dead.json")
        with of_store(self.address):
            if self.fs.exists(path):
                self.fs.rm_file(path)

    def status(self) -> dict[str, Any]:
        return self._read_json("status.json") or {}

    def tell_status(self, status: Mapping[str, Any]) -> None:
        self._write_json("status.json", status)

    # --- an agency's folder

    def fetch_evidence(self, slug: str, out: Path, *, bodies: bool = True) -> None:
        """For a job: the tables, the last result, what people decided, and the bodies that it may look at again."""
        here = self._sizes(slug)
        names = [n for n in here if "/" not in n and not n.startswith("result-") and n != "report.html"]
        self._get(slug, out, [*names, *(n for n in (f"evidence/{n}" for n in KEPT_WITH_STORE) if n in here)])
        if PACKED not in here:
            return
        packed = self._read(f"agencies/{slug}/{PACKED}") or b""
        (out / DATABASE).parent.mkdir(parents=True, exist_ok=True)
        (out / DATABASE).write_bytes(zstandard.ZstdDecompressor().decompress(packed, max_output_size=2**34))
        if bodies:
            wanted = {_blob(sha256) for sha256 in _needed_bodies(out / "evidence")}
            self._get(slug, out, [n for n in here if n in wanted])

    def keep_evidence(self, slug: str, out: Path) -> None:
        """What a job made: new bodies first, the tables after them, the result last, so that a crash leaves no half."""
        here = self._sizes(slug)
        bodies = [f.relative_to(out).as_posix() for f in sorted((out / "evidence" / "blobs").glob("??/*.zst"))]
        self._put(slug, out, [n for n in bodies if n not in here])
        self._keep_tables(slug, out)
        beside = _beside_tables(out)
        results = sorted(f.name for f in out.glob("*.*") if f.name not in OF_PEOPLE and f.suffix != ".part")
        self._put(slug, out, [*beside, *(n for n in results if not (n.startswith("result-") and n in here))])

    def fetch_result(self, slug: str, out: Path) -> None:
        """For the coordinator: result and report, and earlier results that are not here yet."""
        names = [n for n in self._sizes(slug, deep=False) if n not in OF_PEOPLE]
        self._get(slug, out, [n for n in names if not (n.startswith("result-") and (out / n).exists())])

    def fetch_whole(self, slug: str, out: Path) -> None:
        """Everything there is of an agency; FleetError when there is nothing."""
        here = self._sizes(slug)
        if not here:
            raise FleetError(f"{self.address}: no agency {slug} in this store")
        self.fetch_evidence(slug, out, bodies=False)
        self._get(slug, out, [n for n in here if n != PACKED and n not in OF_PEOPLE and not (out / n).exists()])

    def keep_decisions(self, slug: str, out: Path) -> None:
        self._put(slug, out, [n for n in OF_PEOPLE if (out / n).exists()])

    def _keep_tables(self, slug: str, out: Path) -> None:
        if (out / DATABASE).exists():
            Store.open(out / "evidence").close()  # what a killed job left in its journal goes into the file
            packed = zstandard.ZstdCompressor(level=_LEVEL).compress((out / DATABASE).read_bytes())
            self._write(self._at(f"agencies/{slug}/{PACKED}"), packed)

    # --- what grows old

    def agencies(self) -> list[str]:
        """The folder names of all agencies that have anything here."""
        return self._folders("agencies")

    def fetch_outline(self, slug: str, out: Path, hollow: Callable[[list[str]], Collection[str]]) -> None:
        """The tables, the results, and a hole of its size for every body, to see what may go without moving it all.

        `hollow` is asked which of the earlier results may be holes, too. A body that the manifest does not vouch for
        comes whole.
        """
        here = self._sizes(slug)
        self.fetch_evidence(slug, out, bodies=False)
        earlier = [n for n in here if "/" not in n and n.startswith("result-")]
        holes = {*hollow(earlier), *(set(map(_blob, _vouched(out / "evidence"))) & here.keys())}
        self._get(slug, out, [n for n in here if (n in earlier or n.startswith(BODIES)) and n not in holes])
        for name in holes:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            with (out / name).open("wb") as file:
                file.truncate(here[name])

    def keep_outline(self, slug: str, out: Path) -> None:
        """What is left of an outline. First what makes room, then what names bodies, at last the bodies themselves."""
        gone = [n for n in self._sizes(slug) if n.startswith(("result-", BODIES)) and not (out / n).exists()]
        self._drop(self._at(f"agencies/{slug}/{n}") for n in gone if not n.startswith(BODIES))
        # A manifest that knows less than the tables is no damage; the other way round it is.
        self._put(slug, out, _beside_tables(out))
        self._keep_tables(slug, out)
        self._drop(self._at(f"agencies/{slug}/{n}") for n in gone if n.startswith(BODIES))

    def bodies(self, slug: str) -> set[str]:
        """The sha256 of every body of an agency."""
        return {n.removeprefix(BODIES).removesuffix(".zst").replace("/", "") for n in self._sizes(slug) if BODIES in n}

    def drop_nights(self, kept: int) -> None:
        """Outcomes of all but the newest `kept` nights."""
        for night in self._folders("nights")[:-kept]:
            with of_store(self.address):
                self.fs.rm(self._at(f"nights/{night}"), recursive=True)

    def texts(self) -> Iterator[tuple[str, int, datetime]]:
        """Of every text of a document its name in the store, its bytes, and when it was written."""
        with of_store(self.address):
            for path, info in self.fs.find(self._at("cache/documents"), detail=True).items():
                yield path, int(info["size"]), info.get("LastModified") or self.fs.modified(path)

    def drop_texts(self, paths: Iterable[str]) -> None:
        self._drop(paths)

    # --- files

    def _is_folder(self) -> bool:
        return "file" in self.fs.protocol

    def _at(self, name: str) -> str:
        return f"{self.root}/{name}"

    def _sizes(self, slug: str, *, deep: bool = True) -> dict[str, int]:
        """name within the agency's folder -> bytes; {} for an agency that is not here yet."""
        folder = self._at(f"agencies/{slug}")
        with of_store(self.address):
            found = self.fs.find(folder, maxdepth=None if deep else 1, detail=True)
        return {path.removeprefix(folder + "/"): int(info["size"]) for path, info in found.items()}

    def _folders(self, of: str) -> list[str]:
        """Their names, oldest first where they are nights."""
        with of_store(self.address):
            found = self.fs.ls(self._at(of), detail=True) if self.fs.exists(self._at(of)) else []
        return sorted(os.path.basename(str(info["name"])) for info in found if info["type"] == "directory")

    def _drop(self, paths: Iterable[str]) -> None:
        if wanted := list(paths):
            with of_store(self.address):
                self.fs.rm(wanted)

    def _get(self, slug: str, out: Path, names: Iterable[str]) -> None:
        """Each is written beside and moved into place."""
        wanted = list(names)
        for name in wanted:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
        with of_store(self.address):
            if wanted:
                self.fs.get(
                    [self._at(f"agencies/{slug}/{n}") for n in wanted], [str(out / f"{n}.part") for n in wanted]
                )
        for name in wanted:
            (out / f"{name}.part").replace(out / name)

    def _put(self, slug: str, out: Path, names: Iterable[str]) -> None:
        wanted = list(names)
        if self._is_folder():
            for name in wanted:
                self._write(self._at(f"agencies/{slug}/{name}"), (out / name).read_bytes())
        elif wanted:
            with of_store(self.address):
                self.fs.put([str(out / n) for n in wanted], [self._at(f"agencies/{slug}/{n}") for n in wanted])

    def _read(self, name: str) -> bytes | None:
        try:
            with of_store(self.address):
                return bytes(self.fs.cat_file(self._at(name)))
        except FleetError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                return None
            raise

    def _write(self, path: str, body: bytes) -> None:
        """Whole or not at all: S3 does so by itself, a folder by moving into place."""
        with of_store(self.address):
            if not self._is_folder():
                self.fs.pipe_file(path, body)
                return
            part = f"{path}.{os.getpid()}.part"
            self.fs.makedirs(os.path.dirname(path), exist_ok=True)
            self.fs.pipe_file(part, body)
            os.replace(part, path)

    def _read_json(self, name: str) -> dict[str, Any] | None:
        body = self._read(name)
        return json.loads(body) if body is not None else None

    def _write_json(self, name: str, value: Mapping[str, Any]) -> None:
        self._write(self._at(name), json.dumps(value, ensure_ascii=False).encode())


def _options(address: str) -> dict[str, Any]:
    """Listings change under our eyes: other machines write too."""
    return {"use_listings_cache": False} if "://" in address and not address.startswith("file://") else {}


def _beside_tables(out: Path) -> list[str]:
    return [n for n in (f"evidence/{n}" for n in KEPT_WITH_STORE) if (out / n).exists()]


def _blob(sha256: str) -> str:
    return f"{BODIES}{sha256[:2]}/{sha256[2:]}.zst"


def _vouched(folder: Path) -> Iterable[str]:
    """The bodies whose packed bytes the manifest names already."""
    path = folder / manifest.FILE
    return manifest.read(path.read_bytes(), str(path))["bodies"] if path.exists() else ()


def _needed_bodies(folder: Path) -> set[str]:
    """Of the newest whole crawl that ended and of all after it: checks lie over it, half a crawl goes on from it."""
    fetches: list[Fetch] = []
    with Store.open(folder, read_only=True) as store:
        for info in reversed(store.crawls()):
            fetches += store.fetches(info.id)
            if info.state != "running" and not info.settings.get("only"):
                break
    # Of a page that the browser drew, its markup before that as well: routes within it start from there.
    return {h for fetch in fetches for h in (fetch.sha256, fetch.headers.get(PLAIN, "")) if h}
