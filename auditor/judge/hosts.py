"""Addresses of other people's services: accounts on social networks, share buttons, maps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

MAPS = re.compile(r"google\.[a-z.]+/maps|maps\.google|goo\.gl/maps|maps\.app\.goo\.gl|openstreetmap")
WAY_TO_IT = re.compile(r"แผนที่(?!เว็บ|ไซต์|ภาษี|กลยุทธ์|ยุทธศาสตร์|ความเสี่ยง|ทางเดิน)")
"""What a picture of the way to an agency is called; one of the website or of taxes is none."""
IDLE_HOST = re.compile(
    r"^[a-z]+://(?:[\w-]+\.)*(?:facebook\.com|fb\.\w+|messenger\.com|m\.me|line\.me|lin\.ee|youtube\.com|youtu\.be|tiktok\.com"
    r"|instagram\.com|twitter\.com|x\.com|goo\.gl|w3\.org|apple\.com"
    r"|(?:nacc|pacc|dla|moi|opdc|ocsc|oag|gprocurement|ratchakitcha|soc|krisdika|oic|dga|rd|dol|doa|tmd|senate|parliament)"
    r"(?:\.(?:go|or)\.th|\.gov))(?:[:/]|$)|" + MAPS.pattern
)
"""Hosts on which no agency keeps its documents: social networks, maps, offices of the state."""
SHARE = re.compile(r"/(?:sharer|share|intent|dialog|plugins)(?:[/.?]|$)")


def leads_to(url: str, hosts: Iterable[str], own_page: bool = True) -> bool:
    """Whether an address is on one of the hosts, and (own_page) is an account's page rather than a share button."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if not any(host == h or host.endswith("." + h) for h in hosts):
        return False
    return not own_page or (len(parts.path.strip("/")) > 0 and not SHARE.search(parts.path))
