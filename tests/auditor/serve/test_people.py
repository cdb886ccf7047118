"""Tokens, sessions, proofs: what lets somebody in, and what does not."""

from __future__ import annotations

import pytest

from auditor.serve import people as p
from auditor.serve.rate import Rates
from auditor.serve.settings import ServeError, ServeSettings, is_loopback


def test_a_token_is_kept_as_a_digest_and_taken_back_by_its_line(tmp_path):
    path = tmp_path / "tokens"
    token = p.add_token(path, "auditor", "สมชาย  ตัวอย่าง")
    assert token not in path.read_text("utf-8")
    assert path.stat().st_mode & 0o077 == 0
    people = p.People(tmp_path, path)
    assert people.by_token(token) == people.by_token(f" {token}\n")
    assert people.by_token(token).name == "สมชาย ตัวอย่าง"
    assert people.by_token(token + "x") is None
    path.write_text("# nobody\n")
    assert people.by_token(token) is None


@pytest.mark.parametrize("line", ["auditor abc name", "admin " + "a" * 64 + " name", "reader " + "a" * 64])
def test_a_token_file_that_is_wrong_is_named_by_line(tmp_path, line):
    (tmp_path / "tokens").write_text(f"# ours\n{line}\n")
    with pytest.raises(ServeError, match="tokens:2"):
        p.People(tmp_path, tmp_path / "tokens")


def test_wrong_roles_and_names(tmp_path):
    for role, name in (("admin", "x"), ("reader", "  ")):
        with pytest.raises(ServeError):
            p.add_token(tmp_path / "tokens", role, name)


def test_sessions_are_signed_and_survive_a_restart(tmp_path):
    session, cookie = p.People(tmp_path, None).begin("d" * 64)
    people = p.People(tmp_path, None)
    assert people.session(cookie) == session
    for bad in ("", "x", cookie + "0", cookie.replace("d", "e", 1), "a.b.c.d", "..9999999999."):
        assert people.session(bad) is None
    assert people.proves(session, people.proof(session))
    other, _ = people.begin()
    assert not people.proves(session, people.proof(other))
    assert not people.proves(None, people.proof(session))
    (tmp_path / "elsewhere").mkdir()
    assert p.People(tmp_path / "elsewhere", None).session(cookie) is None


def test_a_session_ends(tmp_path, monkeypatch):
    people = p.People(tmp_path, None)
    _, cookie = people.begin()
    later = p.time.time() + p.SESSION_SECONDS + 1
    monkeypatch.setattr(p.time, "time", lambda: later)
    assert people.session(cookie) is None


def test_rates_refill_and_are_counted_apart():
    clock = [0.0]
    rates = Rates({"read": (2, 1), "write": (1, 0.1)}, lambda: clock[0])
    assert [rates.allow("read", "a") for _ in range(3)] == [True, True, False]
    assert rates.allow("read", "b") and rates.allow("write", "a")
    clock[0] = 1.0
    assert rates.allow("read", "a") and not rates.allow("read", "a") and not rates.allow("write", "a")


def test_only_this_machine():
    assert all(map(is_loopback, ("127.0.0.1", "localhost", "::1", "127.8.8.8")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.168.1.5", "server.example", "")))


def test_the_token_file_stands_in_the_data_folder(tmp_path):
    assert ServeSettings(tmp_path).token_file == tmp_path / "tokens"
    assert ServeSettings(tmp_path, tokens=tmp_path / "t").token_file == tmp_path / "t"
