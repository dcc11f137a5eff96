"""From an address to the record and to what people are told: over a loopback site, the real reader and a real store."""

from __future__ import annotations

import itertools
import re
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from fakes.listed import indexed_between
from fakes.site import LOOPBACK, Reply, Site
from ingest_layouts import BODY, HEADLINE, LAYOUTS, URL, html, ld, paragraphs

from bot.compose import indexing
from bot.errors import SourceError
from bot.extract import Extractor
from bot.ingest.intake import Intake, Origin
from bot.ingest.opener import Opener
from bot.ingest.pace import Pace
from bot.model import PUBLIC, Asker, Request
from bot.newsroom import Newsroom
from bot.people import Channel, Standing, Terminal, Where
from bot.people import Person as Somebody
from bot.reception import Reception
from bot.reception.indexing import OFF, bare, links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.ingest.reader import Reader
    from bot.page import Page
    from store import Store

NOW = datetime(2025, 12, 10, 7, 0, tzinfo=UTC)
PATH = "/news/marrowgate-quay"
_ids = itertools.count()


class People(Terminal):
    """C1 is public, C7 too as far as anybody guesses, C3 a direct message of several; U9 is a guest."""

    def person(self, user: str) -> Somebody:
        return Somebody(user, Standing.GUEST if user == "U9" else Standing.MEMBER)

    def channel(self, channel: str) -> Channel:
        kind = {"C1": Where.PUBLIC, "C7": Where.PUBLIC, "C3": Where.GROUP}.get(channel, Where.PRIVATE)
        return Channel(channel, kind, shared=False, here=True, known=channel != "C7")


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as one:
        one.pages[PATH] = Reply(LAYOUTS["json-ld"].html)
        yield one


@pytest.fixture
def intake(store: Store, site: Site, reader: Reader) -> Intake:
    room = Newsroom(store, store, zone="Europe/Istanbul", clock=lambda: NOW, people=People())
    pace = Pace(time.monotonic, lambda _: None, pause=0.0)
    return Intake(room, Opener(resolve=site.resolve, intranet=LOOPBACK, pace=pace), reader)


def told(intake: Intake, *scopes: str) -> list[str]:
    """Who speaks in what an asker may find."""
    asker = Asker(scopes or (PUBLIC,), limit=20)
    return sorted({str(h.record.statement.speaker) for h in intake.newsroom.ask("what did Okafor say?", asker).hits})


def test_page_goes_into_the_record_once(intake: Intake, site: Site) -> None:
    first = intake.page(site.url(PATH + "?utm_source=x"))
    again = intake.page(site.url(PATH))
    assert (first.outcome, again.outcome, first.statements) == ("new", "same", again.statements)
    assert first.article.title == HEADLINE
    assert first.article.text.split("\n\n") == [HEADLINE, *BODY]
    assert dict(first.speakers)["Ines Okafor"] >= 1


def test_page_that_changed_is_a_revision_of_the_same_article(intake: Intake, site: Site) -> None:
    first = intake.page(site.url(PATH))
    more = (*BODY, "“We will reopen on Monday,” said Ines Okafor, the harbour master, on Saturday.")
    site.pages[PATH] = Reply(html(f"<article><h1>{HEADLINE}</h1>{paragraphs(more)}</article>", ld()))
    second = intake.page(site.url(PATH))
    assert (second.outcome, second.article.id) == ("changed", first.article.id)
    assert second.statements > first.statements


def test_page_without_a_zone_is_dated_in_the_zone_of_its_source(intake: Intake, site: Site) -> None:
    site.pages[PATH] = Reply(LAYOUTS["microdata"].html)
    assert intake.page(site.url(PATH), Origin(zone="Europe/Istanbul")).article.published == "2025-12-09T16:40+03:00"
    assert intake.page(site.url(PATH), Origin()).article.published == "2025-12-09"


