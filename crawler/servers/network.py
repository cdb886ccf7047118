"""The one network policy: which addresses may be contacted, resolved once, checked, and pinned.

Every request asks here, also what a page in the browser wants; a connection to a host that was not admitted is refused.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler import urls

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str], list[str]]

MAX_BODY = 50 * 1024 * 1024
MAX_HEAD = 256 * 1024
"""Bytes of an answer before its body; browsers stop there too."""
TIMEOUT = 30.0
DNS_TIMEOUT = 10.0
RETRIES = 2
MAX_REDIRECTS = 10
DELAY = 1.0
PER_ADDRESS = 2
MAX_CRAWL_DELAY = 10.0
_ENDS_IN_IPV4 = tuple(ipaddress.IPv6Network(net) for net in ("64:ff9b::/96", "::ffff:0:0:0/96", "::/96"))
"""NAT64 (RFC 6052), stateless translation (RFC 7915), the old compatible form: the last four bytes are the address."""

_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")
"""A network's own NAT64 (RFC 8215): where in it the IPv4 address stands, only that network knows."""

_EXTRA_PRIVATE = tuple(
    ipaddress.ip_network(net) for net in ("100.64.0.0/10", "192.0.0.0/24", "198.18.0.0/15", "fec0::/10")
)
_LOCAL_SUFFIXES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".test")


class Refused(Exception):
    """The policy does not let an address be contacted; `problem` is a word of crawler.problems."""

    def __init__(self, problem: str, detail: str) -> None:
        super().__init__(detail)
        self.problem = problem


class Unresolved(Exception):
    """The name has no address."""


def resolve(host: str) -> list[str]:
    """Addresses of a host by the system's resolver, IPv4 first. Unresolved if there are none."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unresolved(f"{host}: {error}") from error
    addresses = dict.fromkeys(str(info[4][0]).partition("%")[0] for info in found)
    return sorted(addresses, key=lambda address: ":" in address)


def is_private(text: str) -> bool:
    """Loopback, private, link-local, metadata, multicast, reserved: also inside IPv4-mapped, 6to4 and NAT64 forms."""
    return any(map(_is_private, _meanings(ipaddress.ip_address(text.strip("[]")))))


def _is_private(address: Address) -> bool:
    if any(address.version == net.version and address in net for net in _EXTRA_PRIVATE):
        return True
    return not address.is_global or address.is_multicast


def is_loopback(text: str) -> bool:
    address = ipaddress.ip_address(text.strip("[]"))
    return address.is_loopback or any(meant.is_loopback for meant in _meanings(address))


def _meanings(address: Address) -> tuple[Address, ...]:
    """The addresses that a packet to this one may end at: itself, or the IPv4 address that it carries."""
    if isinstance(address, ipaddress.IPv4Address):
        return (address,)
    if address in _LOCAL_NAT64:
        return _translated(address.packed)
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and any(address in net for net in _ENDS_IN_IPV4):
        inner = ipaddress.IPv4Address(address.packed[12:])
    if inner is None and address.teredo is not None:
        inner = address.teredo[1]
    return (inner or address,)


def _translated(packed: bytes) -> tuple[Address, ...]:
    """The IPv4 address by every length of prefix of RFC 6052 (byte 8 is left out); 0.x is the empty rest of another."""
    rest = packed[:8] + packed[9:]
    found = (ipaddress.IPv4Address(part) for part in (rest[6:10], rest[7:11], rest[8:12], packed[12:]))
    return tuple(inner for inner in found if inner.packed[0]) or (ipaddress.IPv4Address(0),)


def _as_address(host: str) -> str | None:
    """The address that a host literally is, also in the odd spellings that inet_aton takes (127.1, 0x7f000001)."""
    host = host.strip("[]")
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    if host and all(_is_number(part) for part in host.split(".")):
        try:
            return socket.inet_ntoa(socket.inet_aton(host))
        except OSError:
            return None
    return None


def _is_number(text: str) -> bool:
    return text.isdigit() or (text.lower().startswith("0x") and all(c in "0123456789abcdef" for c in text[2:].lower()))


@dataclass(frozen=True, slots=True)
class Pin:
    """Where a host's connections go. `port` replaces the asked one (host map only)."""

    address: str
    port: int | None = None


