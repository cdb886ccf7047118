"""`oit serve --broker`: jobs done by a worker elsewhere, also while the server is dead; each year and claim its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.auditor.fleet.machines import Machine, wait_for_any
from tests.auditor.fleet.place import WORKER, Place
from tests.auditor.serve.offices import Client
from tests.auditor.serve.test_restart import follow
from tests.serving import serve_pages

HOME = "<title>เทศบาลตำบลบึงตัวอย่าง</title><a href='/contact'>ติดต่อเรา</a>"
SITE = {"/": {"text": HOME}, "/contact": {"text": "<h1>ติดต่อเรา</h1><p>โทรศัพท์ 0-0000-0001</p>", "wait": "contact"}}

pytestmark = [pytest.mark.prove, pytest.mark.timeout(600)]


def server(place: Place, data: Path) -> Machine:
    words = ("--port", "0", "--as-of", "2023-05-15", "--broker", place.broker, "--store", place.store)
    return Machine("serve", "--data", str(data), *words, environment=WORKER)


def client(machine: Machine) -> Client:
    return Client(machine.wait_for("http://").split()[0])


def test_a_worker_does_it_and_a_killed_server_collects_it(place: Place, tmp_path: Path) -> None:
    with serve_pages(SITE) as site, place.worker() as worker:
        with server(place, tmp_path) as machine:
            asked = {"url": site.url, "year": 2566}
            job = client(machine).json("POST", "/api/v1/audits", asked).json["job"]
            worker.wait_for(": started")
            machine.kill()
        site.release("contact")
        worker.wait_for(": done")
        with server(place, tmp_path) as machine:
            asking = client(machine)
            assert b"event: end" in follow(asking, job["id"], until=b"event: end")
            assert asking.json("GET", f"/api/v1/jobs/{job['id']}").json["state"] == "done"
            path = f"/api/v1/audits/{job['slug']}/2566"
            assert asking.json("GET", path).json["agency"]["name"] == "เทศบาลตำบลบึงตัวอย่าง"
            assert site.count("/contact") == 1
            for _ in range(2):  # the second list is judged too, not taken for the first
                sent = asking.json("POST", f"{path}/claims", {"claims": {"O5": [f"{site.url}contact"]}}).json["job"]
                assert b"event: end" in follow(asking, sent["id"], until=b"event: end")
            items = asking.json("GET", path).json["items"]
            assert next(i for i in items if i["id"] == "O5")["claims"][0]["url"] == f"{site.url}contact"
            wait_for_any([worker], ": done", times=3)  # the store knows it a moment before it is said
            assert len(worker.saying(": done")) == 3
