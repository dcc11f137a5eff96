"""What is embargoed is nowhere until its time: everything told is that of a record without it, to the character."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from fakes.archives import blank

from bot.digest.model import Subscription, Window
from bot.digest.run import gathered
from bot.export.rows import article_row
from bot.extract import Extractor
from bot.model import PUBLIC, Article, Message, Request
from bot.newsroom import Newsroom
from bot.reception import Reception
from bot.watch import Watch
from bot.watch.run import Watching
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from store import Store

NOW = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)
UNTIL = NOW + timedelta(hours=2)
URL = "https://whisper.example.org/zeppelin"
OPEN = Article("a1", "Ann Hill said that the bridge was shut.", "Rain", "The Courier", published="2025-12-10")
HELD = Article(
    "a2",
    "Zora Quint said that the zeppelin was sold. Ann Hill, the senator, said that the bridge was never shut.",
    "Zeppelin sold",
    "Whisper",
    published="2025-12-11",
    url=URL,
    visible_from=UNTIL,
)


class Clock:
    """An hour that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Room:
    """A record with everything that tells of it."""

    def __init__(self, path: Path, *articles: Article) -> None:
        self.clock = Clock()
        self.store: Store = open_archive(blank(path))
        self.newsroom = Newsroom(self.store, self.store, clock=self.clock)
        list(self.newsroom.index([OPEN], Extractor()))
        watch = Watch(0, "C1", "U1", personal=False, criteria={}, looked_at=NOW)
        self.store.add_watch(watch, NOW)
        self.watching = Watching(self.store, self.store, lambda page: Message(str(page)), self.clock)
        self.watching.tick()
        list(self.newsroom.index(articles, Extractor()))
        self.reception = Reception.of(self.newsroom, self.store, Extractor, watches=self.store)

    def asked(self, surface: str, text: str = "", action: str | None = None) -> str:
        request = Request(f"r{surface}{text}", surface, text, "C1", "U1", action=action)
        return str(replace(self.reception.page(request), answer=None))

    def offered(self, source: str, typed: str) -> object:
        return self.newsroom.offers(source, typed, Request("r", "form", "", "C1", "U1"))

    def exported(self) -> list[dict[str, Any]]:
        return [article_row(one, "UTC") for one in self.store.filed((PUBLIC,), self.clock())]

    def digested(self) -> str:
        since = NOW - timedelta(days=1)
        window = Window(1, "k", self.clock(), since, self.clock())
        return str(gathered(self.store, Subscription(1, "C1", (), "UTC", NOW), window, self.clock()).digest)

    def watched(self) -> list[str]:
        self.watching.tick()
        return [one.message.text for one in self.store.due(self.clock())]


# Everything that tells of the record.
READS: dict[str, Callable[[Room], object]] = {
    "question": lambda room: room.asked("mention", "what did Zora Quint say?"),
    "misspelt": lambda room: room.asked("mention", "what did Zora Qint say about the zepelin?"),
    "count": lambda room: room.asked("mention", "what did Ann Hill say?"),
    "who said": lambda room: room.asked("mention", "who said “the zeppelin was sold”?"),
    "check": lambda room: room.asked("said", "check Quint said: “the zeppelin was sold”."),
    "speakers": lambda room: room.asked("mention", "speakers"),
    "sources": lambda room: room.asked("mention", "sources"),
    "status": lambda room: room.asked("mention", "status"),
    "home": lambda room: room.asked("home"),
    "retract": lambda room: room.asked("mention", f"retract {URL} because"),
    "history": lambda room: [room.store.past(number, (PUBLIC,), room.clock()) for number in range(1, 9)],
    "typeahead of speakers": lambda room: room.offered("speakers", "Ya"),
    "typeahead of outlets": lambda room: room.offered("outlets", "Wh"),
    "export": lambda room: room.exported(),
    "corrections": lambda room: list(room.store.cases(room.clock())),
    "digest": lambda room: room.digested(),
    "watch": lambda room: room.watched(),
}


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[tuple[Room, Room]]:
    """One with the embargoed article, one without."""
    made = Room(tmp_path / "held.db", HELD), Room(tmp_path / "open.db")
    made[0].store.correct(2, "speaker", "Yara Stone", by="U1", now=NOW)
    yield made
    for room in made:
        room.store.close()


@pytest.mark.parametrize("read", [pytest.param(read, id=name) for name, read in READS.items()])
def test_embargoed_article_is_nowhere_until_its_time(rooms: tuple[Room, Room], read: Callable[[Room], object]) -> None:
    held, open_one = rooms
    for at in (NOW, UNTIL - timedelta(microseconds=1)):
        held.clock.now = open_one.clock.now = at
        assert read(held) == read(open_one)
    held.clock.now = open_one.clock.now = UNTIL
    assert read(held) != read(open_one)
