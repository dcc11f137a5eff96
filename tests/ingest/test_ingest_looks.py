"""Articles are looked at again for changes an hour, six hours and a day after they were read; gone twice is said."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.site import LOOPBACK, Reply, Site

from bot.extract import Extractor
from bot.ingest.gather import Gatherer
from bot.ingest.intake import Intake
from bot.ingest.looks import PAUSES, missed, passed
from bot.ingest.opener import Opener
from bot.ingest.pace import Pace
from bot.ingest.sources import Item, Settled, Source
from bot.model import PUBLIC
from bot.newsroom import Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.ingest.reader import Reader
    from store import Store

NOW = datetime(2025, 12, 10, 7, 0, tzinfo=UTC)
FIRST = "the old bridge over the river stays open for carts until the end of the month"
PAGE = """<html lang="en"><head><title>Rain in Lund</title><meta property="article:published_time"
content="2025-12-10T06:00:00Z"></head><body><article><h1>Rain in Lund</h1>
<p>It rained on the town of Lund for most of the night, and the streets near the river were empty until noon.</p>
<p>Ann Hill, the mayor of Lund, said that {words}.</p><p>{notice}</p>
<p>The council meets again on Friday to talk about the bridge, the ferry and the roads around the town.</p>
</article></body></html>"""


class Clock:
    """An hour that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Press:
    """A feed of one article, which the test changes; it has no date of change."""

    def __init__(self, site: Site) -> None:
        self.site, self.status, self.words, self.notice = site, 200, FIRST, ""
        self.asked = 0
        item = f"<item><title>Rain in Lund</title><link>{site.url('/rain')}</link></item>"
        self.feed = f'<rss version="2.0"><channel><title>Courier</title>{item}</channel></rss>'
        site.pages["/feed"] = Reply(self.feed, "application/rss+xml")
        site.pages["/rain"] = lambda _: self.page()

    def page(self) -> Reply:
        self.asked += 1
        text = PAGE.format(words=self.words, notice=self.notice)
        return Reply(text, status=self.status)


class Desk:
    """A feed that is read for days."""

    def __init__(self, store: Store, site: Site, reader: Reader) -> None:
        self.store, self.clock, self.press = store, Clock(), Press(site)
        room = Newsroom(store, store, zone="UTC", clock=self.clock)
        pace = Pace(time.monotonic, lambda _: None, pause=0.0)
        opener = Opener(resolve=site.resolve, intranet=LOOPBACK, pace=pace, seconds=10.0)
        self.gather = Gatherer(store, Intake(room, opener, reader), Extractor)
        store.add_source(Source(0, "feed", site.url("/feed"), NOW, NOW), NOW)

    def at(self, hours: float) -> None:
        """Until nothing is due then."""
        self.clock.now = NOW + timedelta(hours=hours)
        while self.gather.turn():
            pass

    def words(self) -> list[str]:
        """What the record has."""
        with self.store.snapshot((PUBLIC,), self.clock.now) as snapshot:
            return [record.text for record in snapshot.records(range(1, 9))]


@pytest.fixture
def desk(store: Store, reader: Reader) -> Iterator[Desk]:
    with Site() as site:
        yield Desk(store, site, reader)


def test_page_is_looked_at_three_times_and_then_left_alone(desk: Desk) -> None:
    asked = []
    for hours in (0, 0.5, 1.1, 3, 6.2, 12, 24.5, 48, 200):
        desk.at(hours)
        asked.append(desk.press.asked)
    assert asked == [1, 1, 2, 2, 3, 3, 4, 4, 4]


def test_change_that_the_feed_says_nothing_of_is_seen_and_the_id_kept(desk: Desk) -> None:
    desk.at(0)
    (before,) = desk.words()
    desk.press.words = FIRST.replace("stays open", "is shut")
    desk.at(1.1)
    (after,) = desk.words()
    past = desk.store.past(1, (PUBLIC,), desk.clock.now)
    assert past is not None
    assert ([words for words, _ in past.wordings], past.words) == ([before], after)
    assert "is shut" in after


def test_retraction_is_noticed_at_the_next_look(desk: Desk) -> None:
    desk.at(0)
    desk.press.notice = "This article has been retracted: the mayor was misquoted by our reporter."
    desk.at(1.1)
    with desk.store.snapshot((PUBLIC,), desk.clock.now) as snapshot:
        (record,) = snapshot.records([1])
    assert record.fate.retracted == desk.clock.now
    assert (record.fate.notice or "").startswith("This article has been retracted")


def test_page_gone_twice_is_said_and_no_retraction(desk: Desk) -> None:
    def lost() -> bool:
        past = desk.store.past(1, (PUBLIC,), desk.clock.now)
        assert past is not None
        assert past.retractions == ()
        return past.lost is not None

    desk.at(0)
    desk.press.status = 404
    desk.at(1.1)
    assert not lost()  # once may be a slip
    desk.at(6.2)
    assert lost()
    desk.press.status = 200
    desk.at(24.5)
    assert not lost()
    assert desk.store.sources()[0].lost == 0


def test_look_that_fails_otherwise_is_only_left_out(desk: Desk) -> None:
    desk.at(0)
    desk.press.status = 500
    desk.at(1.1)
    desk.press.status = 200
    desk.press.words = FIRST.replace("carts", "lorries")
    desk.at(6.2)
    assert "lorries" in desk.words()[0]


def test_page_missed_at_its_last_look_gets_one_more() -> None:
    item = Item("u", looks=1)
    once = missed(Settled("done"), item, NOW)
    assert (once.looks, once.missed, once.again_at) == (1, 1, NOW + PAUSES[0])
    twice = missed(Settled("done"), replace(item, missed=1), NOW)
    assert (twice.looks, twice.missed, twice.again_at) == (0, 2, None)
    assert passed(Settled("done"), Item("u", looks=3), NOW).again_at == NOW + PAUSES[1]
