"""From a request to a running session: the store, its lock, and the network policy."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from crawler.evidence import Store, StoreError
from crawler.request import CrawlError, CrawlRequest
from crawler.servers.network import Policy, Unresolved
from crawler.session import Session
from crawler.urls import host_port

_locks: dict[str, int] = {}


def open_session(request: CrawlRequest) -> Session:
    """CrawlError in one line for an unknown host, a store that cannot be used or that another crawl writes to."""
    host, _ = host_port(request.url)
    try:
        policy = Policy.of(request.url, allow_private=request.allow_private, host_map=request.host_map)
    except Unresolved as error:
        raise CrawlError(f"unknown host: {host} (check the address; DNS has no answer for it)") from error
    try:
        store = Store.open(request.store, create=True)
        _lock(request.store)
    except StoreError as error:
        raise CrawlError(str(error)) from error
    return Session.open(request, policy, store)


def _lock(path: Path) -> None:
    """Held until the process ends, also when it is killed."""
    handle = os.open(path / "crawl.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise CrawlError(f"{path}: another crawl is writing to this store") from error
    _locks[str(path)] = handle
