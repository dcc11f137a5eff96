"""Rows 1, 2, 3, 11 and 26: whatever ends the process, wherever it ends, nothing is lost and nothing doubled.

SQLite's own way: the n-th call, to the database or to Slack, kills the process or fails, for every n until a run
passes. The log of the fake Slack is the witness.
"""

from __future__ import annotations

import itertools
import random
import shutil
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes.processes import Nursery, environ
from fakes.workspace import BOT_USER, Trouble
from reliability_kit import MORNING, digesting, doubled, index, question, row, subscribed, told, waiting, word

from bot.app import Bot
from bot.config import load
from bot.delivery.outbox import SETTLE
from handlers.inbound import request_of

if TYPE_CHECKING:
    from fakes.slack import FakeSlack

AFTER = MORNING + timedelta(minutes=1)
LATER = AFTER + timedelta(minutes=20)
QUOTATIONS = 30  # more than one message holds
soak = pytest.mark.soak


@pytest.fixture
def db(slack: FakeSlack, tmp_path: Path) -> Path:
    """A channel's digest of two parts is due next morning."""
    subscribed(slack, tmp_path / "template.db", quotations=QUOTATIONS)
    return tmp_path / "template.db"


def anew(template: Path) -> Path:
    """A copy of the database as it was."""
    return Path(shutil.copy(template, template.with_name("verbatim.db")))


def digest_at_calls(
    slack: FakeSlack, nursery: Nursery, template: Path, how: str, step: int, of: str = ""
) -> tuple[int, int]:
    """Kill or fail every `step`-th call of a digest, each time from the start: (points, calls of a whole one)."""
    settings = digesting(slack, template.with_name("verbatim.db"))
    for points, at in enumerate(itertools.count(1, step)):
        db = anew(template)
        _, calls = nursery.carried_out("digest", environ=settings, now=AFTER.isoformat(), at=at, how=how, of=of)
        slack.calm()
        nursery.carried_out("digest", environ=settings, now=LATER.isoformat(), rounds=6)
        texts = told(slack)
        whole = " ".join(texts)
        assert len(texts) > 1
        assert sum("Verbatim digest" in text for text in texts) == 1, (how, at)
        assert all(word(0, one) in whole for one in range(QUOTATIONS)), (how, at)
        assert (doubled(slack), waiting(db)) == ([], 0), (how, at)
        slack.channels.clear()
        if calls and calls < at:
            return points, calls
    raise AssertionError


def answer_at_calls(
    slack: FakeSlack, nursery: Nursery, template: Path, how: str, step: int, of: str = ""
) -> tuple[int, int]:
    """The same of a question: what was acked is answered once, what was not is delivered again by Slack."""
    settings = environ(slack, template.with_name("verbatim.db"))
    order = {"environ": settings, "body": question(), "me": BOT_USER, "now": AFTER.isoformat()}
    for points, at in enumerate(itertools.count(1, step)):
        db = anew(template)
        _, calls = nursery.carried_out("answer", **order, at=at, how=how, of=of)
        slack.calm()
        nursery.carried_out("answer", **(order | {"now": LATER.isoformat()}))
        assert (len(told(slack, "C0DESK")), waiting(db)) == (1, 0), (how, at)
        slack.channels.clear()
        if calls and calls < at:
            return points, calls
    raise AssertionError


@pytest.mark.parametrize("how", ["kill", "fail"])
def test_call_of_a_digest_that_is_the_last_or_fails_neither_loses_nor_doubles(
    slack: FakeSlack, nursery: Nursery, db: Path, how: str
) -> None:
    digest_at_calls(slack, nursery, db, how, 1, of="slack")
    digest_at_calls(slack, nursery, db, how, 53)


@pytest.mark.parametrize("how", ["kill", "fail"])
def test_call_of_an_answer_that_is_the_last_or_fails_neither_loses_nor_doubles(
    slack: FakeSlack, nursery: Nursery, db: Path, how: str
) -> None:
    answer_at_calls(slack, nursery, db, how, 1, of="slack")
    answer_at_calls(slack, nursery, db, how, 43)


@soak
@pytest.mark.parametrize("how", ["kill", "fail"])
def test_every_call(slack: FakeSlack, nursery: Nursery, db: Path, how: str) -> None:
    digest, calls = digest_at_calls(slack, nursery, db, how, 1)
    answers, asked = answer_at_calls(slack, nursery, db, how, 1)
    row(
        2,
        f"{how} at each of {digest} calls of a digest and {answers} of an answer: 0 lost, 0 doubled ({calls}/{asked})",
    )


