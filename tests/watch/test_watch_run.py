"""Watches over a real record: what is told, once, when, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from fakes.marked import records

from bot.digest.criteria import Criteria, Named, Terms, as_json
from bot.model import Delivery, Message
from bot.watch import Watch
from bot.watch.run import FIRST, Watching
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.model import Article, Statement
    from bot.page import Page
    from store import Store

NOW = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)
TICK = timedelta(seconds=15)
HILL = as_json(Criteria(Terms(speakers=(Named("Hill"),))))


class Clock:
    """An hour that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_archive(blank(tmp_path / "v.db"))
    yield opened
    opened.close()


class Room:
    """A desk that watches, and a look at what it put out."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock = store, clock
        self.watching = Watching(store, store, plain, clock)

    def watch(self, criteria: dict[str, object] | None = None, **given: object) -> Watch:
        known = {"channel": "C1", "owner": "U1", "personal": False} | given
        made, _ = self.store.add_watch(
            Watch(0, criteria=HILL if criteria is None else criteria, **known),  # type: ignore[arg-type]
            self.clock(),
        )
        return made

    def index(self, marked: str, *speakers: str, news: bool = True, **given: object) -> None:
        """One more article; the clock goes on a second."""
        found = records(marked, *speakers, **given)  # type: ignore[arg-type]
        self.admit(found[0].article, [r.statement for r in found], news=news)

    def admit(self, article: Article, found: list[Statement], *, news: bool = True) -> None:
        self.clock.now += timedelta(seconds=1)
        self.store.admit(article, found, now=self.clock(), news=news, extractor="test")

    def told(self) -> list[Delivery]:
        """What is put out by one tick, and posted."""
        self.clock.now += TICK
        self.watching.tick()
        out = []
        while due := self.store.due(self.clock()):
            for one in due:
                posting = self._marked(one, "posting")
                self.store.mark(posting, "posted", now=self.clock(), ts=f"{self.clock.now.timestamp():.6f}")
                out.append(one)
        return out

    def _marked(self, one: Delivery, state: str) -> Delivery:
        self.store.mark(one, state, now=self.clock())
        return replace(one, state=state)


def plain(page: Page) -> Message:
    words = [run.text for s in page.sections for c in s.cards for run in c.runs]
    return Message("\n".join([page.headline, *words, *page.notes, page.footer or ""]))


@pytest.fixture
def room(store: Store, clock: Clock) -> Room:
    return Room(store, clock)


RAIN = "<<Ann Hill>> {{said}} [[that the bridge was shut]]."
SNOW = "<<Ann Hill>> {{said}} [[that the school was open again]]."


def test_watch_tells_what_comes_in_after_it_was_set(room: Room) -> None:
    room.index(RAIN, "Ann Hill", article_id="a1")
    room.watch()
    assert room.told() == []
    room.index(SNOW, "Ann Hill", article_id="a2")
    (news,) = room.told()
    assert (news.channel, news.purpose) == ("C1", "watch")
    assert "the school was open again" in news.message.text
    assert "the bridge" not in news.message.text


def test_watch_tells_nothing_of_others(room: Room) -> None:
    room.watch()
    room.index("<<Bo Lund>> {{said}} [[that Ann Hill had shut the bridge]].", "Bo Lund", article_id="a1")
    assert room.told() == []


def test_watch_tells_nothing_twice(room: Room) -> None:
    room.watch()
    room.index(RAIN, "Ann Hill", article_id="a1")
    assert len(room.told()) == 1
    assert room.told() == []


def test_watch_tells_an_utterance_once_however_many_print_it(room: Room) -> None:
    room.watch()
    long = "<<Ann Hill>> {{said}} [[that the old bridge over the river would stay shut until the summer]]."
    room.index(long, "Ann Hill", article_id="a1", outlet="The Courier")
    assert len(room.told()) == 1
    room.index(long, "Ann Hill", article_id="a2", outlet="The Star")
    assert room.told() == []


def test_what_was_told_before_its_speaker_was_merged_is_not_told_again(room: Room) -> None:
    long = "<<{}>> {{{{said}}}} [[that the old bridge over the river would stay shut until the summer]]."
    room.index(long.format("A. Hill"), "A. Hill", article_id="a1", outlet="The Courier")
    room.watch()
    room.index(long.format("Ann Hill"), "Ann Hill", article_id="a2", outlet="The Star")
    assert len(room.told()) == 1
    with room.store.snapshot(("public",), room.clock()) as snapshot:
        one, other = (snapshot.records([number])[0].speaker_id for number in (1, 2))
    assert one
    assert other
    made = room.store.merge_speakers(other, one, by="U1", now=room.clock())
    room.index(long.format("Ann Hill"), "Ann Hill", article_id="a3", outlet="The Harbour Wire")
    assert room.told() == []
    room.store.take_apart(f"merge/{made}", by="U1", now=room.clock())
    room.index(long.format("Ann Hill"), "Ann Hill", article_id="a4", outlet="The Evening Post")
    assert room.told() == []


def test_watch_leaves_out_what_is_no_news(room: Room) -> None:
    room.watch()
    room.index(RAIN, "Ann Hill", article_id="a1", news=False)
    assert room.told() == []


def test_watch_of_a_channel_sees_no_other_channels_articles(room: Room) -> None:
    room.watch(channel="C1")
    room.index(RAIN, "Ann Hill", article_id="a1", scope="channel:C2")
    room.index(SNOW, "Ann Hill", article_id="a2", scope="channel:C1")
    (news,) = room.told()
    assert "the school" in news.message.text
    assert "the bridge" not in news.message.text


def test_personal_watch_sees_what_its_owner_alone_may_see(room: Room) -> None:
    room.watch(channel="D1", owner="U7", personal=True)
    room.index(RAIN, "Ann Hill", article_id="a1", scope="user:U7")
    room.index(SNOW, "Ann Hill", article_id="a2", scope="user:U8")
    (news,) = room.told()
    assert "the bridge" in news.message.text
    assert "the school" not in news.message.text


def test_watch_tells_what_was_embargoed_when_it_may_be_seen(room: Room) -> None:
    room.watch()
    room.index(RAIN, "Ann Hill", article_id="a1", visible_from=NOW + timedelta(hours=1))
    assert room.told() == []
    room.index(SNOW, "Ann Hill", article_id="a2")
    assert len(room.told()) == 1  # of the later one, which came through in between
    room.clock.now = NOW + timedelta(hours=1)
    (news,) = room.told()
    assert "the bridge" in news.message.text


def test_what_was_being_written_while_a_watch_looked_is_told_next_time(room: Room) -> None:
    room.watch()
    room.index(SNOW, "Ann Hill", article_id="a1")
    assert len(room.told()) == 1
    began = NOW + timedelta(seconds=1)  # a long transaction: its hour is before the last look
    found = records(RAIN, "Ann Hill", article_id="a2")
    room.store.admit(found[0].article, [found[0].statement], now=began, news=True, extractor="test")
    (news,) = room.told()
    assert "the bridge" in news.message.text


@pytest.mark.parametrize(
    ("given", "later"),
    [
        ({"quiet": ("07:00", "08:00")}, timedelta(hours=1)),  # ends the same day
        ({"quiet": ("22:00", "08:00")}, timedelta(hours=1)),  # goes over midnight
        ({"quiet": ("09:30", "11:00"), "zone": "Europe/Istanbul"}, timedelta(hours=1)),  # in its own zone, UTC+3
    ],
)
def test_quiet_hours_put_off_what_comes_in_and_lose_nothing(
    room: Room, given: dict[str, object], later: timedelta
) -> None:
    room.watch(**given)
    room.index(RAIN, "Ann Hill", article_id="a1")
    assert room.told() == []
    room.index(SNOW, "Ann Hill", article_id="a2")
    room.clock.now = NOW + later
    (news,) = room.told()
    assert "2 new statements" in news.message.text


def test_muted_watch_tells_afterwards(room: Room) -> None:
    made = room.watch()
    room.store.change_watch(replace(made, muted_until=NOW + timedelta(hours=1)), "muted", "U1", NOW)
    room.index(RAIN, "Ann Hill", article_id="a1")
    assert room.told() == []
    room.clock.now = NOW + timedelta(hours=1)
    assert len(room.told()) == 1


def test_stopped_watch_tells_nothing(room: Room) -> None:
    made = room.watch()
    room.store.change_watch(replace(made, state="stopped"), "stopped", "U1", NOW)
    room.index(RAIN, "Ann Hill", article_id="a1")
    assert room.told() == []
    assert room.store.watches(["C1"]) == []


def test_many_at_once_are_one_message_with_the_rest_below_it(room: Room) -> None:
    room.watch()
    many = " ".join(f"<<Hill>> {{{{said}}}} [[that road number {n} was dug up again]]." for n in range(30))
    room.index(many, "Ann Hill", article_id="a1")
    first, *rest = room.told()
    assert "30 new statements" in first.message.text
    assert first.thread_ts is None
    assert len(first.statements) == FIRST
    assert {one.thread_ts for one in rest} != {None}
    assert sum(len(one.statements) for one in (first, *rest)) == 30


def test_watch_set_again_is_the_one_that_stands(room: Room) -> None:
    made = room.watch()
    again, fresh = room.store.add_watch(replace(made, id=0), room.clock())
    assert (again.id, fresh) == (made.id, False)


def test_corrected_speaker_is_told_under_the_message_once(room: Room) -> None:
    room.watch()
    room.index(RAIN, "Ann Hill", article_id="a1")
    (news,) = room.told()
    ts = room.store.posted(news.run_key)
    assert ts is not None
    room.clock.now += TICK
    made = room.store.correct(news.statements[0], "speaker", "Bo Lund", by="U2", now=room.clock())
    (turned,) = room.told()
    assert turned.thread_ts == ts[0]
    assert "Speaker corrected by the desk to Bo Lund" in turned.message.text
    assert "PARAPHRASE of Ann Hill" in turned.message.text
    assert room.told() == []
    room.clock.now += TICK
    room.store.undo_correction(made, by="U2", now=room.clock())
    (back,) = room.told()
    assert "Changed back by the desk" in back.message.text


def test_statement_taken_out_is_told(room: Room) -> None:
    room.watch()
    room.index(RAIN, "Ann Hill", article_id="a1")
    (news,) = room.told()
    room.clock.now += TICK
    room.store.correct(news.statements[0], "not_statement", None, by="U2", now=room.clock())
    (turned,) = room.told()
    assert "Taken out of the record by the desk" in turned.message.text


def test_statement_gone_from_its_article_is_told(room: Room) -> None:
    room.watch()
    room.index(RAIN, "Ann Hill", article_id="a1")
    room.told()
    room.index("<<Bo Lund>> {{said}} [[nothing of the kind]].", "Bo Lund", article_id="a1")
    (turned,) = room.told()
    assert "Not in the article any more" in turned.message.text


def test_two_runners_tell_once(room: Room, store: Store, clock: Clock) -> None:
    """A second process on the same database: who is slower finds that the watch has moved."""
    made = room.watch()
    room.index(RAIN, "Ann Hill", article_id="a1")
    other = Watching(store, store, plain, clock)
    found, until = store.news_after(made.scopes, made.through, made.looked_at, clock())
    news = other._news(made, found)
    assert len(room.told()) == 1
    assert not store.tell(made, until, news, clock())
    assert room.told() == []
