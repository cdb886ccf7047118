"""What is known of each origin: may it be asked, how fast, and is it still answering."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from crawler import urls
from crawler.servers import network
from crawler.servers.network import Policy
from crawler.servers.robots import Robots

DEAD_AFTER = 3
"""Different addresses in a row without an answer, after which a host is not asked again."""


@dataclass(slots=True)
class Host:
    """One origin. `problem` closes it for this run."""

    origin: str
    state: Literal["unknown", "preparing", "open", "closed"] = "unknown"
    problem: str = ""
    robots: Robots = field(default_factory=Robots)
    busy: int = 0
    silent: set[str] = field(default_factory=set)


class Hosts:
    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._hosts: dict[str, Host] = {}

    def get(self, url: str) -> Host:
        origin = urls.origin(url)
        host = self._hosts.get(origin)
        if host is None:
            host = self._hosts[origin] = Host(origin)
        return host

    def all(self) -> list[Host]:
        return list(self._hosts.values())

    def preparing(self) -> bool:
        return any(host.state == "preparing" for host in self._hosts.values())

    def may_ask(self, origin: str) -> bool:
        host = self.get(origin)
        return host.state == "unknown" or (host.state == "open" and host.busy < network.PER_ADDRESS)

    def slot(self, url: str) -> str:
        return self._policy.slot(urls.host_port(url)[0])

    def delay(self, host: Host) -> float:
        return self._policy.delay(urls.host_port(host.origin)[0], host.robots.crawl_delay)

    def answered(self, url: str) -> None:
        self.get(url).silent.clear()

    def no_answer(self, url: str, problem: str) -> bool:
        """Count an unanswered request; True when the host is given up because of it."""
        host = self.get(url)
        host.silent.add(url)
        if len(host.silent) < DEAD_AFTER or host.state == "closed":
            return False
        self.close(host, problem)
        return True

    @staticmethod
    def close(host: Host, problem: str) -> None:
        host.state, host.problem = "closed", problem
