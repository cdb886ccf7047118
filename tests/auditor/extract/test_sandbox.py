"""What reads strangers' bytes reaches no network and no other files where the kernel helps; elsewhere it is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.extract import landlock, sandbox
from auditor.extract.isolate import IsolatedExtractor
from tests.auditor.extract import printing
from tests.needs import needs_office

WHERE = "import os; print(os.readlink('/proc/self/ns/net'))"
CONNECT = "import socket; socket.create_connection(('127.0.0.1', {port}), 5)"

FILES = """
import sys
from pathlib import Path
from auditor.extract.landlock import confine
own, beside = map(Path, sys.argv[1:])
confined = confine(own)
def tried(do):
    try:
        return bool(do())
    except OSError:
        return False
print(*map(tried, (
    lambda: (beside / "secret").read_text(), lambda: list(beside.iterdir()), lambda: (beside / "new").write_text("x"),
    lambda: (beside / "secret").rename(own / "secret"), lambda: (beside / "new").mkdir() is None,
    lambda: Path("/proc/1/environ").read_bytes(), lambda: Path("/etc/hosts").read_text(),
)), (own / "new").write_text("x") == 1)
"""


def _run(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).resolve().parents[3]
    environment = {**os.environ, "PYTHONPATH": str(root), "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, env=environment, check=False
    )


def test_the_reader_of_scans_leaves_the_network_as_the_parser_does(tmp_path: Path) -> None:
    (tmp_path / "body").write_bytes(b"")
    done = _run(f"from auditor.extract.scan import *; read_all(Path('{tmp_path}'), 'image/png', 200, []); {WHERE}")
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


def test_files_of_others_are_out_of_reach(tmp_path: Path) -> None:
    own, beside = tmp_path / "own", tmp_path / "beside"
    own.mkdir()
    beside.mkdir()
    (beside / "secret").write_text("x")
    done = _run(FILES, own, beside)
    assert done.returncode == 0, done.stderr
    if landlock.is_there():
        assert done.stdout.split() == ["False"] * 7 + ["True"]
        assert (beside / "secret").read_text() == "x"


@needs_office
def test_a_converter_finds_what_it_needs_inside(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("คำสั่งเทศบาลตำบลตัวอย่าง เรื่อง แผนปฏิบัติการป้องกันการทุจริต\n" * 9, "utf-8")
    body = printing.by_office(tmp_path, ["a.txt"], "doc")["a"]
    with IsolatedExtractor() as extractor:
        found = extractor.extract(body)
    assert (found.problem, found.detail) == (None, "read by soffice")
    assert "แผนปฏิบัติการป้องกันการทุจริต" in found.text
