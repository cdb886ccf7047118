"""What reads strangers' bytes reaches no network where the kernel lets it go without; elsewhere it is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.extract import sandbox

WHERE = "import os; print(os.readlink('/proc/self/ns/net'))"
CONNECT = "import socket; socket.create_connection(('127.0.0.1', {port}), 5)"


def _run(code: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).resolve().parents[3]
    environment = {**os.environ, "PYTHONPATH": str(root), "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)


def test_the_reader_of_scans_leaves_the_network_as_the_parser_does(tmp_path: Path) -> None:
    (tmp_path / "body").write_bytes(b"")
    done = _run(f"from auditor.extract import scan; scan.main(['{tmp_path}/body', 'image/png', '200']); {WHERE}")
    assert done.returncode == 0, done.stderr
    moved = done.stdout.strip() != os.readlink("/proc/self/ns/net")
    assert moved == (sandbox.isolation() == "no network")


def test_nothing_answers_from_inside() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        connect = CONNECT.format(port=server.getsockname()[1])
        assert _run(connect).returncode == 0
        inside = _run(f"from auditor.extract.sandbox import leave_network; assert leave_network(); {connect}")
    if sandbox.isolation() == "no network":
        assert inside.returncode != 0 and "OSError" in inside.stderr


def test_a_kernel_that_forbids_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert sandbox.isolation() == "network"
