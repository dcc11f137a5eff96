"""Effectively once, held against a Slack that fails in each way it can."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.errors import NotStoredError, PostError, RefusedError, UncertainError
from bot.model import Delivery, Message, Request
from bot.outbox import PACE, SETTLE, Deliverer
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store import Store

START = datetime(2025, 12, 11, 7, 30, tzinfo=UTC)


class Clock:
    """A clock that moves when told to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, by: timedelta) -> None:
        self.now += by


class Channel:
    """A Post that keeps what arrives, and fails as the next `trouble` says: before storing or after."""

    def __init__(self) -> None:
        self.arrived: list[Delivery] = []
        self.trouble: list[tuple[PostError | None, bool]] = []  # (what to raise, whether it is stored all the same)
        self.blind = False

    def post(self, delivery: Delivery) -> str:
        error, stored = self.trouble.pop(0) if self.trouble else (None, True)
        if stored:
            self.arrived.append(delivery)
        if error is not None:
            raise error
        return f"ts{len(self.arrived)}"

    def look(self, delivery: Delivery) -> str | None:
        if self.blind:
            raise RefusedError("missing_scope")
        found = [i for i, d in enumerate(self.arrived, 1) if d.run_key == delivery.run_key]
        return f"ts{found[0]}" if found else None

    def reply(self, request: Request, message: Message) -> None:
        raise AssertionError(f"not used here: {request} {message}")

    @property
    def keys(self) -> list[str]:
        return [d.run_key for d in self.arrived]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_archive(tmp_path / "v.db")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def channel() -> Channel:
    return Channel()


@pytest.fixture
def deliverer(store: Store, channel: Channel, clock: Clock) -> Deliverer:
    return Deliverer(store, channel, clock)


def put(store: Store, *keys: str, channel: str = "C1") -> None:
    """Replies to requests, in the outbox."""
    for key in keys:
        request = Request(key, "mention", "what?", channel, "U1", ts=key)
        store.receive(request, [key], START)
        store.take(START)
        store.answered(key, Delivery(key, "reply", channel, Message("an answer"), ref=key), START)


def test_a_message_is_posted_once(store: Store, channel: Channel, deliverer: Deliverer, clock: Clock) -> None:
    put(store, "k1")
    deliverer.deliver()
    clock.pass_(SETTLE * 2)
    deliverer.deliver()
    deliverer.reconcile()
    assert channel.keys == ["k1"]
    assert store.unsure() == []


def test_a_lost_reply_is_found_and_not_posted_again(
    store: Store, channel: Channel, deliverer: Deliverer, clock: Clock
) -> None:
    put(store, "k1")
    channel.trouble = [(UncertainError("timed out"), True)]
    deliverer.deliver()
    clock.pass_(SETTLE)
    assert deliverer.reconcile() == 1
    deliverer.deliver()
    assert channel.keys == ["k1"]


def test_a_lost_request_is_posted_again_after_it_settled(
    store: Store, channel: Channel, deliverer: Deliverer, clock: Clock
) -> None:
    put(store, "k1")
    channel.trouble = [(UncertainError("reset"), False)]
    deliverer.deliver()
    clock.pass_(SETTLE - timedelta(seconds=1))
    assert deliverer.reconcile() == 0  # Slack may still be storing it
    clock.pass_(timedelta(seconds=1))
    deliverer.reconcile()
    deliverer.deliver()
    assert channel.keys == ["k1"]


def test_what_a_killed_process_was_posting_is_looked_for(store: Store, channel: Channel, clock: Clock) -> None:
    put(store, "k1", "k2", channel="C1")
    first, *_ = store.due(START)
    assert store.mark(first, "posting", now=START)
    channel.arrived.append(first)  # it had gone out; the process ended before it could say so
    clock.pass_(SETTLE)
    after = Deliverer(store, channel, clock)
    after.reconcile()
    after.deliver()
    clock.pass_(PACE)
    after.deliver()
    assert channel.keys == ["k1", "k2"]


def test_what_was_surely_not_taken_is_tried_again_when_slack_allows(
    store: Store, channel: Channel, deliverer: Deliverer, clock: Clock
) -> None:
    put(store, "k1")
    channel.trouble = [(NotStoredError("429", wait=30), False)]
    deliverer.deliver()
    clock.pass_(timedelta(seconds=29))
    deliverer.deliver()
    assert channel.keys == []
    clock.pass_(timedelta(seconds=1))
    deliverer.deliver()
    assert channel.keys == ["k1"]


def test_what_slack_refuses_is_not_tried_again(
    store: Store, channel: Channel, deliverer: Deliverer, clock: Clock
) -> None:
    put(store, "k1")
    channel.trouble = [(RefusedError("is_archived"), False)]
    deliverer.deliver()
    clock.pass_(SETTLE * 10)
    deliverer.reconcile()
    deliverer.deliver()
    assert channel.keys == []


def test_where_slack_cannot_be_asked_it_is_at_most_once(
    store: Store, channel: Channel, deliverer: Deliverer, clock: Clock
) -> None:
    put(store, "k1")
    channel.trouble, channel.blind = [(UncertainError("timed out"), True)], True
    deliverer.deliver()
    clock.pass_(SETTLE)
    deliverer.reconcile()
    deliverer.deliver()
    assert channel.keys == ["k1"]
    assert store.unsure() == []


def test_a_channel_gets_one_message_a_second_and_in_order(
    store: Store, channel: Channel, deliverer: Deliverer, clock: Clock
) -> None:
    put(store, "k1", "k2")
    put(store, "other", channel="C2")
    deliverer.deliver()
    deliverer.deliver()
    assert sorted(channel.keys) == ["k1", "other"]
    clock.pass_(PACE)
    deliverer.deliver()
    assert channel.keys[-1] == "k2"


@pytest.mark.parametrize("failing", range(8))
def test_no_failure_at_any_call_loses_or_doubles(
    store: Store, channel: Channel, deliverer: Deliverer, clock: Clock, failing: int
) -> None:
    """The n-th call to Slack is lost after it was stored, the one after it before; all arrive once in the end."""
    keys = [f"k{i}" for i in range(6)]
    put(store, *keys)
    fine: list[tuple[PostError | None, bool]] = [(None, True)] * failing
    channel.trouble = [*fine, (UncertainError("lost reply"), True), (UncertainError("lost request"), False)]
    for _ in range(40):
        deliverer.deliver()
        clock.pass_(SETTLE)
        deliverer.reconcile()
    assert sorted(channel.keys) == keys
