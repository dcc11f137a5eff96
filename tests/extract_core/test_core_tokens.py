from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extract.core.tokens import LONGEST_UNIT, units


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He didn’t say.", ["He", "did", "n’t", "say", "."]),  # a negation is a word of its own
        ("Clinton's plan", ["Clinton", "'s", "plan"]),  # so is a possessive
        ("the U.S. Senate", ["the", "U.S.", "Senate"]),  # full stops inside abbreviations
        ("Sen. Ruiz (R-Ohio)", ["Sen.", "Ruiz", "(", "R-Ohio", ")"]),  # titles keep theirs
        ("$1,200.50 by 5:30", ["$", "1,200.50", "by", "5:30"]),  # numbers stay whole
        (
            "''Yes,'' she said -- twice...",
            ["''", "Yes", ",", "''", "she", "said", "--", "twice", "..."],
        ),  # agency marks
        ("winner-take-all", ["winner-take-all"]),  # hyphens hold
    ],
)
def test_words_are_cut_as_the_training_tags_are(text: str, words: list[str]) -> None:
    assert units(text)[0].word == words


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("“It rained,” he said.", "BiiiEooo"),  # curly
        ('"It rained," he said.', "BiiiEooo"),  # straight: the side it faces decides
        ("He said it “rained", "oooBi"),  # left open: to the end of the line
        ("A “B” and “C” D", "oBiEoBiEo"),  # two
        ("12” of snow", "ooooo"[:4]),  # closes nothing
    ],
)
def test_quotation_marks_hold_the_words_between(text: str, states: str) -> None:
    assert "".join(units(text)[0].quote) == states


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It rained. It poured.", [0, 0, 0, 1, 1, 1]),  # a full stop
        ("“It rained.” He left.", [0, 0, 0, 0, 0, 1, 1, 1]),  # the closing mark belongs to the sentence before
        ("“It rained.” “It did.”", [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]),  # the opening one to the next
        ("Sen. Ruiz left", [0, 0, 0]),  # an abbreviation ends none
    ],
)
def test_sentences_end_behind_the_closing_mark(text: str, sentences: list[int]) -> None:
    assert units(text)[0].sentence == sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One.\n\nTwo.", 2),  # lines are units
        ("She said:\n\n“Yes.”", 1),  # a colon announces the next line
        ("“Yes, and\n\n“no,” she said.", 1),  # a quotation that is reopened
        ("“Yes,” she said.\n\n“No.”", 2),  # one that was closed
        ("", 0),
        (" \n \n", 0),
    ],
)
def test_lines_that_a_quotation_or_a_colon_ties_are_one_unit(text: str, count: int) -> None:
    assert len(units(text)) == count


def test_a_reopened_quotation_is_a_run_of_its_own() -> None:
    part = units("“Yes, and\n“no,” she said.")[0]
    assert part.line == [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1]
    assert part.run == [0, 0, 0, 0, 1, 1, 1, 1, -1, -1, -1]


@given(st.text(alphabet=st.sampled_from("aZ9 .,:;!?\"'“”’‘\n\t—-()\ud800é中"), max_size=300))
def test_tokens_are_the_text_in_order_whatever_it_is(text: str) -> None:
    at = 0
    for part in units(text):
        assert (
            len({len(part.begin), len(part.end), len(part.word), len(part.lower), len(part.quote), len(part.run)}) == 1
        )
        for begin, end in zip(part.begin, part.end, strict=True):
            assert at <= begin < end <= len(text)
            assert not text[at:begin].strip()  # nothing but blanks is left out
            at = end
    assert not text[at:].strip()


def test_no_unit_is_longer_than_the_longest_and_time_is_linear() -> None:
    text = "word " * 200_000
    began = time.process_time()
    parts = units(text)
    assert time.process_time() - began < 5
    assert {len(part) for part in parts[:-1]} == {LONGEST_UNIT}
    assert sum(map(len, parts)) == 200_000


def test_many_open_lines_do_not_make_one_endless_unit() -> None:
    parts = units("“and on\n" * 5_000)
    assert max(map(len, parts)) <= LONGEST_UNIT
