from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from digest_kit import said, words_of
from fakes.marked import records

from bot.digest.compose import BLOCKS, FEWEST, MOST, READ, STORIES, pages
from bot.digest.model import Digest, Further, Story, Window
from bot.digest.telling import heading, origin
from bot.model import Attribution, Hit, Record
from handlers.render import render

DUE = datetime(2025, 12, 11, 4, 30, tzinfo=UTC)
WINDOW = Window(1, "2025-12-11/07:30", DUE, DUE - timedelta(days=1), DUE)


def story(*found: Record, **fields: object) -> Story:
    articles = {record.article.id: record.article for record in found}
    return Story(tuple(articles.values()), tuple(map(Hit, found)), len(articles), **fields)  # type: ignore[arg-type]


def digest(*stories: Story, **fields: object) -> Digest:
    count = sum(len(one.hits) + one.left for one in stories)
    base = Digest(WINDOW, "Europe/Istanbul", stories, len(stories), count)
    return replace(base, **fields)  # type: ignore[arg-type]


def single(number: int, words: str = "“It is so.”") -> Story:
    return story(said(f"Ann Hill{number}", words, f"a{number}", f"Title {number}"))


def shown(*found: Story) -> list[list[str]]:
    """The words of each page."""
    return [words_of(page) for page in pages(digest(*found), DUE)]


def test_a_story_is_headed_by_its_first_report_with_the_others_below() -> None:
    first = said("Ann Hill", "“A.”", "a1", "Harbour halts in ferry strike", published="2025-12-10", outlet="The Echo")
    second = said("Bo Ray", "“B.”", "a2", "“Halt!”: the harbour", published="2025-12-11")
    [page] = pages(digest(replace(story(first, second), reports=5)), DUE)
    [section] = page.sections
    assert section.title == "“Harbour halts in ferry strike” (The Echo, 10 Dec)"
    assert section.notes == ("also: “Halt!”: the harbour (The Courier, 11 Dec)", "and 3 more reports")


def test_a_republished_report_says_whose_it_is() -> None:
    [record] = records("[[“A.”]] {{said}} <<Hill>>. Republished with permission from Harbour Wire.", "Hill")
    assert heading(record.article) == "“A title” (The Courier, 10 Dec, republished from Harbour Wire)"


def test_a_speaker_stands_over_the_first_of_their_statements() -> None:
    found = records("[[“A.”]] {{said}} <<Ann Hill>>. [[“B.”]] {{said}} <<Hill>>.", "Ann Hill", role="mayor of Lund")
    [page] = pages(digest(story(*found)), DUE)
    cards = page.sections[0].cards
    assert [card.heading for card in cards] == ["Ann Hill, mayor of Lund", None]
    assert all("Ann Hill, mayor of Lund" not in card.facts for card in cards)


def test_an_utterance_is_shown_once_with_who_else_reports_it() -> None:
    first, second, third = (said("Ann Hill", "“A.”", f"a{n}", "T", outlet=f"Outlet {n}") for n in range(3))
    told = Story((first.article, second.article), (Hit(first, also=(second, third)),), 3)
    [page] = pages(digest(told), DUE)
    [card] = page.sections[0].cards
    assert card.facts[-1] == "Outlet 0; Outlet 1 and Outlet 2 report the same words"


def test_the_outlet_of_a_single_report_stands_in_its_headline_only() -> None:
    [page] = pages(digest(single(1)), DUE)
    assert page.sections[0].cards[0].facts == ("said: date not given",)


@pytest.mark.parametrize(
    ("outlets", "ending"),
    [
        (frozenset(), "; that report is not in the record."),  # nobody has read it here
        (frozenset({"harbour post"}), "."),  # an outlet of that name is read
    ],
)
def test_one_origin_is_no_independent_confirmation(outlets: frozenset[str], ending: str) -> None:
    given = {"addressee": "The Post", "attribution": Attribution.ANONYMOUS}
    one, other = (said("an official", "“A.”", f"a{n}", "T", **given) for n in range(2))
    told = "One origin: an unnamed official to The Post. Not independent reports"
    assert origin(story(one, other), outlets) == told + ending


def test_reports_of_several_origins_have_none() -> None:
    one, other = said("Hill", "“A.”", "a1", "T", via=("The Post",)), said("Hill", "“A.”", "a2", "T")
    assert origin(story(one, other), frozenset()) is None
    assert origin(story(one), frozenset()) is None
    assert origin(replace(story(one), reports=3), frozenset()) is None  # of the other two nothing is known here


def test_what_disputes_a_statement_is_shown_with_it() -> None:
    [record] = records("<<Hill>> {{said}} [[that it rained]]. This has been contradicted by the farmers.", "Hill")
    [page] = pages(digest(story(record)), DUE)
    assert page.sections[0].cards[0].adds == "This has been contradicted by the farmers."


