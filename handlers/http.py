"""HTTP mode: Slack posts signed events to `/slack/events`; `/healthz` is for whoever supervises the process.

`/healthz` is 200 while the bot can take, answer and send; else 503 with a line for each thing that is wrong.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from slack_bolt.adapter.wsgi import SlackRequestHandler
from waitress import create_server, wasyncore  # type: ignore[import-untyped]  # it ships no types

from bot.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from slack_bolt import App

PATH = "/slack/events"
HEALTH = "/healthz"
THREADS = 8  # each only commits and acknowledges
BODY = 1_048_576  # bytes; Slack's payloads are far smaller
_TEXT = [("Content-Type", "text/plain; charset=utf-8")]


class Web:
    """The WSGI application: bolt behind its path, and the health check."""

    def __init__(self, app: App, health: Callable[[], list[str]]) -> None:
        self._bolt = SlackRequestHandler(app, PATH)
        self._health = health

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; what is no JSON object is 400."""
        if environ["PATH_INFO"] == HEALTH and environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            problems = self._health()
            start_response("503 Service Unavailable" if problems else "200 OK", _TEXT)
            return ["".join(f"{line}\n" for line in problems or ["ok"]).encode()]
        try:
            return self._bolt(environ, start_response)
        except (ValueError, TypeError, AttributeError):  # bolt reads a body before it looks at the signature
            start_response("400 Bad Request", _TEXT)
            return [b"not a request of Slack's\n"]


class HttpMode:
    """The listening side over HTTP, in a thread of its own; `port` 0 takes a free one."""

    def __init__(self, app: App, host: str, port: int, health: Callable[[], list[str]] = list) -> None:
        try:
            self._server = create_server(
                Web(app, health), host=host, port=port, threads=THREADS, max_request_body_size=BODY, ident=None
            )
        except OSError as error:
            raise ConfigError(f"Port {port} on {host} cannot be used ({error}): set PORT or VERBATIM_HOST.") from None
        self._thread = threading.Thread(target=self._server.run, name="http", daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.effective_port)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self, timeout: float) -> None:
        """Finish what is being answered, then close, within `timeout` seconds."""
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=timeout / 2)
        if not self._thread.is_alive():
            self._close()
            return
        with suppress(OSError):  # it was awake: it took the order before the call to it, and has closed that, too
            self._server.trigger.pull_trigger(self._close)
        self._thread.join(timeout / 2)

    def _close(self) -> None:
        """In the server's own thread, whose sockets these are."""
        wasyncore.close_all(self._server._map, ignore_all=True)  # noqa: SLF001  # waitress has no public stop
