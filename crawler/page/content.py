"""Pages that answer 200 and are something else: soft 404, sign-in, challenge, parking, hijacking, a crash. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

import ahocorasick
from selectolax.lexbor import LexborHTMLParser

_MISSING = re.compile(
    r"(?:\b404\b|page\s+(?:was\s+)?not\s+found|file\s+not\s+found|not\s+found\s+on\s+this\s+server|ไม่พบหน้า|ไม่พบเพจ|"
    r"ไม่พบไฟล์|ไม่พบ(?:ข้อมูล)?(?:ที่)?ท่าน(?:ต้องการ|เรียก|ร้องขอ)|ไม่มีหน้านี้|ขออภัย.{0,20}ไม่พบ)",
    re.I,
)
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|signin|auth/login|accounts?/login|wp-login\.php|user/login|member/login)(?:[/.?]|$)", re.I
)
_LOGIN_HOST = re.compile(
    r"https?://(?:accounts\.google\.com|login\.microsoftonline\.com|login\.live\.com|login\.windows\.net)/", re.I
)
_CHALLENGE = (
    "just a moment...", "checking your browser", "attention required! | cloudflare", "ddos protection by",
    "verify you are human", "enable javascript and cookies to continue", "_incapsula_resource",
    "sucuri website firewall", "cf-chl-", "challenge-platform", "ddos-guard", "one moment, please...",
    "security check to access", "px-captcha",
)  # fmt: skip
_PARKED = re.compile(
    r"(?:domain (?:name )?(?:is|may be) (?:for sale|parked|available)|this domain is parked|buy this domain|"
    r"sedoparking|parkingcrew|"
    r"account (?:has been )?suspended|apache2? (?:debian|ubuntu|http server) (?:default|test) page|"
    r"^it works!$|welcome to nginx|iis windows server|default web ?site page|โดเมนนี้หมดอายุ|domain.{0,20}expired|"
    r"เว็บไซต์(?:นี้)?(?:ถูกระงับ|หมดอายุ)|web hosting by .{0,40} default)",
    re.I | re.M,
)
_BROKEN = re.compile(
    r"(?:fatal error|parse error)\s*:|uncaught \w*(?:exception|error)|sqlstate\[|too many connections|"
    r"error establishing a database connection|whoops, looks like something went wrong|"
    r"server error in '/' application|could not connect to (?:the )?database|ไม่สามารถเชื่อมต่อ(?:กับ)?(?:ระบบ)?ฐานข้อมูล",
    re.I,
)
_GAMBLING = (
    "สล็อต", "บาคาร่า", "คาสิโน", "เว็บตรง", "แทงบอล", "แทงหวย", "หวยออนไลน์", "เครดิตฟรี", "ฝากถอน", "ฝาก-ถอน",
    "เว็บพนัน", "ทดลองเล่น", "โบนัส 100", "casino", "baccarat", "slot", "pg soft", "pgsoft", "joker gaming", "ufabet",
    "sbobet", "judi ", "gacor", "maxwin", "togel", "rtp live",
)  # fmt: skip


def _automaton(words: Iterable[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton


_IN_ONE_PASS = _automaton(_GAMBLING)


def is_login_address(url: str) -> bool:
    address = url.split("#", 1)[0]
    return bool(_LOGIN_PATH.search(address) or _LOGIN_HOST.match(address))


def disguised(
    tree: LexborHTMLParser,
    title: str,
    text: str,
    script: str,
    headers: Mapping[str, str],
    *,
    final_url: str,
    asked_url: str,
) -> str | None:
    """The problem that a readable page really is, or None. `text` is its visible text, squeezed."""
    head = f"{title}\n{text[:3000]}"
    if headers.get("cf-mitigated") == "challenge" or (len(text) < 2500 and _is_challenge(script, head)):
        return "challenge"
    if len(text) < 1500 and _PARKED.search(head):
        return "parked"
    if is_hijacked(title, text):
        return "hijacked"
    if _is_missing(title, text):
        return "soft_404"
    if len(text) < 600 and _BROKEN.search(head):
        return "server_error"
    return "login_wall" if _asks_login(tree, text, final_url, asked_url) else None


def _is_challenge(script: str, head: str) -> bool:
    said = (head + "\n" + script[:20_000] if len(head) < 400 else head).lower()
    return any(words in said for words in _CHALLENGE)


def is_hijacked(title: str, text: str) -> bool:
    """Gambling in the title twice over, or so much of it that the page is about nothing else."""
    named = _counts(title)
    counts = _counts(text[:60_000])
    total = sum(counts.values())
    if len(named) >= 2 or (named and total >= 8):
        return True
    return len(counts) >= 5 and total >= 25 and total * 150 > len(text)


def _counts(text: str) -> Counter[str]:
    """How often each gambling word stands in a text."""
    return Counter(word for _, word in _IN_ONE_PASS.iter(text.lower()))


def _is_missing(title: str, text: str) -> bool:
    if _MISSING.search(title):
        return True
    return len(text) < 400 and bool(_MISSING.search(text))


def _asks_login(tree: LexborHTMLParser, text: str, final_url: str, asked_url: str) -> bool:
    if tree.css_first("input[type=password]") is None:
        return False
    sent_there = is_login_address(final_url) and not is_login_address(asked_url)
    return sent_there or (len(text) < 400 and not is_login_address(asked_url))
