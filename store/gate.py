"""A few readers at a time: Python runs one thread at once, and more of them only keep writers from their turn."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 2  # readers at work at once; eight beside four writers made a write wait for eight others at each of its steps
PATIENCE = 0.25  # seconds after which whoever waits goes on all the same: one that stays open holds up nobody for long


class _Inside(threading.local):
    """How deep the current thread is inside."""

    def __init__(self) -> None:
        self.depth = 0


class Gate:
    """Lets a few threads in, the longest waiting first; a thread that is inside may come in again."""

    def __init__(self, most: int = MOST, patience: float = PATIENCE) -> None:
        self._free = threading.Semaphore(most)
        self._patience = patience
        self._mine = _Inside()

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Inside. Never waits for more than its patience, so that nothing can wait for ever."""
        counted = self._mine.depth == 0 and self._free.acquire(timeout=self._patience)
        self._mine.depth += 1
        try:
            yield
        finally:
            self._mine.depth -= 1
            if counted:
                self._free.release()
