"""What a night works out once for all its jobs: the rules' hints, and the digest of everything that judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.engine import code
from auditor.nightly.request import Engine
from crawler.queue.hints import Hint, Hints

if TYPE_CHECKING:
    from auditor.rules.load import Rules


def hints(rules: Rules) -> Hints:
    """As auditor.audit.crawl_site hands them to the crawler."""
    from auditor.classify.hints import address_hints
    from auditor.classify.hints import hints as phrases

    return Hints(
        tuple(Hint(*row) for row in phrases(rules.concepts)), tuple(Hint(*row) for row in address_hints(rules.concepts))
    )


def engine(rules: Rules) -> Engine:
    return Engine(rules=rules.digest, code=code())
