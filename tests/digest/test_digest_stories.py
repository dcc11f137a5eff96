from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fakes.marked import records

from bot.digest.compose import FIRST, pages
from bot.digest.stories import content_words, one_origin, stories
from bot.model import Digest, Record, Story, Window
from handlers.render import BLOCKS, render

DUE = datetime(2025, 12, 11, 4, 30, tzinfo=UTC)
WINDOW = Window(1, "2025-12-11/07:30", DUE, DUE - timedelta(days=1), DUE)


def said(speaker: str, words: str, article_id: str, title: str, **given: object) -> Record:
    [record] = records(f"[[{words}]] {{{{said}}}} <<{speaker}>>.", speaker, article_id=article_id, title=title, **given)
    return record


def digest(found: list[Record], **changes: object) -> Digest:
    base = Digest(WINDOW, "Europe/Istanbul", stories(found), len({r.article.id for r in found}), len(found))
    return replace(base, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ferry strike halts harbour in Malmö", "Harbour of Malmö: ferry strike goes on", True),  # the same event
        ("Mayor: new dam to open in 2026", "Dams planned: mayor says new one will open early in 2026", True),  # plural
        ("Ferry strike halts harbour in Malmö", "Strike of teachers in Lund", False),  # one word in common
        ("", "", False),  # no headline joins nothing
    ],
)
def test_stories_join_articles_of_one_event(one: str, other: str, *, same: bool) -> None:
    found = [said("Ann Hill", "“A.”", "a1", one), said("Bo Ray", "“B.”", "a2", other)]
    assert (len(stories(found)) == 1) is same


def test_stories_join_articles_that_carry_the_same_utterance() -> None:
    first, second = said("Ann Hill", "“A.”", "a1", "Rain"), said("Ann Hill", "“A.”", "a2", "Weather")
    [story] = stories([first, replace(second, utterance=first.utterance)])
    assert [(h.record.id, [r.id for r in h.also]) for h in story.hits] == [(first.id, [second.id])]


def test_a_story_is_headed_by_its_first_report() -> None:
    late = said("Ann Hill", "“A.”", "a1", "Ferry strike halts harbour", published="2025-12-11")
    early = said("Bo Ray", "“B.”", "a2", "Harbour halts in ferry strike", published="2025-12-10", outlet="The Echo")
    [story] = stories([late, early])
    assert [a.id for a in story.articles] == ["a2", "a1"]
    [page] = pages(digest([late, early]), DUE)
    assert page.sections[0].title == "“Harbour halts in ferry strike” (The Echo, 10 Dec)"
    assert page.sections[0].notes == ("also: “Ferry strike halts harbour” (The Courier, 11 Dec)",)


def test_one_origin_is_no_independent_confirmation() -> None:
    given = {"via": ("The Daily Fact",)}
    first = said("an official", "“A.”", "a1", "Ferry strike halts harbour", **given)
    second = said("an official", "“B.”", "a2", "Ferry strike halts harbour", outlet="The Echo", **given)
    [story] = stories([first, second])
    assert one_origin(story) == "The Daily Fact"
    assert one_origin(Story(story.articles[:1], story.hits)) is None


def test_the_most_reported_story_comes_first() -> None:
    lone = said("Bo Ray", "“B.”", "a0", "Teachers on strike", published="2025-12-09")
    pair = [said("Ann Hill", "“A.”", i, "Ferry halts harbour traffic", outlet=i) for i in ("a1", "a2")]
    assert [len(s.articles) for s in stories([lone, *pair])] == [2, 1]


def test_statements_of_one_speaker_stay_together() -> None:
    found = records(
        "[[“A.”]] {{said}} <<Hill>>. [[“B.”]] {{said}} <<Ray>>. [[“C.”]] {{said}} <<Hill>>.", "Hill", "Ray", "Hill"
    )
    [story] = stories(found)
    assert [h.record.statement.speaker for h in story.hits] == ["Hill", "Hill", "Ray"]


def test_content_words_leave_small_words_and_endings_out() -> None:
    assert content_words("The U.S. says its forces' plan is new") == {"force", "plan"}


def test_a_full_digest_overflows_into_its_thread_and_loses_none() -> None:
    found = [said("Ann Hill", f"“Number {i}.”", f"a{i}", f"Title{i} alone{i}") for i in range(30)]
    first, *rest = pages(digest(found), DUE)
    assert first.footer == f"{30 - FIRST // 2} more in the thread."
    shown = [i for p in (first, *rest) for s in p.sections for c in s.cards for i in c.statements]
    assert sorted(shown) == sorted(r.id for r in found)


def test_every_message_of_a_digest_fits_into_slacks_limits() -> None:
    """So that the layout never has to leave a statement out."""
    found = [said("Ann Hill", f"“{'Long words ' * 100}{i}.”", f"a{i}", f"Title{i} alone{i}") for i in range(30)]
    more = [
        said("Bo Ray", f"“Short {i}.”", f"b{i}", f"Other{i} single{i}", url="https://e.example/") for i in range(30)
    ]
    for page in pages(digest([*found, *more]), DUE):
        message = render(page)
        assert len(message.blocks) <= BLOCKS
        assert "not shown here" not in str(message.blocks)


def test_a_story_that_goes_on_says_so() -> None:
    found = records(" ".join(f"[[“N {i}.”]] {{{{said}}}} <<Hill>>." for i in range(FIRST + 1)), "Hill")
    _, rest = pages(digest(found), DUE)
    assert str(rest.sections[0].title).endswith(", continued")


def test_an_empty_digest_says_so_and_a_late_one_too() -> None:
    [page] = pages(digest([], older=3), DUE + timedelta(hours=2))
    assert page.headline == "Verbatim digest, Thu 11 Dec 2025, 07:30 – indexed since Wed 10 Dec 07:30"
    assert page.notes == (
        "Late: it was due at Thu 11 Dec 2025, 07:30.",
        "Nothing new: no article with a statement was indexed in this time.",
        "3 statements of older or imported articles not listed.",
    )
