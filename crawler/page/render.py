"""Where plain HTTP shows nothing: the decision to open a page in a browser, with its reasons. Pure."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

REASONS, PLAIN, UNLOADED = "x-oit-rendered-for", "x-oit-plain", "x-oit-unloaded"
"""Kept beside a page's headers: why it was opened in the browser, sha256 of its body before that, and what could not be
loaded or why it could not be opened."""
_ROOTS = "#root,#app,#__next,#__nuxt,#___gatsby,app-root,[ng-app],[data-reactroot],[ng-version],#q-app,#svelte"
_FILLED = re.compile(
    r"""(?:\$\.(?:get|post|ajax|getJSON)|fetch|axios(?:\.\w+)?)\s*\(|\.load\s*\(\s*["']|XMLHttpRequest|DataTable\s*\(""",
    re.I,
)
_LISTS = re.compile(
    r"""(?:innerHTML|insertAdjacentHTML|\.html\s*\(|\.append\s*\(|\.text\s*\(|serverSide|"?ajax"?\s*:|v-for|ng-repeat)""",
    re.I,
)
_LIST_PARTS = ("tbody", "ul", "ol", "[id*=list]", "[id*=result]", "[id*=content]", "[id*=data]", "[class*=list]")
_EMPTY_LIST = ",".join(f"{part}:empty" for part in _LIST_PARTS)
_EMPTY_FRAME = "iframe:not([src]):not([srcdoc]):not([data-src]),iframe[src=''],iframe[src='about:blank']"
_TEMPLATE = re.compile(r"\{\{\s*[\w.$|\s()'\"]+\}\}")


def needs_rendering(tree: LexborHTMLParser, text: str, script: str, *, noscript: bool = False) -> tuple[str, ...]:
    """Why the page's content is likely to be made by script; () where plain HTML shows it.

    `text` is what is visible without scripts, `script` their sources and text.
    """
    reasons = []
    short = len(text) < 200
    if noscript and short and script:
        reasons.append("noscript")
    if short and tree.css_first(_ROOTS) is not None:
        reasons.append("app_root")
    if not text and script and tree.css_first("frame,iframe,meta[http-equiv=refresh]") is None:
        reasons.append("empty_body")
    if short and script and tree.css_first(_EMPTY_FRAME) is not None:
        reasons.append("empty_frame")
    if "{{" in text and _TEMPLATE.search(text):
        reasons.append("template_marks")
    if script and _filled_by_script(tree, script):
        reasons.append("list_by_script")
    return tuple(reasons)


def _filled_by_script(tree: LexborHTMLParser, script: str) -> bool:
    if tree.css_first(_EMPTY_LIST) is None:
        return False
    return bool(_FILLED.search(script) and _LISTS.search(script))
