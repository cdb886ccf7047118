"""Old binary office files (DOC, PPT): read by a converter of the system, else named as unreadable."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from auditor.document import Block, Document, TextPage
from auditor.extract import command, slides, sniff, word
from auditor.extract.dom import squeeze
from auditor.extract.embedded import with_pictures
from auditor.extract.legible import is_legible
from auditor.thai import repair

MODERN = {sniff.DOC: ("doc", "docx"), sniff.PPT: ("ppt", "pptx")}
"""Endings of an old kind of file and of the one that it is read as."""

OFFICE = ("soffice", "libreoffice")
PLAIN = {
    "antiword": ["antiword", "-m", "UTF-8.txt", "-w", "0"],
    "catdoc": ["catdoc", "-w", "-d", "utf-8"],
}
MISSING = "no converter for this format: install LibreOffice, antiword or catdoc"


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
    return Document(kind, problem="unreadable", detail="; ".join(failures) or MISSING)


def _office() -> str:
    return next((name for name in OFFICE if command.is_present(name)), "")


@lru_cache(maxsize=1)
def modernise(body: bytes, kind: str) -> tuple[bytes, str]:
    """The DOCX or PPTX that LibreOffice makes of a DOC or PPT; else nothing, and why that failed."""
    office = _office()
    if not office:
        return b"", ""
    old, new = MODERN[kind]
    with tempfile.TemporaryDirectory(prefix="oit-doc-") as folder:
        path, home = Path(folder) / f"in.{old}", Path(folder) / "home"
        path.write_bytes(body)
        home.mkdir()
        arguments = [office, "--headless", "--norestore", "--convert-to", new, "--outdir", folder, str(path)]
        done = command.run(arguments, memory=4_000_000_000, home=home)
        made = path.with_suffix(f".{new}")
        return (made.read_bytes(), "") if made.exists() else (b"", f"{office}: {done.failed or 'nothing converted'}")


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
