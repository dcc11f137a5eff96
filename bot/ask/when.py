"""Dates in questions: "last week", "since Monday", "on 26 Sept" become inclusive ranges. Pure.

Own grammar, because date libraries read "we" as Wednesday and "Theresa May" as a month, and give one day where a
range is meant (docs: FACTS, "Time"). A month or a day without its year is the latest one not after today.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.patterns import Pattern, has_any

if TYPE_CHECKING:
    from collections.abc import Callable

Range = tuple[date, date]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_NUMBERS |= {"a": 1, "an": 1, "couple of": 2, "few": 3}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
WEEKDAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"(?!['’]s|\s+(?:times|telegraph|mirror|express|mail|herald|night live))"
)
SHORT_DAY = r"(?:mon|tues?|wed|thur?s?|fri|sat|sun)\b\.?(?!['’])"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b"
_YEAR = r"(?:19|20)\d\d\b"
_COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:a )?couple of|(?:a )?few)"
_PART = r"(?:early|mid|late|the (?:start|beginning|middle|end) of)[\s-]+"


@dataclass(frozen=True, slots=True)
class Period:
    """An inclusive range, open where None, and where in the question it is written."""

    since: date | None
    until: date | None
    start: int
    end: int


def day(year: int, month: int, number: int) -> date | None:
    """That day, or None where the calendar has no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def month_range(year: int, month: int, months: int = 1) -> Range:
    """First to last day of `months` months from that one."""
    last = month - 1 + months
    following = date(min(year + last // 12, date.max.year), last % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def _number(text: str) -> int:
    bare = text.lower().removeprefix("a ") if " " in text else text.lower()
    return int(bare) if bare.isdigit() else _NUMBERS[bare]


def _month(text: str) -> int:
    return _MONTHS.index(text.lower()[:3]) + 1


def _calendar_day(m: re.Match[str], today: date) -> Range | None:
    number = int(re.sub(r"\D", "", m["day"]))
    if m["year"]:
        found = day(int(m["year"]), _month(m["month"]), number)
    else:
        years = range(today.year, max(today.year - 8, 1), -1)  # eight years back there was a 29 February
        found = next((d for y in years if (d := day(y, _month(m["month"]), number)) and d <= today), None)
    return (found, found) if found else None


def _month_day_first(m: re.Match[str], today: date) -> Range | None:
    """As in "26-28 Sept": the range of two days in one month."""
    first, last = int(re.sub(r"\D", "", m["day"])), int(re.sub(r"\D", "", m["last"]))
    year = int(m["year"]) if m["year"] else today.year
    ends = day(year, _month(m["month"]), first), day(year, _month(m["month"]), last)
    if ends[0] and not m["year"] and ends[0] > today:
        ends = day(year - 1, _month(m["month"]), first), day(year - 1, _month(m["month"]), last)
    return (ends[0], ends[1]) if ends[0] and ends[1] and ends[0] <= ends[1] else None


def _whole_month(m: re.Match[str], today: date) -> Range:
    month = _month(m["month"])
    if m["year"]:
        return month_range(int(m["year"]), month)
    past = month > today.month or (month == today.month and (m["rel"] or "").lower() in ("last", "past"))
    return month_range(max(today.year - past, 1), month)


def _iso(m: re.Match[str], _: date) -> Range | None:
    if m["isoday"]:
        found = day(int(m["isoyear"]), int(m["isomonth"]), int(m["isoday"]))
        return (found, found) if found else None
    return month_range(int(m["isoyear"]), int(m["isomonth"])) if 1 <= int(m["isomonth"]) <= 12 else None


def _weekday(m: re.Match[str], today: date) -> Range:
    back = (today.weekday() - _DAYS.index(m["weekday"].lower()[:3])) % 7
    if back == 0 and (m["rel"] or "").lower() in ("last", "past", "previous"):
        back = 7
    found = today - timedelta(days=back)
    return found, found


_WORDS = {"today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0}
_WORDS |= {"yesterday": 1, "last night": 1, "yesterday morning": 1, "the day before yesterday": 2}


def _named_day(m: re.Match[str], today: date) -> Range:
    found = today - timedelta(days=_WORDS[re.sub(r"\s+", " ", m["named"].lower())])
    return found, found


def _unit_range(unit: str, today: date, back: int) -> Range:
    """The calendar week (from Monday), weekend, month or year `back` of them ago."""
    if unit == "year":
        return month_range(max(today.year - back, 1), 1, 12)
    if unit == "month":
        at = today.year * 12 + today.month - 1 - back
        return month_range(max(at // 12, 1), at % 12 + 1)
    monday = today - timedelta(days=today.weekday() + 7 * back)
    if unit == "weekend":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    return monday, monday + timedelta(days=6)


def _unit(m: re.Match[str], today: date) -> Range:
    unit, rel = m["unit"].lower(), m["rel"].lower()
    if rel == "past":
        return _trailing(1, unit, today)
    back = 1 if rel in ("last", "previous") else 0
    if unit == "weekend" and today.weekday() < 5:
        back = 1  # on a weekday "this weekend" of things said is the one before
    return _unit_range(unit, today, back)


def _trailing(count: int, unit: str, today: date) -> Range:
    """The last `count` of these, today included."""
    return today - timedelta(days=count * {"day": 1, "week": 7, "weekend": 7, "month": 30, "year": 365}[unit]), today


def _last_n(m: re.Match[str], today: date) -> Range:
    return _trailing(_number(m["count"]), m["units"].lower().rstrip("s"), today)


def _ago(m: re.Match[str], today: date) -> Range:
    count, unit = _number(m["ago"]), m["agounit"].lower().rstrip("s")
    if unit == "day":
        found = today - timedelta(days=count)
        return found, found
    return _unit_range(unit, today, count)


def _year_only(m: re.Match[str], _: date) -> Range:
    return month_range(int(m["only"]), 1, 12)


def _season(m: re.Match[str], today: date) -> Range:
    first = _SEASONS[m["season"].lower()]
    year = int(m["year"]) if m["year"] else today.year
    starts = month_range(year, first, 3)
    past = starts[0] > today or (not m["year"] and (m["rel"] or "").lower() == "last" and starts[1] >= today)
    return month_range(year - 1, first, 3) if past and not m["year"] else starts


# What one point in time can look like, tried in this order; "bare" ones need no preposition.
_POINTS: tuple[tuple[str, bool, Callable[[re.Match[str], date], Range | None]], ...] = (
    (r"(?P<isoyear>\d{4})-(?P<isomonth>\d\d)(?:-(?P<isoday>\d\d))?\b", True, _iso),
    (
        (
            rf"(?P<day>{_DAY})\s*(?:-|–|to)\s*(?P<last>{_DAY})\s+(?P<month>{MONTH})(?:,?\s+"
            rf"(?P<year>{_YEAR}))?"
        ),
        True,
        _month_day_first,
    ),
    (
        (
            rf"(?:{WEEKDAY},?\s+)?(?:the\s+)?(?P<day>{_DAY})\s+(?:of\s+)?(?P<month>{MONTH})"
            rf"(?:,?\s+(?P<year>{_YEAR}))?"
        ),
        True,
        _calendar_day,
    ),
    (
        (
            rf"(?:{WEEKDAY},?\s+)?(?P<month>{MONTH})\s+(?:the\s+)?(?P<day>{_DAY})(?:,?\s+"
            rf"(?P<year>{_YEAR}))?"
        ),
        True,
        _calendar_day,
    ),
    (rf"(?:{_PART})?(?P<rel>last|past|this|)\s*(?P<month>{MONTH}),?\s+(?P<year>{_YEAR})", True, _whole_month),
    (rf"(?P<rel>last|past|this)\s+(?P<month>{MONTH})(?P<year>)", True, _whole_month),
    (rf"(?:{_PART})?(?P<rel>)(?P<month>{MONTH})(?P<year>)", False, _whole_month),
    (
        (
            r"(?P<named>the\s+day\s+before\s+yesterday|yesterday\s+morning|yesterday|today"
            r"|tonight|last\s+night|this\s+(?:morning|afternoon|evening))\b(?!['’]s)"
        ),
        True,
        _named_day,
    ),
    (rf"(?P<rel>last|past|previous|this|)\s*(?P<weekday>{WEEKDAY})", True, _weekday),
    (rf"(?P<rel>last|past|this)\s+(?P<weekday>{SHORT_DAY})", True, _weekday),
    (rf"(?P<rel>)(?P<weekday>{SHORT_DAY})", False, _weekday),
    (
        (
            rf"(?:the\s+)?(?:last|past|previous)\s+(?P<count>{_COUNT})\s+(?P<units>days?|weeks?"
            rf"|months?|years?)\b"
        ),
        True,
        _last_n,
    ),
    (r"(?P<rel>last|past|previous|this)\s+(?P<unit>weekend|week|month|year)\b(?!['’]s)", True, _unit),
    (rf"(?P<ago>{_COUNT})\s+(?P<agounit>days?|weeks?|months?|years?)\s+ago\b", True, _ago),
    (r"(?P<rel>last|this)\s+(?P<season>spring|summer|autumn|fall|winter)\b(?P<year>)", True, _season),
    (rf"(?P<rel>)(?:the\s+)?(?P<season>spring|summer|autumn|winter)\s+(?:of\s+)?(?P<year>{_YEAR})", False, _season),
    (rf"(?P<only>{_YEAR})(?!-)", False, _year_only),
)
_READ = tuple((Pattern(p, re.IGNORECASE), bare, make) for p, bare, make in _POINTS)
# One of these is in every point in time; digits of any script are joined by a hyphen, or stand beside words.
_CLUES = (
    *"-0123456789",
    *_MONTHS,
    *_DAYS,
    *("day", "night", "morning", "afternoon", "evening", "week", "month", "year"),
    *_SEASONS,
)
_LEAD = Pattern(
    r"(?<![\w'’])(?:(?P<edge>since|from|after|before|until|till|up\s+to|through|between)\s+"
    r"|(?P<prep>on|in|during|over|within|back\s+in|back\s+on|around|of|for)\s+)?(?:the\s+(?=(?:last|past|previous)\b))?",
    re.IGNORECASE,
)
_JOIN = Pattern(r"\s*(?:to|and|until|till|through|-|–)\s*", re.IGNORECASE)
# A day of the calendar that a noun follows is a name of something: "the Sept. 11 attacks", "the May 25 vote".
_GOES_ON = Pattern(
    r"\s*(?:$|[^\w\s]|(?:about|on|in|at|that|to|with|re|regarding|say|said|tell|told|he|she|they|we|it|what|who|and|or"
    r"|from|by|for|did|does|has|have|only|quotes?|statements?|please|pls)\b)",
    re.IGNORECASE,
)


def _point(text: str, at: int, today: date, *, led: bool) -> tuple[Range, int, bool] | None:
    """The point in time written at `at`: its range, its end, and whether it is a day of the calendar."""
    for pattern, bare, make in _READ:
        if (bare or led) and (m := pattern.match(text, at)):
            found = make(m, today)
            if found:
                return found, m.end(), make is _calendar_day
    return None


def _bounds(edge: str, first: Range, second: Range | None) -> tuple[date | None, date | None]:
    """What "since", "before" … make of a point; two points make the range between them."""
    if second:
        if second[1] < first[0] and first[0] - second[1] < timedelta(days=7):
            first = first[0] - timedelta(days=7), first[1]  # "from Monday to Wednesday", asked on a Monday
        return min(first[0], second[0]), second[1] if second[1] >= first[0] else first[1]
    one = timedelta(days=1)
    if edge == "since":
        return first[0], None
    if edge == "after":
        return min(first[1], date.max - one) + one, None
    if edge == "before":
        return None, max(first[0], date.min + one) - one
    if edge in ("until", "till", "up to", "through"):
        return None, first[1]
    return first


def _at(text: str, lead: re.Match[str], today: date) -> Period | None:
    """The period whose preposition, if any, `lead` has matched."""
    edge = re.sub(r"\s+", " ", (lead["edge"] or "").lower())
    prep = re.sub(r"\s+", " ", (lead["prep"] or "").lower())
    if prep == "on" and re.match(rf"{MONTH}(?!\.?\s+\d)", text[lead.end() :], re.IGNORECASE):
        return None  # "on May" is about somebody
    point = _point(text, lead.end(), today, led=bool(edge or prep) and prep not in ("of", "for", "around"))
    if point is None:
        return None
    first, end, calendar = point
    second = None
    if edge in ("from", "between") and (joint := _JOIN.match(text, end)):
        other = _point(text, joint.end(), today, led=True)
        second, end = (other[0], other[1]) if other else (None, end)
    if calendar and not edge and not _GOES_ON.match(text, end):
        return None
    since, until = _bounds(edge, first, second)
    return Period(since, until, lead.start(), end)


def find_period(text: str, today: date) -> Period | None:
    """The first expression of time in a question, as an inclusive range of days, or None.

    `today` is the asker's day. The ranges of "this week" and "this year" run to their end, past today.
    """
    if not has_any(text, _CLUES):  # or every pattern is compiled, and tried at every letter
        return None
    for lead in _LEAD.finditer(text):
        try:
            found = _at(text, lead, today)
        except OverflowError:  # "999 years ago" is before the calendar
            found = None
        if found:
            return found
    return None
