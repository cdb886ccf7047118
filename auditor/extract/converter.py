"""Old binary office files (DOC, PPT): read by a converter of the system, else named as unreadable."""

from __future__ import annotations

import tempfile
from pathlib import Path

from auditor.document import Block, Document, TextPage
from auditor.extract import command, sniff, word
from auditor.extract.dom import squeeze
from auditor.extract.legible import is_legible
from auditor.thai import repair

OFFICE = ("soffice", "libreoffice")
PLAIN = {
    "antiword": ["antiword", "-m", "UTF-8.txt", "-w", "0"],
    "catdoc": ["catdoc", "-w", "-d", "utf-8"],
}
MISSING = "no converter for this format: install LibreOffice, antiword or catdoc"


def read(body: bytes, kind: str) -> Document:
    """A DOC's or PPT's Document; problem unreadable, with the missing converter named, if nothing here reads it."""
    with tempfile.TemporaryDirectory(prefix="oit-doc-") as folder:
        path = Path(folder) / ("in.doc" if kind == sniff.DOC else "in.ppt")
        path.write_bytes(body)
        failures: list[str] = []
        office = next((name for name in OFFICE if command.is_present(name)), "")
        if office:
            found = _by_office(office, path, kind, failures)
            if found:
                return found
        for name, arguments in PLAIN.items():
            if kind == sniff.DOC and command.is_present(name):
                done = command.run([*arguments, str(path)])
                text = repair(done.output.decode("utf-8", "replace"))
                if is_legible(text):
                    return _plain(text, kind, f"read by {name}")
                failures.append(f"{name}: {done.failed or 'no readable text'}")
    return Document(kind, problem="unreadable", detail="; ".join(failures) or MISSING)


def _by_office(office: str, path: Path, kind: str, failures: list[str]) -> Document | None:
    target = "docx" if kind == sniff.DOC else "txt"
    home = path.parent / "home"
    home.mkdir()
    arguments = [office, "--headless", "--norestore", "--convert-to", target, "--outdir", str(path.parent), str(path)]
    done = command.run(arguments, memory=4_000_000_000, home=home)
    made = path.with_suffix(f".{target}")
    if not made.exists():
        failures.append(f"{office}: {done.failed or 'nothing converted'}")
        return None
    if target == "docx":
        found = word.read(made.read_bytes())
        if found.text and not is_legible(found.text):
            failures.append(f"{office}: no readable text")
            return None
        return Document(
            kind,
            found.title,
            found.pages,
            found.blocks,
            found.page_count,
            found.problem,
            f"read by {office}",
            found.images,
        )
    return _plain(repair(made.read_text("utf-8", "replace")), kind, f"read by {office}")


def _plain(text: str, kind: str, detail: str) -> Document:
    blocks = tuple(Block("text", line) for line in map(squeeze, text.splitlines()) if line)
    return Document(kind, "", (TextPage(1, text.strip()),), blocks, detail=detail)
