"""The list of agencies: a CSV read whole, with every mistake by line. Knows no crawl."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from crawler.urls import NotAnAddress, typed_address

REQUIRED = ("name", "url")
KNOWN = ("name", "url", "province", "type")
MOST_ROWS = 100_000
_ODD = re.compile(r"[^\w.-]+")


class ListError(Exception):
    """The list as a whole cannot be used; one line naming the file and why."""


@dataclass(frozen=True, slots=True)
class Agency:
    """One row. `slug` is the name of its folder; `extra` holds the columns that are not ours, as they were."""

    slug: str
    name: str
    url: str
    province: str = ""
    type: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    line: int = 0

    @property
    def vendor(self) -> str:
        return self.extra.get("vendor", "")


@dataclass(frozen=True, slots=True)
class AgencyList:
    """`errors` are lines for people, each beginning with file:line; such rows are not in `agencies`."""

    agencies: tuple[Agency, ...]
    errors: tuple[str, ...]


def read_agencies(path: Path) -> AgencyList:
    """Reads UTF-8 (with or without BOM) or Windows-874, separated by commas, semicolons or tabs."""
    text = _decoded(path)
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        _check_header(path, header)
        return _read_rows(path, header, rows)
    except csv.Error as error:
        raise ListError(f"{path}:{rows.line_num}: not a CSV file ({error})") from error


def _decoded(path: Path) -> str:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise ListError(f"{path}: cannot be read ({error.strerror})") from error
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return body.decode("cp874")
    except UnicodeDecodeError as error:
        raise ListError(f"{path}: neither UTF-8 nor Windows-874 text (byte {error.start})") from error


def _check_header(path: Path, header: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        seen = ", ".join(filter(None, header))[:120] or "nothing"
        raise ListError(
            f"{path}:1: the header has no {' and no '.join(missing)}; expected {','.join(KNOWN)}; has {seen}"
        )
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise ListError(f"{path}:1: column {', '.join(twice)} stands twice in the header")


def _read_rows(path: Path, header: list[str], rows: Iterable[list[str]]) -> AgencyList:
    agencies: list[Agency] = []
    errors: list[str] = []
    lines: dict[str, int] = {}
    slugs: set[str] = set()
    at = 1
    for at, cells in _numbered(rows):
        if not any(cell.strip() for cell in cells):
            continue
        if len(agencies) >= MOST_ROWS:
            raise ListError(f"{path}:{at}: more than {MOST_ROWS} agencies")
        found = _agency(header, cells, at, slugs)
        if isinstance(found, str):
            errors.append(f"{path}:{at}: {found}")
        elif (key := _same(found.url)) in lines:
            errors.append(f"{path}:{at}: {found.url} stands already in line {lines[key]}")
        else:
            lines[key] = at
            slugs.add(found.slug)
            agencies.append(found)
    if not agencies and not errors:
        raise ListError(f"{path}:{at}: no agencies in this list")
    return AgencyList(tuple(agencies), tuple(errors))


def _numbered(rows: Iterable[list[str]]) -> Iterable[tuple[int, list[str]]]:
    """Each row with the line it ends on; a quoted cell may hold line ends."""
    for cells in rows:
        yield getattr(rows, "line_num", 0), cells


def _agency(header: list[str], cells: list[str], line: int, slugs: set[str]) -> Agency | str:
    if len(cells) > len(header):
        return f"{len(cells)} cells, the header has {len(header)}"
    row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
    if not row.get("url"):
        return "no url"
    if not row.get("name"):
        return "no name"
    try:
        url, _ = typed_address(row["url"])
    except NotAnAddress as error:
        return str(error)
    extra = {name: value for name, value in row.items() if name and name not in KNOWN}
    slug = _slug(url, slugs)
    return Agency(slug, row["name"], url, row.get("province", ""), row.get("type", ""), extra, line)


def _same(url: str) -> str:
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/").lower()


def _slug(url: str, taken: set[str]) -> str:
    """host[_port][_path], short and safe as a folder's name; a digest where two would be one."""
    parts = urlsplit(url)
    host = (parts.hostname or "").strip("[]") + (f"_{parts.port}" if parts.port else "")
    path = parts.path.strip("/") + (f"_{parts.query}" if parts.query else "")
    whole = _ODD.sub("_", f"{host}_{path}" if path else host).strip("._") or "agency"
    if len(whole) <= 100 and whole not in taken:
        return whole
    return f"{whole[:80]}-{sha256(url.encode()).hexdigest()[:10]}"
