"""What the reliability rows share: a house with one channel that gets a digest, and the count of what stands there."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from fakes import payloads
from fakes.archives import blank
from fakes.processes import environ

from bot.app import Bot
from bot.config import load
from bot.extract import Extractor
from bot.model import Article
from bot.newsroom import Newsroom
from store import open_archive

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from fakes.slack import FakeSlack

CHANNEL = "C0NEWS"
EVENING = datetime(2025, 12, 10, 18, 0, tzinfo=UTC)
MORNING = datetime(2025, 12, 11, 7, 30, tzinfo=UTC)
OPEN = "SELECT count(*) FROM outbox WHERE state IN ('pending', 'posting', 'uncertain')"
UNANSWERED = "SELECT count(*) FROM inbox WHERE state IN ('received', 'answering')"


def digesting(slack: FakeSlack, db: Path) -> dict[str, str]:
    """Settings with a digest in one channel at 07:30 UTC."""
    return environ(slack, db, VERBATIM_DIGEST_CHANNELS=CHANNEL)


def word(number: int, one: int, kind: int = 0) -> str:
    """A word that no other statement has, so that none is taken for another's words again."""
    value, syllables = (number * 20 + one) * 3 + kind + 1, ""
    while value:
        value, digit = divmod(value, 40)
        syllables += "bdfgklmr"[digit % 8] + "aeiou"[digit // 8]
    return f"{syllables}{'tns'[kind]}"


def index(db: Path, number: int, now: datetime, quotations: int = 1) -> None:
    """An article with its quotations, indexed at that instant."""
    words = [[word(number, one, kind) for kind in range(3)] for one in range(quotations)]
    text = "\n\n".join(f"“{a} {b} holds {c},” said Ann Hill, the mayor of Lund." for a, b, c in words)
    article = Article(f"a{number}", text, f"Headline {number}", "The Courier", published=now.date().isoformat())
    with closing(open_archive(blank(db))) as store:
        list(Newsroom(store, store, clock=lambda: now).index([article], Extractor()))


def subscribed(slack: FakeSlack, db: Path, articles: int = 1, quotations: int = 1) -> None:
    """A database whose channel has a digest since the evening before, with something in it."""
    bot = Bot(load(digesting(slack, db)), clock=lambda: EVENING)
    bot.stop()
    for number in range(articles):
        index(db, number, EVENING + timedelta(seconds=number + 1), quotations)


def figure(db: Path, sql: str) -> Any:  # noqa: ANN401 - whatever is asked for
    """One value out of the database."""
    with closing(sqlite3.connect(db, timeout=10)) as connection:
        return connection.execute(sql).fetchone()[0]


def waiting(db: Path) -> int:
    """What is still to be answered or sent."""
    return int(figure(db, OPEN) + figure(db, UNANSWERED))


def told(slack: FakeSlack, channel: str = CHANNEL) -> list[str]:
    """The texts that stand in a channel."""
    return [str(post["text"]) for post in slack.posts(channel)]


def doubled(slack: FakeSlack) -> list[str]:
    """Run keys that stand more than once, in any channel."""
    keys = Counter(str(post["metadata"]["event_payload"]["run_key"]) for post in slack.posts())
    return [key for key, times in keys.items() if times > 1]


def question(channel: str = "C0DESK", **inner: object) -> dict[str, Any]:
    """A mention that is answered whatever is in the record."""
    return payloads.mention("help", channel=channel, **inner)


def row(number: int, figures: str) -> None:
    """A line of `make soak`."""
    print(f"row {number:>2}  {figures}")  # noqa: T201 - the figures are what it is run for
