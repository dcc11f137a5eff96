"""A preview: exactly what would be posted now, and why each statement is in it or not. Pure.

What is in says what it is worth, what is out by which of the criteria; both say so for the first of very many.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.digest.compose import pages
from bot.digest.reasons import Place, reasons
from bot.page import Page, Section
from bot.wording import full_moment, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.digest.gather import Gathered
    from bot.digest.model import Subscription
    from bot.digest.reasons import Reason
    from bot.model import Record

REASONS = 15  # of each kind
BEGINNING = 9  # words by which a statement is known again


def asked_for(found: Gathered) -> tuple[int, ...]:
    """The statements whose words the reasons name."""
    shown = pages(found.digest, found.digest.window.due_at)
    return tuple(one.statement for _, some, _ in _first(found, shown) for one in some)


def explained(found: Gathered, records: Iterable[Record], made: Subscription, now: datetime) -> Page:
    """The first message as it would be posted now, then the reasons; `records` are those `asked_for`."""
    shown = pages(found.digest, now)
    first, *rest = shown
    told = [f"Preview of “{made.name}”: as it would be posted now; nothing was posted."]
    told.append(f"It goes back to {full_moment(found.digest.window.since, made.zone)}.")
    if not found.digest.statements and made.when_empty == "nothing":
        told.append("Its time would pass without a message: this one is not posted when it is empty.")
    if rest:
        told.append(f"{plural(len(rest), 'more message')} would stand in the thread under it.")
    sections = (*first.sections, *why(found, records, shown))
    post = (("digest_run", "Post it now", str(made.id)),) if made.id and made.active else ()
    return replace(first, notes=(*told, *first.notes), sections=sections, buttons=post, title="Preview")


def why(found: Gathered, records: Iterable[Record], shown: Sequence[Page]) -> list[Section]:
    """Of each statement whether it is in, where and why; the first of each kind, the others counted."""
    known = {record.id: record for record in records}
    sections = []
    for place, some, count in _first(found, shown):
        rows = tuple(_row(known[one.statement], one.why) for one in some if one.statement in known)
        rest = count - len(some)
        tail = f"and {rest:,} more" if rest else None
        sections.append(Section((), f"{place.value} ({count:,})", rows, tail=tail))
    older = found.digest.older
    if older:
        note = "published more than the news window before they came in, undated, or read in with --backfill"
        sections.append(Section((), f"No news ({older:,})", (note,)))
    return sections


def _first(found: Gathered, shown: Sequence[Page]) -> list[tuple[Place, list[Reason], int]]:
    """(place, the first reasons, how many in all) for each place that has any."""
    told = reasons(found, shown)
    kinds = [(place, [one for one in told if one.place is place]) for place in Place]
    return [(place, ones[:REASONS], len(ones)) for place, ones in kinds if ones]


def _row(record: Record, why: str) -> str:
    """A statement by which it is known again, with its look, and the reason."""
    words = record.text.split()
    begins = " ".join(words[:BEGINNING]) + (" …" if len(words) > BEGINNING else "")
    who = record.statement.speaker or "speaker not known"
    where = record.article.outlet or "outlet not given"
    return f"{record.statement.kind.look}, {who} ({where}), beginning: {begins}" + (f" – {why}" if why else "")
