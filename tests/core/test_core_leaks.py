"""What belongs to a channel or a person leaves no trace elsewhere: pages are those of a record without it.

6 people x 5 channels x words x surfaces (reliability, row 23). Not a search for forbidden words: whoever may not
see something gets, to the last character and count, the page that a record without it gives.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank

from bot.extract import Extractor
from bot.model import Article, Request
from bot.newsroom import Newsroom
from bot.people import Channel, Person, Standing, Where
from bot.people.directory import Directory
from bot.reception import Reception
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.page import Page
    from store import Store

NOW = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)
OPEN = Article("a1", "Ann Hill said that the bridge was shut.", "Rain", "The Courier", published="2025-12-10")
CLOSED = Article(
    "a2",
    "Ann Hill said that the budget was gone. Olga Vane said that the bridge was never shut.",
    "Notes of the desk",
    "Desk notes",
    published="2025-12-10",
    scope="channel:C0CLOSED",
)
OWN = replace(OPEN, id="a3", text="Ann Hill said that the bells were cracked.", outlet="Mine", scope="user:U0IN")
PEOPLE = {
    "U0IN": Standing.MEMBER,  # in every channel
    "U0ELSE": Standing.MEMBER,  # in none but the public ones
    "U0GUEST": Standing.GUEST,
    "U0FAR": Standing.OUTSIDE,
    "U0APP": Standing.BOT,
    "U0WHO": Standing.UNKNOWN,
}
CHANNELS = {
    "C0OPEN": Channel("C0OPEN", Where.PUBLIC, shared=False, here=True, known=True),
    "C0CLOSED": Channel("C0CLOSED", Where.PRIVATE, shared=False, here=True, known=True),
    "C0OTHER": Channel("C0OTHER", Where.PRIVATE, shared=False, here=True, known=True),
    "G0GROUP": Channel("G0GROUP"),  # Slack has not told
    "D0ME": Channel("D0ME", Where.DIRECT, shared=False, known=True),
}
WORDS = (
    "what did Ann Hill say?",
    "what did Hill say about the budget?",
    "what did Olga Vane say?",
    "who said “budget was gone”?",
    "did Hill say “the bells were cracked”?",
    "anything about bridges?",
    "what did An Hil say about the bugdet?",  # suggestions, too
    "check Hill said: “the budget was gone”, and “the bells were cracked”.",
    "speakers",
    "speakers Vane",
    "sources",
    "status",
    "help",
)
SURFACES = ("mention", "said", "direct", "shortcut")
_ids = itertools.count()


class Silent:
    """A Slack that is never asked: everybody is on record, or unknown for good."""


def stored(path: Path, *articles: Article) -> Store:
    """A record of these, and what Slack told of people and channels."""
    store = open_archive(blank(path))
    list(Newsroom(store, store, zone="UTC", clock=lambda: NOW).index(articles, Extractor()))
    for user, standing in PEOPLE.items():
        if standing is not Standing.UNKNOWN:
            store.keep_person(Person(user, standing, "UTC"), NOW)
    for channel in CHANNELS.values():
        if channel.known:
            store.keep_channel(channel, NOW)
        store.keep_roster(channel.id, ["U0IN"], NOW)
    return store


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Store]]:
    """The whole record, and one for each thing that may be left out of it."""
    folder = tmp_path_factory.mktemp("leaks")
    made = {
        "all": stored(folder / "all.db", OPEN, CLOSED, OWN),
        "open": stored(folder / "open.db", OPEN),
        "closed": stored(folder / "closed.db", OPEN, CLOSED),
        "own": stored(folder / "own.db", OPEN, OWN),
    }
    yield made
    for store in made.values():
        store.close()


def reception(store: Store) -> Reception:
    people = Directory(store, Silent(), lambda: NOW)  # type: ignore[arg-type]  # it never starts to ask
    newsroom = Newsroom(store, store, zone="UTC", clock=lambda: NOW, people=people)
    return Reception.of(newsroom, store, Extractor, "socket", store)


def shown(desk: Reception, surface: str, text: str, channel: str, user: str) -> str:
    """Everything a page has to show; ids of statements and answers are the record's own."""
    word = "check" if surface == "shortcut" else None
    number = next(_ids)
    request = Request(
        f"r{number}",
        surface,
        text.removeprefix("check ") if word else text,
        channel,
        user,
        thread_ts=None if surface == "said" else f"{number}.0",  # of its own: nothing is a follow-up
        private=surface != "mention",
        action=word,
    )
    page = desk.page(request)
    return repr(replace(page, answer=None, sections=tuple(_bare(page))))


def _bare(page: Page) -> Iterator[object]:
    for section in page.sections:
        yield replace(section, cards=tuple(replace(card, statements=()) for card in section.cards))


def right(surface: str, channel: str, user: str) -> str:
    """The record that whoever asks there may see, by the words of the design."""
    if PEOPLE[user] is not Standing.MEMBER:
        return "open"
    private = surface != "mention"
    closed = channel == "C0CLOSED" and surface in {"mention", "said", "shortcut"}
    own = user == "U0IN" and private
    return {(True, True): "all", (True, False): "closed", (False, True): "own", (False, False): "open"}[closed, own]


@pytest.mark.parametrize("surface", SURFACES)
def test_page_is_that_of_a_record_without_what_may_not_be_seen(records: dict[str, Store], surface: str) -> None:
    desks = {name: reception(store) for name, store in records.items()}
    texts = [text for text in WORDS if text.startswith("check")] if surface == "shortcut" else WORDS
    seen: dict[tuple[str, str], str] = {}
    for user, channel, text in itertools.product(PEOPLE, CHANNELS, texts):
        name = right(surface, channel, user)
        if (name, text) not in seen:  # whoever may see all of a record that has no more than that
            seen[name, text] = shown(desks[name], "said", text, "C0CLOSED", "U0IN")
        assert alike(shown(desks["all"], surface, text, channel, user), seen[name, text]), (user, channel, text)


@pytest.mark.parametrize("user", PEOPLE)
def test_home_shows_nothing_of_a_channel(records: dict[str, Store], user: str) -> None:
    found = shown(reception(records["all"]), "home", "", "", user)
    assert "bridge was shut" in found
    assert not [word for word in ("budget", "Vane", "Desk notes") if word in found]


def alike(found: str, expected: str) -> bool:
    """The same page, but for what only a private answer has: the button that shares it."""
    return found.replace("shareable=True", "shareable=False") == expected.replace("shareable=True", "shareable=False")


def test_the_records_differ_where_it_matters(records: dict[str, Store]) -> None:
    """Otherwise the test above could not fail."""
    pages = {name: shown(reception(store), "said", WORDS[0], "C0CLOSED", "U0IN") for name, store in records.items()}
    assert len(set(pages.values())) == len(pages)


def test_form_from_an_older_view_counts_membership_of_now(records: dict[str, Store]) -> None:
    store = records["all"]
    desk = reception(store)
    for user, seen in (("U0IN", True), ("U0ELSE", False)):
        request = Request(f"r{next(_ids)}", "form", '{"topic": "budget"}', "C0CLOSED", user, action="search", view="V1")
        assert ("budget was gone" in repr(desk.page(request).sections)) is seen
