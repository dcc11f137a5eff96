from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import fold, folded, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Erdoğan", "erdogan"),  # accents
        ("İstanbul", "istanbul"),  # the dotted capital folds to two code points
        ("Kılıçdaroğlu", "kilicdaroglu"),  # the dotless i
        ("“huge failure”", '"huge failure"'),  # quotation marks
        ("it’s", "it's"),  # apostrophes
        ("10–11", "10-11"),  # dashes
        ("STRASSE", "straße"),  # ß
        ("e\u0301", "é"),  # composed and decomposed
        ("a\xa0b", "a b"),  # blanks
    ],
)
def test_fold_sees_no_difference(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_folded_is_the_same_fold_with_a_way_back(text: str) -> None:
    copy = folded(text)
    assert len(copy.at) == len(copy.text) + 1
    assert list(copy.at) == sorted(copy.at)
    assert copy.at[-1] == len(text)
    assert all(
        fold(text[i]).startswith(copy.text[k]) or copy.text[k] in fold(text[i]) for k, i in enumerate(copy.at[:-1])
    )


@given(st.text())
def test_fold_is_idempotent_on_its_words(text: str) -> None:
    assert words(fold(text)) == words(text)


def test_words_keep_an_apostrophe_inside() -> None:
    assert words("Meshaal’s “don't” 12:30 _x_") == ["meshaal's", "don't", "12", "30", "x"]
