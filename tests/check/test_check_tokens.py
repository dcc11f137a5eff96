from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.check.tokens import Passage, fragment, passage, stretches


def texts(text: str, *, merged: bool = False) -> list[str]:
    return [w.text for w in passage(text, merged=merged)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Don’t go", "don't go"),  # marks and case
        ("don`t go", "don't go"),
        ("a\xa0 b\n c", "a b c"),  # spacing
        ("the bridge – and", "the bridge - and"),  # dashes
        ("re\u0301sume\u0301", "résumé"),  # letters composed and not
        ("ofﬁce", "office"),  # ligatures
        ("co\u00adoperate", "cooperate"),  # a soft hyphen nobody sees
        ("1,250,000 lamps", "1250000 lamps"),  # thousands
        ("[W]e go", "we go"),  # the letter that a quotation begins with
        ("They [the builders] go", "they go"),  # the outlet's insertion
        ("well‑known", "well-known"),  # a hyphen that does not break
    ],
)
def test_what_is_no_alteration_is_the_same_words(one: str, other: str) -> None:
    assert texts(one) == texts(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3.5 lamps", "35 lamps"),  # decimals
        ("3.5 lamps", "3 5 lamps"),
        ("$5", "€5"),  # signs of an amount
        ("5%", "5"),
        ("it is -5 there", "it is 5 there"),  # below zero
        ("they told US", "they told us"),  # capitals that make another word
        ("cannot", "can not"),  # spelling is a word's own
    ],
)
def test_what_changes_an_amount_or_a_word_is_not(one: str, other: str) -> None:
    assert texts(one) != texts(other)


def test_a_hyphenated_word_is_one_where_it_is_merged() -> None:
    assert texts("co-operate") == ["co", "operate"]
    assert texts("co-operate", merged=True) == texts("cooperate")
    assert texts("2019–2020", merged=True) == ["2019", "2020"]  # a dash joins no numbers


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("one two", [("one two", True)]),
        ("one … two", [("one", True), ("two", True)]),  # far: anything may be left out
        ("one [...] two ... three", [("one", True), ("two", True), ("three", True)]),
        ("one. . . . two", [("one", True), ("two", True)]),
        ("one [his] two", [("one", True), ("two", False)]),  # near: a bracket stands for a word or two
        ("he open[ed] it", [("he", True), ("it", False)]),  # with the stem of its word
        ("[…] one", [("one", True)]),
        ("…", []),
        ("[one]", []),
    ],
)
def test_a_fragment_is_taken_apart_at_ellipses_and_brackets(text: str, pieces: list[tuple[str, bool]]) -> None:
    assert [(" ".join(w.text for w in p.words), p.far) for p in fragment(text).pieces] == pieces


@pytest.mark.parametrize(("text", "trails"), [("one two …", True), ("one two...”", True), ("one … two", False)])
def test_a_fragment_says_whether_it_goes_on(text: str, *, trails: bool) -> None:
    assert fragment(text).trails is trails


def test_a_word_that_begins_a_sentence_is_known() -> None:
    assert [w.opens for w in passage("We go. They stay, all")] == [True, False, True, False, False]
    assert [w.opens for w in passage("we go")] == [False, False]
    assert [w.opens for w in passage("we go", opens=True)] == [True, False]


@given(st.lists(st.sampled_from(["a", "b", "ab", "c1"]), max_size=12), st.data())
def test_find_is_the_slow_search(held: list[str], data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.sampled_from(["a", "b", "ab", "c1"]), min_size=1, max_size=3))
    start = data.draw(st.integers(0, 13))
    places = [i for i in range(start, len(held)) if held[i : i + len(wanted)] == wanted]
    found = Passage(passage(" ".join(held))).find(passage(" ".join(wanted)), start)
    assert found == (places[0] if places else None)


@given(st.text(alphabet="ab1 .…,[]()'’-%$\ue000\ue001\n"))
def test_any_text_is_taken_apart(text: str) -> None:
    words = fragment(text).words
    assert all(w.text and w.shown for w in words)
    assert len(fragment(text).pieces) <= len(stretches(text))
