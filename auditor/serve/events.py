"""Live progress by server-sent events: the page's changing part, whole, whenever something changed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from auditor.serve.live import job_of, result_path, status_of
from auditor.serve.settings import STREAMS_ALL, STREAMS_EACH
from auditor.serve.visit import Door, Visit, problem
from auditor.serve.wording import Objection, Objections
from reports.web.page import render

EVERY = 1.0
BEAT = 15
"""Seconds between looks, and looks without news after which a comment keeps the connection alive."""


class Streams:
    """Counts the open ones and ends them with the server."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._open: Counter[str] = Counter()
        self.ending = False

    async def endpoint(self, request: Request) -> Response:
        visit = self._door.visit(request)
        try:
            key = visit.who.key
            await run_in_threadpool(job_of, visit)
            if self._open[key] >= STREAMS_EACH or self._open.total() >= STREAMS_ALL:
                raise Objection("many")
        except Objection as error:
            return problem(Objections([error]))
        headers = {"x-accel-buffering": "no"}
        return StreamingResponse(self._stream(visit, key), headers=headers, media_type="text/event-stream")

    async def _stream(self, visit: Visit, key: str) -> AsyncIterator[str]:
        self._open[key] += 1
        try:
            yield "retry: 3000\n\n"
            async for piece in self._pieces(visit):
                yield piece
        finally:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]

    async def _pieces(self, visit: Visit) -> AsyncIterator[str]:
        last, quiet = "", 0
        while not self.ending and not await visit.request.is_disconnected():
            told, end = await run_in_threadpool(_look, visit)
            if told != last:
                last, quiet = told, 0
                yield _event("progress", told)
            elif (quiet := quiet + 1) % BEAT == 0:
                yield ": still here\n\n"
            if end is not None:
                yield _event("end", end)
                return
            await asyncio.sleep(EVERY)


def _look(visit: Visit) -> tuple[str, str | None]:
    """The changing part of the page, and once the job is over where to go ('' the same page, loaded anew)."""
    job = job_of(visit)
    html = render("live", visit.lang, job=status_of(visit, job))
    if job.active:
        return html, None
    return html, result_path(job) if job.state == "done" else f"/jobs/{job.id}"


def _event(name: str, text: str) -> str:
    rows = "".join(f"data: {row}\n" for row in text.splitlines() or [""])
    return f"event: {name}\n{rows}\n"
