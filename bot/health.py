"""Whether a running bot can do its work: what `/healthz` and `status` say.

A pulse is written every few seconds; it stops with the ticks, and fails with the disk.
"""

from __future__ import annotations

import time
from types import MappingProxyType
from typing import TYPE_CHECKING

import structlog

from bot.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.delivery.outbox import Deliverer
    from bot.delivery.workers import Workers

NOTHING: Mapping[str, Callable[[], bool]] = MappingProxyType({})
ENDED = "a thread that was {what} has ended: start the bot anew"
log = structlog.get_logger()
BEAT = 10.0  # seconds between two
SILENT = 60.0  # seconds without one after which the ticks have stopped


class Health:
    """What is wrong, a sentence each; nothing is when the bot is ready."""

    def __init__(
        self,
        workers: Workers,
        deliverer: Deliverer,
        write: Callable[[datetime], None],
        clock: Callable[[], datetime],
        steady: Callable[[], float] = time.monotonic,
        besides: Mapping[str, Callable[[], bool]] = NOTHING,
    ) -> None:
        """`besides`: what other threads do -> whether all of them are at work."""
        self._workers = workers
        self._deliverer = deliverer
        self._write = write
        self._clock = clock
        self._steady = steady
        self._besides = besides
        self._at = steady()
        self._unwritable: str | None = None

    def beat(self) -> None:
        """Write the pulse, or keep why that cannot be done."""
        try:
            self._write(self._clock())
        except ArchiveError as error:
            self._unwritable = str(error)
            log.error("database cannot be written", why=str(error))  # noqa: TRY400 - foreseen: a sentence will do
        else:
            self._unwritable = None
        self._at = self._steady()

    def problems(self) -> list[str]:
        """A sentence for each."""
        found = list(self._workers.troubles)
        found += [ENDED.format(what=what) for what, well in self._besides.items() if not well()]
        if self._deliverer.locked_out:
            found.append(self._deliverer.locked_out)
        if self._unwritable:
            found.append(self._unwritable)
        silent = self._steady() - self._at
        if silent > SILENT:
            found.append(f"Nothing has ticked for {silent:.0f} s: start the bot anew.")
        return found
