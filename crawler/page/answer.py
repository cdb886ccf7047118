"""An HTTP answer as it is read: what kind of thing came, what is wrong with it, and the page that it holds. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from crawler import elsewhere
from crawler.page import content, markup, media
from crawler.page.charset import decode
from crawler.page.links import PageLinks, read_links
from crawler.page.pictures import content_pictures
from crawler.page.reading import Reading
from crawler.page.render import PLAIN, needs_rendering

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.\-]+)", re.I)
_UNSEEN = ["script", "style", "noscript", "template"]
_KEPT_HEADERS = frozenset(
    (
        "content-type", "content-length", "content-disposition", "content-encoding", "content-language",
        "last-modified", "etag", "date", "server", "location", "cache-control", "expires", "x-powered-by",
        "retry-after", "cf-mitigated", "x-robots-tag",
    )
)  # fmt: skip
_STATUS = {401: "login_wall", 403: "forbidden", 404: "not_found", 410: "gone", 429: "rate_limited", 451: "forbidden"}

UNCHANGED = "unchanged"
"""Flag of an answer whose body did not come now but stood in the store."""

RENDERED = "rendered"
"""Flag of an answer that has been to the browser, whatever came of it."""
NEEDS_SCRIPT = "needs_script: "
"""How the detail of a page begins that needs a browser; its reasons follow."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer in plain words; header names are lower-case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    flags: tuple[str, ...] = ()
    at: str = ""
    """When it came, where that was in an earlier crawl (UTC ISO)."""
    told: Mapping[str, str] = field(default_factory=dict)
    """What the browser has to say of it, kept beside the headers (crawler.page.render)."""
    sha256: str = ""
    """Of a body that stood in the store."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A body parsed once; `text` is what it shows."""

    markup: str
    charset: str
    tree: LexborHTMLParser
    links: PageLinks
    text: str
    script: str
    noscript: bool


class Page:
    """A readable HTML body. Where an earlier crawl has read it (`known`), it is parsed only for what that left out."""

    def __init__(self, answer: Answer, known: Reading | None = None) -> None:
        self._answer = answer
        self.known = known

    @cached_property
    def parsed(self) -> Parsed:
        return _parse(self._answer)

    @cached_property
    def reading(self) -> Reading:
        if self.known is not None:
            return self.known
        parsed = self.parsed
        return Reading(parsed.charset, parsed.links, content_pictures(parsed.tree, parsed.links.base))

    @property
    def charset(self) -> str:
        return self.known.charset if self.known is not None else self.parsed.charset

    @property
    def links(self) -> PageLinks:
        return self.known.links if self.known is not None else self.parsed.links


def problem_of(answer: Answer, media_type: str) -> tuple[str | None, str]:
    """(problem, detail) that the status and the body's kind tell; (None, '') where there is something to read."""
    if answer.status >= 400:
        word = _STATUS.get(answer.status, "server_error" if answer.status >= 500 else "http_error")
        return word, f"status {answer.status}"
    if answer.status not in (200, 201, 202, 203, 206, 304):
        return ("empty_body" if not answer.body else "http_error"), f"status {answer.status}"
    if not answer.body:
        return "empty_body", ""
    if "dataloss" in answer.flags:
        return "truncated", ""
    return (None, "") if media.is_known(media_type) else ("unknown_type", media_type)


def _parse(answer: Answer) -> Parsed:
    """Decoded by its bytes, links read before scripts are taken out."""
    declared = _CHARSET.search(answer.headers.get("content-type", ""))
    text, charset, _ = decode(answer.body, declared.group(1) if declared else None)
    tree = LexborHTMLParser(markup.bounded(text))
    links = read_links(tree, answer.url, charset)
    script = "\n".join(node.attributes.get("src") or node.text() or "" for node in tree.css("script"))
    noscript = tree.css_first("noscript") is not None
    tree.strip_tags(_UNSEEN)
    body = tree.body
    visible = body.text(separator=" ") if body is not None else ""
    return Parsed(text, charset, tree, links, " ".join(visible.split()), script, noscript)


def look(asked: str, answer: Answer, page: Page, problem: str | None, detail: str) -> tuple[str | None, str]:
    """A readable page that is really something else, or whose content is made by script."""
    parsed, title = page.parsed, page.links.title
    found = content.disguised(
        parsed.tree, title, parsed.text, parsed.script, answer.headers, final_url=answer.url, asked_url=asked
    )
    found = found or elsewhere.in_place(asked, title, parsed.text)
    behind = {"challenge": ("forbidden", "server_error", "rate_limited"), "login_wall": ("forbidden",)}
    if found and (problem is None or problem in behind.get(found, ())):
        problem, detail = found, found
    if problem is None and PLAIN not in answer.told:
        reasons = needs_rendering(parsed.tree, parsed.text, parsed.script, noscript=parsed.noscript)
        detail = NEEDS_SCRIPT + ", ".join(reasons) if reasons else ""
    return problem, detail


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value[:500] for name, value in headers.items() if name in _KEPT_HEADERS}


def header_map(raw: Any) -> dict[str, str]:
    """Scrapy's headers as lower-case text, the last of each name."""
    return {name.decode("latin-1").lower(): values[-1].decode("latin-1") for name, values in raw.items() if values}
