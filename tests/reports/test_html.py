"""The report's markup: every state, hostile text, size, links, policy. What needs a browser is in test_browser."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from auditor.result import Accuracy, ClaimResult, DecisionResult, ItemResult, Text
from reports.formats import FORMATS, Options
from reports.html import SIZE_LIMIT, points, render, span
from tests.reports import sample as s
from tests.reports.golden import check

STATES = [s.sample, s.not_due, s.unverified, s.draft, s.blocked, s.small]
VOID = {"meta", "br", "input", "img", "link", "hr"}


class Page(HTMLParser):
    """Elements and attributes, failing on tags that do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        assert self._open == [], self._open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open and self._open[-1] == tag, (tag, self._open[-5:], self.getpos())
        self._open.pop()

    def handle_data(self, data):
        if not self._open or self._open[-1] not in ("script", "style"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.mark.parametrize("made", STATES)
@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_state_in_both_languages(made, lang):
    page = Page(render(made(), lang=lang))
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    inside = [a["href"][1:] for t, a in page.elements if t == "a" and (a.get("href") or "").startswith("#")]
    assert set(inside) <= set(ids)


@pytest.mark.parametrize("made", [*STATES, s.hostile])
def test_nothing_comes_from_outside(made):
    text = render(made())
    for tag, attributes in Page(text).elements:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "video", "audio", "form") or (
            tag == "form" and "action" not in attributes
        )
        assert not {"src", "srcset", "style", "ping", "background"} & attributes.keys(), (tag, attributes)
        assert not [a for a in attributes if a.startswith("on")], (tag, attributes)
    assert "@import" not in text
    assert not re.search(r"url\((?!#hatch)", text)
    assert any((a.get("content") or "").startswith("default-src 'none'") for _, a in Page(text).elements)


def test_links_out_are_safe():
    for _, a in Page(render(s.hostile())).elements:
        target = a.get("href")
        if target and not target.startswith("#"):
            assert re.match(r"https?://", target)
            assert a["rel"] == "noopener noreferrer"
            assert a["referrerpolicy"] == "no-referrer"


def test_hostile_text_is_text():
    text = render(s.hostile())
    page = Page(text)
    assert [t for t, _ in page.elements].count("script") == 1
    assert "<script>document.title='owned'</script>" in page.text
    assert "{{ 7*7 }}" in page.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]", text)


def test_long_titles_are_shortened_and_reachable():
    page = Page(render(s.hostile()))
    long = [w for w in page.words if w.startswith("ยาว" * 10)]
    assert long
    assert max(map(len, long)) < 1000
    assert any(len(a.get("title") or "") == 4000 for _, a in page.elements)


@pytest.mark.parametrize("made", [s.sample, s.hostile])
def test_size(made):
    text = render(made())
    assert len(text.encode()) <= SIZE_LIMIT
    assert "รายงานนี้ย่อรายการหลักฐาน" not in text


def test_a_large_site_is_shortened_keeps_every_item_and_says_so():
    text = render(s.huge())
    assert len(text.encode()) <= SIZE_LIMIT
    page = Page(text)
    assert sum(t == "details" and "item" in (a.get("class") or "").split() for t, a in page.elements) == 43
    assert "รายงานนี้ย่อรายการหลักฐาน" in page.text


@pytest.mark.parametrize(
    ("made", "says", "never"),
    [
        (s.sample, ["ตรวจย้อนหลัง", "64.62", "80.62", "ผ่าน 29 จาก 43 ข้อ", "ร้อยละ 40", "ทุกข้อถึงกำหนดแล้ว"], ["ร่าง:"]),
        (
            s.not_due,
            ["พร้อมแล้ว 34 ข้อ · ต้องแก้ตอนนี้ 1 ข้อ · ยังไม่ถึงกำหนด 7 ข้อ", "ตั้งแต่ 1 เมษายน 2570", "O12 O16 O21 O37"],
            ["ตรวจย้อนหลัง"],
        ),
        (s.unverified, ["ผ่าน 18 จาก 26 ข้อ", "ยังไม่มีสูตรคะแนน"], ["คะแนน OIT อยู่ระหว่าง", "จากคะแนนเต็ม"]),
        (s.draft, ["ร่าง: เกณฑ์ปี 2571 ยังไม่ใช่เกณฑ์ของ ป.ป.ช."], ["ตรวจย้อนหลัง"]),
        (s.blocked, ["เปิดหน้าแรกของเว็บไซต์ไม่ได้", "robots.txt"], ["จากคะแนนเต็ม 100", "ต้องแก้ 43"]),
    ],
)
def test_each_state_says_what_it_must(made, says, never):
    text = Page(render(made())).text
    for words in says:
        assert words in text, words
    for words in never:
        assert words not in text, words
    assert "ไม่ใช่ผลการประเมินของสำนักงาน ป.ป.ช." in text


