"""Deadlines of Slack's, held on a machine that others use at the same time."""

from __future__ import annotations

import os


def within(seconds: float) -> float:
    """So many seconds where the machine is ours, and longer by as many times as work waits for each of its cores."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
