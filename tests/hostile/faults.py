"""Audits of small made-up agencies on a network that fails at random, by seed, compared with the audit without faults.

By hand: python -m tests.hostile.faults [RUNS] [FIRST_SEED]
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from http.server import ThreadingHTTPServer
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from auditor.audit import AuditRequest, judge_store, write
from auditor.demo.pages import Answer, Site
from auditor.demo.serve import Server, _Handler, running
from auditor.gathering import hints
from auditor.proof.verify import verify
from auditor.result import Result
from auditor.rules.load import Rules, load, year_of
from crawler.request import CrawlRequest
from crawler.run import crawl
from tests.serving import SITES

AGENCIES = ("nongphai-obt", "pa-khiao")
TIMEOUT = 2.0
"""Seconds a request may take here; a slow page takes longer than that."""

AT_ONCE = 3
"""Audits that run beside each other; one with faults mostly waits."""

KINDS = ("reset", "status", "cut", "cut_chunked", "cut_plain", "empty", "slow", "drip")
HELPERS = ("/robots.txt", "/sitemap.xml")


@dataclass
class Fault:
    """What goes wrong with one target, and how often before it comes right (0: always)."""

    kind: str
    times: int = 0
    share: float = 0.5
    status: int = 500


@dataclass
class Plan:
    """The faults of one run, by target; `kills` are numbers of requests at which the crawl's process is killed."""

    seed: int
    agency: str
    faults: dict[str, Fault] = field(default_factory=dict)
    kills: tuple[int, ...] = ()

    def __str__(self) -> str:
        said = ", ".join(
            f"{t}: {f.kind}{f' {f.status}' if f.kind == 'status' else ''} x{f.times or 'always'}"
            for t, f in self.faults.items()
        )
        return f"seed {self.seed} {self.agency} kills {list(self.kills)} {said}"


def make_plan(seed: int, targets: Mapping[str, list[str]]) -> Plan:
    """A plan by its seed alone: an agency, some targets of it that fail, and perhaps kills."""
    chance = random.Random(seed)
    agency = chance.choice(sorted(targets))
    rate = chance.choice((0.03, 0.1, 0.3))
    faults = {}
    for target in sorted(targets[agency]):
        if chance.random() < rate * (0.15 if target in (*HELPERS, "/") else 1):
            faults[target] = Fault(
                chance.choice(KINDS), chance.choice((0, 0, 1, 2)), chance.uniform(0.05, 0.95),
                chance.choice((500, 502, 503, 429, 403)),
            )  # fmt: skip
    kills = tuple(chance.randrange(2, 40) for _ in range(chance.choice((0, 0, 1, 2))))
    return Plan(seed, agency, faults, kills)


class _FaultyHandler(_Handler):
    server: FaultyServer

    def do_GET(self) -> None:
        self.server.arrived()
        fault = self.server.fault(self.path)
        if fault is None:
            return super().do_GET()
        self.server.hits_of_faults += 1
        self.close_connection = True
        self._reset() if fault.kind == "reset" else getattr(self, f"_{fault.kind}")(fault)

    def _answer(self) -> Answer:
        site = self.server.site
        page = site.find(self.path)
        return site.answer(page, self.path, self.server.url) if page else Answer(404, (), b"<title>404</title>")

    def _head(self, answer: Answer, **headers: str) -> None:
        self.send_response(answer.status)
        for name, value in (*answer.headers, *headers.items(), ("Connection", "close")):
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def _status(self, fault: Fault) -> None:
        body = b"<!doctype html><title>Error</title><h1>Error</h1>"
        self._head(Answer(fault.status, (("Content-Type", "text/html"),), body), Content_Length=str(len(body)))
        self.wfile.write(body)

    def _part(self, answer: Answer, fault: Fault) -> bytes:
        """Connections do not end twice at the same byte."""
        share = random.Random(f"{fault.share}{self.server.count_all}").uniform(0.02, 0.98)
        return answer.body[: int(len(answer.body) * share)]

    def _cut(self, fault: Fault) -> None:
        answer = self._answer()
        self._head(answer, Content_Length=str(len(answer.body)))
        self.wfile.write(self._part(answer, fault))

    def _cut_chunked(self, fault: Fault) -> None:
        answer = self._answer()
        self._head(answer, Transfer_Encoding="chunked")
        part = self._part(answer, fault)
        if part:
            self.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")

    def _cut_plain(self, fault: Fault) -> None:
        """No length was promised: the end of the connection is the end of the body."""
        answer = self._answer()
        self._head(answer)
        self.wfile.write(self._part(answer, fault))

    def _empty(self, fault: Fault) -> None:
        answer = self._answer()
        self._head(answer, Content_Length="0")

    def _slow(self, fault: Fault) -> None:
        self.server.stopping.wait(TIMEOUT * 2)

    def _drip(self, fault: Fault) -> None:
        """A byte now and then: never silent, never done."""
        answer = self._answer()
        self._head(answer, Content_Length=str(len(answer.body)))
        for byte in answer.body:
            self.wfile.write(bytes((byte,)))
            if self.server.stopping.wait(0.2):
                return

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True

    def _reset_kind(self, fault: Fault) -> None:
        super()._reset()


