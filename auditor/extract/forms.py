"""Forms: what a visitor is asked for, whether it can be sent, whether it asks to sign in."""

from __future__ import annotations

import re

from auditor.document import Form
from auditor.extract.dom import Node, squeeze

CONTROLS = frozenset(["input", "textarea", "select"])
BUTTONS = frozenset(["submit", "button", "image", "reset"])
ROLES = frozenset(["radiogroup", "listbox", "combobox", "textbox"])
"""Controls that script makes of other elements, as Google Forms does."""
SILENT = frozenset(["hidden", "submit", "button", "image", "reset"])
BUTTON_TEXT = 40
MAX_FIELDS = 80
WHOLE_PAGE = 3_000
PAGE_PARTS = frozenset(["nav", "footer", "main"])
SEARCH = re.compile(r"search|query|keyword|ค้นหา|คำค้น", re.IGNORECASE)
SEND = re.compile(r"ส่ง|บันทึก|ยืนยัน|ยื่น|ตกลง|แจ้ง|submit|send|save", re.IGNORECASE)
SIGN_IN = re.compile(r"sign[_-]?in|log[_-]?in|oauth", re.IGNORECASE)
STARS = re.compile(r"[*:：\s]+$")


def is_field(node: Node) -> bool:
    if node.get("role") in ROLES and node.tag not in CONTROLS:
        return True
    return node.tag in CONTROLS and (node.tag != "input" or node.get("type").lower() not in SILENT)


def is_submit(node: Node) -> bool:
    kind = node.get("type").lower()
    if node.tag == "input":
        return kind in ("submit", "image") or (kind == "button" and bool(SEND.search(node.get("value"))))
    if node.tag == "button":
        return kind == "submit" or not kind or bool(SEND.search(node.text()))
    acts = node.get("role") == "button" or bool(node.get("onclick")) or node.get("href").startswith("javascript:")
    return acts and len(node.text()) <= BUTTON_TEXT and bool(SEND.search(node.text()))


def is_page_wide(form: Node) -> bool:
    """Some systems put the whole page into one form; it says nothing about what the public can send."""
    return form.size > WHOLE_PAGE or form.has(PAGE_PARTS)


def owner(node: Node, done: set[int]) -> Node | None:
    """The form of a control; on pages made by script, the smallest part around it that holds several."""
    around = [*node.ancestors()]
    real = next((a for a in around if a.tag == "form"), None)
    if real is not None and not is_page_wide(real):
        return real
    if node.tag == "select" or any(a.order in done for a in around):
        return None
    for ancestor in around[:6]:
        if ancestor.tag == "form" or any(n.tag == "form" for n in ancestor.elements()):
            return None
        if sum(is_field(n) for n in ancestor.elements()) > 1:
            return ancestor
    return None


def read(node: Node, action: str) -> Form:
    """The form made of the controls below `node` (a form, or what stands for one on script-made pages)."""
    labels = {n.get("for"): n.text() for n in node.elements() if n.tag == "label" and n.get("for")}
    reader = _Reader(labels)
    reader.walk(node)
    passwords = any(n.tag == "input" and n.get("type").lower() == "password" for n in node.elements())
    submit = any(is_submit(n) for n in node.elements()) or _submit_outside(node)
    asks_login = passwords or (len(reader.fields) == 1 and bool(SIGN_IN.search(action)))
    return Form(action, tuple(reader.fields[:MAX_FIELDS]), submit, asks_login)


def is_search(form: Form) -> bool:
    """One box to search with is navigation, not a form for the public."""
    return len(form.fields) <= 1 and all(SEARCH.search(f) or not f for f in form.fields)


def _submit_outside(form: Node) -> bool:
    """A stray closing tag often leaves the button outside the form that a browser still gives it to."""
    for around in [*form.ancestors()][:3]:
        for node in around.elements():
            if node.order > form.order and node.tag in ("button", "input") and node.get("type") == "submit":
                return not any(a.tag == "form" for a in node.ancestors())
    return False


class _Reader:
    """Names each control by its label, else by the text that stands before it, else by its own attributes."""

    def __init__(self, labels: dict[str, str]) -> None:
        self.labels = labels
        self.fields: list[str] = []
        self.before = ""
        self.groups: set[str] = set()
        self.chosen = False

    def walk(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, str):
                self._hear(squeeze(child))
            elif is_field(child):
                self._add(child)
            elif child.tag in BUTTONS or child.tag in CONTROLS or child.tag in ("a", "script", "button"):
                continue
            else:
                self.walk(child)

    def _hear(self, said: str) -> None:
        """Text before a control names it; text right after a radio button or tick box names that choice."""
        if len(STARS.sub("", said)) <= 1:
            return
        self.before = "" if self.chosen else said
        self.chosen = False

    def _add(self, node: Node) -> None:
        kind = node.get("type").lower()
        label = self.labels.get(node.get("id"), "") if node.get("id") else ""
        self.chosen = kind in ("radio", "checkbox")
        if self.chosen:
            if node.get("name") in self.groups:
                return
            self.groups.add(node.get("name") or str(node.order))
            label = "" if self.before else label or (node.get("value") if node.get("value") != "on" else "")
        own = node.get("placeholder") or node.get("aria-label") or node.get("title") or node.get("name")
        before = self.before if len(STARS.sub("", self.before)) > 1 and len(self.before) <= 80 else ""
        name = STARS.sub("", squeeze(label or before or own))
        if name and name not in self.fields:
            self.fields.append(name)
        self.before = ""