def test_page_has_what_its_feed_says_where_it_says_nothing_itself(intake: Intake, site: Site) -> None:
    site.pages[PATH] = Reply(LAYOUTS["plain old html"].html)
    given = {"title": "Not this", "author": "Ola Brandt", "published": "2025-12-09T10:00+00:00"}
    article = intake.page(site.url(PATH), Origin(outlet="Harbour Post", given=given)).article
    facts = (article.title, article.author, article.published, article.outlet)
    assert facts == (HEADLINE, "Ola Brandt", given["published"], "Harbour Post")


def test_page_is_news_only_when_it_is_new(intake: Intake, site: Site, store: Store) -> None:
    intake.page(site.url(PATH))
    intake.page(site.url(PATH), Origin(scope="channel:C2", backfill=True))
    with store.snapshot((PUBLIC, "channel:C2"), NOW) as snapshot:
        assert {
            (r.article.scope, r.news) for r in indexed_between(snapshot, datetime(2025, 1, 1, tzinfo=UTC), NOW)
        } == {
            (PUBLIC, True),
            ("channel:C2", False),
        }


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (None, "not there any more (404); check the address."),
        (Reply("<html><body><p>Hi</p></body></html>"), "no article could be found on the page"),
        (Reply(b"\x89PNG", "image/png"), "it is image/png, not a page."),
    ],
)
def test_page_that_cannot_be_read_says_why_with_its_address(
    intake: Intake, site: Site, reply: Reply | None, why: str
) -> None:
    site.pages.pop(PATH)
    if reply:
        site.pages[PATH] = reply
    with pytest.raises(SourceError) as error:
        intake.page(site.url(PATH))
    assert why in str(error.value)
    assert str(error.value).startswith(f"http://www.example.org:{site.port}/news")


# -- the room --


@pytest.fixture
def desk(intake: Intake, store: Store) -> Reception:
    return Reception.of(intake.newsroom, store, Extractor, "socket", intake=intake)


def sent(surface: str, text: str, **fields: object) -> Request:
    known = {"channel": "C1", "user": "U1"} | fields
    return Request(f"r{next(_ids)}", surface, text, **known)  # type: ignore[arg-type]


def shown(page: Page) -> str:
    return "\n".join((page.headline, *page.notes))


def test_index_says_what_was_read(desk: Reception, site: Site) -> None:
    page = desk.page(sent("mention", f"index {site.url(PATH)}"))
    headline, speakers, *rest = shown(page).split("\n")
    assert re.fullmatch(
        f"Indexed: “{HEADLINE}” \\(The Marrowgate Courier, 9 Dec 2025\\) – [4-9] statements\\.", headline
    )
    assert speakers.startswith("Speakers: Ines Okafor (2), ")
    assert rest == ["Byline: Tess Abara.", "Everybody in the workspace can find it."]
    again = desk.page(sent("mention", f"index {site.url(PATH)}"))
    assert again.headline.startswith("In the record already, unchanged: “Marrowgate")


def test_index_says_that_only_a_stub_could_be_read(desk: Reception, site: Site) -> None:
    site.pages[PATH] = Reply(LAYOUTS["paywall"].html)
    page = desk.page(sent("said", site.url(PATH), action="index"))
    assert "Only the beginning could be read: the rest is for subscribers." in page.notes


# surface, channel, user -> who may find it
SCOPES = [
    ("mention", "C1", "U1", PUBLIC),  # a channel that everybody may join
    ("mention", "C2", "U1", "channel:C2"),  # a private one
    ("mention", "C3", "U1", "channel:C3"),  # a direct message of several
    ("mention", "C7", "U1", "channel:C7"),  # nobody has told what this is: private
    ("said", "C2", "U1", "channel:C2"),  # a command is answered privately, the article is the channel's
    ("direct", "D1", "U1", "user:U1"),
    ("shortcut", "C2", "U1", "channel:C2"),
    ("shortcut", "D1", "U1", "user:U1"),
]


