"""Around a statement: to whom it was said, on whose word the article has it, and when.

All of it is read from the statement's own sentence, outside the words of the statements in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.extract.adjuncts import rest
from bot.extract.cues import VERBS, cue_at
from bot.extract.dates import When, said_on
from bot.extract.labels import dateline_end
from bot.extract.phrases import after, before
from bot.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.extract.cast import Cast
    from bot.extract.cues import Cue
    from bot.extract.draft import Draft
    from bot.extract.units import Unit

_PERSONAL = frozenset(("him", "her", "them", "us", "me", "you", "it", "himself", "herself", "themselves", "everyone"))
_NAMES_OF_TALKS = frozenset(("interview", "conversation", "interviews", "call"))
# Behind these words a date is that of something else: "said after the vote on Monday".
_ELSEWHEN = re.compile(
    r"\b(?:after|before|since|following|amid|when|while|as|who|whose|which|that|where|because|despite|until|ahead of"
    r"|referring|regarding|about|against|over|of)\b",
    re.IGNORECASE,
)
_ADVERBIAL = re.compile(
    r"[\W_]*(?:(?:but|and|then|meanwhile|also|only|just|back) )*(?:on|in|at|last|earlier|late|early|yesterday|today"
    r"|tonight|this|during|over|by|speaking|addressing|appearing|writing|talking|\d|an?|one|two|three|four|five|six"
    r"|several|the day|mon|tues|wednes|thurs|fri|satur|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|new year"
    r"|christmas)",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"(?:\b(?:on|in|at|late|early|earlier|over|during|since|from|the)\s+)+\Z", re.IGNORECASE)
_LEAD = 30  # code points in which such words stand
_DATELINE = re.compile(r"\A[A-Z][^\n]{0,60}?[—–-]{1,2}\s")


class Circumstances:
    """Reads addressee, via and date of the drafts of one document."""

    def __init__(self, cast: Cast, units: Sequence[Unit], drafts: Sequence[Draft], published: str | None) -> None:
        self._cast = cast
        self._units = units
        self._starts = [unit.span.start for unit in units]
        self._published = published
        self._taken = sorted({span for draft in drafts for span in draft.spans})

    def addressee(self, draft: Draft) -> str | None:
        """Whom it was said to, as printed; pronouns are nobody."""
        unit = self._unit(draft.cue)
        cue = self._cue(unit, draft.cue)
        if unit is None or cue is None:
            return None
        found = rest(unit, cue).addressee or self._interview(unit, draft)
        if found is None or unit.items[found[0]].low in _PERSONAL:
            return None
        span = Span(unit.items[found[0]].start, unit.items[found[1]].end)
        return None if self._is_taken(span) else span.of(self._cast.document.text)

    def via(self, draft: Draft) -> tuple[str, ...]:
        """Who reports it where somebody else speaks, nearest first, as printed."""
        unit = self._unit(draft.cue)
        if unit is None or draft.cue is None:
            return ()
        out: list[str] = []
        for first, last in self._reporters(unit):
            span = Span(unit.items[first].start, unit.items[last].end)
            if (draft.mention and span.overlaps(draft.mention)) or self._is_taken(span):
                continue
            name = self._outlet(span)
            if name and name not in out:
                out.append(name)
        return tuple(out)

    def when(self, draft: Draft) -> When | None:
        """When it was said, where its own sentence tells."""
        unit = self._unit(draft.cue)
        if unit is None or draft.cue is None:
            return None
        dateline = self._dateline(unit)
        for piece in self._pieces(unit, draft):
            found = said_on(piece.of(self._cast.document.text), self._published or dateline)
            if found:
                how = found.how if self._published or found.how == "stated" else "dateline"
                return replace(found, how=how, start=piece.start + found.start, end=piece.start + found.end)
        return None

    def words_of(self, when: When) -> Span:
        """The words a date is known from, with the preposition before: "On Saturday"."""
        lead = _PREPOSITION.search(self._cast.document.text, max(0, when.start - _LEAD), when.start)
        return Span(lead.start() if lead else when.start, when.end)

    # Where ---------------------------------------------------------------------------------------------------------
    def _unit(self, cue: Span | None) -> Unit | None:
        if cue is None or not self._units:
            return None
        place = bisect_right(self._starts, cue.start) - 1
        return self._units[place] if place >= 0 else None

    def _cue(self, unit: Unit | None, span: Span | None) -> Cue | None:
        if unit is None or span is None:
            return None
        inside = [n for n, item in enumerate(unit.items) if span.start <= item.start < span.end and item.low in VERBS]
        return cue_at(unit, inside[-1]) if inside else None

    def _is_taken(self, span: Span) -> bool:
        place = bisect_right(self._taken, span) - 1
        return any(s.overlaps(span) for s in self._taken[max(0, place - 3) : place + 2])

    # To whom -------------------------------------------------------------------------------------------------------
    def _interview(self, unit: Unit, draft: Draft) -> tuple[int, int] | None:
        """As in "In an interview with the Post, …"."""
        for at, item in enumerate(unit.items[:-2]):
            if item.low in _NAMES_OF_TALKS and unit.items[at + 1].low == "with":
                found = after(unit, at + 2)
                if found and not (
                    draft.mention and draft.mention.start <= unit.items[found[0]].start < draft.mention.end
                ):
                    return found
        return None

    # On whose word -------------------------------------------------------------------------------------------------
    def _reporters(self, unit: Unit) -> Iterator[tuple[int, int]]:
        items = unit.items
        for at, item in enumerate(items):
            if item.low == "according" and at + 2 < len(items) and items[at + 1].low == "to":
                found = self._publisher(unit, after(unit, at + 2))
            elif item.low in {"reported", "reports", "cited", "quoted", "citing", "quoting"}:
                found = self._reporting(unit, at)
            else:
                continue
            if found:
                yield found

    def _publisher(self, unit: Unit, found: tuple[int, int] | None) -> tuple[int, int] | None:
        """Of "a report by the Post" the Post, else the phrase itself."""
        if found and found[1] + 2 < len(unit.items) and unit.items[found[1] + 1].low in {"by", "from"}:
            return after(unit, found[1] + 2) or found
        return found

    def _reporting(self, unit: Unit, at: int) -> tuple[int, int] | None:
        cue = cue_at(unit, at)
        if unit.items[at].low in {"citing", "quoting"}:
            return after(unit, at + 1)
        found = before(unit, cue.first if cue else at)
        return (found.first, found.last) if found else None

    def _outlet(self, span: Span) -> str | None:
        """The name within "a report by The Jerusalem Post"; a phrase like "Turkish media" without its article."""
        text = self._cast.document.text
        inside = self._cast.within(span.start, span.end)
        if not inside or text[inside[-1].end : span.end].strip()[:1].isalpha():
            return re.sub(r"\A(?:an?|the)\s", "", span.of(text), flags=re.IGNORECASE)
        last = inside[-1]
        lead = text[max(span.start, last.start - 4) : last.start]
        start = last.start - 4 if lead.lower() == "the " else last.start
        return text[start : last.end]

    # When ----------------------------------------------------------------------------------------------------------
    def _pieces(self, unit: Unit, draft: Draft) -> Iterator[Span]:
        """The stretches around cue and mention that no statement takes, cut where a date would be another's."""
        anchors = [anchor for anchor in (draft.cue, draft.mention) if anchor]
        skipped = dateline_end(unit)
        start = unit.items[skipped].start if 0 < skipped < len(unit.items) else unit.span.start
        for gap in self._gaps(Span(start, max(unit.span.end, start + 1))):
            if not any(gap.start <= a.start < gap.end for a in anchors):
                continue
            marks = sorted(a for a in anchors if gap.start <= a.start < gap.end)
            edges = [gap.start, *(p for m in marks for p in (m.start, m.end)), gap.end]
            for first, end in zip(edges[::2], edges[1::2], strict=True):
                if first < end:
                    yield from _own(self._cast.document.text, Span(first, end), leads=first == gap.start)

    def _gaps(self, span: Span) -> Iterator[Span]:
        at = span.start
        place = max(0, bisect_right(self._taken, Span(span.start, span.start + 1)) - 2)
        for taken in self._taken[place:]:
            if taken.start >= span.end:
                break
            if taken.end <= span.start:
                continue
            if taken.start > at:
                yield Span(at, taken.start)
            at = max(at, taken.end)
        if at < span.end:
            yield Span(at, span.end)

    def _dateline(self, unit: Unit) -> str | None:
        """The day in a line like "ANKARA, Dec. 9, 2025 (Reuters) - …" that opens the text."""
        text = self._cast.document.text
        match = _DATELINE.match(text[:120].lstrip())
        if not match or unit.span.start > 400:
            return None
        found = said_on(match.group(), None)
        return found.value if found and found.how == "stated" and len(found.value) == 10 else None


def _own(text: str, piece: Span, *, leads: bool) -> Iterator[Span]:
    """The parts of a stretch between commas, each cut at the first word behind which a date is another's.

    Before the source only a part that reads like an adverbial counts: "On Saturday, …", "Speaking on Monday, …".
    """
    start = piece.start
    for part in piece.of(text).split(","):
        match = _ELSEWHEN.search(part)
        end = start + (match.start() if match else len(part))
        if start < end and (not leads or _ADVERBIAL.match(part)):
            yield Span(start, end)
        start += len(part) + 1
