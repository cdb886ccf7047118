"""What every paper may say of a result: plain values with names an office can use in its own template."""

from __future__ import annotations

from typing import Any

from auditor.result import CriterionResult, ItemResult, Result
from reports import days, whatif
from reports.cards import Limits, state
from reports.links import href
from reports.text import line, quoted, short
from reports.view import Chapter, Group, View, view
from reports.words import Words

_TH = Words("th")
STRONG = 0.8
"""The share of items passed from which a sub-indicator counts as a strength, as offices draw the line."""
_URLS = frozenset({"url", "urls", "website", "quote"})
"""Addresses and quotations stand as they are, whatever digits the rest is set in."""


def context(result: Result, earlier: Result | None = None) -> dict[str, Any]:
    """The names a template may use; `result` is already tame. Lists are never None, blanks are empty text."""
    shown = view(result, Limits())
    now = whatif.standing(result)
    failed = [i for i in result.items if i.settled == "failed"]
    gains = {g.item.id: g.points for g in shown.gains}
    return {
        "agency": line(result.agency.name),
        "website": result.agency.url,
        "chief": line(result.agency.head),
        "clerk": line(result.agency.clerk),
        "year": str(result.fiscal_year),
        "previous_year": str(result.fiscal_year - 1),
        "day": days.day(result.as_of, "th"),
        "draft": _TH("draft", year=result.fiscal_year) if result.year_status == "draft" else "",
        "passed": now.passed,
        "failed": len(failed),
        "undecided": shown.open_items,
        "total": now.total,
        "score": score_text(shown),
        "indicators": [_indicator(c) for c in shown.chapters],
        "groups": [_group(c, g) for c in shown.chapters for g in c.groups],
        "defects": [defect(n, i, gains.get(i.id)) for n, i in enumerate(failed, start=1)],
        "questions": [_asked(i) for i in result.items if i.settled == "cantTell"],
        "strengths": [_named(g) for c in shown.chapters for g in c.groups if g.passed >= STRONG * max(g.counted, 1)],
        "weaknesses": [_weakness(g) for c in shown.chapters for g in c.groups if _failed(g)],
        "progress": _progress(earlier, result) if earlier else [],
        "earlier_day": days.day(earlier.as_of, "th") if earlier else "",
        "earlier_failed": sum(i.settled == "failed" for i in earlier.items) if earlier else 0,
        "mended": sum(p["done"] == "☑" for p in _progress(earlier, result)) if earlier else 0,
        "not_nacc": _TH("not_nacc"),
        "notice": _TH("not_nacc_short"),
        "ita_share": _TH("ita_share"),
        "tool": f"{result.tool.name} {result.tool.version}",
    }


def with_thai_digits(values: Any, key: str = "") -> Any:
    """The same values in Thai digits; addresses and quotations stay."""
    if isinstance(values, dict):
        return {k: with_thai_digits(v, k) for k, v in values.items()}
    if isinstance(values, list):
        return [with_thai_digits(v, key) for v in values]
    if isinstance(values, bool) or key in _URLS or not isinstance(values, str | int | float):
        return values
    return days.thai_digits(str(values))


def score_text(shown: View) -> str:
    if shown.low is None or shown.high is None:
        return f"ผ่าน {shown.tally['passed']} จาก {shown.total} ข้อ (ปีนี้ยังไม่มีสูตรคะแนนที่ตรวจทานได้)"
    if shown.low == shown.high:
        return f"{shown.low:.2f} คะแนน"
    return f"ระหว่าง {shown.low:.2f} ถึง {shown.high:.2f} คะแนน"


def defect(number: int, item: ItemResult, points: float | None) -> dict[str, Any]:
    """A failed item with what is to be done about it."""
    advice = item.advice
    steps = [line(s) for s in advice.steps] if advice else []
    return {
        "n": number,
        "no": item.id,
        "name": line(item.name.th),
        "why": line(item.why.th),
        "advice": line(advice.text.th) if advice else "",
        "steps": "\n".join(f"{n}. {s}" for n, s in enumerate(steps, start=1))
        or (line(advice.text.th) if advice else ""),
        "unit": line(advice.unit) if advice else "",
        "who": _TH(f"who_{advice.who}") if advice else "",
        "effort": _TH(f"effort_{advice.effort}") if advice else "",
        "where": line(advice.where) if advice else "",
        "points": f"{points:.2f}" if points is not None else "",
        "sub": item.sub_indicator,
    }


def _indicator(chapter: Chapter) -> dict[str, Any]:
    score = chapter.score
    value = ""
    if score and score.value is not None:
        value = f"{score.value:.2f}"
    elif score and score.range:
        low, high = score.range
        value = f"{low:.2f}" if low == high else f"{low:.2f}–{high:.2f}"
    passed = sum(g.passed for g in chapter.groups)
    return {
        "no": chapter.id,
        "name": line(score.name.th) if score else "",
        "score": value or "–",
        "count": f"{passed}/{sum(g.counted for g in chapter.groups)}",
    }


