"""Charts under digests that were posted: a reply in their thread, at most once and outside the promise.

What is waiting is kept in memory only: a bot that ends before has posted its digest, and no chart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.digest.chart import draw
from bot.digest.extras import CHART, described
from bot.errors import PostError
from bot.wording import days

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.digest.model import Digest, Quoted

log = structlog.get_logger()
PATIENCE = timedelta(hours=1)  # that a chart waits for its digest to be posted
MOST = 200  # that wait at once


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for a thread; `words` say what it shows, to whoever cannot see it."""

    name: str
    title: str
    words: str
    png: bytes


class Gallery(Protocol):
    """Where pictures are hung."""

    def attach(self, channel: str, thread_ts: str, picture: Picture) -> None:
        """Put it under a message, as a file of its own. Raises PostError where it surely or possibly is not there."""
        ...


@dataclass(frozen=True, slots=True)
class _Waiting:
    run_key: str
    channel: str
    title: str
    rows: tuple[Quoted, ...]
    since: datetime


class Charts:
    """Hangs a chart under each digest that wants one, once that is posted."""

    def __init__(
        self,
        posted: Callable[[str], tuple[str, datetime] | None],
        gallery: Gallery,
        clock: Callable[[], datetime],
    ) -> None:
        self._posted = posted
        self._gallery = gallery
        self._clock = clock
        self._waiting: list[_Waiting] = []

    def note(self, run_key: str, channel: str, digest: Digest) -> None:
        """The digest whose first message has this run key is on its way to a channel."""
        if CHART in digest.extras and digest.tally and digest.tally.quoted and len(self._waiting) < MOST:
            since, until = (digest.window.since.date().isoformat(), digest.window.until.date().isoformat())
            title = f"Most quoted, indexed {days(since, until)}"
            self._waiting.append(_Waiting(run_key, channel, title, digest.tally.quoted, self._clock()))

    def hang(self) -> int:
        """Hang the charts of what is posted by now; returns how many were tried. One that fails is let go."""
        now, tried = self._clock(), 0
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            where = self._posted(one.run_key)
            if where is not None:
                tried += 1
                self._hang(one, where[0])
            elif now - one.since < PATIENCE:
                self._waiting.append(one)
        return tried

    def _hang(self, one: _Waiting, ts: str) -> None:
        picture = Picture("most-quoted.png", one.title, described(one.rows), draw(one.rows, one.title))
        try:
            self._gallery.attach(one.channel, ts, picture)
        except PostError as error:
            log.warning("chart not posted", channel=one.channel, why=str(error))
