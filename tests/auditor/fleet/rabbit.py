"""A RabbitMQ of the tests' own: its folder, its node name, ports that the kernel chose, ended by its pid."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PROGRAM = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
"""Debian's /usr/sbin/rabbitmq-server insists on the system's own account and folders."""
CONFIG = """\
listeners.tcp.default = 127.0.0.1:{port}
default_user = fleet
default_pass = {password}
loopback_users = none
disk_free_limit.absolute = 50MB
log.console = false
"""
PASSWORD = "only-for-tests"


def installed() -> bool:
    return PROGRAM.is_file() and shutil.which("epmd") is not None


class Rabbit:
    """Use as a context manager; `stop` and `start` in between are a broker that goes away and comes back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self._dist, self._names = _free_ports(3)
        self._children: list[subprocess.Popen[bytes]] = []
        (folder / "rabbitmq.conf").write_text(CONFIG.format(port=self.port, password=PASSWORD), "utf-8")
        (folder / "enabled_plugins").write_text("[].\n")

    @property
    def url(self) -> str:
        return self.url_for(PASSWORD)

    def url_for(self, password: str) -> str:
        return f"amqp://fleet:{password}@127.0.0.1:{self.port}//"

    def start(self) -> None:
        """Returns when it accepts connections."""
        environment = self._environment()
        for command in (["epmd", "-port", str(self._names), "-address", "127.0.0.1"], [str(PROGRAM)]):
            with (self.folder / "log.txt").open("ab") as log:
                self._children.append(
                    subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
                )
        deadline = time.monotonic() + 240  # minutes, on a machine that does much else
        while not _answers(self.port):
            if time.monotonic() > deadline or self._children[-1].poll() is not None:
                raise RuntimeError(
                    "RabbitMQ did not start:\n" + (self.folder / "log.txt").read_text("utf-8", "replace")
                )
            time.sleep(0.05)  # it has no other way to say that it listens

    def stop(self) -> None:
        for child in reversed(self._children):
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGTERM)
            try:
                child.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        self._children.clear()

    def _environment(self) -> dict[str, str]:
        own = {
            "HOME": self.folder,  # for the cookie of Erlang
            "ERL_CRASH_DUMP": self.folder / "erl_crash.dump",
            "RABBITMQ_NODENAME": f"oit-test-{self.port}@localhost",
            "RABBITMQ_CONFIG_FILE": self.folder / "rabbitmq.conf",
            "RABBITMQ_CONF_ENV_FILE": self.folder / "none",
            "RABBITMQ_ENABLED_PLUGINS_FILE": self.folder / "enabled_plugins",
            "RABBITMQ_MNESIA_BASE": self.folder / "data",
            "RABBITMQ_LOG_BASE": self.folder / "log",
            "RABBITMQ_DIST_PORT": self._dist,
            "ERL_EPMD_PORT": self._names,
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            # Busy waiting is for machines that do nothing else.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+sbwt none +sbwtdcpu none +sbwtdio none +S 1:1 "
            "-kernel inet_dist_use_interface {127,0,0,1}",
        }
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **{name: str(value) for name, value in own.items()}}


@contextmanager
def rabbit() -> Iterator[Rabbit]:
    with tempfile.TemporaryDirectory(prefix="oit-rabbit-") as folder:
        broker = Rabbit(Path(folder))
        try:
            broker.start()
            yield broker
        finally:
            broker.stop()


def _free_ports(count: int) -> list[int]:
    """Chosen by the kernel, all at once so that they differ."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as probe:
        probe.settimeout(5)
        probe.sendall(b"AMQP\x00\x00\x09\x01")
        return bool(probe.recv(1))
    return False
