"""How far the words of a statement reach within a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.extract.adjuncts import rest
from bot.extract.cues import Form, Frame, cue_at, is_nounish
from bot.extract.lexicon import ADVERBS
from bot.extract.phrases import before
from bot.model import Span

if TYPE_CHECKING:
    from bot.extract.cues import Cue
    from bot.extract.units import Unit

_BETWEEN = frozenset((",", "and", "but", ";", "—", "–"))
_BREAKS_OBJECT = frozenset(
    ("who", "which", "whose", "where", "while", "but", "although", "though", "when", "as", "a", "an")
)


def end(unit: Unit, start: int, cue: Cue | None) -> int:
    """The last item of the words that begin at item `start`."""
    items = unit.items
    thing = cue is not None and cue.verb.frame is Frame.OBJECT
    for at in range(start, len(items)):
        if at > start and items[at].low in _BETWEEN and (_begins_other(unit, at, cue) or (thing and _breaks(unit, at))):
            return at - 1
        quote = items[at].quote
        if thing and quote and items[at + 1 : at + 2] and _stops_inside(unit, at) and items[at + 1].quote is None:
            return at
    return len(items) - 1


def clip(unit: Unit, first: int, last: int) -> tuple[Span, ...]:
    """The words from item `first` to `last` without what is not theirs: outer commas and the final full stop."""
    items = unit.items
    while first <= last and not (items[first].is_word or items[first].quote or items[first].low in "([$#@€£"):
        first += 1
    while last >= first and not (items[last].is_word or items[last].quote or items[last].low in {")", "]", "%"}):
        last -= 1
    return (Span(items[first].start, items[last].end),) if first <= last else ()


def _stops_inside(unit: Unit, at: int) -> bool:
    """Whether a comma stands before the closing mark: “a 'cat in a bag,' a metaphor …”."""
    return unit.items[at].last == ","


def _breaks(unit: Unit, at: int) -> bool:
    """Whether the thing spoken of ends here: at a dash, or before a clause about something else."""
    items = unit.items
    if items[at].low in {"—", "–", ";"}:
        return True
    return items[at].low == "," and at + 1 < len(items) and items[at + 1].low in _BREAKS_OBJECT


def _begins_other(unit: Unit, at: int, cue: Cue | None) -> bool:
    """Whether another statement of the same speaker, or a tag, begins behind the comma or "and" at `at`."""
    items = unit.items
    comma = items[at].low == ","
    place = at + 1
    while place < len(items) and (items[place].low in ADVERBS or items[place].low in {"and", "but", ","}):
        place += 1
    if place >= len(items):
        return False
    if items[place].low == "according":
        return comma
    found = cue_at(unit, place)
    if found is None:
        return comma and _reported(unit, at)
    if found.verb.form is Form.ING:
        return comma and found.verb.frame is Frame.SAY
    if found.verb.form is Form.BASE or cue is None or found.verb.form is not cue.verb.form:
        return False
    return rest(unit, found).marked or (comma and not is_nounish(unit, found))


def _reported(unit: Unit, comma: int) -> bool:
    """Whether ", the Post reported." ends the unit."""
    items = unit.items
    for at in range(max(comma + 2, len(items) - 3), len(items)):
        if items[at].low in {"reported", "reports"} and all(not i.is_word for i in items[at + 1 :]):
            source = before(unit, at)
            return source is not None and source.outer == comma + 1
    return False
