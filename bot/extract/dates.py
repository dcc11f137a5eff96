"""When something was said, as the words beside the tag give it: "on Saturday", "last month", "Dec. 5".

`said_on(text, published)` reads the first expression it knows. A weekday is the latest one not after the article's
day (agency style: a day's name is within the week), a date without a year the latest one not after it. Without an
article's date only complete dates are known. "previously" and "recently" are no dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.extract.lexicon import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SHORT = {m[:3]: n for n, m in enumerate(_MONTHS, 1)} | {"sept": 9}
_NUMBERS = {
    **{w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)},
    "a": 1,
    "an": 1,
    "several": 0,
    "a few": 0,
}
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# Before a date these make it a limit or what is to come, not when something was said.
_LIMIT = re.compile(
    r"\b(?:next|coming|by|until|till|before|after|since)\s+(?:the\s+|this\s+|next\s+)?\Z", re.IGNORECASE
)
_LEAD = 20  # code points in which they stand
_WEEKDAY = r"(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"


@dataclass(frozen=True, slots=True)
class When:
    """A date as ISO text (`YYYY[-MM[-DD]]` or `A/B`) and how it is known."""

    value: str
    how: str  # stated | weekday | relative
    start: int = 0  # of the expression in the text it was read from
    end: int = 0


def said_on(text: str, published: str | None) -> When | None:
    """The first date expression of `text` that can be told, anchored on the article's civil date."""
    today = _anchor(published)
    found: list[tuple[int, int, When]] = []
    for order, (pattern, read) in enumerate(_GRAMMAR):
        for match in pattern.finditer(text):
            when = read(match, today)
            if when and not _LIMIT.search(text, max(0, match.start() - _LEAD), match.start()):
                found.append((match.start(), order, replace(when, start=match.start(), end=match.end())))
                break
    return min(found, key=lambda f: f[:2])[2] if found else None


def _anchor(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _iso(year: str | int, month: int, day: str | int) -> str | None:
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None


def _month_number(name: str) -> int:
    low = name.lower().rstrip(".")
    return _SHORT.get(low[:4], 0) or _SHORT[low[:3]]


def _full(match: re.Match[str], today: date | None) -> When | None:
    del today
    month = match["month"]
    value = _iso(match["year"], int(month) if month.isdigit() else _month_number(month), match["day"])
    return When(value, "stated") if value else None


def _day_and_month(match: re.Match[str], today: date | None) -> When | None:
    if today is None:
        return None
    month = _month_number(match["month"])
    for year in range(today.year, today.year - 5, -1):
        value = _iso(year, month, match["day"])
        if value and value <= today.isoformat():
            return When(value, "stated")
    return None


def _month_and_year(match: re.Match[str], today: date | None) -> When | None:
    del today
    return When(f"{match['year']}-{_month_number(match['month']):02d}", "stated")


def _month_alone(match: re.Match[str], today: date | None) -> When | None:
    if today is None:
        return None
    month = _month_number(match["month"])
    year = today.year if month <= today.month else today.year - 1
    if match.groupdict().get("last") and month == today.month:
        year -= 1
    return When(f"{year}-{month:02d}", "stated")


def _year_alone(match: re.Match[str], today: date | None) -> When | None:
    if today and int(match["year"]) > today.year:
        return None
    return When(match["year"], "stated")


def _weekday(match: re.Match[str], today: date | None) -> When | None:
    if today is None:
        return None
    number = next(n for n, day in enumerate(WEEKDAYS) if day.startswith(match["weekday"].lower()))
    back = (today.weekday() - number) % 7
    if match.groupdict().get("last") and back == 0:
        back = 7
    return When((today - timedelta(days=back)).isoformat(), "weekday")


def _days_back(days: int) -> Callable[[re.Match[str], date | None], When | None]:
    def read(match: re.Match[str], today: date | None) -> When | None:
        del match
        return When((today - timedelta(days=days)).isoformat(), "relative") if today else None

    return read


def _ago(match: re.Match[str], today: date | None) -> When | None:
    count = _NUMBERS.get(match["count"].lower()) or (int(match["count"]) if match["count"].isdigit() else 0)
    if today is None or not 0 < count <= 400:
        return None
    unit = match["unit"].lower()
    if unit == "day":
        return When((today - timedelta(days=count)).isoformat(), "relative")
    if unit == "week":
        return When(_week(today, count), "relative")
    if unit == "month":
        return When(_months_back(today, count), "relative")
    return When(str(today.year - count), "relative")


def _period(match: re.Match[str], today: date | None) -> When | None:
    """Read "last week", "this month", "earlier this year"."""
    if today is None:
        return None
    last = match["which"].lower() in {"last", "previous", "past"}
    unit = match["unit"].lower()
    if unit == "week":
        value = _week(today, 1) if last else _this_week(today)
    elif unit == "month":
        value = _months_back(today, 1 if last else 0)
    elif unit == "year":
        value = str(today.year - last)
    else:
        value = _weekend(today, last=last)
    return When(value, "relative")


def _the_weekend(match: re.Match[str], today: date | None) -> When | None:
    del match
    return When(_weekend(today, last=False), "relative") if today else None


def _week(today: date, back: int) -> str:
    monday = today - timedelta(days=today.weekday() + 7 * back)
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def _this_week(today: date) -> str:
    monday = today - timedelta(days=today.weekday())
    return today.isoformat() if monday == today else f"{monday.isoformat()}/{today.isoformat()}"


def _weekend(today: date, *, last: bool) -> str:
    """The latest Saturday and Sunday begun before today; on one of them "last weekend" is the one before."""
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    if last and today.weekday() >= 5:
        saturday -= timedelta(days=7)
    sunday = min(saturday + timedelta(days=1), today)
    return saturday.isoformat() if sunday == saturday else f"{saturday.isoformat()}/{sunday.isoformat()}"


def _months_back(today: date, count: int) -> str:
    months = today.year * 12 + today.month - 1 - count
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _feast(month: int, day: int) -> Callable[[re.Match[str], date | None], When | None]:
    def read(match: re.Match[str], today: date | None) -> When | None:
        del match
        if today is None:
            return None
        value = date(today.year, month, day)
        return When((value if value <= today else value.replace(year=today.year - 1)).isoformat(), "stated")

    return read


def _between(match: re.Match[str], today: date | None) -> When | None:
    first, second = _weekday_named(match["first"], today), _weekday_named(match["second"], today)
    if not first or not second:
        return None
    if first > second:
        first -= timedelta(days=7)
    return When(f"{first.isoformat()}/{second.isoformat()}", "weekday")


def _weekday_named(name: str, today: date | None) -> date | None:
    if today is None:
        return None
    return today - timedelta(days=(today.weekday() - WEEKDAYS.index(name.lower())) % 7)


def _day_of_month(match: re.Match[str], today: date | None) -> When | None:
    if today is None:
        return None
    for back in (0, 1):
        year, month = _months_back(today, back).split("-")
        value = _iso(year, int(month), match["day"])
        if value and value <= today.isoformat():
            return When(value, "stated")
    return None


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){pattern}(?![\w])", re.IGNORECASE)


