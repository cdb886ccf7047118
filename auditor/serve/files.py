"""Downloads: reports in every format, papers, fix kits, the badge, static files, the site of the nights."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from pathlib import Path

from starlette.responses import FileResponse, Response

from auditor.accuracy import pooled
from auditor.files import write_text
from auditor.result import Result
from auditor.serve.visit import Visit
from auditor.serve.wording import Objection
from crawler.evidence import picture_reader
from reports import badge as badges
from reports import html
from reports.fix import kit as fix_kit
from reports.formats import FORMATS, Options
from reports.load import ReportError
from reports.papers import EXTENSION, PAPERS
from reports.papers import render as fill_in
from reports.web.page import static as static_file

TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "earl": "application/ld+json",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "zip": "application/zip",
}
SITE_TYPES = (".html", ".json", ".csv", ".svg", ".css", ".js", ".xml", ".png", ".ico", ".txt")
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]+)"')
_RENDERING = threading.Lock()
_PRINTING = threading.Semaphore(1)
"""One browser for PDFs at a time; it takes 200 MB."""


def _result(visit: Visit) -> Result:
    return visit.desk.shelf.result(visit.path("slug"), visit.year)


def _download(visit: Visit, body: bytes, name: str, kind: str) -> Response:
    name = f"{visit.path('slug')}-{visit.year}-{name}"
    return Response(body, headers={"content-disposition": f'attachment; filename="{name}"'}, media_type=TYPES[kind])


def report(visit: Visit) -> Response:
    """The report, under the policy it states: as the job wrote it, or made once where that is older or not there."""
    folder = visit.desk.shelf.folder(visit.path("slug"), visit.year)
    result = _result(visit)
    written, own = folder / "report.html", folder / f"page-{visit.lang}.html"
    body = _fresh(written, folder) if visit.lang == "th" else None
    if body is None:
        with _RENDERING:
            body = _fresh(own, folder)
            if body is None:
                pictures = picture_reader(folder / "evidence")
                body = html.render(result, lang=visit.lang, accuracy=pooled(), pictures=pictures)
                write_text(own, body)
    return Response(body, headers={"content-security-policy": policy_of(body)}, media_type=TYPES["html"])


def _fresh(path: Path, folder: Path) -> str | None:
    """The page in the file, unless the result has been written since."""
    if not path.is_file() or path.stat().st_mtime_ns < (folder / "result.json").stat().st_mtime_ns:
        return None
    return path.read_text("utf-8")


def policy_of(page: str) -> str:
    """The page's own policy, to be sent as a header too: where it states none, nothing may run."""
    found = _POLICY.search(page[:4000])
    stated = found[1].replace("&#39;", "'") if found else "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return f"{stated}; frame-ancestors 'none'"


def file(visit: Visit) -> Response:
    name = visit.path("name")
    if name not in FORMATS:
        raise Objection("not_found")
    store = visit.desk.shelf.folder(visit.path("slug"), visit.year) / "evidence"
    options = Options(lang=visit.lang, accuracy=pooled(), pictures=picture_reader(store))
    try:
        if name == "pdf":
            with _PRINTING:
                body = FORMATS[name](_result(visit), options)
        else:
            body = FORMATS[name](_result(visit), options)
    except ReportError as error:
        raise Objection("paper", more=str(error)) from error
    return _download(visit, body, "report.jsonld" if name == "earl" else f"report.{name}", name)


def paper(visit: Visit) -> Response:
    """`progress` is against the newest earlier audit."""
    name, _, extension = visit.path("name").partition(".")
    if name not in PAPERS or extension != EXTENSION[name]:
        raise Objection("not_found")
    shelf, slug = visit.desk.shelf, visit.path("slug")
    stamps = shelf.earlier(slug, visit.year)
    earlier = shelf.result(slug, visit.year, stamps[0]) if stamps else None
    digits = visit.request.query_params.get("digits") == "thai"
    try:
        body = fill_in(name, _result(visit), earlier=earlier, thai_digits=digits)
    except ReportError as error:
        raise Objection("paper", more=str(error)) from error
    return _download(visit, body, f"{name}.{extension}", extension)


def kit(visit: Visit) -> Response:
    result = _result(visit)
    item = visit.desk.item(result, visit.path("item"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for made in fix_kit(result, item.id):
            archive.writestr(made.name, made.body)
    return _download(visit, out.getvalue(), f"{item.id}-kit.zip", "zip")


def badge(visit: Visit) -> Response:
    return _download(visit, badges.to_svg(_result(visit), visit.lang).encode(), "badge.svg", "svg")


def static(visit: Visit) -> Response:
    found = static_file(visit.path("name"))
    if found is None:
        raise Objection("not_found")
    return Response(found[0], media_type=found[1], headers={"cache-control": "public, max-age=3600"})


def nights(visit: Visit) -> Response:
    """DIR/site and, beside it as its links expect, the report of each agency; nothing else of DIR."""
    data = visit.desk.settings.data
    path = visit.request.path_params.get("path", "")
    if path.startswith("agencies/"):
        parts = path.split("/")
        if len(parts) != 3 or parts[2] not in ("report.html", "result.json"):
            raise Objection("not_found")
        return _site_file(data / "agencies", "/".join(parts[1:]))
    return _site_file(data / "site", path.removeprefix("site/") or "index.html")


def _site_file(root: Path, name: str) -> Response:
    path = (root / name).resolve()
    if path.is_dir():
        path /= "index.html"
    if not path.is_relative_to(root.resolve()) or path.suffix not in SITE_TYPES or not path.is_file():
        raise Objection("not_found")
    if path.suffix != ".html":
        return FileResponse(path)
    body = path.read_text("utf-8")
    return Response(body, headers={"content-security-policy": policy_of(body)}, media_type=TYPES["html"])
