"""The pages of a small fake website, read from its site.yaml. Knows no sockets.

charset: windows-874            what HTML is sent as (utf-8 when not given); files on disk are always UTF-8
data: {agency: …}               handed to every template
pages:
  /: {template: home.html, title: …}            every other key is handed to the template too
  /a.pdf: {file: files/a.pdf}                   bytes as they are
  /old: {redirect: /new, status: 301}
  /note: {text: "…", type: text/plain, status: 500, headers: {X-A: b}}
  /odd: {template: odd.html, charset: windows-874, declared: utf-8}     a charset that lies; "" declares none
  /late: {file: a.html, wait: name}             answered once `Server.release(name)` was called
  /hang: {hang: true}                           accepts and never answers
  /reset: {reset: true}                         cuts the connection
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from ruamel.yaml import YAML


@dataclass(frozen=True, slots=True)
class Page:
    """One address as site.yaml declares it. `data` holds the keys that only its template knows."""

    status: int = 200
    type: str = ""
    charset: str = ""
    declared: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    redirect: str = ""
    wait: str = ""
    hang: bool = False
    reset: bool = False
    file: str = ""
    text: str = ""
    template: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes over the wire."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


# Python knows only one of the names under which this charset is declared.
_CODECS = {"windows-874": "cp874"}
_AS_IS = {".pdf", ".png", ".jpg", ".docx", ".xlsx", ".zip"}
_KEYS = {one.name for one in fields(Page)} - {"data"}


class Site:
    """A fake website in a directory: site.yaml, templates and files."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        declared: dict[str, Any] = YAML(typ="safe").load((directory / "site.yaml").read_text("utf-8"))
        self.charset: str = declared.get("charset", "utf-8")
        self.data: dict[str, Any] = declared.get("data", {})
        self.pages = {path: _page(given) for path, given in declared["pages"].items()}
        self._environment = Environment(
            loader=FileSystemLoader(directory), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )

    def find(self, target: str) -> Page | None:
        """The page of a request target: with its query first, then without, then a file of that name."""
        whole, path = unquote(target), unquote(urlsplit(target).path)
        return self.pages.get(whole) or self.pages.get(path) or self._file(path)

    def _file(self, path: str) -> Page | None:
        found = (self.directory / path.lstrip("/")).resolve()
        inside = found.is_relative_to(self.directory.resolve())
        return Page(file=path.lstrip("/")) if inside and found.suffix in _AS_IS and found.is_file() else None

    def answer(self, page: Page, target: str, origin: str) -> Answer:
        """The bytes of a page. `origin` is http://host:port, for templates that write whole addresses."""
        if page.redirect:
            return Answer(page.status if page.status >= 300 else 302, (("Location", page.redirect),), b"")
        type_, body = self._body(page, target, origin)
        return Answer(page.status, (("Content-Type", type_), *page.headers.items()), body)

    def _body(self, page: Page, target: str, origin: str) -> tuple[str, bytes]:
        if page.file and not page.template:
            path = self.directory / page.file
            return page.type or mimetypes.guess_type(path.name)[0] or "application/octet-stream", path.read_bytes()
        text = page.text
        if page.template:
            known = {"path": unquote(urlsplit(target).path), "origin": origin, "title": ""}
            text = self._environment.get_template(page.template).render(**self.data, **{**known, **page.data})
        charset = page.charset or self.charset
        declared = charset if page.declared is None else page.declared
        type_ = page.type or "text/html"
        return type_ + (f"; charset={declared}" if declared else ""), text.encode(
            _CODECS.get(charset, charset), "xmlcharrefreplace"
        )


def _page(given: Mapping[str, Any]) -> Page:
    known = {key: value for key, value in given.items() if key in _KEYS}
    return Page(**known, data={key: value for key, value in given.items() if key not in _KEYS})
