"""Tells people what got worse: a webhook, e-mail, or LINE's Messaging API. Silent when nothing happened.

The file is JSON: a list of channels. Secrets are named by environment variable, never written in it.
  {"webhook": "https://…", "provinces": ["…"], "agencies": ["slug"]}
  {"smtp": "host:25", "from": "…", "to": ["…"], "starttls": true, "user_env": "…", "password_env": "…"}
  {"line": "to-id", "token_env": "OIT_LINE_TOKEN", "endpoint": "https://…"}
"""

from __future__ import annotations

import json
import os
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from crawler.servers.post import NotSent, post
from reports.text import line as inert

LINE_ENDPOINT = "https://api.line.me/v2/bot/message/push"
LINE_MOST = 5000
SHOWN = 50
_TIMEOUT = 20.0
Row = Mapping[str, Any]


class AlertError(Exception):
    """The file of channels cannot be used; one line."""


class _Channel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    provinces: list[str] = Field(default_factory=list)
    agencies: list[str] = Field(default_factory=list)

    def concerns(self, row: Row) -> bool:
        """Everything, unless the channel names provinces or agencies."""
        if not self.provinces and not self.agencies:
            return True
        return row["province"] in self.provinces or row["slug"] in self.agencies


class Webhook(_Channel):
    webhook: str


class Mail(_Channel):
    smtp: str
    sender: str = Field(alias="from")
    to: list[str]
    starttls: bool = False
    user_env: str = ""
    password_env: str = ""

    @model_validator(mode="after")
    def _keep_the_password(self) -> Self:
        if self.user_env and not self.starttls:
            raise ValueError("user_env needs starttls: true, or the password would travel in the clear")
        return self


class Line(_Channel):
    line: str
    token_env: str = "OIT_LINE_TOKEN"
    endpoint: str = LINE_ENDPOINT


Channel = Webhook | Mail | Line
_KINDS: tuple[tuple[str, type[Channel]], ...] = (("webhook", Webhook), ("smtp", Mail), ("line", Line))


def read_channels(path: Path) -> tuple[Channel, ...]:
    """AlertError names the channel and the field that is wrong."""
    try:
        rows = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise AlertError(f"{path}: cannot be read: {error}") from error
    if not isinstance(rows, list):
        raise AlertError(f"{path}: not a list of channels")
    return tuple(_channel(path, number, row) for number, row in enumerate(rows, start=1))


def _channel(path: Path, number: int, row: Any) -> Channel:
    kinds = [kind for name, kind in _KINDS if isinstance(row, dict) and name in row]
    if len(kinds) != 1:
        raise AlertError(f"{path}: channel {number}: needs one of webhook, smtp and line")
    try:
        return kinds[0].model_validate(row)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise AlertError(": ".join(filter(None, (str(path), f"channel {number}", where, said)))) from error


def tell(channels: Sequence[Channel], changes: Sequence[Row], night: int) -> list[str]:
    """Sends every channel its regressions, once; lines about those that could not be told."""
    worse = [_inert(row) for row in changes if row["kind"] == "regression"]
    troubles = []
    for channel in channels:
        mine = [row for row in worse if channel.concerns(row)]
        if mine:
            troubles += _send(channel, f"OIT: {len(mine)} ข้อแย่ลง", digest(mine, night), mine)
    return troubles


def _inert(row: Row) -> Row:
    """Names and reasons are of websites' making: no control or bidi characters, nothing that cannot be encoded."""
    return {key: inert(value) if isinstance(value, str) else value for key, value in row.items()}


def digest(rows: Sequence[Row], night: int) -> str:
    """The regressions for people, by agency."""
    lines = [f"คืนที่ {night}: {len(rows)} ข้อแย่ลง ใน {len({r['slug'] for r in rows})} หน่วยงาน"]
    slug = ""
    for row in rows[:SHOWN]:
        if row["slug"] != slug:
            slug = row["slug"]
            lines.append(f"\n{row['name']} ({row['province'] or 'ไม่ระบุจังหวัด'}) {row['url']}")
        lines.append(f"- {row['item']}: {row['th']}")
    if len(rows) > SHOWN:
        lines.append(f"\nและอีก {len(rows) - SHOWN} ข้อ")
    return "\n".join(lines)


def silence(nights: Sequence[Row], moment: datetime, hours: float) -> str:
    """The alarm when no night ended in so many hours; '' while all is well."""
    ended = [datetime.fromisoformat(row["ended_at"]) for row in nights if row["ended_at"]]
    last = max(ended, default=None)
    if last is not None and moment - last < timedelta(hours=hours):
        return ""
    since = f"since {last.isoformat(timespec='minutes')}" if last else "at all"
    return f"the schedule did nothing: no night has ended {since}"


def alarm(channels: Sequence[Channel], line: str) -> list[str]:
    return [trouble for channel in channels for trouble in _send(channel, "OIT: กำหนดการไม่ทำงาน", line, [])]


def _send(channel: Channel, subject: str, text: str, rows: Sequence[Row]) -> list[str]:
    try:
        if isinstance(channel, Webhook):
            _post(channel.webhook, {"subject": subject, "text": text, "changes": [_told(row) for row in rows]}, {})
        elif isinstance(channel, Line):
            token = {"Authorization": f"Bearer {os.environ.get(channel.token_env, '')}"}
            _post(channel.endpoint, line_message(channel.line, text), token)
        else:
            _mail(channel, subject, text)
    except (NotSent, OSError, smtplib.SMTPException, ValueError) as error:
        return [f"alert not sent to {_name(channel)}: {error}"]
    return []


def _name(channel: Channel) -> str:
    """Without the part of a webhook's address that is its secret."""
    if isinstance(channel, Webhook):
        return channel.webhook.split("/", 3)[2] if channel.webhook.count("/") >= 2 else "webhook"
    return channel.smtp if isinstance(channel, Mail) else "LINE"


def _told(row: Row) -> dict[str, Any]:
    keys = ("slug", "name", "province", "item", "reason")
    told = {key: row[key] for key in keys}
    return {**told, "agency_url": row["url"], "from": row["before"], "to": row["after"],
            "why": {"th": row["th"], "en": row["en"]}}  # fmt: skip


def line_message(to: str, text: str) -> dict[str, Any]:
    """The push message of LINE's Messaging API; a text may have 5,000 characters."""
    return {
        "to": to,
        "messages": [{"type": "text", "text": text if len(text) <= LINE_MOST else text[: LINE_MOST - 1] + "…"}],
    }


def _post(url: str, body: dict[str, Any], headers: Mapping[str, str]) -> None:
    data = json.dumps(body, ensure_ascii=False).encode()
    post(url, data, {"Content-Type": "application/json; charset=utf-8", **headers}, seconds=_TIMEOUT)


def _mail(channel: Mail, subject: str, text: str) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, channel.sender, ", ".join(channel.to)
    message.set_content(text)
    host, _, port = channel.smtp.partition(":")
    with smtplib.SMTP(host, int(port or 25), timeout=_TIMEOUT) as server:
        if channel.starttls:
            server.starttls(context=ssl.create_default_context())
        if channel.user_env:
            server.login(os.environ.get(channel.user_env, ""), os.environ.get(channel.password_env, ""))
        server.send_message(message)
