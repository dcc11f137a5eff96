"""Socket Mode: events over WebSockets that we open, so that no port of the newsroom's need be open."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from typing import TYPE_CHECKING

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError

from bot.errors import ConfigError
from handlers.client import logger

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt import App
    from slack_sdk.socket_mode.builtin import SocketModeClient

PING = 3  # seconds: a dead connection is noticed after 4 of them (measured: 15 s; 48 s with the default of 10)
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

    def start(self) -> None:
        """Connect. Raises ConfigError where Slack refuses the token or cannot be reached."""
        try:
            for door in self._doors:
                door.client.connect()
        except (SlackApiError, OSError) as error:
            self.stop(5)
            why = error.response["error"] if isinstance(error, SlackApiError) else error
            raise ConfigError(f"Socket Mode cannot connect ({why}): check SLACK_APP_TOKEN and the network.") from None

    @property
    def connected(self) -> bool:
        """Whether events can come in just now."""
        return any(door.client.is_connected() for door in self._doors)

    def stop(self, timeout: float) -> None:
        """Hang up within `timeout` seconds. What was not acknowledged is delivered again to whoever connects next."""
        closing = [threading.Thread(target=_hang_up, args=(door.client,), daemon=True) for door in self._doors]
        for thread in closing:
            thread.start()
        for thread in closing:
            thread.join(timeout / len(closing))


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
