"""What a person typed as an address: checked before anything is queued, and pinned before anything is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from auditor.serve.wording import Objection
from crawler import urls
from crawler.servers import network

LONGEST = 500
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,119}")
_WEB_PORTS = frozenset((80, 443))
Resolver = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Address:
    """`url` is what the crawl is given: without a scheme where none was typed. `host` names the server."""

    url: str
    shown: str
    host: str
    slug: str


def read_address(text: str, *, public: bool, resolver: Resolver = network.resolve) -> Address:
    """Objection where it cannot be audited from here. May block on DNS."""
    if not text.strip():
        raise Objection("url_missing", "url")
    if len(text) > LONGEST:
        raise Objection("too_long", "url")
    try:
        url, assumed = urls.typed_address(text)
    except urls.NotAnAddress as error:
        raise Objection("url_scheme" if "only http" in str(error) else "url_wrong", "url") from error
    host, port = urls.host_port(url)
    if public and port not in _WEB_PORTS and port < 1024:
        raise Objection("url_port", "url")
    pin_of(url, public=public, resolver=resolver)
    given = url.split("://", 1)[1] if assumed and url.startswith("https://") else url
    return Address(given, url, host, slug_of(url))


def pin_of(url: str, *, public: bool, resolver: Resolver = network.resolve) -> dict[str, str]:
    """For a public server: the host and the public address its connections must go to. Objection if there is none.

    The address that was checked is the one that is used, so a name that changes its answer in between gains nothing.
    """
    full = url if "://" in url else f"https://{url}"
    try:
        policy = network.Policy.of(full, resolver=resolver)
    except (network.Unresolved, ValueError) as error:
        raise Objection("url_unknown", "url") from error
    if not public:
        return {}
    host = urls.host_port(full)[0]
    if policy.local or any(map(network.is_private, _addresses(host, policy, resolver))):
        raise Objection("url_private", "url")
    address = policy.pins[host].address
    return {host: f"[{address}]" if ":" in address else address}


def _addresses(host: str, policy: network.Policy, resolver: Resolver) -> list[str]:
    if urls.is_address(host):
        return [host]
    try:
        return [policy.pins[host].address, *resolver(host)]
    except network.Unresolved:
        return [policy.pins[host].address]


def slug_of(url: str) -> str:
    """One folder for an agency however its address was written: with www. or without, http or https."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().removeprefix("www.")
    name = host + (f"_{parts.port}" if parts.port else "")
    rest = parts.path.strip("/") + (f"?{parts.query}" if parts.query else "")
    if rest and rest.lower() not in ("index.php", "index.html", "home", "main.php", "home.php"):
        name = f"{name[:90]}-{sha256(rest.encode()).hexdigest()[:8]}"
    name = re.sub(r"[^a-z0-9._-]", "_", name).lstrip("._-")[:110]
    return name or "agency"


def is_slug(text: str) -> bool:
    return _SLUG.fullmatch(text) is not None and ".." not in text
