"""Which links of a page are put on the to-do list, each once and by its best name."""

from __future__ import annotations

from collections import Counter

from crawler import cms, elsewhere, urls
from crawler.evidence import Fetch, Link, Task
from crawler.page import media, postback
from crawler.page.answer import Page
from crawler.page.links import FoundLink
from crawler.page.pictures import Picture
from crawler.postbacks import Postbacks
from crawler.queue.scope import is_above
from crawler.session import Session, unread

IMAGE_LIMIT = 60
BETTER_BY = 5.0
FEW_PAGES = 8
"""Pages of a site after which it is known what it is made with."""
LATE, FILE = 25.0, 10.0
PER_PAGE, PICTURE_LIMIT = 3, 80
"""Pictures that are asked for because of the page they stand on."""
NAMELESS_PER_PAGE, NAMELESS_LIMIT = 2, 60
"""The same for pages that no hint names: any of them may be a paper that somebody photographed."""
REPEATED = 3
OF_NAMED, NAMELESS, OF_MANY = 12.0, -40.0, -110.0
"""How soon pictures are asked for: those of pages that a hint names before pages that none names, those of one of many
posts when everything else has been."""
POST = 60.0
"""So much later is a page that is one of many like it and that nothing names."""
PATH_LIMIT = 12


class Leads:
    def __init__(self, session: Session) -> None:
        self.session = session
        self._images = 0
        self._looked = 0
        self._pictured: Counter[bool] = Counter()
        self._shown: Counter[str] = Counter()
        self._postbacks = Postbacks(session)

    def follow(self, task: Task, fetch: Fetch, page: Page) -> list[Task]:
        """New tasks; none in a check of single addresses, which only notes what their pages name."""
        session = self.session
        if not self._is_telling(task):
            return []
        self._recognise(task, page)
        self._widen(task, page.links.links)
        preferred = ((x, session.scope.prefer_home(x.url) if x.live else x.url) for x in page.links.links)
        told = [(link, url) for link, url in preferred if self._tells(task, fetch, link, url)]
        tasks = self._tasks(task, fetch, page, told) if session.follows else []
        session.journal.add_links([self._row(link, url, fetch.final_url) for link, url in told])
        session.journal.add_tasks(tasks)
        return tasks

    def _is_telling(self, task: Task) -> bool:
        """Whether what a page names is named by the agency: not on a page elsewhere, which a check may open."""
        if task.hop:
            return elsewhere.is_listing(task.url)
        return self.session.follows or self.session.scope.holds_host(task.url)

    def _tells(self, task: Task, fetch: Fetch, link: FoundLink, url: str) -> bool:
        """Whether a link names something that counts, and that is not known yet."""
        if self._adds_nothing(fetch, link, url):
            return False
        if task.hop and not (link.live and elsewhere.may_follow(task.url, url)):
            return False
        return not (link.live and self._is_idle(url, link.text))

    def _tasks(self, task: Task, fetch: Fetch, page: Page, told: list[tuple[FoundLink, str]]) -> list[Task]:
        found = (
            self._postbacks.follow(task, page, link, fetch)
            if postback.MARK in url
            else self._follow(task, fetch, link, url)
            for link, url in told
            if link.live
        )
        return [new for new in found if new is not None] + self._pictures(task, page, fetch.final_url)

    def _adds_nothing(self, page: Fetch, link: FoundLink, url: str) -> bool:
        """Told by an earlier page, and its address has been asked for since: menus are mostly such links."""
        session = self.session
        if not session.journal.knows_link(url, link.text, link.context) or postback.MARK in url:
            return False
        address = _address(page, url)
        return not link.live or (address in session.frontier.seen and session.frontier.waiting(address) is None)

    def _recognise(self, task: Task, page: Page) -> None:
        session = self.session
        if self._looked < FEW_PAGES and not task.hop:
            self._looked += 1
            found = (system for system in cms.recognise(page.parsed.markup) if system not in session.systems)
            session.systems = (*session.systems, *found)

    def _is_idle(self, url: str, text: str) -> bool:
        """Shows nothing of the agency's, going by its address and its name."""
        idle = any(system.idle.search(url) for system in self.session.systems)
        return idle and not self.session.ranker.tags_of(text)

    def _widen(self, task: Task, links: tuple[FoundLink, ...]) -> None:
        session = self.session
        folder = session.scope.folder
        if task.url != session.home:
            return
        if any(link.live and session.scope.holds_host(link.url) and is_above(folder, link.url) for link in links):
            session.scope = session.scope.whole()
            session.journal.note("scope_widened", folder=folder)
            session.journal.set_settings({**session.journal.info().settings, "scope": session.scope.to_json()})

    def _row(self, link: FoundLink, url: str, found_on: str) -> Link:
        inside = link.live and url.startswith("http") and self.session.scope.holds(url)
        return Link(url, link.text, link.context, link.place, found_on, inside, link.live)

    def _follow(self, parent: Task, page: Fetch, link: FoundLink, url: str) -> Task | None:
        """A task for a link that is new, or a better way to one that waits. None where there is nothing to do."""
        address = _address(page, url)
        session, found_on = self.session, page.final_url
        if address in session.frontier.seen:
            self._improve(parent, found_on, link, address)
            return None
        if not address.startswith("http"):
            return None
        inside = session.scope.holds(address)
        if not inside and not self._one_hop(address):
            return None
        new = self._task(parent, found_on, link, address, hop=not inside)
        if self._skipped(new):
            return None
        return new if session.frontier.meet(address, hinted=bool(new.tags)) else None

    def _task(self, parent: Task, found_on: str, link: FoundLink, address: str, *, hop: bool) -> Task:
        rank = self.session.ranker.rank(address, link.text, link.context, link.place, parent.depth + 1, parent.tags)
        score = rank.score - (4.0 if link.weak else 0.0) + self._by_system(address, hinted=bool(rank.tags))
        score -= POST if not rank.tags and self.session.frontier.is_one_of_many(address) else 0.0
        path = (*parent.path, *filter(None, (link.text,)))[:PATH_LIMIT]
        return Task(address, score, found_on, link.text, path, link.place, parent.depth + 1, rank.tags, 0, hop)

    def _by_system(self, address: str, *, hinted: bool) -> float:
        score = 0.0
        for system in self.session.systems:
            score -= LATE if system.late.search(address) else 0.0
            score += FILE if hinted and system.files.search(address) else 0.0
        return score

    def _one_hop(self, address: str) -> bool:
        if not elsewhere.promises_document(address):
            return False
        return self.session.policy.objection(elsewhere.asked(address)) is None

    def _skipped(self, task: Task) -> bool:
        """Addresses that are no evidence: listed where somebody might ask for them."""
        if media.is_unwanted(task.url) or urls.is_trap(task.url):
            why = "unwanted_type" if media.is_unwanted(task.url) else "trap"
            self.session.frontier.seen.add(task.url)
            self.session.journal.add_unread([unread(task, why)])
            return True
        if media.expected_kind(task.url) != "image":
            return False
        self._images += 1 if task.tags else 0
        return not task.tags or self._images > IMAGE_LIMIT

    def _pictures(self, parent: Task, page: Page, found_on: str) -> list[Task]:
        """Pictures in the content of a page: those of a page that a hint names, and a few of others that may be
        photographed papers."""
        session = self.session
        if parent.hop:
            return []
        shown = page.reading.pictures
        self._shown.update(picture.url for picture in shown)
        if parent.url == session.home:
            return []
        tags = parent.tags or session.ranker.tags_of(page.links.title)
        known = (*_linked_pictures(page), *(picture for picture in shown if tags or not picture.wide))
        # What other pages showed before is likely to be of the template.
        own = sorted(known, key=lambda picture: self._shown[picture.url])
        each, most = (PER_PAGE, PICTURE_LIMIT) if tags else (NAMELESS_PER_PAGE, NAMELESS_LIMIT)
        new = [p for p in own[:each] if session.scope.holds(p.url) and session.frontier.meet(p.url, hinted=bool(tags))]
        new = new[: most - self._pictured[bool(tags)]]
        self._pictured[bool(tags)] += len(new)
        score = OF_NAMED if tags else OF_MANY if session.frontier.is_one_of_many(parent.url) else NAMELESS
        return [Task(p.url, score, found_on, p.alt, parent.path, "main", parent.depth + 1, tags) for p in new]

    def passes_over(self, task: Task) -> bool:
        """A picture that many pages show is of their template."""
        return self._shown[task.url] >= REPEATED

    def _improve(self, parent: Task, found_on: str, link: FoundLink, address: str) -> None:
        session = self.session
        waiting = session.frontier.waiting(address)
        if waiting is None or (link.text == waiting.link_text and waiting.place == link.place):
            return
        better = self._task(parent, found_on, link, address, hop=waiting.hop)
        if better.priority > waiting.priority + BETTER_BY and not waiting.tries:
            session.journal.update_task(better)
            session.frontier.push(better)

    def add_sitemap(self, addresses: tuple[str, ...], found_on: str) -> None:
        """Addresses of a sitemap: known to exist, named by nothing."""
        session = self.session
        with session.journal.transaction():
            found = (urls.canonical(raw, found_on) for raw in addresses)
            tasks = [task for url in found if url and (task := self._sitemap_task(url, found_on))]
            session.journal.add_tasks(tasks)
        for task in tasks:
            session.frontier.push(task)

    def _sitemap_task(self, found: str, found_on: str) -> Task | None:
        session = self.session
        url = session.scope.prefer_home(urls.split_fragment(found)[0])
        if not session.scope.holds(url) or url in session.frontier.seen or self._is_idle(url, ""):
            return None
        rank = session.ranker.rank(url, "", "", "sitemap", 2)
        task = Task(url, rank.score - 14.0, found_on, "", ("sitemap.xml",), "sitemap", 2, rank.tags)
        if self._skipped(task):
            return None
        return task if session.frontier.meet(url, hinted=bool(rank.tags)) else None


def _address(page: Fetch, url: str) -> str:
    """What is asked for where a page leads to `url`."""
    return urls.without_section(url) if page.rendered else urls.split_fragment(url)[0]


def _linked_pictures(page: Page) -> tuple[Picture, ...]:
    """Those that the content of a page leads to, such as a paper's photograph called ดาวน์โหลด."""
    links = (link for link in page.links.links if link.live and link.place == "main")
    return tuple(Picture(link.url, link.text) for link in links if media.expected_kind(link.url) == "image")