def test_what_another_report_disputes_is_shown_and_the_speakers_own_denials_are_not() -> None:
    first = said("Hill", "“All is well.”", "a1", "T")
    text = "“All is well,” {{said}} <<Hill>>. Hill denied that it rained. Farmers have disputed that."
    [again] = records(text.replace("“All is well,”", "[[“All is well,”]]"), "Hill", article_id="a2", outlet="The Echo")
    [denial] = records(text.replace("that it rained", "[[that it rained]]"), "Hill", article_id="a2", outlet="The Echo")
    told = Story((first.article, again.article), (Hit(first, also=(again,)), Hit(denial)), 2)
    [page] = pages(digest(told), DUE)
    assert [(card.adder, card.adds) for card in page.sections[0].cards] == [
        ("The Echo", "Farmers have disputed that."),
        ("The article", "Farmers have disputed that."),
    ]


def disputed(count: int, words: str) -> list[Record]:
    """Statements of one speaker in one article, each but the last a sentence before, and the farmers' denial."""
    text = " ".join(f"<<Hill>> {{{{said}}}} [[{words} {n}]]." for n in range(count))
    return records(f"{text} This has been contradicted by the farmers.", "Hill", url="https://e.example/")


def test_what_disputes_several_statements_in_a_row_stands_under_the_last() -> None:
    [page] = pages(digest(story(*disputed(3, "that it rained on day"))), DUE)
    adds = [card.adds for card in page.sections[0].cards]
    assert adds == [None, None, "This has been contradicted by the farmers."]


