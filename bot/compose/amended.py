"""What stands in the place of a card once the desk corrected it, or its article was retracted. Pure.

A message keeps its headline and its counts, which were true of the record as it was; above them stands how many of its
statements were corrected or retracted since, and when the last one was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.compose.cards import deal
from bot.model import Hit
from bot.wording import hour, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.model import Correction, Record
    from bot.page import Card, Instant

Ids = tuple[int, ...]
CORRECTED, RETRACTED, REMOVED = "Corrected by the desk", "Retracted by the outlet", "Removed on request"


@dataclass(frozen=True, slots=True)
class Amendment:
    """The card or cards as they are now, or what is said in their place; `at` is when they came to be so."""

    at: datetime
    cards: tuple[Card, ...] = ()
    told: str = ""
    instants: tuple[Instant, ...] = ()
    what: str = CORRECTED


def amendment(
    ids: Ids,
    records: Mapping[int, Record],
    corrections: Mapping[int, Sequence[Correction]],
    since: datetime,
    zone: str,
) -> Amendment | None:
    """What stands for the card of these statements; None where it is shown as the record has it.

    `records` are those of them that may be shown now, `corrections` all that there were: one taken back counts no more.
    A retraction counts where it is later than `since`, when the message was posted.
    """
    standing = [c for one in ids for c in corrections.get(one, ()) if c.undone_at is None]
    found = [records[one] for one in ids if one in records]
    retracted = [at for record in found if (at := record.fate.retracted) and at > since]
    if not (standing or retracted):
        return None
    last = max([*(c.at for c in standing), *retracted])
    if found:
        cards = deal([Hit(record) for record in found], named=True, dated=True, zone=zone)
        return Amendment(last, cards, what=RETRACTED if retracted else CORRECTED)
    if not any(c.field == "not_statement" for c in standing):
        return None  # gone for another reason, which its history tells
    written = hour(last, zone)
    return Amendment(last, told=f"Taken out by the desk, {written}: not a statement.", instants=((written, last),))


def note(made: Iterable[Amendment], zone: str) -> tuple[str, tuple[Instant, ...]]:
    """As in "Corrected by the desk since it was posted: 1 statement, 11 Dec 2025, 11:02."; the last of them is told."""
    moments: dict[str, list[datetime]] = {}
    for one in made:
        moments.setdefault(one.what, []).append(one.at)
    told = [_told(what, moments[what], zone) for what in (RETRACTED, CORRECTED, REMOVED) if what in moments]
    return " ".join(text for text, _ in told), tuple(instant for _, instant in told)


def _told(what: str, moments: list[datetime], zone: str) -> tuple[str, Instant]:
    written = hour(max(moments), zone)
    last = ", the last" if len(moments) > 1 else ","
    return f"{what} since it was posted: {plural(len(moments), 'statement')}{last} {written}.", (written, max(moments))
