"""How a cost grows, for tests of what must stay linear: a ratio, which no machine's speed and no slack can hide."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TRIES = 3  # of the long one; the quickest counts: what else the machine does can only make one slower


def growth(work: Callable[[int], object], size: int, times: int) -> float:
    """How many times as long `work` takes for `times` the `size`: about `times` where it is linear, else its square.

    In processor time of this thread alone; the long one is tried again only where it looks worse than linear.
    """
    short, long = min(_took(work, size), _took(work, size)), float("inf")  # the first loads and compiles, too
    for _ in range(TRIES):
        long = min(long, _took(work, size * times))
        if long < 1.5 * times * short:
            break
    return long / short


def _took(work: Callable[[int], object], size: int) -> float:
    began = time.thread_time()
    work(size)
    return time.thread_time() - began
