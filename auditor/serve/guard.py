"""Stands before every answer: who may reach the server at all, and the headers that browsers are held to."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from auditor.serve.settings import LOOPBACK_NAMES
from auditor.serve.wording import Objection

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    # Not no-referrer: browsers would then send Origin: null with our own forms.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "DENY",
}
_PROXY = ("x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via", "cf-connecting-ip")


class Guard:
    """`local`: no tokens are asked for, so only this machine may ask, and only by a name of this machine."""

    def __init__(self, app: ASGIApp, *, local: bool, secure: bool) -> None:
        self._app, self._local, self._secure = app, local, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._seal(MutableHeaders(scope=message), scope["path"])
            await send(message)

        if self._local and not is_local(Headers(scope=scope)):
            text = Objection("host").text
            await PlainTextResponse(f"{text.th}\n{text.en}\n", 403)(scope, receive, sealed)
            return
        await self._app(scope, receive, sealed)

    def _seal(self, headers: MutableHeaders, path: str) -> None:
        headers.setdefault("content-security-policy", POLICY)
        for name, value in HEADERS.items():
            headers[name] = value
        if self._secure:
            headers["strict-transport-security"] = "max-age=31536000"
        if not path.startswith("/static/"):
            headers.setdefault("cache-control", "no-store")


def is_local(headers: Headers) -> bool:
    """Asked for by a name of this machine (a page elsewhere whose name was turned to us is not), through no proxy."""
    return _host(headers.get("host", "")) in LOOPBACK_NAMES and not any(name in headers for name in _PROXY)


def _host(value: str) -> str:
    if value.startswith("["):
        return value.partition("]")[0] + "]"
    return value.partition(":")[0].lower()


def same_origin(headers: Headers, *, names: Iterable[str] = ()) -> bool:
    """Whether a request that changes something comes from our own pages, or from no browser at all."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or origin.split("://", 1)[-1] in {headers.get("host", ""), *names}
