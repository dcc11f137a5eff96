"""When a page says it was published, with the zone it states. Pure: nothing is guessed, no clock is asked.

Machine-readable stamps come as ISO 8601 in its many spellings; what is printed for people, and RFC 2822, is read as
English. A time without a zone is no instant: `settled` gives it the zone that its source is known to print in, else
keeps its day alone.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from bot.zones import is_zone

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAMED = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = re.compile(
    rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{_NAMED}),?\s+(?P<y>\d{{4}})"
    rf"|(?P<m2>{_NAMED})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
    r"|(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2}))",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?P<h>\d{1,2})[:.](?P<min>\d{2})(?::(?P<s>\d{2}))?(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    r"\s*(?P<zone>GMT|UTC|BST|CET|CEST|EST|EDT|CST|CDT|MST|MDT|PST|PDT|Z|[+-]\d{2}:?\d{2})?(?![\w:])"
)
_HOURS = {
    "GMT": 0, "UTC": 0, "Z": 0, "BST": 1, "CET": 1, "CEST": 2,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip


def published(stamp: str) -> str | None:
    """ISO date, or date and time as far as stated, of a stamp or of a printed date; None for what is neither."""
    text = " ".join(stamp.split())[:200]
    moment = _stamped(text)
    if moment is None:
        return _printed(text)
    if len(text) <= 10:
        return moment.date().isoformat()
    return _iso(moment)


def _stamped(text: str) -> datetime | None:
    """ISO 8601 as found in the wild ("2025-12-10T07:30:00.000Z", "2025-12-10 07:30:00 +0300")."""
    squeezed = re.sub(r"(?<=\d) (?=[+-]\d{2}:?\d{2}$)|(?<=\d) (?=(?:UTC|GMT|Z)$)", "", text)
    squeezed = re.sub(r"(?:UTC|GMT)$", "Z", squeezed)
    try:
        return datetime.fromisoformat(squeezed)
    except ValueError:
        return None


def _printed(text: str) -> str | None:
    """As people read it: "10 December 2025, 14:05 GMT", "Dec. 10, 2025 2:05 p.m. EST"."""
    found = _DAY.search(text)
    if not found:
        return None
    year, month, day = (found[f"{part}"] or found[f"{part}2"] or found[f"{part}3"] for part in "ymd")
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        printed = date(int(year), number, int(day))
    except ValueError:
        return None
    time = _TIME.search(text, found.end()) or _TIME.search(text[: found.start()])
    return _timed(printed, time) if time else printed.isoformat()


def _timed(day: date, time: re.Match[str]) -> str:
    hour, minute, second = int(time["h"]), int(time["min"]), int(time["s"] or 0)
    if time["half"]:
        hour = hour % 12 + (12 if time["half"].lower() == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return day.isoformat()
    moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=_zone_of(time["zone"]))
    return _iso(moment)


def _zone_of(written: str | None) -> timezone | None:
    if written is None:
        return None
    if written in _HOURS:
        return timezone(timedelta(hours=_HOURS[written])) if _HOURS[written] else UTC
    digits = written[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=minutes if written[0] == "+" else -minutes)) if minutes < 24 * 60 else None


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")


def settled(found: str | None, zone: str | None = None) -> str | None:
    """An instant, or a day: a time without a zone is taken in `zone` (an IANA name), without one only its day."""
    if found is None or len(found) <= 10:
        return found
    moment = datetime.fromisoformat(found)
    if moment.tzinfo is None and zone and is_zone(zone):
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return _iso(moment) if moment.tzinfo else moment.date().isoformat()
