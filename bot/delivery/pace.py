"""When each channel may be sent to next, in memory and by a clock that nobody sets.

One message a second and channel (docs.slack.dev/apis/web-api/rate-limits); a channel that was told to slow down waits
as long as it was told to, and the others go on. What must outlive the process is in the rows of the outbox.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PACE = 1.0  # seconds between two messages in a channel


class Pace:
    """Lets one sender at a time into a channel, and none before its time. Safe in several threads."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._lock = threading.Lock()
        self._within: set[str] = set()
        self._next: dict[str, float] = {}  # channel -> when it may be sent to again
        self._closed_until = 0.0  # for every channel

    def enter(self, channel: str) -> bool:
        """Whether the channel may be sent to now; if so it is the caller's until `leave`."""
        with self._lock:
            now = self._steady()
            if channel in self._within or now < max(self._closed_until, self._next.get(channel, 0.0)):
                return False
            self._within.add(channel)
            self._next[channel] = now + PACE
            return True

    def opens(self, within: float) -> bool:
        """Whether a channel that must wait now may be sent to in at most so many seconds."""
        with self._lock:
            now = self._steady()
            return any(now < at <= now + within for at in (*self._next.values(), self._closed_until))

    def leave(self, channel: str) -> None:
        """The channel is free again, from its time on."""
        with self._lock:
            self._within.discard(channel)

    def hold(self, channel: str, seconds: float) -> None:
        """Nothing into this channel for so long."""
        with self._lock:
            self._next[channel] = max(self._next.get(channel, 0.0), self._steady() + seconds)

    def hold_all(self, seconds: float) -> None:
        """Nothing into any channel for so long."""
        with self._lock:
            self._closed_until = max(self._closed_until, self._steady() + seconds)

    def release_all(self) -> None:
        """Slack takes messages again."""
        with self._lock:
            self._closed_until = 0.0
