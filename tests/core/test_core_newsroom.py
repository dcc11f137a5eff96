"""The newsroom, its desk and its workers over a real record."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from fakes.listed import indexed_between

from bot.boundary import guarded
from bot.compose import answers
from bot.delivery.outbox import Deliverer
from bot.delivery.screens import TRIES
from bot.delivery.workers import Workers
from bot.desk import Desk
from bot.errors import NotStoredError, PostError, UncertainError, UsageError
from bot.extract import Extractor
from bot.model import PUBLIC, Article, Delivery, Message, Request
from bot.newsroom import Newsroom, summary
from bot.reception import Reception
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.page import Page
    from store import Store

NOW = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)
TEXT = (
    "“We are wet,” said Ann Hill, the mayor of Lund.\n\nHill said that the dam holds. “It held in 1999,” she said.\n\n"
    "On Monday, Hill told Reuters that the ferry would sail. She added that nobody had to walk.\n\n"
    "Hill said that rain was near. She said that the school was open. She said that the bus was late."
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_archive(blank(tmp_path / "v.db"))
    yield opened
    opened.close()


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    room = Newsroom(store, store, zone="Europe/Istanbul", clock=lambda: NOW)
    article = Article("a1", TEXT, "Rain", "The Courier", published="2025-12-10", url="https://courier.example.org/1")
    list(room.index([article], Extractor()))
    return room


@pytest.mark.parametrize(
    ("published", "news"),
    [
        ("2025-12-10", True),  # yesterday
        ("2025-12-08", True),  # by the date alone, to the end of that day
        ("2025-12-07", False),  # more than three days
        ("2025-12-08T09:00+03:00", False),  # to the minute where it is known
        ("2025-12-08T11:00+03:00", True),
        ("2026-01-01", True),  # dated ahead of its time
        (None, False),  # unknown is not new
    ],
)
def test_news_is_what_was_published_within_the_window(store: Store, published: str | None, *, news: bool) -> None:
    room = Newsroom(store, store, zone="Europe/Istanbul", clock=lambda: NOW)
    list(room.index([Article("a1", TEXT, published=published)], Extractor()))
    with store.snapshot((PUBLIC,), NOW) as snapshot:
        records = indexed_between(snapshot, NOW - timedelta(hours=1), NOW)
    assert {r.news for r in records} == {news}


def test_backfilled_articles_are_no_news(store: Store) -> None:
    room = Newsroom(store, store, clock=lambda: NOW)
    list(room.index([Article("a1", TEXT, published="2025-12-11")], Extractor(), backfill=True))
    with store.snapshot((PUBLIC,), NOW) as snapshot:
        assert {r.news for r in indexed_between(snapshot, NOW - timedelta(hours=1), NOW)} == {False}


def test_indexing_again_keeps_the_ids(newsroom: Newsroom, store: Store) -> None:
    with store.snapshot((PUBLIC,), NOW) as snapshot:
        before = [r.id for r in indexed_between(snapshot, NOW - timedelta(hours=1), NOW)]
        article = snapshot.records(before[:1])[0].article
    [done] = newsroom.index([article], Extractor(), again=True)
    with store.snapshot((PUBLIC,), NOW) as snapshot:
        after = [r.id for r in indexed_between(snapshot, NOW - timedelta(hours=1), NOW)]
    assert (done.outcome, after) == ("same", before)


def test_as_of_moves_relative_dates_and_hides_nothing(newsroom: Newsroom) -> None:
    found = newsroom.ask("what did Hill say last week?", as_of=date(2025, 12, 15))
    assert (found.query.since, found.query.until) == ("2025-12-08", "2025-12-14")
    assert found.hits


def test_a_follow_up_needs_the_query_before(newsroom: Newsroom) -> None:
    first = newsroom.ask("what did Hill say about the dam?")
    then = newsroom.ask("and about the ferry?", previous=first.query)
    assert (then.query.speakers, then.query.topic, then.total) == (("Hill",), "the ferry", 1)
    assert newsroom.ask("and about the ferry?").query.speakers == ()


@pytest.mark.parametrize(
    ("surface", "scopes"),
    [
        ("direct", (PUBLIC, "user:U1")),  # one's own conversation
        ("mention", (PUBLIC, "channel:C1")),  # everybody in the channel reads it
        ("said", (PUBLIC, "channel:C1", "user:U1")),  # for one's own eyes, in the channel
    ],
)
def test_an_asker_sees_what_may_be_shown_where_it_is_answered(
    newsroom: Newsroom, surface: str, scopes: tuple[str, ...]
) -> None:
    assert newsroom.asker(Request("r", surface, "q", "C1", "U1")).scopes == scopes


def test_summary_counts_every_outcome() -> None:
    assert summary({"new": 2, "failed": 1}, 7) == "2 new, 0 changed, 0 same, 1 failed; 7 statements."


class Conversation:
    """A desk whose output is read line by line."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.out = io.StringIO()
        self.desk = Desk(newsroom, lambda: [answers.problem("a digest")], self.out, check=answers.problem)

    def __call__(self, *lines: str) -> str:
        start = len(self.out.getvalue())
        self.desk.run(lines)
        return self.out.getvalue()[start:]


