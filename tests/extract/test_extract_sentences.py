from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extract.sentences import paragraphs, sentences

# Sentences as they should be cut, joined by "|" where the text has a blank.
CUT = [
    ("One ends. Another begins.", ["One ends.", "Another begins."]),
    ("The U.S. Senate met. It voted.", ["The U.S. Senate met.", "It voted."]),  # an abbreviation before a name
    ("They left the U.S. The rest stayed.", ["They left the U.S.", "The rest stayed."]),  # and one that ends
    ("Sen. Ada Moss spoke. So did Gov. Lee.", ["Sen. Ada Moss spoke.", "So did Gov. Lee."]),  # titles
    ("On Jan. 5 it rained. On Feb. 6 it did not.", ["On Jan. 5 it rained.", "On Feb. 6 it did not."]),  # months
    ("It opened in Jan. Then it closed.", ["It opened in Jan.", "Then it closed."]),  # a month at the end
    ("Ada B. Moss wrote it. J. R. Lee did not.", ["Ada B. Moss wrote it.", "J. R. Lee did not."]),  # initials
    ("A.E. Dorn agreed. G.K. Marsh left.", ["A.E. Dorn agreed.", "G.K. Marsh left."]),  # initials without blanks
    ('"It is over." He left.', ['"It is over."', "He left."]),  # the mark belongs to its sentence
    ("“It is over.” He left.", ["“It is over.”", "He left."]),  # the same, curly
    ('"Is it over?" she asked. Nobody knew.', ['"Is it over?" she asked.', "Nobody knew."]),  # a tag goes on
    ("It cost 3.5 million. It sank.", ["It cost 3.5 million.", "It sank."]),  # a number
    ("He said (quietly.) She nodded.", ["He said (quietly.)", "She nodded."]),  # brackets close too
    ("Wait … and see. Then go.", ["Wait … and see.", "Then go."]),  # an ellipsis goes on in lower case
    ("At 5 p.m. the doors shut. All left.", ["At 5 p.m. the doors shut.", "All left."]),  # lower case follows
    ("Really?! Yes.", ["Really?!", "Yes."]),  # several marks
    ("One line\nAnother line", ["One line", "Another line"]),  # never over a paragraph
    ("Mr. and Mrs. Dorn sat down. They ate.", ["Mr. and Mrs. Dorn sat down.", "They ate."]),  # titles twice
    ("Dorn Inc. said no. Marsh Ltd. agreed.", ["Dorn Inc. said no.", "Marsh Ltd. agreed."]),  # companies
]


@pytest.mark.parametrize(("text", "wanted"), CUT)
def test_sentences_are_cut_where_they_end(text: str, wanted: list[str]) -> None:
    assert [s.of(text) for s in sentences(text)] == wanted


def test_paragraphs_are_lines_with_something_in_them() -> None:
    text = "  One \n\n \t\nTwo\r\nThree"
    assert [p.of(text) for p in paragraphs(text)] == ["One", "Two", "Three"]


@given(st.text(alphabet="ab .!?\"'“”\n(A1)", max_size=80))
def test_sentences_hold_every_word_once_and_in_order(text: str) -> None:
    found = sentences(text)
    assert "".join("".join(s.of(text).split()) for s in found) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(max_size=200))
def test_sentences_never_cross_a_paragraph(text: str) -> None:
    inside = paragraphs(text)
    for sentence in sentences(text):
        assert any(p.start <= sentence.start and sentence.end <= p.end for p in inside)


@pytest.mark.parametrize("piece", ["A. ", "...", "U.S. ", '"." ', "a.b.c.", "“”", "'s "])
def test_sentences_take_linear_time(piece: str) -> None:
    began = time.perf_counter()
    sentences(piece * (100_000 // len(piece)))
    assert time.perf_counter() - began < 5
