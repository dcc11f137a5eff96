from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.check.marks import quoted


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said "one bolt" twice.', ["one bolt"]),  # straight
        ("He said “one bolt” twice.", ["one bolt"]),  # curly
        ("He said ‘one bolt,’ twice.", ["one bolt,"]),  # single
        ("He said 'one bolt' twice.", ["one bolt"]),  # straight single
        ("He said ''one bolt,'' twice.", ["one bolt,"]),  # doubled single marks, as agencies file them
        ("He said ``one bolt'' twice.", ["one bolt"]),  # typewriter marks
        ("He said «one bolt» twice.", ["one bolt"]),
        ("Er sagte „ein Bolzen“.", ["ein Bolzen"]),
        ("\"It's the voters' bridge,\" he said", ["It's the voters' bridge,"]),  # apostrophes inside
        ("'It's a bridge'", ["It's a bridge"]),
        ("\"She called it 'huge' today\"", ["She called it 'huge' today"]),  # the outermost only
        ('"One," he said, "two."', ["One,", "two."]),
        ('"It goes on', ["It goes on"]),  # a paragraph that the next one continues
        ("the voters' bridge and the city's bill", []),  # apostrophes are no marks
        ("rock 'n roll", []),
        ('""', []),  # nothing inside
        ("", []),
    ],
)
def test_words_inside_marks(text: str, inside: list[str]) -> None:
    assert [span.of(text) for span in quoted(text)] == inside


@given(st.text(alphabet="ab' \"“”‘’„«».,`"))
def test_spans_are_ordered_and_disjoint_in_any_text(text: str) -> None:
    spans = quoted(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.end <= len(text) for span in spans)