def test_what_disputes_statements_is_in_each_message_that_has_some_of_them() -> None:
    long = "that it rained " + "and rained " * (READ // FEWEST // 2) + "on day"
    message, *replies = pages(digest(story(*disputed(FEWEST + 3, long))), DUE)
    assert replies
    for page in (message, *replies):
        adds = [card.adds for section in page.sections for card in section.cards]
        assert adds == [*[None] * (len(adds) - 1), "This has been contradicted by the farmers."]


def test_what_disputes_two_speakers_stands_under_each() -> None:
    hill = records("<<Hill>> {{said}} [[that it rained]]. This has been contradicted by the farmers.", "Hill")
    ray = records("<<Ray>> {{said}} [[that it rained]]. This has been contradicted by the farmers.", "Ray")
    [page] = pages(digest(story(*hill, *ray)), DUE)
    assert [card.adds is None for card in page.sections[0].cards] == [False, False]


def test_links_lead_to_the_reports_that_are_shown() -> None:
    many = [said("Hill", f"“N {n}.”", f"a{n}", "T", url=f"https://e{n}.example/") for n in range(MOST + 2)]
    first, rest = pages(digest(story(*many)), DUE)
    assert len(first.sections[0].links) == len(first.sections[0].cards)
    assert [url for _, url in rest.sections[0].links] == [card.url for card in rest.sections[0].cards]


def test_an_unnamed_source_stands_over_its_words_with_a_capital() -> None:
    record = said("a U.S. official", "“A.”", "a1", "T", attribution=Attribution.ANONYMOUS)
    [page] = pages(digest(story(record)), DUE)
    assert page.sections[0].cards[0].heading == "A U.S. official, unnamed"


def test_what_the_speaker_said_earlier_has_its_look_and_its_days() -> None:
    now = said("Hill", "“The dam will hold.”", "a1", "T")
    then = replace(said("Hill", "the dam held", "a0", "T", published="2025-12-01", said_on="2025-11-30"))
    [page] = pages(digest(story(now), earlier={now.id: then}), DUE)
    assert page.sections[0].cards[0].earlier == (
        "Earlier on this topic – PARAPHRASE (said 30 Nov 2025, The Courier, 1 Dec 2025): the dam held said Hill."
    )


def test_earlier_words_are_cut_never_before_they_turn() -> None:
    words = " ".join(["well"] * 40) + " but never again " + " ".join(["well"] * 20)
    now, then = said("Hill", "“A.”", "a1", "T"), said("Hill", words, "a0", "T")
    [page] = pages(digest(story(now), earlier={now.id: then}), DUE)
    told = page.sections[0].cards[0].earlier or ""
    assert told.endswith("well but never …")


# -- how much


def test_every_story_is_in_the_message_before_one_has_a_second_statement() -> None:
    many = records(" ".join(f"[[“N {i}.”]] {{{{said}}}} <<Hill>>." for i in range(20)), "Hill", article_id="m")
    first, *_ = shown(story(*many), single(1), single(2))
    assert "“It is so.”" in first
    assert first.count("“It is so.”") == 2
    assert len(first) > 6


def test_a_message_has_at_most_so_many_statements_and_words() -> None:
    short = records(" ".join(f"[[“N {i}.”]] {{{{said}}}} <<Hill>>." for i in range(40)), "Hill")
    first, *rest = shown(story(*short))
    assert len(first) == MOST
    assert [len(page) for page in rest] == [12, 12, 1]
    long = records(" ".join(f"[[“{'well ' * 60}{n}.”]] {{{{said}}}} <<Hill>>." for n in range(20)), "Hill")
    first, *_ = shown(story(*long))
    assert len(first) == FEWEST
    assert sum(len(words.split()) for words in first) > READ


def test_a_statement_too_long_for_what_is_left_goes_to_the_thread_and_the_others_stay() -> None:
    short = records(" ".join(f"[[“N {i}.”]] {{{{said}}}} <<Hill>>." for i in range(3)), "Hill", article_id="m")
    huge = single(1, f"“{'w' * 8_990}.”")
    first, rest = shown(story(*short), huge)
    assert [len(words) < 10 for words in first] == [True, True, True]
    assert len(rest) == 1


def test_more_stories_than_a_minute_has_go_to_the_thread() -> None:
    first, rest = shown(*(single(n) for n in range(STORIES + 2)))
    assert (len(first), len(rest)) == (STORIES, 2)


def test_a_story_that_goes_on_in_the_thread_says_so_at_both_ends() -> None:
    found = records(" ".join(f"[[“N {i}.”]] {{{{said}}}} <<Hill>>." for i in range(MOST + 1)), "Hill")
    first, rest = pages(digest(story(*found)), DUE, all_of="k", edit=("digest.edit", "Edit this digest", "1"))
    assert first.sections[0].tail == "1 more statement in the thread."
    assert first.footer is None  # it would say the same again
    assert first.buttons == (("all", "All 16", "k/0"), ("digest.edit", "Edit this digest", "1"))
    assert str(rest.sections[0].title).endswith(", continued")
    assert rest.sections[0].cards[0].heading == "Hill"


def test_what_several_stories_leave_to_the_thread_is_added_up_below() -> None:
    def of(name: str) -> Story:
        text = " ".join(f"[[“N {i}.”]] {{{{said}}}} <<{name}>>." for i in range(MOST))
        return story(*records(text, name, article_id=name))

    first, *_ = pages(digest(of("Hill"), of("Ray")), DUE)
    assert [section.tail for section in first.sections] == [
        "7 more statements in the thread.",
        "8 more statements in the thread.",
    ]
    assert first.footer == "15 more in the thread."


def test_what_is_not_shown_is_counted_under_its_story() -> None:
    [page] = pages(digest(replace(single(1), left=7, left_speakers=4)), DUE)
    assert page.sections[0].tail == "7 more statements by 4 speakers, not shown."
    assert page.footer == "7 more, not shown."


def test_stories_that_are_only_named_come_last_with_their_counts() -> None:
    further = (Further("Rain", "The Echo", "2025-12-10", 2, 5), Further(None, None, None, 1, 1))
    told = digest(single(1), further=further, left_stories=3, left=9, statements=16)
    _, rest = pages(told, DUE)
    [section] = rest.sections
    assert section.notes == (
        "“Rain” (The Echo, 10 Dec), 2 reports: 5 statements",
        "“no headline” (outlet not given, undated): 1 statement",
    )
    assert section.tail == "9 more statements in 3 more stories or reports: see All, or ask."


def test_every_message_of_a_digest_fits_into_slacks_limits() -> None:
    """So that the layout never has to leave a statement out."""
    long = [single(n, f"“{'Long words ' * 100}{n}.”") for n in range(20)]
    links = [
        replace(story(said("Bo Ray", f"“Short {n}.”", f"b{n}", f"Other {n}", url=f"https://e{n}.example/")), left=3)
        for n in range(40)
    ]
    found = pages(digest(*long, *links), DUE, all_of="k")
    for page in found:
        message = render(page)
        assert len(message.blocks) <= 50
        assert "not shown here" not in str(message.blocks)
    assert sum(len(words_of(page)) for page in found) == 60
    assert BLOCKS < 50


def test_slack_shows_the_speaker_the_tail_the_links_and_the_buttons() -> None:
    record = said("Ann Hill", "“A.”", "a1", "T", url="https://e.example/x")
    [page] = pages(digest(replace(story(record), left=2, left_speakers=1)), DUE, all_of="k")
    message = render(page)
    body = str(message.blocks)
    assert "Open e.example" in body
    assert "2 more statements by 1 speaker, not shown." in body
    assert "'value': 'k/0'" in body
    assert "'value': '" + str(record.id) not in body  # no actions under a statement of a digest
    assert "Ann Hill – QUOTE: “A.”" in message.text


# -- the head


def test_an_empty_digest_says_so_and_a_late_one_too() -> None:
    found = pages(
        digest(older=3, repeated=2, first=("Silent too long: The Echo.", "Last in Thu.")), DUE + timedelta(hours=2)
    )
    [page] = found
    assert page.headline == "Verbatim digest, Thu 11 Dec 2025, 07:30 – indexed since Wed 10 Dec 07:30"
    assert page.notes == (
        "Late: it was due at Thu 11 Dec 2025, 07:30.",
        "Silent too long: The Echo.",
        "Nothing new: no article with a statement was indexed in this time. Last in Thu.",
        "2 statements in words that were news before, not listed again.",
        "3 statements of older or imported articles not listed.",
    )
    assert page.footer is None
