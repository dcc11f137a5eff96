"""Trained drafts beside those of the rules: where language is exact, the rules decide.

quoting     "X cited Y saying that": Y speaks, as the rules read it
citing      "he claimed that …, citing …": one statement; "a report by X citing Y": Y is the source
no cue      a quotation without a tag has the speaker the rules carry to it
unsure      of two readings of the same words with different speakers, the rules' where the judge is unsure
same        of one source with different edges, or a relative "who", the rules' say who it is
pieces      every piece of a quotation around its tag, where the tagger has some
clock       the time before an entry of a live blog is not said
exact       a quotation with its tag, or agency copy in capitals, that the tagger has nothing of, is added
nothing     "said so" says nothing, nor does an abstract noun ("This exclusion underscores")
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.extract.core.finder import CoreFinder
    from bot.extract.document import Document
    from bot.extract.draft import Draft, Finder

UNSURE = 0.45  # the judge's score below which the rules' speaker is taken; chosen on dev
CERTAIN = 0.75  # from which an abstract noun may speak after all
_QUOTING = re.compile(r"\b(?:cit(?:e|es|ed|ing)|quot(?:e|es|ed|ing))\b", re.IGNORECASE)
_CITING = re.compile(r"(?:citing|quoting)\Z", re.IGNORECASE)
_BRIDGE = re.compile(r"[\s,]{1,3}(?:citing|quoting)\s\Z", re.IGNORECASE)
_JOINED = re.compile(r"\w.*\band\s+$", re.DOTALL)  # "a builder and"
_RELATIVE = re.compile(r"who|which|that", re.IGNORECASE)
_STAND_IN = re.compile(
    r"(?:so|it|that|this|these|those|both|nothing|anything|something|much|as much|otherwise)", re.IGNORECASE
)
_OPENING = frozenset('"“„')
_SHOUT = 12  # code points in capitals that are no abbreviation
EXACT = 0.9  # score of the rules from which their statement stands by itself; chosen on dev
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?[ap]\.?m\.?)?\s+(?=\S)", re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:the|an?)|(?:this|that|these|those|such)\s\w+(?:ions?|ness|ments?|ity|ities|ances?|ences?)", re.IGNORECASE
)


class SettledFinder:
    """A trained finder with the rules beside it; satisfies `draft.Finder`."""

    def __init__(self, trained: CoreFinder, rules: Finder) -> None:
        self._trained, self._rules = trained, rules

    def find(self, document: Document) -> list[Draft]:
        """The statements of a document, by start."""
        ruled = self._rules.find(document)
        return settle(document, self._trained.find(document, ruled), ruled)


def settle(document: Document, trained: Sequence[Draft], ruled: Sequence[Draft]) -> list[Draft]:
    """The drafts to go on with, by start; every rule looks only at drafts near one another."""
    text = document.text
    beside = _Beside(ruled)
    out = _merged(text, [_timeless(text, _spoken(text, draft, beside)) for draft in trained])
    kept = [draft for draft in out if _may_speak(text, draft) and not _says_nothing(text, draft)]
    claimed = _Beside(kept)
    kept += [draft for draft in ruled if _exact(text, draft) and claimed.best(draft)[1] == 0]
    return sorted(kept, key=lambda draft: (draft.spans[0].start, draft.spans[-1].end))


def _timeless(text: str, draft: Draft) -> Draft:
    """Without the time that a live blog puts before its entries."""
    first = draft.spans[0]
    stamp = _CLOCK.match(text, first.start, first.end)
    if stamp is None or stamp.end() >= first.end or text[first.start - 1 : first.start] not in {"", "\n"}:
        return draft
    return replace(draft, spans=(Span(stamp.end(), first.end), *draft.spans[1:]))


def _says_nothing(text: str, draft: Draft) -> bool:
    """Whether all that is said is a word that stands for something else: "said so", "denied it"."""
    return bool(len(draft.spans) == 1 and _STAND_IN.fullmatch(draft.spans[0].of(text)))


def _exact(text: str, draft: Draft) -> bool:
    """Whether the rules alone will do: a quotation with its tag, and agency copy in capitals, which taggers misread."""
    words = draft.spans[0].of(text)
    if draft.mention is None or draft.score < EXACT:
        return False
    return words[0] in _OPENING or (words.isupper() and len(words) > _SHOUT)


class _Beside:
    """The rules' drafts by place."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._drafts = sorted(drafts, key=lambda d: d.spans[0].start)
        self._starts = [d.spans[0].start for d in self._drafts]
        self._longest = max((d.spans[-1].end - d.spans[0].start for d in self._drafts), default=0)

    def best(self, draft: Draft) -> tuple[Draft | None, float]:
        """The draft that shares most with `draft`, and how much of both together that is."""
        first = bisect_left(self._starts, draft.spans[0].start - self._longest)
        last = bisect_left(self._starts, draft.spans[-1].end)
        scored = [(_agreement(draft, other), i) for i, other in enumerate(self._drafts[first:last], first)]
        share, place = max(scored, default=(0.0, -1))
        return (self._drafts[place], share) if share > 0 else (None, 0.0)


