"""A few threads that do the same work: begun together, ended together, and asked whether all of them live."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Crew:
    """`start`, then tell the work that it is to end, then `join`. None of them outlives the process."""

    def __init__(self, name: str, size: int, work: Callable[[int], object]) -> None:
        """`work` is called once by each thread, with its number, from 0; it returns at the end."""
        self._threads = [threading.Thread(target=work, args=(i,), name=f"{name}-{i}", daemon=True) for i in range(size)]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def join(self, timeout: float) -> None:
        """Wait until all have ended, for so many seconds at most; not for those that never began."""
        end = time.monotonic() + timeout
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(0.0, end - time.monotonic()))

    @property
    def alive(self) -> bool:
        """Whether every one of them is at work."""
        return all(thread.is_alive() for thread in self._threads)
