"""What a server is started with, and every limit it holds itself to."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

LOOPBACK_NAMES = frozenset(("localhost", "127.0.0.1", "::1", "[::1]"))
FORM_BYTES = 512_000
"""The largest body of a request; a list of addresses for ITAS has a few hundred lines."""
CLAIMS_MOST = 300
WAITING_EACH = 5
"""Jobs that one person may have waiting."""
WAITING_ALL = 200
STREAMS_EACH, STREAMS_ALL = 12, 300
"""Open progress pages that are told of every change; more are told to ask again themselves."""
RATES: dict[str, tuple[float, float]] = {"read": (300, 20), "write": (30, 0.5), "login": (8, 1 / 15)}
"""Kind of request -> (how many at once, how many a second after that), for each person or address."""


class ServeError(Exception):
    """A server that cannot be started; one line for the person who tried."""


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """`public`: others than the person at this machine can reach it, so tokens are asked for and nothing private is
    contacted. `disk` is in bytes. `jobs` audits run at once. `year` is what the form offers first."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8321
    public: bool = False
    tokens: Path | None = None
    jobs: int = 1
    max_pages: int = 2000
    minutes: float = 30
    memory: int = 3_000_000_000
    disk: int = 20_000_000_000
    free: int = 500_000_000
    year: int | None = None
    as_of: str = ""
    rules: Path | None = None
    secure: bool = False

    @property
    def token_file(self) -> Path:
        return self.tokens or self.data / "tokens"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server bound here."""
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
