"""When a digest is due. Pure: the timetable is rows, the scheduler only a metronome.

The key of a window is a civil date and a slot, resolved with fold=0 and a nonexistent time moved forward by the gap
(PEP 495), so that no change of clocks skips or doubles one. APScheduler's own CronTrigger does both: it is not used.
Windows follow each other by instant: 02:30 on the night the clocks go forward comes after 03:15.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.digest.model import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.digest.model import Subscription

LATE = timedelta(minutes=30)  # after which a digest says that it is late
EXTRA = "now/"  # the key of a window that was asked for begins so; it moves no other
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_A_DAY = timedelta(days=1)
_AHEAD = 800  # days looked through for the next runs: every day of the month comes at least once a month


def instant(on: date, at: str, zone: str) -> datetime:
    """The instant, in UTC, of a local time on a civil date; the first of two, or moved forward where there is none."""
    hour, minute = (int(part) for part in at.split(":"))
    return datetime.combine(on, time(hour, minute), ZoneInfo(zone)).astimezone(UTC)


def key(on: date, at: str, zone_changes: int = 0) -> str:
    """As in "2025-12-11/07:30"; the same date and time in another zone is another window: "2025-12-11/07:30#1"."""
    return f"{on.isoformat()}/{at:0>5}" + (f"#{zone_changes}" if zone_changes else "")


def falls_on(on: date, weekdays: Iterable[int], monthly: Iterable[str]) -> bool:
    """Whether a civil date is one of the days; the 31st is the last day of a shorter month."""
    days = tuple(monthly)
    return any(_falls(on, day) for day in days) if days else on.weekday() in weekdays


def _falls(on: date, day: str) -> bool:
    length = monthrange(on.year, on.month)[1]
    if day.isdecimal():
        return on.day == min(int(day), length)
    if day == "last":
        return on.day == length
    if on.weekday() != NAMES.index(day[-3:]):
        return False
    nth = day[:-3]
    return on.day + 7 > length if nth == "last" else (on.day - 1) // 7 + 1 == int(nth)


def due(subscription: Subscription, last: Window | None, now: datetime) -> list[Window]:
    """The windows whose time has come and that are not on record, oldest first.

    `last` is the newest window on record. Every window starts where the record ends, so of several missed ones the
    last takes all; what was changed about times or zone moves windows, never what is in them.
    """
    since = begins(subscription, last)
    return [Window(subscription.id, slot, at, since, at) for slot, at in _between(subscription, last, now)]


def begins(subscription: Subscription, last: Window | None) -> datetime:
    """What the next window reaches back to: the end of the one before; the first one's beginning, or the backfill's."""
    if last is None:
        return subscription.backfill_from or subscription.starts_at
    return max(last.until, subscription.starts_at)  # taken up again: not what came in meanwhile


def _between(subscription: Subscription, last: Window | None, now: datetime) -> list[tuple[str, datetime]]:
    """Key and instant of every slot after `last` and after these times were set, up to `now`."""
    opened = subscription.times_from or subscription.starts_at
    done = (last.due_at, last.key) if last else (opened, "")
    zone = ZoneInfo(subscription.zone)
    first = max(done[0], opened).astimezone(zone).date() - _A_DAY
    days = (now.astimezone(zone).date() - first).days + 1
    found = [pair for pair in _slots(subscription, first, days) if opened < pair[1] <= now and pair[::-1] > done]
    return sorted(found, key=lambda pair: pair[::-1])


def _slots(subscription: Subscription, first: date, days: int) -> Iterator[tuple[str, datetime]]:
    for offset in range(days):
        on = first + timedelta(days=offset)
        if falls_on(on, subscription.weekdays, subscription.monthly):
            for at in subscription.times:
                yield key(on, at, subscription.zone_changes), instant(on, at, subscription.zone)


def coming(subscription: Subscription, now: datetime, count: int = 3) -> list[datetime]:
    """The instants of the next runs after `now`, each once."""
    today = now.astimezone(ZoneInfo(subscription.zone)).date()
    found: set[datetime] = set()
    for offset in range(-1, _AHEAD):
        before = len(found)
        found |= {at for _, at in _slots(subscription, today + timedelta(days=offset), 1) if at > now}
        if before >= count:  # a moved time may come after the next day's first: one day more is enough
            break
    return sorted(found)[:count]


def triage(
    windows: list[Window], now: datetime, catch_up: str = "late", hours: int = 6
) -> tuple[list[tuple[Window, str]], Window | None]:
    """Of the due windows: those to skip, each with its reason, and the one to post, if any.

    A skipped window takes nothing with it (its `until` is its `since`): what it would have had goes into the next;
    where missed ones are to be skipped, it takes its statements along.
    """
    if not windows:
        return [], None
    *missed, newest = windows
    behind = now - newest.due_at
    if catch_up == "skip":
        return _dropped(missed, newest, late=behind > LATE)
    skipped = [(replace(w, until=w.since), f"missed; in the digest of {newest.key}") for w in missed]
    limit = timedelta(hours=hours) if catch_up == "late" else LATE
    if behind > limit:
        by = f"more than {hours} h late" if catch_up == "late" else "missed, and late ones go into the next"
        return [*skipped, (replace(newest, until=newest.since), f"{by}; its statements are in the next digest")], None
    return skipped, newest


def _dropped(missed: list[Window], newest: Window, *, late: bool) -> tuple[list[tuple[Window, str]], Window | None]:
    """Missed ones left out with what they had; the newest, too, where it is late."""
    reason = "missed, and missed ones are skipped; its statements are in no digest"
    since = newest.since
    out = []
    for window in [*missed, newest] if late else missed:
        out.append((replace(window, since=since), reason))
        since = window.until
    return out, None if late else replace(newest, since=since)
