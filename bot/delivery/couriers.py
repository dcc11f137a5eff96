"""The threads that send: answers never wait for Slack, nor behind a thousand digests that are due at once.

One thread sends replies only, so that there is always one for them; the others send replies first. None sleeps on a
channel: whose time has not come is passed over (`bot.delivery.pace`).
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from bot.boundary import guarded
from bot.crew import Crew

if TYPE_CHECKING:
    from bot.delivery.outbox import Deliverer

THREADS = 4
IDLE = 1.0  # seconds between two looks for what has become due
BUSY = 0.1  # the same while something goes out or a channel is about to open: its next may go in a moment


class Couriers:
    """`start`, then `stop`; what is in hand is finished, the rest stays in the outbox."""

    def __init__(self, deliverer: Deliverer, threads: int = THREADS) -> None:
        self._deliverer = deliverer
        self._stopping = threading.Event()
        self._crew = Crew("couriers", threads, self._run)

    def start(self) -> None:
        """Begin."""
        self._crew.start()

    def stop(self, timeout: float) -> None:
        """End after the message in hand; one that Slack does not take in time is looked for at the next start."""
        self._stopping.set()
        self._deliverer.wake()
        self._crew.join(timeout)

    @property
    def alive(self) -> bool:
        """Whether every one of them is at work."""
        return self._crew.alive

    def _run(self, number: int) -> None:
        while not self._stopping.is_set():
            calls = self._deliverer.calls
            tried = guarded("deliver", lambda: self._deliverer.deliver(replies=number == 0))
            self._deliverer.wait(calls, BUSY if tried or self._deliverer.opens(IDLE) else IDLE)
