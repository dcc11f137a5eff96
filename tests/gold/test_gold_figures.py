"""What the extractor reaches on the gold set, held by the floors beside it."""

from __future__ import annotations

import json

import pytest
from figures import FACTS, FLOORS, extracted, names_agree, score
from gold import load

from bot.model import Attribution, Kind, Span, Statement


def test_extraction_reaches_every_floor_of_the_gold_set() -> None:
    floors, reached = json.loads(FLOORS.read_text(encoding="utf-8")), score(extracted())
    assert set(floors) == {"overlap_f1", "speaker_f1", *FACTS}
    assert {key: reached[key] for key, floor in floors.items() if reached[key] < floor} == {}


def test_score_is_full_where_everything_is_as_marked() -> None:
    gold = load("via_and_when")
    assert set(score([(gold, gold.statements)]).values()) == {1.0}


def test_score_falls_with_what_is_missed_spare_or_given_to_another() -> None:
    gold = load("straight")
    first, *rest = gold.statements
    stranger = Statement((Span(4, 10),), Kind.INDIRECT, mention=Span(0, 3), speaker="The bakery")
    wrong = Statement(first.spans, first.kind, first.cue, gold.statements[2].mention, "Pavel Ruzicka")
    assert score([(gold, tuple(rest))])["overlap_f1"] == pytest.approx(2 * 3 / 7)
    assert score([(gold, (*gold.statements, stranger))])["overlap_f1"] == pytest.approx(2 * 4 / 9)
    assert score([(gold, (wrong, *rest))])["speaker_f1"] == pytest.approx(2 * 3 / 8)


@pytest.mark.parametrize(
    ("wanted", "got", "agree"),
    [
        ("Ines Quarles", "Quarles", True),  # the last word of a proper name
        ("Ines Quarles", "Hektor Valdimar", False),  # the principal is not the spokesperson
        ("a spokesman", "a spokesman for Finance Minister Orla Tench", True),  # as printed, more or less of it
        ("a spokesman", "Orla Tench", False),  # but never the principal
        ("a senior official", "Senior Official", True),  # case and articles aside
        ("Brisk Mobile", None, False),  # nobody is not somebody
    ],
)
def test_names_agree_on_who_is_meant(wanted: str, got: str | None, agree: bool) -> None:
    a, b = (Statement((Span(0, 1),), Kind.DIRECT, speaker=s, attribution=Attribution.NAMED) for s in (wanted, got))
    assert names_agree(a, b) is agree
