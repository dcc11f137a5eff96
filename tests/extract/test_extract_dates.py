from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extract.dates import said_on

WEDNESDAY = "2025-12-10"
NEW_YEAR = "2026-01-02"  # a Friday

# Expression, the article's day, what it means, how that is known.
KNOWN = [
    ("On Saturday,", WEDNESDAY, "2025-12-06", "weekday"),  # the latest one before
    ("on Tuesday night", WEDNESDAY, "2025-12-09", "weekday"),
    ("on Wednesday", WEDNESDAY, "2025-12-10", "weekday"),  # the same day is today
    ("last Wednesday", WEDNESDAY, "2025-12-03", "weekday"),  # but not the last one
    ("last Thursday", WEDNESDAY, "2025-12-04", "weekday"),
    ("Thursday", WEDNESDAY, "2025-12-04", "weekday"),  # without "on"
    ("late Monday", WEDNESDAY, "2025-12-08", "weekday"),
    ("on Sunday morning", "2025-12-10T08:30:00+02:00", "2025-12-07", "weekday"),  # an article with a time
    ("on Monday", NEW_YEAR, "2025-12-29", "weekday"),  # over the year's end
    ("between Monday and Tuesday", WEDNESDAY, "2025-12-08/2025-12-09", "weekday"),
    ("from Friday to Sunday", WEDNESDAY, "2025-12-05/2025-12-07", "weekday"),
    ("yesterday", WEDNESDAY, "2025-12-09", "relative"),
    ("yesterday", "2026-01-01", "2025-12-31", "relative"),  # over the year's end
    ("the day before yesterday", WEDNESDAY, "2025-12-08", "relative"),
    ("today", WEDNESDAY, "2025-12-10", "relative"),
    ("earlier today", WEDNESDAY, "2025-12-10", "relative"),
    ("this morning", WEDNESDAY, "2025-12-10", "relative"),
    ("tonight", WEDNESDAY, "2025-12-10", "relative"),
    ("last night", WEDNESDAY, "2025-12-09", "relative"),
    ("two days ago", WEDNESDAY, "2025-12-08", "relative"),
    ("10 days ago", WEDNESDAY, "2025-11-30", "relative"),
    ("a week ago", WEDNESDAY, "2025-12-01/2025-12-07", "relative"),
    ("three months ago", WEDNESDAY, "2025-09", "relative"),
    ("two months ago", NEW_YEAR, "2025-11", "relative"),  # over the year's end
    ("five years ago", WEDNESDAY, "2020", "relative"),
    ("last week", WEDNESDAY, "2025-12-01/2025-12-07", "relative"),
    ("last week", NEW_YEAR, "2025-12-22/2025-12-28", "relative"),
    ("this week", WEDNESDAY, "2025-12-08/2025-12-10", "relative"),
    ("earlier this week", "2025-12-08", "2025-12-08", "relative"),  # on a Monday that is the day itself
    ("Last month,", WEDNESDAY, "2025-11", "relative"),
    ("last month", NEW_YEAR, "2025-12", "relative"),
    ("earlier this month", WEDNESDAY, "2025-12", "relative"),
    ("last year", WEDNESDAY, "2024", "relative"),
    ("this year", WEDNESDAY, "2025", "relative"),
    ("over the weekend", WEDNESDAY, "2025-12-06/2025-12-07", "relative"),
    ("last weekend", "2025-12-07", "2025-11-29/2025-11-30", "relative"),  # said on a Sunday
    ("on Dec. 5", WEDNESDAY, "2025-12-05", "stated"),
    ("on December 5th", WEDNESDAY, "2025-12-05", "stated"),
    ("on 5 December", WEDNESDAY, "2025-12-05", "stated"),
    ("on the 5th of December", WEDNESDAY, "2025-12-05", "stated"),
    ("on Dec. 20", WEDNESDAY, "2024-12-20", "stated"),  # not after the article's day
    ("on Dec. 31", NEW_YEAR, "2025-12-31", "stated"),  # over the year's end
    ("on Feb. 29", WEDNESDAY, "2024-02-29", "stated"),  # the last year that had one
    ("on Dec. 5, 2023,", WEDNESDAY, "2023-12-05", "stated"),
    ("on 5 December 2023", None, "2023-12-05", "stated"),  # whole dates need no article's day
    ("on Tuesday, Dec. 9, 2025,", None, "2025-12-09", "stated"),
    ("on Tuesday, Dec. 9", WEDNESDAY, "2025-12-09", "stated"),  # the date goes before the day's name
    ("2025-11-30", None, "2025-11-30", "stated"),
    ("in March 2024", None, "2024-03", "stated"),
    ("in March", WEDNESDAY, "2025-03", "stated"),
    ("in December", NEW_YEAR, "2025-12", "stated"),
    ("in late November", WEDNESDAY, "2025-11", "stated"),
    ("in 2016", WEDNESDAY, "2016", "stated"),
    ("on New Year's Eve", NEW_YEAR, "2025-12-31", "stated"),
    ("on Christmas Day", WEDNESDAY, "2024-12-25", "stated"),
    ("on the 8th", WEDNESDAY, "2025-12-08", "stated"),
    ("on the 28th", WEDNESDAY, "2025-11-28", "stated"),  # of the month before
    ("early on Friday", WEDNESDAY, "2025-12-05", "weekday"),
    ("Monday evening", WEDNESDAY, "2025-12-08", "weekday"),
    ("on Friday last week", WEDNESDAY, "2025-12-05", "weekday"),
    ("on Sunday", "2025-01-05", "2025-01-05", "weekday"),  # an article of a Sunday
    ("on Monday", "2025-12-10T00:30:00+03:00", "2025-12-08", "weekday"),  # the civil date as printed, never shifted
    ("on Thursday", "2024-02-29", "2024-02-29", "weekday"),  # a leap day
    ("on Saturday, December 6,", WEDNESDAY, "2025-12-06", "stated"),
    ("on Sept 26", WEDNESDAY, "2025-09-26", "stated"),  # four letters, no full stop
    ("in mid-June", WEDNESDAY, "2025-06", "stated"),
    ("on July 4", WEDNESDAY, "2025-07-04", "stated"),
    ("on the night of Dec. 5", WEDNESDAY, "2025-12-05", "stated"),
    ("in May 2025", WEDNESDAY, "2025-05", "stated"),  # the month, with its year
    ("on Feb 29", "2025-01-10", "2024-02-29", "stated"),
    ("two weeks ago", WEDNESDAY, "2025-11-24/2025-11-30", "relative"),
    ("a month ago", WEDNESDAY, "2025-11", "relative"),
    ("two months ago", "2025-04-30", "2025-02", "relative"),  # a month that is shorter
    ("a year ago", "2024-02-29", "2023", "relative"),
    ("late last year", WEDNESDAY, "2024", "relative"),
    ("this afternoon", WEDNESDAY, "2025-12-10", "relative"),
]
UNKNOWN = [
    ("on Saturday", None),  # nothing to count from
    ("last week", None),
    ("on Dec. 5", None),
    ("in March", None),
    ("yesterday", "no date"),  # an article's date that is none
    ("previously", WEDNESDAY),
    ("recently", WEDNESDAY),
    ("in a recent statement", WEDNESDAY),
    ("he may", WEDNESDAY),  # a verb, no month
    ("they march", WEDNESDAY),
    ("on Feb. 30", WEDNESDAY),  # no such day
    ("in 2031", WEDNESDAY),  # not yet
    ("next Monday", WEDNESDAY),  # to come
    ("by Friday", WEDNESDAY),  # a limit
    ("until the weekend", WEDNESDAY),
    ("since Monday", WEDNESDAY),  # from when, not when
    ("tomorrow", WEDNESDAY),
    ("a day earlier", WEDNESDAY),  # than what?
    ("on 26/9", WEDNESDAY),  # or the ninth of a 26th month
    ("12/10/2025", WEDNESDAY),  # December or October
    ("some weeks ago", WEDNESDAY),
    ("on Monday", "2024-02-30"),  # an article's day that never was
    ("on Dec. 5", "2025"),  # an article dated by its year alone
    ("Sundaye", WEDNESDAY),  # no such word
    ("", WEDNESDAY),
]


@pytest.mark.parametrize(("text", "published", "value", "how"), KNOWN)
def test_said_on_reads_what_the_words_give(text: str, published: str | None, value: str, how: str) -> None:
    when = said_on(text, published)
    assert when is not None
    assert (when.value, when.how) == (value, how)


@pytest.mark.parametrize(("text", "published"), UNKNOWN)
def test_said_on_leaves_unknown_what_cannot_be_told(text: str, published: str | None) -> None:
    assert said_on(text, published) is None


def test_said_on_takes_the_first_of_several() -> None:
    when = said_on("on Monday, not on Tuesday", WEDNESDAY)
    assert when is not None
    assert when.value == "2025-12-08"


@given(st.text(max_size=80), st.one_of(st.none(), st.text(max_size=12), st.dates().map(str)))
def test_said_on_never_raises(text: str, published: str | None) -> None:
    said_on(text, published)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(str), st.sampled_from([k[0] for k in KNOWN]))
def test_said_on_is_never_after_the_article(published: str, text: str) -> None:
    when = said_on(text, published)
    if when and not any(c.isdigit() for c in text):
        assert when.value.partition("/")[0][:4] <= published[:4]
