"""Answers whose head does not end are given up: Twisted would gather its lines until the time is over."""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientFactory, _LenientHTTP11ClientProtocol
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

from crawler.servers.network import MAX_HEAD


class EndlessHead(Exception):
    """Status line and headers are longer than anyone needs."""


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Also counts what stands before the head: interim answers without end."""

    _head = 0

    def request(self, request: Any) -> Any:
        self._head = 0
        return super().request(request)

    def dataReceived(self, bytes: bytes) -> None:
        super().dataReceived(bytes)  # type: ignore[no-untyped-call]
        if self._parser is None or self._parser.state not in (STATUS, HEADER):
            return
        self._head += len(bytes)
        if self._head > MAX_HEAD:
            self._giveUp(Failure(EndlessHead(f"more than {MAX_HEAD} bytes before the body")))  # type: ignore[no-untyped-call]


class BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> BoundedProtocol:
        return BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
