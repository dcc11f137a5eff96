"""What is offered while somebody types a name."""

from __future__ import annotations

import time

import pytest

from bot.ask.suggest import MOST, outlets, speakers
from bot.model import SpeakerEntry, SpeakerKind

PERSON = SpeakerKind.PERSON
ENTRIES = (
    SpeakerEntry(1, "Ann Hill", PERSON, ("Hill", "Annie Hill"), ("mayor of Lund",), 12),
    SpeakerEntry(2, "Hilda Ångström", PERSON, (), (), 3),
    SpeakerEntry(3, "Olof Hansson-Hill", PERSON, (), (), 1),
    SpeakerEntry(4, "Jean Meshaal", PERSON, ("J. Mishal",), (), 30),
    SpeakerEntry(5, "Whitehill Council", SpeakerKind.ORGANISATION, (), (), 40),
)
TYPED = [
    ("", ["Whitehill Council", "Jean Meshaal", "Ann Hill", "Hilda Ångström", "Olof Hansson-Hill"]),  # most quoted first
    ("hil", ["Ann Hill", "Hilda Ångström", "Olof Hansson-Hill", "hil"]),  # beginnings of words, not their insides
    ("HILL", ["Ann Hill", "Olof Hansson-Hill", "HILL"]),  # case is nothing
    ("angstr", ["Hilda Ångström", "angstr"]),  # nor are accents
    ("hill ann", ["Ann Hill", "hill ann"]),  # nor the order
    ("annie", ["Ann Hill", "annie"]),  # by another name
    ("Mashaal", ["Jean Meshaal", "Mashaal"]),  # misspelt
    ("ann hill", ["Ann Hill"]),  # typed out: nothing to add
    ("Mara  Lind", ["Mara Lind"]),  # somebody who is not in the record can be asked for
]


@pytest.mark.parametrize(("typed", "offered"), TYPED)
def test_speakers_are_offered_by_what_was_typed(typed: str, offered: list[str]) -> None:
    assert [name for name, _ in speakers(ENTRIES, typed)] == offered


def test_offer_says_how_often_and_as_what_somebody_is_quoted() -> None:
    (first, last) = speakers(ENTRIES, "ann")
    assert first == ("Ann Hill", "Ann Hill (12), mayor of Lund")
    assert last == ("ann", "“ann”, as typed")


def test_outlets_are_offered_by_any_part_of_their_name() -> None:
    listed = [("Coast Desk", 2), ("Écho", 1)]
    assert outlets(listed, "desk") == [("Coast Desk", "Coast Desk, 2 articles")]
    assert outlets(listed, "echo") == [("Écho", "Écho, 1 article")]
    assert len(outlets(listed, "")) == 2


def test_fifty_thousand_speakers_are_offered_while_somebody_types() -> None:
    many = tuple(
        SpeakerEntry(i, f"Given{i % 211} Family{i % 9973}", PERSON, (), ("minister",), i % 50) for i in range(50_000)
    )
    speakers(many, "x")  # laid out once for each change of the record
    started = time.process_time()
    found = speakers(many, "family99")
    assert time.process_time() - started < 0.1
    assert len(found) == MOST + 1
