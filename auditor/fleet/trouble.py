"""What can go wrong with broker and store, each in one line that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

NEEDED = ("celery", "fsspec")
_FULL = ("QuotaExceeded", "StorageFull", "InsufficientStorage", "507", "No space left", "Disk quota exceeded")
_KEYS = (
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "AccessDenied",
    "Forbidden",
    "403",
    "Unable to locate credentials",
)


class FleetError(Exception):
    """Expected trouble with the broker, the store or a worker; one line."""


def check_installed(needed: tuple[str, ...] = NEEDED) -> None:
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        raise FleetError(f"{' and '.join(missing)} not installed; many machines need: pip install 'oit-auditor[fleet]'")


@contextmanager
def of_broker(address: str) -> Iterator[None]:
    """FleetError for whatever the broker refused. `address` is shown, so it holds no password."""
    from amqp.exceptions import AccessRefused, AMQPError, NotAllowed
    from kombu.exceptions import KombuError, OperationalError

    try:
        yield
    except AccessRefused as error:
        raise FleetError(f"{address}: the broker refuses this user or password; check --broker") from error
    except NotAllowed as error:
        raise FleetError(f"{address}: the broker has no such virtual host, or this user may not use it") from error
    except (OSError, AMQPError, OperationalError, KombuError) as error:
        raise FleetError(f"{address}: the broker cannot be reached ({_brief(error)})") from error


@contextmanager
def of_store(address: str) -> Iterator[None]:
    try:
        yield
    except FleetError:
        raise
    except Exception as error:  # each file system behind fsspec raises kinds of its own
        raise FleetError(f"{address}: {_store_line(error)}") from error


def _store_line(error: Exception) -> str:
    said = f"{type(error).__name__} {error} {getattr(error, 'errno', '')}"
    if any(word in said for word in _FULL):
        return f"the store is full ({_brief(error)}); make room, the night goes on by itself"
    if isinstance(error, PermissionError) or any(word in said for word in _KEYS):
        return (
            f"the store refuses these credentials ({_brief(error)}); check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        )
    if "NoSuchBucket" in said or "bucket does not exist" in said:
        return "no such bucket; make it first"
    return f"the store cannot be used ({_brief(error)})"


def _brief(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
