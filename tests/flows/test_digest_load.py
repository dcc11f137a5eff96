"""Very many digests due in one minute: all posted, once and in order, while questions are acknowledged and answered."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes import payloads
from fakes.archives import blank
from fakes.lines import HttpLine
from fakes.running import acquaint, settings

from bot.app import Bot
from bot.digest.model import Subscription
from bot.extract import Extractor
from bot.model import Article

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fakes.slack import FakeSlack

STATEMENTS = 18  # more than one message has
CRITERIA: list[dict[str, object]] = [
    {},
    {"wanted": {"topics": [{"words": "bridges", "name": None, "ids": []}]}},
    {"quotes_only": True},
]


class Wall:
    """A clock that goes on by itself and can be put forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def filled(bot: Bot, digests: int) -> None:
    """Statements of today, and that many digests of as many channels, due in the next minute."""
    now = bot.newsroom.clock()
    due = now + timedelta(minutes=2)
    text = " ".join(f"“Bridge number {n} is shut,” said Ann Hill, the mayor of Lund." for n in range(STATEMENTS))
    started = now - timedelta(minutes=1)
    for number in range(digests):
        wanted = Subscription(
            0, f"C{number:04}", (f"{due:%H:%M}",), "UTC", started, criteria=CRITERIA[number % 3], name="Daily"
        )
        bot.store.add_subscription(wanted, started, by="U0ANA", detail="")
    articles = [Article("a1", text, "Bridges shut", "The Courier", published=f"{now:%Y-%m-%d}")]
    list(bot.newsroom.index(articles, Extractor()))


def posted_in_order(slack: FakeSlack, digests: int) -> None:
    """Every channel has one digest, its first message before what stands in its thread."""
    for number in range(digests):
        first, *rest = slack.posts(f"C{number:04}")
        assert first["text"].startswith("Verbatim digest")
        assert rest
        assert {post["thread_ts"] for post in rest} == {first["ts"]}
        parts = [post["text"].split(" ")[3] for post in rest]
        assert parts == [str(number) for number in range(2, len(rest) + 2)]


def all_posted(bot: Bot, digests: int) -> bool:
    """Whether every window is on record and all of its messages stand."""
    return [state for _, state, _ in bot.store.runs(limit=digests + 1)] == ["posted"] * digests


def seldom(condition: Callable[[], bool]) -> Callable[[], bool]:
    """Asked once a second, so that asking is no load by itself."""
    asked = [0.0]

    def now_and_then() -> bool:
        if time.monotonic() - asked[0] < 1:
            return False
        met = condition()
        asked[0] = time.monotonic()
        return met

    return now_and_then


def many_at_once(slack: FakeSlack, db: Path, digests: int, questions: int) -> tuple[float, float, float]:
    """(slowest acknowledgement, slowest answer, all digests), in seconds."""
    wall = Wall()
    bot = Bot(settings(slack, blank(db), "http"), clock=wall)
    acquaint(bot, "U0ANA", channels=("C0DESK", *(f"C{number:04}" for number in range(digests))))
    filled(bot, digests)
    bot.start()
    wall.ahead = timedelta(minutes=3)
    acquaint(bot, "U0ANA", channels=("C0DESK",))
    began = time.monotonic()
    ticking = threading.Thread(target=lambda: [bot.tick() for _ in iter(bot.digests.tick, 0)])
    ticking.start()
    try:
        acks, answers = [], []
        for number in range(questions):
            asked = time.monotonic()
            body = payloads.mention("what did Ann Hill say about bridge number 7?", channel=f"C9{number:03}")
            receipt = HttpLine(bot.listener.port or 0).deliver(body)
            assert receipt.acked
            acks.append(receipt.seconds)
            slack.wait(lambda number=number: slack.posts(f"C9{number:03}"), 30)  # type: ignore[misc]
            answers.append(time.monotonic() - asked)
        slack.wait(seldom(lambda: all_posted(bot, digests)), 600)
    finally:
        ticking.join(60)
        bot.stop()
    return max(acks), max(answers), time.monotonic() - began


def test_many_digests_due_in_one_minute_hold_up_no_question(slack: FakeSlack, tmp_path: Path) -> None:
    digests = 100
    ack, answer, _ = many_at_once(slack, tmp_path / "v.db", digests, 5)
    posted_in_order(slack, digests)
    assert ack < 3
    assert answer < 10


@pytest.mark.soak
def test_a_thousand_digests_due_in_one_minute_hold_up_no_question(slack: FakeSlack, tmp_path: Path) -> None:
    digests = 1000
    ack, answer, whole = many_at_once(slack, tmp_path / "v.db", digests, 40)
    posted_in_order(slack, digests)
    print(  # noqa: T201 - the figures of the soak
        f"1,000 digests due in one minute: all posted once and in order within {whole:.0f} s; 40 questions meanwhile,"
        f" slowest ack {ack * 1000:.0f} ms, slowest answer {answer:.1f} s"
    )
    assert ack < 3
    assert answer < 10
