"""Sources by hand: added, paused, resumed, removed, looked at now, taken over from OPML; for Slack and terminal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import SourceError, UsageError
from bot.ingest.gather import Gatherer
from bot.ingest.intake import addressed
from bot.ingest.parcel import Job
from bot.ingest.sources import EVERY, SHORTEST, Source
from bot.ingest.web import FEED, PAGE
from bot.model import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, timedelta

    from bot.extract import Extractor
    from bot.ingest.intake import Intake
    from bot.ingest.parcel import Reading
    from bot.ingest.sources import SourceRows

WORDS = ("pause", "resume", "remove", "check")
MOST_CHECKED = 500  # turns of one `check`


@dataclass(frozen=True, slots=True)
class Wanted:
    """A source to be added, as people give it."""

    address: str
    scope: str = PUBLIC
    outlet: str | None = None
    zone: str | None = None
    every: timedelta = EVERY
    page: bool = False  # a single page that changes
    local: bool = False  # whether a folder of this machine may be one: only for who has a shell on it
    channel: str | None = None  # where its owner is told of trouble


@dataclass(frozen=True, slots=True)
class Shelf:
    """The sources with the way to the web; `extractor` reads the files of folders."""

    rows: SourceRows
    intake: Intake
    extractor: Callable[[], Extractor]

    def add(self, wanted: Wanted, *, by: str) -> tuple[Source, int, tuple[str, ...]]:
        """Add a source once it could be read: it, its entries now, and other feeds that its page names.

        Raises UsageError for what cannot be one, SourceError where it cannot be read.
        """
        _zoned(wanted.zone)
        if wanted.local and _is_folder(wanted.address):
            return self._keep(wanted, "folder", str(Path(wanted.address).resolve()), by), 0, ()
        if wanted.page:
            fetched = self.intake.fetch.fetch(addressed(wanted.address), PAGE)
            return self._keep(wanted, "page", fetched.moved or addressed(wanted.address), by), 1, ()
        address, found, others = self._discovered(addressed(wanted.address))
        return self._keep(wanted, "feed", address, by, found.title), len(found.entries), others

    def _discovered(self, url: str) -> tuple[str, Reading, tuple[str, ...]]:
        """The feed at an address, or the first that the page there names."""
        fetched = self.intake.fetch.fetch(url, FEED)
        found = self.intake.read("feed", fetched)
        if not found.feeds:
            return fetched.moved or url, found, ()
        first, *others = found.feeds
        fetched = self.intake.fetch.fetch(first, FEED)
        named = self.intake.read("feed", fetched)
        if named.feeds:
            raise SourceError(f"{first}: the page names this as its feed, and it is none; give the feed's own address.")
        return first, named if named.title else replace(named, title=found.title), tuple(others[:5])

    def _keep(self, wanted: Wanted, kind: str, address: str, by: str, name: str | None = None) -> Source:
        now = self.intake.newsroom.clock()
        source = Source(
            id=0,
            kind=kind,
            address=address,
            poll_at=now,
            made_at=now,
            scope=wanted.scope,
            name=name,
            outlet=wanted.outlet,
            zone=wanted.zone,
            every=max(wanted.every, SHORTEST),
            by=by,
            channel=wanted.channel,
        )
        return self.rows.add_source(source, now)

    def import_opml(self, data: bytes, *, by: str) -> tuple[list[Source], list[str]]:
        """Add every feed of an OPML file, unread; those added, and why the others were not."""
        found = self.intake.reader.read(Job("feed"), data)
        done, failures = [], []
        for entry in found.entries:
            try:
                done.append(self._keep(Wanted(entry.url), "feed", entry.url, by, entry.title))
            except UsageError as error:
                failures.append(str(error))
        return done, failures

    def check(self, number: int | None) -> list[Source]:
        """Read what is due now, or one source; those of them that fail."""
        if number is not None:
            switched(self.rows, "check", number, self.intake.newsroom.clock(), None)
        gatherer = Gatherer(self.rows, self.intake, self.extractor, threads=0)
        for _ in range(MOST_CHECKED):
            if not gatherer.turn():
                break
        return [one for one in self.rows.sources() if one.active and one.problem and number in {None, one.id}]


def switched(rows: SourceRows, word: str, number: int, now: datetime, scopes: Sequence[str] | None) -> Source:
    """Pause, resume, remove or check the source with this number, as far as it is among `scopes`.

    Raises UsageError where there is none, or it is so already.
    """
    source = next((one for one in rows.sources(scopes) if one.id == number), None)
    if source is None:
        raise UsageError(f"There is no source {number} here: sources list shows the numbers.")
    done = {
        "pause": lambda: rows.switch_source(number, active=False, now=now),
        "resume": lambda: rows.switch_source(number, active=True, now=now),
        "remove": lambda: rows.remove_source(number),
        "check": lambda: rows.check_source(number, now),
    }[word]()
    if not done:
        raise UsageError(f"{source.label} is {'read' if source.active else 'paused'} already.")
    return source


def _is_folder(address: str) -> bool:
    if "://" in address:
        return False
    try:
        return Path(address).is_dir()
    except (OSError, ValueError):
        return False


def _zoned(zone: str | None) -> None:
    try:
        ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(f"{zone!r} is no IANA time zone; one is Europe/Istanbul.") from None