class FaultyServer(Server):
    """A made-up agency whose answers fail as planned."""

    def __init__(self, site: Site, plan: Plan) -> None:
        ThreadingHTTPServer.__init__(self, ("127.0.0.1", 0), _FaultyHandler)
        self.site = site
        self.hits = []
        self.stopping = threading.Event()
        self.plan = plan
        self.left = {target: fault.times for target, fault in plan.faults.items()}
        self.hits_of_faults = 0
        self.count_all = 0
        self.victim: subprocess.Popen[str] | None = None
        self.kill_at = 0
        self.lock = threading.Lock()

    def fault(self, target: str) -> Fault | None:
        fault = self.plan.faults.get(target)
        if fault is None or not fault.times:
            return fault
        with self.lock:
            self.left[target] -= 1
            return fault if self.left[target] >= 0 else None

    def arrived(self) -> None:
        with self.lock:
            self.count_all += 1
            if self.victim is not None and self.count_all >= self.kill_at:
                os.kill(self.victim.pid, signal.SIGKILL)
                self.victim = None

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


@contextmanager
def serving(plan: Plan) -> Iterator[FaultyServer]:
    with running(FaultyServer(Site(SITES / plan.agency), plan)) as server:
        yield server


@cache
def _rules() -> Rules:
    return load()


def run(plan: Plan, out: Path) -> tuple[Result, FaultyServer]:
    """One audit under a plan: crawl (killed and gone on with as planned), then judge."""
    key = _key(plan.agency)
    rules = _rules()
    with serving(plan) as server:
        request = CrawlRequest(server.url + "/", out / "evidence", hints=hints(rules), timeout=TIMEOUT)
        for moment in plan.kills:
            _crawl_until_killed(request, server, moment)
        crawl(request)
    as_of = date.fromisoformat(str(key["as_of"]))
    asked = AuditRequest(url=server.url, out=out, fiscal_year=key["fiscal_year"], as_of=as_of)
    return judge_store(asked, rules, year_of(rules, key["fiscal_year"])), server


def _crawl_until_killed(request: CrawlRequest, server: FaultyServer, moment: int) -> None:
    import json

    child = subprocess.Popen(
        [sys.executable, "-m", "crawler.child"],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert child.stdin
    with server.lock:
        server.victim, server.kill_at = child, server.count_all + moment
    child.stdin.write(json.dumps(request.to_json()) + "\n")
    child.stdin.flush()
    child.wait()
    server.victim = None
    child.stdin.close()


def without_faults(agencies: tuple[str, ...] = AGENCIES) -> tuple[dict[str, list[str]], dict[str, Result]]:
    """What each agency's site is asked for when nothing fails, and what is found."""
    asked, results = {}, {}
    for agency in agencies:
        with tempfile.TemporaryDirectory() as folder:
            results[agency], server = run(Plan(0, agency), Path(folder))
            asked[agency] = sorted({hit.target for hit in server.hits})
    return asked, results


@dataclass(frozen=True)
class Violation:
    """An item that failed with faults and had another outcome (`was`) without; `passed` makes it a false fail.

    `true`: the agency's key says that it fails, so the look without faults was too careful.
    """

    plan: Plan
    item: str
    reason: str | None
    was: str
    why: str
    true: bool

    def __str__(self) -> str:
        kind = "FALSE FAIL" if self.was == "passed" else "as the key says" if self.true else "hardened"
        return f"{kind}: {self.item} {self.was} became failed {self.reason}: {self.why}"


def check(plan: Plan, clean: Result) -> tuple[list[Violation], Result]:
    """Runs a plan; the store and the result must verify."""
    with tempfile.TemporaryDirectory() as folder:
        result, _ = run(plan, Path(folder))
        write(result, Path(folder))
        found = verify(Path(folder))
        assert found.sound, (str(plan), found.lines())
    before = {item.id: item.outcome for item in clean.items}
    false = [i for i in result.items if i.outcome == "failed" and before[i.id] != "failed"]
    return [Violation(plan, i.id, i.reason, before[i.id], i.why.en, _is_true(plan.agency, i.id)) for i in false], result


def _key(agency: str) -> dict[str, Any]:
    key: dict[str, Any] = YAML(typ="safe").load((SITES / agency / "expected.yaml").read_text("utf-8"))
    return key


def _is_true(agency: str, item: str) -> bool:
    return bool(_key(agency)["items"].get(item, {}).get("outcome") == "failed")


def check_all(
    seeds: Iterable[int], known: Mapping[str, list[str]], clean: Mapping[str, Result]
) -> Iterator[tuple[Plan, list[Violation], Result]]:
    """Checks the plans of many seeds beside each other, in the order of the seeds."""
    plans = [make_plan(seed, known) for seed in seeds]
    with ProcessPoolExecutor(AT_ONCE, get_context("spawn")) as pool:
        every = pool.map(check, plans, [clean[plan.agency] for plan in plans])
        for plan, (found, result) in zip(plans, every, strict=True):
            yield plan, found, result


def main(arguments: list[str]) -> int:
    runs, first = int(arguments[0]) if arguments else 200, int(arguments[1]) if len(arguments) > 1 else 1
    every: list[Violation] = []
    for plan, found, result in check_all(range(first, first + runs), *without_faults()):
        c = result.score.counts
        print(
            f"{plan.seed} {plan.agency} faults {len(plan.faults)} kills {len(plan.kills)} {result.crawl.reach} "
            f"p{c.passed} f{c.failed} c{c.cantTell} u{c.untested}",
            flush=True,
        )
        every += found
        if found:
            print(f"  {plan}")
        for violation in found:
            print(f"  {violation}", flush=True)
    false = sum(v.was == "passed" for v in every)
    true = sum(v.true for v in every)
    print(
        f"{runs} audits, every store verified; {false} items that pass without faults failed; "
        f"{len(every) - false} undecided ones failed, {true} of them as the key says"
    )
    return 1 if false else 0


if __name__ == "__main__":
    os.environ.setdefault("OIT_DELAY", "0")
    sys.exit(main(sys.argv[1:]))
