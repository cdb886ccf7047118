"""The parsing process: reads bodies from its input, writes Documents to its output, under limits, without a network
and without the user's files.

Run as `python -m auditor.extract.worker` by auditor.extract.isolate only.
"""

from __future__ import annotations

import json
import os
import resource
import struct
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

from auditor.extract.landlock import confine
from auditor.extract.sandbox import leave_network

FRAME = struct.Struct(">IQ")
"""Lengths of the JSON header and of what follows it."""


def main() -> None:
    settings = json.loads(sys.argv[1])
    source, sink = _private_pipes()
    alone = leave_network()
    confine(Path(tempfile.gettempdir()))
    _limit(settings)
    from auditor.extract import STOPPED, codec, extract

    _send(sink, {"ready": True, "network": not alone}, b"")
    while (frame := _receive(source)) is not None:
        header, body = frame
        _allow_cpu(settings["cpu_seconds"])
        found = extract(body, header["media_type"], name=header["name"], charset=header["charset"])
        told: dict[str, object] = {"resident": _resident(), "stopped": found.detail.startswith(STOPPED)}
        _send(sink, told, codec.dump(found))


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Whatever a library prints must not reach the pipe that Documents go through."""
    source, sink = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return os.fdopen(source, "rb"), os.fdopen(sink, "wb")


def _limit(settings: dict[str, int]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (settings["memory"], settings["memory"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (settings["file_size"], settings["file_size"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow_cpu(seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _resident() -> int:
    """Bytes of memory held now; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def _receive(source: BinaryIO) -> tuple[dict[str, str], bytes] | None:
    head = source.read(FRAME.size)
    if len(head) < FRAME.size:
        return None
    sizes = FRAME.unpack(head)
    return json.loads(source.read(sizes[0])), source.read(sizes[1])


def _send(sink: BinaryIO, header: dict[str, object], body: bytes) -> None:
    encoded = json.dumps(header).encode()
    sink.write(FRAME.pack(len(encoded), len(body)) + encoded + body)
    sink.flush()


if __name__ == "__main__":
    main()
