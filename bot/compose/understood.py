"""The question as understood, told beside every answer: its chips, who is meant, and what was read for what was typed.

A name that was asked for in other words than those on record is said to be read so: a wrong speaker must be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ask.roles import as_named
from bot.model import Intent
from bot.text import words
from bot.wording import capitalised, day, days, joined, moment

if TYPE_CHECKING:
    from bot.model import Answer, Query

NAMED = 3  # of the others whom a description fits
_INTENTS = {
    Intent.FIRST: "oldest first",
    Intent.CHANGED: "oldest first",
    Intent.LATEST: "newest first",
    Intent.NEW: "newest first",
}


def dates(query: Query) -> str:
    """The days asked for; "any" where that was not said."""
    if query.since and query.until:
        return days(query.since, query.until)
    if query.since:
        return f"since {day(query.since)}"
    return f"until {day(query.until)}" if query.until else "any"


def chips(answer: Answer, zone: str) -> tuple[tuple[str, str], ...]:
    """The query as understood; what was not asked for is left out, but for the three that every question has."""
    query = answer.query
    sought = query.topic or (query.fragment and f"“{query.fragment}”")
    order = _INTENTS.get(query.intent, "best match first" if sought else "newest first")
    others = f"any but {besides(query)}" if query.besides else "any"
    about = ("Topic", query.topic or "any") if query.topic or not sought else ("Words", sought)
    chips = [("Speaker", names(answer) or others), about, ("Dates", dates(query))]
    chips += [("Outlet", query.outlet)] if query.outlet else []
    chips += [("To", query.addressee)] if query.addressee else []
    chips += [("Look", query.kind.look)] if query.kind else []
    chips += [("Indexed", _indexed(query, zone))] if query.indexed_since else []
    chips += [("Order", order)] if len(answer.hits) > 1 else []
    return tuple((label, value) for label, value in chips if value)


def besides(query: Query) -> str:
    """Whom the question leaves out."""
    return joined(capitalised(name) for name in query.besides)


def _indexed(query: Query, zone: str) -> str:
    """Since when a statement must have come into the record to be new."""
    if query.since_asked and query.indexed_since:
        return f"since your last question, {moment(query.indexed_since, zone)}"
    return "in the last 24 hours"


def corrected(answer: Answer) -> tuple[str, ...]:
    """What was read for what was typed, where that differs."""
    read = [f"Read “{typed}” as “{meant}”." for typed, meant in answer.corrected_words]
    if len(answer.query.speakers) == len(answer.speakers) == 1 and (who := _otherwise(answer)):
        read.append(f"Read “{answer.query.speakers[0]}” as {who}{_beside(answer)}.")
    return tuple(read)


def _beside(answer: Answer) -> str:
    """That a description fits others, too, so that nobody takes one minister for the only one."""
    if not answer.others:
        return ""
    most = all(one.statements <= answer.speakers[0].statements for one in answer.others)
    names = [one.name for one in answer.others[:NAMED]]
    left = len(answer.others) - NAMED
    named = joined([*names, f"{left} more"] if left > 0 else names)
    return f"{', who is quoted most' if most else ''}. It fits {named}, too: name who is meant"


def _otherwise(answer: Answer) -> str | None:
    """Whom a description, a misspelling or another name was taken for: no word of it is in the speaker's name."""
    typed, entry = answer.query.speakers[0], answer.speakers[0]
    if set(words(typed)) & set(words(entry.name)):
        return None
    return f"{entry.name}, {entry.roles[0]}" if entry.roles else entry.name


def names(answer: Answer) -> str:
    """Who is asked about: as on record, else as typed; "" for anybody."""
    if answer.speakers:
        return joined(s.name for s in answer.speakers)
    return joined(as_named(s) for s in answer.query.speakers)
