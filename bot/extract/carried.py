"""Quotations without a tag of their own: joined to the tag of their paragraph, or given to the speaker in force.

A quotation that is reopened keeps the first paragraph's tag; one that a line ending in a colon announces has that
line's source; one that a following paragraph of the same speech tags ("…," the sources added) has that; what is left
goes to whom the sentence before is about, or who spoke last.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.extract.adjuncts import rest
from bot.extract.cues import VERBS, Form, cue_at
from bot.extract.draft import Draft
from bot.extract.phrases import after, before
from bot.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.extract.units import Unit

_GOES_ON = frozenset(("added", "continued", "concluded", "adds", "continues", "concludes", "went"))
_TAG = 14  # items of a tag that is a sentence
_FEW_WORDS = 3  # a quotation without a cue and shorter than this is no statement
_SURE, _LIKELY = 0.9, 0.6


@dataclass(slots=True)
class Found:
    """A unit and the statements found in it."""

    unit: Unit
    drafts: list[Draft]
    labelled: bool = False  # a transcript's line or a service line: nothing is added to it


def carry(found: Sequence[Found]) -> list[Draft]:
    """All statements, with those of quotations that no tag of their own claims."""
    _join(found)
    out: list[Draft] = []
    for place, item in enumerate(found):
        if not item.drafts and not item.labelled and _is_speech(item.unit):
            draft = _carried(found, place)
            if draft:
                item.drafts.append(draft)
        out += item.drafts
    return out


def _is_speech(unit: Unit) -> bool:
    return unit.only_quoted and sum(i.end - i.start for i in unit.items if i.quote) > _FEW_WORDS * 4


def _spans(unit: Unit) -> tuple[Span, ...]:
    return (Span(unit.items[0].start, unit.items[-1].end),)


def _join(found: Sequence[Found]) -> None:
    """A quotation next to a tagged one in the same paragraph belongs to it: "A," he said. "B."."""
    for first, second in itertools.pairwise(found):
        if first.unit.paragraph != second.unit.paragraph or first.labelled or second.labelled:
            continue
        if first.drafts and not second.drafts and second.unit.only_quoted and _quoted_in(first, first.drafts[-1]):
            last = first.drafts[-1]
            first.drafts[-1] = replace(last, spans=(*last.spans, *_spans(second.unit)))
            second.drafts, second.labelled, first.drafts = [first.drafts.pop()], True, first.drafts
        if _asks(first) and not second.drafts and not second.labelled:
            tag = _bare_tag(second.unit, _spans(first.unit))
            first.drafts, second.labelled = ([tag], True) if tag else ([], False)
    for first, second in zip(found[::-1][1:], found[::-1], strict=False):
        if (
            first.unit.paragraph == second.unit.paragraph
            and not first.drafts
            and first.unit.only_quoted
            and second.drafts
        ):
            head = second.drafts[0]
            if not first.labelled and head.spans[0].start == second.unit.span.start and _quoted_in(second, head):
                second.drafts[0] = replace(head, spans=(*_spans(first.unit), *head.spans))
                first.labelled = True


def _asks(found: Found) -> bool:
    """Whether a unit is an untagged quotation with a stop of its own, after which a tag may begin with a capital."""
    return found.unit.only_quoted and not found.drafts and found.unit.items[-1].last in "?!."


def _bare_tag(unit: Unit, spans: tuple[Span, ...]) -> Draft | None:
    """A sentence that is nothing but a tag: "Why?" Ada Moss asked."""
    for place, item in enumerate(unit.items[:_TAG]):
        cue = cue_at(unit, place) if item.low in VERBS else None
        source = before(unit, cue.first) if cue and cue.verb.form is not Form.ING else None
        if cue and source and source.outer == 0 and rest(unit, cue).start >= len(unit.items) - 1:
            reporting = Span(unit.items[cue.first].start, unit.items[cue.last].end)
            return Draft(spans, reporting, Span(unit.items[source.first].start, unit.items[source.last].end), 0.9)
    return None


def _quoted_in(found: Found, draft: Draft) -> bool:
    """Whether a statement takes in a quotation of its unit."""
    return any(i.quote and span.start <= i.start < span.end for i in found.unit.items for span in draft.spans) or any(
        span.start < found.unit.span.start for span in draft.spans
    )


def _carried(found: Sequence[Found], place: int) -> Draft | None:
    unit = found[place].unit
    spans = _spans(unit)
    previous = found[place - 1] if place else None
    if previous and _announces(previous.unit):
        return _announced(previous.unit, spans)
    if previous and previous.drafts and previous.unit.paragraph != unit.paragraph and _left_open(previous.unit):
        return replace(previous.drafts[-1], spans=spans)
    following = found[place + 1] if place + 1 < len(found) else None
    if following and _continues(following, opened=_left_open(unit)):
        return replace(following.drafts[0], spans=spans, score=_SURE)
    return _in_force(found, place, spans)


def _left_open(unit: Unit) -> bool:
    last = next((i.quote for i in reversed(unit.items) if i.quote), None)
    return last is not None and not last.closed


def _announces(unit: Unit) -> bool:
    return bool(unit.items) and unit.items[-1].low == ":"


def _announced(unit: Unit, spans: tuple[Span, ...]) -> Draft | None:
    """The source of a line like "Caddell continued:"."""
    for place in range(len(unit.items) - 1, -1, -1):
        cue = cue_at(unit, place) if unit.items[place].low in VERBS else None
        if cue is None:
            continue
        source = before(unit, cue.first) if cue.verb.form is not Form.ING else None
        phrase = (source.first, source.last) if source else after(unit, 0)
        if phrase and phrase[1] < cue.first:
            mention = Span(unit.items[phrase[0]].start, unit.items[phrase[1]].end)
            reporting = Span(unit.items[cue.first].start, unit.items[cue.last].end)
            return Draft(spans, reporting, mention, _SURE)
    return None


def _continues(following: Found, *, opened: bool) -> bool:
    """Whether the next paragraph goes on with this speech and tags it."""
    if not following.drafts or not following.unit.items or not following.unit.items[0].quote:
        return False
    draft = following.drafts[0]
    if draft.spans[0].start != following.unit.span.start or draft.cue is None:
        return False
    main = {i.low for i in following.unit.items if draft.cue.start <= i.start < draft.cue.end}
    return opened or bool(main & _GOES_ON)


def _in_force(found: Sequence[Found], place: int, spans: tuple[Span, ...]) -> Draft | None:
    unit = found[place].unit
    previous = found[place - 1] if place else None
    if previous and not previous.drafts and not previous.labelled and not previous.unit.only_quoted:
        named = _opening_name(previous.unit, same=previous.unit.paragraph == unit.paragraph)
        if named:
            return Draft(spans, None, named, _LIKELY)
    for earlier in reversed(found[max(0, place - 4) : place]):
        if earlier.drafts and earlier.drafts[-1].mention:
            return Draft(spans, None, earlier.drafts[-1].mention, _LIKELY)
    for earlier in reversed(found[max(0, place - 3) : place]):
        named = None if earlier.labelled else _opening_name(earlier.unit, same=False)
        if named:
            return Draft(spans, None, named, _LIKELY)
    return None


def _opening_name(unit: Unit, *, same: bool) -> Span | None:
    """The person a sentence begins with: a name, or a pronoun where it stands in the same paragraph."""
    if not unit.items:
        return None
    phrase = after(unit, 0)
    if phrase is None:
        return None
    first, last = phrase
    if unit.items[first].low in {"he", "she"}:
        return Span(unit.items[first].start, unit.items[last].end) if same else None
    if not (unit.items[last].is_name and (last > first or same)):
        return None
    return Span(unit.items[first].start, unit.items[last].end)
