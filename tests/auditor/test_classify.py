"""The recogniser on small invented concepts: fields, weights, near misses, spelling, speed-independent behaviour."""

from __future__ import annotations

from typing import Any

import pytest

from auditor import thai
from auditor.classify import THRESHOLD, Recogniser, Recognition, address_hints, hints
from auditor.classify.wording import Rewording
from auditor.rules.load import load
from auditor.rules.schema import Concept


def concept(name: str, evidence: str = "document", **look: Any) -> Concept:
    text = {"th": name, "en": name}
    return Concept.model_validate(
        {"concept": name, "name": text, "evidence": evidence, "look": look, "advice": {"text": text}}
    )


CONCEPTS = {
    c.concept: c
    for c in (
        concept(
            "plan",
            strong=[["แผน", "จัดซื้อจัดจ้าง"]],
            never=["รายงานผล"],
            body=["คาดว่าจะประกาศ", "รหัสแผน"],
            address=["procplan"],
        ),
        concept("notices", "page", strong=[["ประกาศ", "จัดซื้อจัดจ้าง"]], exact=["จัดซื้อจัดจ้าง"]),
        concept("monthly", strong=[["สรุปผล", "จัดซื้อจัดจ้าง"]]),
        concept("yearly", strong=[["รายงานสรุปผล", "จัดซื้อจัดจ้าง"]]),
        concept("hub", "page", strong=["ita"], address=["ita"]),
        concept("social", "link", strong=["facebook"], address=["facebook.com"]),
        concept("strategy", weak=["ยุทธศาสตร์", "แผนพัฒนา"], body=["วิสัยทัศน์"], address=["strategic"]),
        concept("news", "page", strong=["ข่าว"]),
        concept("laws", "page", strong=["กฎหมายที่เกี่ยวข้อง"]),
    )
}
WORDS = load().words
RECOGNISER = Recogniser(CONCEPTS, WORDS)
REWORDED = Rewording(WORDS)


def best(**fields: str) -> str:
    found = RECOGNISER.recognise(fields)
    return found[0].concept if found else ""


def score(name: str, **fields: str) -> float:
    return next((r.score for r in RECOGNISER.weigh(fields) if r.concept == name), 0.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("แผนการจัดซื้อจัดจ้าง", "plan"),
        ("แผนปฏิบัติการ ประจำปี การจัดซื้อจัดจ้าง", "plan"),
        ("รายงานผลตามแผนการจัดซื้อจัดจ้าง", ""),
        ("จัดซื้อจัดจ้าง", "notices"),
        ("7. จัดซื้อจัดจ้าง ปี 2566", "notices"),
        ("ระเบียบจัดซื้อจัดจ้างภาครัฐ", ""),
        ("สรุปผลการจัดซื้อจัดจ้าง", "monthly"),
        ("รายงานสรุปผลการจัดซื้อจัดจ้าง", "yearly"),
        ("ITA2566", "hub"),
        ("digital capital", ""),
        ("กฏหมายที่เกี่ยวข้อง", "laws"),
        ("กฎหมายที่เกียวข้อง", "laws"),
        ("แผนการจัดซือจัดจ้าง", "plan"),
        ("N o  I T A", ""),
        ("i t a x", ""),
        ("ก ฎ ห ม า ย ที่ เ กี่ ย ว ข้ อ ง", "laws"),
        ("", ""),
    ],
)
def test_a_label(text: str, expected: str) -> None:
    assert best(link_text=text) == expected


def test_the_longer_phrase_wins_and_says_over_what() -> None:
    weighed = {r.concept: r for r in RECOGNISER.weigh({"link_text": "รายงานสรุปผลการจัดซื้อจัดจ้าง"})}
    assert weighed["yearly"].score > THRESHOLD > weighed["monthly"].score
    assert weighed["monthly"].against and "yearly" in weighed["monthly"].against[0]


def test_a_short_thai_word_must_be_a_word() -> None:
    short = Recogniser({"short": concept("short", strong=["แผน"])})
    assert short.recognise({"link_text": "แผน"}) != () != short.recognise({"link_text": "ดูแผน"})
    assert short.recognise({"link_text": "แผนกช่าง"}) == ()


def test_one_weak_word_needs_support() -> None:
    assert best(link_text="ยุทธศาสตร์") == ""
    assert best(link_text="ยุทธศาสตร์และแผนพัฒนา") == "strategy"
    assert best(link_text="ยุทธศาสตร์", address="/strategic/1") == "strategy"
    assert best(link_text="ยุทธศาสตร์", body="วิสัยทัศน์ของเรา") == "strategy"


def test_what_names_a_thing_weighs_more_than_where_it_stands() -> None:
    plan = "แผนการจัดซื้อจัดจ้าง"
    weights = [score("plan", **{field: plan}) for field in ("link_text", "title", "heading", "file_name", "context")]
    assert weights == sorted(weights, reverse=True) and len(set(weights)) == len(weights)
    assert score("plan", context=plan, link_text="สรุปผลการจัดซื้อจัดจ้าง") < THRESHOLD < score("plan", context=plan)


def test_a_near_miss_in_the_own_name_silences_the_surroundings() -> None:
    assert score("plan", context="แผนการจัดซื้อจัดจ้าง", link_text="รายงานผลประจำไตรมาส") < THRESHOLD
    assert best(context="แผนการจัดซื้อจัดจ้าง", link_text="ไตรมาสที่ 1") == "plan"


