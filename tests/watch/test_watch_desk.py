"""Watches as people set and change them: who may, where it is told, what is read back."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank

from bot.extract import Extractor
from bot.model import Article, Request
from bot.newsroom import Newsroom
from bot.people import Channel, Person, Standing, Where
from bot.reception import Reception
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.page import Page
    from store import Store

NOW = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)
_ids = itertools.count()


class People:
    """A workspace of members, one guest, one channel that the bot is not in."""

    def person(self, user: str) -> Person:
        return Person(user, Standing.GUEST if user == "UGUEST" else Standing.MEMBER, "Europe/Istanbul")

    def channel(self, channel: str) -> Channel:
        kind = Where.DIRECT if channel.startswith("D") else Where.PUBLIC
        return Channel(channel, kind, shared=False, here=channel != "CFAR", known=True)

    def members(self, channel: str) -> frozenset[str] | None:
        return frozenset({"U1", "U2"}) if channel == "C1" else frozenset()

    def belongs(self, user: str, channel: str) -> bool:
        return user in (self.members(channel) or ())

    def granted(self) -> frozenset[str] | None:
        return None

    def expect(self, user: str, channel: str) -> None:
        pass


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_archive(blank(tmp_path / "v.db"))
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Reception:
    room = Newsroom(store, store, clock=lambda: NOW, people=People())
    text = "“We are wet,” said Ann Hill, the mayor of Lund. Hill said that the bridge was shut."
    list(room.index([Article("a1", text, "Rain", "The Courier", published="2025-12-10")], Extractor()))
    return Reception.of(room, store, Extractor, "socket", watches=store)


def sent(surface: str, text: str = "", **fields: object) -> Request:
    known = {"channel": "C1", "user": "U1", "thread_ts": "1.1"} | fields
    return Request(f"r{next(_ids)}", surface, text, **known)  # type: ignore[arg-type]


def told(page: Page) -> str:
    return "\n".join([page.headline, *page.notes, page.footer or ""])


def test_watch_in_a_channel_is_told_there(desk: Reception, store: Store) -> None:
    page = desk.page(sent("mention", "watch Hill about bridges"))
    assert page.headline.startswith("Watching Ann Hill on bridges: new statements are told here")
    (watch,) = store.active_watches()
    assert (watch.channel, watch.personal, watch.zone) == ("C1", False, "Europe/Istanbul")


@pytest.mark.parametrize(
    ("fields", "channel"),
    [
        ({"surface": "direct", "channel": "D9"}, "D9"),  # in a direct message
        ({"surface": "said", "text": "watch for me Hill"}, "U1"),  # from a channel: Slack opens the direct message
    ],
)
def test_watch_for_oneself_is_told_to_oneself(
    desk: Reception, store: Store, fields: dict[str, str], channel: str
) -> None:
    desk.page(sent(**{"text": "watch Hill", "surface": "direct", **fields}))  # type: ignore[arg-type]
    (watch,) = store.active_watches()
    assert (watch.channel, watch.personal, watch.scopes) == (channel, True, ("public", "user:U1"))


def test_button_of_an_answer_watches_what_it_was_about(desk: Reception, store: Store) -> None:
    answer = desk.page(sent("mention", "what did Hill say about bridges?"))
    assert answer.watch
    page = desk.page(sent("click", action="watch", target=answer.answer, ts="1.2"))
    assert "Ann Hill on bridges" in page.headline
    (watch,) = store.active_watches()
    assert watch.personal


def test_watch_set_twice_says_so(desk: Reception) -> None:
    desk.page(sent("mention", "watch Hill"))
    assert desk.page(sent("mention", "watch Hill")).headline.startswith("This is watched already: Ann Hill")


def test_watches_are_listed_with_what_keeps_them_silent(desk: Reception) -> None:
    desk.page(sent("mention", "watch Hill"))
    desk.page(sent("mention", "watch mute 1 until 14:00"))
    desk.page(sent("mention", "watch quiet 1 22-7"))
    listed = told(desk.page(sent("mention", "watch")))
    assert "1. Ann Hill, quiet 22:00–07:00 (Europe/Istanbul) – muted until Thu 11 Dec 14:00" in listed


def test_own_watch_is_not_listed_before_others(desk: Reception) -> None:
    desk.page(sent("direct", "watch Hill about bridges", channel="D9"))
    assert "bridges" not in told(desk.page(sent("mention", "watch")))
    for alone in (sent("said", "watch list"), sent("direct", "watch", channel="D9")):
        assert "1. Ann Hill on bridges" in told(desk.page(alone))


@pytest.mark.parametrize("where", [{"surface": "direct", "channel": "D9"}, {"surface": "mention", "channel": "C1"}])
@pytest.mark.parametrize("change", ["stop 1", "mute 1 until 14:00", "quiet 1 22-7"])
def test_watch_kept_elsewhere_is_not_named_before_others(desk: Reception, where: dict[str, str], change: str) -> None:
    desk.page(sent(text="watch Hill about bridges", **where))
    page = desk.page(sent("mention", f"watch {change}", channel="C2"))  # U1 may change it, C2 must not read of it
    assert page.headline.startswith("There is no watch 1 here")
    assert "bridges" in told(desk.page(sent("said", f"watch {change}", channel="C2")))


def test_stopped_watch_is_not_listed(desk: Reception) -> None:
    desk.page(sent("mention", "watch Hill"))
    desk.page(sent("click", action="watch_stop", target="1", ts="1.2"))
    assert desk.page(sent("mention", "watch list")).headline.startswith("Nothing is watched here")


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        (sent("mention", "watch Hill", channel="CFAR"), "/invite @Verbatim"),  # nobody would hear it
        (sent("mention", "watch Hill at 8:00"), "a watch tells at once"),
        (sent("mention", "watch everything"), "whom or what to watch"),
        (sent("mention", "watch Hill", user="UGUEST"), "Guests of this workspace"),
        (sent("mention", "watch stop 7"), "There is no watch 7 here"),
        (sent("click", action="watch", target="gone", ts="1.2"), "no longer kept"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(desk: Reception, request_: Request, sentence: str) -> None:
    assert sentence in told(desk.page(request_))


@pytest.mark.parametrize(
    ("fields", "may"),
    [
        ({"user": "U2"}, True),  # somebody of the channel
        ({"user": "U2", "channel": "D2"}, True),  # the same, from elsewhere
        ({"user": "U3", "channel": "C3"}, False),  # a stranger to the channel
        ({"user": "UGUEST"}, False),
    ],
)
def test_watch_of_a_channel_is_changed_by_whoever_is_in_it(
    desk: Reception, store: Store, fields: dict[str, str], *, may: bool
) -> None:
    desk.page(sent("mention", "watch Hill"))
    desk.page(sent("direct" if fields.get("channel", "C").startswith("D") else "mention", "watch stop 1", **fields))
    assert (store.active_watches() == []) is may


def test_watch_of_ones_own_is_nobody_elses(desk: Reception, store: Store) -> None:
    desk.page(sent("direct", "watch Hill", channel="D1"))
    desk.page(sent("direct", "watch stop 1", channel="D2", user="U2"))
    assert len(store.active_watches()) == 1
    assert "Nothing is watched" in desk.page(sent("direct", "watch", channel="D2", user="U2")).headline


def test_watch_is_not_offered_where_nobody_can_be_told(store: Store) -> None:
    room = Newsroom(store, store, clock=lambda: NOW)
    desk = Reception.of(room, store, Extractor)
    assert "start the bot" in told(desk.page(sent("direct", "watch Hill")))
    assert desk.page(sent("direct", "what did Hill say about rain?")).watch is None
