from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extract.quotes import quotations

# Text, and what stands in quotation marks: outer quotations as they are, nested ones in brackets.
MARKED = [
    ('He said "no" twice.', ["no"]),  # straight
    ("He said “no” twice.", ["no"]),  # curly
    ("He said ''no'' twice.", ["no"]),  # two single ones
    ("He said ``no'' twice.", ["no"]),  # as typeset
    ("He said «no» twice.", ["no"]),  # guillemets
    ("He said „no“, twice.", ["no"]),  # German
    ("It was a ‘cat in a bag,’ he said.", ["cat in a bag,"]),  # single as quotation marks
    ("It was a 'cat in a bag,' he said.", ["cat in a bag,"]),  # the same, straight
    ("\"You said 'no' to me,\" she said.", ["You said 'no' to me,", "[no]"]),  # single inside double
    ("“You said ‘no’ to me,” she said.", ["You said ‘no’ to me,", "[no]"]),
    ("‘You said “no” to me,’ she said.", ["You said “no” to me,", "[no]"]),  # double inside single
    ('"I read: “no” there," he said.', ["I read: “no” there,", "[no]"]),  # curly inside straight
    ("The dog's bone, the dogs' bones, it’s theirs.", []),  # apostrophes
    ("Rock 'n' roll in the '90s, 'tis said.", []),  # apostrophes before a word
    ("She called it ‘the workers’ house’ again.", ["the workers’ house"]),  # a possessive inside
    ('"Never closed\nNext paragraph.', ["Never closed"]),  # ends with its paragraph
    ('"One\n"Two," he said.', ["One", "Two,"]),  # reopened in the next
    ("‘One\n‘Two,’ he said.", ["One", "Two,"]),  # reopened, single
    ('A "b" and "c" d.', ["b", "c"]),
    ("He is 6'2\" tall.", []),  # inches: nothing is closed that was not opened
    ('""', []),  # nothing inside
    ("“ ”", [" "]),
]


@pytest.mark.parametrize(("text", "wanted"), MARKED)
def test_quotations_are_found_however_they_are_typed(text: str, wanted: list[str]) -> None:
    found = [f"[{q.inner.of(text)}]" if q.nested else q.inner.of(text) for q in quotations(text)]
    assert found == wanted


def test_an_open_quotation_says_so() -> None:
    first, second = quotations("“One\n“Two,” he said.")
    assert (first.closed, second.closed) == (False, True)


@given(st.text(alphabet="ab \"'“”‘’„«»`.,\n", max_size=60))
def test_quotations_are_ordered_in_range_and_within_a_paragraph(text: str) -> None:
    tops = [q for q in quotations(text) if not q.nested]
    assert all(a.outer.end <= b.outer.start for a, b in pairwise(tops))
    for quotation in quotations(text):
        assert quotation.outer.start < quotation.inner.start <= quotation.inner.end <= quotation.outer.end <= len(text)
        assert "\n" not in quotation.outer.of(text)


@given(st.lists(st.sampled_from(["a", "bc", "it was", "no."]), min_size=1, max_size=6))
def test_straight_and_curly_marks_are_read_alike(pieces: list[str]) -> None:
    straight = " and ".join(f'"{p}"' for p in pieces)
    curly = " and ".join(f"“{p}”" for p in pieces)
    assert [q.inner for q in quotations(straight)] == [q.inner for q in quotations(curly)]
