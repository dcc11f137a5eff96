"""Rows 4, 9 and 10: many at once, a Slack that asks to slow down, and every event four times."""

from __future__ import annotations

import random
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from fakes import payloads
from fakes.lines import HttpLine
from fakes.processes import environ
from fakes.running import running
from fakes.workspace import BOT_USER, Trouble, limited
from reliability_kit import question, row

from bot.app import Bot
from bot.config import load
from bot.delivery.couriers import Couriers
from handlers.inbound import request_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fakes.lines import Line, Receipt
    from fakes.slack import FakeSlack

Json = dict[str, Any]
both = pytest.mark.parametrize("mode", ["socket", "http"])
soak = pytest.mark.soak
START = datetime(2025, 12, 11, 9, 0, tzinfo=UTC)


# -- row 4 -------------------------------------------------------------------------------------------------------------


class Storm:
    """Answers 30 % of posts with 429 and Retry-After of 1 to 30 s, and notes every call that comes before its time."""

    def __init__(self, clock: Callable[[], float], longest: int = 30) -> None:
        self._clock = clock
        self._longest = longest
        self._chance = random.Random(4)
        self._not_before: defaultdict[str, float] = defaultdict(float)
        self.early: list[tuple[str, float]] = []
        self.limited = 0

    def __call__(self, method: str, body: Json) -> Trouble | None:
        if method != "chat.postMessage":
            return None
        now, channel = self._clock(), body["channel"]
        if now < self._not_before[channel]:
            self.early.append((channel, now))
        if self._chance.random() >= 0.3:
            return None
        self.limited += 1
        wait = self._chance.randint(1, self._longest)
        self._not_before[channel] = now + wait
        return limited(wait)


def put_out(bot: Bot, channels: int, each: int) -> None:
    """Answers for channels, so many each, in the outbox."""
    for number in range(channels * each):
        inbound = request_of(question(f"C{number % channels}"), BOT_USER)
        assert inbound.request is not None
        bot.newsroom.receive(inbound.request, inbound.claims)
    while bot.workers._next():
        pass


def in_order(slack: FakeSlack, channels: int, each: int) -> bool:
    """Whether every channel has all of its answers, in the order of its questions."""
    threads = [[float(post["thread_ts"]) for post in slack.posts(f"C{channel}")] for channel in range(channels)]
    return all(found == sorted(found) and len(set(found)) == each for found in threads)


def test_every_third_call_told_to_wait_is_delivered_in_order_and_never_early(slack: FakeSlack, tmp_path: Path) -> None:
    elapsed = [0.0]
    bot = Bot(
        load(environ(slack, tmp_path / "v.db")),
        clock=lambda: START + timedelta(seconds=elapsed[0]),
        steady=lambda: elapsed[0],
    )
    put_out(bot, 10, 6)
    slack.weather = storm = Storm(lambda: elapsed[0])
    while len(slack.posts()) < 60 and elapsed[0] < 600:
        while bot.deliverer.deliver():
            pass
        elapsed[0] += 1
    bot.stop()
    assert (storm.early, in_order(slack, 10, 6)) == ([], True)
    assert storm.limited > 15
    assert elapsed[0] > 6  # one a second and channel


@soak
def test_storm(slack: FakeSlack, tmp_path: Path) -> None:
    bot = Bot(load(environ(slack, tmp_path / "v.db")))
    put_out(bot, 20, 10)
    slack.weather = storm = Storm(time.monotonic)
    began = time.monotonic()
    couriers = Couriers(bot.deliverer)
    couriers.start()
    slack.wait(lambda: len(slack.posts()) == 200, 600)
    couriers.stop(10)
    bot.stop()
    assert (storm.early, in_order(slack, 20, 10)) == ([], True)
    seconds = time.monotonic() - began
    row(
        4, f"{storm.limited} of {200 + storm.limited} calls told to wait 1-30 s: 200 in order, 0 early, {seconds:.0f} s"
    )


# -- row 9 -------------------------------------------------------------------------------------------------------------


