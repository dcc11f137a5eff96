"""Where a statement's words exactly begin and end: quotation marks decide, commas of the tag are outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Span

if TYPE_CHECKING:
    from bot.extract.core.candidates import Candidate, Piece
    from bot.extract.core.tokens import Tokens

_NOT_FIRST = frozenset((",", ";", ":", ".", ")", "]", "”", "»", "—", "–", "--", "-", "?", "!"))
_NOT_LAST = frozenset((",", ";", ":", "(", "[", "“", "„", "«", "—", "–", "--", "-"))
_STOPS = frozenset((".", ",", "?", "!", "…", "...", ";"))
_DASHES = frozenset(("—", "–", "--", "-"))
_DATELINE = 16  # tokens at most before the dash of a dateline
_INITIALS = 2  # letters of what may be no place: "I", "US"


def trimmed(one: Candidate, part: Tokens) -> bool:
    """Set the pieces of a candidate to their exact edges; False where nothing is left of it."""
    one.content = [piece for piece in (_edges(p, part) for p in one.content) if piece]
    one.words = frozenset(i for a, b in one.content for i in range(a, b + 1))
    return bool(one.content)


def _edges(piece: Piece, part: Tokens) -> Piece | None:
    begin, end = _without_dateline(piece[0], piece[1], part), piece[1]
    if begin and part.quote[begin] == "i" and part.quote[begin - 1] == "B":
        begin -= 1
    while end + 1 < len(part) and part.run[end] >= 0 and _closes_quotation(part, end + 1, part.run[end]):
        end += 1
    while begin <= end and (part.word[begin] in _NOT_FIRST or part.quote[begin] == "E"):
        begin += 1
    while end >= begin and (part.word[end] in _NOT_LAST or part.quote[end] == "B"):
        end -= 1
    return (begin, end) if begin <= end else None


def _closes_quotation(part: Tokens, i: int, run: int) -> bool:
    """Whether token `i` is the full stop or mark that ends the quotation `run`, or stands right before it."""
    if part.run[i] != run or part.line[i] != part.line[i - 1]:
        return False
    if part.quote[i] == "E":
        return True
    last = i + 1 == len(part) or part.run[i + 1] != run or part.quote[i + 1] == "E" or part.line[i + 1] != part.line[i]
    return last and part.word[i] in _STOPS


def _without_dateline(begin: int, end: int, part: Tokens) -> int:
    """Where a piece begins behind "ANKARA, Dec. 9 -", if it begins its line with that."""
    starts_line = begin == 0 or part.line[begin - 1] != part.line[begin]
    if not starts_line or not part.word[begin].isupper() or len(part.word[begin]) <= _INITIALS:
        return begin
    for i in range(begin + 1, min(begin + _DATELINE, end)):
        if part.lower[i] in _DASHES:
            return i + 1
        if part.quote[i] != "o" or part.pos[i].startswith("V"):
            break
    return begin


def spans_of(one: Candidate, part: Tokens) -> tuple[Span, ...]:
    """The content as character spans, ordered and disjoint."""
    return tuple(Span(part.begin[a], part.end[b]) for a, b in one.content)
