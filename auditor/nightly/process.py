"""`python -m auditor.nightly.process`: a job in a process of its own. Request as JSON on stdin, JSON lines on stdout.

The parent keeps stdin open; when it closes, this process and all it started end.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
import threading
from typing import Any

from auditor.nightly.job import perform
from auditor.nightly.request import JobRequest, Limits
from crawler.run import Start, start_child

_PR_SET_PDEATHSIG = 1
_LEAST_SPACE = 4_000_000_000
"""Address space is not memory: libraries map far more than they use. The parent watches what is resident."""


def main(start: Start = start_child) -> int:
    """`start`: how crawler.child is started."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    _die_with_parent()
    request = JobRequest.from_json(json.loads(sys.stdin.readline()))
    threading.Thread(target=_watch_parent, daemon=True).start()
    _limit(request.limits)
    if request.cache is not None:
        os.environ["OIT_CACHE"] = str(request.cache)
    if request.shared_cache:
        _share(request.shared_cache)
    outcome = perform(request, lambda p: _say({"progress": p.to_json()}), start)
    _say({"outcome": outcome.to_json()})
    return 0


def _die_with_parent() -> None:
    try:
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    except (OSError, AttributeError):
        return  # not Linux: the watch on stdin is left


def _watch_parent() -> None:
    while sys.stdin.read(4096):
        pass
    os.killpg(0, signal.SIGKILL) if os.getpgrp() == os.getpid() else os._exit(130)


def _limit(limits: Limits) -> None:
    """Soft limits per process, so that the parsing process and the browser may set their own."""
    for what, most in (
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_AS, max(4 * limits.memory, _LEAST_SPACE)),
    ):
        _, hard = resource.getrlimit(what)
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(what, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _share(address: str) -> None:
    """Opened before anything of the site is touched; no process started after this one is handed the store's keys."""
    from auditor.extract.shelf import open_shelf

    os.environ["OIT_CACHE_SHARED"] = address
    open_shelf(address)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)
