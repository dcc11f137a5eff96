"""Quotations no candidate claims: those beside a tag are joined to it, those alone go to who just spoke."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.extract.core.candidates import Candidate, Piece
    from bot.extract.core.tokens import Tokens

_FEW = 3  # words; a shorter quotation is no statement by itself
_ALL = 0.9  # of the tokens of a paragraph that is nothing but quotation


def join(kept: list[Candidate], part: Tokens) -> None:
    """Give each unclaimed quotation of whole sentences to the quoted candidate before it in the unit, else after it."""
    for run in unclaimed(kept, part):
        near = _beside(kept, part, run)
        if near:
            near.content = sorted([*near.content, run])
            near.words |= frozenset(range(run[0], run[1] + 1))


def unclaimed(kept: list[Candidate], part: Tokens) -> list[Piece]:
    """Quotations of whole sentences, with their marks, of which no candidate has half."""
    taken = frozenset().union(*(one.words for one in kept))
    return [run for run in _runs(part) if 2 * sum(i in taken for i in range(run[0], run[1] + 1)) < run[1] + 1 - run[0]]


def _runs(part: Tokens) -> list[Piece]:
    """Quotations that begin a sentence and end one, of three words or more."""
    out: list[Piece] = []
    begin = -1
    for i, state in enumerate(part.quote):
        if state == "B":
            begin = i
        if begin >= 0 and (state == "E" or i + 1 == len(part) or part.quote[i + 1] in "Bo"):
            if _is_whole(part, begin, i):
                out.append((begin, i))
            begin = -1
    return out


def _is_whole(part: Tokens, begin: int, end: int) -> bool:
    starts = begin == 0 or part.sentence[begin - 1] != part.sentence[begin]
    ends = end + 1 == len(part) or part.sentence[end + 1] != part.sentence[end]
    return starts and ends and sum(w[0].isalnum() for w in part.word[begin : end + 1]) >= _FEW


def _beside(kept: list[Candidate], part: Tokens, run: Piece) -> Candidate | None:
    quoted = [
        one
        for one in kept
        if any(part.quote[i] == "i" for i in one.words) and not one.words & set(range(run[0], run[1] + 1))
    ]
    before = [one for one in quoted if one.at < run[0]]
    after = [one for one in quoted if one.at > run[1] and one.content[0][0] > run[1]]
    if before:
        return max(before, key=lambda one: one.at)
    return min(after, key=lambda one: one.at) if after else None


def alone(part: Tokens) -> list[Piece]:
    """The quotations of a unit that is nothing but quoted words; empty for any other unit."""
    runs = _runs(part)
    return runs if sum(b + 1 - a for a, b in runs) >= _ALL * len(part) else []
