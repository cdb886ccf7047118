"""What a second night costs against the first, by bench.nightly: made-up agencies on loopback, without a pace."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.nightly import Asked
from bench.nightly import measure as nights
from bench.ratio import Line, Scale

AIM = 0.15


def measure(scale: Scale) -> Iterator[Line]:
    """CPU of an agency where nothing changed against its first night, and bytes of all."""
    asked = Asked(agencies=scale(6, 12), filler=24, huge=scale(40, 80), delay=0, jobs=2, kills=0)
    with tempfile.TemporaryDirectory() as folder:
        first, second, *_ = nights(Path(folder), asked)
    note = (
        f"{asked.agencies} agencies of some {asked.filler + 6} addresses; CPU s a job {first['judged_cpu']:.2f} "
        f"and {second['reused_cpu']:.2f}; {second['requests']} of {first['requests']} requests"
    )
    share = second["reused_cpu"] / first["judged_cpu"]
    yield Line("second night of an unchanged agency, CPU", "its first night", (share,), AIM, note=note)
    yield Line("second night, bytes of bodies", "the first night", (second["bytes"] / first["bytes"],), AIM)
