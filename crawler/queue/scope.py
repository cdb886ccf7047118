"""Which addresses belong to the agency's site. Pure values; the network policy decides what may be contacted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from crawler import urls

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Scope:
    """`host` without www; `port` None where 80 and 443 are the same site; `folder` ends with '/'."""

    host: str
    port: int | None
    folder: str = "/"
    home: str = ""
    """The address whose origin is preferred: http/https and www/bare twins are the same page."""

    @staticmethod
    def of(url: str) -> Scope:
        parts = urlsplit(url)
        host, port = urls.host_port(url)
        default = port == _PORTS[parts.scheme]
        return Scope(_bare(host), None if default else port, _folder(parts.path), url)

    def moved(self, home: str) -> Scope:
        """The same scope with its home at the end of a redirect."""
        new = Scope.of(home)
        return replace(new, folder=self.folder if new.host == self.host else "/")

    def whole(self) -> Scope:
        return replace(self, folder="/")

    def holds_host(self, url: str) -> bool:
        """Same site: host, www twin or sub-domain, and the same port."""
        return _holds_host(self, urls.origin(url))

    def same_port(self, scheme: str, port: int) -> bool:
        if self.port is None:
            return port == _PORTS.get(scheme)
        return port == self.port

    def holds(self, url: str) -> bool:
        """In scope: the same site and inside the folder."""
        if not self.holds_host(url):
            return False
        return self.folder == "/" or _is_other_host(self.host, url) or _inside(self.folder, urlsplit(url).path)

    def prefer_home(self, url: str) -> str:
        """The same page at the home's scheme and host, where only http/https or www/bare differ."""
        if self.port is not None or not self.home:
            return url
        if not _is_twin(self, urls.origin(url)):
            return url
        parts, home = urlsplit(url), urlsplit(self.home)
        return urlunsplit((home.scheme, home.netloc, parts.path, parts.query, parts.fragment))

    def to_json(self) -> dict[str, Any]:
        return {"host": self.host, "port": self.port, "folder": self.folder, "home": self.home}


@lru_cache(maxsize=2000)
def _holds_host(scope: Scope, origin: str) -> bool:
    host, port = urls.host_port(origin)
    if not scope.same_port(urlsplit(origin).scheme, port):
        return False
    bare = _bare(host)
    if bare == scope.host:
        return True
    return not urls.is_address(scope.host) and "." in scope.host and bare.endswith("." + scope.host)


@lru_cache(maxsize=2000)
def _is_twin(scope: Scope, origin: str) -> bool:
    """Whether an origin differs from the home's by http/https or www alone."""
    if origin == urls.origin(scope.home):
        return False
    host, port = urls.host_port(origin)
    return _bare(host) == scope.host and scope.same_port(urlsplit(origin).scheme, port)


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def _is_other_host(host: str, url: str) -> bool:
    return _bare(urls.host_port(url)[0]) != host


def _folder(path: str) -> str:
    return path[: path.rfind("/") + 1] or "/"


def _inside(folder: str, path: str) -> bool:
    return path.startswith(folder) or path + "/" == folder


def is_above(folder: str, url: str) -> bool:
    """Whether an address of the same site stands outside the folder."""
    return folder != "/" and not _inside(folder, urlsplit(url).path)


@lru_cache(maxsize=500)
def registrable(host: str) -> str:
    """The registrable domain by the public suffix list that comes with tldextract (never fetched)."""
    if urls.is_address(host):
        return host
    import tldextract

    extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True)
    return extract(host).top_domain_under_public_suffix or host
