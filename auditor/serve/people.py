"""Who is asking: tokens with roles, signed session cookies, and the proof that a form is our own (CSRF)."""

from __future__ import annotations

import hmac
import os
import secrets
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from auditor.serve.settings import ServeError

Role = Literal["reader", "auditor"]
ROLES: tuple[Role, ...] = ("reader", "auditor")
COOKIE = "oit_session"
SESSION_SECONDS = 14 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Person:
    """`key` is what limits and queues count by; `name` may be shown."""

    key: str
    name: str
    role: Role

    @property
    def may_audit(self) -> bool:
        return self.role == "auditor"


LOCAL = Person("local", "", "auditor")
"""Whoever sits at the machine, where nobody else can reach the server."""


@dataclass(frozen=True, slots=True)
class Session:
    """`id` is random, `digest` names the token ('' without tokens)."""

    id: str
    digest: str
    until: int


def digest_of(token: str) -> str:
    """Tokens are 192 random bits, so one round of SHA-256 keeps them."""
    return sha256(token.strip().encode()).hexdigest()


def add_token(path: Path, role: str, name: str) -> str:
    """Writes a line 'role digest name' and returns the token, which is kept nowhere. ServeError for a wrong role."""
    if role not in ROLES:
        raise ServeError(f"{role!r} is no role; there are {', '.join(ROLES)}")
    name = " ".join(name.split())[:80]
    if not name:
        raise ServeError("a token needs a name: --new-token auditor:NAME")
    token = secrets.token_urlsafe(24)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(f"{role} {digest_of(token)} {name}\n")
    return token


def read_tokens(path: Path) -> dict[str, Person]:
    """digest -> person. ServeError names the line that is wrong."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ServeError(f"{path}: cannot be read ({error})") from error
    found: dict[str, Person] = {}
    for number, line in enumerate(lines, start=1):
        parts = line.split(None, 2)
        if not parts or line.lstrip().startswith("#"):
            continue
        if len(parts) != 3 or parts[0] not in ROLES or len(parts[1]) != 64:
            raise ServeError(f"{path}:{number}: expected 'reader|auditor SHA256 NAME'")
        role: Role = "auditor" if parts[0] == "auditor" else "reader"
        found[parts[1].lower()] = Person(parts[1][:16], parts[2], role)
    return found


class People:
    """Knows tokens (read anew when the file changes) and signs sessions with DIR/secret."""

    def __init__(self, data: Path, tokens: Path | None) -> None:
        """`tokens` None: there are none, everybody is LOCAL."""
        self._path = tokens
        self._read_at = -1
        self._tokens: dict[str, Person] = {}
        self._secret = _secret(data / "secret")
        if tokens:
            self._refresh()

    @property
    def open(self) -> bool:
        return self._path is None

    def _refresh(self) -> None:
        assert self._path
        try:
            changed = self._path.stat().st_mtime_ns
        except OSError as error:
            raise ServeError(f"{self._path}: cannot be read ({error.strerror})") from error
        if changed != self._read_at:
            self._tokens, self._read_at = read_tokens(self._path), changed

    def by_token(self, token: str) -> Person | None:
        return self.by_digest(digest_of(token))

    def by_digest(self, digest: str) -> Person | None:
        """None for a token that is not, or no longer, in the file."""
        if self.open:
            return LOCAL
        try:
            self._refresh()
        except ServeError:
            # A file that is being written, or was damaged, lets nobody in.
            return None
        return self._tokens.get(digest)

    # --- sessions

    def begin(self, digest: str = "") -> tuple[Session, str]:
        """A new session and its cookie."""
        session = Session(secrets.token_urlsafe(18), digest, int(time.time()) + SESSION_SECONDS)
        body = f"{session.id}.{session.digest}.{session.until}"
        return session, f"{body}.{self._sign('session', body)}"

    def session(self, cookie: str) -> Session | None:
        """None for a cookie that is not ours or has run out."""
        body, _, signature = cookie.rpartition(".")
        if not hmac.compare_digest(self._sign("session", body).encode(), signature.encode()):
            return None
        id, digest, until = body.split(".")
        return Session(id, digest, int(until)) if int(until) > time.time() else None

    def proof(self, session: Session) -> str:
        """What every form of this session carries."""
        return self._sign("form", session.id)

    def proves(self, session: Session | None, given: str) -> bool:
        return session is not None and hmac.compare_digest(self.proof(session).encode(), given.encode())

    def _sign(self, use: str, text: str) -> str:
        return hmac.new(self._secret, f"{use}:{text}".encode(), sha256).hexdigest()


def _secret(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(32))
    return path.read_bytes()
