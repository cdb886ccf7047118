"""The pages: home, progress, result, item, comparison, addresses for ITAS. Each asks the desk and renders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse, RedirectResponse, Response

from auditor import __version__
from auditor.result import Text
from auditor.serve import claimed
from auditor.serve.desk import Ruling
from auditor.serve.live import job_of, result_path, status_of
from auditor.serve.people import COOKIE, digest_of
from auditor.serve.queue import Job
from auditor.serve.visit import Visit
from auditor.serve.wording import Objection, Objections
from reports import days
from reports.cards import card
from reports.compare import compare as set_against
from reports.formats import FORMATS
from reports.load import ReportError
from reports.papers import EXTENSION, PAPERS
from reports.text import tame
from reports.view import View
from reports.web.page import render

NO_ERRORS: Mapping[str, Text] = {}
LISTED = 500
PAPER_FORMS = ("docx",)
"""Formats that are offered as a paper already."""


def show(visit: Visit, name: str, code: int = 200, **values: Any) -> Response:
    """The page of a template, with what every page shows."""
    query = "&".join(part for part in visit.request.url.query.split("&") if part and not part.startswith("lang="))
    site = {
        "version": __version__,
        "person": visit.person,
        "csrf": visit.proof,
        "nights": (visit.desk.settings.data / "site" / "index.html").is_file(),
        "path": visit.request.url.path if visit.request.method == "GET" else "/",
        "query": f"{query}&" if query and visit.request.method == "GET" else "",
    }
    return HTMLResponse(render(name, visit.lang, site=site, **values), code)


def refuse(visit: Visit, found: Objections) -> Response:
    """The page for a request that cannot be done as a whole."""
    return show(visit, "trouble", found.status, status=found.status, texts=[o.text for o in found.found])


def _go(path: str) -> Response:
    return RedirectResponse(path, 303)


# --- home and jobs


def home(visit: Visit) -> Response:
    """`?url=` fills the address in, for links from elsewhere."""
    query = visit.request.query_params
    return _home(visit, {"url": query.get("url", "")[:500], "year": query.get("year", "")}, NO_ERRORS)


def _home(visit: Visit, values: dict[str, str], errors: Mapping[str, Text], status: int = 200) -> Response:
    desk = visit.desk
    values["year"] = values.get("year") or str(desk.default_year)
    return show(
        visit,
        "home",
        status,
        values=values,
        errors=errors,
        years=desk.years,
        limits=desk.settings,
        jobs=[status_of(visit, job) for job in desk.queue.all_active()],
        entries=desk.shelf.entries(LISTED),
    )


def start(visit: Visit) -> Response:
    fields = visit.fields
    try:
        job, new = visit.desk.start(visit.who, fields.get("url", ""), fields.get("year"))
    except (Objections, Objection) as error:
        found = error if isinstance(error, Objections) else Objections([error])
        values = {"url": fields.get("url", "")[:500], "year": fields.get("year", "")}
        return _home(visit, values, found.fields, found.status)
    return _go(f"/jobs/{job.id}" + ("" if new else "?already=1"))


def job(visit: Visit) -> Response:
    found = job_of(visit)
    already = visit.request.query_params.get("already") == "1" and found.active
    return show(visit, "job", job=status_of(visit, found), result_path=result_path(found), already=already)


def cancel(visit: Visit) -> Response:
    found = job_of(visit)
    visit.desk.cancel(visit.who, found)
    return _go(f"/jobs/{found.id}")


# --- an audit


def _base(visit: Visit) -> str:
    return f"/audits/{visit.path('slug')}/{visit.year}"


def _view(visit: Visit) -> View:
    return visit.desk.shelf.view(visit.path("slug"), visit.year)


def _active(visit: Visit) -> Job | None:
    return visit.desk.queue.active(visit.path("slug"), visit.year)


def audit(visit: Visit) -> Response:
    desk, slug = visit.desk, visit.path("slug")
    whole = _view(visit)
    earlier = desk.shelf.earlier(slug, visit.year)
    return show(
        visit,
        "audit",
        r=whole.result,
        v=whole,
        base=_base(visit),
        slug=slug,
        active=_active(visit),
        earlier=[(stamp, days.moment(moment_of(stamp), visit.lang)) for stamp in earlier[:100]],
        other_years=[y for y in desk.shelf.years(slug) if y != visit.year],
        papers=[(name, EXTENSION[name]) for name in PAPERS if name != "progress" or earlier],
        forms=[name for name in FORMATS if name not in PAPER_FORMS],
    )


def moment_of(stamp: str) -> str:
    """The time in an earlier result's name, which has no colons: 2026-11-20T070500Z."""
    day, mark, clock = stamp.partition("T")
    return f"{day}T{clock[:2]}:{clock[2:4]}:{clock[4:]}" if mark else stamp


