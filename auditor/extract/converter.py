"""Old binary office files: what only a converter of the system reads of them, else named as unreadable."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from auditor.document import Block, Document, TextPage
from auditor.extract import command, sheets, slides, sniff, word
from auditor.extract.dom import squeeze
from auditor.extract.embedded import with_pictures
from auditor.extract.legible import is_legible
from auditor.thai import repair

MODERN = {
    sniff.DOC: ("doc", "docx", sniff.DOCX),
    sniff.PPT: ("ppt", "pptx", sniff.PPTX),
    sniff.XLS: ("xls", "xlsx", sniff.XLSX),
}
"""Endings of an old kind of file and of the one that it is read as, and that kind."""

OFFICE = ("soffice", "libreoffice")
PLAIN = {
    "antiword": ["antiword", "-m", "UTF-8.txt", "-w", "0"],
    "catdoc": ["catdoc", "-w", "-d", "utf-8"],
}
READERS = {
    sniff.DOC: "LibreOffice Writer, antiword or catdoc",
    sniff.PPT: "LibreOffice Impress",
    sniff.XLS: "LibreOffice Calc",
}
PICTURE = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff[\xdb\xe0\xe1\xee]")
"""How a picture begins wherever it lies in an XLS; most have none, and the converter takes seconds."""


def read(body: bytes, kind: str) -> Document:
    """A DOC's or PPT's Document; problem unreadable, with the missing converter named, if nothing here reads it.

    Pictures in it are pages as in the modern file that LibreOffice makes of it.
    """
    modern, failed = modernise(body, kind)
    if modern:
        found = with_pictures(word.read(modern), modern) if kind == sniff.DOC else slides.read(modern)
        if not found.text or is_legible(found.text):
            return replace(found, media_type=kind, detail=f"read by {_office()}")
        failed = f"{_office()}: no readable text"
    failures = [failed] if failed else []
    for name in filter(command.is_present, PLAIN if kind == sniff.DOC else ()):
        text, failed = _by_program(name, body)
        if text:
            return _plain(text, kind, f"read by {name}")
        failures.append(f"{name}: {failed or 'no readable text'}")
    return Document(kind, problem="unreadable", detail="; ".join(failures) or missing(kind))


def read_sheets(body: bytes) -> Document:
    """An XLS's Document, its pictures as pages. With neither text nor a converter for them it is unreadable."""
    document = sheets.read(body, sniff.XLS)
    if not PICTURE.search(body):
        return document
    modern, failed = modernise(body, sniff.XLS)
    if modern:
        pictured = with_pictures(replace(document, media_type=sniff.XLSX), modern)
        return replace(pictured, media_type=sniff.XLS, images=sheets.count_images(modern))
    detail = f"pictures not read: {failed or missing(sniff.XLS)}"
    return replace(document, problem=None if document.text.strip() else "unreadable", detail=detail, images=1)


def missing(kind: str) -> str:
    """What to install for this kind of file."""
    return f"no converter for this format: install {READERS[kind]}"


def _office() -> str:
    return next((name for name in OFFICE if command.is_present(name)), "")


@lru_cache(maxsize=1)
def modernise(body: bytes, kind: str) -> tuple[bytes, str]:
    """The file of the modern kind that LibreOffice makes of an old one; else nothing, and why that failed."""
    office = _office()
    if not office:
        return b"", ""
    old, new, _ = MODERN[kind]
    with tempfile.TemporaryDirectory(prefix="oit-doc-") as folder:
        path, home = Path(folder) / f"in.{old}", Path(folder) / "home"
        path.write_bytes(body)
        home.mkdir()
        arguments = [office, "--headless", "--norestore", "--convert-to", new, "--outdir", folder, str(path)]
        done = command.run(arguments, memory=4_000_000_000, home=home)
        made = path.with_suffix(f".{new}")
        why = done.failed or f"nothing converted, perhaps for want of {READERS[kind]}"
        return (made.read_bytes(), "") if made.exists() else (b"", f"{office}: {why}")


def _by_program(name: str, body: bytes) -> tuple[str, str]:
    """The text of a DOC, empty where it does not read as one, and what failed."""
    with tempfile.TemporaryDirectory(prefix="oit-doc-") as folder:
        path = Path(folder) / "in.doc"
        path.write_bytes(body)
        done = command.run([*PLAIN[name], str(path)])
    text = repair(done.output.decode("utf-8", "replace"))
    return (text if is_legible(text) else ""), done.failed


def _plain(text: str, kind: str, detail: str) -> Document:
    blocks = tuple(Block("text", line) for line in map(squeeze, text.splitlines()) if line)
    return Document(kind, "", (TextPage(1, text.strip()),), blocks, detail=detail)