@dataclass
class Policy:
    """The policy of one audit, fixed by the address that the user typed.

    `local` audits (typed address is loopback or private) never resolve or contact a public host. Others never
    contact a private one. `allow_private` opens other private addresses and ports.
    """

    typed_host: str
    typed_port: int
    allow_private: bool = False
    host_map: Mapping[str, str] = field(default_factory=dict)
    resolver: Resolver = resolve
    local: bool = False
    pins: dict[str, Pin] = field(default_factory=dict)

    @staticmethod
    def of(
        url: str,
        *,
        allow_private: bool = False,
        host_map: Mapping[str, str] | None = None,
        resolver: Resolver = resolve,
    ) -> Policy:
        """The policy for auditing `url`; resolves its host once. Unresolved if it has no address."""
        host, port = urls.host_port(url)
        policy = Policy(host, port, allow_private, dict(host_map or {}), resolver)
        pin = policy._mapped(host)
        if pin is None:
            literal = _as_address(host)
            addresses = [literal] if literal else (["127.0.0.1"] if host == "localhost" else policy.resolver(host))
            if not addresses:
                raise Unresolved(f"{host}: no address")
            pin = Pin(addresses[0])
        policy.local = is_private(pin.address)
        policy.pins[host] = pin
        return policy

    def _mapped(self, host: str) -> Pin | None:
        target = self.host_map.get(host)
        if target is None:
            return None
        if target.startswith("["):
            address, _, port = target[1:].partition("]")
        else:
            address, _, port = target.partition(":")
        return Pin(address, int(port.removeprefix(":")) if port else None)

    def objection(self, url: str) -> str | None:
        """Why an address may not be asked for, as far as can be told without resolving; None if it may."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return "off_site"
        host, port = urls.host_port(url)
        if host in self.host_map:
            return None
        if host == self.typed_host:
            return None if not self.local or self.allow_private or port == self.typed_port else "private_address"
        literal = _as_address(host)
        if literal is not None:
            return self._literal_objection(literal)
        if not self.local:
            return None
        known_local = self.allow_private and self._sounds_local(host)
        return None if known_local else "local_audit"

    def _literal_objection(self, literal: str) -> str | None:
        if is_private(literal):
            return None if self.allow_private else "private_address"
        return "local_audit" if self.local else None

    def _sounds_local(self, host: str) -> bool:
        return "." not in host or host.endswith(_LOCAL_SUFFIXES) or host.endswith("." + self.typed_host)

    def admit(self, url: str) -> Pin:
        """Resolve (once), check and pin the host of an address. Refused or Unresolved otherwise. May block on DNS."""
        problem = self.objection(url)
        if problem:
            raise Refused(problem, f"{url}: not contacted ({problem})")
        host, _ = urls.host_port(url)
        pin = self.pins.get(host)
        if pin is None:
            pin = self._mapped(host) or Pin(self._checked(host))
            self.pins[host] = pin
        return pin

    def _checked(self, host: str) -> str:
        literal = _as_address(host)
        addresses = [literal] if literal else (["127.0.0.1"] if host == "localhost" else self.resolver(host))
        if not addresses:
            raise Unresolved(f"{host}: no address")
        for address in addresses:
            if is_private(address) and not (self.allow_private or (self.local and host == self.typed_host)):
                raise Refused("private_address", f"{host} leads to the private address {address}")
            if not is_private(address) and self.local:
                raise Refused("local_audit", f"{host} is public; not tried (local audit)")
        return addresses[0]

    def pinned(self, host: str, port: int) -> tuple[str, int]:
        """Where to connect. Refused for a host that was never admitted: nothing is resolved at connect time."""
        pin = self.pins.get(host)
        if pin is None:
            raise Refused("private_address", f"{host}: was not admitted")
        return pin.address, pin.port or port

    def slot(self, host: str) -> str:
        """The download slot: the server's address, so that limits hold per server and not per name."""
        pin = self.pins[host]
        return pin.address if pin.port is None else f"{pin.address}:{pin.port}"

    def delay(self, host: str, crawl_delay: float | None = None, environ: Mapping[str, str] = os.environ) -> float:
        """Seconds between requests to a host's server. OIT_DELAY counts for loopback addresses only."""
        pin = self.pins.get(host)
        override = environ.get("OIT_DELAY", "")
        if override and pin is not None and is_loopback(pin.address):
            return max(0.0, float(override))
        return max(DELAY, min(crawl_delay or 0.0, MAX_CRAWL_DELAY))

    def throttled(self, environ: Mapping[str, str] = os.environ) -> bool:
        """AutoThrottle is on, but for OIT_DELAY=0 on a loopback audit."""
        pin = self.pins.get(self.typed_host)
        loopback = pin is not None and is_loopback(pin.address)
        return not (loopback and environ.get("OIT_DELAY", "") and float(environ["OIT_DELAY"]) == 0)


def user_agent(contact: str = "", environ: Mapping[str, str] = os.environ) -> str:
    """An honest name with a way to reach whoever runs it (OIT_CONTACT)."""
    contact = contact or environ.get("OIT_CONTACT", "")
    reach = f"; +{contact}" if contact else ""
    return f"OITAuditor/1.0 (transparency audit of public information{reach})"


ROBOTS_NAME = "OITAuditor"
