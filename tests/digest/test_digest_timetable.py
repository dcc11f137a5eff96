"""The timetable against an oracle that knows nothing of it: minute by minute through the zone's own clock."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.digest.model import Subscription, Window
from bot.digest.timetable import NAMES, coming, due, falls_on, instant, key, triage

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
    last = Window(1, "2026-01-03/07:30", upto, START, upto)
    windows = due(subscription(), last, datetime(2026, 1, 5, 5, tzinfo=UTC))
    assert [(w.key, w.since) for w in windows] == [("2026-01-04/07:30", upto), ("2026-01-05/07:30", upto)]


def test_due_is_empty_before_the_time_and_right_after_it_was_served() -> None:
    now = datetime(2026, 1, 1, 4, 30, tzinfo=UTC)  # 07:30 in Istanbul
    assert due(subscription(), None, now - timedelta(seconds=1)) == []
    [window] = due(subscription(), None, now)
    assert due(subscription(), window, now + timedelta(hours=23)) == []


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


# -- every half-hour of the day, through whatever clocks do


SLOTS = [f"{hour:02}:{minute}" for hour in range(24) for minute in ("00", "30")]


def dates_served(zone: str, at: str, since: datetime, until: datetime) -> list[str]:
    """Civil dates of a daily digest, found as the bot finds them: tick after tick, each from the row before."""
    daily, last, out = subscription(times=(at,), zone=zone, starts_at=since), None, []
    now = since
    while now < until:
        now = min(now + timedelta(hours=13), until)
        for window in due(daily, last, now):
            last = window
            out.append(window.key[:10])
    return out


def on_the_wall(zone: str, at: str, moment: datetime) -> date:
    """The oracle: the last civil date whose time of day the clock on the wall has reached at `moment`."""
    day = moment.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    while first_minute_at_or_after(day, at, zone) > moment:
        day -= timedelta(days=1)
    return day


def every_date_once(zone: str, at: str, days: int) -> None:
    until = START + timedelta(days=days)
    first, last = (on_the_wall(zone, at, moment) for moment in (START, until))
    wanted = [(first + timedelta(days=i)).isoformat() for i in range(1, (last - first).days + 1)]
    assert dates_served(zone, at, START, until) == wanted


@pytest.mark.parametrize("zone", ZONES)
def test_every_civil_date_is_served_once_tick_by_tick(zone: str) -> None:
    """Row 6 of what must survive, for the hours at which clocks are changed; the soak has all of them."""
    for at in ("00:00", "00:30", "02:30", "03:00", "23:30"):
        every_date_once(zone, at, 330)


@pytest.mark.soak
def test_every_half_hour_of_two_years_in_nine_zones() -> None:
    """Row 6: 9 zones x 48 half-hours x 2 years."""
    for zone in ZONES:
        for at in SLOTS:
            every_date_once(zone, at, 731)
    print(f"row 6: {len(ZONES)} zones x {len(SLOTS)} half-hours x 2 years: every civil date once")  # noqa: T201


zones = st.sampled_from(ZONES)
times = st.lists(st.sampled_from(SLOTS), min_size=1, max_size=4, unique=True).map(tuple)
months = st.lists(
    st.one_of(
        st.integers(1, 31).map(str),
        st.just("last"),
        st.builds(
            lambda nth, day: f"{nth}{day}", st.sampled_from(["1", "2", "3", "4", "last"]), st.sampled_from(NAMES)
        ),
    ),
    min_size=1,
    max_size=2,
    unique=True,
).map(tuple)
steps = st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=9)), min_size=1, max_size=60)


@given(zones, times, steps)
def test_windows_follow_each_other_without_gap_or_overlap(
    zone: str, at: tuple[str, ...], waits: list[timedelta]
) -> None:
    """Whatever the ticks: what is posted covers all of the time up to the last one, once."""
    daily, last, now, covered, keys = subscription(times=at, zone=zone), None, START, START, []
    for wait in waits:
        now += wait
        skipped, window = triage(due(daily, last, now), now)
        for one in [w for w, _ in skipped] + ([window] if window else []):
            assert one.since == covered
            assert last is None or (one.due_at, one.key) > (last.due_at, last.key)
            covered, last = one.until, one
            keys.append(one.key)
    assert len(keys) == len(set(keys))
    wanted = {(d, a) for d, a in _on_the_wall(daily, START, now)}
    assert set(keys) == {key(d, a) for d, a in wanted}


def _on_the_wall(daily: Subscription, since: datetime, until: datetime) -> list[tuple[date, str]]:
    first = since.astimezone(ZoneInfo(daily.zone)).date() - timedelta(days=1)
    days = [first + timedelta(days=i) for i in range((until - since).days + 4)]
    return [(d, a) for d in days for a in daily.times if since < instant(d, a, daily.zone) <= until]


@given(zones, times, times, zones, st.timedeltas(timedelta(hours=1), timedelta(days=5)), steps)
def test_changing_times_and_zone_neither_skips_nor_doubles(
    zone: str, at: tuple[str, ...], then: tuple[str, ...], moved: str, held: timedelta, waits: list[timedelta]
) -> None:
    edited_at = START + held
    first = subscription(times=at, zone=zone)
    second = replace(first, times=then, zone=moved, times_from=edited_at, zone_changes=int(zone != moved))
    last, now, covered, keys = None, START, START, []
    for wait in waits:
        now += wait
        skipped, window = triage(due(first if now < edited_at else second, last, now), now)
        for one in [w for w, _ in skipped] + ([window] if window else []):
            assert one.since == covered
            assert now < edited_at or one.due_at > edited_at
            covered, last = one.until, one
            keys.append(one.key)
    assert len(keys) == len(set(keys))


@given(zones, times, months, st.integers(0, 700))
@example("America/New_York", ("19:30",), ("last",), 0)  # still the last day of the year before there
def test_monthly_ones_fall_on_the_days_of_the_calendar(
    zone: str, at: tuple[str, ...], days: tuple[str, ...], offset: int
) -> None:
    now = START + timedelta(days=offset)
    found = coming(subscription(times=at, zone=zone, monthly=days), now, 3)
    assert len(found) == 3
    assert found == sorted(set(found))
    assert all(moment > now for moment in found)
    local = now.astimezone(ZoneInfo(zone)).year  # where it is still, or already, another year
    shown = {instant(d, a, zone) for d in _calendar(local, days) | _calendar(local + 1, days) for a in at}
    assert set(found) <= shown
    assert not [moment for moment in shown - set(found) if now < moment < found[-1]]


def _calendar(year: int, days: tuple[str, ...]) -> set[date]:
    """The oracle: the months as the calendar prints them, in weeks."""
    out = set()
    for month in range(1, 13):
        weeks = calendar.monthcalendar(year, month)
        last = max(max(week) for week in weeks)
        for day in days:
            if day.isdecimal() or day == "last":
                out.add(date(year, month, min(int(day) if day.isdecimal() else 31, last)))
            else:
                of = [week[NAMES.index(day[-3:])] for week in weeks if week[NAMES.index(day[-3:])]]
                out.add(date(year, month, of[-1] if day.startswith("last") else of[int(day[0]) - 1]))
    return out


@pytest.mark.parametrize(
    ("day", "on"),
    [
        ("31", "2026-02-28"),  # the last day where there is no 31st
        ("last", "2024-02-29"),
        ("1mon", "2026-06-01"),
        ("4thu", "2025-11-27"),
        ("lastfri", "2026-01-30"),
    ],
)
def test_falls_on_knows_the_days_of_a_month(day: str, on: str) -> None:
    found = date.fromisoformat(on)
    month = [found.replace(day=i) for i in range(1, calendar.monthrange(found.year, found.month)[1] + 1)]
    assert [d for d in month if falls_on(d, (), (day,))] == [found]


def test_a_time_moved_by_the_clock_comes_after_those_it_is_moved_past() -> None:
    """02:30 does not exist on that night and is 03:30; 03:15 was served before it, and neither is lost."""
    night = subscription(
        times=("02:30", "03:15"), zone="Europe/Berlin", starts_at=datetime(2026, 3, 28, 12, tzinfo=UTC)
    )
    first, last = [], None
    for minutes in range(0, 24 * 60, 5):
        for window in due(night, last, night.starts_at + timedelta(minutes=minutes)):
            last = window
            first.append(window.key)
    assert first == ["2026-03-29/03:15", "2026-03-29/02:30"]


def test_the_first_digest_starts_from_now_or_from_the_backfill() -> None:
    asked = START - timedelta(days=3)
    [window] = due(subscription(), None, START + timedelta(hours=5))
    [filled] = due(subscription(backfill_from=asked), None, START + timedelta(hours=5))
    assert (window.since, filled.since) == (START, asked)


def test_one_taken_up_again_leaves_out_what_came_meanwhile() -> None:
    last = Window(1, "2026-01-01/07:30", START, START, START)
    again = subscription(starts_at=START + timedelta(days=20))
    [window] = due(again, last, START + timedelta(days=20, hours=5))
    assert window.since == again.starts_at


@pytest.mark.parametrize(
    ("catch_up", "hours", "late", "posted", "loses"),
    [
        ("late", 6, timedelta(hours=5), True, False),
        ("late", 6, timedelta(hours=7), False, False),
        ("late", 12, timedelta(hours=7), True, False),  # the hours are the subscription's
        ("merge", 6, timedelta(minutes=29), True, False),  # hardly late is not late
        ("merge", 6, timedelta(minutes=31), False, False),
        ("skip", 6, timedelta(minutes=29), True, True),  # with what the missed ones had left out
        ("skip", 6, timedelta(minutes=31), False, True),
    ],
)
def test_triage_follows_what_the_subscription_wants_of_missed_ones(
    catch_up: str, hours: int, late: timedelta, *, posted: bool, loses: bool
) -> None:
    now = datetime(2026, 1, 3, 4, 30, tzinfo=UTC) + late
    windows = due(subscription(), None, now)
    assert len(windows) == 3
    skipped, window = triage(windows, now, catch_up, hours)
    assert (window is not None) is posted
    assert len(skipped) == 3 - posted
    taken = [(w.since, w.until) for w, _ in skipped if w.since != w.until]
    assert bool(taken) is loses
    rest = window.since if window else skipped[-1][0].until
    assert (rest == START) is not loses
    assert all(reason for _, reason in skipped)
