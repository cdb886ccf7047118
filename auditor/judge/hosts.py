"""Addresses of other people's services: accounts on social networks, share buttons, maps, offices of the state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler import elsewhere

MAPS = re.compile(r"google\.[a-z.]+/maps|maps\.google|goo\.gl/maps|maps\.app\.goo\.gl|openstreetmap")
WAY_TO_IT = re.compile(r"แผนที่(?!เว็บ|ไซต์|ภาษี|กลยุทธ์|ยุทธศาสตร์|ความเสี่ยง|ทางเดิน|ความคิด|แม่บท|จะ|ได้|วาง|กำหนด|ต้อง|มี|ใช้)")
"""What a picture of the way to an agency is called; one of the website or of taxes is none, nor is a plan that …"""
PROGRAMS = ("apple.com", "play.google.com", "messenger.com", "w3.org")
STATE = (
    "nacc.go.th", "pacc.go.th", "dla.go.th", "moi.go.th", "opdc.go.th", "ocsc.go.th", "oag.go.th", "gprocurement.go.th",
    "soc.go.th", "krisdika.go.th", "oic.go.th", "dga.or.th", "rd.go.th", "dol.go.th", "doa.go.th", "tmd.go.th",
    "senate.go.th", "parliament.go.th",
)  # fmt: skip
"""Offices of the state, whose papers local governments link."""
SHARE = re.compile(r"/(?:sharer|share|intent|dialog|plugins)(?:[/.?]|$)")


def leads_to(url: str, hosts: Iterable[str], own_page: bool = True) -> bool:
    """Whether an address is on one of the hosts, and (own_page) is an account's page rather than a share button."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not any(host == h or host.endswith("." + h) for h in hosts):
        return False
    return not own_page or (len(parts.path.strip("/")) > 0 and not SHARE.search(parts.path))


def is_of_others(url: str) -> bool:
    """Whether no agency keeps its documents there: social networks, maps, programs to install, offices of the state."""
    known = elsewhere.direct(url)
    is_social = known is not None and known.kind == "social"
    return is_social or MAPS.search(url) is not None or leads_to(url, (*PROGRAMS, *STATE), own_page=False)
