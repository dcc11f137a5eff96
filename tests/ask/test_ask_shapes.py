"""A shape is compiled for a question that may have it; for no other could it have fitted."""

from __future__ import annotations

import pytest
from ask_questions import KINDS
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ask.grammar import MARK, beginnings
from bot.ask.shapes import Row, needed, opening, plain_shapes, quoted_shapes

ROWS = [row for table in (plain_shapes(), quoted_shapes()) for _, row in table.rows]
WORDS = """what did has have is are how when who whose which said says say quoted new newest latest last first compare
and vs about on to regarding re record anything something everything the any all of by from words quotes statements
response true that it Roe tolls bridge ever changed difference between reasons for give , : - 's ? we do got people
was interview show mentioned discuss called views stance line news""".split()


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("what did <WHO> first<ON>", (("what",), ("did",), ("first",))),  # letters in a row
        ("did <WHO> <PRON>", (("did",), ("he", "she", "they", "it", "him", "her", "them"))),  # a part that is a list
        ("(?:compare|contrast) (?:what )?<WHO>", (("compare", "contrast"),)),  # a group, but none that may be missing
        ("lines? of (?:the )*<WHO>", (("line",), ("of",))),  # the letter that may be missing
        ("how (?:has|did) <WHO>(?: (?:been )?chang(?:e|ed))?", (("how",), ("has", "did"))),  # nothing within groups
        (r"(?!not this)[abc]+(?P<who>no)\bday", (("day",),)),  # what only looks ahead, classes, escapes
        ("this|that (?:one|two)", ()),  # a choice between patterns
    ],
)
def test_needed_words_are_those_without_a_choice(pattern: str, needs: tuple[tuple[str, ...], ...]) -> None:
    assert needed(pattern) == needs


@pytest.mark.parametrize(
    ("pattern", "opens"),
    [
        ("what did <WHO>", ("what did ",)),  # letters in a row
        ("lines? of <WHO>", ("line",)),  # but the one that may be missing
        ("(?:compare|contrast) <WHO>", ("compare", "contrast")),  # a group
        (
            "(?:so |and )?(?:the )*who <WHO>",
            ("so ", "and ", "the ", "who "),
        ),  # what may be missing, and what then comes
        ("<PRON> said", ("he", "she", "they", "it", "him", "her", "them")),  # a part that is a list
        ("(?:so )?<WHO> said", ()),  # a name, which may be anything
        ("this|that", ()),  # a choice between patterns
        (r"\w+ said", ()),  # a class
        ("(?:(?:so|and) )?the", ()),  # groups in groups
    ],
)
def test_opening_is_what_every_question_of_a_shape_begins_with(pattern: str, opens: tuple[str, ...]) -> None:
    assert opening(pattern) == opens


@pytest.mark.parametrize(
    ("part", "begin"),
    [
        ("PRON", ("he", "she", "they", "it", "him", "her", "them")),  # words
        ("WORDS", ("quot", "statement", "comment", "remark", "words", "line", "soundbite", "saying", "paraphrase")),
        ("SOFT", ()),  # may be missing
        ("WHO", ()),  # anything
        ("QUOTE", ()),  # no letters
    ],
)
def test_beginnings_are_those_of_a_list_of_wordings(part: str, begin: tuple[str, ...]) -> None:
    assert beginnings(part) == begin


def test_no_shape_is_passed_over_that_a_question_has() -> None:
    questions = [question for rows in KINDS.values() for question, _ in rows]
    fitting = [(row, q) for q in questions for row in ROWS if row.pattern.fullmatch(q.strip(" ?.!"))]
    assert len(fitting) > len(questions) / 2
    assert [(row.needs, q) for row, q in fitting if not row.may_fit(q)] == []


@settings(deadline=None)  # the first example compiles every shape
@given(
    st.lists(
        st.sampled_from([*WORDS, MARK, "ſaid", "İs", "saıd", "quoted aſ", "as\u212aed", "ıs", "lıKe"]), max_size=9
    ).map(" ".join)
)
def test_no_shape_is_passed_over_that_anything_has(question: str) -> None:
    assert [row.needs for row in ROWS if row.pattern.fullmatch(question) and not row.may_fit(question)] == []


def test_few_shapes_are_compiled_for_one_question() -> None:
    asked = "what did ada roe say about the tolls"
    assert sum(row.may_fit(asked) for row in ROWS) < len(ROWS) / 3
    assert sum(row.may_fit("what did Zoë say about the tolls") for row in ROWS) < len(ROWS) / 3  # accents are letters
    row = Row("no <WHO> at all")
    assert not row.may_fit(asked)
    assert "pattern" not in vars(row)
