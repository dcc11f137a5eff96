from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot import wording


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        ("2025-12-10", "2025-12-11", "10–11 Dec 2025"),  # one month: the month once
        ("2025-11-28", "2025-12-03", "28 Nov – 3 Dec 2025"),  # one year: the year once
        ("2024-12-30", "2025-01-02", "30 Dec 2024 – 2 Jan 2025"),  # over new year: both years
        ("2025-12-10", "2025-12-10", "10 Dec 2025"),  # one day is no range
        ("2025-12-10", None, "10 Dec 2025"),  # one end known
        (None, None, "date not given"),  # unknown is said to be unknown
    ],
)
def test_days_write_a_range_with_nothing_twice(first: str | None, last: str | None, written: str) -> None:
    assert wording.days(first, last) == written


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2025-12-06", "Sat 6 Dec 2025"),  # a day
        ("2025-12", "Dec 2025"),  # a month
        ("2025", "2025"),  # a year
        ("2025-12-01/2025-12-07", "Mon 1 Dec – Sun 7 Dec 2025"),  # a range as known
        ("spring", "spring"),  # what is no date is shown as it is, never guessed
        ("2025-13", "2025-13"),  # nor is a broken one
        (None, "date not given"),
    ],
)
def test_said_writes_each_precision(iso: str | None, written: str) -> None:
    assert wording.said(iso) == written


@pytest.mark.parametrize(
    ("count", "noun", "written"),
    [(1, "quote", "1 quote"), (3, "quote", "3 quotes"), (2, "copy", "2 copies"), (1204, "article", "1,204 articles")],
)
def test_plural_counts(count: int, noun: str, written: str) -> None:
    assert wording.plural(count, noun) == written


def test_possessive_of_a_name_in_s_has_no_second_s() -> None:
    assert [wording.possessive(n) for n in ("Reuters", "Newsmax")] == ["Reuters'", "Newsmax's"]


def test_joined_reads_as_a_list() -> None:
    assert [wording.joined(x) for x in (["a"], ["a", "b"], ["a", "b", "c"], [])] == ["a", "a and b", "a, b and c", ""]


def test_moment_is_in_the_readers_zone() -> None:
    instant = datetime(2025, 12, 10, 22, 30, tzinfo=UTC)
    assert wording.moment(instant, "Europe/Istanbul") == "Thu 11 Dec 01:30"
    assert wording.full_moment(instant, "America/New_York") == "Wed 10 Dec 2025, 17:30"


@pytest.mark.parametrize(
    ("name", "short"),
    [("Hakan Fidan", "Fidan"), ("Martin Luther King Jr.", "King"), ("Lula", "Lula"), ("", "")],
)
def test_surname_is_how_one_is_called_the_second_time(name: str, short: str) -> None:
    assert wording.surname(name) == short


def test_capitalised_leaves_written_names_alone() -> None:
    assert [wording.capitalised(n) for n in ("fidan", "de Gaulle", "hakan fidan")] == [
        "Fidan",
        "de Gaulle",
        "Hakan Fidan",
    ]
