"""Dates, counts and names as an editor writes them. Pure; every date is a civil date as printed, never shifted."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
CUT = "…"


def plural(count: int, noun: str) -> str:
    """As in "1 quote", "3 quotes", "1,204 articles"; nouns in -y take -ies."""
    if count == 1:
        return f"1 {noun}"
    return f"{count:,} {noun[:-1]}ies" if noun.endswith("y") else f"{count:,} {noun}s"


def possessive(name: str) -> str:
    """As in "Newsmax's", "Reuters'"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def joined(items: Iterable[str]) -> str:
    """As in "a", "a and b", "a, b and c"."""
    *rest, last = list(items) or [""]
    return f"{', '.join(rest)} and {last}" if rest else last


def either(items: Iterable[str]) -> str:
    """As in "a", "a or b", "a, b or c"."""
    *rest, last = list(items) or [""]
    return f"{', '.join(rest)} or {last}" if rest else last


def day(iso: str | None, *, weekday: bool = False, year: bool = True) -> str:
    """As in "10 Dec 2025" from "2025-12-10"; "Dec 2025" from "2025-12"; what is no date comes back as it is."""
    if not iso:
        return "date not given"
    parts = iso[:10].split("-")
    try:
        if len(parts) == 1:
            return str(int(parts[0]))
        if len(parts) == 2:
            return f"{_MONTHS[int(parts[1]) - 1]} {int(parts[0])}"
        when = date.fromisoformat(iso[:10])
    except (ValueError, IndexError):
        return iso
    text = f"{when.day} {_MONTHS[when.month - 1]}" + (f" {when.year}" if year else "")
    return f"{_DAYS[when.weekday()]} {text}" if weekday else text


def days(first: str | None, last: str | None, *, weekday: bool = False) -> str:
    """A range as printed: "10–11 Dec 2025", "28 Nov – 3 Dec 2025"; one day where both are the same."""
    if not first or not last or first == last:
        return day(first or last, weekday=weekday)
    if first[:7] == last[:7] and len(first) == len(last) == 10 and not weekday:
        return f"{int(first[8:])}–{day(last)}"
    return f"{day(first, weekday=weekday, year=first[:4] != last[:4])} – {day(last, weekday=weekday)}"


def said(iso: str | None, *, weekday: bool = True) -> str:
    """A said-on value, `YYYY[-MM[-DD]]` or `A/B`, in words."""
    first, _, last = (iso or "").partition("/")
    return days(first, last or first, weekday=weekday) if first else "date not given"


def moment(instant: datetime, zone: str) -> str:
    """As in "Thu 11 Dec 07:12" in `zone`."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local:%H:%M}"


def full_moment(instant: datetime, zone: str) -> str:
    """As in "Thu 11 Dec 2025, 07:30" in `zone`."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M}"


def hour(instant: datetime, zone: str) -> str:
    """As in "11 Dec 2025, 07:12" in `zone`; of UTC, which is nobody's own, it is said."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{day(local.date().isoformat())}, {local:%H:%M}{' UTC' if zone == 'UTC' else ''}"


def today(now: datetime, zone: str) -> date:
    """The civil date at `now` in `zone`."""
    return now.astimezone(ZoneInfo(zone)).date()


def surname(name: str) -> str:
    """How a speaker is called the second time: the last word of a personal name, without "Jr."."""
    parts = [p for p in name.split() if p.rstrip(".").casefold() not in {"jr", "sr", "ii", "iii"}]
    return parts[-1] if parts else name


def capitalised(name: str) -> str:
    """A name typed in lower case, as a name: "fidan" -> "Fidan"; anything with a capital is left alone."""
    return name if any(c.isupper() for c in name) else " ".join(w[:1].upper() + w[1:] for w in name.split())
