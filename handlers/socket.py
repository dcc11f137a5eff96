"""Socket Mode: events over WebSockets that we open, so that no port of the newsroom's need be open.

The client finds a connection dead only after four pings, also one that was reset, and counts them by a clock that may
be set: 15 s of silence with a ping every 3 s (measured). A watch beside it sees a reset within half a second, and
silence by a clock that nobody sets.
"""

from __future__ import annotations

import contextlib
import json
import select
import socket
import threading
import time
from typing import TYPE_CHECKING

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError

from bot.boundary import guarded
from bot.errors import ConfigError
from handlers.client import logger

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt import App
    from slack_sdk.socket_mode.builtin import SocketModeClient

PING = 2  # seconds
SILENT = 3.5  # pings without an answer after which a connection is dead; the client itself waits for four
LOOK = 0.5  # seconds between two looks at the connections
CONNECTIONS = 2  # while Slack renews one, events come over the other


class SocketMode:
    """The listening side in Socket Mode. `start` returns once connected; Slack's renewals follow by themselves."""

    port: int | None = None  # nothing listens

    def __init__(self, app: App, app_token: str, connections: int = CONNECTIONS, ping: float = PING) -> None:
        self._doors = [
            SocketModeHandler(app, app_token, logger=logger(), ping_interval=ping) for _ in range(connections)
        ]
        for door in self._doors:
            door.client.on_message_listeners.append(_let_go(door.client))
        self._silent = SILENT * ping
        self._stopping = threading.Event()
        self._watch = threading.Thread(target=self._look, name="sockets", daemon=True)

    def start(self) -> None:
        """Connect. Raises ConfigError where Slack refuses the token or cannot be reached."""
        try:
            for door in self._doors:
                door.client.connect()
        except (SlackApiError, OSError) as error:
            self.stop(5)
            why = error.response["error"] if isinstance(error, SlackApiError) else error
            raise ConfigError(f"Socket Mode cannot connect ({why}): check SLACK_APP_TOKEN and the network.") from None
        self._watch.start()

    def _look(self) -> None:
        pulses = [_Pulse(door.client) for door in self._doors]
        while not self._stopping.wait(LOOK):
            for pulse in pulses:
                if pulse.gone(self._silent):
                    guarded("reconnect", pulse.renew)

    def stop(self, timeout: float) -> None:
        """Hang up within `timeout` seconds. What was not acknowledged is delivered again to whoever connects next."""
        self._stopping.set()
        closing = [threading.Thread(target=_hang_up, args=(door.client,), daemon=True) for door in self._doors]
        for thread in closing:
            thread.start()
        for thread in closing:
            thread.join(timeout / len(closing))


class _Pulse:
    """Whether one client's connection lives."""

    def __init__(self, client: SocketModeClient) -> None:
        self._client = client
        self._pong: float | None = None
        self._since = time.monotonic()

    def gone(self, silent: float) -> bool:
        """Whether its present connection was hung up, or has not answered a ping for so many seconds."""
        session = self._client.current_session
        if session is None or session.sock is None:
            return False  # the client knows, and makes another
        if session.last_ping_pong_time != self._pong:
            self._pong, self._since = session.last_ping_pong_time, time.monotonic()
        return time.monotonic() - self._since > silent or _hung_up(session.sock)

    def renew(self) -> None:
        """Make another connection, unless the client does so already."""
        self._since = time.monotonic()
        _wake_reader(self._client, socket.SHUT_RDWR)  # who waits in `recv` holds up the closing for 3 s
        if self._client.current_session is not None:
            self._client.current_session.close()
        self._client.connect_to_new_endpoint()


def _hung_up(sock: socket.socket) -> bool:
    """Whether the other side has closed or reset it."""
    poll = select.poll()
    over = select.POLLHUP | select.POLLERR | getattr(select, "POLLRDHUP", 0)
    try:
        poll.register(sock, over)
        return bool(poll.poll(0))
    except (OSError, ValueError):  # closed on this side meanwhile
        return False


def _let_go(client: SocketModeClient) -> Callable[[str], None]:
    """What makes a renewal swift.

    The client waits on the old connection for up to 3 s before it reads from the new one, so that the first event there
    was acknowledged after 3.06 s, which is too late for Slack; with this, after 0.1 s (measured).
    """

    def listen(message: str) -> None:
        if '"disconnect"' in message and json.loads(message).get("type") == "disconnect":
            _wake_reader(client, socket.SHUT_RD)

    return listen


def _wake_reader(client: SocketModeClient, how: int) -> None:
    """End the waiting for bytes on the present connection."""
    session = client.current_session
    if session is not None and session.sock is not None:
        with contextlib.suppress(OSError):
            session.sock.shutdown(how)


def _hang_up(client: SocketModeClient) -> None:
    """Close, and wake the client's threads for it: one may sit in `recv` for 3 s, one wait a second for messages."""
    client.auto_reconnect_enabled = False
    client.closed = True
    if client.current_app_monitor.is_alive():
        client.current_app_monitor.shutdown()  # type: ignore[no-untyped-call]  # first: it would connect again
    client.message_queue.put(None)
    client.current_session_state.terminated = True  # before the socket ends: its reader spins on an ended one
    _wake_reader(client, socket.SHUT_RDWR)
    client.close()
