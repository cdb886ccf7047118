"""One function a part: takes any bytes, and asserts what must hold of what comes out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from auditor import period, thai
from auditor.extract import STOPPED, extract, sniff
from auditor.extract.pdfium import without_echo
from auditor.rules.load import RuleError, load
from crawler import urls
from crawler.page.markup import bounded
from crawler.page.sitemap import read_sitemap
from crawler.servers.robots import read_robots

BASES = ("http://a.go.th/", "https://ก.ไทย/ข?ค=1")
OURS = (
    "IndexError",
    "KeyError",
    "AttributeError",
    "TypeError",
    "RecursionError",
    "AssertionError",
    "UnboundLocalError",
)
"""Errors of our own making; other people's parsers have words of their own for what they cannot read."""
PURE = (sniff.HTML, sniff.RTF, sniff.CSV, sniff.TEXT, sniff.DOCX, sniff.XLSX, sniff.ODT, sniff.ZIP, "image/png")
"""Formats read without a program of others."""


def normaliser(data: bytes) -> None:
    once = thai.normalise(_text(data))
    assert thai.normalise(once) == once


def dates(data: bytes) -> None:
    title, _, heading = _text(data).partition("\n")
    found = period.read({"title": title, "heading": heading})
    assert found.fiscal_year is None or 2400 <= found.fiscal_year <= 2700


def addresses(data: bytes) -> None:
    for base in BASES:
        found = urls.canonical(_text(data), base)
        if found is not None:
            assert found.startswith(("http://", "https://")) and found.isascii() and len(found) <= urls.MAX_LENGTH
            assert urls.canonical(found, base) == found
            assert urls.host_port(found)[0]


def repair(data: bytes) -> None:
    text = _text(data)
    assert len(thai.repair(text)) <= 2 * len(text) + 2
    assert len(without_echo(text)) <= len(text)


def rules(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "years").mkdir()
        (folder / "concepts").mkdir()
        (folder / "concepts" / "odd.yaml").write_bytes(data)
        try:
            load(folder)
        except RuleError as error:
            assert "odd.yaml" in str(error) or "years" in str(error), error


def readers(data: bytes) -> None:
    """The first byte chooses the format that the server declares; content may say otherwise."""
    kind = PURE[data[0] % len(PURE)] if data else sniff.TEXT
    if sniff.media_type(data[1:], kind, "") not in PURE:
        return
    found = extract(data[1:], kind)
    assert not found.detail.startswith(tuple(STOPPED + name for name in OURS)), found.detail


def answers(data: bytes) -> None:
    """What the crawler itself parses."""
    read_robots(200, data).allows("http://a.go.th/")
    read_sitemap(data)
    read_sitemap(b"<urlset>" + data)
    bounded(_text(data))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "normaliser": normaliser, "dates": dates, "addresses": addresses, "repair": repair, "rules": rules,
    "readers": readers, "answers": answers,
}  # fmt: skip
FOUND = Path(__file__).with_name("found")
"""Cases that once broke a target: FOUND/<target>/<case>. `make test` tries them all."""
