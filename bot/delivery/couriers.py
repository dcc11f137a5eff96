"""The threads that send: answers never wait for Slack, nor behind a thousand digests that are due at once.

One thread sends replies only, so that there is always one for them; the others send replies first. None sleeps on a
channel: whose time has not come is passed over (`bot.delivery.pace`).
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from bot.boundary import guarded

if TYPE_CHECKING:
    from bot.delivery.outbox import Deliverer

THREADS = 4
IDLE = 1.0  # seconds between two looks for what has become due
BUSY = 0.1  # the same while something went out: the next of its channel may go in a moment


class Couriers:
    """`start`, then `stop`; what is in hand is finished, the rest stays in the outbox."""

    def __init__(self, deliverer: Deliverer, threads: int = THREADS) -> None:
        self._deliverer = deliverer
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(i == 0,), name=f"couriers-{i}", daemon=True)
            for i in range(threads)
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self, timeout: float) -> None:
        """End after the message in hand; one that Slack does not take in time is looked for at the next start."""
        self._stopping.set()
        self._deliverer.wake()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(timeout / len(self._threads))

    @property
    def alive(self) -> bool:
        """Whether every one of them is at work."""
        return all(thread.is_alive() for thread in self._threads)

    def _run(self, replies: bool) -> None:
        while not self._stopping.is_set():
            calls = self._deliverer.calls
            tried = guarded("deliver", lambda: self._deliverer.deliver(replies=replies))
            self._deliverer.wait(calls, BUSY if tried else IDLE)
