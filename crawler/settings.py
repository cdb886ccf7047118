"""Scrapy's settings. Limits stand in crawler.servers.network; what is not listed here is switched off on purpose."""

from __future__ import annotations

from crawler.servers import network

BOT_NAME = "oit-auditor"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
ADDONS: dict[str, int] = {}

USER_AGENT = network.user_agent()
# robots.txt is obeyed by crawler.servers.hosts: Scrapy's middleware allows all when the file fails.
ROBOTSTXT_OBEY = False
SCHEDULER = "crawler.scheduler.FrontierScheduler"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
DOWNLOAD_HANDLERS = {
    "http": "crawler.servers.tls.CheckedHandler",
    "https": "crawler.servers.tls.CheckedHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOADER_MIDDLEWARES_BASE = {
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
    "crawler.servers.cookies.BoundedCookies": 700,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE = {"crawler.servers.throttle.FlooredThrottle": 0}

# Callbacks yield nothing; Scrapy starts this many idle tasks for every answer.
CONCURRENT_ITEMS = 1
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = network.PER_ADDRESS
DOWNLOAD_DELAY = network.DELAY
DOWNLOAD_DELAY_JITTER = 0
DOWNLOAD_TIMEOUT = network.TIMEOUT
DOWNLOAD_MAXSIZE = network.MAX_BODY
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = network.DELAY
AUTOTHROTTLE_MAX_DELAY = 10.0
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/pdf,*/*;q=0.8",
    "Accept-Language": "th,en;q=0.7",
}
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
LOG_LEVEL = "ERROR"
LOG_VERSIONS: list[str] = []
URLLENGTH_LIMIT = 0
