"""The daily digest, whole: rows, ticks, outbox and a Slack that misbehaves; the fake's log is the witness."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from fakes.workspace import BOT_ID, BOT_TOKEN, SIGNING_SECRET, Trouble, limited

from bot.app import Bot
from bot.config import load
from bot.extract import Extractor
from bot.model import Article
from bot.newsroom import Newsroom
from handlers.client import web_client
from handlers.post import SlackPost
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fakes.slack import FakeSlack

CHANNEL = "C0NEWS"
EVENING = datetime(2025, 12, 10, 18, 0, tzinfo=UTC)
MORNING = datetime(2025, 12, 11, 4, 30, tzinfo=UTC)  # 07:30 in Istanbul
SETTLED = timedelta(seconds=61)


class Wall:
    """A clock on the wall."""

    def __init__(self) -> None:
        self.now = EVENING

    def __call__(self) -> datetime:
        return self.now


class House:
    """A database and the bots that one after the other run on it; nothing listens but to the outbox."""

    def __init__(self, slack: FakeSlack, path: Path) -> None:
        self.slack = slack
        self.wall = Wall()
        self.path = path
        self.bots: list[Bot] = []

    def start(self) -> Bot:
        environ = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": self.slack.url,
            "VERBATIM_DB": str(self.path),
            "VERBATIM_DIGEST_CHANNELS": CHANNEL,
            "VERBATIM_TIMEZONE": "Europe/Istanbul",
            "PORT": "0",
        }
        bot = Bot(load(environ), clock=self.wall)
        self.bots.append(bot)
        return bot

    def index(self, number: int, text: str, published: str = "2025-12-10") -> None:
        self.wall.now += timedelta(seconds=1)
        store = open_archive(self.path)
        newsroom = Newsroom(store, store, clock=self.wall)
        article = Article(f"a{number}", text, f"Headline {number}", "The Courier", published=published)
        list(newsroom.index([article], Extractor()))
        store.close()

    def tick(self, bot: Bot, at: datetime | None = None) -> None:
        """What the scheduler does at `at`, and the workers after it."""
        self.wall.now = at or self.wall.now
        bot.tick()
        for _ in range(5):
            bot.deliverer.deliver()
            self.wall.now += timedelta(seconds=1)

    @property
    def texts(self) -> list[str]:
        return [str(post["text"]) for post in self.slack.posts(CHANNEL)]


@pytest.fixture
def house(slack: FakeSlack, tmp_path: Path) -> Iterator[House]:
    made = House(slack, blank(tmp_path / "v.db"))
    yield made
    for bot in made.bots:
        bot.stop()


def test_the_morning_digest_is_posted_once_with_the_exact_words(house: House) -> None:
    bot = house.start()
    house.index(1, "“The dam holds,” said Ann Hill, the mayor of Lund.")
    house.tick(bot, MORNING - timedelta(minutes=1))
    assert house.texts == []
    for minutes in range(3):
        house.tick(bot, MORNING + timedelta(minutes=minutes))
    [text] = house.texts
    assert text.startswith("Verbatim digest, Thu 11 Dec 2025, 07:30")
    assert "“The dam holds,”" in text
    assert "Ann Hill" in text


def test_the_digest_starts_from_now(house: House) -> None:
    house.index(1, "“Old words,” said Ann Hill, the mayor of Lund.")
    house.wall.now += timedelta(minutes=1)
    bot = house.start()
    house.tick(bot, MORNING)
    [text] = house.texts
    assert "Nothing new" in text


def test_an_old_article_is_counted_and_not_listed(house: House) -> None:
    bot = house.start()
    house.index(1, "“Long ago,” said Ann Hill, the mayor of Lund.", published="2024-01-01")
    house.tick(bot, MORNING)
    [text] = house.texts
    assert "1 statement of older or imported articles not listed" in text
    assert "Long ago" not in text


def test_days_of_downtime_make_one_digest_that_loses_nothing(house: House) -> None:
    house.start().stop()
    house.bots.clear()
    house.index(1, "“The first day,” said Ann Hill, the mayor of Lund.")
    house.wall.now += timedelta(days=2)
    house.index(2, "“The third day,” said Ann Hill, the mayor of Lund.", published="2025-12-12")
    bot = house.start()
    house.tick(bot, MORNING + timedelta(days=2, hours=1))
    [text] = house.texts
    assert "The first day" in text
    assert "The third day" in text
    assert "Late: it was due at Sat 13 Dec 2025, 07:30" in text
    states = [(w.key, state) for w, state, _ in bot.store.runs()]
    assert states == [
        ("2025-12-13/07:30", "posted"),
        ("2025-12-12/07:30", "skipped"),
        ("2025-12-11/07:30", "skipped"),
    ]


@pytest.mark.parametrize(
    ("trouble", "name"),
    [
        (Trouble(stores=True, drops=True), "stored, and the reply lost"),
        (Trouble(status=503), "a server error"),
        (limited(1), "too many requests"),
    ],
)
def test_a_digest_that_met_trouble_arrives_once(house: House, trouble: Trouble, name: str) -> None:
    bot = house.start()
    house.index(1, "“The dam holds,” said Ann Hill, the mayor of Lund.")
    house.slack.script("chat.postMessage", trouble)
    house.tick(bot, MORNING)
    for _ in range(3):
        house.tick(bot, house.wall.now + SETTLED)
    assert len(house.texts) == 1, name


@pytest.mark.parametrize("arrived", [True, False])
def test_a_bot_killed_while_posting_neither_loses_nor_doubles(house: House, *, arrived: bool) -> None:
    first = house.start()
    house.index(1, "“The dam holds,” said Ann Hill, the mayor of Lund.")
    house.wall.now = MORNING
    first.digests.tick()
    [delivery] = first.store.due(MORNING)
    first.store.mark(delivery, "posting", now=MORNING)  # committed before the call; the process ends in it
    if arrived:
        SlackPost(web_client(BOT_TOKEN, house.slack.url), BOT_ID).post(delivery)
    second = house.start()
    for minutes in range(3):
        house.tick(second, MORNING + SETTLED * minutes)
    assert sum("Verbatim digest" in text for text in house.texts) == 1


def test_a_long_digest_goes_on_in_its_thread(house: House) -> None:
    bot = house.start()
    for number in range(20):
        house.index(number, f"“Number {number} it is,” said Ann Hill, the mayor of Lund.")
    house.tick(bot, MORNING)
    first, *rest = house.slack.posts(CHANNEL)
    assert rest
    assert {post.get("thread_ts") for post in rest} == {first["ts"]}
    everything = " ".join(house.texts)
    assert all(f"Number {number} it is" in everything for number in range(20))


def test_a_channel_taken_out_of_the_settings_gets_no_digest(house: House) -> None:
    house.start()
    other = load({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": house.slack.url,
                  "VERBATIM_DB": str(house.path), "PORT": "0"})  # fmt: skip
    bot = Bot(other, clock=house.wall)
    house.bots.append(bot)
    house.tick(bot, MORNING)
    assert house.texts == []
