"""Which addresses a report may link to, and how an address is shown."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from reports.text import line, short_middle

_LONGEST = 2048
"""Characters. Browsers and servers agree on no more, and a page of evidence has no longer one."""


def href(url: str, page: int | None = None) -> str | None:
    """An http(s) address safe to stand in a link, opened at `page` (1-based) where it has none yet; else None."""
    url = line(url).replace("\\", "/")
    if len(url) > _LONGEST:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    safe = quote(url, safe="%/:?#[]@!$&()*+,;=~'-._")
    if page and "#" not in safe:
        safe += f"#page={page}"
    return safe


def shown(url: str, limit: int = 90) -> str:
    """The address as people read it: Thai letters instead of %E0%B8…, without the scheme, shortened in the middle."""
    text = line(unquote(line(url), errors="replace"))
    text = re.sub(r"^https?://", "", text, flags=re.IGNORECASE)
    # A menu entry that leads nowhere is told apart by a mark of the crawler's, which says nothing to readers.
    text = re.sub(r"#dead_label-\d+$", "", text)
    return short_middle(text, limit)
