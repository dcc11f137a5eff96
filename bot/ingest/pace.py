"""One request at a time to each host, and a pause between two: no newsroom's bot is a burden to a site."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE = 1.0  # seconds between the beginnings of two requests to one host
LONGEST = 30.0  # that a site's Crawl-delay is heeded: a longer one would stop a feed with its articles altogether
_HOSTS = 5000  # remembered at once


class Pace:
    """Gives out turns; `sleep` waits that many seconds."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], object], pause: float = PAUSE) -> None:
        self._clock = clock
        self._sleep = sleep
        self._pause = pause
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, host: str, delay: float = 0.0) -> None:
        """Return when it is this caller's turn at `host`, which asks for `delay` seconds between requests."""
        pause = max(self._pause, min(delay, LONGEST))
        with self._lock:
            now = self._clock()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + pause
            if len(self._next) > _HOSTS:
                self._next = {name: at for name, at in self._next.items() if at > now}
        if turn > now:
            self._sleep(turn - now)
