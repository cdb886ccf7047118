"""Forms that ask for pages and nothing of people: their fields as delivered, the addresses they lead to. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from selectolax.lexbor import LexborNode

MOST_CHOICES = 15
"""Years of one list that are asked for."""

_FOR_PEOPLE = "textarea,select[multiple],input[type=password],input[type=file],input[type=email],input[type=tel]"
_TYPED = "input[type=text],input[type=number],input[type=date],input:not([type])"
_SEARCH = re.compile(r"search|keyword|query|find|filter|ค้น|คำสำคัญ|txt_?q$|^q$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:25[4-9]\d|20[1-4]\d)(?!\d)|๒๕[๔-๙][๐-๙]")
_MONTH = re.compile(r"มกราคม|ม\.ค\.|January|Jan\b")


def is_for_people(form: LexborNode) -> bool:
    """Whether it has fields that people fill in; a box to search in may stay empty."""
    if form.css_first(_FOR_PEOPLE) is not None:
        return True
    return any(not _is_search(node) for node in form.css(_TYPED))


def untouched(form: LexborNode) -> dict[str, str]:
    """What a browser would send of fields that nobody touched, by name."""
    named = ((node.attributes.get("name"), _value(node)) for node in form.css("input,select"))
    return {name: value for name, value in named if name and value is not None}


def year_of(option: LexborNode) -> str | None:
    """Where a GET form goes that is sent with this choice of a year in place of the one it came with.

    None for other choices and forms: those that are posted, that people fill in, and the heads of calendars.
    """
    chooser, form = option.parent, _form_of(option)
    if chooser is None or form is None or "selected" in option.attributes or not _YEAR.search(option.text()):
        return None
    name = chooser.attributes.get("name")
    years = [other for other in chooser.css("option") if _YEAR.search(other.text())][:MOST_CHOICES]
    if not name or all(other.mem_id != option.mem_id for other in years) or not _asks(form):
        return None
    if any(_MONTH.search(other.text()) for other in form.css("select")):
        return None
    fields = untouched(form) | {name: option.attributes.get("value") or option.text().strip()}
    return _address(form, fields | _button(form))


def behind_button(button: LexborNode) -> str | None:
    """Where a GET form goes that is nothing but a button; None for all others."""
    form = _form_of(button)
    if (
        form is None
        or not form.attributes.get("action")
        or not _asks(form)
        or form.css_first(f"select,input[type=search],{_TYPED}")
    ):
        return None
    return _address(form, untouched(form) | _button(form))


def _form_of(node: LexborNode) -> LexborNode | None:
    parent = node.parent
    while parent is not None and parent.tag != "form":
        parent = parent.parent
    return parent


def _asks(form: LexborNode) -> bool:
    return (form.attributes.get("method") or "get").strip().lower() == "get" and not is_for_people(form)


def _button(form: LexborNode) -> dict[str, str]:
    """What the first button sends of itself: many pages look for it."""
    button = form.css_first("input[type=submit][name],button[name]:not([type=button]):not([type=reset])")
    return {} if button is None else {button.attributes.get("name") or "": button.attributes.get("value") or ""}


def _address(form: LexborNode, fields: dict[str, str]) -> str:
    """Relative to the page: the form's own query is replaced by its fields, as browsers do."""
    action = (form.attributes.get("action") or "").partition("#")[0].partition("?")[0]
    return f"{action}?{urlencode(fields)}" if fields else action


def _is_search(node: LexborNode) -> bool:
    attrs = node.attributes
    return any(_SEARCH.search(attrs.get(name) or "") for name in ("name", "id", "placeholder", "title", "class"))


def _value(node: LexborNode) -> str | None:
    """What a browser would send for a field that nobody touched; None for nothing."""
    attrs = node.attributes
    if node.tag == "select":
        chosen = node.css_first("option[selected]") or node.css_first("option")
        return None if chosen is None else chosen.attributes.get("value") or chosen.text()
    kind = (attrs.get("type") or "text").lower()
    if kind in ("submit", "button", "image", "reset"):
        return None
    if kind in ("checkbox", "radio"):
        return (attrs.get("value") or "on") if "checked" in attrs else None
    return attrs.get("value") or ""