def _group(chapter: Chapter, group: Group) -> dict[str, Any]:
    return {
        "indicator": chapter.id,
        "indicator_name": line(chapter.score.name.th) if chapter.score else "",
        "no": group.number,
        "name": line(group.score.name.th) if group.score else "",
        "passed": group.passed,
        "total": group.counted,
        "rows": [_row(card.item) for card in group.cards],
    }


def _row(item: ItemResult) -> dict[str, Any]:
    done = item.settled == "passed"
    where = _where(item)
    return {
        "no": item.id,
        "name": line(item.name.th),
        "score": {"passed": "100", "failed": "0"}.get(item.settled, "–"),
        "remark": "" if done else f"{_TH(state(item))}: {line(item.why.th)}",
        "outcome": _TH(state(item)),
        "elements": "\n".join(_element(c) for c in item.criteria),
        "unit": line(item.advice.unit) if item.advice else "",
        **_boxes(item),
        "progress": f"เผยแพร่แล้วที่ {where['path'] or where['url']}" if done else line(item.why.th),
        **where,
    }


def _boxes(item: ItemResult) -> dict[str, str]:
    """Three boxes to tick, one of them ticked: nobody knows yet is neither done nor undone."""
    ticked = {"passed": "done", "failed": "undone"}.get(item.settled, "open")
    return {name: "☑" if name == ticked else "☐" for name in ("done", "undone", "open")}


def _element(criterion: CriterionResult) -> str:
    mark = {"passed": "☑", "failed": "☒"}.get(criterion.outcome, "☐")
    return f"{mark} {line(criterion.text.th)}"


def _where(item: ItemResult) -> dict[str, Any]:
    cited = next((c for criterion in item.criteria for c in criterion.citations if href(c.url)), None)
    return {
        "path": " › ".join(line(p) for p in cited.path) if cited else "",
        "url": cited.url if cited else "",
        "page": cited.page if cited and cited.page else "",
        "quote": short(quoted(cited.quote), 300) if cited else "",
    }


def _asked(item: ItemResult) -> dict[str, Any]:
    question = next((c.question.th for c in item.criteria if c.question), item.why.th)
    return {"no": item.id, "name": line(item.name.th), "question": line(question), **_where(item)}


def _named(group: Group) -> str:
    name = line(group.score.name.th) if group.score else ""
    return f"ตัวชี้วัดย่อย{f'ที่ {group.number}' if group.number else ''} {name} ผ่าน {group.passed} จาก {group.counted} ข้อ"


def _failed(group: Group) -> list[ItemResult]:
    return [c.item for c in group.cards if c.state == "failed"]


def _weakness(group: Group) -> dict[str, Any]:
    items = _failed(group)
    return {
        "no": group.number,
        "name": line(group.score.name.th) if group.score else "",
        "items": _by_reason(items),
        "measures": "\n".join(f"{i.id} {line(i.advice.text.th)}" for i in items if i.advice),
    }


def _after(then: ItemResult, item: ItemResult) -> str:
    said = "เหตุเดิม" if item.why == then.why and item.settled == then.settled else line(item.why.th)
    return f"{_TH(state(item))}: {said}"


def _by_reason(items: list[ItemResult]) -> str:
    """The items under each reason, so that none is said twice."""
    found: dict[str, list[str]] = {}
    for item in items:
        found.setdefault(line(item.why.th), []).append(f"{item.id} {line(item.name.th)}")
    return "\n".join("\n".join([*names, f"เหตุ: {why}"]) for why, names in found.items())


def _progress(earlier: Result, later: Result) -> list[dict[str, Any]]:
    """What failed then and how it stands now."""
    now = {i.id: i for i in later.items}
    names = {s.id: (s.indicator, line(s.name.th)) for s in later.score.sub_indicators}
    made = []
    for then in earlier.items:
        if then.settled != "failed" or then.id not in now:
            continue
        item = now[then.id]
        indicator, sub = names.get(item.sub_indicator, ("", ""))
        made.append(
            {
                "indicator": indicator,
                "sub": sub if sub.startswith(item.sub_indicator) else f"{item.sub_indicator} {sub}".strip(),
                "no": item.id,
                "name": line(item.name.th),
                "before": line(then.why.th),
                "measure": line(then.advice.text.th) if then.advice else "",
                "after": _after(then, item),
                **_boxes(item),
                "unit": line(item.advice.unit) if item.advice else "",
                **_where(item),
            }
        )
    return made