_NAMED_DAYS = "|".join(day.capitalize() for day in WEEKDAYS)
# In order of preference where two begin at the same place; the first in the text wins otherwise.
_GRAMMAR: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date | None], When | None]], ...] = (
    (_compiled(r"(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)"), _full),
    (_compiled(rf"(?:{_WEEKDAY},? )?(?:the )?{_MONTH} {_DAY},? {_YEAR}"), _full),
    (_compiled(rf"(?:{_WEEKDAY},? )?(?:the )?{_DAY}(?: of)? {_MONTH},? {_YEAR}"), _full),
    (_compiled(rf"(?:{_WEEKDAY},? )?{_MONTH} {_DAY}(?!,? \d{{4}})"), _day_and_month),
    (_compiled(rf"(?:{_WEEKDAY},? )?(?:the )?{_DAY}(?: of)? {_MONTH}"), _day_and_month),
    (_compiled(rf"{_MONTH},? (?:of )?{_YEAR}"), _month_and_year),
    (_compiled(rf"(?P<last>last )?(?:in|during|late|early|last|mid-) ?{_MONTH}(?! \d)"), _month_alone),
    (_compiled(rf"between (?P<first>{_NAMED_DAYS}) and (?P<second>{_NAMED_DAYS})"), _between),
    (_compiled(rf"from (?P<first>{_NAMED_DAYS}) (?:to|through|until) (?P<second>{_NAMED_DAYS})"), _between),
    (_compiled(rf"(?P<last>last )?{_WEEKDAY}(?! to\b)"), _weekday),
    (_compiled(r"the day before yesterday"), _days_back(2)),
    (_compiled(r"yesterday"), _days_back(1)),
    (_compiled(r"last night"), _days_back(1)),
    (_compiled(r"(?:today|tonight|this (?:morning|afternoon|evening))"), _days_back(0)),
    (_compiled(r"(?P<count>\d{1,3}|an?|[a-z]{3,6}) (?P<unit>day|week|month|year)s? ago"), _ago),
    (_compiled(r"(?P<which>last|this|previous|past) (?P<unit>weekend|week|month|year)"), _period),
    (_compiled(r"(?:over|at|during) the weekend"), _the_weekend),
    (_compiled(r"New Year['’]s Eve"), _feast(12, 31)),
    (_compiled(r"New Year['’]s Day"), _feast(1, 1)),
    (_compiled(r"Christmas Day"), _feast(12, 25)),
    (_compiled(r"Christmas Eve"), _feast(12, 24)),
    (_compiled(r"on the (?P<day>[0-3]?\d)(?:st|nd|rd|th)"), _day_of_month),
    (_compiled(r"(?:in|back in|during) (?P<year>(?:19|20)\d\d)"), _year_alone),
)
