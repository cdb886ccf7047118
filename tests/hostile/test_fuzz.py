"""Whatever text or bytes come in, the pure parts answer with a value; runs are bounded and always the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from auditor import period, thai
from auditor.extract import extract
from auditor.extract.pdfium import without_echo
from auditor.rules.load import load
from crawler import urls
from crawler.markup import bounded
from crawler.robots import read_robots
from crawler.sitemap import read_sitemap
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


@few
@given(ANY)
def test_normaliser_settles(text: str) -> None:
    once = thai.normalise(text)
    assert thai.normalise(once) == once


@few
@given(ANY, ANY)
def test_date_reader(title: str, heading: str) -> None:
    found = period.read({"title": title, "heading": heading})
    assert found.fiscal_year is None or 2400 <= found.fiscal_year <= 2700


@few
@given(ANY, st.sampled_from(["http://a.go.th/", "https://ก.ไทย/ข?ค=1"]))
@example(ODD_ADDRESSES[5], "http://a.go.th/")
def test_canonical_address_is_canonical(href: str, base: str) -> None:
    found = urls.canonical(href, base)
    if found is not None:
        assert found.startswith(("http://", "https://")) and found.isascii() and len(found) <= urls.MAX_LENGTH
        assert urls.canonical(found, base) == found


@few
@given(MARKUP)
def test_html(markup: str) -> None:
    assert extract(markup.encode("utf-8", "replace"), "text/html").problem != "crashed"
    assert extract(markup.encode("utf-8", "replace"), "text/html").detail.find("parsing stopped") < 0
    assert isinstance(bounded(markup), str)


@few
@given(ANY)
def test_repair_of_pdf_text(text: str) -> None:
    assert len(thai.repair(text)) <= 2 * len(text) + 2
    assert len(without_echo(text)) <= len(text)


@few
@given(st.binary(max_size=300))
def test_robots_and_sitemaps(body: bytes) -> None:
    read_robots(200, body).allows("http://a.go.th/")
    read_sitemap(b"<urlset>" + body)


FIELDS = st.sampled_from(["id", "name", "look", "criteria", "evidence", "advice", "match", "th"])
RULES = st.recursive(
    st.none() | st.integers() | THAI,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=4),
)


@few
@given(RULES)
def test_rule_loader_refuses_in_words(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "concepts").mkdir()
    (folder / "years").mkdir()
    with (folder / "concepts" / "odd.yaml").open("w", encoding="utf-8") as file:
        YAML().dump(value, file)
    with pytest.raises(Exception) as refused:
        load(folder)
    assert type(refused.value).__name__ == "RuleError"
