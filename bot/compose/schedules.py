"""A digest's days, times and criteria in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording import either, full_moment, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.digest.criteria import Criteria, Terms
    from bot.digest.model import Subscription

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_SHORT = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ORDER = {"1": "first", "2": "second", "3": "third", "4": "fourth", "last": "last"}


def days_words(weekdays: Iterable[int], monthly: Sequence[str]) -> str:
    """As in "every weekday", "every Monday and Friday", "monthly on the 1st and the last Friday"."""
    if monthly:
        return f"monthly on {joined(map(_day_of_month, monthly))}"
    days = tuple(sorted(weekdays))
    if not days or days == tuple(range(7)):
        return "every day"
    named = {(0, 1, 2, 3, 4): "every weekday (Monday to Friday)", (5, 6): "every Saturday and Sunday"}
    return named.get(days) or f"every {joined(_DAYS[day] for day in days)}"


def _day_of_month(day: str) -> str:
    if day == "last":
        return "the last day"
    if not day.isdecimal():
        return f"the {_ORDER[day[:-3]]} {_DAYS[_SHORT.index(day[-3:])]}"
    number = int(day)
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"the {number}{ending}"


def when_words(made: Subscription) -> str:
    """As in "every weekday (Monday to Friday) at 08:00 and 17:00, time zone Europe/Istanbul"."""
    return f"{days_words(made.weekdays, made.monthly)} at {joined(made.times)}, time zone {made.zone}"


def what_words(criteria: Criteria) -> str:
    """As in "statements by Fidan about Gaza or Hamas, quotes only, without opinion"; "everything"."""
    wanted = " ".join(_listed(criteria.wanted))
    parts = [f"statements {wanted}" if wanted else "everything"]
    parts += ["quotes only"] if criteria.quotes_only else []
    parts += [f"without what is {either(out)}"] if (out := _listed(criteria.left_out)) else []
    return ", ".join(parts)


def _listed(terms: Terms) -> list[str]:
    kinds = (
        ("by", [n.shown for n in terms.speakers]),
        ("about", [n.words for n in terms.topics]),
        ("printed in", list(terms.outlets)),
        ("from", list(terms.sources)),
    )
    return [f"{kind} {either(names)}" for kind, names in kinds if names]


def care_words(made: Subscription) -> str:
    """What becomes of empty and of missed ones, a sentence each."""
    empty = "one line says so" if made.when_empty == "line" else "nothing is posted"
    missed = {
        "late": f"is posted late within {made.catch_up_hours} h; after that its statements come with the next",
        "merge": "is never posted late: its statements come with the next",
        "skip": "is skipped with the statements it had",
    }[made.catch_up]
    return f"When nothing came in, {empty}. One that was missed {missed}."


def runs_words(instants: Sequence[datetime], zone: str) -> str:
    """As in "Next: Fri 12 Dec 2025, 08:00; Mon 15 Dec 2025, 08:00 (Europe/Istanbul)."."""
    if not instants:
        return "No run is to come."
    return f"Next: {'; '.join(full_moment(at, zone) for at in instants)} ({zone})."
