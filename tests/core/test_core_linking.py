"""Links of a channel: read only where members switched that on, and nothing of a message kept but the address."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from fakes import payloads
from fakes.archives import blank
from fakes.workspace import BOT_USER

from bot.linking import Heard, Linking
from bot.model import Article, Message, Request
from bot.newsroom import Newsroom
from bot.people import Channel, Person, Standing, Where
from bot.reception import Reception
from handlers.guard import inbox
from handlers.overheard import linked
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.page import Page
    from store import Store

NOW = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)
URL = "https://courier.example.org/rain"
CANARY = f"psst, xylophone budget, see <{URL}|the marzipan story> <@U0BEN>"
HISTORY = frozenset({"channels:history", "groups:history"})


class Context(dict[str, Any]):
    """What bolt hands its middlewares."""

    bot_user_id = BOT_USER


class Slack:
    """What Slack has told of people and channels."""

    def __init__(self) -> None:
        self.kind = Where.PUBLIC
        self.here = self.known = True
        self.shared = False
        self.scopes: frozenset[str] | None = HISTORY
        self.asked: list[str] = []

    def person(self, user: str) -> Person:
        return Person(user, Standing.MEMBER if user == "U0ANA" else Standing.GUEST)

    def channel(self, channel: str) -> Channel:
        return Channel(channel, self.kind, shared=self.shared, here=self.here, known=self.known)

    def members(self, channel: str) -> None:  # noqa: ARG002 - as the port has it
        return None

    def belongs(self, user: str, channel: str) -> bool:  # noqa: ARG002 - as the port has it
        return True

    def granted(self) -> frozenset[str] | None:
        return self.scopes

    def moved(self, how: str, channel: str, user: str) -> None:
        """Nobody moves."""

    def expect(self, user: str, channel: str) -> None:  # noqa: ARG002 - as the port has it
        self.asked.append(user)


@pytest.fixture
def slack() -> Slack:
    return Slack()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_archive(blank(tmp_path / "v.db"))
    yield opened
    opened.close()


@pytest.fixture
def newsroom(store: Store, slack: Slack) -> Newsroom:
    def render(page: Page) -> Message:
        return Message("\n".join([page.headline, *page.notes]))

    links = Linking(store, slack, render, lambda: NOW)
    return Newsroom(store, store, clock=lambda: NOW, people=slack, links=links)


def typed(newsroom: Newsroom, store: Store, text: str, user: str = "U0ANA", channel: str = "C0DESK") -> str:
    request = Request(f"r{len(text)}{user}{channel}", "mention", text, channel, user, private=False)
    return Reception.of(newsroom, store, lambda: None).page(request).headline  # type: ignore[return-value, arg-type]  # nothing is extracted


def delivered(newsroom: Newsroom, body: dict[str, Any]) -> None:
    """Through the middleware, as Slack sends it."""
    went_on: list[bool] = []
    inbox(newsroom)(body=body, context=Context(), next_=lambda: went_on.append(True))
    assert went_on == [True]


def waiting(store: Store) -> list[tuple[str, str]]:
    """(scope, address) of what is to be read."""
    return [
        (source.scope, item.url) for source in store.sources() for item in store.items(source.id, NOW, 99) if item.url
    ]


def test_link_is_read_only_where_it_is_switched_on(newsroom: Newsroom, store: Store) -> None:
    delivered(newsroom, payloads.message(CANARY))
    assert waiting(store) == []
    assert typed(newsroom, store, "index links") == (
        "Links in this channel: off. index links on switches it on for everybody in it."
    )
    assert typed(newsroom, store, "index links on") == "Links in this channel: on. The channel is told."
    delivered(newsroom, payloads.message(CANARY))
    delivered(newsroom, payloads.message(CANARY))  # Slack delivers again
    delivered(newsroom, payloads.message(CANARY, channel="C0OTHER"))
    assert waiting(store) == [("public", URL)]
    assert typed(newsroom, store, "index links off").startswith("Links in this channel: off.")
    delivered(newsroom, payloads.message("<https://courier.example.org/snow>"))
    assert newsroom.heard(Heard("C0DESK", "U0ANA", ("https://courier.example.org/fog",))) == 0


def test_channel_is_told_once_for_each_switch(newsroom: Newsroom, store: Store) -> None:
    typed(newsroom, store, "index links on")
    assert typed(newsroom, store, "index  links on").endswith("on already.")
    (told,) = store.due(NOW)
    assert (told.channel, told.thread_ts) == ("C0DESK", None)
    assert "Of a message only the address of a link is kept" in told.message.text


def test_nothing_of_a_message_is_kept_but_the_address(newsroom: Newsroom, store: Store, tmp_path: Path) -> None:
    typed(newsroom, store, "index links on")
    delivered(newsroom, payloads.message(CANARY, user="U0ANA", ts="1764599999.424242"))
    data = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert URL.encode() in data
    for canary in (b"xylophone", b"marzipan", b"psst", b"U0BEN", b"1764599999"):
        assert canary not in data


@pytest.mark.parametrize(
    "fields",
    [
        {"user": "U0GUEST"},  # no full member
        {"bot_id": "B0OTHER"},  # what other apps post
        {"subtype": "message_changed"},
        {"subtype": "channel_join"},
        {"text": "no link in this: courier.example.org"},  # only what Slack made a link
        {"channel": "D0ANA", "channel_type": "im"},
    ],
)
def test_other_messages_are_dropped(newsroom: Newsroom, store: Store, fields: dict[str, Any]) -> None:
    typed(newsroom, store, "index links on")
    delivered(newsroom, payloads.message(**{"text": CANARY} | fields))
    assert waiting(store) == []


def test_from_a_private_channel_it_stays_private_and_a_public_one_that_closes_is_heard_no_more(
    newsroom: Newsroom, store: Store, slack: Slack
) -> None:
    typed(newsroom, store, "index links on")
    slack.kind = Where.PRIVATE
    assert newsroom.heard(Heard("C0DESK", "U0ANA", (URL,))) == 0
    typed(newsroom, store, "index links on ")
    assert newsroom.heard(Heard("C0DESK", "U0ANA", (URL,))) == 1
    assert waiting(store) == [("channel:C0DESK", URL)]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"scopes": frozenset({"groups:history"})}, "lacks the scope channels:history"),
        ({"scopes": frozenset({"channels:history"}), "kind": Where.PRIVATE}, "lacks the scope groups:history"),
        ({"here": False}, "invite it"),
        ({"known": False}, "try again in a moment"),
        ({"kind": Where.GROUP}, "type it in the channel"),
        ({"shared": True}, "People of another organisation read this channel"),
    ],
)
def test_what_cannot_be_heard_is_refused_with_what_to_do(
    newsroom: Newsroom, store: Store, slack: Slack, change: dict[str, Any], says: str
) -> None:
    for name, value in change.items():
        setattr(slack, name, value)
    assert says in typed(newsroom, store, "index links on")
    assert (store.sources(), store.due(NOW)) == ([], [])


def test_only_full_members_switch_it_and_only_in_channels(newsroom: Newsroom, store: Store) -> None:
    assert "Guests of this workspace" in typed(newsroom, store, "index links on", "U0GUEST")
    assert "type it in the channel" in typed(newsroom, store, "index links on", channel="D0ANA")
    assert "index links on, or index links off" in typed(newsroom, store, "index links maybe")
    assert store.sources() == []


@pytest.mark.parametrize(
    ("team", "shared"),
    [
        ("T0ELSE", True),  # somebody of another organisation wrote it
        ("T0ELSE", False),  # where Slack does not say that the channel is shared
        (None, True),  # one of ours, before strangers: as it is with what is asked there
    ],
)
def test_links_among_strangers_do_not_count(newsroom: Newsroom, store: Store, team: str | None, shared: bool) -> None:
    typed(newsroom, store, "index links on")
    body = payloads.message(CANARY, **({"user_team": team} if team else {}))
    body["is_ext_shared_channel"] = shared
    heard = linked(body)
    assert heard is not None
    assert heard.outside
    assert newsroom.heard(heard) == 0


def test_what_was_removed_on_request_is_not_read_again(newsroom: Newsroom, store: Store) -> None:
    store.admit(Article("x", "It rained.", url=URL), [], now=NOW, news=False, extractor="x1")
    found = store.weigh_article("x")
    assert found is not None
    begun = store.begin_removal(found, by="U1", posted=False, names=(), now=NOW)
    store.finish_removal(begun, None, lambda: NOW)  # type: ignore[arg-type]  # no message to clear
    typed(newsroom, store, "index links on")
    assert newsroom.heard(Heard("C0DESK", "U0ANA", (URL, "https://courier.example.org/fog"))) == 1
