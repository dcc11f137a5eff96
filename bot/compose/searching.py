"""The search form, and the query that a filled one is. Pure.

One form serves "Search the record" and [Change]: there it is filled in with the question as understood, and what it
does not ask for (to whom, whom to leave out, how new) stays as it was.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.model import Intent, Kind, Query
from bot.page import Field, Form, Page
from bot.wording import day, days, joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LOOKS = (
    ("any", "Any"),
    (Kind.DIRECT.value, "Direct quotes only"),
    (Kind.MIXED.value, "Part-quotes only"),
    (Kind.INDIRECT.value, "Paraphrases only"),
)
BEST, NEWEST, OLDEST = "best", "newest", "oldest"
ORDERS = ((BEST, "Best match first"), (NEWEST, "Newest first"), (OLDEST, "Oldest first"))
COMPARED = 2  # speakers side by side
_ORDER_OF = {Intent.LATEST: NEWEST, Intent.NEW: NEWEST, Intent.FIRST: OLDEST, Intent.CHANGED: OLDEST}


def form(query: Query | None = None, speakers: Sequence[str] = (), target: str = "") -> Page:
    """The form, filled in with `query`, whose speakers turned out to be `speakers`; `target` is what it changes."""
    known = query or Query("")
    return Page(
        "Leave a field empty for any.",
        title="Change the question" if query else "Search the record",
        form=Form(
            "Search", "search", target, "change" if target else "", _fields(known, speakers), beside=bool(target)
        ),
    )


def _fields(query: Query, speakers: Sequence[str]) -> tuple[Field, ...]:
    """Every field; the words asked for only where there are some."""
    words = Field("words", "Exact words", "Words to find or to check", optional=True, value=_given(query.fragment))
    return (
        Field(
            "speakers",
            "Speaker",
            "One, or two to compare",
            optional=True,
            kind="known",
            source="speakers",
            most=COMPARED,
            value=tuple(speakers or query.speakers)[:COMPARED],
        ),
        Field("topic", "Topic", "What it is about", optional=True, value=_given(query.topic)),
        *((words,) if query.fragment else ()),
        Field("since", "From", "First day", optional=True, kind="date", value=_given(query.since)),
        Field("until", "To", "Last day", optional=True, kind="date", value=_given(query.until)),
        Field(
            "outlet",
            "Outlet",
            "Who printed it",
            optional=True,
            kind="known",
            source="outlets",
            value=_given(query.outlet),
        ),
        Field("look", "Look", kind="choice", options=LOOKS, value=(query.kind.value if query.kind else "any",)),
        Field("order", "Order", kind="choice", options=ORDERS, value=(_ORDER_OF.get(query.intent, BEST),)),
    )


def _given(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def asked(entered: Mapping[str, Sequence[str]], before: Query | None = None) -> Query:
    """The query that a filled form is; days in the wrong order are turned round. Never raises."""
    one = {name: texts[0] for name, texts in entered.items() if texts}
    speakers = tuple(entered.get("speakers", ()))[:COMPARED]
    first, last = one.get("since"), one.get("until")
    since, until = (last, first) if first and last and first > last else (first, last)
    look = one.get("look", "any")
    query = replace(
        before or Query(""),
        speakers=speakers,
        topic=one.get("topic"),
        fragment=one.get("words"),
        since=since,
        until=until,
        outlet=one.get("outlet"),
        kind=Kind(look) if look in set(Kind) else None,
        answered_by=(),
    )
    query = replace(query, intent=_intent(query, one.get("order", BEST)))
    return replace(query, text=worded(query), quoted=bool(query.fragment))


def _intent(query: Query, order: str) -> Intent:
    """What the fields ask for; an order that was asked for in words stays what it was."""
    if query.fragment:
        return Intent.VERIFY if query.speakers else Intent.WHO
    if order != BEST:
        kept = _ORDER_OF.get(query.intent) == order
        return query.intent if kept else Intent.LATEST if order == NEWEST else Intent.CHANGED
    if len(query.speakers) == COMPARED:
        return Intent.COMPARE
    return Intent.SAID if query.speakers else Intent.TOPIC


def worded(query: Query) -> str:
    """The question in words, for whoever reads it over somebody's shoulder."""
    who = joined(query.speakers)
    if query.fragment:
        return f"did {who} say “{query.fragment}”?" if who else f"who said “{query.fragment}”?"
    question = f"what did {who} say" if who else "what was said"
    question += f" about {query.topic}" if query.topic else ""
    if query.since and query.until:
        question += f", {days(query.since, query.until)}"
    elif query.since or query.until:
        question += f", since {day(query.since)}" if query.since else f", until {day(query.until)}"
    return question + (f", in {query.outlet}" if query.outlet else "") + "?"
