"""Scrapy's cookies, bounded: a server that sets thousands would make every later request too large to be answered."""

from __future__ import annotations

from typing import Any

from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http import Request, Response

MOST_SET = 50
"""Cookies that one answer may set; browsers keep some 180 of a whole domain."""
MOST_SENT = 6_000
"""Bytes of a request's Cookie header; servers take 8,000 of all headers."""


class BoundedCookies(CookiesMiddleware):
    def process_request(self, request: Request, spider: Any = None) -> Request | Response | None:
        answer = super().process_request(request)
        if len(request.headers.get("Cookie") or b"") > MOST_SENT:
            del request.headers["Cookie"]
        return answer

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        if len(response.headers.getlist("Set-Cookie")) > MOST_SET:
            del response.headers["Set-Cookie"]
        return super().process_response(request, response)
