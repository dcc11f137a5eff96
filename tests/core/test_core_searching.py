"""The search form: what it is filled in with, and the query that a filled one is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.searching import asked, form, worded
from bot.model import Intent, Kind, Query

HILL = Query("?", speakers=("hill",), topic="rain", since="2025-12-01", kind=Kind.DIRECT, outlet="Courier")


def standing(query: Query | None, *speakers: str) -> dict[str, tuple[str, ...]]:
    """What stands in the fields."""
    made = form(query, speakers, "key").form
    assert made is not None
    return {field.name: field.value for field in made.fields}


def test_form_is_filled_in_with_the_question_as_understood() -> None:
    assert standing(HILL, "Ann Hill") == {
        "speakers": ("Ann Hill",),
        "topic": ("rain",),
        "since": ("2025-12-01",),
        "until": (),
        "outlet": ("Courier",),
        "look": ("direct",),
        "order": ("best",),
    }
    assert standing(HILL)["speakers"] == ("hill",)  # nobody was found: as asked for


def test_words_are_asked_for_only_where_there_are_some() -> None:
    assert "words" not in standing(None)
    assert standing(replace(HILL, fragment="a red line"))["words"] == ("a red line",)


QUERIES = [
    ({}, Query("what was said?", Intent.TOPIC)),
    ({"speakers": ("Ann Hill",)}, Query("what did Ann Hill say?", Intent.SAID, ("Ann Hill",))),
    ({"topic": ("rain",)}, Query("what was said about rain?", Intent.TOPIC, topic="rain")),
    # two people are put side by side, a third is not asked for
    ({"speakers": ("A", "B", "C")}, Query("what did A and B say?", Intent.COMPARE, ("A", "B"))),
    # an order is an intent
    ({"topic": ("rain",), "order": ("newest",)}, Query("what was said about rain?", Intent.LATEST, topic="rain")),
    ({"topic": ("rain",), "order": ("oldest",)}, Query("what was said about rain?", Intent.CHANGED, topic="rain")),
    # days in the wrong order are turned round
    (
        {"since": ("2025-12-05",), "until": ("2025-12-01",)},
        Query("what was said, 1–5 Dec 2025?", Intent.TOPIC, since="2025-12-01", until="2025-12-05"),
    ),
    (
        {"since": ("2025-12-05",), "look": ("mixed",), "outlet": ("Echo",)},
        Query(
            "what was said, since 5 Dec 2025, in Echo?",
            Intent.TOPIC,
            since="2025-12-05",
            outlet="Echo",
            kind=Kind.MIXED,
        ),
    ),
    ({"words": ("red line",)}, Query("who said “red line”?", Intent.WHO, fragment="red line", quoted=True)),
    (
        {"words": ("red line",), "speakers": ("Hill",)},
        Query("did Hill say “red line”?", Intent.VERIFY, ("Hill",), fragment="red line", quoted=True),
    ),
]


@pytest.mark.parametrize(("entered", "query"), QUERIES)
def test_filled_form_is_a_query(entered: dict[str, tuple[str, ...]], query: Query) -> None:
    assert asked(entered) == query


def test_what_the_form_does_not_ask_for_stays() -> None:
    before = replace(HILL, addressee="Reuters", besides=("Berg",), answered_by=("Ann Hill",))
    after = asked({"speakers": ("Ann Hill",), "topic": ("snow",)}, before)
    assert (after.topic, after.addressee, after.besides, after.since, after.kind) == (
        "snow",
        "Reuters",
        ("Berg",),
        None,
        None,
    )
    assert after.answered_by == ()


@pytest.mark.parametrize("intent", [Intent.FIRST, Intent.NEW, Intent.LATEST, Intent.CHANGED])
def test_order_asked_for_in_words_is_kept_when_it_is_not_changed(intent: Intent) -> None:
    before = replace(HILL, intent=intent)
    fields = {name: value for name, value in standing(before).items() if value}
    assert asked(fields, before).intent is intent
    assert asked(fields | {"order": ("best",)}, before).intent is Intent.SAID


@given(
    st.dictionaries(
        st.sampled_from(["speakers", "topic", "since", "until", "look", "order", "words"]), st.tuples(st.text())
    )
)
def test_whatever_comes_in_is_a_query(entered: dict[str, tuple[str, ...]]) -> None:
    assert worded(asked(entered)).endswith("?")
