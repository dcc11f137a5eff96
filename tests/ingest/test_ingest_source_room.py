"""Sources in Slack: the form that adds one, its errors in its own terms, and the page of one with its buttons."""

from __future__ import annotations

import itertools
import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.site import LOOPBACK, Reply, Site

from bot.compose import sources as wording
from bot.delivery.workers import goes_to
from bot.extract import Extractor
from bot.ingest.intake import Intake
from bot.ingest.opener import Opener
from bot.ingest.pace import Pace
from bot.ingest.parcel import Entry
from bot.ingest.shelf import Shelf
from bot.ingest.sources import Settled, Source, failed
from bot.model import PUBLIC, Request
from bot.newsroom import Newsroom
from bot.people import Channel, Person, Standing, Terminal, Where
from bot.reception import Reception
from bot.words import asks_for_form
from handlers import views

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.ingest.reader import Reader
    from bot.page import Page
    from store import Store

NOW = datetime(2025, 12, 10, 7, 0, tzinfo=UTC)
RSS = "<rss version='2.0'><channel><title>Coast Desk</title><item><link>/a</link></item></channel></rss>"
_ids = itertools.count()


class People(Terminal):
    """C1 is public, C2 private with U1 in it; U9 is a guest."""

    def person(self, user: str) -> Person:
        return Person(user, Standing.GUEST if user == "U9" else Standing.MEMBER)

    def channel(self, channel: str) -> Channel:
        kind = {"C1": Where.PUBLIC, "D1": Where.DIRECT}.get(channel, Where.PRIVATE)
        return Channel(channel, kind, shared=False, here=True, known=True)

    def belongs(self, user: str, channel: str) -> bool:
        return (user, channel) in {("U1", "C1"), ("U1", "C2")}


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as one:
        one.pages["/feed"] = Reply(RSS, "application/rss+xml")
        yield one


@pytest.fixture
def desk(store: Store, site: Site, reader: Reader) -> Reception:
    room = Newsroom(store, store, zone="UTC", clock=lambda: NOW, people=People())
    pace = Pace(time.monotonic, lambda _: None, pause=0.0)
    intake = Intake(room, Opener(resolve=site.resolve, intranet=LOOPBACK, pace=pace), reader)
    return Reception.of(room, store, Extractor, "socket", intake=intake, shelf=Shelf(store, intake, Extractor))


def ask(desk: Reception, surface: str, text: str = "", channel: str = "C1", user: str = "U1", **more: str) -> Page:
    return desk.page(Request(f"r{next(_ids)}", surface, text, channel, user, **more))  # type: ignore[arg-type]


def send(desk: Reception, filled: dict[str, str], channel: str = "C1", user: str = "U1") -> Page:
    """The form, filled in and sent."""
    return ask(desk, "form", json.dumps(filled), channel, user, action="source_made")


def press(desk: Reception, word: str, number: int, channel: str = "C1", user: str = "U1") -> Page:
    return ask(desk, "click", "", channel, user, action=f"source_{word}", target=str(number), view="V1")


def lines(page: Page) -> str:
    return "\n".join((page.headline, *page.notes, *(note for section in page.sections for note in section.notes)))


def standing(page: Page) -> dict[str, str]:
    """What stands in the fields of a form."""
    return {field.name: field.value[0] for field in page.form.fields if field.value} if page.form else {}


# -- the form --


def test_sources_add_alone_opens_the_form_and_elsewhere_shows_the_way(desk: Reception) -> None:
    page = ask(desk, "said", "add", action="sources")
    assert page.form
    assert page.form.action == "source_made"
    assert standing(page) == {"what": "feed", "language": "any", "every": "15", "seen": "everybody"}
    said = ask(desk, "mention", "sources add")
    assert (said.form, said.buttons) == (None, (("source_form", "Open the form", "-"),))
    assert ask(desk, "click", action="source_form", target="-").form == page.form


@pytest.mark.parametrize(
    ("text", "action", "opens"),
    [
        ("sources add", None, True),
        ("add", "sources", True),
        ("sources ADD ", None, True),
        ("sources add https://x.example", None, False),  # nothing is left to ask
        ("sources", None, False),
        ("digest", None, True),
    ],
)
def test_view_is_opened_at_once_only_where_a_form_comes(text: str, action: str | None, *, opens: bool) -> None:
    request = Request("r", "said", text, "C1", "U1", action=action)
    assert asks_for_form(request) is opens
    assert goes_to(request) == ("view" if opens else "private")


