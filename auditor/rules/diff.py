"""What changed in the law between two fiscal years, by concept, in Thai."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from auditor.rules.schema import Concept, Item, PeriodKind, Year

Kind = Literal["new", "gone", "merged", "apart", "renumbered", "renamed", "period", "criteria"]
TITLES: dict[Kind, str] = {
    "new": "ใหม่",
    "gone": "ไม่ถามแล้ว",
    "merged": "รวมเข้ากับข้ออื่น",
    "apart": "แยกเป็นข้อของตัวเอง",
    "renumbered": "เปลี่ยนเลขข้อ",
    "renamed": "เปลี่ยนชื่อข้อ",
    "period": "เปลี่ยนช่วงเวลา",
    "criteria": "เปลี่ยนองค์ประกอบ",
}
PERIODS: dict[PeriodKind, str] = {
    "now": "ใช้อยู่ในวันที่ประเมิน",
    "year": "ของปีที่ประเมิน",
    "previous_year": "รายงานของปีก่อน",
    "first_half": "6 เดือนแรก (1 ต.ค. - 31 มี.ค.)",
    "covers": "ใช้บังคับครอบคลุมปีที่ประเมิน",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change to one concept; `before` and `after` are item numbers, names, periods or criteria texts."""

    kind: Kind
    concept: str
    name: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.kind == "criteria":
            gone = [f"− {text}" for text in self.before]
            return f"{self.name}: " + "; ".join([*(f"+ {text}" for text in self.after), *gone])
        return f"{self.name}: " + " → ".join(", ".join(side) for side in (self.before, self.after) if side)


def diff(old: Year, new: Year, concepts: Mapping[str, Concept]) -> list[Change]:
    """All changes from one year to another, in the order of TITLES and within it of the new year's items."""
    names = [name for year in (new, old) for item in year.items for name in (item.concept, *item.also)]
    found = [change for name in dict.fromkeys(names) for change in _changes(old, new, name, concepts)]
    order = list(TITLES)
    return sorted(found, key=lambda change: order.index(change.kind))


def diff_text(old: Year, new: Year, concepts: Mapping[str, Concept]) -> str:
    """The changes as lines under headings, in Thai."""
    lines = [f"ปีงบประมาณ {old.fiscal_year} → {new.fiscal_year}: {len(old.items)} ข้อ → {len(new.items)} ข้อ"]
    if new.status == "draft":
        lines.append(f"ปี {new.fiscal_year} เป็นร่าง ยังไม่มีแหล่งยืนยัน")
    changes = diff(old, new, concepts)
    for kind, title in TITLES.items():
        mine = [change for change in changes if change.kind == kind]
        if mine:
            lines += ["", f"{title} ({len(mine)})", *(f"  {change}" for change in mine)]
    return "\n".join(lines if changes else [*lines, "ไม่มีสิ่งใดเปลี่ยน"])


def _changes(old: Year, new: Year, concept: str, concepts: Mapping[str, Concept]) -> Iterator[Change]:
    name = concepts[concept].name.th if concept in concepts else concept
    before, after = _place(old, concept), _place(new, concept)
    if before and after:
        yield from _moves(before, after, concept, name)
        yield from _criteria(old, new, concept, name, concepts)
    elif after:
        yield Change("new", concept, name, after=(_shown(after, concept),))
    elif before:
        yield Change("gone", concept, name, before=(_shown(before, concept),))


def _moves(before: Item, after: Item, concept: str, name: str) -> Iterator[Change]:
    was_main, is_main = before.concept == concept, after.concept == concept
    numbers = (_shown(before, concept),), (_shown(after, concept),)
    if was_main != is_main:
        yield Change("merged" if was_main else "apart", concept, name, *numbers)
    elif is_main and before.id != after.id:
        yield Change("renumbered", concept, name, *numbers)
    if was_main and is_main and before.name.th != after.name.th:
        yield Change("renamed", concept, name, (before.name.th,), (after.name.th,))
    if was_main and is_main and before.period != after.period:
        yield Change("period", concept, name, (PERIODS[before.period],), (PERIODS[after.period],))


def _criteria(old: Year, new: Year, concept: str, name: str, concepts: Mapping[str, Concept]) -> Iterator[Change]:
    before, after = _asked(old, concept), _asked(new, concept)
    gone = tuple(_text(concepts, concept, key) for key in before if key not in after)
    come = tuple(_text(concepts, concept, key) for key in after if key not in before)
    if gone or come:
        yield Change("criteria", concept, name, gone, come)


def _place(year: Year, concept: str) -> Item | None:
    """The item of a concept: its own if there is one, else the one that it is merged into."""
    own = next((item for item in year.items if item.concept == concept), None)
    return own or next((item for item in year.items if concept in item.also), None)


def _asked(year: Year, concept: str) -> list[str]:
    return [c.id for item in year.items for c in item.criteria if (c.concept or item.concept) == concept]


def _text(concepts: Mapping[str, Concept], concept: str, key: str) -> str:
    known = concepts[concept].criteria if concept in concepts else {}
    return known[key].text.th if key in known else key


def _shown(item: Item, concept: str) -> str:
    return item.id if item.concept == concept else f"ส่วนหนึ่งของ {item.id}"
