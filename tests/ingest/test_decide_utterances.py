"""When two statements of one speaker are the same words, and that fingerprints bring such pairs together."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.utterances import fingerprints, same_utterance

LONG = "we shall not sell the iron bridge to anybody however much money they may offer us for it this year"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (LONG, LONG, True),
        (LONG, f"“{LONG.capitalize()},”", True),  # case, quotation marks, comma
        (LONG, LONG.replace("iron ", ""), True),  # one word of twenty left out
        (LONG, LONG.replace("not ", "").replace("iron ", "").replace("money ", ""), False),  # three
        (LONG, "we shall not sell", False),  # a fragment
        ("No", "no!", True),  # short ones must be equal …
        ("No deal today", "No deal now", False),
        ("a b c d", "a b c d d", False),  # … in number too, below five words
        ("…", "…", False),  # no words are no utterance
        ("", "", False),
    ],
)
def test_same_utterance_is_near_verbatim(one: str, other: str, same: bool) -> None:
    assert same_utterance(one, other) is same
    assert same_utterance(other, one) is same


@given(st.text(max_size=80))
def test_fingerprints_are_few_equal_for_equal_words_and_never_raise(text: str) -> None:
    prints = fingerprints(text)
    assert len(prints) <= 3
    assert all(0 <= one < 2**62 for one in prints)
    assert prints == fingerprints(text + " ?!")


def test_fingerprints_bring_reworded_reports_together() -> None:
    draw = random.Random(7)
    vocabulary = [f"word{n}" for n in range(500)]
    met = 0
    for _ in range(300):
        said = draw.sample(vocabulary, 20)
        reworded = [*said[:10], *said[11:]]  # Jaccard .95
        met += bool(set(fingerprints(" ".join(said))) & set(fingerprints(" ".join(reworded))))
    assert met >= 294  # a pair of least words stays in .9 of cases; none of three in a thousandth


def test_fingerprints_keep_strangers_apart() -> None:
    draw = random.Random(7)
    vocabulary = [f"word{n}" for n in range(2000)]
    texts = [" ".join(draw.sample(vocabulary, 12)) for _ in range(200)]
    prints = [set(fingerprints(text)) for text in texts]
    meetings = sum(bool(one & other) for n, one in enumerate(prints) for other in prints[:n])
    assert meetings < 10  # of 19,900 pairs


def test_fingerprints_keep_apart_what_shares_only_small_words() -> None:
    draw = random.Random(7)
    small = "the of a to and in that on with for we they it is was".split()
    texts = [
        " ".join([*draw.sample(small, 6), *(f"word{draw.randrange(5000)}" for _ in range(10))]) for _ in range(200)
    ]
    prints = [set(fingerprints(text)) for text in texts]
    meetings = sum(bool(one & other) for n, one in enumerate(prints) for other in prints[:n])
    assert meetings < 1000  # of 19,900 pairs, measured 509; by two single hashes 4,500
