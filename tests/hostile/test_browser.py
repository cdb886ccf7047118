"""What a hostile page does in the browser costs that page, by name and in bounded time; the next page is read."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field, replace

import pytest

from crawler.browser import Asked, Browser, Limits, Loaded, NotLoaded, View, program, visit
from tests.needs import needs_browser

LIMITS = Limits(idle=6.0, seconds=20.0, memory=700_000_000, requests=40, markup=200_000)
PATIENT = replace(LIMITS, idle=40.0, seconds=60.0)
"""For pages that come to rest of themselves, however slow the machine is."""
HOST = "http://agency.example/"
SECRET = "root:x:0:0"
MAGIC = b"MZ-this-must-not-reach-a-disk"
NUISANCE = """<p id=p>อ่านได้ตามปกติ</p><iframe src="file:///etc/passwd"></iframe>
<a id=a href="/program.exe" download>x</a>
<script>
const heard = () => p.append('granted');
const often = (act, pause, left = 20) => { if (left) { act(); setTimeout(often, pause, act, pause, left - 1) } };
often(() => { alert(1); confirm(2); prompt(3); window.open('/window'); window.print() }, 50);
often(() => { const w = document.createElement('a'); w.href = '/window'; w.target = '_blank'; w.click() }, 20);
often(() => { new WebSocket('ws://agency.example/s').onmessage = heard }, 50);
new WebSocket('ws://agency.example/s').onopen = heard;
new Worker(URL.createObjectURL(new Blob([`setInterval(() => {
  try { new WebSocket('ws://127.0.0.1:1/') } catch {} fetch('http://agency.example/worker') }, 200)`])));
