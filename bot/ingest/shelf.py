"""Sources by hand: added, paused, resumed, removed, looked at now, taken over from OPML; for Slack and terminal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ConfigError, SourceError, UsageError
from bot.ingest.gather import Gatherer
from bot.ingest.intake import addressed
from bot.ingest.languages import chosen
from bot.ingest.looking import listed, named
from bot.ingest.parcel import MOST, Job
from bot.ingest.sources import CUT, EVERY, LONGEST, SHORTEST, Source
from bot.ingest.web import PAGE
from bot.model import PUBLIC
from bot.zones import is_zone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.extract import Extractor
    from bot.ingest.intake import Intake
    from bot.ingest.parcel import Entry, Reading
    from bot.ingest.sources import SourceRows

WORDS = ("pause", "resume", "remove", "check")
MOST_CHECKED = 500  # turns of one `check`
MANY = f"It lists more than {MOST:,} feeds, which is as many as are taken from one file: split it."
SETTINGS = "settings"  # who added what VERBATIM_SOURCES names
SET = "it is named in VERBATIM_SOURCES: whoever runs Verbatim takes it out there. Pause it meanwhile"


class ZoneError(UsageError):
    """What was given as a zone is none."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A source to be added, as people give it."""

    address: str
    scope: str = PUBLIC
    outlet: str | None = None
    zone: str | None = None
    language: str | None = None  # its code or name
    every: timedelta = EVERY
    page: bool = False  # a single page that changes
    local: bool = False  # whether a folder of this machine may be one: only for who has a shell on it
    channel: str | None = None  # where its owner is told of trouble

    def source(self, kind: str, address: str, now: datetime) -> Source:
        """As it is kept, due at once."""
        return Source(
            id=0,
            kind=kind,
            address=address,
            poll_at=now,
            made_at=now,
            scope=self.scope,
            outlet=self.outlet,
            zone=self.zone,
            language=self.language,
            every=max(self.every, SHORTEST),
            channel=self.channel,
        )


