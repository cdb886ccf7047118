"""The end of a crawl: what was not read and why, the last notes, and whether the home page could be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from crawler import elsewhere, urls
from crawler.evidence import Fetch, Task, Unread, manifest
from crawler.evidence.journal import DONE
from crawler.intake import alias_of
from crawler.page.charset import decode
from crawler.session import Session, failed, unread


def close_crawl(session: Session) -> None:
    """Write the closing rows and mark the crawl finished, or blocked when its home page could not be read."""
    journal = session.journal
    budget = session.budget_over() if len(session.frontier) else ""
    with journal.transaction():
        texts = _texts(session)
        _close_aliases(session)
        left = journal.waiting()
        journal.add_unread(_left(session, left, budget, texts))
        journal.add_unread(_off_site(session))
        if budget:
            limit = session.request.max_pages if budget == "page_budget" else session.request.minutes
            journal.note(budget, limit=limit, left=len(left))
        blocked = session.follows and _home_blocked(session)
        session.save_stats()
        journal.finish_state("blocked" if blocked else "finished")
    manifest.write(session.store)


def _texts(session: Session) -> dict[str, tuple[str, ...]]:
    """address -> the names that links gave it."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for link in session.store.links(session.journal.id):
        if link.live and link.text:
            found[urls.split_fragment(link.url)[0]][link.text] = None
    return {url: tuple(texts)[:20] for url, texts in found.items()}


def _left(session: Session, left: list[Task], budget: str, texts: dict[str, tuple[str, ...]]) -> Iterator[Unread]:
    for task in left:
        host = session.hosts.get(task.url)
        why = host.problem or budget or "time_budget"
        yield unread(task, "host_dead" if why in ("timeout", "reset") else why, texts.get(task.url, ()))


def _off_site(session: Session) -> Iterator[Unread]:
    """Links out of the site that were not followed, one row an address."""
    journal = session.journal
    names: dict[str, dict[str, None]] = defaultdict(dict)
    first: dict[str, tuple[str, str]] = {}
    for link in session.store.links(journal.id):
        if link.in_scope or not link.live or not link.url.startswith("http"):
            continue
        address = urls.split_fragment(link.url)[0]
        first.setdefault(address, (link.found_on, link.place))
        if link.text:
            names[address][link.text] = None
    paths = {fetch.final_url: fetch.path for fetch in session.store.fetches(journal.id)}
    for address, (found_on, place) in first.items():
        if address in session.frontier.seen:
            continue
        texts = tuple(names[address])[:20]
        viewer = "viewer" if elsewhere.is_viewer(address) else ""
        why = viewer or session.policy.objection(address) or "off_site"
        path = (*paths.get(found_on, ()), *texts[:1])
        yield Unread(address, why, texts, found_on, path, place)


def _close_aliases(session: Session) -> None:
    """Redirecting addresses whose target was never read share its fate."""
    journal = session.journal
    for task, target in journal.open_aliases():
        done = session.store.fetch(journal.id, target)
        row = alias_of(task, done) if done else failed(task, "bad_redirect", f"{target} was not read", None, target)
        if done is None:
            journal.add_unread([unread(task, session.hosts.get(target).problem or session.budget_over() or "robots")])
        else:
            journal.add_fetch(row)
        journal.set_state(task.url, DONE)


def _home_blocked(session: Session) -> bool:
    journal = session.journal
    home = session.store.fetch(journal.id, session.home)
    if home is None:
        journal.note("home_unreadable", problem="not read")
        return True
    if home.problem is not None:
        journal.note("home_unreadable", problem=home.problem)
        return True
    if _is_empty(session, home):
        journal.note("home_empty")
    return False


def _is_empty(session: Session, home: Fetch) -> bool:
    if home.kind != "page" or home.size > 4000:
        return False
    if any(link.found_on == home.final_url for link in session.store.links(session.journal.id)):
        return False
    text, _, _ = decode(session.store.body(home.sha256), home.charset)
    tree = LexborHTMLParser(text)
    tree.strip_tags(["script", "style"])
    return tree.body is None or not tree.body.text().strip()
