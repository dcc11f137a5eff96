from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.digest.silence import Delivered, Silent, delivered, told, unread_first
from bot.listing import Delivery

MORNING = datetime(2026, 3, 16, 7, 30, tzinfo=UTC)  # a Monday


def daily(outlet: str, hour: int = 6, *, skip: tuple[int, ...] = (), last: int = 1) -> list[Delivery]:
    """Every day at this hour, from 20 days to `last` days before; `skip` are weekdays (Monday is 0)."""
    days = [MORNING.replace(hour=hour, minute=0) - timedelta(days=n) for n in range(20, last - 1, -1)]
    return [Delivery(outlet, day) for day in days if day.weekday() not in skip]


@pytest.mark.parametrize(
    ("deliveries", "silent"),
    [
        (daily("A"), []),  # yesterday's is the last: today's may still come
        (daily("A", last=2), ["A"]),  # nothing yesterday
        (daily("A", skip=(5, 6), last=3), []),  # never at weekends: Friday's is the last
        (daily("A", skip=(5, 6), last=5), ["A"]),  # nothing since Wednesday, though a weekend is its longest pause
        (daily("A", skip=(0, 1, 2, 3), last=4), []),  # at weekends only: no rhythm to fall out of
        ([*daily("A", last=2), *daily("B", last=3)], ["B", "A"]),  # the longest silent first
        ([], []),  # nothing known
    ],
)
def test_an_outlet_is_silent_too_long_by_its_own_rhythm(deliveries: list[Delivery], silent: list[str]) -> None:
    assert [one.name for one in delivered(deliveries, MORNING, "UTC").silent] == silent


def test_nights_belong_to_the_rhythm_of_a_wire() -> None:
    """Every hour from 8 to 20: at 7:30 it has been silent for eleven hours and a half, as every morning."""
    hours = [h for n in range(20, 0, -1) for at in range(8, 21) for h in daily("Wire", at, last=n)[-1:]]
    assert delivered(hours, MORNING, "UTC").silent == ()
    assert delivered(hours, MORNING + timedelta(hours=12), "UTC").silent != ()


def test_the_silent_come_first_and_by_name() -> None:
    found = delivered([*daily("The Echo", last=2), *daily("B")], MORNING, "UTC")
    [line] = told(found, "UTC")
    assert (
        line
        == "Silent too long: The Echo, nothing since Sat 14 Mar 06:00; it had delivered on 14 of the 14 days before."
    )


def test_when_all_delivered_it_says_so() -> None:
    assert told(delivered([*daily("A"), *daily("B", hour=7)], MORNING, "UTC"), "UTC") == (
        "All 2 regular outlets delivered; last at Sun 15 Mar 07:00.",
    )
    assert told(delivered(daily("A", last=14), MORNING, "UTC"), "UTC") == ("Last in Mon 2 Mar 06:00.",)
    assert told(delivered([], MORNING, "UTC"), "UTC") == ()


def test_many_silent_ones_are_counted() -> None:
    silent = tuple(Silent(f"Outlet {n}", MORNING) for n in range(10))
    lines = told(Delivered(12, silent, MORNING), "UTC")
    assert len(lines) == 9
    assert lines[-1] == "2 more outlets silent too long."


def test_unread_sources_come_first_with_their_reason() -> None:
    now = datetime(2025, 12, 11, 7, 30, tzinfo=UTC)
    quiet = Silent("Coast Desk", now, "it had delivered on 12 of the 14 days before")
    found = Delivered(3, (quiet, Silent("Harbour Post", now, "")), now)
    joined = unread_first(found, [("Harbour Post", now, "its feed answers 403")])
    assert [(one.name, one.why) for one in joined.silent] == [
        ("Harbour Post", "its feed answers 403"),
        ("Coast Desk", "it had delivered on 12 of the 14 days before"),
    ]
