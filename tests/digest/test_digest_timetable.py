"""The timetable against an oracle that knows nothing of it: minute by minute through the zone's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.digest.timetable import due, instant, key, triage
from bot.model import Subscription

START = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = [
    "Europe/Istanbul", "America/New_York", "Europe/London", "Europe/Berlin", "Africa/Cairo",
    "Asia/Beirut", "America/Santiago", "Australia/Sydney", "Asia/Kathmandu",
]  # fmt: skip


def subscription(**changes: object) -> Subscription:
    given: dict[str, object] = {"times": ("07:30",), "zone": "Europe/Istanbul", "starts_at": START} | changes
    return Subscription(1, "C1", **given)  # type: ignore[arg-type]


def first_minute_at_or_after(on: date, at: str, zone: str) -> datetime:
    """The oracle: walk the UTC minutes of the day until the clock on the wall shows the time or has jumped over it."""
    hour, minute = map(int, at.split(":"))
    walk = datetime(on.year, on.month, on.day, tzinfo=UTC) - timedelta(hours=15)
    while True:
        local = walk.astimezone(ZoneInfo(zone))
        if local.date() > on or (local.date() == on and (local.hour, local.minute) >= (hour, minute)):
            return walk
        walk += timedelta(minutes=1)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", ["00:00", "00:30", "01:30", "02:30", "07:30", "23:30"])
def test_due_has_every_civil_date_once_through_a_year_of_clock_changes(zone: str, at: str) -> None:
    windows = due(subscription(times=(at,), zone=zone), None, START + timedelta(days=366))
    dates = [w.key[:10] for w in windows]
    first = date.fromisoformat(dates[0])
    assert dates == [(first + timedelta(days=i)).isoformat() for i in range(len(dates))]
    assert len(dates) >= 365
    assert [w.due_at for w in windows] == sorted({w.due_at for w in windows})


@pytest.mark.parametrize(
    ("on", "at", "zone"),
    [
        (date(2026, 3, 8), "02:30", "America/New_York"),  # does not exist: moved forward
        (date(2026, 11, 1), "01:30", "America/New_York"),  # exists twice: the first
        (date(2026, 3, 29), "02:30", "Europe/Berlin"),  # the same over there
        (date(2026, 10, 25), "02:30", "Europe/Berlin"),
        (date(2026, 7, 1), "07:30", "Asia/Kathmandu"),  # an odd offset
    ],
)
def test_instant_is_where_a_clock_on_the_wall_first_gets_there(on: date, at: str, zone: str) -> None:
    expected = first_minute_at_or_after(on, at, zone)
    gap = instant(on, at, zone) - expected
    assert timedelta() <= gap <= timedelta(minutes=30)  # a jump of the clock lands on the hour; moved by the gap


def test_due_goes_on_where_the_record_ends() -> None:
    upto = datetime(2026, 1, 3, 4, 30, tzinfo=UTC)
    windows = due(subscription(), ("2026-01-03/07:30", upto), datetime(2026, 1, 5, 5, tzinfo=UTC))
    assert [(w.key, w.since) for w in windows] == [("2026-01-04/07:30", upto), ("2026-01-05/07:30", upto)]


def test_due_is_empty_before_the_time_and_right_after_it_was_served() -> None:
    now = datetime(2026, 1, 1, 4, 30, tzinfo=UTC)  # 07:30 in Istanbul
    assert due(subscription(), None, now - timedelta(seconds=1)) == []
    [window] = due(subscription(), None, now)
    assert due(subscription(), (window.key, window.until), now + timedelta(hours=23)) == []


def test_due_keeps_to_the_weekdays_and_the_slots() -> None:
    weekend = subscription(times=("18:00", "7:30"), weekdays=(5, 6))
    found = [w.key for w in due(weekend, None, datetime(2026, 1, 5, tzinfo=UTC))]
    assert found == ["2026-01-03/07:30", "2026-01-03/18:00", "2026-01-04/07:30", "2026-01-04/18:00"]


def test_triage_merges_missed_windows_into_the_newest_and_loses_no_time() -> None:
    windows = due(subscription(), None, datetime(2026, 1, 3, 5, tzinfo=UTC))
    skipped, posted = triage(windows, datetime(2026, 1, 3, 5, tzinfo=UTC))
    assert posted is not None
    assert (posted.key, posted.since) == ("2026-01-03/07:30", START)
    assert [(w.key, w.until == w.since) for w, _ in skipped] == [("2026-01-01/07:30", True), ("2026-01-02/07:30", True)]
    assert all("2026-01-03/07:30" in reason for _, reason in skipped)


def test_triage_leaves_what_is_too_late_to_the_next() -> None:
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    [(window, reason)], posted = triage(due(subscription(), None, now), now)
    assert posted is None
    assert window.until == window.since
    assert "next digest" in reason


def test_key_sorts_by_day_then_time() -> None:
    assert key(date(2026, 1, 2), "7:30") < key(date(2026, 1, 2), "10:00") < key(date(2026, 1, 3), "00:00")
