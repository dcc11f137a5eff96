"""Quotations: what stands inside quotation marks, however they are typed.

Double marks straight, curly, ''…'' and ``…''; single marks where they are quotation marks and no apostrophes; a
quotation reopened in each paragraph; one that is never closed ends with its paragraph. A straight mark faces the
way its neighbours say, else it toggles (the same reading as the measurements' scorer of quoted words).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.extract.sentences import paragraphs
from bot.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DOUBLE = re.compile(r"[“”\"„«»]|''|``|’’|‘‘")
_SINGLE = re.compile(r"(?<!['’‘`])['’‘](?!['’‘`])")
_OPENING = frozenset(("“", "„", "«", "``", "‘‘"))
_CLOSING = frozenset(("”", "»", "’’"))
_LEFT = " \t\xa0([—–-/"  # before a mark: it opens
_RIGHT = " \t\xa0)],.;:?!—–-"  # after a mark: it closes
# 'em, 'tis, '90s: an apostrophe although a blank stands before it.
_ELISION = re.compile(r"(?:\d\ds?|em|tis|twas|til|cause|bout|cuz|n|round|neath|ere|hood|nuff)\b", re.IGNORECASE)
_POSSESSIVE_REACH = 80  # how far a plural possessive may stand before the mark that really closes


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch between quotation marks, within one paragraph."""

    outer: Span  # with its marks
    inner: Span  # without them
    single: bool = False  # ‘…’ rather than “…”
    nested: bool = False  # inside another quotation
    closed: bool = True  # False: ended by its paragraph; it may go on in the next


@dataclass(slots=True)
class _Open:
    """A mark that was opened: where it begins and ends, and how it was typed."""

    start: int
    end: int
    mark: str


def quotations(text: str) -> tuple[Quotation, ...]:
    """All quotations of `text` by start, outer before nested; linear in its length."""
    found: list[Quotation] = []
    parts = paragraphs(text)
    for place, paragraph in enumerate(parts):
        following = parts[place + 1].start if place + 1 < len(parts) else len(text)
        doubles = sorted(_doubles(text, paragraph), key=lambda q: q.outer.start)
        singles = list(_singles(text, paragraph, reopened=text[following : following + 1] == "‘"))
        found += _nest(doubles, singles)
    return tuple(found)


def _doubles(text: str, paragraph: Span) -> Iterator[Quotation]:
    stack: list[_Open] = []
    for match in _DOUBLE.finditer(text, paragraph.start, paragraph.end):
        mark = match.group()
        if _opens(text, match, paragraph, is_open=bool(stack)):
            if stack and not _may_nest(stack, mark):
                yield from _quotation(stack.pop(), match.start(), match.start(), closed=False)
            stack.append(_Open(match.start(), match.end(), mark))
        elif stack:
            opened = _matching(stack, mark)
            yield from _quotation(opened, match.start(), match.end(), closed=True)
    if stack:
        yield from _quotation(stack[0], paragraph.end, paragraph.end, closed=False)


def _may_nest(stack: list[_Open], mark: str) -> bool:
    """Curly marks may stand inside straight ones, and the other way round; never deeper than that."""
    return len(stack) == 1 and (stack[0].mark == '"') != (mark == '"')


def _matching(stack: list[_Open], mark: str) -> _Open:
    """Take off the mark that `mark` closes; what was left open inside it is forgotten."""
    if len(stack) == 2 and (stack[1].mark == '"') != (mark == '"'):
        stack.pop()
    return stack.pop()


def _opens(text: str, match: re.Match[str], paragraph: Span, *, is_open: bool) -> bool:
    mark = match.group()
    if mark in _OPENING:
        return not (mark == "“" and is_open and match.end() < paragraph.end and text[match.end()] in _RIGHT)
    if mark in _CLOSING:
        return False
    left = match.start() == paragraph.start or text[match.start() - 1] in _LEFT
    right = match.end() >= paragraph.end or text[match.end()] in _RIGHT
    return left if left != right else not is_open


def _quotation(opened: _Open, inner_end: int, outer_end: int, *, closed: bool) -> Iterable[Quotation]:
    if opened.end < inner_end:
        yield Quotation(Span(opened.start, outer_end), Span(opened.end, inner_end), closed=closed)


def _singles(text: str, paragraph: Span, *, reopened: bool) -> Iterator[Quotation]:
    opened: int | None = None
    for match in _SINGLE.finditer(text, paragraph.start, paragraph.end):
        place = match.start()
        if _opens_single(text, place, paragraph):
            opened = place
        elif opened is not None and _closes_single(text, place, paragraph):
            if place > opened + 1:
                yield Quotation(Span(opened, place + 1), Span(opened + 1, place), single=True)
            opened = None
    if opened == paragraph.start and text[opened] == "‘" and reopened and paragraph.end > opened + 1:
        yield Quotation(Span(opened, paragraph.end), Span(opened + 1, paragraph.end), single=True, closed=False)


def _opens_single(text: str, place: int, paragraph: Span) -> bool:
    before = text[place - 1] if place > paragraph.start else " "
    after = text[place + 1] if place + 1 < paragraph.end else " "
    if after.isspace() or before.isalnum() or text[place] == "’" or (before not in _LEFT and before not in '"“„«'):
        return False
    return not _ELISION.match(text, place + 1)


def _closes_single(text: str, place: int, paragraph: Span) -> bool:
    before = text[place - 1]
    after = text[place + 1] if place + 1 < paragraph.end else " "
    if before.isspace() or after.isalnum() or text[place] == "‘":
        return False
    return not (before == "s" and after == " " and _possessive(text, place, paragraph))


def _possessive(text: str, place: int, paragraph: Span) -> bool:
    """Whether this is rather "the workers' union" inside a quotation: a word goes on and a real mark comes soon."""
    if not text[place + 2 : place + 3].islower():
        return False
    for match in _SINGLE.finditer(text, place + 1, min(paragraph.end, place + _POSSESSIVE_REACH)):
        if _opens_single(text, match.start(), paragraph):
            return False
        after = text[match.start() + 1] if match.start() + 1 < paragraph.end else " "
        if not text[match.start() - 1].isspace() and not after.isalnum():
            return True
    return False


def _nest(doubles: list[Quotation], singles: list[Quotation]) -> list[Quotation]:
    """Order the quotations of a paragraph, mark the nested ones, drop single ones that cross a double one."""
    out: list[Quotation] = []
    around: Quotation | None = None
    kept = [single for single in singles if not _crosses(single, doubles)]
    for quotation in sorted([*doubles, *kept], key=lambda q: (q.outer.start, -q.outer.end)):
        if around is None or quotation.outer.start >= around.outer.end:
            around = quotation
            out.append(quotation)
        elif quotation.outer.end <= around.outer.end:
            out.append(replace(quotation, nested=True))
    return out


def _crosses(single: Quotation, doubles: list[Quotation]) -> bool:
    """Whether a single quotation overlaps a double one without the one lying in the other."""
    start, end = single.outer.start, single.outer.end
    first = max(0, bisect_right(doubles, start, key=lambda q: q.outer.start) - 2)
    last = bisect_right(doubles, end, key=lambda q: q.outer.start)
    for double in (*doubles[first : first + 3], *doubles[max(first, last - 3) : last]):
        other = double.outer
        if start < other.start < end < other.end or other.start < start < other.end < end:
            return True
    return False
