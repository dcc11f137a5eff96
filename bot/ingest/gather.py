"""The threads that read sources: each takes the one longest due, looks at it, reads what is new, and lets it go.

    claim -> poll -> enter (state and new entries, one transaction) -> read each entry -> settle -> release

A source is held by one thread at a time and for a turn of a few articles and seconds, so that one with a thousand new
articles lets the others go between. The first thread takes none that were slow in their last turn: however many sites
drip, their sources delay each other. What fails is a state of its row, told to its owner once.
"""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.boundary import guarded
from bot.compose import sources as wording
from bot.crew import Crew
from bot.errors import SourceError
from bot.ingest import folders, looks
from bot.ingest.intake import Origin
from bot.ingest.looking import looked
from bot.ingest.sources import CUT, Settled, failed, reached, retried
from bot.ingest.web import FetchError
from bot.model import Delivery

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.extract import Extractor
    from bot.ingest.intake import Intake, Taken
    from bot.ingest.sources import Item, Source, SourceRows
    from bot.model import Message
    from bot.page import Page

log = structlog.get_logger()
THREADS = 3
IDLE = 5.0  # seconds between two looks for what is due
TURN = 20  # articles read before another source has its turn
SLOW = 0.25  # of a turn for each thing that was read in it
TURN_SECONDS = 20.0  # from the claim, after which nothing more is begun: what is under way has a deadline of its own


class Gatherer:
    """Reads what is due; `start`, then `stop`. Several may work on one database."""

    def __init__(
        self,
        rows: SourceRows,
        intake: Intake,
        extractor: Callable[[], Extractor],
        render: Callable[[Page], Message] | None = None,
        threads: int = THREADS,
        turn_seconds: float = TURN_SECONDS,
    ) -> None:
        """`render` lays out what owners are told; without it they are not."""
        self._rows = rows
        self._intake = intake
        self._extractor = extractor
        self._render = render
        self._clock = intake.newsroom.clock
        self._turn_seconds = turn_seconds
        self._slow: set[int] = set()  # sources that were slow in their last turn; of each, whoever holds it writes
        self._quick_only = 0 if threads > 1 else None  # the thread that takes none of these
        self._stopping = threading.Event()
        self._crew = Crew("sources", threads, self._run)

    def start(self) -> None:
        """Begin."""
        self._crew.start()

    def stop(self, timeout: float) -> None:
        """End after the article in hand; what is left is waiting in rows."""
        self._stopping.set()
        self._crew.join(timeout)

    @property
    def alive(self) -> bool:
        """Whether every one of its threads is at work."""
        return self._crew.alive

    def _run(self, number: int) -> None:
        while not self._stopping.is_set():
            if not guarded("source", lambda: self.turn(quick=number == self._quick_only)):
                self._stopping.wait(IDLE)

    def turn(self, *, quick: bool = False) -> bool:
        """Look at one source that is due, of the `quick` ones or of all; False where none is."""
        source = self._rows.claim_source(self._clock(), tuple(self._slow) if quick else ())
        if source is None:
            return False
        begun, read = time.monotonic(), 1

        def late() -> bool:
            return time.monotonic() > begun + self._turn_seconds

        try:
            if source.poll_at <= self._clock():
                source = self.poll(source, late)
            read += self._read(source, late)
        finally:
            slow = (time.monotonic() - begun) / read > self._turn_seconds * SLOW
            (self._slow.add if slow else self._slow.discard)(source.id)
            self._rows.release_source(source, self._clock())
        return True

    def poll(self, source: Source, late: Callable[[], bool] = lambda: False) -> Source:
        """Look at a source that is held, as far as its turn goes; what came of it is committed."""
        try:
            fetched, found = looked(self._intake, source, late)
        except SourceError as error:
            wait = error.wait if isinstance(error, FetchError) else None
            after = failed(source, str(error), wait, self._clock())
            log.warning("source failed", source=source.id, failures=after.failures, why=str(error))
        else:
            new = bool(found.entries) and not fetched.same
            after = reached(source, fetched, found.title, new, self._clock(), cut=found.truncated)
            if found.truncated:
                log.warning("source cut", source=source.id, taken=len(found.entries), why=CUT)
        self._rows.enter(after, found.entries if not after.failing else (), self._clock(), self._notice(source, after))
        return after

    def _read(self, source: Source, late: Callable[[], bool]) -> int:
        """The entries of a source that is held, for a turn; how many."""
        read = 0
        for item in self._rows.items(source.id, self._clock(), TURN):
            if self._stopping.is_set() or late():
                break
            self._rows.settle(source.id, item.url, self._settled(source, item), self._clock())
            read += 1
        return read

    def _settled(self, source: Source, item: Item) -> Settled:
        """Read one entry into the record."""
        try:
            taken = self._taken(source, item)
        except SourceError as error:
            wait, gone = (error.wait, error.gone) if isinstance(error, FetchError) else (None, False)
            if item.looks:
                return self._missed(source, item, gone=gone)
            return retried(item, str(error), wait, gone, self._clock())
        new = [one for one in taken if one.outcome == "new"]
        done = Settled("done", tries=item.tries, new=bool(new), statements=sum(one.statements for one in new))
        if item.missed and item.article:
            self._rows.lose(item.article, source.scope, self._clock(), found=True)
        if item.looks:
            return looks.passed(done, item, self._clock())
        return looks.begun(done, taken[0], source, self._clock()) if taken else done

    def _missed(self, source: Source, item: Item, *, gone: bool) -> Settled:
        """A look that did not get through; a page that is not there twice is gone from its address."""
        done, now = Settled("done", tries=item.tries), self._clock()
        if not gone:
            return looks.passed(replace(done, missed=item.missed), item, now)
        if item.missed and item.article:
            self._rows.lose(item.article, source.scope, now)
        return looks.missed(done, item, now)

    def _taken(self, source: Source, item: Item) -> list[Taken]:
        origin = Origin(source.scope, source.outlet, source.zone, source.language)
        if source.kind == "folder":
            return folders.taken(Path(item.url), origin, self._intake, self._extractor())
        told = {"title": item.title, "author": item.author, "published": item.published}
        given = {name: value for name, value in told.items() if value}
        return [self._intake.page(item.url, replace(origin, given=given))]

    def _notice(self, before: Source, after: Source) -> Delivery | None:
        """What its owner is told: once when it has failed for long, and once when it can be read again."""
        if before.told == after.told or self._render is None or not after.channel:
            return None
        page = wording.trouble(after, self._intake.newsroom.zone) if after.told else wording.recovered(before)
        since = before.failing_since or after.failing_since
        key = f"source/{after.id}/{since.isoformat() if since else ''}/{'failing' if after.told else 'again'}"
        return Delivery(key, "notice", after.channel, self._render(page))
