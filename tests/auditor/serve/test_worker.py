"""One job's trouble is its own: the next is done, and what was cancelled ends whenever that was said."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from auditor.nightly.request import JobOutcome
from auditor.nightly.runner import Stopped
from auditor.serve import worker as working
from auditor.serve.queue import Job, Queue
from auditor.serve.settings import ServeSettings
from auditor.serve.shelf import Shelf
from auditor.serve.worker import Worker
from tests.auditor.serve.offices import public_dns


@contextmanager
def working_on(queue: Queue, tmp_path, run) -> Iterator[Worker]:
    worker = Worker(ServeSettings(data=tmp_path), queue, Shelf(tmp_path), {}, run, public_dns)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()
        queue.close()


def do_nothing(request, tell, *, stop) -> JobOutcome:
    return JobOutcome(request.slug, "done")


def put(queue: Queue, name: str) -> str:
    slug = f"{name}.example"
    job, _ = queue.put(slug=slug, year=2566, url=f"https://{slug}/", host=slug, kind="audit", owner="a", each=9, most=9)
    return job.id


def ended(queue: Queue, id: str) -> Job:
    with queue.changed:
        assert queue.changed.wait_for(lambda: not (job := queue.job(id)) or not job.active, 60), "still under way"
    job = queue.job(id)
    assert job is not None
    return job


def test_an_unexpected_error_ends_one_job(tmp_path, caplog):
    def run(request, tell, *, stop):
        if request.slug == "first.example":
            raise RuntimeError("nobody thought of this")
        return JobOutcome(request.slug, "done")

    queue = Queue(tmp_path)
    with caplog.at_level(logging.ERROR), working_on(queue, tmp_path, run):
        first, second = put(queue, "first"), put(queue, "second")
        assert ended(queue, second).state == "done"
        assert (ended(queue, first).state, queue.job(first).detail) == (
            "failed",
            "RuntimeError: nobody thought of this",
        )
    assert "nobody thought of this" in caplog.text, "with its traceback, for whoever runs the server"


class Unwell(Queue):
    """Cannot be asked at first, as on a full disk."""

    def __init__(self, folder) -> None:
        super().__init__(folder)
        self.troubles = 4

    def take(self, *, quick):
        if self.troubles:
            self.troubles -= 1
            raise OSError("no space left")
        return super().take(quick=quick)


def test_a_queue_that_could_not_be_asked_is_asked_again(tmp_path, monkeypatch):
    monkeypatch.setattr(working, "AGAIN_AFTER", 0.01)
    queue = Unwell(tmp_path)
    with working_on(queue, tmp_path, do_nothing):
        assert ended(queue, put(queue, "a")).state == "done"
    assert not queue.troubles


class Unwritable(Queue):
    """Its disk is full when the first job ends."""

    def __init__(self, folder) -> None:
        super().__init__(folder)
        self.troubles = 2

    def end(self, id, state, detail=""):
        if self.troubles:
            self.troubles -= 1
            raise sqlite3.OperationalError("database or disk is full")
        super().end(id, state, detail)


def test_an_end_that_could_not_be_written_is_written_later(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(working, "AGAIN_AFTER", 0.01)
    queue = Unwritable(tmp_path)
    with caplog.at_level(logging.ERROR), working_on(queue, tmp_path, do_nothing):
        assert ended(queue, put(queue, "a")).state == "done"
    assert caplog.text.count("disk is full") >= 2, "whoever runs the server is told"


class Cancelling(Queue):
    """Somebody cancels each job at the moment in which it is taken."""

    worker: Worker

    def take(self, *, quick):
        job = super().take(quick=quick)
        if job is not None:
            somebody = threading.Thread(target=self.worker.cancel, args=(job, "somebody"))
            somebody.start()
            somebody.join(0.3)  # not for ever: it may have to wait until the job is known as running
        return job


@pytest.fixture
def stopped() -> threading.Event:
    return threading.Event()


def test_a_job_that_is_cancelled_while_it_is_taken_does_not_run_on(tmp_path, stopped):
    def run(request, tell, *, stop):
        if stop.wait(60):
            stopped.set()
            raise Stopped
        return JobOutcome(request.slug, "done")

    queue = Cancelling(tmp_path)
    with working_on(queue, tmp_path, run) as queue.worker:
        job = ended(queue, put(queue, "a"))
        assert stopped.wait(20), "it went on although it was cancelled"
    assert (job.state, job.detail) == ("cancelled", "somebody")
