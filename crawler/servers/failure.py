"""Which word of the closed vocabulary an exception of the downloader is."""

from __future__ import annotations

from scrapy import exceptions
from twisted.internet import error as tx

from crawler.servers.head import EndlessHead
from crawler.servers.network import Refused, Unresolved
from crawler.servers.tls import tls_reason

UNANSWERED = frozenset(("timeout", "refused", "dns"))
_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (exceptions.DownloadTimeoutError, "timeout"),
    (exceptions.DownloadConnectionRefusedError, "refused"),
    (exceptions.CannotResolveHostError, "dns"),
    (exceptions.DownloadCancelledError, "too_large"),
    (exceptions.IgnoreRequest, "too_large"),
    (EndlessHead, "too_large"),
    (exceptions.ResponseDataLossError, "truncated"),
    (Unresolved, "dns"),
    (tx.TimeoutError, "timeout"),
    (tx.TCPTimedOutError, "timeout"),
    (TimeoutError, "timeout"),
    (tx.ConnectionRefusedError, "refused"),
    (tx.NoRouteError, "refused"),
    (tx.ConnectError, "refused"),
    (tx.ConnectionLost, "reset"),
    (tx.ConnectionDone, "reset"),
    (OSError, "reset"),
)


def problem_of(error: BaseException) -> tuple[str, str]:
    """(problem, detail) of a failed request; 'bad_response' for what no row names."""
    detail = f"{type(error).__name__}: {error}".strip()[:300]
    if isinstance(error, Refused):
        return error.problem, detail
    reason = tls_reason(error)
    if reason:
        return "tls_failed", reason
    for kind, word in _WORDS:
        if isinstance(error, kind):
            return word, detail
    inner = _reasons(error)
    for kind, word in _WORDS:
        if any(isinstance(value, kind) for value in inner):
            return word, detail
    return "bad_response", detail


def _reasons(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    cause = error.__cause__ or error
    for reason in getattr(cause, "reasons", None) or ():
        found.append(reason.value)
    return found