def test_form_fits_a_view_of_slack(desk: Reception) -> None:
    request = Request("r", "said", "add", "C1", "U1", action="sources")
    view = views.modal(desk.page(request), request)
    assert (view["callback_id"], view["submit"]["text"]) == ("source_made", "Add")
    assert view["title"]["text"] == views.skeleton(request)["title"]["text"] == "Add a source"
    assert [b["block_id"] for b in view["blocks"] if b["type"] == "input"][:2] == ["address", "what"]


def test_form_adds_a_source_with_all_that_was_said_of_it(desk: Reception, store: Store, site: Site) -> None:
    page = send(
        desk,
        {
            "address": site.url("/feed"),
            "what": "feed",
            "outlet": "Kıyı",
            "language": "tr",
            "zone": "Europe/Istanbul",
            "every": "30",
            "seen": "here",
        },
    )
    (one,) = store.sources()
    assert (one.outlet, one.language, one.zone, one.every) == ("Kıyı", "tr", "Europe/Istanbul", timedelta(minutes=30))
    assert (one.scope, one.channel, one.by, one.kind) == ("channel:C1", "C1", "U1", "feed")
    assert lines(page).splitlines() == [
        f"Source 1 added: Kıyı ({site.url('/feed')}).",
        "Its articles are being read: 1 entry now, then every 30 min.",
        "Where a page states no language, it counts as Turkish: stored, and not analysed.",
        "Only this channel can find what comes from it.",
    ]
    assert page.buttons == (("source_show", "How it is doing", "1"),)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"zone": "Istanbul"}, "Time zone: 'Istanbul' is no IANA time zone; one is Europe/Istanbul."),
        ({"address": "/gone"}, "Address: {site}/gone: not there any more (404); check the address."),
        ({"address": "ftp://x"}, "Address: ftp://x: only http:// and https:// addresses can be read."),
    ],
)
def test_form_comes_back_with_what_is_wrong_and_all_that_was_filled_in(
    desk: Reception, store: Store, site: Site, wrong: dict[str, str], told: str
) -> None:
    given = {"address": "/feed", "outlet": "Kıyı", "every": "60", "seen": "everybody"} | wrong
    if given["address"].startswith("/"):
        given["address"] = site.url(given["address"])
    page = send(desk, given)
    assert (page.headline, page.notes) == ("Not added yet: see below.", (told.replace("{site}", site.url("")),))
    assert standing(page) == {"what": "feed", "language": "any"} | {k: v for k, v in given.items() if v}
    assert store.sources() == []


def test_form_says_that_a_source_is_there_already(desk: Reception, site: Site) -> None:
    send(desk, {"address": site.url("/feed"), "seen": "everybody"})
    again = send(desk, {"address": site.url("/feed"), "seen": "everybody"})
    assert again.notes == (f"Address: {site.url('/feed')} is a source already: sources list shows how it is doing.",)


@pytest.mark.parametrize(
    ("channel", "user", "seen", "scope"),
    [
        ("C1", "U1", "everybody", PUBLIC),
        ("C2", "U1", "here", "channel:C2"),
        ("C2", "U1", "everybody", PUBLIC),  # said in so many words
        ("C2", "U1", "", "channel:C2"),  # nothing said is never everybody
        ("D1", "U1", "me", "user:U1"),
        ("D1", "U1", "here", "user:U1"),
        ("C2", "U2", "here", None),  # not in that channel, as far as is known
    ],
)
def test_form_says_who_finds_what_comes_in(
    desk: Reception, store: Store, site: Site, channel: str, user: str, seen: str, scope: str | None
) -> None:
    page = send(desk, {"address": site.url("/feed"), "seen": seen}, channel, user)
    assert [one.scope for one in store.sources()] == ([scope] if scope else [])
    assert (page.form is None) is (scope is not None)


def test_form_is_answered_aside_as_it_waits_for_the_site(desk: Reception) -> None:
    assert desk.waits(Request("r", "form", "{}", "C1", "U1", action="source_made"))
    assert not desk.waits(Request("r", "form", "{}", "C1", "U1", action="search"))
    assert not desk.waits(Request("r", "click", "", "C1", "U1", action="source_show"))


def test_guests_see_how_a_source_is_doing_and_change_nothing(desk: Reception, store: Store, site: Site) -> None:
    send(desk, {"address": site.url("/feed"), "seen": "everybody"})
    assert press(desk, "show", 1, user="U9").buttons == ()
    for page in (press(desk, "pause", 1, user="U9"), press(desk, "remove", 1, user="U9"), send(desk, {}, user="U9")):
        assert page.headline.startswith("Guests of this workspace can ask, but not change what is read")
    assert [one.active for one in store.sources()] == [True]


