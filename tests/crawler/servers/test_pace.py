"""The pace that crawls of one machine share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from crawler.servers.pace import MOST, Pace


def test_moments_are_handed_out_one_by_one_to_all(tmp_path: Path) -> None:
    paces = [Pace(tmp_path, lambda: 1000.0) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        waits = list(pool.map(lambda n: paces[n % 4].reserve("a.example", "192.0.2.1", 2.0), range(12)))
    assert sorted(waits) == [2.0 * n for n in range(12)]


def test_servers_do_not_wait_for_each_other(tmp_path: Path) -> None:
    pace = Pace(tmp_path, lambda: 5.0)
    assert [pace.reserve("a.example", f"192.0.2.{n}", 1.0) for n in (1, 2, 1)] == [0.0, 0.0, 1.0]


def test_a_platform_is_one_server_whatever_its_address(tmp_path: Path) -> None:
    pace = Pace(tmp_path, lambda: 5.0)
    waits = [pace.reserve(host, f"192.0.2.{n}", 1.0) for n, host in enumerate(("drive.google.com", "docs.google.com"))]
    assert waits == [0.0, 0.5]


@pytest.mark.parametrize("kept", [b"", b"no number", f"{1000 + MOST + 1}".encode(), b"12.5"])
def test_what_cannot_be_true_is_not_waited_for(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / "192.0.2.1").write_bytes(kept)
    assert Pace(tmp_path, lambda: 1000.0).reserve("a.example", "192.0.2.1", 1.0) == 0.0


def test_no_delay_is_no_file(tmp_path: Path) -> None:
    assert Pace(tmp_path).reserve("a.example", "127.0.0.1", 0.0) == 0.0
    assert list(tmp_path.iterdir()) == []