new EventSource('/stream').onmessage = heard;
a.click();
fetch('file:///etc/passwd').then(r => r.text()).then(t => p.append(t), () => 0);
navigator.geolocation.getCurrentPosition(heard, () => 0);
Notification.requestPermission().then(x => x === 'granted' && heard());
try { navigator.mediaDevices.getUserMedia({audio: true}).then(heard, () => 0) } catch {}
document.documentElement.requestFullscreen().catch(() => 0);
onbeforeunload = e => { e.preventDefault(); return 'ไม่ไป' };
</script>"""
PAGES = {
    "plain": "<p>อ่านได้ตามปกติ</p>",
    "nuisance": NUISANCE,
    "endless loop": "<script>for (;;) {}</script>",
    "dialog loop": "<script>for (;;) alert('ข่าวดี')</script>",
    "heap": "<script>const a = []; for (;;) a.push(new Array(100000).fill(Math.random()))</script>",
    "memory": "<script>const a = []; setInterval(() => a.push(new Uint8Array(60e6).fill(7)), 20)</script>",
    "grows": "<script>setInterval(() => document.body.append('ก'.repeat(5000)), 5)</script>",
    "asks": "<p>ก</p><script>setInterval(() => fetch('/x?' + Math.random()), 2)</script>",
    "download": "<p>อ่านได้ตามปกติ</p><script>location = '/program.exe'</script>",
    "file": "<p>อ่านได้ตามปกติ</p><script>location = 'file:///etc/passwd'</script>",
    "metadata": "<p>อ่านได้ตามปกติ</p><script>location = 'http://169.254.169.254/latest/meta-data/'</script>",
    "reloads": "<p>อ่านได้ตามปกติ</p><script>setTimeout(() => location.reload(), 30)</script>",
    "redirects": "<p>อ่านได้ตามปกติ</p><script>location = '/redirects?' + Math.random()</script>",
}
NEVER_REST = {"endless loop", "dialog loop", "heap", "memory", "grows", "asks"}

pytestmark = needs_browser


@dataclass
class Trial:
    """What came of all cases: those that come to rest one by one, then those that never do, two at a time."""

    found: dict[str, View | NotLoaded] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    windows: int = 0
    killed: int = 0
    after_crash: View | NotLoaded | None = None
    after_end: View | NotLoaded | None = None


def page(body: str) -> Loaded:
    markup = f"<!doctype html><html><head><title>หน้า</title></head><body>{body}</body></html>"
    return Loaded(HOST, 200, {"content-type": "text/html; charset=utf-8"}, markup.encode())


async def open_page(browser: Browser, trial: Trial, name: str) -> View | NotLoaded:
    async def load(asked: Asked) -> Loaded:
        trial.asked.append(asked)
        if not asked.url.startswith(HOST):
            raise NotLoaded("private_address", asked.url)
        if asked.url.endswith("program.exe"):
            return Loaded(asked.url, 200, {"content-type": "application/octet-stream"}, MAGIC * 1000)
        return Loaded(asked.url, 200, page(PAGES[name]).headers, page(PAGES[name]).body)

    try:
        return await visit(browser, HOST + name.replace(" ", "-"), load)
    except NotLoaded as error:
        return error


async def _try_all() -> Trial:
    trial = Trial()
    async with Browser(PATIENT) as browser:
        for name in (name for name in PAGES if name not in NEVER_REST):
            trial.found[name] = await open_page(browser, trial, name)
        trial.windows = len(browser.windows)
    async with Browser(LIMITS) as browser:
        restless = sorted(NEVER_REST)
        found = await asyncio.gather(*(open_page(browser, trial, name) for name in restless))
        trial.found |= zip(restless, found, strict=True)
        trial.windows += len(browser.windows)
        trial.killed = browser.killed
        trial.after_crash = await _with_every_process_killed(browser, trial)
        trial.after_end = await open_page(browser, trial, "plain")
    return trial


async def _with_every_process_killed(browser: Browser, trial: Trial) -> View | NotLoaded:
    """The browser, and not only a page of it, ends while a page is looked at."""
    look = asyncio.ensure_future(open_page(browser, trial, "grows"))
    while not browser.windows:
        await asyncio.sleep(0.02)
    for pid in program.private_memory(os.getpid()):
        program.kill(pid)
    return await look


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    folder = tmp_path_factory.mktemp("browser")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder))
        done = asyncio.run(_try_all())
    left = [file for file in folder.rglob("*") if file.is_file() and MAGIC in file.read_bytes()]
    assert left == []
    return done


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_is_bounded_and_named(trial: Trial, name: str) -> None:
    found = trial.found[name]
    if name in NEVER_REST:
        said = found.problem if isinstance(found, NotLoaded) else found.unloaded.split(":")[0]
        assert said in ("browser_failed", "timeout", "page_budget")
        return
    assert isinstance(found, View), found
    assert "อ่านได้ตามปกติ" in found.html and len(found.html) <= LIMITS.markup + 100
    assert SECRET not in found.html and "ตามปกติgranted" not in found.html


def test_pages_ask_only_the_caller_and_only_so_often(trial: Trial) -> None:
    assert {asked.kind for asked in trial.asked} <= {"document", "script", "xhr", "fetch"}
    assert all(asked.url.startswith("http") for asked in trial.asked)
    assert sum("/x?" in asked.url for asked in trial.asked) <= LIMITS.requests
    assert sum("/redirects" in asked.url for asked in trial.asked) <= 4
    assert sum("/reloads" in asked.url for asked in trial.asked) <= 4
    assert [asked.url for asked in trial.asked if asked.url.endswith("/window")] == []


def test_no_window_is_left_open(trial: Trial) -> None:
    assert trial.windows == 0


def test_the_greedy_page_is_ended_by_the_watch(trial: Trial) -> None:
    assert trial.killed >= 1


def test_a_browser_that_ends_costs_its_page_and_is_started_anew(trial: Trial) -> None:
    assert isinstance(trial.after_crash, NotLoaded) and trial.after_crash.problem == "browser_failed"
    assert isinstance(trial.after_end, View) and "อ่านได้ตามปกติ" in trial.after_end.html
