"""Which agencies share a server: the address of every agency, resolved before anything is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from auditor.nightly.agencies import Agency
from crawler.servers.network import Unresolved, resolve
from crawler.urls import host_port

AT_ONCE = 16
Resolver = Callable[[str], list[str]]


def addresses_of(agencies: Iterable[Agency], resolver: Resolver = resolve) -> dict[str, str]:
    """slug -> the server's address, '' where the name has none. Servers of several addresses go by the smallest."""
    hosts = {agency.slug: host_port(agency.url)[0] for agency in agencies}
    names = sorted(set(hosts.values()))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = dict(zip(names, pool.map(lambda name: _address(name, resolver), names), strict=True))
    return {slug: found[host] for slug, host in hosts.items()}


def _address(host: str, resolver: Resolver) -> str:
    try:
        return min(resolver(host.strip("[]")), default="")
    except Unresolved:
        return ""


def crowds(addresses: Mapping[str, str]) -> dict[str, int]:
    """address -> how many agencies stand there."""
    found: dict[str, int] = {}
    for address in addresses.values():
        found[address] = found.get(address, 0) + 1
    return found