@pytest.fixture
def say(newsroom: Newsroom) -> Conversation:
    return Conversation(newsroom)


def test_the_desk_answers_a_number_with_the_context_of_that_hit(say: Conversation) -> None:
    say("what did Hill say about the ferry?")
    opened = say("1")
    assert "told Reuters" in opened
    assert "Open: https://courier.example.org/1" in opened


def test_the_desk_pages_on_and_says_when_there_is_no_more(say: Conversation) -> None:
    first, second, third = say("what did Hill say?"), say("more"), say("more")
    assert "1. " in first
    assert "type more" in first
    assert "6. " in second
    assert third == "No more: ask something.\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/said Hill about the dam", "the dam holds"),
        ("/digest", "a digest"),
        ("help", "Ask who said what"),
        ("/help", "Ask who said what"),
        ("/frobnicate", "There is no command /frobnicate"),
        ("digest", "a digest"),  # words need no slash here, as they need none in Slack
        ("check Hill said “the dam holds”", "Hill said “the dam holds”\n"),  # what is handed on to be checked
        ("watch Hill", "“watch” is for Slack"),  # never looked for as a topic
        ("status", "“status” is for Slack"),
        ("thanks", "Ask who said what"),
        ("7", "There is no 7 to open"),
        ("\u202e???", "Nothing to search for"),
    ],
)
def test_the_desk_has_an_answer_to_every_line(say: Conversation, line: str, said: str) -> None:
    assert said in say(line)


def test_the_desk_goes_on_from_the_question_before(say: Conversation) -> None:
    say("what did Hill say about the dam?")
    assert "Speaker: Ann Hill | Topic: the ferry" in say("and about the ferry?")
    assert "To: Reuters" in say("to Reuters?")
    assert "Topic: dam" in say("/said Hill about dam")
    assert "Topic: any" in say("/said Hill")  # a command is whole by itself


def test_the_desk_knows_when_it_was_asked_before(say: Conversation) -> None:
    assert "Indexed: in the last 24 hours" in say("anything new from Hill?")
    again = say("anything new from Hill?")
    assert "Nothing new by Ann Hill" in again
    assert "Indexed: since your last question, Thu 11 Dec 10:12" in again
    assert "Nearest – in the record before" in again


def test_the_desk_ends_at_quit(say: Conversation) -> None:
    assert say("quit", "what did Hill say?") == ""


class Eyes:
    """A Post that shows what came, and refuses as often as told."""

    def __init__(self, *errors: PostError) -> None:
        self.errors = list(errors)
        self.seen: list[str] = []
        self.edits: list[tuple[str, str, str]] = []
        self.tries = 0
        self.changed = threading.Condition()

    def _take(self, text: str) -> str:
        with self.changed:
            self.tries += 1
            self.changed.notify_all()
            if self.errors:
                raise self.errors.pop(0)
            self.seen.append(text)
        return "1.0"

    def post(self, delivery: Delivery) -> str:
        return self._take(delivery.message.text)

    def look(self, delivery: Delivery) -> str | None:
        raise AssertionError(f"not asked here: {delivery}")

    def reply(self, request: Request, message: Message, *, replace: bool = False, public: bool = False) -> None:
        assert request.response_url
        assert not replace
        assert not public
        self._take(message.text)

    def edit(self, channel: str, ts: str, message: Message) -> None:
        self.edits.append((channel, ts, message.text))

    def working(self, request: Request) -> None:
        """Nobody watches."""

    def show(self, request: Request, page: Page) -> None:
        raise AssertionError(f"no view here: {request} {page}")

    def publish(self, user: str, page: Page) -> None:
        raise AssertionError(f"no Home tab here: {user} {page}")

    def wait(self, tries: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.tries >= tries, 10)


def plain(page: Page) -> Message:
    return Message(page.headline)


