"""Finding statements by rules: the verb, who stands beside it, and how far the words reach.

One pass over the units of a document; within a unit each cue is read as a tag (words before it) or as an
introduction (words after it). What a cue has claimed is not looked at again: an inner verb stays inside. What is
quoted without a cue of its own is left to `carried`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.extract.according import according
from bot.extract.adjuncts import rest
from bot.extract.carried import Found, carry
from bot.extract.cues import Cue, Form, Frame, cue_at, is_nounish
from bot.extract.draft import Draft
from bot.extract.edges import clip, end
from bot.extract.labels import dateline_end, is_boilerplate, labelled
from bot.extract.lexicon import ADVERBS, AUXILIARIES, PREPOSITIONS, PRONOUNS, SOURCE_NOUNS, STARTERS, VERBISH
from bot.extract.phrases import Phrase, after, before
from bot.extract.reading import Reading
from bot.extract.units import units
from bot.extract.wordlists import (
    ANONYMOUS,
    DOCUMENTS,
    NATIONAL,
    ORGANISATION_WORDS,
    ORGANISATIONS,
    TITLES,
    is_occupation,
)

if TYPE_CHECKING:
    from bot.extract.adjuncts import Rest
    from bot.extract.document import Document
    from bot.extract.units import Unit
    from bot.model import Span

_MODAL = frozenset(("would", "could", "may", "might", "should", "must", "to", "can", "shall", "not", "n't", "never"))
_PASSIVE = frozenset(("was", "were", "been", "being", "is", "are", "be"))
_PLURAL = frozenset(("they", "we", "i", "you", "some", "many", "others", "people", "police", "who", "most", "both"))
_COMMA = frozenset((",", "—", "–", "-"))
_LEADS = ADVERBS | {"and", "but", "as", "so"}
_QUESTION = frozenset(("if", "whether", "what", "how", "why", "who", "for", "where", "when"))
_SPEAKING = ORGANISATION_WORDS | SOURCE_NOUNS | ANONYMOUS | ORGANISATIONS | DOCUMENTS | TITLES | _PLURAL
_CIRCUMSTANCE = frozenset(
    ("after", "before", "when", "while", "as", "following", "ahead", "because", "asked", "during")
)
_ASIDE = frozenset(("and", "but", "who", "as", "after", "when", "while", "a", "an", "the"))
_NOBODY = frozenset(("no", "none", "nobody", "neither"))


class RuleFinder:
    """Finds statements by rules of English news prose; satisfies `draft.Finder`."""

    def find(self, document: Document) -> list[Draft]:
        """The statements of a document, by start."""
        whole = units(document)
        labels, turns = labelled(document, whole)
        found = []
        for unit in whole:
            label = labels.get(unit.span.start)
            if label:
                found.append(Found(unit, [label], labelled=True))
            elif unit.paragraph in turns or is_boilerplate(unit):
                found.append(Found(unit, [], labelled=True))
            else:
                found.append(Found(unit, _read(unit)))
        return sorted(carry(found), key=lambda draft: draft.spans[0])


def _read(unit: Unit) -> list[Draft]:
    reading = Reading(unit, done=dateline_end(unit))
    for place in range(len(unit.items)):
        if place < reading.done:
            continue
        if according(reading, place):
            continue
        cue = cue_at(unit, place)
        if cue:
            _cue(reading, cue)
    return reading.drafts


def _cue(reading: Reading, cue: Cue) -> None:
    unit = reading.unit
    if cue.verb.lemma in {"cite", "quote"} and _cited(reading, cue):
        return
    group = {i.low for i in unit.items[cue.first : cue.main]}
    if group & _MODAL:
        return
    follows = rest(unit, cue)
    if _inverted(reading, cue) or _tag(reading, cue, follows):
        return
    if group & _PASSIVE and cue.verb.form is not Form.ING:
        return
    _introduction(reading, cue, follows)


# Tags --------------------------------------------------------------------------------------------------------------
def _inverted(reading: Reading, cue: Cue) -> bool:
    """As in: "…," said Fidan."""
    items = reading.unit.items
    if cue.verb.frame is Frame.OBJECT or cue.verb.form in {Form.ING, Form.BASE} or cue.first != cue.main:
        return False
    left = cue.first - 1
    if cue.verb.addresses and cue.verb.lemma != "ask":
        return False
    if left < reading.done or cue.last + 1 >= len(items) or not _closes(reading, left):
        return False
    source = after(reading.unit, cue.last + 1) if items[cue.last + 1].low not in {"that", "this"} else None
    if source is None or _begins_clause(reading.unit, source[1] + 1):
        return False
    if items[left].low == "," and before(reading.unit, cue.first) and not _closes_unit(reading.unit, source):
        return False  # "Ada Moss, an engineer, said the dam …"
    source = _apposed_name(reading.unit, source) or source
    return _take_tag(reading, cue, left, Phrase(*source, source[0]), source[1] + 1)


def _apposed_name(unit: Unit, source: tuple[int, int]) -> tuple[int, int] | None:
    """In "said its secretary, Ada Moss." the name; None where no name alone follows the comma."""
    at = source[1] + 1
    if unit.items[source[1]].is_name or at >= len(unit.items) or unit.items[at].low != ",":
        return None
    found = after(unit, at + 1) if at + 1 < len(unit.items) else None
    if found is None or not all(i.is_name for i in unit.items[found[0] : found[1] + 1]):
        return None
    ends = found[1] + 1 >= len(unit.items) or not unit.items[found[1] + 1].is_word
    return found if ends else None


def _closes_unit(unit: Unit, source: tuple[int, int]) -> bool:
    """Whether a phrase that could be a name is all that follows."""
    return unit.items[source[1]].is_name and all(not i.is_word for i in unit.items[source[1] + 1 :])


def _begins_clause(unit: Unit, at: int) -> bool:
    return at < len(unit.items) and (unit.items[at].low in VERBISH or unit.items[at].low in AUXILIARIES)


def _closes(reading: Reading, left: int) -> bool:
    """Whether the item before a tag ends what was said: a comma, or a quotation with its own stop."""
    item = reading.unit.items[left]
    return item.low in {",", "—", "–", "?", "!"} or item.quote is not None


def _tag(reading: Reading, cue: Cue, follows: Rest) -> bool:
    """As in: "…," the minister said."""
    unit = reading.unit
    source = before(unit, cue.first)
    if source is None or source.outer <= reading.done:
        return False
    left = source.outer - 1
    while left > reading.done and unit.items[left].low in _LEADS:
        left -= 1
    if not _closes(reading, left):
        return False
    bare = _is_bare(reading, left)
    ended = follows.start >= len(unit.items) or not unit.items[follows.start].is_word or _trails(reading, follows.start)
    if (follows.marked and not bare) or not (ended or bare):
        return False
    return _take_tag(reading, cue, left, source, follows.start)


def _trails(reading: Reading, at: int) -> bool:
    """Whether only a circumstance follows a tag: "It holds, Moss said on Monday after she had …"."""
    opening = reading.unit.items[reading.done].low
    return reading.unit.items[at].low in _CIRCUMSTANCE and opening not in PREPOSITIONS | _CIRCUMSTANCE


def _is_bare(reading: Reading, left: int) -> bool:
    """Whether nothing but quotations stands before the tag."""
    items = reading.unit.items[reading.done : left + 1]
    return any(i.quote for i in items) and not any(i.is_word for i in items)


def _take_tag(reading: Reading, cue: Cue, left: int, source: Phrase, tail: int) -> bool:
    unit = reading.unit
    last = left
    while last > reading.done and unit.items[last].low in _COMMA:
        last -= 1
    bare = _is_bare(reading, left)
    more, done = _second_half(reading, max(tail, source.last + 1), bare=bare, inverted=source.first > cue.main)
    first = reading.done if bare or not more else _after_dash(unit, reading.done, last)
    spans = clip(unit, first, last)
    if not spans:
        return False
    mention = reading.span(source.first, source.last)
    reading.add(Draft((*spans, *more), reading.span(cue.first, cue.last), mention, 0.98), source)
    reading.done = max(done, cue.last + 1, source.last + 1)
    return True


def _after_dash(unit: Unit, first: int, last: int) -> int:
    """Where the clause around a tag in the middle begins: behind the last dash or semicolon."""
    return next((at + 1 for at in range(last, first, -1) if unit.items[at].low in {"–", "—", ";", ":"}), first)


def _second_half(reading: Reading, tail: int, *, bare: bool, inverted: bool) -> tuple[tuple[Span, ...], int]:
    """What goes on behind a tag in the middle: "A," he said, "B", also over an apposition; and A, he said, B."""
    unit = reading.unit
    items = unit.items
    for at in range(tail, len(items)):
        if items[at].quote:
            if at == tail or items[at - 1].low in {",", ":", "—", "–", "."}:
                last = _quotes_end(unit, at) if bare else end(unit, at, None)
                return clip(unit, at, last), last + 1
            break
        if cue_at(unit, at) and at > tail:
            break
        if not bare and items[at].is_word:
            aside = _ASIDE if inverted else _ASIDE - {"a", "an", "the"}
            goes_on = at > tail and items[at].low not in aside
            if not goes_on or items[tail].low != ",":
                break
            last = end(unit, at, None)
            return clip(unit, at, last), last + 1
    return (), tail


def _quotes_end(unit: Unit, at: int) -> int:
    """The last of the quotations that stand side by side from item `at` on."""
    while at + 1 < len(unit.items) and unit.items[at + 1].quote:
        at += 1
    return at


# Introductions -----------------------------------------------------------------------------------------------------
def _introduction(reading: Reading, cue: Cue, follows: Rest) -> None:
    unit = reading.unit
    own = before(unit, cue.first) if cue.verb.form is not Form.ING else None
    source = own or _carried(reading, cue)
    if source is None or not _acceptable(unit, cue, follows, source, own=own is not None):
        return
    last = end(unit, follows.start, cue)
    if own and cue.first and unit.items[cue.first - 1].low == "who" and unit.items[max(0, cue.first - 2)].low == ",":
        last = next((n - 1 for n in range(follows.start + 1, last) if unit.items[n].low == ","), last)
    spans = clip(unit, follows.start, last)
    words = sum(1 for i in unit.items[follows.start : last + 1] if i.is_word or i.quote)
    if not spans or (words < 2 and not any(i.quote for i in unit.items[follows.start : last + 1])):
        return
    score = 0.97 if follows.marked and own else 0.94 if own else 0.8
    mention = reading.span(source.first, source.last)
    reading.add(Draft(spans, reading.span(cue.first, cue.last), mention, score), source)
    reading.done = last + 1


def _carried(reading: Reading, cue: Cue) -> Phrase | None:
    """The subject of a verb without one of its own: of the cue before, else the first phrase of the unit."""
    items = reading.unit.items
    joined = items[cue.first - 1].low if cue.first else ""
    if joined != "," if cue.verb.form is Form.ING else joined not in {"and", "but", ","}:
        return None
    if reading.subject:
        return reading.subject
    start = 0
    while start < cue.first and items[start].low in _LEADS | {","}:
        start += 1
    found = after(reading.unit, start)
    return Phrase(*found, found[0]) if found and found[1] < cue.first else None


def _acceptable(unit: Unit, cue: Cue, follows: Rest, source: Phrase, *, own: bool) -> bool:
    if follows.start >= len(unit.items) or unit.items[source.first].low in _NOBODY:
        return False
    if cue.verb.form is Form.BASE:
        head = unit.items[source.last].low
        if not (head in _PLURAL or head.endswith("s")):
            return False
    if is_nounish(unit, cue):
        return follows.marked
    first = unit.items[follows.start]
    if cue.verb.frame is Frame.ASK:
        return follows.marked or first.low in _QUESTION
    if not follows.marked and not first.is_word:
        return False
    quoted = any(i.quote for i in unit.items[follows.start : end(unit, follows.start, cue) + 1])
    if cue.verb.frame is Frame.OBJECT and not quoted and not _is_named(unit, source):
        return False
    return follows.marked or (_can_speak(unit, source) and (own or cue.verb.frame is not Frame.OBJECT))


def _is_named(unit: Unit, source: Phrase) -> bool:
    """Whether a phrase has a name in it, or is a pronoun."""
    inside = unit.items[source.first : source.last + 1]
    return any((i.is_name and i.low not in STARTERS | NATIONAL) or i.low in PRONOUNS for i in inside)


def _can_speak(unit: Unit, source: Phrase) -> bool:
    """Whether a phrase names somebody or something that talks, by its name, its pronoun or its head."""
    inside = unit.items[source.first : source.last + 1]
    stop = next((n for n, i in enumerate(inside) if n and i.low in PREPOSITIONS), len(inside))
    head = inside[stop - 1].low
    if head in PRONOUNS or head in _SPEAKING or is_occupation(head):
        return True
    return any((i.is_name and i.low not in STARTERS) or i.low in _SPEAKING for i in inside)


def _cited(reading: Reading, cue: Cue) -> bool:
    """As in "the sources were cited as saying …" and "the Post quoted an aide as saying …"."""
    unit, items = reading.unit, reading.unit.items
    passive = any(i.low in _PASSIVE for i in items[cue.first : cue.main])
    source = None if passive else after(unit, cue.main + 1)
    at = source[1] + 1 if source else cue.main + 1
    if at < len(items) and items[at].low == "as":
        at += 1
    said = cue_at(unit, at) if at < len(items) else None
    if said is None or said.verb.form is not Form.ING or (source is None) != passive:
        return False
    whole = Cue(said.verb, cue.first if passive else said.first, said.main, said.last)
    follows = rest(unit, whole)
    if passive and _tag(reading, whole, follows):
        return True
    found = before(unit, cue.first) if passive else Phrase(*(source or (at, at)), at)
    if found is None or follows.start >= len(items):
        return False
    last = end(unit, follows.start, whole)
    spans = clip(unit, follows.start, last)
    if spans:
        mention = reading.span(found.first, found.last)
        reading.add(Draft(spans, reading.span(whole.first, whole.last), mention, 0.95), found)
        reading.done = last + 1
    return bool(spans)
