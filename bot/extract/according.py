"""Sources named by a phrase instead of a verb: "according to …", "in the words of …", "as … put it"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.extract.draft import Draft
from bot.extract.edges import clip, end
from bot.extract.phrases import after

if TYPE_CHECKING:
    from bot.extract.reading import Reading
    from bot.extract.units import Unit
    from bot.model import Span

_PHRASES = (("according", "to"), ("in", "the", "words", "of"))
_LEADS = frozenset(("but", "and", "still", "yet", "however", "also"))


def according(reading: Reading, place: int) -> bool:
    """Read a source phrase that begins at item `place`; whether there was one."""
    unit = reading.unit
    length = _phrase(unit, place)
    source = after(unit, place + length) if length else None
    if source is None:
        return _put(reading, place)
    cue = reading.span(place, place + length - 1)
    deeper = _deeper(unit, source[1] + 1)
    if deeper:
        cue, source = reading.span(deeper[0], deeper[0]), deeper[1:]
    return _drafted(reading, place, cue, source, source[1])


def _put(reading: Reading, place: int) -> bool:
    """The same of "as X put it"."""
    items = reading.unit.items
    source = after(reading.unit, place + 1) if items[place].low == "as" else None
    verb = source[1] + 1 if source else 0
    if source is None or [i.low for i in items[verb : verb + 2]] not in (["put", "it"], ["puts", "it"]):
        return False
    return _drafted(reading, place, reading.span(verb, verb + 1), source, verb + 1)


def _drafted(reading: Reading, place: int, cue: Span, source: tuple[int, ...], last: int) -> bool:
    """What is said with a source phrase of the items `place` to `last`; whether there is anything."""
    unit = reading.unit
    leading = all(not i.is_word or i.low in _LEADS for i in unit.items[reading.done : place])
    spans, done = _following(reading, last) if leading else _around(reading, place, last)
    if spans:
        reading.drafts.append(Draft(spans, cue, reading.span(source[0], source[1]), 0.96))
        reading.done = done
    return bool(spans)


def _phrase(unit: Unit, place: int) -> int:
    for phrase in _PHRASES:
        if tuple(i.low for i in unit.items[place : place + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def _deeper(unit: Unit, at: int) -> tuple[int, int, int] | None:
    """A report "by The Post citing an official": the place of "citing" and the range of its object."""
    for place in range(at, min(len(unit.items), at + 9)):
        if unit.items[place].low in {"citing", "quoting"}:
            found = after(unit, place + 1)
            return (place, *found) if found else None
    return None


def _following(reading: Reading, source_end: int) -> tuple[tuple[Span, ...], int]:
    """What comes behind the comma of a source phrase that opens the sentence."""
    unit = reading.unit
    comma = next((i for i in range(source_end + 1, len(unit.items)) if unit.items[i].low == ","), None)
    if comma is None or comma + 1 >= len(unit.items):
        return (), 0
    last = end(unit, comma + 1, None)
    return clip(unit, comma + 1, last), last + 1


def _around(reading: Reading, place: int, source_end: int) -> tuple[tuple[Span, ...], int]:
    """What comes before a source phrase, and what goes on behind it where it stands between commas."""
    unit, items = reading.unit, reading.unit.items
    spans = clip(unit, reading.done, place - 1)
    comma = next((n for n in range(source_end + 1, min(len(items), source_end + 8)) if items[n].low == ","), None)
    inside = comma is not None and items[place - 1].low == "," and comma + 1 < len(items) and items[comma + 1].is_word
    if (
        not spans
        or comma is None
        or not inside
        or items[comma + 1].low in {"who", "which", "and", "but", "a", "the", "an"}
    ):
        return spans, source_end + 1
    last = end(unit, comma + 1, None)
    return (*spans, *clip(unit, comma + 1, last)), last + 1
