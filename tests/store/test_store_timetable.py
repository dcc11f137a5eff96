"""Subscriptions and their windows in rows: several a channel, each change on record, nothing made twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank

from bot.digest.model import Subscription, Window
from bot.model import Delivery, Message
from store import Store, open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
WANTED = Subscription(
    0,
    "C1",
    ("07:30", "17:00"),
    "Europe/Istanbul",
    NOW,
    weekdays=(0, 1),
    owner="U1",
    criteria={"quotes_only": True},
    name="Harbour",
    monthly=("15", "lastfri"),
    when_empty="nothing",
    catch_up="merge",
    catch_up_hours=3,
    times_from=NOW,
    backfill_from=NOW - timedelta(days=1),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_archive(blank(tmp_path / "v.db"))
    yield made
    made.close()


def added(store: Store, **changes: object) -> Subscription:
    return store.add_subscription(replace(WANTED, **changes), NOW, by="U1", detail="as asked")  # type: ignore[arg-type]


def window(subscription: int, hours: int, key: str | None = None) -> Window:
    at = NOW + timedelta(hours=hours)
    return Window(subscription, key or f"2026-01-01/{12 + hours}:00", at, NOW, at)


def test_a_subscription_comes_back_as_it_was_kept(store: Store) -> None:
    made = added(store)
    assert store.subscription(made.id) == made == replace(WANTED, id=made.id)
    assert [one for one, _ in store.timetable()] == [made]
    assert store.subscription(made.id + 1) is None


def test_a_channel_has_several_with_names_of_their_own(store: Store) -> None:
    names = [added(store, name=name).name for name in ("Harbour", "harbour", "Tolls", "Harbour")]
    assert names == ["Harbour", "harbour 2", "Tolls", "Harbour 3"]
    assert added(store, channel="C2").name == "Harbour"


def test_a_request_that_is_answered_again_makes_none_twice(store: Store) -> None:
    first, again = (store.add_subscription(WANTED, NOW, by="U1", detail="", request_id="r1") for _ in range(2))
    assert again.id == first.id
    assert len(store.timetable()) == 1


def test_every_change_is_on_record_with_whose_it_is(store: Store) -> None:
    made = added(store)
    paused = replace(made, state="paused", reason="holidays")
    store.change_subscription(paused, NOW + timedelta(hours=1), by="U2", what="paused", detail="for the holidays")
    assert store.subscription(made.id) == paused
    assert store.timetable() == []
    assert store.changes(made.id) == [
        (NOW, "U1", "made", "as asked"),
        (NOW + timedelta(hours=1), "U2", "paused", "for the holidays"),
    ]


def test_standing_are_those_of_the_channels_and_ones_own_but_no_deleted_ones(store: Store) -> None:
    mine, theirs, other = added(store), added(store, channel="C2", owner="U2"), added(store, channel="C3", owner="U3")
    gone = added(store, name="Gone")
    store.change_subscription(replace(gone, state="deleted"), NOW, by="U1", what="deleted", detail="")
    assert [s.id for s in store.standing(["C2"], "U1")] == [mine.id, theirs.id]
    assert [s.id for s in store.standing(["C3"])] == [other.id]
    assert store.standing() == []


def test_timetable_has_the_newest_window_of_each_by_its_instant(store: Store) -> None:
    made, fresh = added(store), added(store, channel="C2")
    late, early = window(made.id, 5, "2026-01-01/02:30"), window(made.id, 4, "2026-01-01/03:15")
    asked = window(made.id, 9, "now/r1")
    for one in (early, late, asked):
        assert store.open_window(one, "open", None, (), NOW)
    assert store.timetable() == [(made, late), (fresh, None)]
    assert store.last_window(made.id) == late
    assert store.last_window(fresh.id) is None


def test_skipped_windows_are_on_record_with_their_reasons(store: Store) -> None:
    made = added(store)
    store.skip_windows([(window(made.id, 1), "missed"), (window(made.id, 2), "late")], NOW)
    store.skip_windows([(window(made.id, 1), "again")], NOW)
    assert [(w.key, state, reason) for w, state, reason in store.runs(made.id)] == [
        ("2026-01-01/14:00", "skipped", "late"),
        ("2026-01-01/13:00", "skipped", "missed"),
    ]


def test_a_draft_comes_back_to_whoever_filled_it_in(store: Store) -> None:
    draft = store.keep_draft("U1", "C1", '{"when": "daily 8:00"}', NOW)
    assert store.draft(draft, "U1") == ("C1", '{"when": "daily 8:00"}')
    assert store.draft(draft, "U2") is None
    assert store.draft("none", "U1") is None


def refused(store: Store, reason: str) -> tuple[Subscription, Window]:
    """A digest whose second window Slack refused, with this reason in the outbox."""
    made = added(store)
    first, second = window(made.id, 1), window(made.id, 2)
    second = replace(second, since=first.until)
    frozen = Delivery("d1", "digest", "C1", Message("News"), ref=f"{made.id}/{second.key}")
    assert store.open_window(first, "open", None, (), NOW)
    assert store.open_window(second, "open", None, (frozen,), NOW)
    for state in ("posting", "failed"):
        [delivery] = [replace(d, state="posting") if state == "failed" else d for d in (store.due(NOW) or [frozen])]
        assert store.mark(delivery, state, now=NOW, reason=reason if state == "failed" else None, code="is_archived")
    return made, second


def test_a_refused_digest_pauses_its_subscription_and_gives_back_what_it_took(store: Store) -> None:
    made, second = refused(store, "Slack refused it (is_archived)")
    notice = Delivery("n1", "notice", "U1", Message("Paused: archived"))
    assert store.refuse_window(made.id, second.key, "the channel is archived", NOW, pause=True, notice=notice)
    assert not store.refuse_window(made.id, second.key, "the channel is archived", NOW, pause=True, notice=notice)
    paused = store.subscription(made.id)
    assert paused is not None
    assert (paused.state, paused.active, paused.reason) == ("paused", False, "the channel is archived")
    last = store.last_window(made.id)
    assert last is not None
    assert last.until == second.since
    assert [d.run_key for d in store.due(NOW)] == ["n1"]
    assert [what for _, _, what, _ in store.changes(made.id)] == ["made", "paused"]


def test_what_may_have_arrived_is_not_given_back(store: Store) -> None:
    made, second = refused(store, "cannot tell whether it arrived, and it is not sent twice: no scope")
    assert not store.refuse_window(made.id, second.key, "no scope", NOW, pause=False)
    last = store.last_window(made.id)
    assert last is not None
    assert last.until == second.until
    assert [one for one, _ in store.timetable()] == [made]


def test_a_configured_one_taken_up_again_starts_from_then(store: Store) -> None:
    first = store.subscribe("C9", ["07:30"], "UTC", NOW)
    store.unsubscribe_others([])
    assert store.timetable() == []
    again = store.subscribe("C9", ["07:30"], "UTC", NOW + timedelta(days=9))
    assert (again.id, again.starts_at, again.configured) == (first.id, NOW + timedelta(days=9), True)


def test_a_configured_one_keeps_its_start_and_times_hold_from_the_change(store: Store) -> None:
    store.subscribe("C9", ["07:30"], "UTC", NOW)
    later = NOW + timedelta(days=1)
    same = store.subscribe("C9", ["07:30"], "UTC", later)
    moved = store.subscribe("C9", ["08:30"], "Europe/Berlin", later)
    assert (same.starts_at, same.times_from, same.zone_changes) == (NOW, None, 0)
    assert (moved.starts_at, moved.times_from, moved.zone_changes) == (NOW, later, 1)
