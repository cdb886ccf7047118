"""Addresses in inline script, event handlers and viewers' parameters. Pure; nothing is run."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from urllib.parse import unquote

from crawler.page import media

_SCRIPT_ADDRESS = re.compile(
    r"""(?:location(?:\.href)?\s*=(?!=)|location\.(?:replace|assign)\s*\(|window\.open\s*\(|(?<![\w.])open\s*\()"""
    r"""\s*(["'`])([^"'`\s<>${}]{1,500})\1(?!\s*\+)"""
)
_QUOTED = re.compile(r"""["']([^"'\s<>${}]{1,500})["']""")
LOOKS_LIKE_ADDRESS = re.compile(
    r"^(?:https?:/|//|www\.|\.{0,2}/[^/*]|[?][\w\[\]]+=|"
    r"[^\s:#'\"]+\.(?:php|html?|aspx?|jsp|pdf|docx?|xlsx?|pptx?|jpe?g|png|zip)(?:[?#]|$))",
    re.I,
)
_PLACEHOLDER = re.compile(r"/:[a-z_]\w*(?![:\w])|/__\w+__(?!\w)|\{\{|\{[a-z_.$]+\}|\$\{|<%|/undefined(?:[/?#]|$)", re.I)
_TERM = r"""(?:"[^"]*"|'[^']*'|[A-Za-z_$][\w$]*)"""
_FUNCTION = re.compile(r"function\s+([\w$]{2,40})\s*\(([\w$,\s]{1,100})\)\s*\{(?=(.{1,800}))", re.S)
_GOES = re.compile(
    r"""(?:location(?:\.href)?\s*=(?!=)|location\.(?:replace|assign)\s*\(|(?:window\.|(?<![\w.]))open\s*\(|\.(?:src|href|data)\s*=(?!=)|"""
    rf"""attr\(\s*['"](?:src|href|data)['"]\s*,|\.load\s*\()\s*({_TERM}(?:\s*\+\s*{_TERM})*)"""
)
_TERMS = re.compile(_TERM)
_CALL = re.compile(r"([\w$]{2,40})\s*\(([^()]{1,300})\)")
_ARGUMENT = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|(-?\d+)|([^,]*))\s*(?:,|$)""")


def is_pattern(address: str) -> bool:
    """A place for an address that script fills in (`/detail/:id`), which leads nowhere itself."""
    return bool(_PLACEHOLDER.search(address))


def script_calls(script: str) -> list[str]:
    """Addresses that an inline script goes to: location, open."""
    if "location" not in script and "open" not in script:
        return []
    found = (html.unescape(call[1]) for call in _SCRIPT_ADDRESS.findall(script))
    return [address for address in found if LOOKS_LIKE_ADDRESS.match(address)]


def script_addresses(script: str) -> list[str]:
    """Addresses in an onclick or javascript: link: called ones first, else any quoted text that looks like one."""
    called = [html.unescape(found[1]) for found in _SCRIPT_ADDRESS.findall(script) if found[1] not in ("#", "_blank")]
    return called or [html.unescape(text) for text in _QUOTED.findall(script) if LOOKS_LIKE_ADDRESS.match(text)]


def unwrapped(source: str) -> str:
    """The document behind a viewer (`viewer.html?file=…`, `docs.google.com/gview?url=…`)."""
    found = re.search(r"[?&](?:file|url|src|document|pdf)=([^&#]+)", source)
    if found is None:
        return source
    inner = unquote(found.group(1))
    return inner if media.extension(inner.split("#", 1)[0]) in media.DOCUMENT_TYPES else source


# --- functions that a page defines: `function show(id) { window.open('detail.php?id=' + id) }`

Openers = Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
"""Name of a function -> its parameters, and the terms of the address that it goes to."""


def openers(script: str) -> Openers:
    """The functions of inline scripts that go to an address made from what they are called with."""
    found: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for name, given, body in _FUNCTION.findall(script) if "function" in script else ():
        parameters = tuple(part.strip() for part in given.split(","))
        body = body.split("function ", 1)[0]
        for goes in _GOES.findall(body):
            terms = tuple(_TERMS.findall(goes))
            if any(term in parameters for term in terms):
                found.setdefault(name, (parameters, terms))
    return found


def called(code: str, known: Openers) -> list[str]:
    """The addresses that an event handler's calls of such functions go to."""
    made = (_made(arguments, *known[name]) for name, arguments in _CALL.findall(code) if name in known)
    return [address for address in made if LOOKS_LIKE_ADDRESS.match(address) or "?" in address]


def _made(arguments: str, parameters: tuple[str, ...], terms: tuple[str, ...]) -> str:
    """'' where a term is neither quoted nor among the parameters."""
    given = ["".join(parts[:3]) for parts in _ARGUMENT.findall(arguments)]
    values = dict(zip(parameters, given, strict=False))
    parts = [term[1:-1] if term[0] in "\"'" else values.get(term) for term in terms]
    return "" if None in parts else "".join(filter(None, parts))