# -- the page of one --


def test_page_of_a_source_tells_its_state_and_what_failed(desk: Reception, store: Store) -> None:
    made = Source(0, "feed", "https://coast.example/feed", NOW, NOW, outlet="Coast")
    store.add_source(replace(made, zone="Europe/Istanbul"), NOW - timedelta(days=1))
    held = store.claim_source(NOW)
    assert held
    entries = [Entry("https://coast.example/1"), Entry("https://coast.example/2"), Entry("https://coast.example/3")]
    store.enter(replace(held, reached_at=NOW - timedelta(hours=2), new_at=NOW - timedelta(hours=9)), entries, NOW, None)
    why = "https://coast.example/1: not there any more (404); check the address."
    store.settle(1, "https://coast.example/1", Settled("failed", why, tries=1), NOW)
    store.settle(1, "https://coast.example/2", Settled("done", new=True, statements=3), NOW)
    store.enter(failed(held, "it answers 403.", None, NOW), [], NOW, None)
    store.release_source(held, NOW)
    page = ask(desk, "mention", "sources 1")
    assert lines(page).splitlines() == [
        "Source 1, Coast: FAILING since Wed 10 Dec 07:00 (1 time), next try Wed 10 Dec 07:30.",
        "Last read: never. Last time it had something new: never.",
        "Next look: Wed 10 Dec 07:30, every 15 min where all is well.",
        "Failing since Wed 10 Dec 07:00: 1 try in a row failed. The last time: it answers 403.",
        "It gave 1 article with 3 statements so far. 1 article still to be read. 1 article given up as unreadable.",
        "https://coast.example/1: not there any more (404); check the address.",
        "A feed or sitemap: https://coast.example/feed",
        "Outlet: Coast.",
        "Language: as each page says.",
        "Times without a zone are taken as Europe/Istanbul.",
        "Everybody in the workspace can find what comes from it.",
    ]
    assert [label for _, label, _ in page.buttons] == ["Pause", "Check now", "Remove"]


def test_buttons_of_a_source_do_what_they_say_and_show_it(desk: Reception, store: Store, site: Site) -> None:
    send(desk, {"address": site.url("/feed"), "seen": "everybody"})
    paused = press(desk, "pause", 1)
    assert paused.headline == "Coast Desk is paused: nothing new comes from it until it is resumed."
    assert [label for _, label, _ in paused.buttons] == ["Resume", "Remove"]
    assert "It is not looked at while it is paused." in lines(paused)
    assert press(desk, "pause", 1).headline == "Coast Desk is paused already."
    assert press(desk, "resume", 1).headline == "Coast Desk is read again, from now on."
    assert press(desk, "check", 1).headline == "Coast Desk is looked at within seconds."
    removed = press(desk, "remove", 1)
    assert (removed.buttons, store.sources()) == ((), [])
    assert removed.headline == "Coast Desk is no source any more; its articles stay in the record."


def test_source_of_the_settings_is_not_removed_by_a_button(desk: Reception, store: Store) -> None:
    store.configure_sources([replace(Source(0, "feed", "https://x.example/f", NOW, NOW), configured="x")], NOW)
    page = press(desk, "show", 1)
    assert [label for _, label, _ in page.buttons] == ["Pause", "Check now"]
    assert wording.SETTINGS in lines(page)
    assert press(desk, "remove", 1).headline.endswith("Pause it meanwhile.")


def test_source_of_a_private_channel_is_shown_there_only(desk: Reception, site: Site) -> None:
    send(desk, {"address": site.url("/feed"), "seen": "here"}, "C2")
    assert press(desk, "show", 1).headline == "There is no source 1 here: sources list shows the numbers."
    assert press(desk, "show", 1, "C2").headline.startswith("Source 1, Coast Desk")
    assert press(desk, "show", 1, "C2", "U2").headline.startswith("There is no source 1 here")


def test_list_opens_the_form_and_the_first_of_its_sources(desk: Reception, store: Store) -> None:
    assert ask(desk, "mention", "sources").buttons == (wording.ADD,)
    for n in range(8):
        store.add_source(Source(0, "feed", f"https://x.example/{n}", NOW, NOW, outlet=f"N{n}"), NOW)
    assert ask(desk, "mention", "sources").buttons == (
        wording.ADD,
        *((f"source_show.{n}", f"N{n}", str(n + 1)) for n in range(wording.BUTTONS)),
    )
