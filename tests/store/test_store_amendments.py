"""Messages that show what was corrected are due with the correction, once for each, and until Slack took the change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from store_kit import NOW, put, report
from test_store_desk import delivery, put_out

from bot.model import Asker, Delivery, Message, Query

if TYPE_CHECKING:
    from store import Store

LATER = NOW + timedelta(hours=2)
DAY = timedelta(days=1)


def post(store: Store, one: Delivery, ts: str, at: timedelta = timedelta()) -> None:
    """Send it."""
    assert store.mark(one, "posting", now=NOW + at)
    assert store.mark(replace(one, state="posting"), "posted", now=NOW + at, ts=ts)


def correct(store: Store, statement: int = 1, at: timedelta = timedelta()) -> int:
    return store.correct(statement, "speaker", "Mara Lind", by="U1", now=NOW + at)


@pytest.fixture
def record(store: Store) -> Store:
    put(store, report("a", ("Ann Hill", "that it rained"), ("Bo Berg", "that it snowed")))
    return store


def due(store: Store) -> list[tuple[str, int, int]]:
    return [(one.run_key, one.revision, one.attempt) for one in store.amendments(LATER + 40 * DAY, 9)]


def test_every_message_that_shows_a_statement_is_due_in_the_order_it_was_posted(record: Store) -> None:
    some = [delivery(key, f"C{i}", statements=(1, 2)[: 1 + i]) for i, key in enumerate(("k", "b", "z"))]
    put_out(record, *some, delivery("other", "C9", statements=(2,)))
    for i, one in enumerate(some):
        post(record, one, f"{i}.1")
    correct(record)
    assert due(record) == [("k", 1, 0), ("b", 1, 0), ("z", 1, 0)]
    (first, *_) = record.amendments(LATER, 1)
    assert (first.channel, first.ts, first.message, first.scopes) == (
        "C0",
        "0.1",
        some[0].message,
        ("public", "channel:C0"),
    )
    assert [c.value for c in first.corrections[1]] == ["Mara Lind"]


def test_message_on_its_way_is_due_once_it_is_posted(record: Store) -> None:
    one = delivery("k", statements=(1,))
    put_out(record, one)
    correct(record)
    assert due(record) == []
    post(record, one, "1.1")
    assert due(record) == [("k", 1, 0)]


def test_correction_in_between_leaves_it_due(record: Store) -> None:
    one = delivery("k", statements=(1,))
    put_out(record, one)
    post(record, one, "1.1")
    correct(record)
    back = correct(record)
    assert not record.amended("k", 1, "done", None, None)  # what was sent is not what is right now
    assert due(record) == [("k", 2, 0)]
    assert record.amended("k", 2, "done", None, None)
    assert due(record) == []
    record.undo_correction(back, by="U1", now=LATER)
    assert due(record) == [("k", 3, 0)]


def test_put_off_waits_and_given_up_is_over_until_the_next_correction(record: Store) -> None:
    one = delivery("k", statements=(1,))
    put_out(record, one)
    post(record, one, "1.1")
    correct(record)
    assert record.amended("k", 1, "due", "slow", NOW + timedelta(minutes=1))
    assert record.amendments(NOW, 9) == []
    assert due(record) == [("k", 1, 1)]
    assert record.amended("k", 1, "given_up", "gone", None)
    assert due(record) == []
    correct(record)
    assert due(record) == [("k", 2, 0)]


def test_old_messages_are_left_as_they_were(record: Store) -> None:
    one = delivery("k", statements=(1,))
    put_out(record, one)
    post(record, one, "1.1")
    correct(record, at=31 * DAY)
    assert due(record) == []


def test_changed_message_shows_what_it_says_now(record: Store) -> None:
    one = delivery("k", statements=(1,))
    put_out(record, one)
    post(record, one, "1.1")
    record.restated("C1", "1.1", Message("new", ({"type": "divider"},)), (2,), NOW)
    correct(record, 1)
    assert due(record) == []
    correct(record, 2)
    (standing,) = record.amendments(LATER, 9)
    assert standing.message == Message("new", ({"type": "divider"},))


def test_answer_in_a_direct_message_may_show_what_its_asker_may_see(record: Store) -> None:
    one = delivery("k", "D1", statements=(1,), ref="r0")
    put_out(record, one)
    record.save_answer(Query("?"), (1,), Asker(("public", "user:U1")), NOW, request_id="r0")
    post(record, one, "1.1")
    correct(record)
    assert record.amendments(LATER, 9)[0].scopes == ("public", "user:U1")
