"""A vendor's sites on Laravel: /procurement/ShowData, /procurement/ShowData?page=2, files under /storage/."""

from __future__ import annotations

from crawler.cms.system import System, addresses, spellings

SYSTEM = System(
    name="showdata",
    marks=("/ShowData",),
    idle=addresses(r"/showLoginForm$", r"/dashbord$"),
    same=spellings((r"(/(?:Show|Search)Data)\?(?:query=&)?page=1$", r"\1")),
)
