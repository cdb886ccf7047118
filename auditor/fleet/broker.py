"""The broker: how Celery is set up, the two queues, and what lies in them. Knows no job."""

from __future__ import annotations

from collections.abc import Iterator
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
    with of_broker(address_of(app)), app.connection_for_write(connect_timeout=10) as connection:
        connection.connect()
        for queue in QUEUES:
            queue(connection.default_channel).declare()


def depths(app: Celery) -> dict[str, int]:
    """queue -> messages that wait in it."""
    with of_broker(address_of(app)), app.connection_for_read(connect_timeout=10) as connection:
        connection.connect()
        channel = connection.default_channel
        return {queue.name: queue(channel).queue_declare(passive=True).message_count for queue in QUEUES}


def dead_letters(app: Celery) -> list[dict[str, Any]]:
    """What was given up, oldest first; it stays where it is."""
    with of_broker(address_of(app)), app.connection_for_read(connect_timeout=10) as connection:
        connection.connect()
        return [{"task": m.headers["id"], "args": m.payload[0]} for m in _held(connection.default_channel)]


def resend(app: Celery, slugs: frozenset[str]) -> list[dict[str, Any]]:
    """Sends dead letters again as if for the first time (all of them when no slug is named); returns those sent."""
    sent = []
    with of_broker(address_of(app)), app.connection_for_write(connect_timeout=10) as connection:
        connection.connect()
        for message in _held(connection.default_channel):
            request = message.payload[0][1]
            if not slugs or request["slug"] in slugs:
                app.send_task(AUDIT, args=message.payload[0][:2], task_id=message.headers["id"], priority=USUAL)
                message.ack()
                sent.append(request)
    return sent


def _held(channel: Any) -> Iterator[Any]:
    """Takes them one by one without acknowledging: those not acknowledged go back when the connection ends."""
    queue = QUEUES[1](channel)
    while (message := queue.get(accept=["json"])) is not None:
        yield message
