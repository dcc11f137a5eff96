"""When two statements of one speaker are the same words, and that fingerprints bring such pairs together."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from utterance_figures import joined, score, strays
from utterance_pairs import load

from bot.ingest.sameness import same_words
from bot.ingest.utterances import MOST, When, fingerprints, one_occasion, same_utterance
from bot.ingest.wordings import reading

if TYPE_CHECKING:
    from pathlib import Path

LONG = "we shall not sell the iron bridge to anybody however much money they may offer us for it this year"
WHOLE = "The mill burns and nobody from the county has come to look at it"


@pytest.mark.parametrize("at_once", [False, True], ids=["one after the other", "in one go"])
def test_reports_of_the_written_pairs_are_joined_and_the_others_are_not(tmp_path: Path, *, at_once: bool) -> None:
    entries = load()
    found = joined(entries, tmp_path, at_once=at_once)
    everything = score(entries, found, {entry.part for entry in entries})
    assert everything["pairs"] >= 60
    assert everything["others"] >= 60
    for figures in (everything, score(entries, found, {4})):  # the last part is the judge
        assert figures["precision"] >= 0.97  # the floors of the issue
        assert figures["recall"] >= 0.9
    assert not strays(entries, found)


def test_every_written_entry_has_its_reason_and_two_different_reports() -> None:
    entries = load()
    assert all(entry.why for entry in entries)
    assert all(entry.one != entry.other or "translations" in entry.why for entry in entries)
    assert len({(entry.one, entry.other) for entry in entries}) == len(entries)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (LONG, LONG, True),
        (LONG, f"“{LONG.capitalize()},”", True),  # case, quotation marks, comma
        (LONG, LONG.replace("iron ", ""), True),  # a word left out
        (LONG, LONG.replace("iron", "stone"), False),  # another in its place
        (LONG, LONG.replace("not ", ""), False),  # the opposite
        (LONG, "we shall not sell", False),  # too little of it
        (WHOLE, "the mill burns", False),  # two telling words that go on without a comma
        (f"It is true. {WHOLE}", WHOLE, True),  # one of two sentences
        ("No", "no!", True),  # short ones must be equal …
        ("No deal today", "No deal now", False),
        ("It's over", "It is over", True),  # … but for how they are spelt
        ("…", "…", False),  # no words are no utterance
        ("", "", False),
    ],
)
def test_same_words_are_near_verbatim(one: str, other: str, *, same: bool) -> None:
    assert same_words(one, other) is same
    assert same_words(other, one) is same


@given(st.text(max_size=80), st.text(max_size=80))
def test_same_words_never_raises_and_has_no_direction(one: str, other: str) -> None:
    assert same_words(one, other) == same_words(other, one)
    assert same_words(one, one) == bool(reading(one).words)


SAID = "bridge mayor ferry not seven 12 harbour said Tuesday signs refused never before after coal the of".split()


@given(st.lists(st.sampled_from(SAID), max_size=14), st.lists(st.sampled_from(SAID), max_size=14))
def test_same_words_has_no_direction_among_words_that_meet(one: list[str], other: list[str]) -> None:
    first, second = " ".join(one), " ".join(other)
    assert same_words(first, second) == same_words(second, first)


DAY, RANGE = ("2025-03-04", "2025-03-04"), ("2025-03-01", "2025-03-05")
TALK = "Our schools need teachers"


@pytest.mark.parametrize(
    ("one", "other", "words", "same"),
    [
        (When(*DAY, stated=True), When(*DAY, stated=True), TALK, True),
        (When(*DAY, stated=True), When("2025-03-05", "2025-03-05", stated=True), TALK, True),  # zones
        (When(*DAY, stated=True), When("2025-03-06", "2025-03-06", stated=True), LONG, False),  # said twice
        (When(*DAY, stated=True), When(*RANGE, stated=True), TALK, True),
        (When(*DAY, stated=False), When("2025-03-07", "2025-03-07", stated=False), TALK, True),
        (When(*DAY, stated=False), When("2025-03-08", "2025-03-08", stated=False), TALK, False),  # a talking point
        (When(*DAY, stated=False), When("2025-05-08", "2025-05-08", stated=False), f"{LONG} {WHOLE}", True),
        (When(*DAY, stated=True), When("2025-03-02", "2025-03-02", stated=False), LONG, False),  # printed before
        (When(None, None, stated=False), When(*DAY, stated=True), TALK, True),  # nothing known forbids nothing
    ],
)
def test_one_occasion_is_what_the_days_allow(one: When, other: When, words: str, *, same: bool) -> None:
    assert one_occasion(one, other, words, words) is same
    assert one_occasion(other, one, words, words) is same
    assert same_utterance(words, words, one, other) is same


@given(st.text(max_size=200))
def test_fingerprints_are_few_equal_for_equal_words_and_never_raise(text: str) -> None:
    prints = fingerprints(text)
    assert len(prints) <= MOST
    assert all(0 <= one < 2**62 for one in prints)
    assert prints == fingerprints(text + " ?!")


def _made_up(draw: random.Random, count: int, words: int) -> list[str]:
    return [" ".join(f"word{draw.randrange(2000)}x" for _ in range(words)) for _ in range(count)]


def test_fingerprints_bring_whole_and_shortened_reports_together() -> None:
    said = [text.split() for text in _made_up(random.Random(7), 300, 20)]
    met = [bool({*fingerprints(" ".join(all_of))} & {*fingerprints(" ".join(all_of[6:13]))}) for all_of in said]
    assert sum(met) >= 294  # six pairs in common, and of each three one is not kept


def test_fingerprints_keep_strangers_apart() -> None:
    draw = random.Random(7)
    small = "the of a to and in that on with for we they it is was".split()
    texts = [f"{' '.join(draw.sample(small, 6))} {text}" for text in _made_up(draw, 200, 12)]
    prints = [set(fingerprints(text)) for text in texts]
    meetings = sum(bool(one & other) for n, one in enumerate(prints) for other in prints[:n])
    assert meetings < 10  # of 19,900 pairs


def test_fingerprints_know_spellings_and_other_words_for_the_same() -> None:
    one, other = "No soldier guards the theatre", "No troops guarded the theater"
    assert set(fingerprints(one)) & set(fingerprints(other))
