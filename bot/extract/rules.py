"""Finding statements by rules: the verb, who stands beside it, and how far the words reach.

One pass over the units of a document; within a unit each cue is read as a tag (words before it) or as an
introduction (words after it). What a cue has claimed is not looked at again: an inner verb stays inside.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.extract.adjuncts import rest
from bot.extract.cues import Cue, Form, Frame, cue_at, is_nounish
from bot.extract.draft import Draft
from bot.extract.labels import is_boilerplate, label
from bot.extract.lexicon import ADVERBS
from bot.extract.phrases import after, before
from bot.extract.units import Unit, units
from bot.model import Span

if TYPE_CHECKING:
    from bot.extract.adjuncts import Rest
    from bot.extract.document import Document

_MODAL = frozenset(("would", "could", "may", "might", "should", "must", "to", "can", "shall", "not", "n't", "never"))
_PASSIVE = frozenset(("was", "were", "been", "being", "is", "are", "be"))
_PLURAL = frozenset(("they", "we", "i", "you", "some", "many", "others", "people", "police", "who", "most", "both"))
_COMMA = frozenset((",", "—", "–", "-"))
Range = tuple[int, int]


@dataclass(slots=True)
class _Reading:
    """How far one unit is read."""

    unit: Unit
    done: int = 0  # items before this one belong to statements found
    subject: Range | None = None  # of the last cue
    drafts: list[Draft] = field(default_factory=list)

    def span(self, first: int, last: int) -> Span:
        return Span(self.unit.items[first].start, self.unit.items[last].end)


class RuleFinder:
    """Finds statements by rules of English news prose; satisfies `draft.Finder`."""

    def find(self, document: Document) -> list[Draft]:
        """The statements of a document, by start."""
        found: list[Draft] = []
        for unit in units(document):
            if not is_boilerplate(unit):
                found += _read(unit)
        return sorted(found, key=lambda draft: draft.spans[0])


def _read(unit: Unit) -> list[Draft]:
    reading = _Reading(unit)
    labelled = label(unit)
    if labelled:
        return [labelled]
    place = 0
    while place < len(unit.items):
        if place >= reading.done:
            if unit.items[place].low == "according":
                _according(reading, place)
            else:
                cue = cue_at(unit, place)
                if cue:
                    _cue(reading, cue)
        place += 1
    return reading.drafts


# According to ------------------------------------------------------------------------------------------------------
def _according(reading: _Reading, place: int) -> None:
    unit, items = reading.unit, reading.unit.items
    if place + 2 >= len(items) or items[place + 1].low != "to":
        return
    source = after(unit, place + 2)
    if source is None:
        return
    cue = reading.span(place, place + 1)
    deeper = _deeper(unit, source[1] + 1)
    if deeper:
        cue, source = reading.span(deeper[0], deeper[0]), (deeper[1], deeper[2])
    leading = all(not i.is_word or i.low in {"but", "and", "still", "yet"} for i in items[reading.done : place])
    spans = _following(reading, source[1]) if leading else _preceding(reading, place)
    if spans:
        reading.drafts.append(Draft(spans, cue, reading.span(*source), 0.9))
        reading.done = len(items) if leading else source[1] + 1


def _deeper(unit: Unit, at: int) -> tuple[int, int, int] | None:
    """A report "by The Post citing an official": the place of "citing" and the range of its object."""
    for place in range(at, min(len(unit.items), at + 8)):
        if unit.items[place].low in {"citing", "quoting"}:
            found = after(unit, place + 1)
            return (place, *found) if found else None
    return None


def _following(reading: _Reading, source_end: int) -> tuple[Span, ...]:
    items = reading.unit.items
    comma = next((i for i in range(source_end + 1, len(items)) if items[i].low == ","), None)
    if comma is None or comma + 1 >= len(items):
        return ()
    return _clip(reading, comma + 1, _end(reading.unit, comma + 1, None))


def _preceding(reading: _Reading, place: int) -> tuple[Span, ...]:
    last = place - 1
    while last > reading.done and reading.unit.items[last].low in {",", "—", "–", "(", "-"}:
        last -= 1
    return _clip(reading, reading.done, last)


# Verbs -------------------------------------------------------------------------------------------------------------
def _cue(reading: _Reading, cue: Cue) -> None:
    unit = reading.unit
    group = {i.low for i in unit.items[cue.first : cue.main]}
    if group & _MODAL and not (group <= {"to", "also"} and _quoted_as(unit, cue)):
        return
    follows = rest(unit, cue)
    if _inverted(reading, cue) or _tag(reading, cue, follows):
        return
    if group & _PASSIVE and cue.verb.form is not Form.ING:
        return
    _introduction(reading, cue, follows)


def _quoted_as(unit: Unit, cue: Cue) -> bool:
    return cue.first > 0 and unit.items[cue.first - 1].low == "as"


def _inverted(reading: _Reading, cue: Cue) -> bool:
    """For instance "…," said Fidan."""
    items = reading.unit.items
    if cue.verb.frame is Frame.OBJECT or cue.verb.form in {Form.ING, Form.BASE} or cue.first != cue.main:
        return False
    left = cue.first - 1
    if left < reading.done or cue.last + 1 >= len(items) or not _closes(reading, left):
        return False
    source = after(reading.unit, cue.last + 1)
    if source is None or _begins_clause(reading.unit, source[1] + 1):
        return False
    return _take_tag(reading, cue, left, source, source[1] + 1)


def _begins_clause(unit: Unit, at: int) -> bool:
    from bot.extract.lexicon import AUXILIARIES, VERBISH  # noqa: PLC0415

    return at < len(unit.items) and (unit.items[at].low in VERBISH or unit.items[at].low in AUXILIARIES)


def _closes(reading: _Reading, left: int) -> bool:
    """Whether the item before a tag ends what was said: a comma, or a quotation with its own stop."""
    item = reading.unit.items[left]
    return item.low in {",", "—", "–", "?", "!"} or item.quote is not None


def _tag(reading: _Reading, cue: Cue, follows: Rest) -> bool:
    """For instance "…," the minister said."""
    unit = reading.unit
    source = before(unit, cue.first)
    if source is None or source[0] <= reading.done:
        return False
    left = source[0] - 1
    while left > reading.done and unit.items[left].low in ADVERBS | {"and", "but", "as"}:
        left -= 1
    if not _closes(reading, left):
        return False
    quoted = unit.items[left].quote is not None or (left > 0 and unit.items[left - 1].quote is not None)
    bare = quoted and not any(i.is_word for i in unit.items[reading.done : max(left - 1, 0)])
    ended = follows.start >= len(unit.items) or not unit.items[follows.start].is_word
    if follows.marked and not bare:
        return False
    if not (ended or bare):
        return False
    return _take_tag(reading, cue, left, source, follows.start)


def _take_tag(reading: _Reading, cue: Cue, left: int, source: Range, tail: int) -> bool:
    last = left
    while last > reading.done and reading.unit.items[last].low in _COMMA:
        last -= 1
    spans = _clip(reading, reading.done, last)
    if not spans:
        return False
    more, done = _second_half(reading, tail)
    mention = reading.span(*source)
    reading.drafts.append(Draft((*spans, *more), reading.span(cue.first, cue.last), mention, 0.95))
    reading.subject = source
    reading.done = max(done, cue.last + 1, source[1] + 1)
    return True


def _second_half(reading: _Reading, tail: int) -> tuple[tuple[Span, ...], int]:
    """What goes on behind a tag in the middle: "A," he said, "B" and A, he said, B."""
    unit = reading.unit
    at = tail
    while at < len(unit.items) and not unit.items[at].is_word and unit.items[at].quote is None:
        at += 1
    if at >= len(unit.items) or (at == tail and unit.items[at].quote is None):
        return (), tail
    if cue_at(unit, at) or unit.items[at].low in {"according", "and", "but", "who", "as", "after", "when", "while"}:
        return (), tail
    end = _end(unit, at, None)
    return _clip(reading, at, end), end + 1


def _introduction(reading: _Reading, cue: Cue, follows: Rest) -> None:
    unit = reading.unit
    source = before(unit, cue.first) if cue.verb.form is not Form.ING else None
    own = source is not None
    source = source or _carried(reading, cue)
    if source is None or not _acceptable(unit, cue, follows, source, own=own):
        return
    start = follows.start
    end = _end(unit, start, cue)
    spans = _clip(reading, start, end)
    if not spans or (sum(1 for i in unit.items[start : end + 1] if i.is_word or i.quote) < 2 and not follows.marked):
        return
    score = 0.9 if follows.marked and own else 0.75 if own else 0.6
    reading.drafts.append(Draft(spans, reading.span(cue.first, cue.last), reading.span(*source), score))
    reading.subject = source
    reading.done = end + 1


def _carried(reading: _Reading, cue: Cue) -> Range | None:
    """The subject of a verb without one of its own: of the cue before, else the first phrase of the unit."""
    items = reading.unit.items
    if cue.verb.form is Form.ING and (cue.first == 0 or items[cue.first - 1].low != ","):
        return None
    if cue.verb.form is not Form.ING and (cue.first == 0 or items[cue.first - 1].low not in {"and", "but", ","}):
        return None
    if reading.subject:
        return reading.subject
    start = 0
    while start < cue.first and items[start].low in ADVERBS | {",", "but", "and"}:
        start += 1
    found = after(reading.unit, start)
    return found if found and found[1] < cue.first else None


def _acceptable(unit: Unit, cue: Cue, follows: Rest, source: Range, *, own: bool) -> bool:
    if follows.start >= len(unit.items):
        return False
    if cue.verb.form is Form.BASE:
        head = unit.items[source[1]].low
        if not (head in _PLURAL or head.endswith("s")):
            return False
    if is_nounish(unit, cue):
        return follows.marked
    if cue.verb.frame is Frame.ASK:
        return follows.marked or unit.items[follows.start].low in {"if", "whether", "what", "how", "why", "who", "for"}
    if not follows.marked and not unit.items[follows.start].is_word:
        return False
    return own or follows.marked or cue.verb.frame is not Frame.OBJECT


# Edges -------------------------------------------------------------------------------------------------------------
def _end(unit: Unit, start: int, cue: Cue | None) -> int:
    """The last item of the words that begin at `start`."""
    items = unit.items
    for at in range(start + 1, len(items)):
        if items[at].low in {",", "and", "but", ";", "—", "–"} and _next_statement(unit, at, cue):
            return at - 1
    return len(items) - 1


def _next_statement(unit: Unit, at: int, cue: Cue | None) -> bool:
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
        return False
    if found.verb.form is Form.ING:
        return comma and found.verb.frame is Frame.SAY
    if found.verb.form is Form.BASE or cue is None or found.verb.form is not cue.verb.form:
        return False
    marked = rest(unit, found).marked
    return marked or (comma and not is_nounish(unit, found))


def _clip(reading: _Reading, first: int, last: int) -> tuple[Span, ...]:
    """The words from item `first` to `last` without what is not theirs: outer commas and the final full stop."""
    items = reading.unit.items
    while first <= last and not (items[first].is_word or items[first].quote or items[first].low in "([$#@"):
        first += 1
    while last >= first and not (items[last].is_word or items[last].quote or items[last].low in {")", "]", "%"}):
        last -= 1
    return (reading.span(first, last),) if first <= last else ()
