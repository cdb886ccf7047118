"""One broker and one store for all tests of the fleet, both real and their own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.auditor.fleet.bucket import Bucket, bucket
from tests.auditor.fleet.place import Place
from tests.auditor.fleet.rabbit import Rabbit, installed, rabbit

_NUMBERS = count()


@pytest.fixture(scope="session")
def broker() -> Iterator[Rabbit]:
    if not installed():
        pytest.skip("RabbitMQ is not installed here (apt-get install --no-install-recommends rabbitmq-server)")
    with rabbit() as made:
        yield made


@pytest.fixture(scope="session")
def s3() -> Iterator[Bucket]:
    with bucket() as made:
        yield made


@pytest.fixture
def place(broker: Rabbit, s3: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Empty queues and an empty bucket."""
    for name, value in s3.environment.items():
        monkeypatch.setenv(name, value)
    made = Place(broker.url, s3.make(f"fleet-{next(_NUMBERS)}"), tmp_path / "workers")
    made.empty()
    return made