def test_an_address_supports_and_for_a_link_says_it() -> None:
    assert best(address="https://example.go.th/procplan/1") == ""
    assert best(address="https://www.facebook.com/somepage") == "social"
    assert best(address="https://example.go.th/capital") == ""
    assert score("plan", link_text="แผนการจัดซื้อจัดจ้าง", address="/procplan") > score("plan", link_text="แผนการจัดซื้อจัดจ้าง")


def test_a_body_names_only_what_it_opens_with() -> None:
    opening, rest = "แผนการจัดซื้อจัดจ้าง\nรหัสแผน 1 คาดว่าจะประกาศ มีนาคม", "ข้อความอื่น " * 200
    assert best(body=opening) == "plan"
    assert best(body=rest + opening) == ""
    assert best(body="แผนการจัดซื้อจัดจ้าง " + rest) == ""


def test_item_numbers_count_only_with_the_year() -> None:
    fields = {"link_text": "O18 ยุทธศาสตร์"}
    without = RECOGNISER.weigh(fields)[0].score
    assert RECOGNISER.weigh(fields, {"o18": "strategy"})[0].score > without
    assert RECOGNISER.recognise({"link_text": "O18"}, {"o18": "strategy"}) == ()


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValueError, match="linktext"):
        RECOGNISER.recognise({"linktext": "ITA"})


def test_breadcrumb_is_context() -> None:
    assert score("plan", breadcrumb="แผนการจัดซื้อจัดจ้าง") == score("plan", context="แผนการจัดซื้อจัดจ้าง") > 0


def test_explain_reads_a_line_as_a_label_and_more_as_a_text() -> None:
    told = RECOGNISER.explain("แผนการจัดซื้อจัดจ้าง")
    first = told["concepts"][0]
    assert first["concept"] == "plan" and first["because"] and 0 < first["score"] <= 1
    assert RECOGNISER.explain("แผนการจัดซื้อจัดจ้าง\nรหัสแผน 1")["concepts"][0]["because"][0]["field"] == "title"
    assert RECOGNISER.explain("สวัสดี") == {"concepts": [], "rejected": []}
    assert RECOGNISER.explain(" \n ") == {"concepts": [], "rejected": []}
    assert RECOGNISER.explain("รายงานผลตามแผนการจัดซื้อจัดจ้าง")["rejected"][0]["against"]


def test_the_order_of_concepts_does_not_matter() -> None:
    turned = Recogniser(dict(reversed(CONCEPTS.items())))
    texts = ["รายงานสรุปผลการจัดซื้อจัดจ้าง", "ข่าวประกาศจัดซื้อจัดจ้าง ITA", "ยุทธศาสตร์"]
    assert [turned.recognise({"title": t}) for t in texts] == [RECOGNISER.recognise({"title": t}) for t in texts]


def test_scores_are_shares_and_come_best_first() -> None:
    found: tuple[Recognition, ...] = RECOGNISER.recognise(
        {"link_text": "ข่าว ประกาศจัดซื้อจัดจ้าง ITA", "title": "ITA", "body": "ITA แผนการจัดซื้อจัดจ้าง รหัสแผน"}
    )
    assert [r.score for r in found] == sorted((r.score for r in found), reverse=True)
    assert all(THRESHOLD <= r.score <= 1 for r in found) and found[0].concept == "hub"


def test_hints_are_normalised_and_tagged() -> None:
    told = hints(CONCEPTS)
    assert ("กฎหมายที่เกี่ยวข้อง", 1.0, "laws") in told
    assert ("จัดซื้อจัดจ้าง", 1.0, "notices") in told and ("จัดซื้อจัดจ้าง", 0.5, "plan") in told
    assert all(phrase and 0 < weight <= 1 and tag in CONCEPTS for phrase, weight, tag in told)
    assert ("procplan", 0.5, "plan") in address_hints(CONCEPTS)


def test_no_concepts_at_all() -> None:
    assert Recogniser({}).recognise({"link_text": "ITA", "body": "ข้อความ"}) == ()


def test_link_called_by_its_files_name_says_it_once() -> None:
    name = "ยุทธศาสตร์น้ำ.pdf"
    assert not RECOGNISER.recognise({"link_text": name, "file_name": name})
    assert RECOGNISER.recognise({"link_text": "ยุทธศาสตร์น้ำ", "file_name": "ยุทธศาสตร์.pdf"})[0].concept == "strategy"


EVERYDAY = {
    "ติดตามแผนกันโกงครึ่งปี 66": "ติดตามแผนป้องกันการทุจริต6เดือน 66",
    "ความพึงพอใจ ปีที่แล้ว": "ความพึงพอใจประจำปี",
    "ใช้งบประมาณ": "ใช้จ่ายงบประมาณ",
    "แผนพัฒนา": "แผนพัฒนา",
}


@pytest.mark.parametrize(("said", "formal"), EVERYDAY.items())
def test_everyday_words_are_said_in_those_of_the_handbook(said: str, formal: str) -> None:
    assert REWORDED(thai.normalise(said)) == thai.normalise(formal)


def test_latin_words_are_read_only_as_those_of_a_file_name() -> None:
    assert REWORDED("khumue_patibatngan.pdf", names_file=True).startswith("คู่มือปฏิบัติงาน")
    assert REWORDED("announcement of no gift policy") == "announcement of no gift policy"


def test_what_only_everyday_words_name_is_named_less_surely() -> None:
    formal, plain = (RECOGNISER.recognise({"link_text": f"{word} 2566"}) for word in ("จัดซื้อจัดจ้าง", "ซื้อจ้าง"))
    assert formal[0].concept == plain[0].concept
    assert formal[0].score > plain[0].score
