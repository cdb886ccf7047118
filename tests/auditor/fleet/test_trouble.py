"""What is wrong with broker, store or installation: one line, exit 1, no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from s3fs import S3FileSystem

from auditor.fleet import broker, trouble
from auditor.fleet.commands import fleet, worker
from auditor.fleet.depot import Depot
from auditor.fleet.trouble import FleetError, check_installed
from auditor.nightly.commands import nightly
from auditor.nightly.request import JobOutcome
from tests.auditor.fleet.bucket import Bucket
from tests.auditor.fleet.rabbit import Rabbit


@pytest.fixture
def keys(s3: Bucket, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    for name, value in s3.environment.items():
        monkeypatch.setenv(name, value)
    return s3


def _line(error: pytest.ExceptionInfo[FleetError]) -> str:
    text = str(error.value)
    assert "\n" not in text and "only-for-tests" not in text
    return text


def test_a_broker_that_refuses(broker: Rabbit) -> None:
    with pytest.raises(FleetError, match="refuses this user or password; check --broker") as error:
        from auditor.fleet.broker import check, make_app

        check(make_app(broker.url_for("wrong")))
    _line(error)


def test_a_broker_that_is_not_there() -> None:
    with pytest.raises(FleetError, match=r"127\.0\.0\.1.*cannot be reached.*refused") as error:
        broker.check(broker.make_app("amqp://fleet:only-for-tests@127.0.0.1:9//"))
    _line(error)


def test_keys_that_are_wrong(keys: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    address = keys.make("keys")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "other")
    with pytest.raises(FleetError, match=r"the store refuses these credentials.*check AWS_ACCESS_KEY_ID") as error:
        S3FileSystem.clear_instance_cache()  # a process has one set of keys, but this one has had another
        Depot(address).check()
    S3FileSystem.clear_instance_cache()
    _line(error)


def test_no_such_bucket(keys: Bucket) -> None:
    with pytest.raises(FleetError, match="no such bucket; make it first") as error:
        Depot("s3://nowhere/oit").check()
    _line(error)


def test_a_full_bucket(keys: Bucket) -> None:
    depot = Depot(keys.make("full"))
    keys.full = True
    try:
        with pytest.raises(FleetError, match=r"the store is full.*make room") as error:
            depot.settle("1/town/x", JobOutcome("town", "done"))
    finally:
        keys.full = False
    _line(error)
    assert depot.outcome("1/town/x") is None


def test_a_protocol_that_nobody_knows() -> None:
    with pytest.raises(FleetError, match="gopher://x: the store cannot be used") as error:
        Depot("gopher://x")
    _line(error)


def test_a_folder_is_a_store_too(tmp_path: Path) -> None:
    for address in (str(tmp_path / "a"), f"file://{tmp_path}/b"):
        depot = Depot(address)
        depot.check()
        depot.bury("1/town/x", JobOutcome("town", "failed", "gone"))
        assert depot.buried("1/town/again") == JobOutcome("town", "failed", "gone")
        depot.unbury("1/town/x")
        assert depot.buried("1/town/x") is None
        assert depot.outcome("1/town/x") is None
    assert not list(tmp_path.rglob("*.part"))


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trouble, "find_spec", lambda name: None)
    with pytest.raises(FleetError, match=r"pip install 'oit-auditor\[fleet\]'"):
        check_installed()
    for command, words in ((worker, ["--broker", "x", "--store", "y"]), (fleet, ["dead", "--broker", "x"])):
        done = CliRunner().invoke(command, words)
        assert isinstance(done.exception, FleetError), done.output


def test_one_without_the_other(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,url\nก,http://127.0.0.1:9/\n", "utf-8")
    words = [str(tmp_path / "a.csv"), "--out", str(tmp_path / "out"), "--broker", "amqp://x"]
    done = CliRunner().invoke(nightly, words)
    assert done.exit_code == 2
    assert "both --broker and --store" in done.output
