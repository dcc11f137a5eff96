"""Which utterances become one where two speakers do, and what is whose where they are two again."""

from __future__ import annotations

import pytest

from bot.ingest.regrouping import COMMON, MOST, Spoken, apart, joined
from bot.ingest.utterances import When

DAY = When("2026-03-04", "2026-03-04", stated=False)
LATER = When("2026-09-04", "2026-09-04", stated=True)
WHOLE = "the night ferry to the northern islands will sail again before the first snow of the winter"
OTHER = "every pupil of the harbour school will get a warm lunch from next autumn"


def spoken(number: int, words: str, utterance: int = 0, article: int = 0, when: When = DAY) -> Spoken:
    return Spoken(number, article or number, utterance or number, words, when)


@pytest.mark.parametrize(
    ("one", "other", "moved"),
    [
        ([spoken(1, WHOLE)], [spoken(2, WHOLE)], {2: 1}),
        ([spoken(2, WHOLE)], [spoken(1, WHOLE)], {2: 1}),  # the first report stands for both, whoever's it is
        ([spoken(1, WHOLE)], [spoken(2, OTHER)], {}),
        ([spoken(1, WHOLE, article=7)], [spoken(2, WHOLE, article=7)], {}),  # twice in one article
        ([spoken(1, "No comment.")], [spoken(2, "No comment.", when=LATER)], {}),  # on another day
        ([spoken(1, WHOLE)], [], {}),  # nothing was said
        # what was one utterance already goes along as one
        ([spoken(1, WHOLE), spoken(3, WHOLE, 1)], [spoken(2, WHOLE), spoken(4, WHOLE, 2)], {2: 1}),
        # whoever has fewer is held against the other, so that the order of the two makes no difference
        ([spoken(1, WHOLE), spoken(2, OTHER)], [spoken(3, OTHER)], {3: 2}),
        ([spoken(1, OTHER), spoken(2, WHOLE)], [spoken(3, OTHER), spoken(4, WHOLE)], {3: 1, 4: 2}),
    ],
)
def test_joined_are_the_same_words_of_two(one: list[Spoken], other: list[Spoken], moved: dict[int, int]) -> None:
    assert joined(one, other) == moved
    assert joined(other, one) == moved


def test_apart_finds_again_what_is_one_in_the_order_it_came() -> None:
    mixed = [spoken(5, WHOLE, 1), spoken(3, WHOLE, 1), spoken(4, OTHER, 1), spoken(9, WHOLE, 1, article=3)]
    assert apart(mixed) == {3: 3, 4: 4, 5: 3, 9: 3}


def test_apart_takes_no_words_of_its_own_article() -> None:
    assert apart([spoken(1, WHOLE, article=7), spoken(2, WHOLE, 1, article=7)]) == {1: 1, 2: 2}


def test_nothing_is_apart_of_nothing() -> None:
    assert apart([]) == {}


def test_what_is_said_again_and_again_is_found_among_the_first() -> None:
    """However many share its only fingerprint: nobody waits while all of them are looked at."""
    one = [spoken(number, "No comment.", 1) for number in range(1, 2 * COMMON)]
    assert joined(one, [spoken(9999, "No comment.")]) == {9999: 1}


def test_newest_of_very_many_are_held_against_the_others() -> None:
    many = [spoken(number, f"{number} ferries sail") for number in range(2, MOST + 2)]
    older, newer = [spoken(1, WHOLE), *many], [*many, spoken(MOST + 2, WHOLE)]
    others = [spoken(number + 2 * MOST, f"{number} buses run") for number in range(MOST)]
    other = [*others, spoken(4 * MOST, WHOLE), spoken(4 * MOST + 1, OTHER)]
    assert joined(older, other) == {}
    assert joined(newer, other) == {4 * MOST: MOST + 2}
