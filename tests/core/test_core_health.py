"""What a bot says of itself when it cannot do its work."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank

from bot.delivery.couriers import Couriers
from bot.delivery.outbox import Deliverer
from bot.digest.model import Window
from bot.errors import ArchiveError
from bot.health import SILENT, Health
from bot.model import Delivery, Message, Request
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store import Store

NOW = datetime(2025, 12, 11, 7, 30, tzinfo=UTC)


class Crew:
    """Workers of whom only the troubles are asked."""

    troubles: tuple[str, ...] = ()


class Channel:
    """A Post that keeps what arrives; a digest is held until it is let go."""

    def __init__(self) -> None:
        self.arrived: list[str] = []
        self.held, self.some = threading.Event(), threading.Condition()

    def post(self, delivery: Delivery) -> str:
        if delivery.purpose == "digest":
            assert self.held.wait(10)
        with self.some:
            self.arrived.append(delivery.run_key)
            self.some.notify_all()
        return "1.0"

    def wait(self, count: int) -> None:
        with self.some:
            assert self.some.wait_for(lambda: len(self.arrived) >= count, 10)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_archive(blank(tmp_path / "v.db"))
    yield opened
    opened.close()


def test_health_says_what_the_disk_says_until_it_can_be_written_again(store: Store) -> None:
    full = [True]

    def write(now: datetime) -> None:
        if full[0]:
            raise ArchiveError("The disk is full.")
        store.pulse(now)

    deliverer = Deliverer(store, Channel(), lambda: NOW)  # type: ignore[arg-type]  # nothing is sent
    health = Health(Crew(), deliverer, write, lambda: NOW)  # type: ignore[arg-type]
    assert health.problems() == []
    health.beat()
    assert health.problems() == ["The disk is full."]
    full[0] = False
    health.beat()
    assert health.problems() == []


def test_health_says_when_nothing_ticks(store: Store) -> None:
    elapsed = [0.0]
    deliverer = Deliverer(store, Channel(), lambda: NOW)  # type: ignore[arg-type]
    health = Health(Crew(), deliverer, store.pulse, lambda: NOW, lambda: elapsed[0])  # type: ignore[arg-type]
    elapsed[0] = SILENT
    assert health.problems() == []
    elapsed[0] = SILENT + 1
    assert health.problems() == ["Nothing has ticked for 61 s: start the bot anew."]
    health.beat()
    assert health.problems() == []


def test_health_asks_whatever_else_has_threads(store: Store) -> None:
    alive = {"reading sources": True, "asking who is who": True}
    besides = {what: lambda what=what: alive[what] for what in alive}
    deliverer = Deliverer(store, Channel(), lambda: NOW)  # type: ignore[arg-type]
    health = Health(Crew(), deliverer, store.pulse, lambda: NOW, besides=besides)  # type: ignore[arg-type]
    assert health.problems() == []
    alive["reading sources"] = False
    assert health.problems() == ["a thread that was reading sources has ended: start the bot anew"]


def test_reply_waits_for_no_digest_that_slack_is_slow_to_take(store: Store) -> None:
    channel = Channel()
    window = Window(store.subscribe("C0", ["07:30"], "UTC", NOW).id, "2025-12-11/07:30", NOW, NOW, NOW)
    digests = [Delivery(f"d{i}", "digest", f"C{i}", Message("news"), ref=f"1/{i}") for i in range(8)]
    store.open_window(window, "open", None, digests, NOW)
    deliverer = Deliverer(store, channel, lambda: NOW)  # type: ignore[arg-type]  # it posts, and no more
    couriers = Couriers(deliverer)
    couriers.start()
    store.receive(Request("r1", "mention", "?", "C9", "U1"), ["c1"], NOW)
    store.answered("r1", Delivery("r1", "reply", "C9", Message("answer"), ref="r1"), NOW)
    deliverer.wake()
    channel.wait(1)
    assert channel.arrived == ["r1"]
    channel.held.set()
    channel.wait(9)
    couriers.stop(10)
    assert sorted(channel.arrived) == [*(f"d{i}" for i in range(8)), "r1"]
    assert not couriers.alive
