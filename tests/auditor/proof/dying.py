"""Ends its own process with SIGKILL at the n-th step that matters: before or after a write, inside a transaction.

python -m tests.auditor.proof.dying N crawl        request as JSON on stdin
python -m tests.auditor.proof.dying N judge DIR    judges the store in DIR and writes result.json
"""

from __future__ import annotations

import os
import pathlib
import signal
import sys
from collections.abc import Callable
from datetime import date
from typing import Any


class Countdown:
    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: Any, name: str) -> None:
        """A step before the call and one after it."""
        inner: Callable[..., Any] = getattr(owner, name)

        def wrapped(*given: Any, **named: Any) -> Any:
            self.step()
            made = inner(*given, **named)
            self.step()
            return made

        setattr(owner, name, wrapped)


def arm(steps: int) -> None:
    from crawler.evidence.journal import Journal

    count = Countdown(steps)
    count.around(os, "fsync")
    count.around(pathlib.Path, "replace")
    count.around(Journal, "add_fetch")
    count.around(Journal, "finish_state")


def main() -> None:
    steps, what = int(sys.argv[1]), sys.argv[2]
    if what == "crawl":
        from crawler.child import main as crawl

        arm(steps)
        crawl()
        sys.stdout.flush()
        os._exit(0)
    from auditor import audit
    from auditor.rules.load import load, year_of

    out = pathlib.Path(sys.argv[3])
    rules = load()
    arm(steps)
    result = audit.judge_store(audit.AuditRequest("", out, as_of=date(2023, 6, 15)), rules, year_of(rules, 2566))
    audit.write(result, out)


if __name__ == "__main__":
    main()
