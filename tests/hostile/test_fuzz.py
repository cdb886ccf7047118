"""Whatever text or bytes come in, the pure parts answer with a value; runs are bounded and always the same."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.hostile.fuzz import targets
from tests.hostile.fuzz.targets import FOUND, PURE, TARGETS
from tests.hostile.server import ODD_ADDRESSES

few = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
THAI = st.text(st.sampled_from("กขคงเแโใไำ่้๊๋็์ิีึืุู๐๑๒๕๖๗ฯๆ /.-0123456789พศปีงบประมาณ\u200b\u0e4d\ufeff\x00"), max_size=60)
ANY = st.text(max_size=120) | THAI
MARKUP = st.lists(
    st.sampled_from(
        ["<table>", "<tr>", "<td colspan=9999>", "<a href='//x'>", "<ul><li>", "</table>", "<form>", "<!--"]
    )
    | ANY,
    max_size=30,
).map("".join)
FIELDS = st.sampled_from(["id", "name", "look", "criteria", "evidence", "advice", "match", "th"])
RULES = st.recursive(
    st.none() | st.integers() | THAI,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=4),
)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


@few
@given(ANY)
def test_normaliser_settles(text: str) -> None:
    targets.normaliser(_bytes(text))


@few
@given(ANY, ANY)
def test_date_reader(title: str, heading: str) -> None:
    targets.dates(_bytes(f"{title}\n{heading}"))


@few
@given(ANY)
@example(ODD_ADDRESSES[5])
def test_canonical_address_is_canonical(href: str) -> None:
    targets.addresses(_bytes(href))


@few
@given(MARKUP)
def test_html(markup: str) -> None:
    targets.readers(b"\0" + _bytes(markup))


@few
@given(st.integers(1, len(PURE) - 1), st.binary(max_size=300))
def test_other_formats(kind: int, body: bytes) -> None:
    targets.readers(bytes([kind]) + body)


@few
@given(ANY)
def test_repair_of_text(text: str) -> None:
    targets.repair(_bytes(text))


@few
@given(st.binary(max_size=300))
def test_what_the_crawler_parses(body: bytes) -> None:
    targets.answers(body)


@few
@given(RULES)
def test_rule_loader_refuses_in_words(value: object) -> None:
    out = io.StringIO()
    YAML().dump(value, out)
    targets.rules(_bytes(out.getvalue()))


@pytest.mark.parametrize("case", sorted(FOUND.glob("*/*")), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_stays_mended(case: Path) -> None:
    TARGETS[case.parent.name](case.read_bytes())
