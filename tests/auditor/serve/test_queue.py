"""Nothing that was promised is lost, nobody is served twice in a row, no website is asked by two jobs at once."""

from __future__ import annotations

import pytest

from auditor.serve.queue import ATTEMPTS, Full, Queue
from auditor.serve.worker import slug_elsewhere


@pytest.fixture
def queue(tmp_path):
    made = Queue(tmp_path)
    yield made
    made.close()


def put(queue, slug, owner="a", host=None, kind="audit", year=2566, each=5, most=100):
    return queue.put(
        slug=slug, year=year, url=f"https://{slug}/", host=host or slug, kind=kind, owner=owner, each=each, most=most
    )


def test_an_agency_that_is_under_way_is_that_job(queue):
    first, new = put(queue, "a.th")
    assert new
    assert put(queue, "a.th", owner="b") == (first, False)
    queue.take(quick=False)
    assert put(queue, "a.th")[0].id == first.id
    assert put(queue, "a.th", year=2567)[1]
    queue.end(first.id, "done")
    assert put(queue, "a.th")[1]


def test_everybodys_first_comes_before_anybodys_second(queue):
    for slug, owner in (("1.th", "a"), ("2.th", "a"), ("3.th", "a"), ("4.th", "b"), ("5.th", "c")):
        put(queue, slug, owner)
    assert [job.slug for job in queue.waiting()] == ["1.th", "4.th", "5.th", "2.th", "3.th"]
    assert queue.take(quick=False).slug == "1.th"
    assert [job.slug for job in queue.waiting()] == ["4.th", "5.th", "2.th", "3.th"]
    assert queue.before(queue.waiting()[2]) == 2


def test_one_job_for_each_website_and_quick_ones_apart(queue):
    put(queue, "a.th", host="same")
    put(queue, "b.th", host="same")
    put(queue, "c.th", kind="again")
    assert queue.take(quick=False).slug == "a.th"
    assert queue.take(quick=False) is None
    assert queue.take(quick=True).slug == "c.th"


def test_a_name_with_www_and_without_is_one_website(queue):
    put(queue, "a.th", host="www.a.th")
    put(queue, "a.th", host="a.th", kind="again", year=2567)
    assert queue.take(quick=False).year == 2566
    assert queue.take(quick=True) is None


def test_shares(queue):
    put(queue, "a.th", each=1)
    with pytest.raises(Full, match="each"):
        put(queue, "b.th", each=1)
    with pytest.raises(Full, match="all"):
        put(queue, "b.th", owner="b", most=1)


def test_what_a_dead_server_left_running_waits_again_but_not_for_ever(tmp_path):
    queue = Queue(tmp_path)
    job, _ = put(queue, "a.th")
    for attempt in range(1, ATTEMPTS + 1):
        taken = queue.take(quick=False)
        assert (taken.id, taken.attempts) == (job.id, attempt)
        queue.tell(job.id, {"pages": attempt})
        queue.close()
        queue = Queue(tmp_path)
        assert queue.recover() == 1
    ended = queue.job(job.id)
    queue.close()
    assert (ended.state, ended.progress["pages"]) == ("failed", ATTEMPTS)


def test_a_job_that_the_server_put_back_has_not_failed(queue):
    job, _ = put(queue, "a.th")
    for _ in range(ATTEMPTS + 2):
        queue.take(quick=False)
        queue.put_back(job.id)
    assert (queue.job(job.id).state, queue.job(job.id).attempts) == ("waiting", 0)


def test_a_job_that_ended_stays_ended(queue):
    job, _ = put(queue, "a.th")
    queue.end(job.id, "cancelled", "somebody")
    queue.end(job.id, "done")
    queue.tell(job.id, {"pages": 5})
    assert (queue.job(job.id).state, queue.job(job.id).detail, queue.job(job.id).progress) == (
        "cancelled",
        "somebody",
        {},
    )


def test_workers_elsewhere_know_years_and_long_names_apart(queue):
    names = ["a.th", "a.th-2566", "x" * 105 + "1", "x" * 105 + "2"]
    jobs = [put(queue, name, year=year, each=50)[0] for name in names for year in (2566, 2567)]
    made = {slug_elsewhere(job) for job in jobs}
    assert len(made) == len(jobs) and max(map(len, made)) <= 111


def test_who_finds_nothing_to_do_wakes_nobody(queue, monkeypatch):
    """Two workers that woke each other would keep a core busy for ever."""
    woken = []
    monkeypatch.setattr(queue.changed, "notify_all", lambda: woken.append(1))
    assert queue.take(quick=False) is None
    assert not woken
    put(queue, "a.th")
    assert queue.take(quick=False) and len(woken) == 2
