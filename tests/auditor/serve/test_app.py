"""What the server says over HTTP: pages, refusals field by field, roles, headers, the API beside the pages."""

from __future__ import annotations

import io
import json
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner

from auditor.commands.serving import serve
from auditor.serve import people
from auditor.serve.app import furnish
from auditor.serve.settings import ServeError, ServeSettings
from reports import html
from tests.auditor.serve.offices import SLUG, YEAR, Client, Held, put_result, served
from tests.reports import sample

BASE = f"/audits/{SLUG}/{YEAR}"
API = f"/api/v1/audits/{SLUG}/{YEAR}"
OLD = "2026-11-01T030000.000Z"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A server for this machine, with one result and an earlier one; its jobs wait for ever."""
    data = tmp_path_factory.mktemp("serve")
    put_result(data)
    put_result(data, sample.sample(), name=f"result-{OLD}.json")
    with served(data, run=Held()) as made:
        yield made


@pytest.fixture
def client(office) -> Client:
    return office.client()


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """A public server with a reader and an auditor."""
    data = tmp_path_factory.mktemp("public")
    put_result(data)
    tokens = {role: people.add_token(data / "tokens", role, f"{role} ทดสอบ") for role in people.ROLES}
    held = Held()
    with served(data, run=held, public=True, host="0.0.0.0") as made:
        made.held = held
        made.tokens = tokens
        yield made


# --- pages


@pytest.mark.parametrize(
    "path",
    ["/", BASE, f"{BASE}/report", f"{BASE}/items/O18", f"{BASE}/claims", f"{BASE}/compare?with={OLD}", "/login"],
)
@pytest.mark.parametrize("lang", ["th", "en"])
def test_pages_in_both_languages(client, path, lang):
    answer = client.get(path + ("&" if "?" in path else "?") + f"lang={lang}")
    if path == "/login":
        assert answer.status == 303  # nobody signs in to a server that is for this machine only
        return
    assert answer.status == 200
    assert f'<html lang="{lang}">' in answer.text
    assert client.cookies["oit_lang"] == lang


def test_headers_of_every_answer(client):
    for path in ("/", "/static/serve.js", "/nowhere", "/api/v1/years", "/healthz", f"{BASE}/report"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe-eval" not in policy
        assert "script-src 'unsafe-inline'" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "server" not in headers
    assert "no-store" in client.get("/").headers["cache-control"]
    cookie = client.get("/").headers.get("set-cookie", "") or office_cookie(client)
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie


def office_cookie(client: Client) -> str:
    client.cookies.clear()
    return client.get("/").headers["set-cookie"]


NOWHERE = (
    "/nowhere",
    "/audits/..%2f..%2fetc/2566",
    "/audits/no.example/2566",
    "/audits/bueng.example/9999",
    f"/audits/{SLUG}/notayear",
    f"{BASE}/items/O99",
    f"{BASE}/files/exe",
    f"{BASE}/papers/memo.exe",
    f"{BASE}/compare?with=../../x",
    "/jobs/x",
    "/static/../serve.sqlite",
    "/nights/",
    "/nights/site/../../secret",
)


@pytest.mark.parametrize("path", NOWHERE)
def test_what_is_not_there_is_said_plainly(client, path):
    answer = client.get(path)
    assert answer.status in (404, 422)
    assert "Traceback" not in answer.text and '<html lang="th">' in answer.text


def test_downloads(client):
    for name, begins in (
        ("html", b"\n<!doctype"),
        ("xlsx", b"PK"),
        ("csv", b"\xef\xbb\xbf"),
        ("json", b"{"),
        ("earl", b"{"),
    ):
        answer = client.get(f"{BASE}/files/{name}")
        assert answer.status == 200 and answer.body.lstrip(b"\n").startswith(begins.lstrip(b"\n")), name
        assert answer.headers["content-disposition"].startswith("attachment; filename=")
    for name in ("progress", "memo"):
        assert client.get(f"{BASE}/papers/{name}.docx?digits=thai").body[:2] == b"PK"
    assert client.get(f"{BASE}/papers/itas.xlsx").body[:2] == b"PK"
    kit = zipfile.ZipFile(io.BytesIO(client.get(f"{BASE}/items/O18/kit.zip").body))
    assert "O18-worksheet.docx" in kit.namelist()


def test_a_report_that_many_want_first_is_made_once_for_all(tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr(html, "render", lambda *a, render=html.render, **k: made.append(k["lang"]) or render(*a, **k))
    put_result(tmp_path)
    with served(tmp_path, run=Held()) as office, ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: office.client().get(f"{BASE}/report?lang=en"), range(8)))
    assert {(answer.status, answer.body) for answer in got} == {(200, got[0].body)}
    assert made == ["en"]


def test_the_nights_are_shown_and_nothing_else_of_the_folder(tmp_path):
    put_result(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("<!doctype html><title>คืน</title>", "utf-8")
    (tmp_path / "agencies" / "a").mkdir(parents=True)
    (tmp_path / "agencies" / "a" / "report.html").write_text("<!doctype html><title>a</title>", "utf-8")
    (tmp_path / "agencies" / "a" / "evidence.json").write_text("{}", "utf-8")
    with served(tmp_path, run=Held()) as office:
        client = office.client()
        assert "/nights/" in client.get("/").text
        assert "คืน" in client.get("/nights/").text
        assert client.get("/nights/agencies/a/report.html").status == 200
        for path in (
            "agencies/a/evidence.json",
            "agencies/../secret",
            "serve.sqlite",
            "site/../secret",
            "%2e%2e/secret",
        ):
            assert client.get(f"/nights/{path}").status == 404


# --- starting


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"url": ""}, ["url"]),
        ({"url": "ftp://x.example"}, ["url"]),
        ({"url": "www.nobody.invalid"}, ["url"]),
        ({"url": "www.bueng.example", "year": "1999"}, ["year"]),
        ({"url": "", "year": "๒๕๖๖"}, ["url", "year"]),
        ({"url": "<script>alert(1)</script>", "year": "2566'"}, ["url", "year"]),
    ],
)
def test_wrong_fields_are_named_beside_them(client, office, fields, wrong):
    before = len(office.office.queue.recent())
    answer = client.post("/audits", **fields)
    assert answer.status == 422
    for name in ("url", "year"):
        assert (f'id="{name}-error"' in answer.text) == (name in wrong)
        assert (f'aria-describedby="{name}-error' in answer.text) == (name in wrong)
    assert "<script>alert" not in answer.text
    assert len(office.office.queue.recent()) == before


def test_an_agency_that_is_under_way_shows_that_audit(client, office):
    first = client.post("/audits", url="www.first.example", year="2566")
    assert first.status == 303
    again = client.post("/audits", url="https://first.example/index.php", year="2566")
    assert again.headers["location"] == first.headers["location"] + "?already=1"
    page = client.get(again.headers["location"]).text
    assert "กำลังถูกตรวจอยู่แล้ว" in page and '<noscript><meta http-equiv="refresh"' in page
    assert client.post(first.headers["location"] + "/cancel").status == 303


def test_forms_that_are_not_ours_change_nothing(client, office):
    client.get("/")
    before = len(office.office.queue.recent())
    stranger = office.client()
    for proof in ("", "x", stranger.proof()):
        assert client.post("/audits", proof=proof, url="www.csrf.example").status == 403
    good = client.proof()
    body = f"csrf={good}&url=www.csrf.example".encode()
    form = {"content_type": "application/x-www-form-urlencoded"}
    assert client.ask("POST", "/audits", body, **form, origin="https://evil.example").status == 403
    assert client.ask("POST", "/audits", body, **form, origin="null").status == 403
    assert client.ask("POST", "/audits", body, **form, sec_fetch_site="cross-site").status == 403
    assert client.json("POST", "/api/v1/audits", {"url": "x.example"}, sec_fetch_site="cross-site").status == 403
    assert client.ask("POST", "/api/v1/audits", b'{"url":"x.example"}', content_type="text/plain").status == 415
    assert len(office.office.queue.recent()) == before


def test_a_local_server_answers_this_machine_only(client):
    assert client.get("/", host="evil.example").status == 403
    assert client.get("/", host="localhost").status == 200
    assert client.get("/", x_forwarded_for="203.0.113.9").status == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"\xff", 400),
        (b"novalue", 400),
        (b"a=" + b"x" * 600_000, 413),
        (b"csrf=1&url=a&url=b", 422),
        (b"&".join([b"a=1"] * 60), 400),
    ],
)
def test_bodies_that_cannot_be_read(client, body, status):
    client.get("/")
    assert client.ask("POST", "/audits", body, content_type="application/x-www-form-urlencoded").status == status


# --- deciding, claims, checking again


def test_a_decision_counts_at_once_and_stands_beside_the_machines(tmp_path):
    folder = put_result(tmp_path)
    with served(tmp_path, run=Held()) as office:
        client = office.client()
        item = next(i.id for i in office.office.desk.shelf.result(SLUG, YEAR).items if i.outcome == "failed")
        page = f"{BASE}/items/{item}"
        wrong = client.post(f"{page}/decision", page=page, outcome="maybe", by=" ", because="", link="javascript:x")
        assert wrong.status == 422
        for name in ("outcome", "by", "because", "link"):
            assert f'id="{name}-error"' in wrong.text
        assert not (folder / "decisions.jsonl").exists()
        saved = client.post(
            f"{page}/decision", page=page, outcome="passed", by="นางสาวผู้ตรวจ ตัวอย่าง", because="เปิดดูแล้ว มีครบ", link=""
        )
        assert saved.headers["location"] == f"{page}?saved=1"
        assert "นางสาวผู้ตรวจ ตัวอย่าง" in client.get(saved.headers["location"]).text
        kept = client.json("GET", API).json
        found = next(i for i in kept["items"] if i["id"] == item)
        assert (found["outcome"], found["decision"]["outcome"]) == ("failed", "passed")
        assert "นางสาวผู้ตรวจ" in (folder / "report.html").read_text("utf-8")


def test_claims_say_which_lines_are_wrong_and_are_kept(tmp_path):
    folder = put_result(tmp_path)
    held = Held()
    with served(tmp_path, run=held) as office:
        client = office.client()
        page = f"{BASE}/claims"
        wrong = client.post(page, page=page, claims="O1 https://a.example/\nO99 https://a.example/\nO2 somewhere")
        assert (
            wrong.status == 422
            and "บรรทัดที่ 2: ไม่มีข้อ O99" in wrong.text
            and "somewhere" in wrong.text
            and 'id="claims-error"' in wrong.text
        )
        assert client.post(page, page=page, claims=" \n").status == 422
        assert not (folder / "claims.csv").exists()
        sent = client.post(page, page=page, claims="item\turl\no1\thttps://a.example/x,y\n2, https://a.example/2\n")
        assert sent.status == 303
        assert held.started.wait(60)
        assert held.requests[0].claims == {"O1": ["https://a.example/x,y"], "O2": ["https://a.example/2"]}
        assert client.post(page, page=page, claims="O1 https://b.example/").status == 409
        assert "https://a.example/2" in client.get(page).text
        held.free.set()


def test_checking_again_asks_for_these_items_only(tmp_path):
    put_result(tmp_path)
    held = Held()
    with served(tmp_path, run=held) as office:
        client = office.client()
        page = f"{BASE}/items/O18"
        assert client.post(f"{BASE}/items/O99/again", page=page).status == 404
        sent = client.post(f"{page}/again", page=page)
        assert held.started.wait(60)
        assert (held.requests[0].items, held.requests[0].allow_private) == (("O18",), False)
        busy = client.post(f"{page}/decision", page=page, outcome="passed", by="a", because="b", link="")
        assert busy.status == 409
        held.free.set()
        office.office.queue.changed.acquire()
        office.office.queue.changed.wait_for(lambda: not office.office.queue.all_active(), 60)
        office.office.queue.changed.release()
        done = client.get(sent.headers["location"]).text
        assert f"{page}?checked=1" in done and "http-equiv" not in done


# --- others


def test_without_a_token_nothing_is_shown(guarded):
    client = guarded.client()
    assert client.get(BASE).headers["location"] == f"/login?next={BASE}"
    assert client.get("/static/style.css").status == 200
    refused = client.json("GET", "/api/v1/audits")
    assert (refused.status, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert client.json("GET", "/api/v1/audits", authorization="Bearer nonsense").status == 401
    assert client.get("/jobs/x/events").status == 401


def test_signing_in_gives_a_new_session_and_goes_where_one_wanted(guarded):
    client = guarded.client()
    client.get("/login")
    before = client.cookies["oit_session"]
    wrong = client.post("/login", page="/login", token="nonsense")
    assert wrong.status == 401 and 'id="token-error"' in wrong.text
    assert (
        client.post("/login", page="/login", token=guarded.tokens["auditor"], next="//evil.example").headers["location"]
        == "/"
    )
    assert client.cookies["oit_session"] != before
    assert client.get(BASE).status == 200
    assert client.post("/logout", page="/").status == 303
    assert client.get(BASE).status == 303


def test_a_reader_reads_and_changes_nothing(guarded):
    client = guarded.client()
    assert client.post("/login", page="/login", token=guarded.tokens["reader"], next=BASE).headers["location"] == BASE
    assert client.get(BASE).status == 200
    home = client.get("/").text
    assert 'action="/audits"' not in home and "อ่านอย่างเดียว" in home
    proof = home.partition('name="csrf" value="')[2].partition('"')[0]
    for path in ("/audits", f"{BASE}/items/O18/again", f"{BASE}/items/O18/decision", f"{BASE}/claims"):
        assert client.post(path, proof=proof, url="www.a.example").status == 403
    token = {"authorization": f"Bearer {guarded.tokens['reader']}"}
    assert client.json("GET", API, **token).status == 200
    assert client.json("POST", "/api/v1/audits", {"url": "www.a.example"}, **token).status == 403


def test_a_public_server_goes_nowhere_private(guarded):
    token = {"authorization": f"Bearer {guarded.tokens['auditor']}"}
    client = guarded.client()
    for url in ("http://127.0.0.1/", "http://192.168.1.1/", "inside.private.example", "http://[::1]/"):
        refused = client.json("POST", "/api/v1/audits", {"url": url}, **token)
        assert (refused.status, refused.json["errors"][0]["code"]) == (422, "url_private")
    started = client.json("POST", "/api/v1/audits", {"url": "www.fine.example", "year": 2566}, **token)
    assert (started.status, started.json["new"]) == (202, True)
    assert guarded.held.started.wait(60)
    request = guarded.held.requests[0]
    assert (request.host_map, request.allow_private) == ({"www.fine.example": "8.8.4.4"}, False)
    client.json("POST", f"/api/v1/jobs/{started.json['job']['id']}/cancel", **token)


def test_requests_come_at_a_rate(guarded, monkeypatch):
    now = time.monotonic()  # a slow machine would earn new requests while it asks
    monkeypatch.setattr(guarded.office.door._rates, "_clock", lambda: now)
    client = guarded.client()
    token = {"authorization": f"Bearer {guarded.tokens['auditor']}"}
    statuses = [client.json("POST", f"{API}/again", {"items": []}, **token).status for _ in range(40)]
    assert statuses[0] == 422 and statuses[-1] == 429


@pytest.mark.parametrize("given", [{"host": "0.0.0.0"}, {"host": "0.0.0.0", "public": True}, {"as_of": "soon"}])
def test_it_does_not_open_itself_to_others_by_accident(tmp_path, given):
    with pytest.raises(ServeError):
        furnish(ServeSettings(tmp_path, **given))


def test_jobs_for_workers_elsewhere_carry_what_they_must_match(tmp_path):
    put_result(tmp_path)
    held = Held()
    with served(tmp_path, run=held, elsewhere=True) as office:
        client = office.client()
        page = f"{BASE}/claims"
        for _ in range(2):
            sent = client.post(page, page=page, claims="O1 https://a.example/")
            assert sent.status == 303 and held.started.wait(60)
            held.started.clear()
            held.free.set()
            with office.office.queue.changed:
                office.office.queue.changed.wait_for(lambda: not office.office.queue.all_active(), 60)
    asked = held.requests
    assert all(r.engine.rules and r.engine.code and r.slug == f"{SLUG}-{YEAR}" for r in asked)
    assert asked[0].since != asked[1].since and max(r.since for r in asked) < "1"


def test_a_broker_without_a_store_is_wrong_usage():
    told = CliRunner().invoke(serve, ["--broker", "amqp://127.0.0.1//"], env={"OIT_STORE": ""})
    assert told.exit_code == 2 and "both --broker and --store" in told.output


def test_a_full_disk_starts_nothing(tmp_path):
    put_result(tmp_path)
    with served(tmp_path, run=Held(), disk=1000) as office:
        refused = office.client().post("/audits", url="www.a.example")
        assert refused.status == 507 and "พื้นที่" in refused.text
        assert office.office.queue.recent() == []


# --- the API


def test_every_operation_is_described_and_answers_as_described(client):
    described = client.json("GET", "/api/openapi.json").json
    assert described["openapi"] == "3.1.0"
    ids = [operation["operationId"] for path in described["paths"].values() for operation in path.values()]
    assert len(ids) == len(set(ids)) == 15
    refs = {ref.partition('"')[0] for ref in json.dumps(described).split("#/components/schemas/")[1:]}
    assert refs <= set(described["components"]["schemas"])


def test_the_api_refuses_field_by_field(client):
    for body, fields in (
        ({}, {"url"}),
        ({"url": 5}, {"url"}),
        ({"url": "www.a.example", "year": "2566"}, {"year"}),
        ({"url": "www.a.example", "more": 1}, {"more"}),
        ({"url": "ftp://a.example", "year": 1}, {"url", "year"}),
        ([], {""}),
        (None, {""}),
    ):
        refused = client.json("POST", "/api/v1/audits", body)
        assert refused.status == 422
        assert {error["field"] for error in refused.json["errors"]} == fields
    assert client.ask("POST", "/api/v1/audits", b"{", content_type="application/json").status == 400
    assert client.json("PUT", "/api/v1/audits", {}).status == 405
    assert client.json("GET", "/api/v1/nothing").status == 404
    assert client.json("GET", f"{API}/compare?with=x").json["errors"][0]["field"] == "with"


def test_the_api_gives_what_the_command_line_gives(client, office):
    assert client.json("GET", API).json["items"] == sample.sample().model_dump(mode="json", by_alias=True)["items"]
    assert client.json("GET", "/api/v1/audits").json[0]["slug"] == SLUG
    assert client.json("GET", f"{API}/earlier").json["earlier"] == [OLD]
    assert client.json("GET", f"{API}/compare?with={OLD}").json["unchanged"] > 30
    years = client.json("GET", "/api/v1/years").json
    assert [y["fiscal_year"] for y in years if y["default"]] == [YEAR]
