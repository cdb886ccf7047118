"""schemathesis reads the OpenAPI description and finds nothing: what is described is answered, all else refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.auditor.serve.offices import SLUG, YEAR, Held, put_result, served
from tests.reports import sample

OLD = "2026-11-01T030000.000Z"
# Whether a name resolves, a year is known or the form has an item is nothing that a description can say.
CONFIG = f"""
warnings = false
[[operations]]
include-path-regex = "files/"
parameters = {{ slug = "{SLUG}", year = {YEAR}, name = "csv" }}
[[operations]]
include-path-regex = "slug"
parameters = {{ slug = "{SLUG}", year = {YEAR}, item = "O18" }}
[[operations]]
include-path-regex = "(audits|again|claims)$"
[operations.checks]
positive_data_acceptance.expected-statuses = ["2xx", 404, 409, 422, 429, 503]
"""


def findings(tmp_path: Path, *options: str) -> str:
    """What `schemathesis run` says of a server with two results, '' where it finds nothing."""
    data = tmp_path / "data"
    put_result(data)
    put_result(data, sample.sample(), name=f"result-{OLD}.json")
    (tmp_path / "schemathesis.toml").write_text(CONFIG)
    with served(data, run=Held()) as office:
        command = [Path(sys.executable).with_name("schemathesis"), "--config-file", "schemathesis.toml", "run"]
        run = [*command, f"{office.url}/api/openapi.json", "--no-color", "--seed", "11", *options]
        made = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    return "" if made.returncode == 0 and "Tested: 15" in made.stdout else made.stdout + made.stderr


def test_a_few_examples_of_everything(tmp_path):
    assert findings(tmp_path, "--phases", "examples,fuzzing", "--max-examples", "2") == ""


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_all_phases(tmp_path):
    assert findings(tmp_path, "--max-examples", "100", "--continue-on-failure") == ""
