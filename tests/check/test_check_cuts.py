from __future__ import annotations

import pytest

from bot.check.cuts import is_cut, rest
from bot.check.tokens import Passage, fragment, passage

HELD = (
    "Nobody will cross that bridge until every bolt has been checked twice. We will not open it before June, unless "
    "the council pays. I do not think that we should wait. The tolls are a steady and welcome help to the town budget "
    "in winter. We are ready, but the road is not."
)


def cut(text: str, before: str = "", after: str = "") -> bool:
    held, wanted = Passage(passage(HELD)), fragment(text)
    spans, at = [], 0
    for piece in wanted.pieces:
        found = held.find(piece.words, at)
        assert found is not None
        at = found + len(piece.words)
        spans.append((found, at))
    around = tuple(before.split()), tuple(after.split())
    return is_cut(spans, held, around, trails=wanted.trails)


@pytest.mark.parametrize(
    "text",
    [
        "open it before June",  # just after a negation
        "we should wait",  # a negation governs it from three words before
        "We will not",  # the verb is missing
        "We will not open it before June",  # what turns it follows: unless
        "We are ready",  # but
        "Nobody will cross that bridge",  # until, and the clause goes on
        "Nobody will cross that bridge until every bolt",  # in mid-clause
        "every bolt has been checked",  # a clause from its middle, broken off
        "The tolls are a steady",  # an article without its noun
    ],
)
def test_a_cut_that_may_turn_the_sense(text: str) -> None:
    assert cut(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nobody will cross that bridge until every bolt has been checked twice",  # to the end of the sentence
        "every bolt has been checked twice",  # from the middle to the end
        "the council pays",
        "steady and welcome help",  # a phrase
        "welcome help to the town budget",  # a longer one, without a verb
        "every bolt",
        "before June",  # the negation governs the verb, not this
        "Nobody will cross that bridge …",  # it says that it goes on
    ],
)  # fmt: skip
def test_a_fragment_that_is_no_cut(text: str) -> None:
    assert not cut(text)


@pytest.mark.parametrize(
    ("text", "before", "after", "is_one"),
    [
        ("open it before June", "would not", "unless the", False),  # the draft says the negation itself
        ("open it before June", "Varga said", "unless the", True),
        ("open it before June", "not said", "unless the", True),  # a negation elsewhere is no excuse
        ("Nobody will cross that bridge", "", "until every", False),  # the draft goes on as the record does
        ("Nobody will cross that bridge", "", "until then", True),  # and so it does not
    ],
)
def test_the_drafts_own_words_excuse_a_cut(text: str, before: str, after: str, *, is_one: bool) -> None:
    assert cut(text, before, after) is is_one


def test_the_rest_is_shown_as_far_as_the_sentence_goes() -> None:
    held = Passage(passage(HELD))
    start = held.find(passage("open it"))
    assert start is not None
    shown = [(op, " ".join(w.shown for w in words)) for op, words in rest([(start, start + 2)], held)]
    assert shown == [("-", "We will not"), ("=", "open it"), ("-", "before June unless the council pays")]