def outlined_as(entry: Entry) -> Wanted:
    """A feed of an OPML file, with what the file says of it. Raises UsageError."""
    minutes = entry.given.get("minutes", "")
    every = timedelta(minutes=int(minutes)) if minutes.isdecimal() and len(minutes) < 6 else EVERY
    _zoned(entry.given.get("zone"))
    return Wanted(
        entry.url,
        outlet=entry.title,
        zone=entry.given.get("zone"),
        language=chosen(entry.given.get("language")),
        every=min(every, LONGEST),
    )


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
        wanted = replace(wanted, language=chosen(wanted.language))
        if wanted.local and _is_folder(wanted.address):
            return self._keep(wanted, "folder", str(Path(wanted.address).resolve()), by), 0, ()
        if wanted.page:
            fetched = self.intake.fetch.fetch(addressed(wanted.address), PAGE)
            return self._keep(wanted, "page", fetched.moved or addressed(wanted.address), by), 1, ()
        address, found, others = self._discovered(addressed(wanted.address))
        kept = self._keep(wanted, "feed", address, by, found.title)
        return replace(kept, problem=CUT) if found.truncated else kept, len(found.entries), others

    def _discovered(self, url: str) -> tuple[str, Reading, tuple[str, ...]]:
        """The feed at an address, or the first that the page there names."""
        fetched, found = listed(self.intake, url)
        if not found.feeds:
            return fetched.moved or url, found, ()
        others = found.feeds[1:6]
        fetched, found = named(self.intake, found)
        return fetched.moved or url, found, others

    def _keep(self, wanted: Wanted, kind: str, address: str, by: str, name: str | None = None) -> Source:
        now = self.intake.newsroom.clock()
        return self.rows.add_source(replace(wanted.source(kind, address, now), by=by, name=name), now)

    def import_opml(self, data: bytes, *, by: str) -> tuple[list[Source], list[str]]:
        """Add every feed of an OPML file, unread; those added, and why the others were not."""
        done, failures = [], []
        found = self.intake.reader.read(Job("feed"), data)
        for entry in found.entries:
            try:
                done.append(self._keep(outlined_as(entry), "feed", entry.url, by, entry.title))
            except UsageError as error:
                failures.append(str(error))
        return done, [*failures, *([MANY] if found.truncated else [])]

    def configure(self, named: Sequence[str]) -> list[Source]:
        """Keep in step with VERBATIM_SOURCES: addresses, folders and OPML files; those changed by that.

        What is named anew is looked at when it comes up; what is named no more is paused. Raises ConfigError where a
        file cannot be read, and then changes nothing.
        """
        now = self.intake.newsroom.clock()
        wanted = [one for name in named for one in self._named(name)]
        once = {one.address: one for one in wanted}.values()
        sources = [
            replace(
                one.source("folder" if one.local else "feed", one.address, now), configured=one.address, by=SETTINGS
            )
            for one in once
        ]
        return self.rows.configure_sources(sources, now)

    def _named(self, name: str) -> list[Wanted]:
        """What one part of VERBATIM_SOURCES stands for."""
        if "://" in name:
            return [Wanted(name)]
        path = Path(name)
        if path.is_dir():
            return [Wanted(str(path.resolve()), local=True)]
        try:
            found = self.intake.reader.read(Job("feed"), path.read_bytes())
        except OSError as error:
            raise ConfigError(
                f"VERBATIM_SOURCES names {name}, which is no address (https://…) and cannot be read as a file "
                f"({error.strerror})."
            ) from None
        except SourceError as error:
            raise ConfigError(f"VERBATIM_SOURCES names {name}: {error} It has to be OPML.") from None
        if found.truncated:
            raise ConfigError(f"VERBATIM_SOURCES names {name}: {MANY}")
        try:
            return [outlined_as(entry) for entry in found.entries]
        except UsageError as error:
            raise ConfigError(f"VERBATIM_SOURCES names {name}: {error}") from None

    def check(self, number: int | None) -> tuple[int, list[Source]]:
        """Read what is due now, or one source; how many turns that took, none where nothing is due, and who fails."""
        if number is not None:
            switched(self.rows, "check", number, self.intake.newsroom.clock(), None)
        gatherer = Gatherer(self.rows, self.intake, self.extractor, threads=0)
        turns = sum(1 for _ in takewhile(bool, (gatherer.turn() for _ in range(MOST_CHECKED))))
        return turns, [one for one in self.rows.sources() if one.active and one.failing and number in {None, one.id}]


def switched(rows: SourceRows, word: str, number: int, now: datetime, scopes: Sequence[str] | None) -> Source:
    """Pause, resume, remove or check the source with this number, as far as it is among `scopes`.

    Raises UsageError where there is none, or it is so already.
    """
    source = known(rows, number, scopes)
    if word == "remove" and source.fixed:
        raise UsageError(f"{source.label} stays: {SET}.")
    done = {
        "pause": lambda: rows.switch_source(number, active=False, now=now),
        "resume": lambda: rows.switch_source(number, active=True, now=now),
        "remove": lambda: rows.remove_source(number),
        "check": lambda: rows.check_source(number, now),
    }[word]()
    if not done:
        raise UsageError(f"{source.label} is {'read' if source.active else 'paused'} already.")
    return source


def known(rows: SourceRows, number: int, scopes: Sequence[str] | None) -> Source:
    """The source with this number, as far as it is among `scopes`. Raises UsageError."""
    source = rows.source(number, scopes)
    if source is None:
        raise UsageError(f"There is no source {number} here: sources list shows the numbers.")
    return source


def _is_folder(address: str) -> bool:
    if "://" in address:
        return False
    try:
        return Path(address).is_dir()
    except (OSError, ValueError):
        return False


def _zoned(zone: str | None) -> None:
    if not is_zone(zone or "UTC"):
        raise ZoneError(f"{zone!r} is no IANA time zone; one is Europe/Istanbul.")
