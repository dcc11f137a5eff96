"""What is answered to requests, over a real record: words, clicks, what may be seen, and where it goes."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank

from bot.delivery.workers import goes_to
from bot.extract import Extractor
from bot.model import Article, Asker, Query, Request
from bot.newsroom import Newsroom
from bot.reception import Reception
from bot.reception.asking import GONE
from bot.reception.correcting import GONE_STATEMENT, UNDONE
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.page import Page
    from store import Store

NOW = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)
TEXT = "“We are wet,” said Ann Hill, the mayor of Lund.\n\n" + "\n\n".join(
    f"Hill said that bridge number {n} was shut." for n in range(1, 20)
)
PRIVATE = "Ann Hill said that the budget was gone."
_ids = itertools.count()


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


@pytest.fixture
def desk(store: Store, clock: Clock) -> Reception:
    room = Newsroom(store, store, zone="Europe/Istanbul", clock=clock)
    articles = [
        Article("a1", TEXT, "Rain", "The Courier", published="2025-12-10", url="https://courier.example.org/1"),
        Article("a2", PRIVATE, outlet="Notes", published="2025-12-10", scope="channel:C2"),
    ]
    list(room.index(articles, Extractor()))
    return Reception.of(room, store, Extractor, "socket")


def sent(surface: str, text: str = "", **fields: object) -> Request:
    known = {"channel": "C1", "user": "U1"} | fields
    return Request(f"r{next(_ids)}", surface, text, **known)  # type: ignore[arg-type]


def ids(page: Page) -> list[int]:
    return [i for section in page.sections for card in section.cards for i in card.statements]


def test_more_pages_through_every_hit_once(desk: Reception) -> None:
    page = desk.page(sent("mention", "what did Hill say?", thread_ts="1.1"))
    seen, pages = ids(page), 1
    while page.following is not None:
        page = desk.page(sent("click", action="more", target=f"{page.answer}/{page.following}", ts="1.2"))
        seen += ids(page)
        pages += 1
    assert (len(seen), len(set(seen)), pages) == (20, 20, 4)


def test_more_of_ones_own_message_grows_it_and_then_goes_on(desk: Reception) -> None:
    page = desk.page(sent("said", "Hill", action="said"))
    counts = []
    while page.following is not None:
        page = desk.page(sent("click", action="more", target=f"{page.answer}/{page.following}"))
        counts.append(len(ids(page)))
    assert counts == [10, 15, 5]


def test_more_leaves_out_what_the_clicker_may_not_see(desk: Reception) -> None:
    page = desk.page(sent("mention", "what did Hill say about the budget?", channel="C2", thread_ts="1.1"))
    assert len(ids(page)) == 1
    here = desk.page(sent("click", action="more", target=f"{page.answer}/0", channel="C2", ts="1.2"))
    elsewhere = desk.page(sent("click", action="more", target=f"{page.answer}/0", channel="C1", ts="1.2"))
    assert (len(ids(here)), ids(elsewhere)) == (1, [])
    assert elsewhere.headline.startswith("Nothing")


def test_shared_answer_has_nothing_that_only_the_sharer_may_see(desk: Reception) -> None:
    mine = Article("a3", "Ann Hill said that the budget was hers.", outlet="Mine", scope="user:U1")
    list(desk.newsroom.index([mine], Extractor()))
    page = desk.page(sent("said", "Hill about the budget", action="said"))
    assert len(ids(page)) == 1
    shared = desk.page(sent("click", action="share", target=page.answer, private=False))
    assert shared.headline.startswith("Nothing by Ann Hill about the budget")
    assert set(ids(shared)).isdisjoint(ids(page))
    assert (shared.shared_by, shared.shareable) == ("U1", False)


def test_conversation_ends_after_seven_days(desk: Reception, clock: Clock) -> None:
    place = {"channel": "D1", "surface": "direct"}
    desk.page(replace(sent("direct", "what did Hill say about bridge number 3?"), channel="D1"))
    clock.now += timedelta(days=6)
    assert desk.page(replace(sent("direct", "and about the budget?"), channel="D1")).headline.startswith(
        "Nothing by Ann"
    )
    clock.now += timedelta(days=8)
    assert not desk.page(replace(sent("direct", "and about bridge number 4?"), **place)).headline.startswith("Ann Hill")


def test_anything_new_counts_from_the_askers_last_question(desk: Reception, clock: Clock) -> None:
    desk.page(sent("mention", "what did Hill say?", thread_ts="1.1"))
    clock.now += timedelta(hours=30)
    late = Article("a4", "Ann Hill said that the ferry was late.", outlet="Echo", published="2025-12-12")
    list(desk.newsroom.index([late], Extractor()))
    clock.now += timedelta(hours=30)
    page = desk.page(sent("said", "anything new from Hill?", action="said"))
    assert len(ids(page)) == 1
    assert ("Indexed", "since your last question, Thu 11 Dec 10:12") in page.chips


CLICKS = [
    ({"action": "more", "target": "never-given-out/5"}, GONE),
    ({"action": "share", "target": "never-given-out"}, GONE),
    ({"action": "ask", "target": "never-given-out/0"}, GONE),
    ({"action": "context", "target": "999"}, GONE_STATEMENT),
    ({"action": "context", "target": "1;DROP TABLE"}, GONE_STATEMENT),
    ({"action": "cite", "target": None}, GONE_STATEMENT),
    ({"action": "undo", "target": "1"}, GONE_STATEMENT),
    ({"action": "undo", "target": "1/999"}, GONE_STATEMENT),
]


@pytest.mark.parametrize(("click", "says"), CLICKS)
def test_click_on_what_is_gone_says_so(desk: Reception, click: dict[str, str], says: str) -> None:
    assert desk.page(sent("click", **click)).headline == says


def test_choice_that_was_not_offered_is_gone(desk: Reception, store: Store) -> None:
    key = store.save_answer(Query("?"), (), Asker(), NOW, choices=("what did Ann Hill say?",))
    assert desk.page(sent("click", action="ask", target=f"{key}/0")).headline.startswith("Ann Hill")
    for wrong in ("1", "-1", "x"):
        assert desk.page(sent("click", action="ask", target=f"{key}/{wrong}")).headline == GONE


def test_correction_without_a_name_is_refused(desk: Reception, store: Store) -> None:
    page = desk.page(sent("form", '{"speaker": "  "}', action="correct", target="1"))
    assert "a name" in page.headline
    assert store.corrections(1) == []


def test_correction_is_taken_back_once_and_by_those_who_see_it(desk: Reception, store: Store) -> None:
    done = desk.page(sent("form", "{}", action="removed", target="1"))
    (change,) = done.changes
    assert change.undo is not None
    other = sent("click", action="undo", target=change.undo, user="U2")
    assert desk.page(other).headline == GONE_STATEMENT  # who did not take it out cannot see that it was there
    assert desk.page(replace(other, user="U1")).headline.startswith("Taken back")
    assert desk.page(replace(other, user="U1")).headline == UNDONE
    assert len(store.corrections(1)) == 1


def test_citation_of_a_paraphrase_says_whose_words_they_are(desk: Reception) -> None:
    page = desk.page(sent("mention", "what did Hill say about bridge number 7?", thread_ts="1.1"))
    cited = desk.page(sent("click", action="cite", target=str(ids(page)[0])))
    (_, text), (_, address) = cited.copies
    assert "Hill said that bridge number 7 was shut.\n[PARAPHRASE – The Courier's words, not a quotation]" in text
    assert "#:~:text=" in address


GOES = [
    (Request("r", "mention", "q", "C1", "U1", ts="1", thread_ts="1"), "channel"),
    (Request("r", "direct", "q", "D1", "U1", ts="1"), "channel"),
    (Request("r", "said", "q", "C1", "U1", action="said"), "private"),
    (Request("r", "home", "", "", "U1"), "home"),
    (Request("r", "shortcut", "q", "C1", "U1", action="check"), "view"),
    (Request("r", "form", "", "C1", "U1", action="correct", view="V1"), "view"),
    (Request("r", "click", "", "C1", "U1", action="cite", ts="1"), "view"),
    (Request("r", "click", "", "C1", "U1", action="undo", view="V1"), "view"),
    (Request("r", "click", "", "C1", "U1", action="undo"), "replace"),  # where the view could not be opened
    (Request("r", "click", "", "C1", "U1", action="more", ts="1"), "private"),  # others see the message
    (Request("r", "click", "", "D1", "U1", action="more", ts="1"), "edit"),
    (Request("r", "click", "", "C1", "U1", action="more"), "replace"),
    (Request("r", "click", "", "C1", "U1", action="ask", ts="1"), "channel"),  # the thread asked, the thread is told
    (Request("r", "click", "", "C1", "U1", action="ask"), "replace"),
    (Request("r", "click", "", "C1", "U1", action="share"), "channel"),
    (Request("r", "click", "", "C1", "U1", action="change", ts="1"), "view"),
    (Request("r", "form", "", "C1", "U1", action="search", ts="1", response_url="u", view="V1"), "private"),
    (Request("r", "form", "", "D1", "U1", action="search", ts="1", view="V1"), "edit"),
    (Request("r", "form", "", "C1", "U1", action="search", response_url="u", view="V1"), "replace"),
    (Request("r", "form", "", "", "U1", action="search", view="V1"), "view"),  # opened from anywhere
]


@pytest.mark.parametrize(("request_", "way"), GOES)
def test_answer_goes_where_it_is_to_be_seen(request_: Request, way: str) -> None:
    assert goes_to(request_) == way


def test_outsiders_see_what_is_public(desk: Reception) -> None:
    request = sent("mention", "what did Hill say about the budget?", channel="C2", thread_ts="1.1")
    private = ids(desk.page(request))
    assert len(private) == 1
    assert set(ids(desk.page(replace(request, outside=True, thread_ts="2.2")))).isdisjoint(private)


def test_no_watch_is_offered_where_nobody_keeps_one(desk: Reception) -> None:
    assert "watch" not in desk.clicks
    assert desk.page(sent("mention", "what did Hill say about okapis?", thread_ts="1.1")).watch is None


def test_home_shows_the_newest_of_what_everybody_may_see(desk: Reception) -> None:
    page = desk.page(sent("home"))
    assert len(ids(page)) == 5
    assert "budget" not in str(page)


def test_page_of_one_article_does_not_claim_the_whole_answer_is(desk: Reception) -> None:
    other = Article("a5", "Ann Hill said that the mill was old.", outlet="Echo", published="2025-01-02")
    list(desk.newsroom.index([other], Extractor()))
    page = desk.page(sent("mention", "what did Hill say?", thread_ts="1.1"))
    assert page.origins[0].startswith("These from: The Courier")


REDRAWN = [
    (Request("r", "direct", "watch list", "D1", "U1", ts="1"), True),
    (Request("r", "click", "", "C1", "U1", action="watch_stop"), True),
    (Request("r", "form", "", "C1", "U1", action="digest_made"), True),
    (Request("r", "direct", "what did Hill say?", "D1", "U1", ts="1"), False),
    (Request("r", "click", "", "C1", "U1", action="more"), False),
    (Request("r", "home", "", "", "U1"), False),  # it was drawn just now
]


@pytest.mark.parametrize(("request_", "drawn"), REDRAWN)
def test_home_is_drawn_anew_after_ones_own_changes(desk: Reception, request_: Request, drawn: bool) -> None:
    assert (desk.home_after(request_) is not None) is drawn


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("status", "Verbatim is running"),  # a word of ours, whatever the command is called
        ("Hill", "Ann Hill: "),
        ("statuses", "Verbatim does not know"),  # nobody's name, and close to a word
    ],
)
def test_said_takes_words_of_ours_too(desk: Reception, typed: str, begins: str) -> None:
    assert desk.page(sent("said", typed, action="said")).headline.startswith(begins)