def compare(visit: Visit) -> Response:
    result, stamp = _view(visit).result, visit.request.query_params.get("with", "")
    if not stamp:
        raise Objection("earlier_unknown", "with")
    earlier = visit.desk.shelf.result(visit.path("slug"), visit.year, stamp)
    try:
        found = set_against(tame(earlier), result)
    except ReportError as error:
        raise Objection("not_comparable", "with", str(error)) from error
    whens = [days.moment(r.crawl.finished_at, visit.lang) for r in (earlier, result)]
    return show(visit, "compare.page", r=result, c=found, base=_base(visit), when_before=whens[0], when_after=whens[1])


# --- an item


def item(visit: Visit) -> Response:
    by = visit.who.name
    values = {"outcome": "", "by": by, "because": "", "link": ""}
    return _item(visit, values, NO_ERRORS, saved=visit.request.query_params.get("saved") == "1")


def _item(
    visit: Visit, values: Mapping[str, str], errors: Mapping[str, Text], status: int = 200, *, saved: bool = False
) -> Response:
    whole = _view(visit)
    result, limits = whole.result, whole.limits
    found = visit.desk.item(result, visit.path("item"))
    points = next((g.points for g in whole.gains if g.item.id == found.id), None)
    return show(
        visit,
        "item.page",
        status,
        r=result,
        v=whole,
        limits=limits,
        base=_base(visit),
        item=found,
        checked=visit.request.query_params.get("checked") == "1",
        card=card(found, limits, opened=True, points=points),
        active=_active(visit),
        values=values,
        errors=errors,
        saved=saved,
    )


def again(visit: Visit) -> Response:
    job, new = visit.desk.check_again(visit.who, visit.path("slug"), visit.year, [visit.path("item")])
    return _go(f"/jobs/{job.id}" + ("" if new else "?already=1"))


def decide(visit: Visit) -> Response:
    values = {name: visit.fields.get(name, "") for name in ("outcome", "by", "because", "link")}
    try:
        visit.desk.decide(visit.who, visit.path("slug"), visit.year, visit.path("item"), Ruling(**values))
    except (Objections, Objection) as error:
        if isinstance(error, Objection):
            if error.code not in ("busy",):
                raise
            error = Objections([error])
        return _item(visit, values, error.fields, error.status)
    return _go(f"{_base(visit)}/items/{visit.path('item')}?saved=1")


# --- addresses for ITAS


def claims(visit: Visit) -> Response:
    folder = visit.desk.shelf.folder(visit.path("slug"), visit.year)
    held = claimed.read_claims(folder)
    text = "\n".join(f"{name} {url}" for name, urls in held.items() for url in urls)
    return _claims(visit, text, NO_ERRORS)


def _claims(visit: Visit, text: str, errors: Mapping[str, Text], status: int = 200) -> Response:
    result = _view(visit).result
    judged = [i for i in result.items if i.claims]
    return show(
        visit, "claims", status, r=result, base=_base(visit), claimed=judged, values={"claims": text}, errors=errors
    )


def claim(visit: Visit) -> Response:
    text = visit.fields.get("claims", "")
    try:
        job, new = visit.desk.claim(visit.who, visit.path("slug"), visit.year, text)
    except Objection as error:
        if error.field != "claims" and error.code != "busy":
            raise
        return _claims(visit, text, Objections([error]).fields, error.status)
    return _go(f"/jobs/{job.id}" + ("" if new else "?already=1"))


# --- signing in


def login(visit: Visit) -> Response:
    if visit.person is not None:
        return _go("/")
    return show(visit, "login", next=_inside(visit.request.query_params.get("next", "/")), errors=NO_ERRORS)


def sign_in(visit: Visit) -> Response:
    visit.door.allow_login(visit)
    token, back = visit.fields.get("token", ""), _inside(visit.fields.get("next", "/"))
    people = visit.door.people
    if people.by_token(token) is None:
        errors = Objections([Objection("token_wrong", "token")])
        return show(visit, "login", 401, next=back, errors=errors.fields)
    # A new session: one that was there before signing in may be known to somebody else.
    visit.session, visit.cookie = people.begin(digest_of(token))
    return _go(back)


def _inside(path: str) -> str:
    """A path of this server, never another server's address."""
    parts = urlsplit(path)
    fine = path.startswith("/") and not path.startswith("//") and "\\" not in path and not parts.netloc
    return path if fine and path.isprintable() else "/"


def sign_out(visit: Visit) -> Response:
    visit.cookie = ""
    response = _go("/login")
    response.delete_cookie(COOKIE)
    return response
