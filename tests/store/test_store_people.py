"""People, channels and who is in them, as Slack last told; what was set; what was refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank

from bot.people import Channel, Person, Standing, Where
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store import Store

NOW = datetime(2025, 12, 11, 7, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=3)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_archive(blank(tmp_path / "verbatim.db"))
    yield opened
    opened.close()


@pytest.mark.parametrize("standing", list(Standing))
def test_person_comes_back_as_told_with_the_instant(store: Store, standing: Standing) -> None:
    told = Person("U1", standing, "Asia/Tokyo")
    store.keep_person(told, NOW)
    assert store.person("U1") == (told, NOW)
    assert store.person("U2") is None


@pytest.mark.parametrize("kind", list(Where))
def test_channel_comes_back_as_told_with_the_instant(store: Store, kind: Where) -> None:
    told = Channel("C1", kind, shared=False, archived=True, here=True, known=True)
    store.keep_channel(told, NOW)
    assert store.channel("C1") == (told, NOW)
    assert store.channel("C2") is None


def test_what_is_told_last_counts(store: Store) -> None:
    store.keep_person(Person("U1", Standing.MEMBER), NOW)
    store.keep_person(Person("U1", Standing.GUEST), LATER)
    assert store.person("U1") == (Person("U1", Standing.GUEST), LATER)


def test_roster_is_replaced_as_a_whole(store: Store) -> None:
    store.keep_roster("C1", ["U1", "U2"], NOW)
    store.keep_roster("C1", ["U2", "U3"], LATER)
    assert store.roster("C1") == (frozenset({"U2", "U3"}), LATER)
    assert store.joined("C1", "U3") == (True, LATER)
    assert store.joined("C1", "U1") == (False, LATER)
    assert store.joined("C2", "U1") is None
    assert store.roster("C2") is None


def test_joining_and_leaving_change_a_roster_and_not_its_age(store: Store) -> None:
    store.keep_roster("C1", ["U1"], NOW)
    store.arrived("C1", "U2")
    store.arrived("C1", "U2")
    store.departed("C1", "U1")
    assert store.roster("C1") == (frozenset({"U2"}), NOW)


def test_joining_a_channel_without_a_roster_makes_none(store: Store) -> None:
    store.arrived("C1", "U1")  # one known member would look like the only one
    assert store.roster("C1") is None


def test_rosters_somebody_looked_at_are_renewed_oldest_first(store: Store) -> None:
    for minutes, channel in ((2, "C2"), (1, "C1"), (0, "C0")):
        store.keep_roster(channel, ["U1"], NOW + timedelta(minutes=minutes))
    assert store.wanted_rosters(NOW - timedelta(days=1), LATER) == ["C0", "C1", "C2"]
    assert store.wanted_rosters(NOW - timedelta(days=1), NOW + timedelta(minutes=1)) == ["C0"]  # the rest is fresh
    a_day = timedelta(days=1)
    store.asked_for(["C1"], NOW + a_day)
    assert store.wanted_rosters(NOW + a_day, NOW + a_day) == ["C1"]  # at the others nobody looked since


def test_strangers_are_members_nobody_asked_about(store: Store) -> None:
    store.keep_roster("C1", ["U1", "U2", "U3"], NOW)
    store.keep_person(Person("U2", Standing.GUEST), NOW)
    assert set(store.strangers("C1", 10)) == {"U1", "U3"}
    assert len(store.strangers("C1", 1)) == 1


def test_forgotten_channel_leaves_no_member(store: Store) -> None:
    store.keep_channel(Channel("C1", known=True), NOW)
    store.keep_roster("C1", ["U1"], NOW)
    store.forget_channel("C1")
    assert (store.channel("C1"), store.roster("C1"), store.joined("C1", "U1")) == (None, None, None)
    store.keep_roster("C1", [], LATER)
    assert store.roster("C1") == (frozenset(), LATER)


def test_forgotten_person_is_not_known(store: Store) -> None:
    store.keep_person(Person("U1", Standing.MEMBER), NOW)
    store.forget_person("U1")
    assert store.person("U1") is None


def test_own_zone_goes_before_slacks(store: Store) -> None:
    store.keep_person(Person("U1", Standing.MEMBER, "Asia/Tokyo"), NOW)
    store.prefer("user:U1", "zone", "Europe/Berlin", by="U1", now=NOW)
    found = store.person("U1")
    assert found is not None
    assert found[0].zone == "Europe/Berlin"
    store.prefer("user:U1", "zone", None, by="U1", now=NOW)
    assert store.person("U1") == (Person("U1", Standing.MEMBER, "Asia/Tokyo"), NOW)


def test_preferences_are_by_subject_and_name(store: Store) -> None:
    store.prefer("channel:C1", "follow", "off", by="U1", now=NOW)
    store.prefer("channel:C1", "follow", "on", by="U2", now=LATER)
    assert store.preference("channel:C1", "follow") == "on"
    assert store.preference("channel:C2", "follow") is None
    assert store.preference("channel:C1", "zone") is None


def test_refusals_are_kept_newest_first(store: Store) -> None:
    store.refuse("U1", "C1", "correct a statement", "guest", NOW)
    store.refuse("U2", "C1", "take a statement out", "outside", LATER)
    assert store.refusals() == [
        (LATER, "U2", "C1", "take a statement out", "outside"),
        (NOW, "U1", "C1", "correct a statement", "guest"),
    ]
    assert len(store.refusals(limit=1)) == 1


def test_ids_of_any_characters_are_taken(store: Store) -> None:
    odd = "U\ud800'; DROP TABLE people; --"
    store.keep_person(Person(odd, Standing.MEMBER), NOW)
    store.keep_roster("C1", [odd], NOW)
    assert store.person(odd) == (Person(odd, Standing.MEMBER), NOW)
    assert store.joined("C1", odd) == (True, NOW)


def test_what_was_not_told_for_a_month_and_old_refusals_are_tidied_away(store: Store) -> None:
    for days in (0, 40, 400):
        at = NOW - timedelta(days=days)
        store.keep_person(Person(f"U{days}", Standing.MEMBER), at)
        store.keep_channel(Channel(f"C{days}", known=True), at)
        store.keep_roster(f"C{days}", [f"U{days}"], at)
        store.refuse(f"U{days}", "C1", "correct a statement", "guest", at)
    store.prefer("user:U400", "zone", "Asia/Tokyo", by="U400", now=NOW - timedelta(days=400))
    store.tidy(NOW)
    for days in (0, 40, 400):
        left = [store.person(f"U{days}"), store.channel(f"C{days}"), store.roster(f"C{days}")]
        assert [one is not None for one in left] == [days == 0] * 3
    assert [user for _, user, *_ in store.refusals()] == ["U40", "U0"]
    assert store.preference("user:U400", "zone") == "Asia/Tokyo"  # what somebody set stays set
