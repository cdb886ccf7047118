"""What the servers saw of a night: a platform that two agencies lead to is asked by all crawls together at one pace."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from auditor.nightly.agencies import Agency
from auditor.nightly.night import NightRequest, run_night
from auditor.nightly.request import JobRequest
from crawler.evidence import Store
from crawler.servers.pace import PLATFORMS
from tests.certificates import self_signed
from tests.crawler.server import Site, page, pdf, serving

TOWNS = ("127.0.0.2", "127.0.0.3")
PAUSE = PLATFORMS["google.com"]


def _files(host: str) -> dict[str, str]:
    """Address -> what a stand-in of the platform is asked for."""
    name = f"plan-{host.replace('.', '-')}"
    drive = f"/uc?export=download&id={name}-00000000000000"
    docs = f"/document/d/{name}-00000000000000/export?format=docx"
    return {
        f"https://drive.google.com/file/d/{name}-00000000000000/view": drive,
        f"https://docs.google.com/document/d/{name}-00000000000000/edit": docs,
    }


def _site(host: str) -> Site:
    links = "".join(f'<p><a href="{url}">แผนดำเนินงาน {n}</a></p>' for n, url in enumerate(_files(host)))
    return Site({"/": page(f"<h1>เทศบาลตำบลตัวอย่าง</h1>{links}")})


def test_a_platform_has_one_pace_for_all_agencies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIT_DELAY", "0")
    seen: list[tuple[float, str]] = []
    certificate = self_signed(tmp_path / "cert.pem")
    with ExitStack() as stack:
        host_map = {}
        for name in ("drive.google.com", "docs.google.com"):
            other = Site({path: pdf(host) for host in TOWNS for url, path in _files(host).items() if name in url})
            other.gate = lambda path: seen.append((time.monotonic(), path))
            stack.enter_context(serving(other, certificate=certificate))
            host_map[name] = f"127.0.0.1:{other.port}"
        sites = [stack.enter_context(serving(_site(host), address=host)) for host in TOWNS]
        both = threading.Barrier(2, timeout=60)
        for site in sites:  # both crawls run at the same time
            site.gate = lambda path: both.wait() and None if path == "/" else None
        agencies = tuple(
            Agency(f"t{n}", f"ทดลอง{n}", f"http://{TOWNS[n]}:{site.port}/") for n, site in enumerate(sites)
        )
        job = JobRequest("", "", tmp_path, 2569, host_map=host_map, pace=tmp_path / "pace", cache=tmp_path / "cache")
        found = run_night(NightRequest(agencies, tmp_path / "nights", job, jobs=2))
    assert (found.done, found.failed) == (2, 0)
    files = [path for _, path in seen if path != "/robots.txt"]
    assert set(files) == {path for host in TOWNS for path in _files(host).values()}
    times = sorted(at for at, _ in seen)
    # They leave one by one and arrive whenever a busy machine lets them: three pauses may be lost to that.
    assert len(times) == 8 and times[-1] - times[0] > (len(times) - 4) * PAUSE
    for n in range(2):
        with Store.open(tmp_path / "nights" / "agencies" / f"t{n}" / "evidence", read_only=True) as store:
            latest = store.latest()
            assert latest is not None and not any(fetch.problem for fetch in store.fetches(latest.id))
