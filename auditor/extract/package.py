"""Zip-packed documents opened under limits: parts are read into memory by name, never to a path."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

MAX_PARTS = 3_000
MAX_PART = 60_000_000
MAX_TOTAL = 250_000_000
MAX_RATIO = 250
"""Unpacked to packed; office XML rarely passes 30, bombs start near 1,000."""

SMALL = 1_000_000
BROKEN = (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError, KeyError)


class PackageError(Exception):
    """The package cannot be opened; `problem` is a Document's problem, the message its detail."""

    def __init__(self, problem: str, detail: str) -> None:
        super().__init__(detail)
        self.problem = problem


class Package:
    """A zip in memory. Opening it refuses bombs by their declared sizes; reading holds them to what they declared."""

    def __init__(self, body: bytes) -> None:
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(body))
        except BROKEN as error:
            broken = b"PK\x05\x06" not in body[-66_000:]
            raise PackageError("truncated" if broken else "unreadable", f"zip: {error}"[:200]) from error
        self.entries = self.archive.infolist()
        self._refuse_bombs()

    def _refuse_bombs(self) -> None:
        if len(self.entries) > MAX_PARTS:
            raise PackageError("unreadable", f"{len(self.entries)} parts: more than {MAX_PARTS} are not opened")
        if any(entry.flag_bits & 1 for entry in self.entries):
            raise PackageError("encrypted", "the archive asks for a password")
        total = 0
        for entry in self.entries:
            total += entry.file_size
            packed = max(entry.compress_size, 1)
            if entry.file_size > MAX_PART or (entry.file_size > SMALL and entry.file_size / packed > MAX_RATIO):
                raise PackageError("unreadable", f"part of {entry.file_size} bytes from {packed}: not unpacked")
        if total > MAX_TOTAL:
            raise PackageError("unreadable", f"{total} bytes unpacked: more than {MAX_TOTAL}")

    def names(self) -> list[str]:
        # A name that begins with NUL ends there.
        return [entry.filename for entry in self.entries if entry.filename and not entry.is_dir()]

    def read(self, name: str) -> bytes:
        """The part's bytes, or nothing if it is missing. PackageError if it is broken or larger than declared."""
        try:
            with self.archive.open(name) as part:
                data = part.read(MAX_PART + 1)
        except KeyError:
            return b""
        except BROKEN as error:
            raise PackageError("unreadable", f"{name}: {error}"[:200]) from error
        except Exception as error:
            # zlib, lzma and bz2 raise error types of their own for broken streams.
            raise PackageError("unreadable", f"{name}: {error}"[:200]) from error
        if len(data) > MAX_PART:
            raise PackageError("unreadable", f"{name} unpacks to more than it declares")
        return data

    def xml(self, name: str) -> etree._Element | None:
        """The part parsed as XML; None if it is missing. Entities are not resolved, nothing is fetched."""
        data = self.read(name)
        return parse_xml(data, name) if data else None

    def main(self, pattern: str) -> etree._Element:
        """The part that a document cannot do without, by a pattern of its name. PackageError if it is missing."""
        name = next((n for n in self.names() if re.fullmatch(pattern, n)), "")
        root = self.xml(name) if name else None
        if root is None:
            raise PackageError("unreadable", f"the part {pattern} is missing or empty")
        return root


def parse_xml(data: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PackageError("unreadable", f"{name}: {error}"[:200]) from error
    return root


def local(element: etree._Element) -> str:
    """The element's name without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name, whatever its namespace."""
    for key, value in element.attrib.items():
        if str(key).rsplit("}", 1)[-1] == name:
            return str(value)
    return ""


def relations(root: etree._Element | None) -> dict[str, str]:
    """Relation id to external target, of a `.rels` part."""
    if root is None:
        return {}
    external = (r for r in root if attribute(r, "TargetMode") == "External")
    return {attribute(r, "Id"): attribute(r, "Target") for r in external}
