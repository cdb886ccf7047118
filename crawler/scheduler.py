"""Scrapy's scheduler seam: requests come from the spider's own frontier, one at a time, when they are due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler

if TYPE_CHECKING:
    from crawler.spiders.agency import AgencySpider


class FrontierScheduler(BaseScheduler):
    """No queue and no duplicate filter of its own: the frontier has both, and survives a kill."""

    def open(self, spider: Any) -> None:
        self._spider: AgencySpider = spider

    def has_pending_requests(self) -> bool:
        return self._spider.session.has_pending()

    def enqueue_request(self, request: Request) -> bool:
        # Only middleware would send requests back; none of ours does.
        return False

    def next_request(self) -> Request | None:
        return self._spider.next_request()
