"""How a payload reaches the bot: over a socket it opened, or signed to its port. Both tell whether it was acked."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode

from fakes.workspace import SIGNING_SECRET

if TYPE_CHECKING:
    from fakes.slack import FakeSlack

Json = dict[str, Any]


@dataclass(frozen=True)
class Receipt:
    """Whether the bot took it, after how many seconds, and what it answered at once."""

    acked: bool
    seconds: float
    body: str = ""

    @property
    def payload(self) -> Json:
        """What it answered, where that is JSON."""
        return dict(json.loads(self.body)) if self.body.startswith("{") else {}


class Line(Protocol):
    """One way to the bot."""

    def deliver(self, body: Json, *, retry: int = 0) -> Receipt:
        """Send, and wait for the ack."""
        ...


class SocketLine:
    """Socket Mode."""

    def __init__(self, slack: FakeSlack, patience: float = 10.0) -> None:
        self._slack = slack
        self._patience = patience

    def deliver(self, body: Json, *, retry: int = 0) -> Receipt:
        started = time.monotonic()
        envelope = self._slack.envelope(body, retry)
        with self._slack.changed:
            acked = self._slack.changed.wait_for(lambda: envelope in self._slack.acks, self._patience)
            at, payload = self._slack.acks.get(envelope, (0.0, {}))
        return Receipt(acked, at - started, json.dumps(payload))


class HttpLine:
    """HTTP mode."""

    def __init__(self, port: int, secret: str = SIGNING_SECRET) -> None:
        self._port = port
        self._secret = secret

    def deliver(self, body: Json, *, retry: int = 0) -> Receipt:
        raw, kind = encoded(body)
        headers = signature(raw, self._secret) | {"Content-Type": kind}
        headers |= {"X-Slack-Retry-Num": str(retry)} if retry else {}
        started = time.monotonic()
        status, text = self.send(raw, headers)
        return Receipt(status == 200, time.monotonic() - started, text)

    def send(
        self, raw: bytes, headers: dict[str, str], method: str = "POST", path: str = "/slack/events"
    ) -> tuple[int, str]:
        """Any request; (status, body)."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        try:
            connection.request(method, path, raw, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def encoded(body: Json) -> tuple[bytes, str]:
    """As Slack encodes it: events as JSON, commands as a form, interactions as JSON in a form."""
    if "event" in body or body.get("type") == "url_verification":
        return json.dumps(body).encode(), "application/json"
    form = body if "command" in body else {"payload": json.dumps(body)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def signature(raw: bytes, secret: str, stamp: str | None = None) -> dict[str, str]:
    """The two headers (docs.slack.dev, verifying requests from Slack)."""
    stamp = stamp or str(int(time.time()))
    mark = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mark}"}
