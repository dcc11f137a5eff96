"""A shape is compiled for a question that may have it; for no other could it have fitted."""

from __future__ import annotations

import pytest
from ask_questions import KINDS
from hypothesis import given
from hypothesis import strategies as st

from bot.ask.grammar import MARK
from bot.ask.shapes import Row, needed, plain_shapes, quoted_shapes

ROWS = [row for table in (plain_shapes(), quoted_shapes()) for _, row in table.rows]
WORDS = """what did has have is are how when who whose which said says say quoted new newest latest last first compare
and vs about on to regarding re record anything something everything the any all of by from words quotes statements
response true that it Roe tolls bridge ever changed difference between reasons for give , : - 's ? we do got people
was interview show mentioned discuss called views stance line news""".split()


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("what did <WHO> first <SAY><ON>", (("what",), ("did",), ("first",))),  # letters in a row
        ("(?:compare|contrast) (?:what )?<WHO>", (("compare", "contrast"),)),  # a group, but none that may be missing
        ("lines? of (?:the )*<WHO>", (("line",), ("of",))),  # the letter that may be missing
        ("how (?:has|did) <WHO>(?: (?:been )?chang(?:e|ed))?", (("how",), ("has", "did"))),  # nothing within groups
        (r"(?!not this)[abc]+(?P<who>no)\bday", (("day",),)),  # what only looks ahead, classes, escapes
        ("this|that (?:one|two)", ()),  # a choice between patterns
    ],
)
def test_needed_words_are_those_without_a_choice(pattern: str, needs: tuple[tuple[str, ...], ...]) -> None:
    assert needed(pattern) == needs


def test_no_shape_is_passed_over_that_a_question_has() -> None:
    questions = [question for rows in KINDS.values() for question, _ in rows]
    fitting = [(row, q) for q in questions for row in ROWS if row.pattern.fullmatch(q.strip(" ?.!"))]
    assert len(fitting) > len(questions) / 2
    assert [(row.needs, q) for row, q in fitting if not row.may_fit(q)] == []


@given(st.lists(st.sampled_from([*WORDS, MARK, "ſaid", "İs", "ıs", "lıKe"]), max_size=9).map(" ".join))
def test_no_shape_is_passed_over_that_anything_has(question: str) -> None:
    assert [row.needs for row in ROWS if row.pattern.fullmatch(question) and not row.may_fit(question)] == []


def test_few_shapes_are_compiled_for_one_question() -> None:
    asked = "what did ada roe say about the tolls"
    assert sum(row.may_fit(asked) for row in ROWS) < len(ROWS) / 2
    assert sum(row.may_fit("what did Zoë say about the tolls") for row in ROWS) < len(ROWS) / 2  # accents are letters
    row = Row("no <WHO> at all")
    assert not row.may_fit(asked)
    assert "pattern" not in vars(row)
