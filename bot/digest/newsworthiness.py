"""How newsworthy a statement is, in parts that can be told in words: the order of a digest. Pure.

More outlets, a speaker who is quoted often, somebody or something new, the speaker's own words before the outlet's.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log2, log10
from typing import TYPE_CHECKING, NamedTuple

from bot.model import SpeakerKind
from bot.wording import plural, surname

if TYPE_CHECKING:
    from bot.model import SpeakerEntry

# Points. Twice as many outlets weigh as much as ten times as many statements in the record; what is new can lift a
# speaker nobody knew over one who talks every day, but not over a story that three outlets have.
OUTLETS = 1.5
PROMINENT = 1.5
MOST_PROMINENT = 3.0  # of log10: who has said a thousand things is as prominent as one can be
OFTEN = 50  # statements in the record from which "quoted often" is said
FIRST_TIME, FIRST_ON = 1.5, 1.0
LOOKS = ((1.0, "direct quote"), (0.7, "part-quote"), (0.0, "paraphrase"))  # by rank
UNSURE = (-1.0, "who said it is uncertain")


class Part(NamedTuple):
    """One reason for a place."""

    points: float
    words: str  # "" = not worth telling


@dataclass(frozen=True, slots=True)
class Worth:
    """What a statement is worth, and why."""

    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        """The sum of the points."""
        return sum(part.points for part in self.parts)

    @property
    def words(self) -> str:
        """As in "3 outlets; first time Fidan is quoted in the record; direct quote"."""
        return "; ".join(part.words for part in self.parts if part.words)


def reach(outlets: int) -> Part:
    """How many outlets have the story."""
    return Part(OUTLETS * log2(max(1, outlets)), plural(max(1, outlets), "outlet"))


def prominence(speaker: SpeakerEntry | None) -> Part:
    """How often the record quotes the speaker; an unnamed source has no name to be known by."""
    if speaker is None or speaker.kind is SpeakerKind.ANONYMOUS:
        return Part(0.0, "")
    points = PROMINENT * min(MOST_PROMINENT, log10(1 + speaker.statements)) / MOST_PROMINENT
    told = f"{_short(speaker)} is quoted often ({speaker.statements:,} statements)"
    return Part(points, told if speaker.statements >= OFTEN else "")


def novelty(speaker: SpeakerEntry | None, *, known: bool, new_on: str | None, days: int) -> Part:
    """Whether somebody speaks who never did, or on what they had not spoken on for `days`.

    `known`: the record had something of theirs before. `new_on`: the headline's word they had not used.
    """
    if speaker is None or speaker.kind is SpeakerKind.ANONYMOUS:
        return Part(0.0, "")
    if not known:
        return Part(FIRST_TIME, f"first time {_short(speaker)} is quoted in the record")
    if new_on:
        return Part(FIRST_ON, f"first time in {days} days that {_short(speaker)} is quoted on “{new_on}”")
    return Part(0.0, "")


def own_words(rank: int, confidence: float) -> tuple[Part, ...]:
    """How much of it is the speaker's own, and how sure the speaker is."""
    return (Part(*LOOKS[rank]), Part(*UNSURE)) if confidence < 0.5 else (Part(*LOOKS[rank]),)


def _short(speaker: SpeakerEntry) -> str:
    return surname(speaker.name) if speaker.kind is SpeakerKind.PERSON else speaker.name
