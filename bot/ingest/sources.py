"""Sources: what is read again and again, and what its rows say of it. Decided purely; `bot.ingest.gather` acts on it.

    due -> claimed (compare-and-set) -> polled -> new entries are rows -> each read and admitted -> settled -> released

A kill at any point loses nothing: entries are committed with the state of the poll that brought them, and an entry
stays `waiting` until its article is in the record, where admitting it a second time changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from bot.ingest.parcel import MOST
from bot.model import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ingest.parcel import Entry
    from bot.ingest.web import Fetched
    from bot.model import Delivery

EVERY = timedelta(minutes=15)  # between two looks at a feed; a newsroom's digest is not fresher than its feeds
SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(days=1)  # between two tries, however long it has failed
TELL = 5  # failures in a row after which its owner is told; with the usual interval some four hours
TRIES = 4  # of one article
RETRY = timedelta(minutes=10)  # before an article is tried again, doubled each time
LINE = 500  # characters of a reason
CUT = (
    f"It lists more than {MOST:,} entries at once: the rest was left out and is not in the record. Add narrower feeds"
    " instead, such as one for each section."
)
SILENT = 6  # intervals without getting through, after which a digest says so …
SILENT_LEAST = timedelta(hours=6)  # … but not before


@dataclass(frozen=True, slots=True)
class Source:
    """One source with its state."""

    id: int
    kind: str
    address: str  # a URL, or the path of a folder
    poll_at: datetime  # when it is looked at next
    made_at: datetime
    scope: str = PUBLIC  # of what comes from it
    name: str | None = None  # as the feed calls itself
    outlet: str | None = None  # as people called it; otherwise each page says
    zone: str | None = None  # IANA name of the zone it prints its times in
    language: str | None = None  # code of the language it prints in, where its pages state none
    every: timedelta = EVERY
    active: bool = True
    by: str = ""  # who added it
    channel: str | None = None  # where that was, and where its owner is told of trouble
    etag: str | None = None
    modified: str | None = None
    claimed_at: datetime | None = None
    tried_at: datetime | None = None
    reached_at: datetime | None = None  # last time it could be read
    new_at: datetime | None = None  # last time it had something new
    failures: int = 0  # in a row
    failing_since: datetime | None = None
    problem: str | None = None  # why it cannot be read; where it can, what of it was left out
    told: bool = False  # its owner knows
    articles: int = 0
    statements: int = 0
    waiting: int = 0  # entries still to be read
    lost: int = 0  # entries given up
    configured: str | None = None  # as VERBATIM_SOURCES names it, or did …
    unset_at: datetime | None = None  # … until then, when it was paused

    @property
    def failing(self) -> bool:
        """Whether it could not be read the last time."""
        return self.failing_since is not None

    @property
    def fixed(self) -> bool:
        """Whether the settings name it: it is taken out there."""
        return self.configured is not None and self.unset_at is None

    @property
    def label(self) -> str:
        """What people call it."""
        return self.outlet or self.name or self.address


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a source that is to be read."""

    url: str
    title: str | None = None
    published: str | None = None
    author: str | None = None
    tries: int = 0
    looks: int = 0  # it was read, and is looked at again for changes (bot.ingest.looks)
    missed: int = 0  # looks in a row that did not find it
    article: str | None = None  # its id in the record


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of an entry: "done", "failed" (given up) or "waiting" (to be tried again at `again_at`)."""

    state: str
    reason: str | None = None
    again_at: datetime | None = None
    tries: int = 0
    new: bool = False  # an article that was not in the record
    statements: int = 0
    looks: int = 0  # still to come, the next at `again_at`
    missed: int = 0
    article: str | None = None


class SourceRows(Protocol):
    """The rows; `store.sources` keeps them."""

    def add_source(self, source: Source, now: datetime) -> Source:
        """Keep a new source; its id is given. Raises UsageError where it is there already."""
        ...

    def sources(self, scopes: Sequence[str] | None = None) -> list[Source]:
        """Those of these scopes, or all, by name."""
        ...

    def source(self, source_id: int, scopes: Sequence[str] | None = None) -> Source | None:
        """The one with this id, as far as it is of these scopes."""
        ...

    def given_up(self, source_id: int, limit: int) -> list[tuple[str, str]]:
        """(address, why) of its newest entries that were given up, or wait for another try."""
        ...

    def configure_sources(self, named: Sequence[Source], now: datetime) -> list[Source]:
        """Keep in step with the settings: add what they name anew, pause what they name no more; those changed."""
        ...

    def switch_source(self, source_id: int, *, active: bool, now: datetime) -> bool:
        """Pause, or resume at once; False where that is how it is."""
        ...

    def remove_source(self, source_id: int) -> bool:
        """It is looked at no more; its articles stay."""
        ...

    def check_source(self, source_id: int, now: datetime) -> bool:
        """It is due now, also where it was waiting out a failure."""
        ...

    def claim_source(self, now: datetime, without: Sequence[int] = ()) -> Source | None:
        """The one longest due that nobody holds, held from now on; `without` these. None where there is none."""
        ...

    def enter(self, source: Source, entries: Sequence[Entry], now: datetime, notice: Delivery | None) -> int:
        """In one transaction: the state of a held source, its new entries, and what its owner is told; how many."""
        ...

    def items(self, source_id: int, now: datetime, limit: int) -> list[Item]:
        """Its entries to be read now, oldest first."""
        ...

    def settle(self, source_id: int, url: str, done: Settled, now: datetime) -> None:
        """What became of an entry."""
        ...

    def lose(self, given_id: str, scope: str, now: datetime, *, found: bool = False) -> None:
        """Note that an article is not at its address any more; or, `found`, that it is there again."""
        ...

    def release_source(self, source: Source, now: datetime) -> None:
        """Hold it no more; due again when it or one of its entries is."""
        ...


def reached(
    source: Source, fetched: Fetched, name: str | None, new: bool, now: datetime, *, cut: bool = False
) -> Source:
    """After a poll that got through; `cut` where more was listed than is taken at once."""
    same = source.problem if fetched.same and not source.failing else None
    return replace(
        source,
        address=fetched.moved or source.address,
        name=name or source.name,
        etag=fetched.etag or (source.etag if fetched.same else None),
        modified=fetched.modified or (source.modified if fetched.same else None),
        poll_at=now + source.every,
        tried_at=now,
        reached_at=now,
        new_at=now if new else source.new_at,
        failures=0,
        failing_since=None,
        problem=CUT if cut else same,
        told=False,
    )


def failed(source: Source, why: str, wait: float | None, now: datetime) -> Source:
    """After a poll that did not: tried again later and later, and not before the server wants to be asked."""
    pause = min(source.every * 2 ** min(source.failures + 1, 12), LONGEST)
    failures = source.failures + 1
    return replace(
        source,
        poll_at=now + max(pause, timedelta(seconds=wait or 0)),
        tried_at=now,
        failures=failures,
        failing_since=source.failing_since or now,
        problem=why[:LINE],
        told=source.told or failures >= TELL,
    )


def retried(item: Item, why: str, wait: float | None, gone: bool, now: datetime) -> Settled:
    """After an article that could not be read: tried again some times, unless it is gone."""
    tries = item.tries + 1
    if gone or tries >= TRIES:
        return Settled("failed", why, tries=tries)
    pause = max(RETRY * 2**item.tries, timedelta(seconds=wait or 0))
    return Settled("waiting", why, now + pause, tries)


def doctored(sources: Sequence[Source], now: datetime) -> tuple[bool, str]:
    """What `doctor` says of them: whether all is well, and a line."""
    active = [one for one in sources if one.active]
    found = silent(active, now)
    if found:
        named = "; ".join(f"{name}: {why.rstrip('.')}" for name, _, why in found[:3])
        return False, f"{len(found)} of {len(active)} sources cannot be read ({named}): see verbatim sources list"
    cut = sum(1 for one in active if one.problem and not one.failing)
    lesser = f"; of {cut} more is listed than is read: see verbatim sources list" if cut else ""
    return True, f"sources: {len(active)} read by the bot, {len(sources) - len(active)} paused{lesser}"


def silent(sources: Sequence[Source], now: datetime) -> list[tuple[str, datetime, str]]:
    """(name, since, why) of the active sources that have not been got through to for too long, longest first."""
    found = []
    for one in sources:
        since = one.reached_at or one.made_at
        if one.active and one.failing and now - since > max(SILENT * one.every, SILENT_LEAST):
            found.append((one.label, since, one.problem or ""))
    return sorted(found, key=lambda row: row[1])
