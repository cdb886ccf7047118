"""A vendor's sites on CodeIgniter: /Pages/plan_pdl, /Pages/plan_pdl_detail/12, files under /docs/file/."""

from __future__ import annotations

from crawler.cms.system import System, addresses, spellings

SYSTEM = System(
    name="pages",
    marks=("/Pages/site_map", "/Pages/msg_pres", "/Pages/ita_all", "/Pages/increment_"),
    idle=addresses(r"/pages/increment_", r"/home/login", r"/login_intranet", r"/user(?:/|$)"),
    same=spellings((r"(?<=[^/:])/pages/", "/Pages/"), (r"(/Pages/\w+/?)\?page=1$", r"\1")),
)
