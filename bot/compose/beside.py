"""Speakers side by side: each under their own name, as many of the one as of the other. Pure.

Nothing is said about who is right or whether they agree: the words stand beside each other, with their dates.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from bot.compose.cards import deal
from bot.model import Intent
from bot.page import Section
from bot.text import fold
from bot.wording import plural, surname

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Answer, Hit, SpeakerEntry


def compared(answer: Answer) -> bool:
    """Whether several people were asked for by name."""
    return len(answer.query.speakers) > 1 or answer.query.intent is Intent.COMPARE


def arranged(answer: Answer) -> Answer:
    """The hits of compared speakers by turns, so that however many are shown nobody's are all below the others'."""
    if not compared(answer):
        return answer
    turns = zip_longest(*_apart(answer.hits, answer.speakers).values())
    return replace(answer, hits=tuple(hit for hit in chain.from_iterable(turns) if hit is not None))


def side_by_side(answer: Answer, shown: Sequence[Hit], zone: str, *, first: bool) -> tuple[Section, ...]:
    """A section for each speaker of `shown`; on the first page also for those who said nothing on it."""
    everything, here = _apart(answer.hits, answer.speakers), _apart(shown, answer.speakers)
    whole = len(answer.hits) == answer.total
    named = {who: hits[0].record.statement.speaker or "Speaker not named" for who, hits in everything.items()}
    sections = [
        Section(
            deal(hits, named=True, dated=True, zone=zone),
            title=f"{named[who]}: {plural(len(everything[who]), 'statement')}" if whole else named[who],
        )
        for who, hits in here.items()
    ]
    silent = [entry for entry in answer.speakers if first and _key(entry) not in everything]
    about = f" on {answer.query.topic}" if answer.query.topic else ""
    return (*sections, *(Section((), f"{entry.name}: nothing{about} in the record") for entry in silent))


def _apart(hits: Sequence[Hit], speakers: Sequence[SpeakerEntry]) -> dict[str, list[Hit]]:
    """The hits of each speaker, in the order asked for; articles that never give the full name mean the same person."""
    found: dict[str, list[Hit]] = {_key(entry): [] for entry in speakers}
    for hit in hits:
        found.setdefault(fold(surname(hit.record.statement.speaker or "")), []).append(hit)
    return {who: those for who, those in found.items() if those}


def _key(entry: SpeakerEntry) -> str:
    return fold(surname(entry.name))
