"""The digest of everything that judges, worked out once for all jobs of a night."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.engine import code
from auditor.nightly.request import Engine

if TYPE_CHECKING:
    from auditor.rules.load import Rules


def engine(rules: Rules) -> Engine:
    return Engine(rules=rules.digest, code=code())
