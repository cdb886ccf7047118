"""Hands Twisted only addresses that the network policy has pinned: nothing is resolved at connect time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from zope.interface import implementer

from crawler import urls
from crawler.servers.network import Policy, Refused


@implementer(IHostResolution)
class _Done:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing runs that could be cancelled."""


@implementer(IHostnameResolver)
class PinnedResolver:
    """Every connection of the reactor passes here, also those to literal addresses and after redirects."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[Any]] | None = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        done = _Done(hostName)
        resolutionReceiver.resolutionBegan(done)
        try:
            # Twisted hands Thai names decoded; pins are in ASCII.
            address, port = self._policy.pinned(urls.encode_host(hostName).strip("[]"), portNumber)
        except (Refused, ValueError):
            resolutionReceiver.resolutionComplete()
            return done
        family = IPv6Address if ":" in address else IPv4Address
        resolutionReceiver.addressResolved(family("TCP", address, port))
        resolutionReceiver.resolutionComplete()
        return done
