"""Scrapy's AutoThrottle that never goes below a server's own least delay."""

from __future__ import annotations

from typing import Any

from scrapy.extensions.throttle import AutoThrottle


class FlooredThrottle(AutoThrottle):
    """`floors` (on the spider) maps download slots to seconds: Crawl-delay must not be undercut by a fast answer."""

    def _adjust_delay(self, slot: Any, latency: float, response: Any) -> None:
        super()._adjust_delay(slot, latency, response)
        key = response.request.meta.get("download_slot") if response.request else None
        floors = getattr(self.crawler.spider, "floors", {})
        slot.delay = max(slot.delay, floors.get(key, self.mindelay))
