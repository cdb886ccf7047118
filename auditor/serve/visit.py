"""One request as handlers see it: who asks, in which language, with which fields. And the door it comes in by."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from auditor.serve.desk import Desk, Lang
from auditor.serve.guard import same_origin
from auditor.serve.people import COOKIE, SESSION_SECONDS, People, Person, Session
from auditor.serve.rate import Rates
from auditor.serve.settings import FORM_BYTES, ServeSettings
from auditor.serve.wording import Objection, Objections

LANG_COOKIE = "oit_lang"
WRITES = ("POST", "PUT", "PATCH", "DELETE")
Sort = Literal["page", "api"]


@dataclass(slots=True)
class Visit:
    """`fields` are of a form, `body` of the API. `person` is None only where nobody need be known."""

    request: Request
    desk: Desk
    door: Door
    lang: Lang
    session: Session
    cookie: str
    person: Person | None
    fields: Mapping[str, str] = field(default_factory=dict)
    body: Any = None

    @property
    def who(self) -> Person:
        if self.person is None:
            raise Objection("login")
        return self.person

    @property
    def proof(self) -> str:
        return self.door.people.proof(self.session)

    def path(self, name: str) -> str:
        return str(self.request.path_params[name])

    @property
    def year(self) -> int:
        return int(self.request.path_params["year"])


Handler = Callable[[Visit], Response]


class Door:
    """Lets requests in: rate, person, proof that a form is ours. Turns objections into answers."""

    def __init__(
        self,
        settings: ServeSettings,
        people: People,
        rates: Rates,
        desk: Desk,
        refuse: Callable[[Visit, Objections], Response],
    ) -> None:
        self.settings, self.people, self._rates, self._desk, self._refuse = settings, people, rates, desk, refuse

    def page(self, handler: Handler, *, known: bool = True) -> Callable[[Request], Any]:
        """An endpoint that answers with pages. `known`: only for people who signed in."""

        async def endpoint(request: Request) -> Response:
            return await self._answer(request, handler, "page", known)

        return endpoint

    def api(self, handler: Handler) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            return await self._answer(request, handler, "api", True)

        return endpoint

    async def _answer(self, request: Request, handler: Handler, sort: Sort, known: bool) -> Response:
        visit = self.visit(request)
        try:
            await self._admit(visit, sort, known)
            response = await run_in_threadpool(handler, visit)
        except (Objection, Objections) as error:
            found = error if isinstance(error, Objections) else Objections([error])
            response = await run_in_threadpool(self.refusal, visit, found, sort)
        return self._with_cookies(visit, response)

    def visit(self, request: Request) -> Visit:
        old = request.cookies.get(COOKIE, "")
        session, cookie = self.people.session(old), ""
        if session is None:
            session, cookie = self.people.begin()
        asked = request.query_params.get("lang") or request.cookies.get(LANG_COOKIE)
        lang: Lang = "en" if asked == "en" else "th"
        return Visit(request, self._desk, self, lang, session, cookie, self._person(request, session))

    def _person(self, request: Request, session: Session) -> Person | None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and not self.people.open:
            return self.people.by_token(token)
        return self.people.by_digest(session.digest)

    async def _admit(self, visit: Visit, sort: Sort, known: bool) -> None:
        request = visit.request
        writes = request.method in WRITES
        key = visit.person.key if visit.person else (request.client.host if request.client else "")
        if not self._rates.allow("write" if writes else "read", key):
            raise Objection("many")
        if known and visit.person is None:
            raise Objection("login")
        if writes:
            if not same_origin(request.headers):
                raise Objection("csrf")
            await (self._read_json(visit) if sort == "api" else self._read_form(visit))

    def allow_login(self, visit: Visit) -> None:
        """Guessing tokens is hopeless; trying is made slow all the same."""
        client = visit.request.client
        if not self._rates.allow("login", client.host if client else ""):
            raise Objection("many")

    async def _read_form(self, visit: Visit) -> None:
        body = await _body(visit.request)
        try:
            pairs = parse_qsl(
                body.decode("utf-8"), keep_blank_values=True, strict_parsing=bool(body), max_num_fields=50
            )
        except (ValueError, UnicodeDecodeError) as error:
            raise Objection("body_wrong") from error
        twice = next((name for n, (name, _) in enumerate(pairs) if name in dict(pairs[:n])), None)
        if twice is not None:
            raise Objection("field_twice", twice)
        fields = dict(pairs)
        if not self.people.proves(None if visit.cookie else visit.session, fields.pop("csrf", "")):
            raise Objection("csrf")
        visit.fields = fields

    async def _read_json(self, visit: Visit) -> None:
        body = await _body(visit.request)
        if not body:
            return
        if visit.request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Objection("body_type")
        try:
            visit.body = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise Objection("body_wrong") from error

    def refusal(self, visit: Visit, found: Objections, sort: Sort) -> Response:
        if sort == "api":
            return problem(found)
        if any(objection.code == "login" for objection in found.found) and visit.request.method == "GET":
            from urllib.parse import quote

            return RedirectResponse(f"/login?next={quote(visit.request.url.path, safe='/')}", 303)
        return self._refuse(visit, found)

    def _with_cookies(self, visit: Visit, response: Response) -> Response:
        if visit.cookie:
            response.set_cookie(
                COOKIE,
                visit.cookie,
                max_age=SESSION_SECONDS,
                httponly=True,
                samesite="lax",
                secure=self.settings.secure,
            )
        if visit.request.query_params.get("lang") in ("th", "en"):
            response.set_cookie(LANG_COOKIE, visit.lang, max_age=31_536_000, httponly=True, samesite="lax")
        return response


def problem(found: Objections) -> JSONResponse:
    """What the API says of a request it refuses."""
    errors = [{"field": o.field, "code": o.code, "message": o.text.model_dump()} for o in found.found]
    headers = {"www-authenticate": "Bearer"} if found.status == 401 else {}
    if found.status == 429:
        headers["retry-after"] = "10"
    return JSONResponse({"errors": errors}, found.status, headers)


async def _body(request: Request) -> bytes:
    """At most FORM_BYTES, whatever the length that was announced."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > FORM_BYTES:
            raise Objection("body_large")
    return bytes(body)
