"""Which candidates stay: the accepted ones, each word in one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.extract.core.candidates import Candidate
    from bot.extract.core.tokens import Tokens

ACCEPT = 0.3  # of the judge; chosen on dev
_SHARED = 0.3  # of the smaller one's words: more, and two candidates are about the same words
_JOINTS = frozenset(("and", "but", "or", "then", ",", ";"))
_LIGHT = frozenset(("RB", "MD"))
_AUXILIARIES = frozenset(("has", "have", "had", "was", "is", "were", "are"))


def choose(found: list[Candidate], part: Tokens) -> list[Candidate]:
    """The accepted candidates of a unit, best first; of those about the same words the best alone."""
    accepted = [one for one in found if one.score >= ACCEPT]
    _part_coordinated(accepted, part)
    kept: list[Candidate] = []
    for one in sorted(accepted, key=lambda c: (-c.score, c.at)):
        if not any(_same_words(one, other) for other in kept):
            kept.append(one)
    return kept


def _same_words(one: Candidate, other: Candidate) -> bool:
    return len(one.words & other.words) > _SHARED * min(len(one.words), len(other.words))


def _part_coordinated(accepted: list[Candidate], part: Tokens) -> None:
    """Where "X said A and warned B": both cues have the one source X, what X said ends before "and"."""
    for one in accepted:
        for other in accepted:
            if other.at > one.at and other.at in one.words and one.source and one.source == other.source:
                _cut(one, _joint(part, one.at, other.cue[0]))


def _joint(part: Tokens, low: int, cue: int) -> int | None:
    """The first of the joining words before a cue; None where nothing joins it."""
    at = cue - 1
    while at > low and (part.pos[at][:2] in _LIGHT or part.lower[at] in _AUXILIARIES):
        at -= 1
    if part.lower[at] not in _JOINTS:
        return None
    while at - 1 > low and part.lower[at - 1] in _JOINTS:
        at -= 1
    return at


def _cut(one: Candidate, end: int | None) -> None:
    """Keep the content before token `end`, if there is any."""
    if end is None or one.content[0][0] >= end:
        return
    one.content = [(a, min(b, end - 1)) for a, b in one.content if a < end]
    one.words = frozenset(i for a, b in one.content for i in range(a, b + 1))
