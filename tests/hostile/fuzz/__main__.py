"""Fuzzes by coverage: python -m tests.hostile.fuzz [TARGET …] [--seconds N]. What breaks is kept in found/.

Needs atheris (requirements-fuzz.lock); `make fuzz` sees to it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LONGEST, SLOWEST, MEMORY = 4096, 20, 3000
"""Bytes of an input, seconds and megabytes that it may take."""


SMALL = (
    "DOCX, billion laughs", "DOCX, XXE", "XLSX of 17 billion cells", "ZIP slip", "ZIP in ZIP in ZIP",
    "SVG, XXE and laughs", "polyglot PDF, HTML, ZIP",
)  # fmt: skip
"""Documents to begin with."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.fuzz")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="all of them when none is named")
    parser.add_argument("--seconds", type=int, default=300, help="for each target")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        # Before the targets are imported: atheris must see their modules first.
        _fuzz(asked.one, asked.seconds)
    from tests.hostile.fuzz.targets import TARGETS

    unknown = set(asked.targets) - set(TARGETS)
    if unknown:
        parser.error(f"{', '.join(sorted(unknown))}: not one of {', '.join(TARGETS)}")
    return max(_run(name, asked.seconds) for name in asked.targets or TARGETS)


def _run(name: str, seconds: int) -> int:
    """A target in a process of its own: the fuzzer ends with what it finds."""
    command = [sys.executable, "-m", "tests.hostile.fuzz", "--one", name, "--seconds", str(seconds)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
    told = [line for line in done.stderr.splitlines() if line.startswith("Done ") or "Test unit written" in line]
    print(f"{name}: {'; '.join(told) or 'found nothing'}", flush=True)
    if done.returncode:
        print(done.stderr[-3000:], flush=True)
    return int(done.returncode != 0)


def _fuzz(name: str, seconds: int) -> None:
    import atheris

    with atheris.instrument_imports(include=["auditor", "crawler"]):
        from tests.hostile.fuzz.targets import FOUND, TARGETS

    kept = FOUND / name
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(_seeds(name)):
            Path(corpus, f"seed-{number}").write_bytes(seed[:LONGEST])
        limits = ("-report_slow_units=1000", f"-timeout={SLOWEST}", f"-rss_limit_mb={MEMORY}", f"-max_len={LONGEST}")
        run = ("-seed=2566", f"-max_total_time={seconds}", f"-artifact_prefix={kept}/", corpus, str(kept))
        atheris.Setup([sys.argv[0], *limits, *run], TARGETS[name])
        atheris.Fuzz()


def _seeds(name: str) -> list[bytes]:
    """Something of the kind to begin with."""
    rules = [path.read_bytes() for path in sorted((ROOT / "rules" / "concepts").glob("*.yaml"))[:40]]
    if name == "rules":
        return [*rules, *(part for text in rules for part in text.split(b"\n\n"))]
    if name in ("readers", "answers"):
        from tests.hostile.documents import DOCUMENTS

        made = [DOCUMENTS[each]() for each in SMALL]
        return [bytes([first]) + body for first in range(9) for body in made] if name == "readers" else made
    if name == "addresses":
        from tests.hostile.server import ODD_ADDRESSES

        return [address.encode() for address in ODD_ADDRESSES]
    lines = [line.strip(b" -") for text in rules for line in text.splitlines() if not line.isascii()]
    return lines[::7]


if __name__ == "__main__":
    sys.exit(main())
