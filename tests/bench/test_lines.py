"""Lines of the bench: how they are judged and written, and what the generated site is. Nothing is timed here."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench import record, results
from bench.order import last
from bench.plot import Curve, draw
from bench.ratio import Line, Scale
from bench.record import Measured
from bench.site import LEGACY, MENU, PAGE_BYTES, TABLE, Shape, page

LINES = [
    (Line("a", "b", (1.0, 2.0, 1.4), 1.5), "| a | b | 1.40 | 1.00–2.00 | ≤ 1.5 | met. | then, c0, 1 to 2 |"),
    (Line("a", "b", (1.6,), 1.5, note="why"), "| a | b | 1.60 |  | ≤ 1.5 | **missed.** why | then, c0, 1 to 2 |"),
    (Line("a", "b", (160.0,), 150, at_least=True), "| a | b | 160 |  | ≥ 150 | met. | then, c0, 1 to 2 |"),
    (Line("a", "b", (0.5,)), "| a | b | 0.50 |  |  |  | then, c0, 1 to 2 |"),
    (Line("a", "b", (), 1.5, note="not here"), "| a | b | – | | | not here | then, c0, 1 to 2 |"),
]


def _measured(module: str, line: Line) -> Measured:
    return Measured(module, line, "then", "c0", "1 to 2")


@pytest.mark.parametrize(("line", "row"), LINES)
def test_rows(line: Line, row: str) -> None:
    assert results._row(_measured("m", line)) == row


def test_every_module_measures() -> None:
    for name in bench.MODULES:
        assert callable(importlib.import_module(f"bench.{name}").measure)
    assert set(bench.HERE) <= set(bench.MODULES)


def test_what_cannot_be_measured_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(scale: Scale) -> Iterator[Line]:
        yield Line("first", "b", (1.0,))
        raise RuntimeError("a program ended\nwith 3")

    monkeypatch.setattr("bench.words.measure", fail)
    found = list(bench.measure("words", Scale(quick=True)))
    assert [line.name for line in found] == ["first", "words"]
    assert found[1].ratios == () and found[1].note.endswith("with 3")


def test_a_line_replaces_its_former_self_and_all_others_stay(tmp_path: Path) -> None:
    kept = [_measured("x", Line("a", "b", (2.0,))), _measured("y", Line("a", "b", (3.0,)))]
    new = [*record.stamp("y", [Line("a", "b", (4.0, 5.0))], 0.5), _measured("y", Line("c", "d", (1.0,)))]
    record.write(record.merge(kept, new, ("y", "x")), tmp_path / "results.json")
    assert record.read(tmp_path / "results.json") == [*new, kept[0]]


def test_a_module_that_fails_keeps_what_was_measured_before_until_it_is_measured() -> None:
    kept, failed = [_measured("x", Line("a", "b", (2.0,)))], [_measured("x", Line("x", record.UNMEASURED, ()))]
    with_failure = record.merge(kept, failed, ("x",))
    assert with_failure == [*kept, *failed]
    assert record.merge(with_failure, kept, ("x",)) == kept


def test_only_whole_measurements_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr(bench, "measure", lambda name, scale: [Line(name, "b", (1.0,))])
    monkeypatch.setattr(bench, "_keep", lambda lines: kept.extend(one.module for one in lines))
    for asked in (["--quick"], ["--here"], ["--only", "words", "crawl"]):
        monkeypatch.setattr("sys.argv", ["bench", *asked])
        bench.main()
    assert kept == ["words", "crawl"]


def test_a_curve_knows_its_exponent() -> None:
    squares = Curve("squares", "n", "cost", tuple((float(n), 3.0 * n * n) for n in (1, 2, 4, 8)))
    assert squares.exponent == pytest.approx(2)
    assert "exponent 2.00" in draw(squares)


def test_the_last_piece_of_evidence_decides() -> None:
    assert last(["a", "b", "c", "d"], {"a", "c"}) == 0.75
    assert last(["a", "b"], set()) == 0


@pytest.mark.parametrize("number", [0, 1, MENU, 99])
def test_generated_pages_have_the_shape_they_claim(number: int) -> None:
    body, charset = page(number, Shape(100, documents=3))
    assert PAGE_BYTES <= len(body) < 1.1 * PAGE_BYTES
    assert body.count(b"<a href=") == MENU + TABLE
    assert charset == ("windows-874" if number % LEGACY == 0 else "utf-8")
    body.decode("cp874" if number % LEGACY == 0 else "utf-8")


def test_a_terse_site_is_reached_whole_and_says_little() -> None:
    shape = Shape(MENU + 20, terse=True)
    bodies = [page(number, shape)[0] for number in range(shape.pages)]
    assert all(0.95 * PAGE_BYTES <= len(body) < 1.1 * PAGE_BYTES for body in bodies)
    assert all(f"/p{(number + 1) % shape.pages}.html".encode() in body for number, body in enumerate(bodies))
    assert max(body.count(b"<a href=") for body in bodies[1:]) < MENU
