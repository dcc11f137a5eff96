"""Outlets that have been silent too long: what an editor must know before reading a digest. Pure.

The rule: of the 14 days up to its last delivery, an outlet delivered news on most (8 or more). Its rhythm is the
longest pause between two deliveries in those days, 12 hours at least: nights and weekends are part of it. It is silent
too long once the pause since its last delivery is half as long again as that. Three weeks are looked at, so that one
that does not come back is told of for a week and more, and is then no longer expected.

States of feeds ("failing since …") are `Silent`s of their own and come before these.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.wording import moment, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.listing import Delivery

LOOKED_BACK = timedelta(days=21)
USUALLY = timedelta(days=14)
MOST_DAYS = 8
SHORTEST = timedelta(hours=12)
PATIENCE = 1.5  # times its rhythm
NAMED = 8  # at most; the others are counted


@dataclass(frozen=True, slots=True)
class Silent:
    """A source that should have delivered."""

    name: str
    since: datetime  # its last delivery
    why: str = ""  # "it had delivered on 12 of the 14 days before", "its feed answers 403"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of the outlets that deliver on most days."""

    regular: int  # how many there are
    silent: tuple[Silent, ...]  # of them, the longest silent first
    last: datetime | None  # when anything last came in


def delivered(deliveries: Iterable[Delivery], now: datetime, zone: str) -> Delivered:
    """Who delivered and who has been silent too long, from the hours of the last `LOOKED_BACK`; days are `zone`'s."""
    by_outlet: defaultdict[str, list[datetime]] = defaultdict(list)
    for one in deliveries:
        by_outlet[one.outlet].append(one.last)
    usual = {outlet: _usual(hours) for outlet, hours in by_outlet.items()}
    regular = {outlet: hours for outlet, hours in usual.items() if _days(hours, zone) >= MOST_DAYS}
    found = [_silent(outlet, hours, zone) for outlet, hours in regular.items() if _too_long(hours, now)]
    last = max((hour for hours in by_outlet.values() for hour in hours), default=None)
    return Delivered(len(regular), tuple(sorted(found, key=lambda one: one.since)), last)


def _usual(hours: Iterable[datetime]) -> list[datetime]:
    """The hours of the two weeks up to the last, in order."""
    ordered = sorted(hours)
    return [hour for hour in ordered if ordered[-1] - hour < USUALLY]


def _days(hours: Iterable[datetime], zone: str) -> int:
    return len({hour.astimezone(ZoneInfo(zone)).date() for hour in hours})


def _too_long(hours: Sequence[datetime], now: datetime) -> bool:
    rhythm = max((later - earlier for earlier, later in pairwise(hours)), default=SHORTEST)
    return now - hours[-1] > PATIENCE * max(SHORTEST, rhythm)


def _silent(outlet: str, hours: Sequence[datetime], zone: str) -> Silent:
    return Silent(outlet, hours[-1], f"it had delivered on {_days(hours, zone)} of the {USUALLY.days} days before")


def unread_first(found: Delivered, failing: Iterable[tuple[str, datetime, str]]) -> Delivered:
    """With the sources that cannot be read (name, since, why) before those that were merely silent, each name once."""
    unread = tuple(Silent(*one) for one in failing)
    names = {one.name for one in unread}
    return replace(found, silent=(*unread, *(one for one in found.silent if one.name not in names)))


def told(found: Delivered, zone: str) -> tuple[str, ...]:
    """As a digest says it, the silent ones first and by name."""
    if found.silent:
        lines = [_line(one, zone) for one in found.silent[:NAMED]]
        rest = len(found.silent) - NAMED
        return (*lines, *([f"{plural(rest, 'more outlet')} silent too long."] if rest > 0 else []))
    if not found.last:
        return ()
    everybody = {0: "", 1: "The regular outlet delivered; "}.get(
        found.regular, f"All {found.regular} regular outlets delivered; "
    )
    return (f"{everybody}last at {moment(found.last, zone)}." if everybody else f"Last in {moment(found.last, zone)}.",)


def _line(one: Silent, zone: str) -> str:
    return f"Silent too long: {one.name}, nothing since {moment(one.since, zone)}{f'; {one.why}' if one.why else ''}."
