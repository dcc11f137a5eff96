"""Where a statement's words exactly begin and end: quotation marks decide, commas of the tag are outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Span

if TYPE_CHECKING:
    from bot.extract.core.candidates import Candidate, Piece
    from bot.extract.core.tokens import Tokens

_NOT_FIRST = frozenset((",", ";", ":", ".", ")", "]", "”", "»", "—", "–", "--", "-", "?", "!"))
_NOT_LAST = frozenset((",", ";", ":", "(", "[", "“", "„", "«", "—", "–", "--", "-"))


def trimmed(one: Candidate, part: Tokens) -> bool:
    """Set the pieces of a candidate to their exact edges; False where nothing is left of it."""
    one.content = [piece for piece in (_edges(p, part) for p in one.content) if piece]
    one.words = frozenset(i for a, b in one.content for i in range(a, b + 1))
    return bool(one.content)


def _edges(piece: Piece, part: Tokens) -> Piece | None:
    begin, end = piece
    if begin and part.quote[begin] == "i" and part.quote[begin - 1] == "B":
        begin -= 1
    if end + 1 < len(part) and part.quote[end] in "iB" and part.quote[end + 1] == "E":
        end += 1
    while begin <= end and (part.word[begin] in _NOT_FIRST or part.quote[begin] == "E"):
        begin += 1
    while end >= begin and (part.word[end] in _NOT_LAST or part.quote[end] == "B"):
        end -= 1
    return (begin, end) if begin <= end else None


def spans_of(one: Candidate, part: Tokens) -> tuple[Span, ...]:
    """The content as character spans, ordered and disjoint."""
    return tuple(Span(part.begin[a], part.end[b]) for a, b in one.content)
