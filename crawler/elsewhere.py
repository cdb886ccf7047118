"""Documents that agencies keep on other people's hosts: what an address there is, and what to ask for instead. Pure.

The platforms are data: a row says on which host and path which kind of thing stands, and how its bytes are had.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler import urls
from crawler.page import media

Kind = Literal["document", "folder", "page", "form", "short", "viewer", "social"]
"""`viewer` and `social` cannot be read without the platform's own program; `short` leads to another address."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What an address on another host is. `ask` is the address to fetch for it, '' where nothing is to be had."""

    kind: Kind
    ask: str = ""


def direct(url: str) -> Elsewhere | None:
    """What a platform's address stands for; None for an address of no known platform."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    for row in _PLATFORMS:
        if row.host.fullmatch(host) and row.path.search(parts.path or "/"):
            return Elsewhere(row.kind, row.ask(url) if row.ask else "")
    return None


def asked(url: str) -> str:
    """The address to fetch for `url`: itself, but for platforms; '' where nothing can be fetched."""
    found = direct(url)
    return url if found is None else found.ask


def is_listing(url: str) -> bool:
    """A folder or page of a platform: the documents it names are one hop away too."""
    found = direct(url)
    return found is not None and found.kind in ("folder", "page")


def is_short(url: str) -> bool:
    found = direct(url)
    return found is not None and found.kind == "short"


# --- how the bytes of a thing are had


def _same(url: str) -> str:
    return url


def _drive_file(url: str) -> str:
    """The download address of a Drive file; '' without an id. Old files also need their resource key."""
    name = _first(r"/d/([\w-]{10,})", urlsplit(url).path) or _value(url, "id")
    key = _value(url, "resourcekey")
    query = {"export": "download", "id": name, **({"resourcekey": key} if key else {})}
    return f"https://drive.google.com/uc?{urlencode(query)}" if name else ""


def _drive_folder(url: str) -> str:
    """Drive's listing for other people's pages: plain HTML, where the folder's own page is made by script."""
    name = _first(r"/folders/([\w-]{10,})", urlsplit(url).path) or _value(url, "id")
    return f"https://drive.google.com/embeddedfolderview?id={name}" if name else ""


def _export(kind: str, form: str) -> Callable[[str], str]:
    def ask(url: str) -> str:
        name = _first(r"/d/([\w-]{10,})", urlsplit(url).path)
        tail = f"export/{form}" if kind == "presentation" else f"export?format={form}"
        return f"https://docs.google.com/{kind}/d/{name}/{tail}" if name else ""

    return ask


def _shown(url: str) -> str:
    """The address inside a viewer's address."""
    query = urlsplit(url).query
    inner = next((v for name in ("url", "src", "file", "u") if (v := _value("?" + query, name))), "")
    address = urls.canonical(inner, url) if inner else None
    return urls.split_fragment(address)[0] if address else ""


def _with(name: str, value: str) -> Callable[[str], str]:
    """The same address with one more value in its query."""

    def ask(url: str) -> str:
        parts = urlsplit(url)
        pairs = [pair for pair in parts.query.split("&") if pair and not pair.startswith(f"{name}=")]
        return parts._replace(query="&".join([*pairs, f"{name}={value}"]), fragment="").geturl()

    return ask


def _shared_drive(url: str) -> str:
    """The documented way to the bytes behind a OneDrive sharing link: the link itself, encoded."""
    token = base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")
    return f"https://api.onedrive.com/v1.0/shares/u!{quote(token)}/root/content"


def _value(url: str, name: str) -> str:
    return next(iter(parse_qs(urlsplit(url).query).get(name, ())), "")


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return found[1] if found else ""


# --- the platforms, the first row that fits


@dataclass(frozen=True, slots=True)
class _Row:
    host: re.Pattern[str]
    path: re.Pattern[str]
    kind: Kind
    ask: Callable[[str], str] | None = None


def _rows(table: tuple[tuple[str, str, Kind, Callable[[str], str] | None], ...]) -> tuple[_Row, ...]:
    return tuple(_Row(re.compile(host, re.I), re.compile(path, re.I), kind, ask) for host, path, kind, ask in table)


