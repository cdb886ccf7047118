"""Addresses in inline script, event handlers and viewers' parameters. Pure; nothing is run."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

from crawler import media

_SCRIPT_ADDRESS = re.compile(
    r"""(?:location(?:\.href)?\s*=(?!=)|location\.(?:replace|assign)\s*\(|window\.open\s*\(|(?<![\w.])open\s*\()"""
    r"""\s*(["'`])([^"'`\s<>${}]{1,500})\1"""
)
_QUOTED = re.compile(r"""["']([^"'\s<>${}]{1,500})["']""")
LOOKS_LIKE_ADDRESS = re.compile(
    r"^(?:https?:/|//|www\.|\.{0,2}/[^/*]|[?][\w\[\]]+=|"
    r"[^\s:#'\"]+\.(?:php|html?|aspx?|jsp|pdf|docx?|xlsx?|pptx?|jpe?g|png|zip)(?:[?#]|$))",
    re.I,
)


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
