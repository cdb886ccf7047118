"""Nothing that a website says runs, points outside or steers a terminal, in whatever is made of it.

HTML, CSV, XLSX, DOCX, EARL, JSON, badge and index have their own tests in tests/reports, with the same payloads.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest

from auditor import audit, cli
from auditor.audit import AuditRequest
from auditor.commands import auditing
from auditor.nightly import alerts
from auditor.proof.appeal import appeal
from auditor.proof.export import export
from auditor.proof.verify import Verification
from auditor.result import Result
from crawler.archive import Archive
from crawler.evidence import Store
from reports.formats import FORMATS, Options
from tests.hostile.server import Handle, markup, serving
from tests.reports.sample import HOSTILE

STEERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NAMES = [text for text in HOSTILE if len(text) < 500]
EVIL = "เทศบาล\x1b]0;เจ้าของเครื่อง\x07\x1b[2J\u202eกลับหลัง\x9b31m\r\nบรรทัดปลอม"


def _lines(capsys: pytest.CaptureFixture[str]) -> str:
    out = capsys.readouterr()
    return out.out + out.err


def _is_inert(text: str) -> bool:
    return all(char == "\n" or char.isprintable() for char in text)


def test_names_and_notes_of_an_audit(capsys: pytest.CaptureFixture[str]) -> None:
    counts = SimpleNamespace(passed=1, failed=1, cantTell=1, untested=1, total=4)
    result = SimpleNamespace(
        score=SimpleNamespace(counts=counts),
        agency=SimpleNamespace(name=EVIL),
        fiscal_year=2566,
        crawl=SimpleNamespace(reach="complete", notes=[SimpleNamespace(th=EVIL)]),
    )
    auditing._say(result, Path("out"))  # type: ignore[arg-type]
    said = _lines(capsys)
    assert _is_inert(said) and said.count("\n") == 3


def test_error_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli._stop(EVIL, 1)
    assert _is_inert(_lines(capsys))
    assert not _is_inert(click.style(EVIL))


# --- what is made of an audit of a site all of whose names are payloads


def _site() -> dict[str, Handle]:
    titles = [name.encode("utf-8", "replace").decode().replace("<", "&lt;") for name in NAMES]
    links = "".join(
        f'<li><a href="/o{n}">{name} โครงสร้าง</a> <a href="/d{n}.csv">{name} รายงานผล</a>'
        for n, name in enumerate(titles)
    )
    words = "สำนักปลัด กองคลัง กองช่าง แผนผังโครงสร้างการแบ่งส่วนราชการ " * 8
    pages = {
        f"/o{n}": markup(f"<title>{name}</title><h1>โครงสร้าง {name}</h1><p>{name} {words}</p>")
        for n, name in enumerate(titles)
    }
    sheets = {
        f"/d{n}.csv": markup(f"รายงาน,{name}\n=1+1,{name}\n", "text/csv; charset=utf-8")
        for n, name in enumerate(titles)
    }
    home = markup(f"<title>{titles[0]} เทศบาลตำบลตัวอย่าง</title><h1>{titles[1]}</h1><ul>{links}</ul>{words}")
    return {"/": home, **pages, **sheets}


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    out = tmp_path_factory.mktemp("payloads") / "out"
    with pytest.MonkeyPatch.context() as patch, serving(_site()) as server:
        patch.setenv("OIT_DELAY", "0")
        address = f"http://127.0.0.1:{server.port}/"
        result = audit.audit(AuditRequest(address, out, fiscal_year=2566, as_of=date(2023, 6, 15), name=EVIL))
        audit.write(result, out)
    assert "\x1b" in result.agency.name and "<script>document.title" in result.model_dump_json()
    return out, result


@pytest.mark.parametrize("name", ["html", "csv", "json", "earl"])
def test_reports_of_it(audited: tuple[Path, Result], name: str) -> None:
    text = FORMATS[name](audited[1], Options()).decode("utf-8-sig")
    assert not STEERS.search(text)
    assert name != "html" or "<script>document.title" not in text
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row] if name == "csv" else []
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


@pytest.fixture(scope="module")
def appealed(audited: tuple[Path, Result], tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    with Store.open(audited[0] / "evidence", read_only=True) as store:
        paths = appeal(store, audited[1], "O1", tmp_path_factory.mktemp("appeal"))
    return zipfile.ZipFile(paths[0])


def test_an_appeal(appealed: zipfile.ZipFile) -> None:
    page = appealed.read("appeal.html").decode()
    assert not STEERS.search(page) and "<script" not in page and "onerror=alert(1)>" not in page
    looked = list(csv.reader(io.StringIO(appealed.read("looked.csv").decode("utf-8-sig"))))
    assert len(looked) > len(NAMES)
    assert [cell for row in looked for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))] == []
    assert not any(STEERS.search(cell) for row in looked for cell in row)
    pdf = appealed.read("appeal.pdf")
    assert not re.search(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|OpenAction)\b", pdf)
    _names_are_plain(appealed.namelist())


def _names_are_plain(names: list[str]) -> None:
    for name in names:
        assert not name.startswith(("/", "\\")) and ".." not in name.split("/") and name.isprintable(), name


def test_a_wacz(audited: tuple[Path, Result], tmp_path: Path) -> None:
    out, result = audited
    with Store.open(out / "evidence", read_only=True) as store:
        export(store, result, tmp_path / "a.wacz", everything=True)
    with Archive(tmp_path / "a.wacz") as archive:
        _names_are_plain(list(archive.names))
        assert archive.damage() == []
        pages = archive.read("pages/pages.jsonl").decode()
        rows = [json.loads(line) for line in pages.split("\n") if line]
        assert json.loads(archive.read("datapackage.json"))
    assert len(rows) > len(NAMES) and not STEERS.search(pages.replace("\\u", ""))


def test_what_verify_says_of_an_archive_that_others_made() -> None:
    found = Verification(changed=[f"fetch row 1 {EVIL}"], notes=[EVIL], withheld=[EVIL], verdicts=[EVIL])
    assert all(said.isprintable() for said in found.lines())


def _change(**said: str) -> dict[str, Any]:
    row = {"kind": "regression", "slug": "a", "province": "ก", "url": "https://a.example/", "item": "O1"}
    return (
        row | {"before": "passed", "after": "failed", "reason": "dead_link", "name": "ก", "th": "ข", "en": "c"} | said
    )


def test_e_mail_and_webhook(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that cannot be encoded must not keep the alert from being sent."""
    sent: list[EmailMessage] = []
    posted: list[bytes] = []
    server = SimpleNamespace(send_message=sent.append)
    monkeypatch.setattr(alerts.smtplib, "SMTP", lambda *_, **__: _Opened(server))
    monkeypatch.setattr(alerts, "post", lambda url, body, headers, seconds: posted.append(body) or b"")
    mail = alerts.Mail.model_validate({"smtp": "127.0.0.1:25", "from": "oit@a.example", "to": ["x@a.example"]})
    changes = [_change(name=text, th=text, en=text) for text in (EVIL, *NAMES, "ก\r\nBcc: all@a.example")]
    channels = (mail, alerts.Webhook(webhook="http://127.0.0.1/x"), alerts.Line(line="U1"))
    assert alerts.tell(channels, changes, 1) == []
    [message] = sent
    assert {k.lower() for k in message} <= {
        "subject", "from", "to", "content-type", "content-transfer-encoding", "mime-version"
    }  # fmt: skip
    assert not STEERS.search(message.get_content().replace("\n", "")) and bytes(message)
    assert len(posted) == 2 and not any(STEERS.search(body.decode()) for body in posted)


class _Opened:
    def __init__(self, server: Any) -> None:
        self.server = server

    def __enter__(self) -> Any:
        return self.server

    def __exit__(self, *_: object) -> None:
        pass
