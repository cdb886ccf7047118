"""`make demo`: serves the made-up agency on a loopback port and audits it as anyone would."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from auditor import cli
from auditor.demo.serve import serve

SITE = Path(__file__).parent / "site"
YEAR, AS_OF = "2566", "2023-05-15"


def main() -> None:
    """Audits the demo agency; with --serve only shows it."""
    parser = argparse.ArgumentParser(prog="python -m auditor.demo", description=__doc__)
    parser.add_argument("--out", default="audits/demo", help="where to write")
    parser.add_argument("--serve", action="store_true", help="only serve the site, until interrupted")
    given = parser.parse_args()
    os.environ.setdefault("OIT_DELAY", "0")
    with serve(SITE) as server:
        print(f"{server.url}/ (a made-up agency; nothing leaves this machine)")
        if given.serve:
            server.stopping.wait()
        sys.argv = ["oit", "audit", f"{server.url}/", "--year", YEAR, "--as-of", AS_OF, "--out", given.out]
        cli.main()


if __name__ == "__main__":
    main()
