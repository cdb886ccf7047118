"""Addresses of other people's services: accounts on social networks, share buttons, maps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

MAPS = re.compile(r"google\.[a-z.]+/maps|maps\.google|goo\.gl/maps|maps\.app\.goo\.gl|openstreetmap")
SHARE = re.compile(r"/(?:sharer|share|intent|dialog|plugins)(?:[/.?]|$)")


def leads_to(url: str, hosts: Iterable[str], own_page: bool = True) -> bool:
    """Whether an address is on one of the hosts, and (own_page) is an account's page rather than a share button."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if not any(host == h or host.endswith("." + h) for h in hosts):
        return False
    return not own_page or (len(parts.path.strip("/")) > 0 and not SHARE.search(parts.path))
