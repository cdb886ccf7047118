"""The application: furnishes a server from its settings and names every route."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from auditor.gathering import hints
from auditor.nightly.engine import engine
from auditor.nightly.runner import run_job
from auditor.rules.load import load
from auditor.serve import api, files, pages
from auditor.serve.address import Resolver
from auditor.serve.desk import Desk
from auditor.serve.events import Streams
from auditor.serve.guard import Guard
from auditor.serve.people import People
from auditor.serve.queue import Queue
from auditor.serve.rate import Rates
from auditor.serve.settings import RATES, ServeError, ServeSettings, is_loopback
from auditor.serve.shelf import Shelf
from auditor.serve.visit import Door, Handler, Visit, problem
from auditor.serve.wording import Objection, Objections
from auditor.serve.worker import Run, Worker
from crawler.servers import network

UNLIMITED = (1e9, 1e9)
AUDIT = "/audits/{slug}/{year:int}"


@dataclass(frozen=True, slots=True)
class Office:
    """All that one server consists of."""

    settings: ServeSettings
    queue: Queue
    worker: Worker
    desk: Desk
    door: Door


def furnish(
    settings: ServeSettings, *, run: Run = run_job, resolver: Resolver = network.resolve, elsewhere: bool = False
) -> Office:
    """Everything but the network. ServeError where it may not be started like that. `elsewhere`: `run` has jobs done
    by workers on other machines, whose rules and code must be these."""
    check(settings)
    rules = load(settings.rules)
    people = People(settings.data, settings.token_file if settings.public else None)
    queue, shelf = Queue(settings.data), Shelf(settings.data)
    made = engine(rules) if elsewhere else None
    worker = Worker(settings, queue, shelf, hints(rules).to_json(), run, resolver, made)
    desk = Desk(settings, rules, queue, shelf, worker, resolver)
    # Nobody else reaches a local server; so nobody is slowed there.
    rates = Rates(RATES if settings.public else {**RATES, "read": UNLIMITED, "write": UNLIMITED})
    return Office(settings, queue, worker, desk, Door(settings, people, rates, desk, pages.refuse))


def check(settings: ServeSettings) -> None:
    """Refuses to open to others without tokens, and what cannot be written or understood."""
    if not settings.public and not is_loopback(settings.host):
        raise ServeError(f"{settings.host} can be reached by others: start with --public and tokens")
    if settings.public and not settings.token_file.is_file():
        raise ServeError(
            f"others can reach this server and {settings.token_file} is not there; "
            "make a token first: oit serve --data DIR --new-token auditor:NAME"
        )
    try:
        date.fromisoformat(settings.as_of or "2026-01-01")
        settings.data.mkdir(parents=True, exist_ok=True)
    except ValueError as error:
        raise ServeError(f"--as-of {settings.as_of}: not a day like 2026-11-20") from error
    except OSError as error:
        raise ServeError(f"{settings.data}: cannot be written ({error.strerror})") from error


def application(office: Office, streams: Streams) -> ASGIApp:
    """The guard stands outermost, so that its headers are on every answer, also on that to a bug."""

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        office.queue.recover()
        office.worker.start()
        yield
        office.worker.stop()
        office.queue.close()

    app = Starlette(routes=_routes(office.door, streams), lifespan=lifespan, exception_handlers=_handlers(office.door))
    return Guard(app, local=not office.settings.public, secure=office.settings.secure)


def _routes(door: Door, streams: Streams) -> list[Route]:
    page, open_page = door.page, partial(door.page, known=False)
    item = AUDIT + "/items/{item}"
    return [
        Route("/", page(pages.home)),
        Route("/audits", page(pages.start), methods=["POST"]),
        Route("/jobs/{id}", page(pages.job)),
        Route("/jobs/{id}/events", streams.endpoint),
        Route("/jobs/{id}/cancel", page(pages.cancel), methods=["POST"]),
        Route(AUDIT, page(pages.audit)),
        Route(AUDIT + "/report", page(files.report)),
        Route(AUDIT + "/compare", page(pages.compare)),
        Route(AUDIT + "/claims", page(pages.claims)),
        Route(AUDIT + "/claims", page(pages.claim), methods=["POST"]),
        Route(AUDIT + "/files/{name}", page(files.file)),
        Route(AUDIT + "/papers/{name}", page(files.paper)),
        Route(AUDIT + "/badge.svg", page(files.badge)),
        Route(item, page(pages.item)),
        Route(item + "/again", page(pages.again), methods=["POST"]),
        Route(item + "/decision", page(pages.decide), methods=["POST"]),
        Route(item + "/kit.zip", page(files.kit)),
        Route("/nights/{path:path}", page(files.nights)),
        Route("/login", open_page(pages.login)),
        Route("/login", open_page(pages.sign_in), methods=["POST"]),
        Route("/logout", open_page(pages.sign_out), methods=["POST"]),
        Route("/static/{name}", open_page(files.static)),
        Route("/api/openapi.json", open_page(api.what_it_can)),
        Route("/healthz", lambda request: PlainTextResponse("ok\n")),
        *(Route(path, door.api(_by_method(own)), methods=list(own)) for path, own in api.by_path().items()),
    ]


def _by_method(own: Mapping[str, api.Operation]) -> Handler:
    def handle(visit: Visit) -> Response:
        method = visit.request.method
        return own["GET" if method == "HEAD" else method].handler(visit)

    return handle


def _handlers(door: Door) -> dict[Any, Callable[..., Any]]:
    async def trouble(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        found = Objections([Objection({404: "not_found", 405: "method"}.get(status, "bug"))])
        api_call = request.url.path.startswith("/api/")
        response = problem(found) if api_call else pages.refuse(door.visit(request), found)
        if isinstance(error, HTTPException):
            response.headers.update(error.headers or {})
        return response

    return {404: trouble, 405: trouble, Exception: trouble}
