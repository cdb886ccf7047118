"""The judge on small invented websites: every case is data in scenes.yaml."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from auditor.classify import Recogniser
from auditor.document import Document, Source, TextPage
from auditor.extract import extract
from auditor.judge import judge
from auditor.rules.load import load, year_of
from auditor.site import build

HOST = "http://agency.test"
SCENES: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("scenes.yaml"))


@cache
def rules() -> Any:
    return load()


@cache
def recogniser() -> Recogniser:
    return Recogniser(rules().concepts, rules().words)


def page(path: str, body: str, entry: str) -> Source:
    html = f"<html><head><title>ดอนตัวอย่าง</title></head><body>{SCENES['menu'].format(entry=entry)}{body}</body></html>"
    document = extract(html.encode(), "text/html", name=HOST + path, charset="utf-8")
    return Source(
        HOST + path,
        "fetched",
        final_url=HOST + path,
        media_type="text/html",
        sha256=path,
        path=("หน้าแรก",),
        document=document,
    )


def file(path: str, text: str) -> Source:
    unread, read = text in ("scan", "paper", "photo"), text.startswith("read from a scan:")
    text = text.removeprefix("read from a scan:")
    document = Document(
        "application/pdf" if path.endswith(".pdf") else "image/jpeg",
        pages=tuple(
            TextPage(
                n, "" if unread else part, "none" if unread else "ocr" if read else "digital", 0.95 if read else 1.0
            )
            for n, part in enumerate(text.split("\n---\n"), 1)
        ),
        problem="scan" if unread else None,
        paper=text == "paper",
    )
    return Source(HOST + path, "fetched", final_url=HOST + path, sha256=path, path=("หน้าแรก",), document=document)


def sources(scene: dict[str, Any]) -> list[Source]:
    if "home" in scene:
        return [Source(HOST + "/", "failed", problem=scene["home"], final_url=HOST + "/")]
    entry = scene.get("entry", "")
    pages = {"/": "<h1>เทศบาลตำบลดอนตัวอย่าง</h1>"} | SCENES["filler"] | scene.get("pages", {})
    found = [page(path, body, entry) for path, body in pages.items()]
    found += [file(path, text) for path, text in scene.get("files", {}).items()]
    found += [
        Source(url, "unread", problem="off_site", final_url=url, in_scope=False) for url in scene.get("elsewhere", ())
    ]
    for path, problem in scene.get("failed", {}).items():
        state: Any = "unread" if problem == "page_budget" else "failed"
        found.append(Source(HOST + path, state, problem=problem, final_url=HOST + path))
    return found


@pytest.mark.parametrize("scene", SCENES["scenes"], ids=lambda s: s["name"].replace(" ", "-"))
def test_scene(scene: dict[str, Any]) -> None:
    site = build(HOST + "/", sources(scene))
    judged = judge(site, year_of(rules(), 2566), rules().concepts, recogniser(), date(2023, 5, 15))
    item = next(i for i in judged.items if i.id == scene["item"])
    expect = dict(scene["expect"])
    told = {"outcome": item.outcome, "reason": item.reason, "why": item.why.th, "published": item.criteria[0].outcome}
    assert {k: told[k] for k in expect} == expect, item.model_dump_json(indent=1, exclude={"advice", "evidence"})
