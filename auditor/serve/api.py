"""The JSON API: the same functions as the pages, described by `OPERATIONS` for OpenAPI and for routing alike."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.responses import JSONResponse, Response

from auditor import audit
from auditor.result import Result
from auditor.serve import files, models
from auditor.serve.desk import Ruling
from auditor.serve.live import job_of, status_of
from auditor.serve.queue import Job
from auditor.serve.visit import Handler, Visit
from auditor.serve.wording import Objection, Objections
from reports.compare import compare as set_against
from reports.formats import FORMATS
from reports.load import ReportError
from reports.papers import EXTENSION, PAPERS

Body = TypeVar("Body", bound=BaseModel)
AUDIT = "/api/v1/audits/{slug}/{year:int}"
PLACES: dict[str, dict[str, Any]] = {
    "slug": {"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]{0,119}$"},
    "year": {"type": "integer", "minimum": 2500, "maximum": 2700},
    "item": {"type": "string", "pattern": "^[Oo][0-9]{1,2}$"},
    "id": {"type": "string", "pattern": "^[A-Za-z0-9_-]{12}$"},
}
"""Parts of paths -> what they look like."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing the API does. `answer` is a model, a list of one, or media types; `names` is what {name} may be.

    `query` maps a parameter's name to whether it must be given.
    """

    method: str
    path: str
    handler: Handler
    summary: str
    answer: Any
    status: int = 200
    body: type[BaseModel] | None = None
    query: Mapping[str, bool] = field(default_factory=dict)
    errors: tuple[int, ...] = ()
    names: tuple[str, ...] = ()


def _json(value: Any, status: int = 200) -> Response:
    return JSONResponse(value, status)


def _body(visit: Visit, model: type[Body]) -> Body:
    """Objections for every field that is wrong, missing or unknown."""
    try:
        return model.model_validate(visit.body)
    except ValidationError as error:
        kinds = {"extra_forbidden": "field_unknown"}
        raise Objections(
            [
                Objection(kinds.get(e["type"], "field_type"), ".".join(map(str, e["loc"]))[:80], e["msg"][:200])
                for e in error.errors(include_url=False, include_input=False)[:20]
            ]
        ) from error


def _started(visit: Visit, job: Job, new: bool) -> Response:
    return _json({"job": status_of(visit, job), "new": new}, 202)


def years(visit: Visit) -> Response:
    desk = visit.desk
    return _json(
        [
            {
                "fiscal_year": y.fiscal_year,
                "status": y.status,
                "default": y.fiscal_year == desk.default_year,
                "items": [i.id for i in y.items],
            }
            for y in desk.years
        ]
    )


def audits(visit: Visit) -> Response:
    return _json([dataclasses.asdict(entry) for entry in visit.desk.shelf.entries()])


def start(visit: Visit) -> Response:
    body = _body(visit, models.StartBody)
    return _started(visit, *visit.desk.start(visit.who, body.url, body.year))


def jobs(visit: Visit) -> Response:
    return _json([status_of(visit, job) for job in visit.desk.queue.recent()])


def job(visit: Visit) -> Response:
    return _json(status_of(visit, job_of(visit)))


def cancel(visit: Visit) -> Response:
    visit.desk.cancel(visit.who, job_of(visit))
    return _json(status_of(visit, job_of(visit)))


def result(visit: Visit) -> Response:
    """As stored: the same bytes as `oit audit` writes."""
    found = visit.desk.shelf.result(visit.path("slug"), visit.year, visit.request.query_params.get("at", ""))
    return Response(audit.dump(found), media_type="application/json")


def earlier(visit: Visit) -> Response:
    visit.desk.shelf.result(visit.path("slug"), visit.year)
    stamps = visit.desk.shelf.earlier(visit.path("slug"), visit.year)
    return _json({"earlier": stamps, "formats": list(FORMATS), "papers": list(PAPERS)})


def compare(visit: Visit) -> Response:
    shelf, slug, stamp = visit.desk.shelf, visit.path("slug"), visit.request.query_params.get("with", "")
    new = shelf.result(slug, visit.year)
    if not stamp:
        raise Objection("earlier_unknown", "with")
    try:
        made = set_against(shelf.result(slug, visit.year, stamp), new)
    except ReportError as error:
        raise Objection("not_comparable", "with", str(error)) from error
    return _json(made.to_json())


def again(visit: Visit) -> Response:
    body = _body(visit, models.AgainBody)
    return _started(visit, *visit.desk.check_again(visit.who, visit.path("slug"), visit.year, body.items))


def claims(visit: Visit) -> Response:
    body = _body(visit, models.ClaimsBody)
    text = "\n".join(f"{item} {url}" for item, urls in body.claims.items() for url in urls)
    return _started(visit, *visit.desk.claim(visit.who, visit.path("slug"), visit.year, text))


def decide(visit: Visit) -> Response:
    ruling = Ruling(**_body(visit, models.DecisionBody).model_dump())
    made = visit.desk.decide(visit.who, visit.path("slug"), visit.year, visit.path("item"), ruling)
    return Response(visit.desk.item(made, visit.path("item")).model_dump_json(), media_type="application/json")


def what_it_can(visit: Visit) -> Response:
    return Response(description(), media_type="application/json")


def _media(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({files.TYPES[name].partition(";")[0] for name in names}))


OPERATIONS: tuple[Operation, ...] = (
    Operation("GET", "/api/v1/years", years, "Fiscal years that can be judged", list[models.YearInfo]),
    Operation("GET", "/api/v1/audits", audits, "Audited agencies, the latest first", list[models.AuditInfo]),
    Operation(
        "POST", "/api/v1/audits", start, "Start an audit, or be shown the one under way", models.Started, 202,
        models.StartBody, errors=(403, 422, 429, 503, 507),
    ),
    Operation("GET", "/api/v1/jobs", jobs, "Jobs, the newest first", list[models.JobStatus]),
    Operation("GET", "/api/v1/jobs/{id}", job, "How a job is getting on", models.JobStatus, errors=(404,)),
    Operation("POST", "/api/v1/jobs/{id}/cancel", cancel, "Cancel a job", models.JobStatus, errors=(404, 409)),
    Operation("GET", AUDIT, result, "result.json, or an earlier one", Result, query={"at": False}, errors=(404,)),
    Operation("GET", AUDIT + "/earlier", earlier, "What there is of an audit", models.EarlierInfo, errors=(404,)),
    Operation("GET", AUDIT + "/compare", compare, "What changed since an earlier audit", dict[str, Any],
              query={"with": True}, errors=(404, 409, 422)),
    Operation("POST", AUDIT + "/again", again, "Check some items again", models.Started, 202, models.AgainBody,
              errors=(403, 404, 422, 429, 503, 507)),
    Operation("POST", AUDIT + "/claims", claims, "Judge addresses meant for ITAS", models.Started, 202,
              models.ClaimsBody, errors=(403, 404, 409, 422, 429, 503, 507)),
    Operation("POST", AUDIT + "/items/{item}/decision", decide, "Settle an item", dict[str, Any], 200,
              models.DecisionBody, errors=(403, 404, 409, 422)),
    Operation("GET", AUDIT + "/items/{item}/kit", files.kit, "Fix kit of an item", (files.TYPES["zip"],),
              errors=(404, 422)),
    Operation("GET", AUDIT + "/files/{name}", files.file, "The report in a format", _media(FORMATS),
              errors=(404, 422), names=tuple(FORMATS)),
    Operation("GET", AUDIT + "/papers/{name}", files.paper, "A paper, such as memo.docx", _media(EXTENSION.values()),
              errors=(404, 422), names=tuple(f"{name}.{EXTENSION[name]}" for name in PAPERS)),
)  # fmt: skip


def by_path() -> dict[str, dict[str, Operation]]:
    """Path -> method -> operation: one route each, which then knows all its methods."""
    found: dict[str, dict[str, Operation]] = {}
    for operation in OPERATIONS:
        found.setdefault(operation.path, {})[operation.method] = operation
    return found


def description() -> str:
    """The OpenAPI 3.1 description of OPERATIONS."""
    parts: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        path = operation.path.replace(":int", "")
        paths.setdefault(path, {})[operation.method.lower()] = _described(operation, parts)
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "OIT Auditor", "version": "1", "description": "Audits on demand"},
            "paths": paths,
            "components": {
                "schemas": parts,
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            },
            "security": [{"token": []}, {}],
        },
        ensure_ascii=False,
    )  # fmt: skip


def _described(operation: Operation, parts: dict[str, Any]) -> dict[str, Any]:
    failure = {"application/json": {"schema": _schema(models.Errors, parts)}}
    if isinstance(operation.answer, tuple):
        answer = {media: {"schema": {"type": "string", "format": "binary"}} for media in operation.answer}
    else:
        answer = {"application/json": {"schema": _schema(operation.answer, parts)}}
    made: dict[str, Any] = {
        "operationId": f"{operation.handler.__module__.rpartition('.')[2]}_{operation.handler.__name__}",
        "summary": operation.summary,
        "parameters": _parameters(operation),
        "responses": {
            str(operation.status): {"description": "Done", "content": answer},
            **{str(s): {"description": "Refused", "content": failure} for s in _refusals(operation)},
        },
    }
    if operation.body:
        schema = _schema(operation.body, parts)
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return made


def _refusals(operation: Operation) -> list[int]:
    more = {400, 413, 415, 422} if operation.body else set()
    return sorted({401, 403, 429, *operation.errors, *more})


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    found = []
    for piece in operation.path.split("/"):
        if piece.startswith("{"):
            name = piece.strip("{}").partition(":")[0]
            schema = {"type": "string", "enum": list(operation.names)} if name == "name" else PLACES[name]
            found.append({"name": name, "in": "path", "required": True, "schema": schema})
    for name, needed in operation.query.items():
        schema = {"type": "string", **({"minLength": 1} if needed else {})}
        found.append({"name": name, "in": "query", "required": needed, "schema": schema})
    return found


def _schema(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    mode: Literal["serialization", "validation"] = "serialization" if kind is Result else "validation"
    made = adapter.json_schema(ref_template="#/components/schemas/{model}", mode=mode)
    parts.update(made.pop("$defs", {}))
    return made