def random_kills(slack: FakeSlack, nursery: Nursery, template: Path, times: int, number: int) -> int:
    """A window a day; each day the bot is ended at a random instant, and the next one goes on. How many were ended."""
    db, chance, ended = anew(template), random.Random(7), 0
    settings = digesting(slack, db)
    for day in range(times):
        ahead = (AFTER + timedelta(days=day) - datetime.now(UTC)).total_seconds()
        index(db, day + 1, AFTER + timedelta(days=day, hours=-1))
        nursery.order("run", environ=settings, ahead=ahead)
        pause = threading.Event()
        pause.wait(chance.uniform(0, 0.6))
        began = time.monotonic()
        ended += (nursery.kill() if number == signal.SIGKILL else nursery.stop()) in {-number, 0}
        assert time.monotonic() - began < 10
        slack.calm()
        nursery.start(environ=settings, ahead=ahead)
        on = MORNING + timedelta(days=day)
        due = f"Verbatim digest, {on:%a} {on.day} {on:%b %Y}"
        slack.wait(lambda due=due: any(due in text for text in told(slack)) and not waiting(db), 30)
        nursery.kill()
        slack.calm()
    texts = told(slack)
    assert doubled(slack) == []
    assert sum("Verbatim digest" in text for text in texts) == times
    assert [sum(f"“{word(n, 0)} " in text for text in texts) for n in range(times + 1)] == [1] * (times + 1)
    return ended


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_digest_whose_process_ends_at_any_instant_is_posted_once(
    slack: FakeSlack, nursery: Nursery, db: Path, number: int
) -> None:
    assert random_kills(slack, nursery, db, 2, number)


@soak
@pytest.mark.parametrize(("number", "times"), [(signal.SIGKILL, 200), (signal.SIGTERM, 50)])
def test_random_ends(slack: FakeSlack, nursery: Nursery, db: Path, number: signal.Signals, times: int) -> None:
    ended = random_kills(slack, nursery, db, times, number)
    at = 1 if number == signal.SIGKILL else 26
    row(at, f"{ended} times {number.name} at a random instant, {times} windows: 0 lost, 0 doubled")


def killed_after_acks(slack: FakeSlack, nursery: Nursery, db: Path, times: int) -> int:
    """Each time: ask, be acked, kill -9 at a random instant; the next process answers. How many were killed."""
    chance, killed = random.Random(11), 0
    settings = environ(slack, db)
    for number in range(times):
        line = nursery.start(environ=settings)
        body = question(f"C{number}")
        assert line.deliver(body).acked
        threading.Event().wait(chance.uniform(0, 0.12))
        killed += nursery.kill() == -signal.SIGKILL
        slack.calm()
        line = nursery.start(environ=settings)
        assert line.deliver(body, retry=1).acked  # Slack had not seen the ack
        slack.wait(lambda name=f"C{number}": told(slack, name) and not waiting(db), 30)
        nursery.kill()
        slack.calm()
    assert [len(told(slack, f"C{number}")) for number in range(times)] == [1] * times
    return killed


def test_question_whose_process_is_killed_after_the_ack_is_answered_once(
    slack: FakeSlack, nursery: Nursery, tmp_path: Path
) -> None:
    assert killed_after_acks(slack, nursery, tmp_path / "verbatim.db", 2) == 2


@soak
def test_kills_after_the_ack(slack: FakeSlack, nursery: Nursery, tmp_path: Path) -> None:
    killed = killed_after_acks(slack, nursery, tmp_path / "verbatim.db", 100)
    row(11, f"{killed} times kill -9 after the ack: {len(slack.posts())} answered, 0 doubled")


def lost_replies(slack: FakeSlack, db: Path, times: int) -> None:
    """Slack stores each message, and its reply is lost; the bot looks before it sends."""
    wall = [AFTER]
    bot = Bot(load(environ(slack, db)), clock=lambda: wall[0])
    for number in range(times):
        inbound = request_of(question(f"C{number}"), BOT_USER)
        assert inbound.request is not None
        bot.newsroom.receive(inbound.request, inbound.claims)
        bot.workers._next()
        slack.script("chat.postMessage", Trouble(drops=True, stores=True))
        bot.deliverer.deliver()
    assert len(bot.store.unsure()) == times
    while bot.store.unsure():
        wall[0] += SETTLE
        bot.tick()
        bot.deliverer.deliver()
    bot.stop()
    assert len(slack.called("chat.postMessage")) == len(slack.posts()) == times
    assert len(slack.called("conversations.replies")) == times


def test_reply_of_slacks_that_is_lost_doubles_nothing(slack: FakeSlack, tmp_path: Path) -> None:
    lost_replies(slack, tmp_path / "verbatim.db", 25)


@soak
def test_lost_replies(slack: FakeSlack, tmp_path: Path) -> None:
    lost_replies(slack, tmp_path / "verbatim.db", 200)
    row(3, "200 replies of Slack's lost after it stored the message: 0 lost, 0 doubled")
