"""A weekly digest with all its extras, in Slack: table and audit as messages of the thread, the chart as a file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from fakes.workspace import BOT_TOKEN, SIGNING_SECRET

from bot.app import Bot
from bot.config import load
from bot.digest.criteria import Criteria, as_json
from bot.digest.extras import AUDIT, CHART, TABLE
from bot.digest.model import Subscription
from bot.extract import Extractor
from bot.model import Article
from bot.newsroom import Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fakes.slack import FakeSlack

FRIDAY = datetime(2025, 12, 5, 9, 0, tzinfo=UTC)
MONDAY = datetime(2025, 12, 8, 8, 0, tzinfo=UTC)


class Wall:
    """A clock on the wall."""

    def __init__(self) -> None:
        self.now = FRIDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def bot(slack: FakeSlack, tmp_path: Path, wall: Wall) -> Iterator[Bot]:
    environ = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": slack.url,
        "VERBATIM_DB": str(blank(tmp_path / "v.db")),
        "VERBATIM_TIMEZONE": "UTC",
        "PORT": "0",
    }
    made = Bot(load(environ), clock=wall)
    yield made
    made.stop()


def weekly(*extras: str) -> Subscription:
    return Subscription(
        0, "C1", ("08:00",), "UTC", FRIDAY, weekdays=(0,), owner="U1", name="Weekly", times_from=FRIDAY,
        criteria=as_json(Criteria(extras=extras)),
    )  # fmt: skip


def posted(bot: Bot, wall: Wall) -> None:
    """One article on Saturday, and the Monday after it."""
    wall.now = FRIDAY + timedelta(days=1)
    newsroom = Newsroom(bot.store, bot.store, clock=wall)
    text = "“The dam holds,” said Ann Hill, the mayor of Lund. “It will hold,” she said."
    list(newsroom.index([Article("a1", text, "The dam", "The Courier", published="2025-12-06")], Extractor()))
    wall.now = MONDAY
    bot.tick()
    for _ in range(6):
        bot.deliverer.deliver()
        wall.now += timedelta(seconds=2)
    assert bot.digests.charts is not None
    bot.digests.charts.hang()
    bot.digests.charts.hang()


def test_extras_that_were_asked_for_stand_in_the_thread(slack: FakeSlack, bot: Bot, wall: Wall) -> None:
    bot.store.add_subscription(weekly(TABLE, AUDIT, CHART), FRIDAY, by="U1", detail="made for the test")
    posted(bot, wall)
    first, *rest = slack.channels["C1"]
    assert str(first["text"]).startswith("Verbatim digest, Mon 8 Dec 2025, 08:00")
    assert {message["thread_ts"] for message in rest} == {first["ts"]}
    table, audit, chart = rest
    assert "Ann Hill: 2 statements (2 quotes) in 1 outlet; most in “The dam”" in table["text"]
    assert "Reported by one outlet only: 2 of 2 (100 %)." in audit["text"]
    [file] = chart["files"]
    assert file["alt_txt"] == "Bar chart of the most quoted speakers by statements: Ann Hill 2, of them 2 quotes."


def test_a_chart_that_is_not_granted_costs_the_digest_nothing(slack: FakeSlack, bot: Bot, wall: Wall) -> None:
    slack.scopes -= {"files:write"}
    bot.store.add_subscription(weekly(CHART), FRIDAY, by="U1", detail="made for the test")
    posted(bot, wall)
    [message] = slack.channels["C1"]
    assert "The dam holds" in message["text"]


def test_extras_are_off_by_default(slack: FakeSlack, bot: Bot, wall: Wall) -> None:
    bot.store.add_subscription(weekly(), FRIDAY, by="U1", detail="made for the test")
    posted(bot, wall)
    assert len(slack.channels["C1"]) == 1
    assert slack.uploads == {}
