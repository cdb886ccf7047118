"""What an answer becomes: a row of evidence, the links it names, and new addresses to ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from crawler import elsewhere, urls
from crawler.cms.system import plain
from crawler.evidence import Fetch, Task
from crawler.evidence.journal import ALIAS, DONE, DROPPED, now
from crawler.leads import Leads
from crawler.page import content, media, postback, reading
from crawler.page.answer import RENDERED, UNCHANGED, Answer, Page, kept_headers, look, problem_of
from crawler.page.reading import Reading
from crawler.page.render import PLAIN
from crawler.postbacks import UNRUN, body_of
from crawler.queue.scope import registrable
from crawler.servers import network
from crawler.session import Session, failed


class Intake:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.leads = Leads(session)
        self._spelt: dict[str, str] = {}
        self.renders: Callable[[Task, Answer, Fetch, Page], bool] = lambda *_: False
        """Takes a page over that has to be opened in a browser first."""

    # --- answers

    def take(self, task: Task, answer: Answer) -> None:
        """Record a final answer (not a redirect) and put its links on the list, in one transaction."""
        fetch, page = self._judge(task, answer)
        if UNCHANGED not in answer.flags and self._goes_on(task, answer, fetch, page):
            return
        if page is not None and RENDERED not in answer.flags and self.renders(task, answer, fetch, page):
            return
        journal = self.session.journal
        with journal.transaction():
            tasks: list[Task] = []
            # What came of a page that was cut leads on all the same.
            if page is not None and fetch.problem in (None, "truncated"):
                tasks = self.leads.follow(task, fetch, page)
            if UNCHANGED not in answer.flags:
                self.session.stats.received += fetch.size
            self._record(task, fetch)
            if page is not None and page.known is None and _is_plain(task, answer, fetch):
                journal.keep_reading(fetch.sha256, fetch.url, reading.version(), reading.pack(page.reading))
        for new in tasks:
            self.session.frontier.push(new)

    def fail(self, task: Task, problem: str, detail: str, status: int | None = None, final_url: str = "") -> None:
        """Record a request that brought nothing readable."""
        with self.session.journal.transaction():
            self._record(task, failed(task, problem, detail, status, final_url))

    def _record(self, task: Task, fetch: Fetch) -> None:
        session, journal = self.session, self.session.journal
        journal.add_fetch(fetch)
        journal.set_state(task.url, DONE)
        self._count(fetch)
        self._close_aliases(fetch)
        session.save_stats()

    def _close_aliases(self, fetch: Fetch) -> None:
        journal = self.session.journal
        for waiting in journal.aliases(fetch.url):
            copy = alias_of(waiting, fetch)
            journal.add_fetch(copy)
            journal.set_state(waiting.url, DONE)
            self._close_aliases(copy)

    def _count(self, fetch: Fetch) -> None:
        stats = self.session.stats
        stats.bytes += fetch.size
        stats.tried += 1
        self.session.last_url = fetch.url
        if fetch.problem is not None:
            return
        stats.rendered += fetch.rendered
        if fetch.kind == "page":
            stats.pages += 1
        elif fetch.kind == "image":
            stats.images += 1
        else:
            stats.documents += 1
        self.session.count_tags(fetch)

    def _goes_on(self, task: Task, answer: Answer, fetch: Fetch, page: Page | None) -> bool:
        """A page that stands before a file leads on; one that asks to sign in is asked twice before it is believed."""
        if fetch.problem == "login_wall" and not task.tries:
            self.session.requeue(task, task.priority - 30)
            return True
        target = elsewhere.onward(page.parsed.tree, answer.url) if page is not None and task.hop else None
        if target is None or target == task.url or self._loops(task, target) or not self._may_go(task, target):
            return False
        self._wait_for(task, target)
        return True

    # --- redirects

    def instead(self, task: Task) -> bool:
        """A platform's address is never asked for: its document is, and this one waits for it like a redirect. So do
        the further addresses that a content management system has for a page: the first one met stands for them."""
        if self.leads.passes_over(task):
            self.session.journal.set_state(task.url, DROPPED)
            return True
        if postback.MARK in task.url and body_of(self.session, task) is None:
            self.session.drop(task, UNRUN)
            return True
        target = elsewhere.asked(task.url)
        if target == task.url:
            target = self._met_before(task.url)
        if target in ("", task.url):
            return False
        objection = self.session.policy.objection(target)
        if objection or self._loops(task, target):
            self.session.drop(task, objection or "bad_redirect")
        else:
            self._wait_for(task, target)
        return True

    def _met_before(self, url: str) -> str:
        """The address under which the page was asked for already; itself where it was not, or could not be read."""
        session = self.session
        first = self._spelt.setdefault(plain(url, session.systems), url)
        if first == url:
            return url
        done = session.store.fetch(session.journal.id, first)
        return url if done is not None and done.problem else first

    def redirect(self, task: Task, answer: Answer) -> None:
        """The target is read as an address of its own; this one waits for it and then cites the same body."""
        location = answer.headers.get("location", "")
        target = urls.canonical(location, answer.url) if location else None
        if target is None:
            self.fail(task, "bad_redirect", f"location {location[:200]!r}", answer.status)
            return
        target = urls.split_fragment(target)[0]
        if self._loops(task, target):
            self._looped(task, target, answer.status)
        elif content.is_login_address(target) and not content.is_login_address(task.url) and not task.tries:
            self.session.requeue(task, task.priority - 30)
        elif content.is_login_address(target) and not self.session.scope.holds_host(target):
            self.fail(task, "login_wall", target, answer.status, target)
        elif self._may_go(task, target):
            self._wait_for(task, target)
        else:
            self._off_site(task, target, answer.status)

    def _looped(self, task: Task, target: str, status: int) -> None:
        """A redirect to itself may only want its cookie back: one more try."""
        if target == task.url and not task.tries:
            self.session.requeue(task, task.priority)
        else:
            self.fail(task, "bad_redirect", f"loops at {target[:200]}", status, target)

    def _loops(self, task: Task, target: str) -> bool:
        journal = self.session.journal
        here, steps = target, 0
        while here and steps <= network.MAX_REDIRECTS:
            if here == task.url:
                return True
            here, steps = journal.target_of(here), steps + 1
        back, length = [task], 0
        while back and length <= network.MAX_REDIRECTS:
            back, length = journal.aliases(back[0].url), length + 1
        return length > network.MAX_REDIRECTS or steps > network.MAX_REDIRECTS

    def _may_go(self, task: Task, target: str) -> bool:
        session = self.session
        if session.policy.objection(target) is not None:
            return False
        if session.scope.holds_host(target):
            return True
        if task.url == session.home:
            return self._home_may_move(target)
        promised = elsewhere.promises_document(target)
        if elsewhere.is_short(task.url):
            return promised
        return promised or media.expected_kind(task.url) == "document" or task.hop

    def _home_may_move(self, target: str) -> bool:
        """The home page may move within its registrable domain, to the default port."""
        (old, _), (new, port) = urls.host_port(self.session.home), urls.host_port(target)
        local = self.session.policy.local
        return not local and port in (80, 443) and registrable(old) == registrable(new)

    def _wait_for(self, task: Task, target: str) -> None:
        session, journal = self.session, self.session.journal
        with journal.transaction():
            if task.url == session.home:
                self._move_home(target)
            journal.set_state(task.url, ALIAS, target)
            done = session.store.fetch(journal.id, target)
            if done is not None:
                self._close_aliases(done)
                session.save_stats()
                return
            fresh = target not in session.frontier.seen
            onward = replace(
                task, url=target, priority=task.priority + 1, tries=0, hop=not session.scope.holds_host(target)
            )
            if fresh:
                journal.add_tasks([onward])
        if fresh:
            session.frontier.push(onward)

    def _move_home(self, target: str) -> None:
        session, journal = self.session, self.session.journal
        session.scope = session.scope.moved(target)
        session.home = target
        journal.set_home(target)
        journal.note("home_moved", to=target)
        journal.set_settings({**journal.info().settings, "scope": session.scope.to_json()})

    def _off_site(self, task: Task, target: str, status: int) -> None:
        if task.url == self.session.home:
            self.session.journal.note("redirect_off_site", to=target, command=f"oit audit {target}")
        self.fail(task, "redirect_off_site", target, status, target)

    # --- reading

    def _judge(self, task: Task, answer: Answer) -> tuple[Fetch, Page | None]:
        """The row of an answer, and the parsed page if it is one that can be read."""
        header_type = answer.headers.get("content-type", "")
        media_type = media.media_type_of(answer.body, header_type, answer.url)
        kind = media.kind_of(media_type) if answer.status < 400 or not media_type else media.expected_kind(task.url)
        problem, detail = problem_of(answer, media_type)
        page, charset = None, ""
        if kind == "page" and answer.body and media_type != "image/svg+xml":
            page = Page(answer, self._known(task, answer))
            charset = page.charset
            if page.known is None:
                problem, detail = look(task.url, answer, page, problem, detail)
        sha256 = answer.sha256 or (self.session.store.put_body(answer.body) if answer.body else "")
        row = failed(task, problem or "", detail, answer.status, answer.url)
        headers = {**kept_headers(answer.headers), **answer.told}
        fetch = replace(
            row, problem=problem, media_type=media_type, charset=charset, headers=headers, sha256=sha256,
            size=len(answer.body), fetched_at=answer.at or now(), kind=kind, rendered=PLAIN in answer.told,
        )  # fmt: skip
        return fetch, page

    def _known(self, task: Task, answer: Answer) -> Reading | None:
        """What an earlier crawl has read of the same bytes, which held nothing to be doubted then."""
        if not answer.sha256 or task.url != answer.url:
            return None
        packed = self.session.journal.reading(answer.sha256, task.url, reading.version())
        return reading.unpack(packed) if packed else None


def _is_plain(task: Task, answer: Answer, fetch: Fetch) -> bool:
    """A page that is what it seems, at the address that was asked for, without a browser."""
    return not (fetch.problem or fetch.detail or answer.told) and task.url == answer.url


def alias_of(task: Task, fetch: Fetch) -> Fetch:
    """The row of a redirecting address: the target's bytes, reached its own way."""
    problem = fetch.problem
    if problem is None and content.is_login_address(fetch.url) and not content.is_login_address(task.url):
        problem = "login_wall"
    return replace(
        fetch, url=task.url, problem=problem, found_on=task.found_on, link_text=task.link_text, path=task.path,
        place=task.place, depth=task.depth, tags=task.tags,
    )  # fmt: skip
