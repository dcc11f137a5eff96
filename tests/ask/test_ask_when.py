from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ask.when import find_period

WEDNESDAY = date(2025, 12, 10)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        # -- days
        ("what did Varga say today", "2025-12-10", "2025-12-10"),  # the asker's day
        ("yesterday", "2025-12-09", "2025-12-09"),
        ("the day before yesterday", "2025-12-08", "2025-12-08"),  # not "yesterday" with words before it
        ("last night", "2025-12-09", "2025-12-09"),
        ("said on Monday", "2025-12-08", "2025-12-08"),  # the latest one
        ("on Wednesday", "2025-12-10", "2025-12-10"),  # today's weekday is today …
        ("last Wednesday", "2025-12-03", "2025-12-03"),  # … but "last" never is
        ("Thursday", "2025-12-04", "2025-12-04"),  # without a preposition
        ("on tue", "2025-12-09", "2025-12-09"),  # short, after a preposition
        ("last fri", "2025-12-05", "2025-12-05"),
        ("on 26 Sept", "2025-09-26", "2025-09-26"),  # no year: the latest one not after today
        ("on Sept. 26", "2025-09-26", "2025-09-26"),
        ("on September 26th", "2025-09-26", "2025-09-26"),
        ("on the 26th of September", "2025-09-26", "2025-09-26"),
        ("on Friday 26 September 2025", "2025-09-26", "2025-09-26"),  # weekday and date are one expression
        ("on Monday, Dec. 8, 2025", "2025-12-08", "2025-12-08"),
        ("on 31 Dec", "2024-12-31", "2024-12-31"),  # last year's: this year's is still to come
        ("on 10 December", "2025-12-10", "2025-12-10"),  # today is not after today
        ("on 29 Feb", "2024-02-29", "2024-02-29"),  # the latest year that had one
        ("2025-03-04", "2025-03-04", "2025-03-04"),
        ("three days ago", "2025-12-07", "2025-12-07"),
        # -- weeks, months, years
        ("this week", "2025-12-08", "2025-12-14"),
        ("last week", "2025-12-01", "2025-12-07"),  # from Monday to Sunday
        ("two weeks ago", "2025-11-24", "2025-11-30"),
        ("last weekend", "2025-12-06", "2025-12-07"),
        ("this month", "2025-12-01", "2025-12-31"),
        ("last month", "2025-11-01", "2025-11-30"),
        ("in September", "2025-09-01", "2025-09-30"),
        ("back in June", "2025-06-01", "2025-06-30"),
        ("in may", "2025-05-01", "2025-05-31"),  # after "in" it is the month
        ("in December", "2025-12-01", "2025-12-31"),  # the running month
        ("last December", "2024-12-01", "2024-12-31"),  # not the running one
        ("in early March", "2025-03-01", "2025-03-31"),
        ("in March 2024", "2024-03-01", "2024-03-31"),
        ("February 2024", "2024-02-01", "2024-02-29"),  # a leap year
        ("2025-03", "2025-03-01", "2025-03-31"),
        ("this year", "2025-01-01", "2025-12-31"),
        ("last year", "2024-01-01", "2024-12-31"),
        ("in 2023", "2023-01-01", "2023-12-31"),
        ("this summer", "2025-06-01", "2025-08-31"),
        ("in the winter of 2023", "2023-12-01", "2024-02-29"),  # over the year end
        # -- ranges
        ("the last 3 days", "2025-12-07", "2025-12-10"),
        ("in the past two weeks", "2025-11-26", "2025-12-10"),
        ("over the past month", "2025-11-10", "2025-12-10"),
        ("since Monday", "2025-12-08", None),
        ("since last week", "2025-12-01", None),
        ("quotes from September", "2025-09-01", "2025-09-30"),  # "from" alone opens nothing
        ("since 2024", "2024-01-01", None),
        ("after 5 December", "2025-12-06", None),  # the day itself is out
        ("before Friday", None, "2025-12-04"),
        ("until 3 December", None, "2025-12-03"),  # the day itself is in
        ("between 1 May and 3 June", "2025-05-01", "2025-06-03"),
        ("from Monday to Tuesday", "2025-12-08", "2025-12-09"),
        ("from Friday to Tuesday", "2025-12-05", "2025-12-09"),
        ("from Thursday until Saturday", "2025-12-04", "2025-12-06"),
        ("26-28 Sept", "2025-09-26", "2025-09-28"),
        ("from May to July 2025", "2025-05-01", "2025-07-31"),
    ],
)
def test_period_is_the_range_meant(text: str, since: str | None, until: str | None) -> None:
    period = find_period(text, WEDNESDAY)
    assert period is not None
    assert (period.since and period.since.isoformat(), period.until and period.until.isoformat()) == (since, until)


@pytest.mark.parametrize(
    ("today", "text", "since", "until"),
    [
        (date(2026, 1, 2), "on Tuesday", "2025-12-30", "2025-12-30"),  # a weekday over the year end
        (date(2026, 1, 2), "last week", "2025-12-22", "2025-12-28"),
        (date(2026, 1, 2), "last month", "2025-12-01", "2025-12-31"),
        (date(2026, 1, 2), "in December", "2025-12-01", "2025-12-31"),
        (date(2026, 1, 2), "on 31 Dec", "2025-12-31", "2025-12-31"),
        (date(2024, 3, 1), "yesterday", "2024-02-29", "2024-02-29"),  # a leap day
        (date(2025, 12, 7), "this week", "2025-12-01", "2025-12-07"),  # on a Sunday
        (date(2025, 12, 7), "this weekend", "2025-12-06", "2025-12-07"),
        (date(2025, 12, 8), "from Monday to Wednesday", "2025-12-01", "2025-12-03"),  # the one that is over
    ],
)
def test_period_at_the_edges_of_the_calendar(today: date, text: str, since: str, until: str) -> None:
    period = find_period(text, today)
    assert period is not None
    assert (str(period.since), str(period.until)) == (since, until)


@pytest.mark.parametrize(
    "text",
    [
        "what did we discuss",  # "we" is no Wednesday
        "Theresa May on trade",  # a name
        "what did Orlo say about May",  # "about May" is about somebody
        "what did Orlo say on May?",
        "April Ryan quotes",
        "the march on the capital",
        "last week's budget",  # names the budget, not the days
        "the Sept. 11 attacks",  # a name with a date in it
        "in the Sunday Times",  # an outlet
        "he sat in the sun",
        "who won 2016 votes",  # a number
        "mon dieu",
        "on 31 February",  # no such day
        "999999 years ago",
        "",
    ],
)
def test_no_period_is_read_into_names_and_numbers(text: str) -> None:
    assert find_period(text, WEDNESDAY) is None


def test_period_says_where_it_stands() -> None:
    text = "what did Varga say last week about tolls"
    period = find_period(text, WEDNESDAY)
    assert period is not None
    assert text[period.start : period.end] == "last week"


_PIECES = st.sampled_from(
    "since between and from to last the 3 31 Feb may Monday week ago years 2024 - until in".split()
)


@given(st.lists(_PIECES, max_size=8).map(" ".join) | st.text(max_size=60), st.dates())
def test_period_is_ordered_and_inside_any_text(text: str, today: date) -> None:
    period = find_period(text, today)
    if period is not None:
        assert 0 <= period.start < period.end <= len(text)
        assert period.since or period.until
        assert not (period.since and period.until) or period.since <= period.until