def test_the_draft_is_named_on_every_printed_page():
    heads = re.search(r"@page\{@top-left\{content:\"([^\"]*)\"\}@top-right\{content:\"([^\"]*)\"", render(s.draft()))
    assert heads and "ร่าง" in heads[1] and "ไม่ใช่ผลการประเมินของ ป.ป.ช." in heads[2]


def test_advice_is_in_the_readers_language():
    text = Page(render(s.sample(), lang="en")).text
    for words in ("Publish it on the same page", "there were no complaints of corruption", "Chief clerk's office"):
        assert words in text, words
    assert "เผยแพร่ในหน้าเดิม" not in text
    # What is to be published stays Thai, and so does the name that the law gives the item
    assert "ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ" in text and "ประกาศเจตนารมณ์" in text


def test_a_reason_is_said_once():
    assert Page(render(s.build([_depending()]))).text.count("ยังไม่ตรวจ เพราะยังไม่มีเอกสาร") == 1


def _depending() -> ItemResult:
    """An item of which nothing is published: each element says the same."""
    item = s.item(next(r for r in s.rows() if r.id == "O12"), s.FATES["O12"])
    why = Text(th="ยังไม่ตรวจ เพราะยังไม่มีเอกสารที่ต้องใช้ตรวจ", en="not looked at: the document is not there")
    left = {"outcome": "inapplicable", "reason": "depends", "why": why, "citations": []}
    return item.model_copy(update={"criteria": [item.criteria[0], *(c.model_copy(update=left) for c in item.criteria)]})


def test_sub_indicators_without_numbers_are_named_once():
    made = s.small()
    name = "แผนการดำเนินงานและงบประมาณ"
    subs = [x.model_copy(update={"id": name, "name": Text(th=name, en="Plans")}) for x in made.score.sub_indicators[:1]]
    items = [i.model_copy(update={"sub_indicator": name}) for i in made.items]
    score = made.score.model_copy(update={"sub_indicators": subs})
    text = Page(render(made.model_copy(update={"items": items, "score": score}))).text
    assert name in text and "แผนการดำเน…" not in text and f"{name} {name}" not in text


def test_the_running_foot_cannot_be_left():
    style = re.search(r"<style>(.*?)</style>", render(s.hostile()), re.S)
    assert style and "<" not in style[1].split("@page{@top-right")[1]


@pytest.mark.parametrize(
    ("accuracy", "says"),
    [
        (None, "ยังไม่เคยเทียบกับผลของผู้ตรวจ"),
        (Accuracy(precision=0.955, recall=None, n=812, measured_on="ชุดรวม"), "ถูก 96 % · หาเจอ ไม่ทราบ % (812 ตัวอย่าง)"),
    ],
)
def test_accuracy(accuracy, says):
    text = Page(render(s.sample(), accuracy=accuracy)).text
    assert says in text
    assert "ถูก 97 % · หาเจอ 91 % ของที่มีจริง" in text


def test_a_question_opens_its_page():
    page = Page(render(s.small()))
    assert "ในภาพมีลายมือชื่อของนายกเทศมนตรีหรือไม่" in page.text
    buttons = [a for _, a in page.elements if a.get("class") == "button"]
    assert [b["href"].endswith("no_gift_policy_declaration_2566.pdf#page=3") for b in buttons] == [True]


def test_deciding_words_are_marked():
    marks = re.findall(r"<mark>(.*?)</mark>", render(s.small()))
    assert "นำมายื่น ณ ที่ทำการเทศบาล" in marks