def _agreement(one: Draft, other: Draft) -> float:
    both = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one.spans for b in other.spans)
    return both / (_size(one) + _size(other) - both) if both else 0.0


def _size(draft: Draft) -> int:
    return sum(span.end - span.start for span in draft.spans)


def _spoken(text: str, draft: Draft, beside: _Beside) -> Draft:
    """`draft`, with the speaker the rules give it where they are to be believed more."""
    other, share = beside.best(draft)
    if other is None or other.mention is None:
        return draft
    if share < 0.5:
        same = draft.mention is not None and other.mention.overlaps(draft.mention)
        return _whole(draft, other) if same else draft
    if draft.cue and _QUOTING.search(draft.cue.of(text)) and not _CITING.search(draft.cue.of(text)):
        return replace(draft, spans=other.spans, cue=other.cue, mention=other.mention)
    if draft.cue is None or draft.score < UNSURE or draft.mention is None or _inside(other.mention, text, draft):
        return replace(draft, mention=other.mention, cue=other.cue or draft.cue)
    if _narrower(text, draft.mention, other.mention) or _RELATIVE.fullmatch(draft.mention.of(text)):
        draft = replace(draft, named=other.mention)  # the same source, within the edges that resolution expects
    return _whole(draft, other)


def _narrower(text: str, mention: Span, other: Span) -> bool:
    """Whether two name the same source; what follows an "and" in the one is not all of it."""
    return other.overlaps(mention) and not _JOINED.search(text[mention.start : max(mention.start, other.start)])


def _whole(draft: Draft, other: Draft) -> Draft:
    """With every piece that the rules see around the tag, where the tagger has some of them."""
    cue = other.cue
    if cue is None or len(other.spans) < 2 or not other.spans[0].end <= cue.start < cue.end <= other.spans[-1].start:
        return draft
    inside = all(any(o.start <= s.start and s.end <= o.end for o in other.spans) for s in draft.spans)
    return replace(draft, spans=other.spans) if inside else draft


def _inside(mention: Span, text: str, draft: Draft) -> bool:
    """Whether the rules' source is one that the draft's own source cites."""
    return bool(
        draft.mention and draft.mention.end <= mention.start and _BRIDGE.match(text[draft.mention.end : mention.start])
    )


def _merged(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """As in "… that it is over, citing the return of the last one": what is cited belongs to what is before."""
    out: list[Draft] = []
    for draft in drafts:
        if draft.cue and _CITING.search(draft.cue.of(text)):
            before = next((o for o in reversed(out[-3:]) if _bridged(text, o, draft)), None)
            if before is not None and before.mention == draft.mention:
                last = Span(before.spans[-1].start, draft.spans[-1].end)
                out[out.index(before)] = replace(before, spans=(*before.spans[:-1], last))
                continue
            if any(o.mention and o.mention.overlaps(draft.spans[0]) for o in out[-3:]):
                continue  # who is cited speaks already
        out.append(draft)
    return out


def _bridged(text: str, before: Draft, draft: Draft) -> bool:
    gap = text[before.spans[-1].end : draft.spans[0].start] if before.spans[-1].end <= draft.spans[0].start else ""
    return bool(_BRIDGE.match(gap))


def _may_speak(text: str, draft: Draft) -> bool:
    """Whether the source can say something: no article by itself does, and no "this exclusion"."""
    mention = draft.mention.of(text) if draft.mention else ""
    return not (draft.score < CERTAIN and _NOBODY.fullmatch(mention))
