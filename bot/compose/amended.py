"""What stands in the place of a card once the desk corrected it. Pure.

A message keeps its headline and its counts, which were true of the record as it was; above them stands how many of its
statements were corrected since, and when the last one was.
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


@dataclass(frozen=True, slots=True)
class Amendment:
    """The card or cards as they are now, or what is said in their place; `at` is when they came to be so."""

    at: datetime
    cards: tuple[Card, ...] = ()
    told: str = ""
    instants: tuple[Instant, ...] = ()


def amendment(
    ids: Ids, records: Mapping[int, Record], corrections: Mapping[int, Sequence[Correction]], zone: str
) -> Amendment | None:
    """What stands for the card of these statements; None where it is shown as the record has it.

    `records` are those of them that may be shown now, `corrections` all that there were: one taken back counts no more.
    """
    standing = [c for one in ids for c in corrections.get(one, ()) if c.undone_at is None]
    if not standing:
        return None
    last = max(c.at for c in standing)
    shown = [Hit(records[one]) for one in ids if one in records]
    if shown:
        return Amendment(last, deal(shown, named=True, dated=True, zone=zone))
    if not any(c.field == "not_statement" for c in standing):
        return None  # gone for another reason, which is not ours to tell
    written = hour(last, zone)
    return Amendment(last, told=f"Taken out by the desk, {written}: not a statement.", instants=((written, last),))


def note(made: Iterable[Amendment], zone: str) -> tuple[str, tuple[Instant, ...]]:
    """As in "Corrected by the desk since it was posted: 1 statement, 11 Dec 2025, 11:02."; the last of them is told."""
    moments = [one.at for one in made]
    written = hour(max(moments), zone)
    last = ", the last" if len(moments) > 1 else ","
    text = f"Corrected by the desk since it was posted: {plural(len(moments), 'statement')}{last} {written}."
    return text, ((written, max(moments)),)
