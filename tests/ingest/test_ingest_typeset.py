"""What is typeset, as text: words cut at a line's end, and what stands at the edge of every page."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.papers import paragraphs
from bot.ingest.typeset import Hyphens, unbroken, unpaged


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["closed on Tues-", "day night"], "closed on Tuesday night"),  # a cut, as most are
        (["the well-", "known port"], "the well-known port"),  # "well" begins no longer word
        (["a state-of-the-", "art pier"], "a state-of-the-art pier"),  # a chain goes on as one
        (["the vice-", "president, a vice-president"], "the vice-president, a vice-president"),
        (["a heli-", "port; each heli-port"], "a heli-port; each heli-port"),  # as the text writes it elsewhere
        (["the over-", "seas aid, overseas"], "the overseas aid, overseas"),  # the same the other way
        (["a long-", "term plan, longterm in the title"], "a longterm plan, longterm in the title"),  # its own spelling
        (["Saint-", "Denis fell"], "Saint-Denis fell"),  # a capital is no second half of a cut word
        (["two- and three-", "year terms"], "two- and three-year terms"),
        (["two-", "and three-year terms"], "two- and three-year terms"),  # a hyphen that waits for its word
        (["an e-", "mail"], "an e-mail"),
        (["on page 3-", "4 of it"], "on page 3-4 of it"),
        (["he paused -", "then spoke"], "he paused - then spoke"),  # a dash
        (["a co\u00ad", "operation"], "a cooperation"),  # a soft hyphen says itself what it is
        (["harbour", "master"], "harbour master"),
        (["“Never-", "ending,” she said"], "“Neverending,” she said"),  # the text does not tell: taken for a cut
    ],
)
def test_words_cut_at_the_end_of_a_line_are_made_whole(lines: list[str], text: str) -> None:
    assert paragraphs(lines, Hyphens(lines).joined) == [text]


@pytest.mark.parametrize(
    ("text", "line", "joined"),
    [("well-", "known", "well-known"), ("a -", "b", "a - b"), ("", "b", "b"), ("a", "", "a"), ("a", "b", "a b")],
)
def test_unbroken_keeps_every_hyphen(text: str, line: str, joined: str) -> None:
    assert unbroken(text, line) == joined


HEAD = "The Coast Courier"


@pytest.mark.parametrize(
    ("pages", "lines"),
    [
        (  # head, and number of the page
            [[HEAD, "One.", "1"], [HEAD, "Two.", "2"], [HEAD, "Three.", "3"]],
            ["One.", "", "Two.", "", "Three."],
        ),
        (  # left and right pages have heads of their own; the first has none
            [["One."], [f"2 {HEAD}", "Two."], ["News 3", "Three."], [f"4 {HEAD}", "Four."], ["News 5", "Five."]],
            ["One.", "", "Two.", "", "Three.", "", "Four.", "", "Five."],
        ),
        ([["One.", "Page 1 of 1"]], ["One."]),  # a single page says itself that it is one
        ([["In 2024 there were", "12"]], ["In 2024 there were", "12"]),  # and a number alone may be the text's
        ([["The minister", "said"], ["that it was."]], ["The minister", "said", "that it was."]),  # a paragraph goes on
        ([["He left."], ["the rest"]], ["He left.", "", "the rest"]),  # a sentence that has ended goes on nowhere
        ([[HEAD, "One."], ["Two.", HEAD, "Three."]], [HEAD, "One.", "", "Two.", HEAD, "Three."]),  # not at one place
        ([["Again."], ["Again."]], ["Again.", "", "Again."]),  # pages that are all alike: nothing would be left
        ([["", "One.", ""], [], ["", " "], ["Two."]], ["One.", "", "Two."]),
        ([], []),
    ],
)  # fmt: skip
def test_pages_become_one_text_without_what_stands_on_each(pages: list[list[str]], lines: list[str]) -> None:
    assert unpaged(pages) == lines


@given(st.lists(st.text("aA-\u00ad 1.”", max_size=8), max_size=8))
def test_no_letter_is_ever_lost_or_made_up(lines: list[str]) -> None:
    kept = [c for line in lines for c in line if c.isalnum()]
    assert [c for text in paragraphs(lines, Hyphens(lines).joined) for c in text if c.isalnum()] == kept


def test_very_long_paragraph_of_cut_words_is_put_together_in_time() -> None:
    lines = ["a-" * 40] * 10_000
    begun = time.process_time()
    assert len(paragraphs(lines, Hyphens(lines).joined)[0]) == 800_000
    assert time.process_time() - begun < 5