_DRIVE, _DOCS = r"drive\.google\.com", r"docs\.google\.com"
_USER = r"(?:/a/[\w.-]+)?"
_PLATFORMS = _rows(
    (
        (_DRIVE, r"^/embeddedfolderview", "folder", _same),
        (_DRIVE, rf"^{_USER}/(?:file/|uc$)", "document", _drive_file),
        (_DRIVE, rf"^{_USER}/open$", "document", _same),
        (_DRIVE, r"/folders/|^/folderview|^/drive/", "folder", _drive_folder),
        (r"drive\.usercontent\.google\.com", r"^/download", "document", _same),
        (_DOCS, rf"^{_USER}/(?:file/|uc$|open$)", "document", _drive_file),
        (_DOCS, rf"^{_USER}/(?:viewer|gview|viewerng)", "document", _shown),
        (_DOCS, r"^/forms/|^/spreadsheet/viewform", "form", _same),
        (_DOCS, r"^/(?:document|presentation)/d/e/", "page", _same),
        (_DOCS, r"^/spreadsheets/d/e/", "page", _same),
        (_DOCS, rf"^{_USER}/document/(?:u/\d+/)?d/", "document", _export("document", "docx")),
        (_DOCS, rf"^{_USER}/spreadsheets/(?:u/\d+/)?d/", "document", _export("spreadsheets", "xlsx")),
        (_DOCS, rf"^{_USER}/presentation/(?:u/\d+/)?d/", "document", _export("presentation", "pptx")),
        (r"sites\.google\.com", r".", "page", _same),
        (r"forms\.gle|forms\.office\.com|forms\.cloud\.microsoft", r".", "form", _same),
        (r"view\.officeapps\.live\.com", r".", "document", _shown),
        (r"(?:www\.)?dropbox\.com", r"^/(?:s|sh|scl)/", "document", _with("dl", "1")),
        (r"dl\.dropboxusercontent\.com|dl\.dropbox\.com", r".", "document", _same),
        (r"[\w-]+\.sharepoint\.com", r"/:f:/", "viewer", None),
        (r"[\w-]+\.sharepoint\.com", r".", "document", _with("download", "1")),
        (r"1drv\.ms|onedrive\.live\.com", r".", "document", _shared_drive),
        (r"bit\.ly|tinyurl\.com|shorturl\.at|shorturl\.asia|is\.gd|cutt\.ly|t\.ly|goo\.gl", r"^/[^/]+", "short", _same),
        (
            r"(?:firebasestorage|storage)\.googleapis\.com|[\w.-]*s3[\w.-]*\.amazonaws\.com|"
            r"[\w-]+\.blob\.core\.windows\.net|[\w.-]+\.digitaloceanspaces\.com|[\w.-]+\.wasabisys\.com|"
            r"[\w-]+\.r2\.dev",
            r"^/.",
            "document",
            _same,
        ),
        (
            r"(?:[\w-]+\.)?(?:slideshare\.net|issuu\.com|anyflip\.com|fliphtml5\.com|pubhtml5\.com|flipsnack\.com|"
            r"flowpaper\.com|scribd\.com|calameo\.com|yumpu\.com|heyzine\.com|canva\.com|online\.fliphtml5\.com|"
            r"flippingbook\.com|publuu\.com|prezi\.com)",
            r"^/.",
            "viewer",
            None,
        ),
        (
            r"(?:[\w-]+\.)?(?:facebook\.com|fb\.com|fb\.watch|fb\.me|instagram\.com|twitter\.com|x\.com|tiktok\.com|"
            r"youtube\.com|youtu\.be|line\.me|lin\.ee|m\.me)",
            r".",
            "social",
            None,
        ),
    )
)

# --- what stands before a file, or in its place

_ACCESS = re.compile(
    r"you need (?:access|permission)|request access|ask for access|คุณต้องขอสิทธิ์|คุณต้องมีสิทธิ์|ขอสิทธิ์(?:การ)?เข้าถึง|"
    r"^\s*sign in\s*[-–—]|^ลงชื่อเข้าใช้\s*[-–—]|sign in to continue to|ลงชื่อเข้าใช้เพื่อดำเนินการต่อ|"
    r"this link (?:was removed|only works for|has been restricted)|this form can only be viewed by|"
    r"แบบฟอร์มนี้(?:สามารถ)?ดูได้เฉพาะ",
    re.I | re.M,
)
_BUSY = re.compile(
    r"quota exceeded|download quota|too many users have viewed|มีผู้ใช้จำนวนมากเกินไป|เกินโควต้า|โควต้าการดาวน์โหลด", re.I
)
_SHORT = 3000


def in_place(url: str, title: str, text: str) -> str | None:
    """The problem that a platform's page in place of a document really is: 'login_wall', 'rate_limited' or None."""
    if direct(url) is None or len(text) > _SHORT:
        return None
    head = f"{title}\n{text}"
    if _ACCESS.search(head):
        return "login_wall"
    return "rate_limited" if _BUSY.search(head) else None


def onward(tree: LexborHTMLParser, url: str) -> str | None:
    """The address behind a page that stands before a file: "too large to scan for viruses, download anyway?"."""
    host = (urlsplit(url).hostname or "").lower()
    if not host.endswith("google.com"):
        return None
    form = tree.css_first("form#download-form, form#downloadForm, form[action*='/download']")
    if form is not None:
        fields = {
            str(node.attributes["name"]): node.attributes.get("value") or ""
            for node in form.css("input[type=hidden][name]")
        }
        action = urls.canonical(form.attributes.get("action") or "", url)
        return _filled(action, fields) if action and fields else None
    link = tree.css_first("a#uc-download-link")
    if link is not None:
        return urls.canonical(link.attributes.get("href") or "", url)
    return _drive_file(url) if urlsplit(url).path.endswith("/open") else None


def _filled(action: str, fields: dict[str, str]) -> str | None:
    parts = urlsplit(action)
    query = "&".join(filter(None, (parts.query, urlencode(fields))))
    return urls.canonical(parts._replace(query=query).geturl(), action)


def is_viewer(url: str) -> bool:
    """Whether an address can only be looked at in a program of the platform's own."""
    found = direct(url)
    return found is not None and (found.kind == "viewer" or (found.kind == "document" and not found.ask))


def promises_document(url: str) -> bool:
    """Whether an off-site address is worth asking for: a file by its name, or something that a platform gives out."""
    return media.expected_kind(url) == "document" or bool(direct(url) and asked(url))


def may_follow(parent: str, url: str) -> bool:
    """Whether an address named by a platform's listing is still part of what the agency linked to."""
    if not promises_document(url):
        return False
    found = direct(url)
    return found is None or found.kind != "page" or _site(parent) == _site(url)


def _site(url: str) -> tuple[str, str]:
    """The made-up site that a page of a site builder belongs to: sites.google.com/view/NAME."""
    parts = urlsplit(url)
    return parts.hostname or "", "/".join(parts.path.split("/")[:3])
