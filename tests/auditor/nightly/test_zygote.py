"""Jobs forked from one process: their ends are told, and the night goes on without it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.nightly import zygote as zygotes
from auditor.nightly.request import JobRequest
from auditor.nightly.runner import end_job, run_job
from auditor.nightly.zygote import Start, zygote
from crawler.process import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="no fork with descriptors here")


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    # Loaded late, in the job itself: what is tested here is how jobs begin and end.
    monkeypatch.setattr(zygotes, "LOADED", (zygotes.JOB,))
    with zygote() as start:
        yield start


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def test_a_job_that_is_killed_is_told_and_the_next_one_begins(start: Start, tmp_path: Path) -> None:
    def doomed() -> Any:
        job = start()
        os.kill(job.pid, signal.SIGKILL)
        return job

    found = run_job(JobRequest("town", "http://127.0.0.1:9/", tmp_path / "town", 2569), start=doomed)
    assert (found.state, found.detail) == ("failed", "killed (out of memory?)")
    job = start()
    assert job.poll() is None
    end_job(job)
    assert job.returncode == -signal.SIGKILL


def test_without_its_zygote_a_job_ends_and_the_night_goes_on_with_jobs_started_anew(start: Start) -> None:
    job = start()
    os.kill(_parent(job.pid), signal.SIGKILL)
    assert job.wait(60) == -signal.SIGKILL
    other = start()
    assert _parent(other.pid) == os.getpid()
    end_job(job)
    end_job(other)
