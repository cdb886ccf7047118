"""The result as W3C EARL 1.0 in JSON-LD, for programs that compare evaluation tools."""

from __future__ import annotations

import json
from typing import Any

from auditor.result import CriterionResult, ItemResult, Result, Text
from reports.text import tame

_CONTEXT = {
    "earl": "http://www.w3.org/ns/earl#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "doap": "http://usefulinc.com/ns/doap#",
    "oit": "urn:oit:",
    "earl:assertedBy": {"@type": "@id"},
    "earl:subject": {"@type": "@id"},
    "earl:outcome": {"@type": "@id"},
    "earl:mode": {"@type": "@id"},
    "dct:isPartOf": {"@type": "@id"},
    "dct:date": {"@type": "http://www.w3.org/2001/XMLSchema#date"},
}
_SUBJECT, _ASSERTOR = "_:subject", "_:assertor"


def to_earl(result: Result) -> bytes:
    """One assertion an item and one a criterion; the criteria's are part of their item's."""
    result = tame(result)
    graph: list[dict[str, Any]] = [_assertor(result), _subject(result)]
    for item in result.items:
        graph.append(_assertion(result, item, f"oit:{result.fiscal_year}:{item.id}", item.name))
        for c in item.criteria:
            made = _assertion(result, c, f"oit:{result.fiscal_year}:{item.id}:{c.id}", c.text)
            graph.append(made | {"dct:isPartOf": graph_id(result, item.id)})
    return json.dumps({"@context": _CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1).encode()


def graph_id(result: Result, item_id: str) -> str:
    return f"_:a-{result.fiscal_year}-{item_id}"


def _assertor(result: Result) -> dict[str, Any]:
    return {
        "@id": _ASSERTOR,
        "@type": ["earl:Assertor", "earl:Software"],
        "doap:name": result.tool.name,
        "doap:revision": result.tool.version,
        "dct:description": f"rules {result.tool.rules_digest}",
    }


def _subject(result: Result) -> dict[str, Any]:
    return {
        "@id": _SUBJECT,
        "@type": "earl:TestSubject",
        "dct:title": result.agency.name,
        "foaf:homepage": result.agency.url,
        "dct:date": result.as_of,
    }


def _assertion(result: Result, judged: ItemResult | CriterionResult, test: str, title: Text) -> dict[str, Any]:
    said: dict[str, Any] = {
        "@type": "earl:TestResult",
        "earl:outcome": f"earl:{judged.outcome}",
        "dct:description": [{"@language": lang, "@value": getattr(judged.why, lang)} for lang in ("th", "en")],
        "dct:date": result.as_of,
    }
    if judged.reason:
        said["earl:info"] = judged.reason
    if isinstance(judged, CriterionResult) and judged.citations:
        said["earl:pointer"] = [
            {"@type": "earl:Pointer", "dct:source": c.url, "oit:page": c.page, "oit:sha256": c.sha256}
            for c in judged.citations
        ]
    made: dict[str, Any] = {
        "@type": "earl:Assertion",
        "earl:assertedBy": _ASSERTOR,
        "earl:subject": _SUBJECT,
        "earl:mode": "earl:automatic",
        "earl:test": {
            "@id": test,
            "@type": "earl:TestCriterion",
            "dct:title": [{"@language": lang, "@value": getattr(title, lang)} for lang in ("th", "en")],
        },
        "earl:result": said,
    }
    if isinstance(judged, ItemResult):
        made = {"@id": graph_id(result, judged.id), **made}
    return made