@pytest.mark.parametrize(("surface", "channel", "user", "scope"), SCOPES)
def test_index_keeps_an_article_where_it_was_asked_for(
    desk: Reception, intake: Intake, site: Site, surface: str, channel: str, user: str, scope: str
) -> None:
    action = None if surface in {"mention", "direct"} else "index"
    text = site.url(PATH) if action else f"index {site.url(PATH)}"
    page = desk.page(sent(surface, text, channel=channel, user=user, action=action))
    assert page.headline.startswith("Indexed")
    everywhere = {PUBLIC, "channel:C2", "channel:C3", "channel:C7", "user:U1"}
    assert told(intake, scope) != []
    assert scope == PUBLIC or told(intake, *(everywhere - {scope})) == []


def test_index_is_for_members(desk: Reception, site: Site) -> None:
    page = desk.page(sent("mention", f"index {site.url(PATH)}", user="U9"))
    assert page.headline == "Guests of this workspace can ask, but not index articles: ask a full member to do it."
    assert site.asked == []


def test_index_of_several_says_what_became_of_each(desk: Reception, site: Site) -> None:
    text = f"see {site.url(PATH)}, {site.url('/gone')} and {site.url(PATH)}."
    page = desk.page(sent("shortcut", text, action="index"))
    assert page.headline.startswith("Indexed: “Marrowgate")
    assert page.notes[0].startswith(f"Not indexed: http://www.example.org:{site.port}/gone: not there any more")
    assert site.paths() == [PATH, "/gone"]


def test_index_of_too_many_reads_some_and_says_so(desk: Reception, site: Site) -> None:
    text = " ".join(site.url(f"/{n}") for n in range(indexing.MOST + 3))
    page = desk.page(sent("shortcut", text, action="index"))
    assert page.notes[-1] == "Not indexed: 3 more; 5 addresses are read at a time."
    assert len(site.paths()) == indexing.MOST


@pytest.mark.parametrize(
    ("surface", "text", "headline"),
    [
        ("shortcut", "no link at all, e.g. none", indexing.NO_LINK),
        ("said", "what is this", indexing.ASK),
        ("said", "", indexing.ASK),
    ],
)
def test_index_without_an_address_says_what_to_give(desk: Reception, surface: str, text: str, headline: str) -> None:
    assert desk.page(sent(surface, text, action="index")).headline == headline


def test_index_is_off_where_there_is_no_way_to_the_web(intake: Intake, store: Store) -> None:
    desk = Reception.of(intake.newsroom, store, Extractor)
    assert desk.page(sent("mention", "index https://example.org/a")).headline == OFF


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("index https://example.org/a", True),
        ("/index example.org/a", True),
        ("index of consumer prices", False),  # a question
        ("index", True),
        ("what did Okafor say?", False),
    ],
)
def test_waits_tells_what_is_answered_aside(desk: Reception, text: str, waits: bool) -> None:
    assert desk.waits(sent("mention", text)) is waits
    assert not desk.waits(sent("click", "", action="more"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(see https://example.org/a_(b)).", ["https://example.org/a_(b)"]),
        ("“https://example.org/a?b=1,2”, www.example.com!", ["https://example.org/a?b=1,2", "www.example.com"]),
        ("<https://example.org/a|the article>", ["https://example.org/a"]),
        ("https://example.org/a https://example.org/a", ["https://example.org/a"]),
        ("no.link", []),
    ],
)
def test_links_are_taken_without_the_marks_of_the_sentence(text: str, found: list[str]) -> None:
    assert links(text) == found


def test_bare_address_needs_no_scheme() -> None:
    assert bare(" example.org/a ") == ["example.org/a"]
    assert bare("e.g. this") == []


def test_line_reads_well_where_little_is_known(intake: Intake, site: Site) -> None:
    taken = intake.page(site.url(PATH))
    bleak = replace(taken.article, title=None, outlet=None, published=None, url=URL)
    assert indexing.line(replace(taken, article=bleak, statements=0, outcome="changed")) == (
        f"Read again, and it has changed: {URL} (outlet not given, date not given) – no statement found in it."
    )
