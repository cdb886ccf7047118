"""The broker: how Celery is set up, the two queues, and what lies in them. Knows no job."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import Celery
from kombu import Exchange, Queue

from auditor.fleet.trouble import of_broker

JOBS, DEAD = "oit.jobs", "oit.dead"
AUDIT = "oit.audit"
"""The one task."""
URGENT, USUAL = 9, 5
"""Priorities: second looks and tries before agencies as the night comes to them."""
HEARTBEAT = 30
"""Seconds; a machine that went dark is noticed after two of them."""
_EXCHANGE = Exchange("oit", "direct", durable=True)
QUEUES = (
    Queue(
        JOBS,
        _EXCHANGE,
        routing_key=JOBS,
        queue_arguments={
            "x-max-priority": URGENT,
            "x-dead-letter-exchange": "oit",
            "x-dead-letter-routing-key": DEAD,
            # A job may take longer than the broker waits for an acknowledgement; older brokers have it in their file.
            "x-consumer-timeout": 6 * 3600 * 1000,
        },
    ),
    Queue(DEAD, _EXCHANGE, routing_key=DEAD),
)


def make_app(url: str) -> Celery:
    """Connects to nothing yet."""
    app = Celery("oit", broker=url, set_as_current=False)
    app.conf.update(
        task_queues=QUEUES,
        task_default_queue=JOBS,
        task_acks_late=True,
        # Whatever a task raises is rejected, and RabbitMQ moves it to the dead letters.
        task_acks_on_failure_or_timeout=False,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
        worker_send_task_events=True,
        worker_proc_alive_timeout=60,
        worker_redirect_stdouts=False,
        worker_hijack_root_logger=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_heartbeat=HEARTBEAT,
        broker_connection_retry=True,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={"confirm_publish": True},
    )
    return app


def address_of(app: Celery) -> str:
    """For people: without the password."""
    return str(app.connection_for_read().as_uri())


def check(app: Celery) -> None:
    """Connects once and makes the queues; FleetError in one line."""
    with _connected(app) as channel:
        for queue in QUEUES:
            queue(channel).declare()


def depths(app: Celery) -> dict[str, int]:
    """queue -> messages that wait in it."""
    with _connected(app) as channel:
        return {queue.name: queue(channel).queue_declare(passive=True).message_count for queue in QUEUES}


def dead_letters(app: Celery) -> list[dict[str, Any]]:
    """What was given up, oldest first: job and request. It stays where it is."""
    with _connected(app) as channel:
        return [_letter(message) for message in _held(channel)]


def resend(app: Celery, slugs: frozenset[str]) -> list[dict[str, Any]]:
    """Sends dead letters again as if for the first time (all of them when no slug is named); returns those sent."""
    sent = []
    with _connected(app) as channel:
        for message in _held(channel):
            letter = _letter(message)
            if not slugs or letter["request"]["slug"] in slugs:
                app.send_task(AUDIT, args=(letter["job"], letter["request"]), priority=USUAL)
                message.ack()
                sent.append(letter)
    return sent


def _letter(message: Any) -> dict[str, Any]:
    job, request = message.payload[0][:2]
    return {"job": job, "request": request}


def _held(channel: Any) -> Iterator[Any]:
    """Takes them one by one without acknowledging: those not acknowledged go back when the connection ends."""
    queue = QUEUES[1](channel)
    while (message := queue.get(accept=["json"])) is not None:
        yield message


@contextmanager
def _connected(app: Celery) -> Iterator[Any]:
    """A channel; FleetError in one line."""
    with of_broker(address_of(app)), app.connection_for_write(connect_timeout=10) as connection:
        connection.connect()
        yield connection.default_channel
