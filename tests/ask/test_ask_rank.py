from __future__ import annotations

import pytest

from bot.ask import rank
from bot.ask.stems import related, stem, variants
from bot.ask.thesaurus import akin, others
from bot.model import Candidate, Kind


def candidate(words: str, context: str = "", kind: Kind = Kind.INDIRECT, confidence: float = 1.0) -> Candidate:
    return Candidate(1, 1, 1, words, context, kind, "2025-12-08", "a", 0, confidence, 0.0)


def topic(text: str, **counts: int) -> rank.Topic:
    return rank.topic(rank.topic_words(text), counts, 1000)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tax", "taxes"),  # plural
        ("city", "cities"),
        ("divorce", "divorced"),
        ("hire", "hiring"),  # a short verb
        ("plan", "planning"),  # a doubled consonant
        ("women", "woman"),  # irregular
        ("paid", "paying"),
        ("russia", "russian"),  # derivation
        ("inflate", "inflation"),
        ("minister", "ministers"),
        ("varga", "varga's"),  # possessive
    ],
)
def test_forms_of_one_word_are_related(one: str, other: str) -> None:
    assert related(one, other)
    assert related(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("police", "policy"),  # begin alike, mean another thing
        ("general", "generous"),
        ("bank", "banner"),
        ("port", "portrait"),
        ("tax", "taxi"),
        ("", "a"),
    ],
)
def test_other_words_are_not(one: str, other: str) -> None:
    assert not related(one, other)


def test_variants_are_forms_of_the_word() -> None:
    assert {"toll", "tolls", "tolled", "tolling"} <= set(variants("toll"))
    assert "cities" in variants("city")
    assert "told" not in variants("tol")


def test_other_words_for_the_same_are_akin() -> None:
    assert stem("wages") in akin("pay")
    assert "salary" in others("wages")
    assert akin("harbour") == {stem("harbour")}  # of a word without kin, itself


def test_topic_words_leave_out_what_only_asks() -> None:
    assert rank.topic_words("what did she really say about the new tolls, and why?") == ("tolls",)
    assert rank.topic_words("the 9 o'clock C train") == ("9", "o'clock", "train")


def test_weights_sum_to_one_and_rare_words_weigh_more() -> None:
    weighed = topic("bridge corrosion", bridge=300)
    assert sum(weighed.weights) == pytest.approx(1)
    assert weighed.weights[1] > weighed.weights[0]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (candidate("the tolls will rise"), candidate("they will rise", "asked about tolls")),  # statement over sentence
        (candidate("the tolls will rise"), candidate("the fees will rise")),  # the word itself over nothing
        (candidate("tolls pay for lamps and books"), candidate("tolls for lamps and for books pay")),  # side by side
        (candidate("the tolls on this bridge will rise every year"), candidate("tolls")),  # whole over fragment
        (candidate("tolls will rise"), candidate("tolls will rise", confidence=0.3)),  # a sure speaker
        (candidate("tolls will rise", kind=Kind.DIRECT), candidate("tolls will rise")),  # a quotation
        (candidate("wages will rise"), candidate("hopes will rise")),  # another word for pay
    ],
)
def test_score_prefers(better: Candidate, worse: Candidate) -> None:
    wanted = topic("tolls pay bridge")
    assert rank.score(better, wanted).total > rank.score(worse, wanted).total


def test_misspelt_word_counts_as_what_it_was_meant_for() -> None:
    wanted = rank.topic(("tols",), {"tols": 3}, 100, {"tols": ("tolls",)})
    assert rank.score(candidate("the tolls will rise"), wanted).coverage == pytest.approx(0.95)


@pytest.mark.parametrize(
    ("words", "context", "text", "is_met"),
    [
        ("the tolls will rise", "", "tolls", True),
        ("it will rise", "asked about tolls, she said", "tolls", True),  # in its sentence
        ("it will rise", "", "tolls", False),  # nothing of it
        ("the tolls will rise", "", "tolls on ferries in winter at night", True),  # a word of four, a rare one
        ("the night was cold", "", "tolls on ferries in winter at night", True),
        ("the ferry left", "", "submarine reactors torpedoes crew night harbour", False),  # none of many
    ],
)
def test_topic_is_met(words: str, context: str, text: str, is_met: bool) -> None:
    wanted = topic(text)
    assert rank.met(rank.score(candidate(words, context), wanted), wanted) is is_met


def test_newest_orders_by_day_then_look_then_place() -> None:
    rows = [
        Candidate(1, 1, 1, "", "", Kind.INDIRECT, "2025-12-08", "a", 0, 1, 0),
        Candidate(2, 1, 2, "", "", Kind.DIRECT, "2025-12-08", "a", 50, 1, 0),
        Candidate(3, 1, 3, "", "", Kind.DIRECT, "2025-12-08", "a", 9, 1, 0),
        Candidate(4, 1, 4, "", "", Kind.INDIRECT, "2025-12-09", "b", 0, 1, 0),
        Candidate(5, 1, 5, "", "", Kind.DIRECT, "", "c", 0, 1, 0),  # no date at all comes last
    ]
    assert [c.id for c in sorted(rows, key=rank.newest)] == [4, 3, 2, 1, 5]
