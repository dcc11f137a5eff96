"""Row 12: connections renewed, reset, half-open and refused, while Slack delivers again what was not acked."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING, Any, Self

import pytest
from fakes.lines import SocketLine
from fakes.relay import Relay
from fakes.running import settings
from fakes.workspace import APP_TOKEN, BOT_TOKEN
from reliability_kit import question, row, told
from websockets.exceptions import ConnectionClosed

import handlers
from bot.app import Bot
from handlers.socket import SocketMode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from fakes.slack import FakeSlack

    from bot.model import Request

soak = pytest.mark.soak


class Stream:
    """Events at a pace, each delivered again until it is acked; and the longest time that none was."""

    def __init__(self, slack: FakeSlack, pause: float, patience: float) -> None:
        self._line = SocketLine(slack, patience)
        self._pause = pause
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.bodies: list[dict[str, Any]] = []
        self.silence = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(60)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        heard = time.monotonic()
        while not self._stop.wait(self._pause):
            body = question(f"C{len(self.bodies) % 100}")
            self.bodies.append(body)
            retry = 0
            while not self._taken(body, retry):
                retry += 1
            self.silence = max(self.silence, time.monotonic() - heard)
            heard = time.monotonic()

    def _taken(self, body: dict[str, Any], retry: int) -> bool:
        with contextlib.suppress(
            OSError, AssertionError, ZeroDivisionError, ConnectionClosed
        ):  # no connection at this moment
            return self._line.deliver(body, retry=retry).acked
        return self._stop.wait(0.05) and False

    def more(self, events: int = 3) -> None:
        """Wait until so many more were sent."""
        aim, end = len(self.bodies) + events, time.monotonic() + 60
        while len(self.bodies) < aim:
            assert time.monotonic() < end, "no event was acked for a minute"
            self._stop.wait(0.01)


class Door:
    """A newsroom that keeps what it is handed."""

    def __init__(self) -> None:
        self.requests: dict[str, Request] = {}

    def receive(self, request: Request, claims: Sequence[str]) -> bool:  # noqa: ARG002 - the port's
        return self.requests.setdefault(request.id, request) is request

    def wake(self) -> None:
        """Nobody sleeps."""


@pytest.fixture
def relay(slack: FakeSlack) -> Iterator[Relay]:
    with Relay(slack.socket_port) as made:
        slack.relayed = made.port
        yield made


def trouble(slack: FakeSlack, relay: Relay, kind: str, refused: float) -> None:
    """One thing that happens to the connections."""
    if kind == "renewed":
        slack.renew()
    elif kind == "half-open":
        relay.freeze()
    else:
        relay.refusing = kind == "refused"
        relay.reset()
        threading.Event().wait(refused if relay.refusing else 0)
        relay.refusing = False


@pytest.mark.parametrize("kind", ["renewed", "reset", "half-open", "refused"])
def test_connection_in_trouble_loses_no_event(slack: FakeSlack, relay: Relay, kind: str) -> None:
    door = Door()
    app, _ = handlers.build(door, token=BOT_TOKEN, api_url=slack.url)  # type: ignore[arg-type]  # all it needs here
    side = SocketMode(app, APP_TOKEN, ping=0.2)
    side.start()
    try:
        slack.wait(lambda: len(slack.sockets) == 2)
        with Stream(slack, pause=0.02, patience=0.3) as stream:
            stream.more()
            trouble(slack, relay, kind, refused=0.5)
            stream.more()
    finally:
        side.stop(5)
    assert {body["event"]["ts"] for body in stream.bodies} == {request.ts for request in door.requests.values()}


@soak
def test_connections_in_trouble(slack: FakeSlack, relay: Relay, tmp_path: Path) -> None:
    bot = Bot(settings(slack, tmp_path / "v.db", "socket"))
    bot.start()
    worst = {}
    try:
        for kind, times in (("renewed", 20), ("reset", 20), ("half-open", 5), ("refused", 5)):
            with Stream(slack, pause=0.2, patience=3) as stream:
                for _ in range(times):
                    stream.more(2)
                    trouble(slack, relay, kind, refused=5)
                stream.more(5)
            worst[kind] = stream.silence
            asked = [(body["event"]["channel"], body["event"]["ts"]) for body in stream.bodies]
            slack.wait(lambda asked=asked: len(slack.posts()) == len(asked), 120)
            assert sorted(asked) == sorted((c, p["thread_ts"]) for c in slack.channels for p in slack.posts(c))
            assert told(slack, "C0")
            slack.channels.clear()
    finally:
        bot.stop()
    figures = ", ".join(f"{kind} {seconds:.1f} s" for kind, seconds in worst.items())
    row(12, f"20 renewals, 20 resets, 5 half-open, 5 refused for 5 s, 5 events/s: 0 lost; longest silence {figures}")
    assert max(worst.values()) < 20