def at_once(line: Line, bodies: list[Json], threads: int) -> list[Receipt]:
    """Everything delivered as fast as `threads` can."""
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(line.deliver, bodies))


def slowest(receipts: list[Receipt]) -> float:
    assert all(receipt.acked for receipt in receipts)
    return max(receipt.seconds for receipt in receipts)


def crowd(slack: FakeSlack, db: Path, mode: str, mentions: int, channels: int) -> tuple[float, float]:
    """So many mentions at once in so many channels: the slowest ack, and when the last was answered."""
    bodies = [question(f"C{number % channels}") for number in range(mentions)]
    with running(slack, db, mode) as (_, line):
        began = time.monotonic()
        worst = slowest(at_once(line, bodies, 50))
        slack.wait(lambda: len(slack.posts()) == mentions, 120)
        return worst, time.monotonic() - began


def beside(slack: FakeSlack, db: Path, mode: str, commands: int, jobs: int, slow: float) -> float:
    """Commands beside mentions whose reply Slack takes its time for: the slowest ack of a command."""

    def takes_its_time(method: str, _: Json) -> None:
        if method == "chat.postMessage":
            threading.Event().wait(slow)

    slack.weather = takes_its_time
    urls = [slack.response_url() for _ in range(commands)]
    with running(slack, db, mode) as (_, line):
        slowest(at_once(line, [question(f"C{number}") for number in range(jobs)], 25))
        worst = slowest(at_once(line, [payloads.said("help", url) for url in urls], 50))
        slack.wait(lambda: len(slack.answers()) == commands, 60)
        slack.wait(lambda: len(slack.posts()) == jobs, 120)
    assert len({url for url, _ in slack.responses}) == commands
    return worst


@both
def test_crowd_is_acked_in_time_and_answered(slack: FakeSlack, tmp_path: Path, mode: str) -> None:
    worst, _ = crowd(slack, tmp_path / "v.db", mode, 30, 30)
    assert worst < 3


def test_commands_beside_slow_jobs_are_acked_and_answered(slack: FakeSlack, tmp_path: Path) -> None:
    assert beside(slack, tmp_path / "v.db", "socket", 20, 12, 0.3) < 1


@soak
@both
def test_crowds(slack: FakeSlack, tmp_path: Path, mode: str) -> None:
    worst, seconds = crowd(slack, tmp_path / "a.db", mode, 500, 50)
    assert worst < 3
    slack.channels.clear()
    commands = beside(slack, tmp_path / "b.db", mode, 100, 50, 2.0)
    assert commands < 1
    row(
        9,
        f"{mode}: 500 mentions at once, slowest ack {worst:.2f} s, all answered in {seconds:.0f} s; "
        f"100 commands beside 50 jobs of 2 s, slowest ack {commands:.2f} s, all answered",
    )


# -- row 10 ------------------------------------------------------------------------------------------------------------


def four_times(slack: FakeSlack, db: Path, events: int, channels: int) -> None:
    """Every event four times, shuffled."""
    bodies = [question(f"C{number % channels}") for number in range(events)] * 4
    random.Random(10).shuffle(bodies)
    with running(slack, db, "http") as (bot, line):
        assert isinstance(line, HttpLine)
        slowest(at_once(line, bodies, 16))
        slack.wait(lambda: len(slack.posts()) >= events, 120)
        slack.wait(lambda: bot.store.take(datetime.now(UTC)) is None and not bot.store.due(datetime.now(UTC)))
    asked = {(body["event"]["channel"], body["event"]["ts"]) for body in bodies}
    replied = [(channel, post["thread_ts"]) for channel in slack.channels for post in slack.posts(channel)]
    assert sorted(replied) == sorted(asked)


def test_event_that_comes_four_times_has_one_reply(slack: FakeSlack, tmp_path: Path) -> None:
    four_times(slack, tmp_path / "v.db", 25, 25)


@soak
def test_thousand_events_four_times(slack: FakeSlack, tmp_path: Path) -> None:
    four_times(slack, tmp_path / "v.db", 1000, 100)
    row(10, f"1,000 events, each 4 times, shuffled: {len(slack.posts())} replies")
