"""HTTPS that is verified first and, where that fails, read without verification and noted."""

from __future__ import annotations

from typing import Any

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Request, Response
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import AcceptableCiphers, CertificateOptions, TLSVersion, optionsForClientTLS
from twisted.web.client import ResponseNeverReceived
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from crawler import urls
from crawler.servers.head import BoundedFactory

TLS_FLAG = "tls:"
_WEAK = "DEFAULT:!aNULL:@SECLEVEL=0"


class _WeakOptions(CertificateOptions):
    """Takes what old servers have: TLS 1.0, short keys, legacy renegotiation, any certificate."""

    def _makeContext(self, *args: Any, **kwargs: Any) -> SSL.Context:
        context: SSL.Context = super()._makeContext(*args, **kwargs)
        context.set_options(0x4)  # OP_LEGACY_SERVER_CONNECT
        context.set_verify(SSL.VERIFY_NONE, lambda *_: True)
        return context


def _weak_ciphers() -> Any:
    return AcceptableCiphers.fromOpenSSLCipherString(_WEAK)  # type: ignore[no-untyped-call]


@implementer(IPolicyForHTTPS)
class TlsPolicy:
    """`distrusted` holds hosts whose encryption failed verification, with the reason."""

    def __init__(self) -> None:
        self.distrusted: dict[str, str] = {}

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:
        host = hostname.decode("ascii")
        if host not in self.distrusted:
            return optionsForClientTLS(host)
        return _Unverified(host)


@implementer(IOpenSSLClientConnectionCreator)
class _Unverified:
    """A connection creator without any check of the peer's identity."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._options = _WeakOptions(
            verify=False,
            insecurelyLowerMinimumTo=TLSVersion.TLSv1_0,
            acceptableCiphers=_weak_ciphers(),
            fixBrokenPeers=True,
        )

    def clientConnectionForTLS(self, protocol: Any) -> SSL.Connection:
        connection = SSL.Connection(self._options.getContext(), None)
        if not urls.is_address(self._host):
            connection.set_tlsext_host_name(self._host.encode("ascii"))
        return connection


class CheckedHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler with our TLS policy; a TLS failure is tried once more without verification."""

    lazy = False

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._pool._factory = BoundedFactory
        self.tls = TlsPolicy()
        self._contextFactory: Any = self.tls

    async def download_request(self, request: Request) -> Response:
        host = urls.host_port(request.url)[0] if request.url.startswith("https:") else ""
        try:
            response = await super().download_request(request)
        except Exception as error:  # any failure may hide a TLS one; others are raised again unchanged
            reason = tls_reason(error)
            if not reason or not host or host in self.tls.distrusted:
                raise
            self.tls.distrusted[host] = reason
            response = await super().download_request(request)
        if host in self.tls.distrusted:
            response.flags.append(TLS_FLAG + self.tls.distrusted[host])
        return response


def tls_reason(error: BaseException | None, depth: int = 0) -> str:
    """Why encryption failed, in OpenSSL's words, or '' if the failure is of another kind."""
    if error is None or depth > 6:
        return ""
    if isinstance(error, SSL.Error):
        details = [str(part[-1]) for part in (error.args[0] if error.args else ()) if part]
        return ", ".join(details) or "TLS handshake failed"
    if type(error).__module__.startswith("service_identity"):
        return "certificate is for another name"
    reasons = getattr(error, "reasons", None) or ()
    for reason in reasons if isinstance(error, ResponseNeverReceived) or reasons else ():
        found = tls_reason(reason.value, depth + 1)
        if found:
            return found
    return tls_reason(error.__cause__, depth + 1)
