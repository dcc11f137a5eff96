"""Days and times as people type them: "weekdays 8:00", "daily at 7.30am and 17h", "monthly on the last Friday". Pure.

Forms that can only be meant so are found anywhere; bare ones ("Monday 9", "the 1st") only where nothing else is said,
so that the second amendment, Black Friday and 5 % stay what a digest is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.digest.timetable import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

TAKEN = "\ue000"  # stands where something was understood
EVERY_DAY, WORKING_DAYS, WEEKEND = tuple(range(7)), tuple(range(5)), (5, 6)

_D = r"(?:mon(?:day)?|tues?(?:day)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
_AND = r"\s*(?:,\s*and\b|,|and\b|&|\+|/)\s*"
_ORDER = r"(?:first|second|third|fourth|last|1st|2nd|3rd|4th)"
_NTH = {"first": "1", "second": "2", "third": "3", "fourth": "4", "last": "last"}
_DATE = r"(?:\d{1,2}(?:st|nd|rd|th)|last\s+day)"
_OF_MONTH = r"(?:\s+(?:day\s+)?(?:of\s+)?(?:the|each|every|a)\s+month)"
_RANGE = rf"\b(?:from\s+)?(?P<a>{_D})\s*(?:-|–|to|through|thru|till?|until)\s*(?P<b>{_D})\b"
_DAYS = rf"{_D}s?(?:{_AND}(?:on\s+)?{_D}s?)*"
_ORDERED = rf"(?:on\s+)?(?:the\s+|every\s+|each\s+)?(?P<order>{_ORDER})\s+(?P<day>{_D})\b{_OF_MONTH}?"
_DATES = rf"(?:on\s+)?(?:the\s+)?(?P<dates>{_DATE}(?:{_AND}(?:the\s+)?{_DATE})*)"

_HOUR = (
    r"(?P<h>\d{1,2})(?::(?P<m>\d{2})|h(?P<n>\d{2})?(?!\w))\s*(?P<half>[ap]\.?m\b\.?)?"  # 8:00, 17h, 17h30, 8:00 pm
    r"|(?P<h2>\d{1,2})(?:\.(?P<m2>\d{2}))?\s*(?P<half2>[ap]\.?m\b\.?)"  # 7.30am, 8 p.m.
)
_AT = r"\b(?:at|@)\s+(?P<h>\d{1,2})(?:[.:](?P<m>\d{2}))?(?!\s*(?:%|st\b|nd\b|rd\b|th\b)|\w|[.:]\d)(?:\s+o'clock\b)?"
_NAMED = r"\b(?:at\s+)?(?P<word>noon|midday|midnight)\b"
_MORE = rf"{TAKEN}{_AND}(?:at\s+)?(?P<h>\d{{1,2}})(?:[.:](?P<m>\d{{2}}))?(?!\s*(?:%|st\b|nd\b|rd\b|th\b)|\w|[.:]\d)"
_BARE = r"(?<![\w.,:])(?P<h>\d{1,2})(?:[.:](?P<m>\d{2}))?(?:\s*o'clock\b)?(?![\w%]|[.,:]\d)"


@dataclass(frozen=True, slots=True)
class When:
    """What was said about days and times."""

    times: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    monthly: tuple[str, ...] = ()
    every: str | None = None  # "week" or "month", where that was said
    wrong: tuple[str, ...] = ()  # what looks like a time and is none


def take(text: str, when: When, *, bare: bool) -> tuple[str, When]:
    """`text` with what was understood taken out of it, and what it says; bare forms only where asked for."""
    for pattern, read in _MARKED if not bare else _LOOSE:
        while match := pattern.search(text):
            when = read(match, when)
            text = f"{text[: match.start()]} {TAKEN} {text[match.end() :]}"
    return text, when


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _on(when: When, days: tuple[int, ...]) -> When:
    return replace(when, weekdays=tuple(sorted({*when.weekdays, *days})))


def _day(name: str) -> int:
    return NAMES.index(name[:3].casefold())


def _range(match: re.Match[str], when: When) -> When:
    first, last = _day(match["a"]), _day(match["b"])
    return _on(when, tuple((first + i) % 7 for i in range((last - first) % 7 + 1)))


def _list(match: re.Match[str], when: When) -> When:
    return _on(when, tuple(_day(found) for found in re.findall(_D, match[0], re.IGNORECASE)))


def _ordered(match: re.Match[str], when: When) -> When:
    order = match["order"].casefold()
    return _in_month(when, f"{_NTH.get(order, order[:1])}{NAMES[_day(match['day'])]}")


def _dates(match: re.Match[str], when: When) -> When:
    for found in re.findall(_DATE, match["dates"], re.IGNORECASE):
        number = re.match(r"\d+", found)
        if number and not 1 <= int(number[0]) <= 31:
            when = replace(when, wrong=(*when.wrong, f"“{found}” is no day of a month"))
        else:
            when = _in_month(when, str(int(number[0])) if number else "last")
    return when


def _in_month(when: When, day: str) -> When:
    return replace(when, monthly=tuple(dict.fromkeys((*when.monthly, day))), every="month")


def _time(match: re.Match[str], when: When) -> When:
    given = {name: value for name, value in match.groupdict().items() if value}
    if word := given.get("word"):
        return _at(when, 0 if word.casefold() == "midnight" else 12, 0)
    hour = int(given.get("h") or given.get("h2") or 0)
    minute = int(given.get("m") or given.get("n") or given.get("m2") or 0)
    half = (given.get("half") or given.get("half2") or "").casefold()
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= 12):
        return replace(when, wrong=(*when.wrong, f"“{match[0].strip(f' {TAKEN},')}” is no time of day"))
    return _at(when, hour % 12 + 12 * half.startswith("p") if half else hour, minute)


def _at(when: When, hour: int, minute: int) -> When:
    return replace(when, times=tuple(sorted({*when.times, f"{hour:02}:{minute:02}"})))


def _every(unit: str) -> Callable[[re.Match[str], When], When]:
    return lambda _, when: replace(when, every=unit)


def _these(days: tuple[int, ...]) -> Callable[[re.Match[str], When], When]:
    return lambda _, when: _on(when, days)


Rule = tuple["re.Pattern[str]", "Callable[[re.Match[str], When], When]"]
_MARKED: tuple[Rule, ...] = tuple(
    (_compiled(pattern), read)
    for pattern, read in (
        (r"\b(?:daily|(?:every|each)\s*(?:day|morning|evening))\b", _these(EVERY_DAY)),
        (r"\b(?:on\s+)?(?:every\s+|each\s+)?(?:week|work|working|business)[\s-]?days?\b", _these(WORKING_DAYS)),
        (r"\b(?:on\s+|at\s+)?(?:the\s+|every\s+|each\s+)?weekends?\b", _these(WEEKEND)),
        (rf"\b(?:monthly\s+|every\s+month\s+)?{_DATES}{_OF_MONTH}", _dates),
        (rf"\b(?:monthly|(?:every|each|once\s+a)\s+month)\s*,?\s*{_ORDERED}", _ordered),
        (rf"\b(?:monthly|(?:every|each|once\s+a)\s+month)\s*,?\s*{_DATES}", _dates),
        (rf"\b{_ORDERED}", _ordered),
        (r"\b(?:monthly|(?:every|each|once\s+a)\s+month)\b", _every("month")),
        (rf"\b(?:on\s+)?{_RANGE}", _range),
        (rf"\b(?:weekly\s+(?:on\s+)?|(?:on\s+)?(?:every|each)\s+){_DAYS}\b", _list),
        (rf"\b(?:on\s+)?{_D}s(?:{_AND}(?:on\s+)?{_D}s)*(?<=days)\b", _list),
        (r"\b(?:weekly|(?:every|each|once\s+a)\s+week)\b", _every("week")),
        (rf"\b(?:(?:at|@)\s+)?(?:{_HOUR})", _time),
        (_AT, _time),
        (_NAMED, _time),
        (_MORE, _time),
    )
)
_LOOSE: tuple[Rule, ...] = tuple(
    (_compiled(pattern), read)
    for pattern, read in ((rf"\b{_DATES}\b", _dates), (rf"\b(?:on\s+)?{_DAYS}\b", _list), (_BARE, _time))
)
