"""Watches asked for in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ask.people import Directory
from bot.model import Kind, Query, SpeakerEntry, SpeakerKind
from bot.watch.spoken import change_of, muted_until, of_query, parse, quiet_hours

DAY = date(2025, 12, 11)
NOW = datetime(2025, 12, 11, 7, 0, tzinfo=UTC)  # a Thursday; 10:00 in Istanbul
PEOPLE = Directory(
    (
        SpeakerEntry(1, "Ann Hill", SpeakerKind.PERSON, statements=4),
        SpeakerEntry(2, "Port Union", SpeakerKind.ORGANISATION, statements=3),
        SpeakerEntry(3, "Cy Moss", SpeakerKind.PERSON, statements=3),
        SpeakerEntry(4, "Dee Moss", SpeakerKind.PERSON, statements=3),
    )
)


@pytest.mark.parametrize(
    ("typed", "speakers", "topics", "outlets"),
    [
        ("Hill about rain", ["Ann Hill"], ["rain"], ()),  # the sentence the help gives
        ("hill on rain", ["Ann Hill"], ["rain"], ()),  # as it is asked for
        ("Hill", ["Ann Hill"], [], ()),
        ("Port Union", ["Port Union"], [], ()),  # an organisation speaks, too
        ("ceasefire", [], ["ceasefire"], ()),  # nobody is called so: a topic
        ("about the harbour", [], ["the harbour"], ()),
        ("what Hill says about the harbour", ["Ann Hill"], ["the harbour"], ()),
        ("Hill, Port Union about rain from The Courier", ["Ann Hill", "Port Union"], ["rain"], ("The Courier",)),
        ("out for Hill", ["Ann Hill"], [], ()),  # "watch out for Hill"
        ("for me Hill", ["Ann Hill"], [], ()),
    ],
)
def test_words_say_what_is_watched(
    typed: str, speakers: list[str], topics: list[str], outlets: tuple[str, ...]
) -> None:
    wish = parse(typed, DAY, PEOPLE)
    wanted = wish.criteria.wanted
    assert wish.strange == ()
    assert [n.shown for n in wanted.speakers] == speakers
    assert ([n.words for n in wanted.topics], wanted.outlets) == (topics, outlets)


def test_quotes_only_and_exclusions_are_understood() -> None:
    wish = parse("Hill quotes only except opinion", DAY, PEOPLE)
    assert wish.criteria.quotes_only
    assert [n.words for n in wish.criteria.left_out.topics] == ["opinion"]


def test_for_me_is_taken_out_of_what_is_watched() -> None:
    wish = parse("Hill about rain for me", DAY, PEOPLE)
    assert wish.mine
    assert [n.words for n in wish.criteria.wanted.topics] == ["rain"]


def test_name_of_nobody_beside_a_topic_is_said() -> None:
    assert parse("Zorro about rain", DAY, PEOPLE).unknown == ("Zorro",)


def test_name_of_several_is_said() -> None:
    ((name, who),) = parse("Moss", DAY, PEOPLE).several
    assert (name, set(who)) == ("Moss", {"Cy Moss", "Dee Moss"})


@pytest.mark.parametrize("typed", ["", "everything", "for me", "from"])
def test_watch_without_a_wish_is_asked_for_one(typed: str) -> None:
    assert "whom or what to watch" in parse(typed, DAY, PEOPLE).strange


def test_times_are_for_digests() -> None:
    assert parse("Hill weekdays at 8:00", DAY, PEOPLE).strange[-1].startswith("a watch tells at once")


@given(st.text(max_size=200))
def test_nothing_typed_breaks_it(typed: str) -> None:
    parse(typed, DAY, PEOPLE)
    change_of(typed)
    muted_until(typed, NOW, "Europe/Istanbul")
    quiet_hours(typed)


def test_question_becomes_a_watch() -> None:
    query = Query("q", speakers=("hill",), topic="rain", outlet="The Courier", kind=Kind.DIRECT, since="2025-12-01")
    wish = of_query(query, PEOPLE)
    wanted = wish.criteria.wanted
    assert ([n.shown for n in wanted.speakers], [n.words for n in wanted.topics]) == (["Ann Hill"], ["rain"])
    assert (wanted.outlets, wish.criteria.quotes_only, wish.strange) == (("The Courier",), True, ())


def test_question_about_nothing_in_particular_cannot_be_watched() -> None:
    assert of_query(Query("anything new?"), PEOPLE).strange


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "2025-12-12T07:00+00:00"),  # a day
        ("for 2 days", "2025-12-13T07:00+00:00"),
        ("2 hours", "2025-12-11T09:00+00:00"),
        ("a week", "2025-12-18T07:00+00:00"),
        ("for 9999 months", "2026-12-12T07:00+00:00"),  # a year at most: it would be forgotten
        ("until Monday", "2025-12-15T07:00+03:00"),  # the morning of that day, where they are
        ("until Thursday", "2025-12-18T07:00+03:00"),  # today's weekday is next week's
        ("tomorrow", "2025-12-12T07:00+03:00"),
        ("until 14:00", "2025-12-11T14:00+03:00"),
        ("until 9:30", "2025-12-12T09:30+03:00"),  # over for today
        ("until 2025-12-24", "2025-12-24T07:00+03:00"),
        ("until 2025-12-01", None),  # the past
        ("until the cows come home", None),
    ],
)
def test_mute_ends_when_it_is_said(typed: str, expected: str | None) -> None:
    found = muted_until(typed, NOW, "Europe/Istanbul")
    assert (found.isoformat(timespec="minutes") if found else None) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("22:00-7:00", ("22:00", "07:00")),
        ("22-7", ("22:00", "07:00")),
        ("from 22h to 7.30", ("22:00", "07:30")),
        ("22:00 until 24:00", ("22:00", "00:00")),
        ("25-7", None),  # no such hour
        ("7-7", None),  # all day or never?
        ("at night", None),
    ],
)
def test_quiet_hours_are_understood(typed: str, expected: tuple[str, str] | None) -> None:
    assert quiet_hours(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("stop 3", ("stop", 3, "")),
        ("delete watch #3", ("stop", 3, "")),
        ("mute 12 for 2 days.", ("mute", 12, "for 2 days")),
        ("quiet 3 22-7", ("quiet", 3, "22-7")),
        ("stop the war", None),  # a topic
        ("Hill about 3 bridges", None),
    ],
)
def test_words_that_change_a_watch_name_it_by_number(typed: str, expected: tuple[str, int, str] | None) -> None:
    assert change_of(typed) == expected
