"""Effectively once, held against a Slack that fails in each way it can."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank

from bot.delivery.outbox import BACKOFF, LOCKED_OUT, SETTLE, Deliverer
from bot.digest.model import Window
from bot.errors import LockedOutError, NotStoredError, PostError, RefusedError, UncertainError
from bot.model import Delivery, Message, Request
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store import Store

START = datetime(2025, 12, 11, 7, 30, tzinfo=UTC)
PACE = timedelta(seconds=1)


class Clock:
    """A clock that moves when told to, and can be set; `steady` cannot."""

    def __init__(self) -> None:
        self.now = START
        self.elapsed = 0.0

    def __call__(self) -> datetime:
        return self.now

    def steady(self) -> float:
        return self.elapsed

    def pass_(self, by: timedelta) -> None:
        self.now += by
        self.elapsed += by.total_seconds()


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
    opened = open_archive(blank(tmp_path / "v.db"))
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
    return Deliverer(store, channel, clock, steady=clock.steady)


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
    after = Deliverer(store, channel, clock, steady=clock.steady)
    assert after.reconcile() == 0  # from now on it is known to be uncertain
    clock.pass_(SETTLE)
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
    assert not deliverer.opens(within=1.0)  # nothing waits for its time
    deliverer.deliver()
    deliverer.deliver()
    assert sorted(channel.keys) == ["k1", "other"]
    assert (deliverer.opens(within=1.0), deliverer.opens(within=0.9)) == (True, False)
    clock.pass_(PACE)
    assert not deliverer.opens(within=1.0)  # it is open
    deliverer.deliver()
    assert channel.keys[-1] == "k2"


@pytest.mark.parametrize("step", [timedelta(hours=2), timedelta(hours=-2), timedelta(days=1)])
def test_clock_that_is_set_shortens_no_delay_and_prolongs_none(
    store: Store, channel: Channel, deliverer: Deliverer, clock: Clock, step: timedelta
) -> None:
    put(store, "k1")
    channel.trouble = [(UncertainError("timed out"), True)]
    deliverer.deliver()
    clock.now += step
    assert deliverer.reconcile() == 0
    put(store, "k2", channel="C2")
    put(store, "k3", channel="C2")
    deliverer.deliver()
    deliverer.deliver()
    assert channel.keys == ["k1", "k2"]  # one a second, whatever the clock says
    clock.pass_(SETTLE)
    assert deliverer.reconcile() == 1
    deliverer.deliver()
    assert channel.keys == ["k1", "k2", "k3"]


def test_channel_told_to_wait_holds_no_other_and_keeps_its_order(
    store: Store, channel: Channel, deliverer: Deliverer, clock: Clock
) -> None:
    put(store, "k1", "k2")
    put(store, "other", channel="C2")
    channel.trouble = [(NotStoredError("429", wait=30), False)]
    for _ in range(29):
        deliverer.deliver()
        clock.pass_(PACE)
    assert channel.keys == ["other"]
    for _ in range(3):
        clock.pass_(PACE)
        deliverer.deliver()
    assert channel.keys == ["other", "k1", "k2"]


def test_refused_connection_is_tried_ever_more_rarely(
    store: Store, channel: Channel, deliverer: Deliverer, clock: Clock
) -> None:
    put(store, "k1")
    channel.trouble = [(NotStoredError("refused"), False)] * 3
    tried = []
    while not channel.keys:
        if deliverer.deliver():
            tried.append(clock.elapsed)
        clock.pass_(timedelta(seconds=1))
    gaps = [after - before for before, after in pairwise(tried)]
    assert gaps == list(BACKOFF[:3])


def test_replies_go_ahead_of_digests_that_are_due(store: Store, channel: Channel, deliverer: Deliverer) -> None:
    window = Window(store.subscribe("C0", ["07:30"], "UTC", START).id, "2025-12-11/07:30", START, START, START)
    digests = [Delivery(f"d{i}", "digest", f"C{i}", Message("news"), ref=f"1/{i}") for i in range(3)]
    store.open_window(window, "open", None, digests, START)
    put(store, "k1", channel="C9")
    assert deliverer.deliver(replies=True) == 1
    put(store, "k2", channel="C1")
    deliverer.deliver()
    assert channel.keys == ["k1", "k2", "d0", "d2"]


def test_token_that_is_not_taken_holds_everything_and_is_not_hammered(
    store: Store, channel: Channel, deliverer: Deliverer, clock: Clock
) -> None:
    put(store, "k1")
    put(store, "k2", channel="C2")
    channel.trouble = [(LockedOutError("token_revoked"), False)] * 2
    tried = []
    for _ in range(200):
        tried += [clock.elapsed] * deliverer.deliver()
        if len(tried) == 1:
            assert deliverer.locked_out == "token_revoked"
        clock.pass_(timedelta(seconds=1))
    assert tried[:3] == [0, LOCKED_OUT[0], LOCKED_OUT[0] + LOCKED_OUT[1]]
    assert deliverer.locked_out is None
    assert sorted(channel.keys) == ["k1", "k2"]


def test_refused_digest_says_why_until_it_is_heard(store: Store, channel: Channel, deliverer: Deliverer) -> None:
    window = Window(store.subscribe("C1", ["07:30"], "UTC", START).id, "2025-12-11/07:30", START, START, START)
    digest = [Delivery(f"d{part}", "digest", "C1", Message("news"), part=part, ref="1/x") for part in range(2)]
    store.open_window(window, "open", None, digest, START)
    put(store, "k1", channel="C2")
    channel.trouble = [(RefusedError("archived", "is_archived"), False)] * 2
    deliverer.deliver()
    (refused,) = store.refused()  # neither the reply nor the part that was to follow
    assert (refused.run_key, refused.code) == ("d0", "is_archived")
    assert (store.hear("d0"), store.hear("d0"), store.refused()) == (True, False, [])


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