def working(newsroom: Newsroom, store: Store, post: Eyes) -> Workers:
    return Workers(
        Reception.of(newsroom, store, Extractor), store, Deliverer(store, post, newsroom.clock), post, plain, threads=2
    )


@pytest.mark.parametrize("when", ["before the start", "after it"])
def test_a_request_is_answered_once_whenever_it_came(newsroom: Newsroom, store: Store, when: str) -> None:
    post = Eyes()
    workers = working(newsroom, store, post)
    request = Request("r1", "direct", "what did Hill say?", "D1", "U1", ts="1")
    if when == "before the start":
        newsroom.receive(request, ["c1"])
        store.take(NOW)  # a process took it and ended
    workers.start()
    if when == "after it":
        assert newsroom.receive(request, ["c1"])
        assert not newsroom.receive(request, ["c1"])
        newsroom.wake()
    post.wait(1)
    workers.stop(10)
    assert [text.split(":")[0] for text in post.seen] == ["Ann Hill"]
    assert store.take(NOW) is None


@pytest.mark.parametrize(
    ("errors", "arrived"),
    [
        ((), 1),
        ((NotStoredError("429", wait=0.01), NotStoredError("429", wait=0.01)), 1),  # surely not taken: again
        ((UncertainError("timed out"),), 0),  # perhaps taken: never twice
        ((NotStoredError("429", wait=0.01),) * TRIES, 0),  # not for ever
        ((NotStoredError("429", wait=3600),), 0),  # nor when nobody waits any more
    ],
)
def test_a_private_reply_is_sent_at_most_once(
    newsroom: Newsroom, store: Store, errors: tuple[PostError, ...], arrived: int
) -> None:
    post = Eyes(*errors)
    workers = working(newsroom, store, post)
    newsroom.receive(Request("r1", "said", "Hill", "C1", "U1", response_url="http://127.0.0.1/x"), ["c1"])
    workers.start()
    post.wait(len(errors) + arrived)
    workers.stop(10)
    assert len(post.seen) == arrived


@pytest.mark.parametrize("breaks", [1, 2])
def test_a_reply_that_breaks_is_an_apology_and_is_not_tried_for_ever(
    newsroom: Newsroom, store: Store, breaks: int
) -> None:
    post, left = Eyes(), [breaks]

    def brittle(page: Page) -> Message:
        left[0] -= 1
        if left[0] >= 0:
            raise KeyError("a block")
        return plain(page)

    workers = Workers(
        Reception.of(newsroom, store, Extractor), store, Deliverer(store, post, newsroom.clock), post, brittle
    )
    newsroom.receive(Request("r1", "direct", "what did Hill say?", "D1", "U1", ts="1"), ["c1"])
    assert workers._next()
    workers._deliverer.deliver()
    assert [text.split(" ")[0] for text in post.seen] == (["Something"] if breaks == 1 else [])
    assert (store.reopen(), workers._next()) == (0, False)


def test_guarded_goes_on_and_hands_out_a_reference() -> None:
    def broken() -> str:
        raise ZeroDivisionError

    def refused() -> str:
        raise UsageError("do it so")

    references: list[str] = []
    for work in (broken, refused):
        assert guarded("work", work, lambda ref: references.append(ref) or "sorry") == "sorry"
    assert len(set(references)) == 2
    assert guarded("work", lambda: "fine") == "fine"


@pytest.mark.parametrize(
    ("hours", "changed"),
    [
        (0.9, True),  # the answer follows its question
        (1.1, False),  # people have read it: it stands, and a new one says why
    ],
)
def test_an_edit_changes_its_answer_within_an_hour(store: Store, hours: float, *, changed: bool) -> None:
    room = Newsroom(store, store, clock=lambda: NOW + timedelta(hours=hours))
    reply = Delivery("r1", "reply", "D1", Message("first"))
    store.receive(Request("r1", "direct", "q", "D1", "U1"), ["c1"], NOW)
    store.answered("r1", reply, NOW)
    store.mark(reply, "posting", now=NOW)
    store.mark(replace(reply, state="posting"), "posted", now=NOW, ts="1.5")
    post = Eyes()
    edit = Request("r2", "direct", "again", "D1", "U1", action="edited", target="r1")
    store.receive(edit, ["c2"], NOW)
    workers = working(room, store, post)
    workers._reply(edit, answers.problem("second"))
    workers._deliverer.deliver()
    workers._errands.start()
    workers.stop(10)
    assert post.edits == ([("D1", "1.5", "second")] if changed else [])
    assert [text for text in post.seen if text != "first"] == ([] if changed else ["second"])
