"""A digest asked for in one line: forgiving, and what is not understood is said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.spoken import Wish, parse, zone_of
from bot.digest.timetable import falls_on

TODAY = date(2025, 12, 11)  # a Thursday
ALL, WORK = tuple(range(7)), (0, 1, 2, 3, 4)


def read(text: str) -> Wish:
    return parse(text, TODAY)


@pytest.mark.parametrize(
    ("text", "times", "weekdays", "monthly"),
    [
        ("weekdays 8:00", ("08:00",), WORK, ()),
        ("daily at 7.30am and 17h", ("07:30", "17:00"), ALL, ()),
        ("every Monday 9", ("09:00",), (0,), ()),
        ("Mon-Fri 08:00", ("08:00",), WORK, ()),
        ("from Friday to Monday at 6pm", ("18:00",), (0, 4, 5, 6), ()),  # over the end of the week
        ("Mon, Wed and Fri at 9", ("09:00",), (0, 2, 4), ()),
        ("at 7 on Mondays and Thursdays", ("07:00",), (0, 3), ()),
        ("weekends 10 and 18", ("10:00", "18:00"), (5, 6), ()),
        ("every weekday and Sunday 8h30", ("08:30",), (*WORK, 6), ()),
        ("8:00", ("08:00",), (), ()),  # every day, which is read back
        ("every day at noon", ("12:00",), ALL, ()),
        ("daily 12am, 12pm", ("00:00", "12:00"), ALL, ()),
        ("daily 8:00, 12 and 17", ("08:00", "12:00", "17:00"), ALL, ()),
        ("daily 8 8:00", ("08:00",), ALL, ()),  # said twice
        ("monthly on the 1st 8:00", ("08:00",), (), ("1",)),
        ("on the 1st and 15th of each month at 9:30", ("09:30",), (), ("1", "15")),
        ("monthly on the last day at 17:00", ("17:00",), (), ("last",)),
        ("every 2nd Tuesday 8am", ("08:00",), (), ("2tue",)),
        ("last Friday of the month 16h", ("16:00",), (), ("lastfri",)),
        ("please post it to us every morning at 7 o'clock", ("07:00",), ALL, ()),
    ],
)
def test_days_and_times_as_people_type_them(
    text: str, times: tuple[str, ...], weekdays: tuple[int, ...], monthly: tuple[str, ...]
) -> None:
    wish = read(text)
    assert (wish.times, wish.weekdays, wish.monthly, wish.strange, wish.missing) == (times, weekdays, monthly, (), ())


@pytest.mark.parametrize(
    ("text", "speakers", "topics", "outlets", "sources"),
    [
        ("weekdays 8:00 about Gaza, Fidan", (), ("Gaza", "Fidan"), (), ()),
        ("daily 8 by Fidan and Meshaal about Gaza", ("Fidan", "Meshaal"), ("Gaza",), (), ()),
        ("about Gaza every weekday at 8", (), ("Gaza",), (), ()),  # the other way round
        ("Mon-Fri 08:00 from Reuters, AP", (), (), ("Reuters", "AP"), ()),
        ("daily 8 from nytimes.com, Reuters", (), (), ("Reuters",), ("nytimes.com",)),
        ("daily 8 about the second amendment", (), ("the second amendment",), (), ()),  # no day of a month
        (
            "daily 8 about Black Friday, 5 % tolls",
            (),
            ("Black Friday", "5 % tolls"),
            (),
            (),
        ),  # nor a weekday, nor a time
        ("daily 8 about what Lind said on Monday", (), ("what Lind said on Monday",), (), ()),
        (
            'daily 8 about "Trinidad and Tobago" or "at 8:00 sharp"',
            (),
            ("Trinidad and Tobago", "at 8:00 sharp"),
            (),
            (),
        ),
        ("daily 8 everything", (), (), (), ()),
        ("daily 8 about everything by Lind", ("Lind",), (), (), ()),
    ],
)
def test_what_it_is_about(
    text: str, speakers: tuple[str, ...], topics: tuple[str, ...], outlets: tuple[str, ...], sources: tuple[str, ...]
) -> None:
    wish = read(text)
    wanted = wish.criteria.wanted
    assert tuple(n.words for n in wanted.speakers) == speakers
    assert tuple(n.words for n in wanted.topics) == topics
    assert (wanted.outlets, wanted.sources, wish.strange) == (outlets, sources, ())
    assert wish.times == ("08:00",)


@pytest.mark.parametrize(
    ("text", "topics", "speakers", "outlets"),
    [
        ("daily 8 except opinion", ("opinion",), (), ()),
        ("daily 8 without tolls and ferries", ("tolls", "ferries"), (), ()),
        ("daily 8 everything but not from Newsmax", (), (), ("Newsmax",)),
        ("daily 8 except by Lind about the harbour", (), ("Lind",), ()),
    ],
)
def test_what_is_left_out(
    text: str, topics: tuple[str, ...], speakers: tuple[str, ...], outlets: tuple[str, ...]
) -> None:
    out = read(text).criteria.left_out
    assert (tuple(n.words for n in out.topics), tuple(n.words for n in out.speakers), out.outlets) == (
        topics,
        speakers,
        outlets,
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("daily 8 in Europe/Istanbul", {"zone": "Europe/Istanbul"}),
        ("daily 8 New York time", {"zone": "America/New_York"}),
        ("daily 8 UTC", {"zone": "UTC"}),
        ("daily 8 nothing when empty", {"when_empty": "nothing"}),
        ("daily 8, say so if there's nothing", {"when_empty": "line"}),
        ("daily 8 when empty nothing", {"when_empty": "nothing"}),
        ("daily 8 about Gaza, if it's empty: skip it", {"when_empty": "nothing"}),
        ("daily 8 if nothing came in stay silent", {"when_empty": "nothing"}),
        ("daily 8 by Hill when empty one line", {"when_empty": "line"}),
        ("daily 8 if there is nothing, say so", {"when_empty": "line"}),
        ("daily 8 late within 3 hours", {"catch_up": "late", "catch_up_hours": 3}),
        ("daily 8 merge missed", {"catch_up": "merge"}),
        ("daily 8 skip missed ones", {"catch_up": "skip"}),
        ("daily 8 since Monday", {"since": "2025-12-08"}),
        ("daily 8 including the last 3 days about Gaza", {"since": "2025-12-08"}),
        ('daily 8 called "Morning paper"', {"name": "Morning paper"}),
    ],
)
def test_settings_may_stand_anywhere(text: str, said: dict[str, object]) -> None:
    wish = read(text)
    assert {name: getattr(wish, name) for name in said} == said
    assert wish.understood


def test_a_setting_after_names_is_none_of_them() -> None:
    wish = read("weekdays 8:00 about Gaza except Hill quotes only when empty nothing")
    assert [name.words for name in wish.criteria.wanted.topics] == ["Gaza"]
    assert [name.words for name in wish.criteria.left_out.topics] == ["Hill"]
    assert (wish.when_empty, wish.criteria.quotes_only, wish.understood) == ("nothing", True, True)


def test_quotes_only_leaves_no_word_behind() -> None:
    wish = read("daily at 7.30am and 17h quotes only except opinion")
    assert wish.criteria.quotes_only
    assert wish.understood


@pytest.mark.parametrize(
    ("text", "strange", "wrong", "missing"),
    [
        ("8:00 Gaza", ("Gaza",), (), ()),  # about it, or by somebody of that name? it is asked
        ("hourly", ("hourly",), (), ("at what time",)),
        ("25:00 daily", (), ("“25:00” is no time of day",), ("at what time",)),
        ("13pm daily", (), ("“13pm” is no time of day",), ("at what time",)),
        ("on the 32nd of the month 8:00", (), ("“32nd” is no day of a month",), ()),
        ("monthly 9am", (), (), ("on which day of the month",)),
        ("weekly 9", (), (), ("on which day of the week",)),
        ("weekdays", (), (), ("at what time",)),
        ("daily 8 about", (), ("nothing stands after “about”",), ()),
        ("daily 8 in Europe/Atlantis", (), ("“Europe/Atlantis” is no time zone; one is Europe/Istanbul",), ()),
        (
            "Mondays and monthly on the 1st 8:00",
            (),
            ("it cannot come on days of the week and on days of the month",),
            (),
        ),
        ("", (), (), ("at what time",)),
    ],
)
def test_what_is_not_understood_is_said(
    text: str, strange: tuple[str, ...], wrong: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    wish = read(text)
    assert (wish.strange, wish.wrong, wish.missing) == (strange, wrong, missing)
    assert not wish.understood


def test_a_zone_may_be_called_by_its_city() -> None:
    assert zone_of("istanbul") == "Europe/Istanbul"
    assert zone_of("Atlantis") is None


@given(
    st.text(max_size=80)
    | st.lists(
        st.sampled_from(
            'daily 8:00 about by from except monthly the 1st last day Mon and , Gaza 9 at \ue000 “ " ('.split(" ")
        ),
        max_size=14,
    ).map(" ".join)
)
def test_whatever_is_typed_is_read_without_raising(text: str) -> None:
    wish = read(text)
    assert all(len(time) == 5 and time < "24:00" for time in wish.times)
    assert all(0 <= day <= 6 for day in wish.weekdays)
    assert falls_on(TODAY, wish.weekdays, wish.monthly) in {True, False}
    assert wish.times or wish.missing
    assert not any("\ue000" in part or "\ue100" in part for part in wish.strange)
