"""Shuts a process off from all files that it has no business with, by the kernel's Landlock, which asks for no rights.

Numbers and structures: the kernel's user-space API, linux/landlock.h.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_NO_NEW_RIGHTS = 38
_OLDEST = 2
"""The first version under which a file can be renamed into another folder: converters do that."""

_EXECUTE, _WRITE, _READ, _LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE, _SOCKET, _TRUNCATE = 1 << 5, 1 << 9, 1 << 14
_OF_FILES = _EXECUTE | _WRITE | _READ | _TRUNCATE
_KNOWN = {2: (1 << 14) - 1, 3: (1 << 15) - 1}
"""Rights on files that a version can hold back; later versions add none that matter here."""

_SCOPED = 6, 0b11
"""From this version on: no signals to processes outside, no abstract sockets of theirs."""

SYSTEM = (
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/nix/store", "/gnu/store", "/proc",
    "/sys/devices/system", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/ld.so.conf",
    "/etc/ld.so.conf.d", "/etc/libreoffice", "/etc/localtime", "/etc/nsswitch.conf", "/etc/passwd", "/etc/group",
    "/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice",
)  # fmt: skip
"""Programs, libraries and fonts: nobody's own files. Of other users' processes /proc shows what it shows to all."""

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")

SOCKETS = Path("/tmp")
"""LibreOffice makes a socket there and removes it, wherever its other files are: so files may be removed there."""


def is_there() -> bool:
    """Whether this kernel can do it."""
    return _version() >= _OLDEST


def confine(folder: Path, also: Iterable[Path] = ()) -> bool:
    """From now on this process and those it starts read programs, libraries and `also`, and write in `folder` only.

    False, and nothing is changed, where the kernel cannot do it. To be called before threads are started.
    """
    if not is_there():
        return False
    known = _KNOWN[min(_version(), max(_KNOWN))]
    scoped = _SCOPED[1] if _version() >= _SCOPED[0] else 0
    asked = struct.pack("QQQ", known, 0, scoped)
    rules = _syscall(_CREATE, asked, len(asked) if scoped else 8, 0)
    if rules < 0:
        return False
    try:
        for path, rights in _allowed(folder, also):
            _allow(rules, path, rights & known)
        return _libc().prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0) == 0 and _syscall(_RESTRICT, rules, 0) == 0
    finally:
        os.close(rules)


def _allowed(folder: Path, also: Iterable[Path]) -> Iterator[tuple[Path, int]]:
    package = Path(__file__).resolve().parents[1]
    python = [Path(p) for p in sys.path if p.endswith(("site-packages", "dist-packages"))]
    looked_at = (*map(Path, SYSTEM), Path(sys.prefix), Path(sys.base_prefix), package, *python, *also)
    yield from ((path, _EXECUTE | _READ | _LIST) for path in looked_at)
    yield package.parent, _LIST
    yield from ((Path(path), _READ | _WRITE) for path in DEVICES)
    yield SOCKETS, _SOCKET | _REMOVE
    yield folder, ~_EXECUTE


def _allow(rules: int, path: Path, rights: int) -> None:
    """What is not there needs no leave."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        _syscall(_ADD, rules, 1, struct.pack("=Qi", rights if path.is_dir() else rights & _OF_FILES, place), 0)
    finally:
        os.close(place)


def _version() -> int:
    return _syscall(_CREATE, 0, 0, 1) if sys.platform == "linux" else 0


def _syscall(number: int, *arguments: int | bytes) -> int:
    return int(_libc().syscall(*(ctypes.c_long(a) if isinstance(a, int) else a for a in (number, *arguments))))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
