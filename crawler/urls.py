"""One spelling for each address: what a browser would ask for, without what does not matter. Pure."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import quote, quote_from_bytes, unquote, urljoin, urlsplit, urlunsplit

MAX_LENGTH = 2000
_INVISIBLE = re.compile("[\u0000-\u0020\u007f\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
_EDGES = "".join(map(chr, range(0x21))) + "\u00a0\u200b\u200c\u200d\ufeff\u2060"
_BROKEN_SCHEME = re.compile(r"^(https?)(?::///+|//|;//|\.//|:://)(?=[^/])", re.I)
_ONE_SLASH = re.compile(r"^(https?):/?(?=[^/])([^/?#]*)", re.I)
_DOUBLED = re.compile(r"^https?:/*(?=https?:/)", re.I)
_NO_HOST = re.compile(r"^https?:/*$", re.I)
_SCHEME = re.compile(r"^([a-z][a-z0-9+.\-]*):", re.I)
_BARE_HOST = re.compile(
    r"^(?:www\d?\.[a-z0-9\-]+(?:\.[a-z0-9\-]+)+|(?:[a-z0-9\-]+\.)+(?:go|or|ac|co|in|mi|net)\.th)(?::\d+)?(?=[/?#]|$)",
    re.I,
)
_HOST_LIKE = re.compile(r"^(?:www\.|(?:[^.]+\.)+(?:th|com|net|org|info|asia|ไทย|\d+)(?::\d+)?$)", re.I)
_SESSION = re.compile(
    r"^(?:phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|session_?id|sessid|sid(?==[0-9a-f]{16,}$)|"
    r"utm_\w+|fbclid|gclid|mc_[ce]id|_ga|_gl|zarsrc|__cf_chl_\w+)(?:=|$)",
    re.I,
)
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?;]*|/\(S\([a-z0-9]{20,}\)\)(?=/)", re.I)
_PRINT = re.compile(r"^(?:print=(?:1|yes|true)|tmpl=component|layout=default|page=)$", re.I)
_IS_PRINT = re.compile(r"^print=(?:1|yes|true)$", re.I)
_IDLE_FRAGMENT = re.compile(
    r"^(?:|top|page-?top|back-?to-?top|totop|header|footer|content|main|main-?content|site-?content|primary|wrapper|"
    r"page|home|body|nav\w*|menu\w*|sidebar\w*|modal\w*|carousel\w*|my-?carousel\w*|slide\w*|collapse\w*|comments?|"
    r"respond|more|more-\d+|!|:~:text=.*|gsc\.tab=\d+)$",
    re.I,
)
_PCT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HEX = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = "%/:@!$&'()*+,;=-._~"
_QUERY_SAFE = _PATH_SAFE + "?[]{}|"
_PORTS = {"http": 80, "https": 443}


class NotAnAddress(ValueError):
    """The typed text is no http(s) address; the message says why, in one line."""


def split_fragment(url: str) -> tuple[str, str]:
    """(address as asked for, fragment)."""
    address, _, fragment = url.partition("#")
    return address, fragment


_ROUTE = re.compile(r"!?/\w")


def is_route(fragment: str) -> bool:
    """Whether a fragment is a page of its own, within a page that script draws."""
    return bool(_ROUTE.match(fragment))


def without_section(url: str) -> str:
    """The address without the part of the page that it points to; a route within the page stays."""
    address, fragment = split_fragment(url)
    return url if is_route(fragment) else address


def canonical(href: str, base: str, charset: str = "utf-8") -> str | None:
    """The absolute http(s) address of a link, or None when it leads to nothing that can be fetched.

    A fragment that may name a section stays (`#ITA023`); `split_fragment` takes it off.
    `charset` is the page's: browsers send Thai in a query in it, and in a path as UTF-8.
    """
    # Menus repeat on every page: the part of the base that matters makes them one entry of the cache.
    if href.startswith("/"):
        base = base[: base.find("/", 8) + 1] or base
    elif not href.startswith(("?", "#")) and href.strip(_EDGES)[:1] not in ("?", "#", ""):
        base = _directory(base)
    return _canonical(href, base, "utf-8" if href.isascii() else charset)


def _directory(base: str) -> str:
    path = base.partition("?")[0].partition("#")[0]
    return path[: path.rfind("/") + 1] if path.rfind("/") > 7 else base


@lru_cache(maxsize=100_000)
def _canonical(href: str, base: str, charset: str) -> str | None:
    mended = _mend(href)
    if mended is None or len(mended) > MAX_LENGTH:
        return None
    try:
        parts = urlsplit(urljoin(base, mended))
        if parts.scheme not in _PORTS or not parts.hostname:
            return None
        netloc = _netloc(parts.scheme, parts.hostname, parts.port)
    except ValueError:
        return None
    path = _path(parts.path)
    query = _query(parts.query, charset)
    fragment = "" if _IDLE_FRAGMENT.match(parts.fragment) else quote(unquote(parts.fragment), safe="!/:=&?.-_~")
    url = urlunsplit((parts.scheme, netloc, path, query, fragment))
    return url if len(url) <= MAX_LENGTH else None


def _mend(href: str) -> str | None:
    """What a browser or a patient reader makes of sloppy spelling; None for what is no address."""
    href = href.strip(_EDGES).replace("\r", "").replace("\n", "").replace("\t", "")
    if not href or _NO_HOST.match(href):
        return None
    head, mark, tail = href.partition("?")
    href = head.replace("\\", "/") + mark + tail
    href = _DOUBLED.sub("", href)
    href = _BROKEN_SCHEME.sub(lambda m: m.group(1) + "://", href)
    one = _ONE_SLASH.match(href)
    if one:
        # `https:/www.x.go.th/a` lost a slash; `https:/x` is a path of this site, as browsers read it.
        rest = href[len(one.group(1)) + 1 :].lstrip("/")
        href = f"{one.group(1)}://{rest}" if _HOST_LIKE.match(one.group(2)) else "/" + rest
    if _BARE_HOST.match(href):
        return "http://" + href
    scheme = _SCHEME.match(href)
    if scheme and scheme.group(1).lower() not in _PORTS:
        # `ita2566:1.pdf` is a file name, `mailto:` is not an address.
        return None
    return href


def _netloc(scheme: str, host: str, port: int | None) -> str:
    host = encode_host(host)
    if port is None or port == _PORTS[scheme]:
        return host
    return f"{host}:{port}"


@lru_cache(maxsize=2000)
def encode_host(host: str) -> str:
    """Lower-case host in ASCII (Thai domain names as punycode); brackets for IPv6. ValueError if impossible."""
    host = unquote(host).strip(".").lower()
    if ":" in host:
        return f"[{ipaddress.IPv6Address(host.partition('%')[0]).compressed}]"
    if not host or _INVISIBLE.search(host) or any(char in host for char in "\"<>\\^`{|}'()$*,;!&=+@/#?[]"):
        raise ValueError(f"bad host {host!r}")
    if not host.isascii():
        import idna

        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise ValueError(f"bad host {host!r}") from error
    if len(host) > 253 or any(not label or len(label) > 63 for label in host.split(".")):
        raise ValueError(f"bad host {host!r}")
    return host


def _path(path: str) -> str:
    path = _SESSION_PATH.sub("", path)
    path = _dots(_encode(path, _PATH_SAFE).replace("%5C", "/").replace("%5c", "/"))
    if "//" in path and ":/" not in path:
        path = re.sub(r"/{2,}", "/", path)
    return path or "/"


def _dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for index, segment in enumerate(segments):
        if segment in (".", ".."):
            if segment == ".." and len(kept) > 1:
                kept.pop()
            if index == len(segments) - 1:
                kept.append("")
        else:
            kept.append(segment)
    return "/".join(kept)


def _query(query: str, charset: str) -> str:
    if not query:
        return ""
    pairs = [pair for pair in query.replace("&amp;", "&").split("&") if pair and not _SESSION.match(pair)]
    if any(_IS_PRINT.match(pair) for pair in pairs):
        pairs = [pair for pair in pairs if not _PRINT.match(pair)]
    return "&".join(_encode(pair, _QUERY_SAFE, charset) for pair in pairs)


def _encode(text: str, safe: str, charset: str = "utf-8") -> str:
    text = _PCT.sub("%25", text)
    if not text.isascii():
        try:
            raw = text.encode(charset)
        except (UnicodeEncodeError, LookupError):
            raw = text.encode("utf-8")
        text = quote_from_bytes(raw, safe=safe)
    else:
        text = quote(text, safe=safe)
    return _HEX.sub(_normal_escape, text) if "%" in text else text


def _normal_escape(match: re.Match[str]) -> str:
    char = chr(int(match.group()[1:], 16))
    return char if char in _UNRESERVED else match.group().upper()


def typed_address(text: str) -> tuple[str, bool]:
    """(canonical address, was the scheme assumed) of what a person typed. NotAnAddress with one clear line."""
    text = text.strip(_EDGES)
    if not text:
        raise NotAnAddress("no address given; example: https://www.example.go.th")
    text = _BROKEN_SCHEME.sub(lambda m: m.group(1) + "://", text.replace("\\", "/"))
    text = re.sub(r"^(https?):/?(?=[^/])", r"\1://", text, flags=re.I)
    scheme = re.match(r"^([a-z][a-z0-9+.\-]*):(?!\d+(?:[/?#]|$))", text, re.I)
    if scheme and scheme.group(1).lower() not in _PORTS:
        raise NotAnAddress(f"only http and https addresses can be audited, not {scheme.group(1)}: ({text[:80]})")
    assumed = scheme is None
    url = canonical("https://" + text if assumed else text, "")
    host = urlsplit(url).hostname if url else None
    if url is None or host is None or not _plausible(host):
        raise NotAnAddress(f"not a web address: {text[:80]}")
    if assumed and (is_address(host) or host == "localhost"):
        url = canonical("http://" + text, "") or url
    return split_fragment(url)[0], assumed


def _plausible(host: str) -> bool:
    return host == "localhost" or "." in host or ":" in host


def is_address(host: str) -> bool:
    """Whether the host is an IP address rather than a name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


@lru_cache(maxsize=50_000)
def origin(url: str) -> str:
    """scheme://host[:port]"""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def host_port(url: str) -> tuple[str, int]:
    """Host without brackets, and the port that is meant."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)


_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|2[0-9]{3})(?!\d)")
_CALENDAR = re.compile(
    r"calendar|ปฏิทิน|eventlist|/events?/|task=(?:day|week|month|year)|[?&](?:month|year|yr|mo|ym|cal\w*)=", re.I
)


def is_trap(url: str) -> bool:
    """Calendars far from the assessed years, and addresses that grow by repeating themselves."""
    decoded = unquote(url)
    path = urlsplit(url).path
    segments = [segment for segment in path.split("/") if segment]
    if len(segments) > 12 or any(segments.count(segment) > 3 for segment in set(segments)):
        return True
    if not _CALENDAR.search(decoded):
        return False
    years = [int(year) for year in _YEAR.findall(decoded)]
    return any(not (2015 <= year <= 2030 or 2558 <= year <= 2573) for year in years)


def is_calendar(url: str) -> bool:
    return bool(_CALENDAR.search(unquote(url)))
