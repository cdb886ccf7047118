"""One process reads many scanned documents, each in a child of its own: what goes wrong with one costs that one."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.extract.scan import BODY, ERRORS, FOUND
from auditor.extract.scanner import Scanner, Stopped


@pytest.fixture
def scanner() -> Iterator[Scanner]:
    made = Scanner()
    yield made
    made.kill()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / BODY).write_bytes(b"")
    return tmp_path


def test_a_document_that_ends_its_child_costs_no_other(scanner: Scanner, folder: Path) -> None:
    assert scanner.order(folder / "nowhere", "image/png", 200, [1], 60) == 1
    assert scanner.order(folder, "image/png", 200, [1], 60) == 0
    assert (folder / FOUND).read_text() == '[1, "", "none", 0.0]\n'
    assert "page 1" in (folder / ERRORS).read_text()


def test_an_order_that_takes_too_long_ends_all(scanner: Scanner, folder: Path) -> None:
    os.kill(scanner._process.pid, signal.SIGSTOP)  # or it might be quicker than this process
    with pytest.raises(Stopped, match="time limit of 0 s"):
        scanner.order(folder, "image/png", 200, [1], 0)
    with pytest.raises(ValueError, match="closed"):
        scanner.order(folder, "image/png", 200, [1], 60)


def test_a_reader_that_was_killed_is_missed(scanner: Scanner, folder: Path) -> None:
    os.kill(scanner._process.pid, signal.SIGKILL)
    with pytest.raises(Stopped, match="ended"):
        scanner.order(folder, "image/png", 200, [1], 60)
