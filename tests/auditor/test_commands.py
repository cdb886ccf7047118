"""Commands as a user types them: exit codes, one clear line, and `rules explain` of a text, a file and an address."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import serve_pages

TEXT = "<h1>ประกาศเจตนารมณ์นโยบายไม่รับของขวัญ (No Gift Policy)</h1><p>ทุกคนจะไม่รับของขวัญ</p>"


def oit(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "auditor.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=120, check=False)


def concepts(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [row["concept"] for row in json.loads(done.stdout)["concepts"]]


def test_explain_a_text_a_file_and_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIT_DELAY", "0")
    assert concepts(oit("rules", "explain", "--text", "E-Service", "--json")) == ["e_service"]
    assert concepts(oit("rules", "explain", "--text", "ดอกไม้", "--json")) == []
    path = tmp_path / "page.html"
    path.write_text(TEXT, "utf-8")
    assert "no_gift_policy_declaration" in concepts(oit("rules", "explain", str(path), "--json"))
    with serve_pages({"/": {"text": TEXT, "type": "text/html"}}) as site:
        found = concepts(oit("rules", "explain", site.url + "/", "--json"))
    assert "no_gift_policy_declaration" in found


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["audit", "not a url"], 2, "not a web address"),
        (["audit", "file:///etc/passwd"], 2, "only http and https"),
        (["audit", "http://127.0.0.1:1/", "--year", "2570"], 2, "2570"),
        (["audit", "http://127.0.0.1:1/", "--as-of", "yesterday"], 2, "yesterday"),
        (["report", ".", "--out", "x.html"], 1, "result.json"),
        (["rules", "explain"], 2, "--text"),
        (["score", "--year", "2564", "--failed", "O99"], 2, "O99"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_bad_input_is_one_clear_line(words: list[str], code: int, said: str, tmp_path: Path) -> None:
    done = oit(*words, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert said in done.stderr and "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2


def test_score_as_the_issue_writes_it() -> None:
    done = oit("score", "--year", "2564", "--failed", "O17,O28", "--json")
    assert json.loads(done.stdout) == {
        "indicators": {"9": 92.5, "10": 100.0},
        "oit": 96.25,
        "formula_status": "verified",
    }
