"""Follow-ups without a mention: which words are for us, and in whose thread."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank

from bot.model import Asker, Query, Request
from bot.people.threads import KEPT, Threads, for_us
from bot.reception.rooms import mine
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store import Store

NOW = datetime(2025, 12, 11, 7, 30, tzinfo=UTC)

FOR_US = [
    "and in October?",  # another time
    "And since Monday?",
    "and last week?",
    "and about the tolls?",  # another topic
    "what about Brandt?",  # another speaker
    "And Ivo Brandt?",
    "who else?",  # others
    "who else said that?",
    "anything else?",
    "anyone else?",
    "only quotes?",  # another look
    "what did Ivo Brandt say about cranes?",  # whole questions
    "so what did she say yesterday?",
    "did she say “we will open in spring”?",  # "we" is hers
    "when did Lind first say that?",
    "who said “huge failure”?",
    "has Lind denied it?",
]
FOR_COLLEAGUES = [
    "thanks!",
    "ok",
    "I think that is wrong",
    "the story is up",
    "In the meantime I'll file",  # begins as a follow-up might
    "and we should call her",
    "and lunch?",
    "and the headline?",
    "and can you check that?",
    "shall we run this?",
    "should we lead with it?",
    "did you see this?",
    "is that the right photo?",
    "what do you think?",
    "what did you say about the cranes?",
    "what did the boss say?",  # nobody by name
    "what time is conference?",
    "who is on the desk tonight?",
    "who wrote this?",
    "has anyone checked with legal?",
    "did Anna file?",
    "why is it not online yet?",
    "when is the deadline?",
    "what did Ivo Brandt say about cranes",  # no question in form
    "",
    "?",
]


@pytest.mark.parametrize("text", FOR_US)
def test_follow_up_is_for_us(text: str) -> None:
    assert for_us(text)
    assert for_us(f"  {text} ")


@pytest.mark.parametrize("text", FOR_COLLEAGUES)
def test_talk_among_colleagues_is_not_for_us(text: str) -> None:
    assert not for_us(text)


# -- in whose thread


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_archive(blank(tmp_path / "verbatim.db"))
    yield opened
    opened.close()


@pytest.fixture
def threads(store: Store) -> Threads:
    """U1 asked in the thread 1.0 of C1, just now."""
    here = "C1/1.0"
    store.save_answer(Query("what did Lind say?"), [], Asker(), NOW, places=(here, mine(here, "U1"), "user:U1"))
    return Threads(store, store, store, lambda: NOW)


def said(text: str = "who else?", *, channel: str = "C1", user: str = "U1", thread: str = "1.0") -> Request:
    return Request("r", "mention", text, channel, user, ts="2.0", thread_ts=thread, private=False)


def test_whoever_asked_there_is_answered(threads: Threads) -> None:
    assert threads.concerns(said(), "thread")


@pytest.mark.parametrize(
    "request_",
    [
        said(user="U2"),  # a colleague below somebody else's question
        said(thread="1.1"),  # another thread
        said(channel="C2"),  # the same time in another channel
        said("thanks, that helps"),
    ],
)
def test_nothing_else_is(threads: Threads, request_: Request) -> None:
    assert not threads.concerns(request_, "thread")


def test_a_thread_is_ours_for_seven_days(threads: Threads) -> None:
    assert replace(threads, clock=lambda: NOW + KEPT).concerns(said(), "thread")
    assert not replace(threads, clock=lambda: NOW + KEPT + timedelta(seconds=1)).concerns(said(), "thread")


def test_channel_that_wants_none_has_none(threads: Threads, store: Store) -> None:
    store.prefer("channel:C1", "follow", "off", by="U1", now=NOW)
    assert not threads.concerns(said(), "thread")
    store.prefer("channel:C1", "follow", None, by="U1", now=NOW)
    assert threads.concerns(said(), "thread")


def test_changes_concern_us_where_the_message_was_a_request(threads: Threads, store: Store) -> None:
    edit = Request("r9", "mention", "", "C1", "U1", target="r1")
    assert not threads.concerns(edit, "known")
    store.receive(Request("r1", "mention", "q", "C1", "U1"), ["c1"], NOW)
    assert threads.concerns(edit, "known")
    assert not threads.concerns(Request("r9", "mention", "", "C1", "U1"), "known")
