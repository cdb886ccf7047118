"""Each system's file against a small site of its make, with and without that file."""

from __future__ import annotations

import pytest

from crawler import cms
from crawler.cms.system import plain
from crawler.queue.hints import Hint, Hints
from crawler.request import CrawlRequest
from tests.crawler.crawling import crawled, patched_child
from tests.crawler.server import Site, page, serving
from tests.sites.cms import MADE

HINTS = Hints((Hint("แผนพัฒนาท้องถิ่น", 1.0, "plan"),))
SYSTEMS = {system.name: system for system in cms.SYSTEMS}


def test_each_system_has_a_site():
    assert list(MADE) == list(SYSTEMS)


@pytest.mark.parametrize("name", MADE)
def test_a_site_of_its_make_is_read_without_waste(name, store):
    made = MADE[name]()
    with serving(made.site):
        seen = crawled(made.site.url, store, hints=HINTS, max_pages=made.requests)
    read = {fetch.final_url.removeprefix(made.site.url) for fetch in seen.rows if fetch.problem is None}
    assert made.wanted - {plain(path, cms.SYSTEMS) for path in read} == set()


@pytest.mark.parametrize("name", MADE)
def test_without_its_file_the_same_requests_are_not_enough(name, store):
    """Only this system is taken out of the registry; the budget is what was enough with it."""
    made = MADE[name]()
    without = f"from crawler import cms\ncms.SYSTEMS = tuple(s for s in cms.SYSTEMS if s.name != {name!r})"
    with serving(made.site):
        patched_child(CrawlRequest(made.site.url, store, hints=HINTS, max_pages=made.requests), without)
    assert made.wanted - {plain(path, cms.SYSTEMS) for path in made.site.asked}


RECOGNISED = {
    '<link href="/wp-content/themes/x/style.css">': ["wordpress"],
    '<meta name="generator" content="Joomla! - Open Source Content Management">': ["joomla"],
    '<meta name="Generator" content="Drupal 7 (http://drupal.org)">': ["drupal"],
    '<a class="listdataconfig_link" href="/x">': ["listdata"],
    "<p>เทศบาลตำบลตัวอย่าง ใช้ระบบ WordPress และ Joomla</p>": [],
}


@pytest.mark.parametrize(("markup", "names"), RECOGNISED.items())
def test_marks(markup, names):
    assert [system.name for system in cms.recognise(markup)] == names


ARTICLE = "http://a/index.php?option=com_content&view=article&id=3"
CATEGORY = ARTICLE.replace("=article", "=category") + "&Itemid=5"
SPELLINGS = [
    ("joomla", ARTICLE + ":plan&catid=9&Itemid=101", ARTICLE),
    ("joomla", "http://a/?option=com_content&view=article&catid=9&id=3&lang=th", "http://a/?" + ARTICLE.split("?")[1]),
    ("joomla", ARTICLE + "&limitstart=2", ARTICLE + "&limitstart=2"),
    ("joomla", CATEGORY, CATEGORY),
    ("joomla", "http://a/plans?start=0&x=1", "http://a/plans?x=1"),
    ("joomla", "http://a/plans?start=10", "http://a/plans?start=10"),
    ("wordpress", "http://a/d/?wpdmdl=7&refresh=65f1&ind=0", "http://a/d/?wpdmdl=7"),
    ("wordpress", "http://a/x.pdf?wp-hosted=1", "http://a/x.pdf"),
    ("drupal", "http://a/plans?order=title&sort=asc&page=2", "http://a/plans?page=2"),
    ("drupal", "http://a/plans?page=0", "http://a/plans"),
    ("listdata", "http://a/public/list/data/detail/id/6/menu/15/page/2", "http://a/public/list/data/detail/id/6/menu/15"),
    ("listdata", "http://a/public/list/data/index/menu/15/page/2", "http://a/public/list/data/index/menu/15/page/2"),
    ("pages", "http://a/pages/q_a?page=1", "http://a/Pages/q_a"),
    ("showdata", "http://a/revenue/ShowData?page=2", "http://a/revenue/ShowData?page=2"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "url", "expected"), SPELLINGS)
def test_what_does_not_matter_in_an_address(name, url, expected):
    assert plain(url, (SYSTEMS[name],)) == expected
    assert plain(expected, (SYSTEMS[name],)) == expected


def test_the_first_address_of_several_stands_for_the_others_unless_it_cannot_be_read(store):
    """An address that the site does not link is never made up."""
    home = '<a href="/Pages/site_map">ผัง</a><a href="/pages/news">ข่าว</a><a href="/pages/otop">สินค้า</a>'
    onward = '<a href="/Pages/news">ข่าว</a><a href="/Pages/otop">สินค้า</a>'
    site = Site({"/": page(home), "/Pages/site_map": page('<a href="/Pages/a">ก</a>'), "/pages/news": page("ข่าว")})
    site.pages |= {f"/Pages/{here}": page(f'<a href="/Pages/{there}">ก</a>') for here, there in ("ab", "bc", "cd")}
    site.pages["/Pages/d"] = page(onward)
    site.pages["/Pages/otop"] = page("สินค้า")
    with serving(site):
        seen = crawled(site.url, store)
    assert seen.fetches[site.url + "/Pages/news"].final_url == site.url + "/pages/news"
    assert not site.asked["/Pages/news"]
    assert seen.fetches[site.url + "/Pages/otop"].problem is None