def test_many_failures_do_not_stand_open():
    bad = [s.item(row, s.FATES["O43"]) for row in s.rows()]
    page = Page(render(s.build(bad)))
    assert sum(t == "details" and "open" in a and "data-state" in a for t, a in page.elements) == 3


def test_comparison():
    old = s.build([s.item(row, s.FATES["O43"]) for row in s.rows()])
    text = Page(render(s.build([s.item(row) for row in s.rows()]), earlier=old)).text
    assert "เทียบกับการตรวจครั้งก่อน" in text
    assert "ดีขึ้น (43)" in text


def test_findings_of_any_shape_are_shown():
    found = [
        {"kind": "personal_data", "why": {"th": "พบเลขบัตร", "en": "ID"}},
        {"kind": "bad_certificate"},
        {"text": "x"},
    ]
    text = Page(render(s.sample(findings=found))).text
    assert "พบเลขบัตร" in text
    assert "bad_certificate" in text


def test_figures():
    assert [points(v) for v in (90, 71.25, 66.666, 0)] == ["90", "71.25", "66.67", "0"]
    assert span((50, 50)) == "50"
    assert span((50, 62.5)) == "50–62.5"


def test_one_result_gives_one_report():
    assert render(s.sample()) == render(s.sample())


def test_golden():
    text = FORMATS["html"](s.small(), Options()).decode()
    text = re.sub(r"<(style|script)>.*?</\1>", r"<\1>…</\1>", text, flags=re.S)
    text = re.sub(r"'sha256-[^']*'", "'sha256-…'", text)
    check("report.html", "\n".join(line.strip() for line in text.splitlines() if line.strip()) + "\n")


def settled(**changes):
    """The sample with its first item changed by people."""
    one = s.item(s.rows()[0], s.FATES["O43"])
    rest = s.sample().items[1:]
    return s.build([one.model_copy(update=changes), *rest])


def test_a_persons_decision_stands_beside_the_machines():
    decided = DecisionResult(outcome="passed", by="สมหญิง ตัวอย่าง", because="เห็นผังในหน้าแรก", at="2026-11-21")
    text = Page(render(settled(decision=decided))).text
    assert "คนตัดสิน: ผ่าน โดย สมหญิง ตัวอย่าง เมื่อ 21 พฤศจิกายน 2569" in text
    assert "โปรแกรมเห็นว่า: ไม่ผ่าน" in text
    assert "ผ่าน 29 จาก 43 ข้อ" in text


def test_a_stale_decision_is_said_and_does_not_count():
    decided = DecisionResult(outcome="passed", by="ก", because="ข", at="2026-11-21", stale=True)
    text = Page(render(settled(decision=decided))).text
    assert "คนเคยตัดสินไว้กับหลักฐานรุ่นก่อน" in text
    assert "ผ่าน 28 จาก 43 ข้อ" in text


def test_claims():
    why = s.text("เปิดได้ แต่เป็นของปี 2565", "of 2565")
    claimed = ClaimResult(url="https://www.don-tuayang.go.th/a.pdf", outcome="failed", reason="wrong_year", why=why)
    text = Page(render(settled(claims=[claimed], found_elsewhere=True, checked_at="2026-11-22T02:00:00Z"))).text
    assert "ที่อยู่ที่หน่วยงานจะยื่น" in text
    assert "เปิดได้ แต่เป็นของปี 2565" in text
    assert "ตรวจพบนอกลิงก์ที่ยื่น" in text
    assert "ตรวจข้อนี้ซ้ำเมื่อ 22 พ.ย. 2569 09:00" in text


def test_problems_are_in_words_where_the_result_has_them():
    page = render(s.sample(), lang="en")
    assert "Problem: not found (404)" in page and "Problem: unreadable" in page


def test_unread_addresses_are_grouped_by_cause():
    problems = [s.problem(f"/{n}", "timeout", "could_not_look", ["O1"] if n == 5 else [], "ไม่ตอบ") for n in range(12)]
    page = Page(render(s.sample(crawl=s.crawl(problems=problems))))
    assert page.text.count("ไม่ตอบ (12)") == 1
    assert "อ่านไม่ได้ 12 รายการ" in page.text
    assert "www.don-tuayang.go.th/5 เกี่ยวกับข้อ O1" in page.text
    assert sum(a.get("class") == "trouble-group" and "open" in a for _, a in page.elements) == 0
