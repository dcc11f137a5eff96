"""Small jobs beside the answers, in memory: now or after a while, one after another where they share a key.

What is seen by one person is sent from here, so that a slow Slack holds up no answer; what Slack surely did not take
is tried again after its Retry-After, without a thread that sleeps on it. A kill loses what waits here: nothing that was
promised to arrive goes this way.
"""

from __future__ import annotations

import itertools
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog

from bot.boundary import guarded
from bot.crew import Crew

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.get_logger()
THREADS = 4


@dataclass(order=True, slots=True)
class _Errand:
    at: float
    number: int
    key: str = field(compare=False)
    work: Callable[[], object] = field(compare=False)


class Errands:
    """A few threads that run errands in the order of their times."""

    def __init__(self, threads: int = THREADS, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._changed = threading.Condition()
        self._waiting: list[_Errand] = []
        self._busy: set[str] = set()  # keys of those under way
        self._count = itertools.count()
        self._stopping = False
        self._crew = Crew("errands", threads, self._run)

    def start(self) -> None:
        """Begin."""
        self._crew.start()

    def send(self, key: str, work: Callable[[], object], after: float = 0.0) -> None:
        """Run `work` in so many seconds, behind those with the same key that are due before. Never blocks."""
        with self._changed:
            self._waiting.append(_Errand(self._steady() + after, next(self._count), key, work))
            self._waiting.sort()
            self._changed.notify()

    def stop(self, timeout: float) -> None:
        """Finish what is due within `timeout` seconds; what was to be done later is dropped."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._crew.join(timeout)
        if self._waiting:
            log.warning("errands dropped", count=len(self._waiting))

    @property
    def alive(self) -> bool:
        """Whether every one of its threads is at work."""
        return self._crew.alive

    def _run(self, _: int) -> None:
        while (errand := self._next()) is not None:
            guarded("errand", errand.work)
            with self._changed:
                self._busy.discard(errand.key)
                self._changed.notify_all()

    def _next(self) -> _Errand | None:
        """The next whose time has come and whose key is free; None at the end."""
        with self._changed:
            while True:
                now = self._steady()
                for errand in self._waiting:
                    if errand.at <= now and errand.key not in self._busy:
                        self._waiting.remove(errand)
                        self._busy.add(errand.key)
                        return errand
                if self._stopping and not any(errand.at <= now for errand in self._waiting):
                    return None
                later = [errand.at - now for errand in self._waiting if errand.at > now]
                self._changed.wait(min(later, default=None))
