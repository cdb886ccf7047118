"""A ZIP of documents as one Document: its files in order of name, each under a heading, within limits."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from auditor.document import Block, Document, TextPage
from auditor.extract import sniff
from auditor.extract.package import Package, PackageError

MAX_FILES = 40
MAX_FILE = 40_000_000
MAX_BYTES = 150_000_000
MAX_PAGES = 400
IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")

THAI = re.compile("[ก-๙]")

Extract = Callable[[bytes, str], Document]
"""(bytes, name) to a Document; given by the caller, who owns the table of formats."""


def read(body: bytes, extract: Extract) -> Document:
    """The archive's Document. Archives inside archives are named, not opened. PackageError if it cannot be opened."""
    package = Package(body)
    collected = _Collected()
    spent = 0
    for name in _names(package)[:MAX_FILES]:
        data = package.read(name)
        spent += len(data)
        if spent > MAX_BYTES or len(data) > MAX_FILE or len(collected.pages) > MAX_PAGES:
            collected.left.append(shown_name(name))
            continue
        collected.add(shown_name(name), _inner(data, name, extract))
    collected.left += [shown_name(n) for n in _names(package)[MAX_FILES:]]
    return collected.document()


def file_of(body: bytes, number: int, extract: Extract) -> tuple[bytes, str, int]:
    """The file that a page of the archive's Document is of: its bytes, its media type, and which page of it that is.

    LookupError where there is none. The files before it are read again: that costs less than a page of a scan.
    """
    package = Package(body)
    for name in _names(package)[:MAX_FILES]:
        data = package.read(name)
        if len(data) > MAX_FILE:
            continue
        inner = _inner(data, name, extract)
        if number <= len(inner.pages):
            return data, inner.media_type, inner.pages[number - 1].number
        number -= len(inner.pages)
    raise LookupError("no file for this page")


def _names(package: Package) -> list[str]:
    return sorted(n for n in package.names() if not n.startswith(IGNORED) and not n.endswith(IGNORED))


def _inner(data: bytes, name: str, extract: Extract) -> Document:
    kind = sniff.media_type(data, name=name)
    if kind == sniff.ZIP:
        return Document(kind, problem="unknown_type", detail="an archive inside an archive")
    try:
        return extract(data, name)
    except PackageError as error:
        return Document(kind, problem=error.problem, detail=str(error))


def shown_name(name: str) -> str:
    """The name as its maker typed it: zips without the UTF-8 flag hold Thai bytes that Python reads as cp437."""
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    guesses = [name, *(_decoded(raw, charset) for charset in ("utf-8", "cp874"))]
    return max(guesses, key=lambda guess: len(THAI.findall(guess)))


def _decoded(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset)
    except UnicodeDecodeError:
        return ""


class _Collected:
    def __init__(self) -> None:
        self.pages: list[TextPage] = []
        self.blocks: list[Block] = []
        self.problems: list[str] = []
        self.said: list[str] = []
        self.left: list[str] = []
        self.images = 0
        self.codes: tuple[str, ...] = ()
        self.files = 0

    def add(self, name: str, inner: Document) -> None:
        self.files += 1
        self.images += inner.images
        self.codes += inner.qr_codes
        self.blocks.append(Block("heading", name, 7))
        self.blocks += inner.blocks or [Block("text", page.text) for page in inner.pages if page.text]
        self.pages += [replace(page, number=len(self.pages) + n) for n, page in enumerate(inner.pages, 1)]
        if inner.problem:
            self.problems.append(inner.problem)
            self.said.append(f"{name}: {inner.problem}")

    def document(self) -> Document:
        if self.left:
            self.said.append(f"truncated: {len(self.left)} files were not opened")
        problem = self.problems[0] if self.problems and len(self.problems) == self.files else None
        if not self.files:
            problem = "unreadable"
        return Document(
            sniff.ZIP, "", tuple(self.pages), tuple(self.blocks), max(len(self.pages), 1), problem,
            "; ".join(self.said)[:2_000] or ("" if self.files else "empty archive"), self.images, self.codes,
        )  # fmt: skip
