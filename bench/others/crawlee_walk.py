"""Walks every link of a site with crawlee, and does nothing with it. Argument: the address."""

import asyncio
import sys

from crawlee.crawlers import ParselCrawler, ParselCrawlingContext


async def main() -> None:
    crawler = ParselCrawler(configure_logging=False)

    @crawler.router.default_handler
    async def handle(context: ParselCrawlingContext) -> None:
        await context.enqueue_links()

    print((await crawler.run([sys.argv[1]])).requests_finished)


asyncio.run(main())
