"""The Web API client: one call per try, and none before its time.

A client that retries a lost connection doubles messages (measured: 20 calls made 40), and one that waits out a 429
sleeps in the thread that called. Ours does neither: what was told to slow down is refused here, as Slack would, until
its Retry-After is over; who called decides when to try again. Slack counts by method, and messages by channel
[docs.slack.dev/apis/web-api/rate-limits].
"""

from __future__ import annotations

import functools
import logging
import math
import ssl
import threading
import time
from typing import TYPE_CHECKING, Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from handlers.failures import seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TIMEOUT = 30  # seconds; the settle delay of the outbox is longer


def logger() -> logging.Logger:
    """The logger for Slack's libraries, which write whole messages at DEBUG: it never goes below INFO."""
    quiet = logging.getLogger("slack")
    quiet.setLevel(max(logging.getLogger().level, logging.INFO))
    return quiet


def granted(headers: Mapping[str, str]) -> frozenset[str]:
    """The scopes of the token, which Slack names with every answer; none where it names none.

    [x-oauth-scopes, docs.slack.dev/authentication/installing-with-oauth]
    """
    named = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    return frozenset(filter(None, map(str.strip, str(named).split(","))))


@functools.cache
def trusted() -> ssl.SSLContext:
    """Whom we trust, read once: the client would read all certificates anew for every connection."""
    return ssl.create_default_context()


def web_client(
    token: str, api_url: str, timeout: int = TIMEOUT, steady: Callable[[], float] = time.monotonic
) -> WebClient:
    """A client for the Web API at `api_url` that retries nothing; `steady` is a clock that nobody sets."""
    return PacedClient(
        token,
        base_url=api_url,
        timeout=timeout,
        ssl=trusted(),
        retry_handlers=[],
        logger=logger(),
        steady=steady,
    )


class PacedClient(WebClient):
    """Answers a call that comes before its time with 429 itself, and the seconds that are left."""

    def __init__(self, *given: Any, steady: Callable[[], float] = time.monotonic, **named: Any) -> None:  # noqa: ANN401 - WebClient's own
        super().__init__(*given, **named)
        self._steady = steady
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}

    def api_call(self, api_method: str, **rest: Any) -> SlackResponse:  # noqa: ANN401 - WebClient's own
        """As WebClient's; SlackApiError with status 429 also where Slack was not asked."""
        place = _place(api_method, rest)
        if left := self._left(place):
            raise SlackApiError("held until its Retry-After is over", self._limited(api_method, left))  # type: ignore[no-untyped-call]
        try:
            return super().api_call(api_method, **rest)
        except SlackApiError as error:
            if error.response.status_code == 429:
                self._hold(place, seconds(error.response.headers))
            raise

    def _left(self, place: str) -> int:
        """Whole seconds until this may be called again."""
        with self._lock:
            return math.ceil(max(0.0, self._next.get(place, 0.0) - self._steady()))

    def _hold(self, place: str, wait: float) -> None:
        with self._lock:
            self._next[place] = self._steady() + wait

    def _limited(self, method: str, wait: int) -> SlackResponse:
        return SlackResponse(
            client=self,
            http_verb="POST",
            api_url=method,
            req_args={},
            data={"ok": False, "error": "ratelimited"},
            headers={"Retry-After": str(wait)},
            status_code=429,
        )


def _place(method: str, rest: dict[str, Any]) -> str:
    """What Slack counts together."""
    sent = rest.get("json") or rest.get("params") or rest.get("data") or {}
    return f"{method}/{sent.get('channel')}" if method == "chat.postMessage" else method
