"""When a digest is due. Pure: the timetable is rows, the scheduler only a metronome.

The key of a window is a civil date and a slot, resolved with fold=0 and a nonexistent time moved forward by the gap
(PEP 495), so that no change of clocks skips or doubles one. APScheduler's own CronTrigger does both: it is not used.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.model import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.model import Subscription

LATE = timedelta(minutes=30)  # after which a digest says that it is late
CATCH_UP = timedelta(hours=6)  # after which a window is left to the next one


def instant(on: date, at: str, zone: str) -> datetime:
    """The instant, in UTC, of a local time on a civil date; the first of two, or moved forward where there is none."""
    hour, minute = (int(part) for part in at.split(":"))
    return datetime.combine(on, time(hour, minute), ZoneInfo(zone)).astimezone(UTC)


def key(on: date, at: str) -> str:
    """As in "2025-12-11/07:30": sorts by date, then slot."""
    return f"{on.isoformat()}/{at:0>5}"


def due(subscription: Subscription, last: tuple[str, datetime] | None, now: datetime) -> list[Window]:
    """The windows whose time has come and that are not on record, oldest first.

    `last` is the newest window on record: its key, and the instant up to which statements have been posted. Every
    window starts where the record ends, so of several missed ones the last takes all.
    """
    since = last[1] if last else subscription.starts_at
    done = last[0] if last else ""
    return [
        Window(subscription.id, slot, at, since, at)
        for slot, at in _slots(subscription, now, done)
        if slot > done and subscription.starts_at < at <= now
    ]


def _slots(subscription: Subscription, now: datetime, done: str) -> Iterator[tuple[str, datetime]]:
    zone = ZoneInfo(subscription.zone)
    first = date.fromisoformat(done[:10]) if done else subscription.starts_at.astimezone(zone).date()
    last = now.astimezone(zone).date()
    for offset in range((last - first).days + 1):
        on = first + timedelta(days=offset)
        if on.weekday() in subscription.weekdays:
            for at in sorted(subscription.times, key=lambda t: t.zfill(5)):
                yield key(on, at), instant(on, at, subscription.zone)


def triage(windows: list[Window], now: datetime) -> tuple[list[tuple[Window, str]], Window | None]:
    """Of the due windows: those to skip, each with its reason, and the one to post, if any.

    A skipped window takes nothing with it (its `until` is its `since`): what it would have had goes into the next.
    """
    if not windows:
        return [], None
    *missed, newest = windows
    skipped = [(replace(w, until=w.since), f"missed; in the digest of {newest.key}") for w in missed]
    if now - newest.due_at > CATCH_UP:
        hours = int(CATCH_UP.total_seconds() // 3600)
        reason = f"more than {hours} h late; its statements are in the next digest"
        return [*skipped, (replace(newest, until=newest.since), reason)], None
    return skipped, newest
