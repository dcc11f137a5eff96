"""A preview: exactly what would be posted now, and why each statement is in it or not. Pure.

What is in says what it is worth, what is out by which of the criteria; both say so for the first of very many.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.digest.compose import pages
from bot.page import Page, Section
from bot.wording import full_moment, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from bot.digest.gather import Gathered
    from bot.model import Record, Subscription

REASONS = 15  # of each kind
BEGINNING = 9  # words by which a statement is known again


def asked_for(found: Gathered) -> tuple[int, ...]:
    """The statements whose words the reasons name."""
    return (*found.contents[:REASONS], *list(found.rejected)[:REASONS], *found.repeated[:REASONS])


def explained(found: Gathered, records: Iterable[Record], made: Subscription, now: datetime) -> Page:
    """The first message as it would be posted now, then the reasons; `records` are those `asked_for`."""
    first, *rest = pages(found.digest, now)
    known = {record.id: record for record in records}
    told = [f"Preview of “{made.name}”: as it would be posted now; nothing was posted."]
    told.append(f"It goes back to {full_moment(found.digest.window.since, made.zone)}.")
    if rest:
        told.append(f"{plural(len(rest), 'more message')} would stand in the thread under it.")
    sections = (*first.sections, *_reasons(found, known))
    post = (("digest_run", "Post it now", str(made.id)),) if made.id and made.state == "active" else ()
    return replace(first, notes=(*told, *first.notes), sections=sections, buttons=post, title="Preview")


def _reasons(found: Gathered, known: Mapping[int, Record]) -> list[Section]:
    """Why each is in, what the criteria leave out, what was news before."""
    again = dict.fromkeys(found.repeated, "in words that were news before")
    kinds = (
        ("In it, most newsworthy first", {one: found.worth.get(one, "") for one in found.contents}),
        ("Not in it", found.rejected),
        ("Not listed again", again),
    )
    return [
        Section((), f"{title} ({len(reasons):,})", tuple(_row(known[one], why) for one, why in shown))
        for title, reasons in kinds
        if (shown := [(one, why) for one, why in list(reasons.items())[:REASONS] if one in known])
    ]


def _row(record: Record, why: str) -> str:
    """A statement by which it is known again, with its look, and the reason."""
    words = record.text.split()
    begins = " ".join(words[:BEGINNING]) + (" …" if len(words) > BEGINNING else "")
    who = record.statement.speaker or "speaker not known"
    where = record.article.outlet or "outlet not given"
    return f"{record.statement.kind.look}, {who} ({where}), beginning: {begins}" + (f" – {why}" if why else "")
