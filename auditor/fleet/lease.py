"""What only one worker may have at a time: queues in the broker that belong to one connection and end with it."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from amqp.exceptions import AMQPError, ResourceLocked
from celery import Celery
from kombu.exceptions import OperationalError

from auditor.fleet.broker import HEARTBEAT

BROKER_ERRORS = (OSError, AMQPError, OperationalError)
"""What Celery, kombu and amqp raise while the broker is away."""


class Lease:
    """`held` takes all the names or none and, asked at least every HEARTBEAT seconds, keeps them.

    A killed process or machine frees them.
    """

    def __init__(self, app: Celery, *names: str) -> None:
        self._connection = app.connection_for_write(heartbeat=HEARTBEAT, connect_timeout=5)
        self._names = names

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.release()

    def held(self) -> bool:
        """False where another has it. While the broker is away nobody else can be given anything: it counts as held."""
        try:
            return self.take()
        except BROKER_ERRORS:
            self._connection.close()
            return True

    def take(self) -> bool:
        """As `held`, but raises one of BROKER_ERRORS while the broker is away."""
        try:
            if not self._connection.connected:
                self._connection.connect()
            for name in self._names:
                self._connection.default_channel.queue_declare(name, exclusive=True, auto_delete=False)
        except ResourceLocked:
            self._connection.close()
            return False
        return True


def of_agency(slug: str) -> str:
    """What whoever changes an agency's evidence has."""
    return f"oit.agency.{slug}"
