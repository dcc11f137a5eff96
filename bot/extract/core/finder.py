"""The trained finder: text -> drafts.

    units -> parts of speech, entities -> chance of a cue, by word -> for each likely cue: content and source
          -> judge -> those that overlap a better one are left -> edges at quotation marks

Linear in the length of the text: units are at most `LONGEST_UNIT` tokens, a cue looks at a window of its unit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pycrfsuite

from bot.extract.core.candidates import read
from bot.extract.core.cues import cue_attributes
from bot.extract.core.edges import spans_of, trimmed
from bot.extract.core.judge import has_quotation, judge, values
from bot.extract.core.roles import role_attributes, scene, window
from bot.extract.core.tags import entity_attributes, tag_attributes
from bot.extract.core.tokens import units
from bot.extract.draft import Draft
from bot.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.extract.core.candidates import Candidate
    from bot.extract.core.tokens import Tokens
    from bot.extract.core.weights import Weights
    from bot.extract.document import Document

LEAST_CUE = 0.1  # chance below which a word is not tried as a cue
ACCEPT = 0.3  # of the judge; chosen on dev
_SHARED = 0.3  # of the smaller one's words: more, and two candidates are about the same words


class CoreFinder:
    """Finds statements with trained weights; satisfies `draft.Finder`. One per thread: the taggers hold state."""

    def __init__(self, weights: Weights) -> None:
        """Taggers of its own from the shared bytes."""
        self._weights = weights
        self._pos, self._entity, self._cue, self._role = (tagger(weights.parts[n]) for n in ("pos", "entity", "cue", "role"))

    def find(self, document: Document) -> list[Draft]:
        """The statements of a document, by start. Never raises, whatever the text."""
        drafts = [draft for part in units(document.text) for draft in self._drafts(part)]
        return sorted(drafts, key=lambda draft: (draft.spans[0].start, draft.spans[-1].end))

    def _drafts(self, part: Tokens) -> Iterable[Draft]:
        self.tag(part)
        found = self.candidates(part, *self.chances(part))
        for one in found:
            one.score = judge(self._weights.judge, values(one, part, found))
        return (_draft(one, part) for one in chosen(found))

    def tag(self, part: Tokens) -> None:
        """Fill in parts of speech and entities."""
        part.pos = self._pos.tag(tag_attributes(part))
        part.entity = self._entity.tag(entity_attributes(part))

    def chances(self, part: Tokens) -> tuple[list[float], list[float]]:
        """By token: that it anchors a reporting cue, and a cue of belief, wish or action."""
        return cue_chances(self._cue, part)

    def candidates(self, part: Tokens, speech: list[float], other: list[float]) -> list[Candidate]:
        """What each likely cue may attribute, before any judgement."""
        return candidates(self._role, part, speech, other)


def tagger(data: bytes) -> pycrfsuite.Tagger:
    """A tagger over a model in memory."""
    made = pycrfsuite.Tagger()
    made.open_inmemory(data)
    return made


def cue_chances(cue: pycrfsuite.Tagger, part: Tokens) -> tuple[list[float], list[float]]:
    """See `CoreFinder.chances`."""
    cue.set(cue_attributes(part))
    size = range(len(part))
    return [cue.marginal("S", i) for i in size], [cue.marginal("N", i) for i in size]


def candidates(role: pycrfsuite.Tagger, part: Tokens, speech: list[float], other: list[float]) -> list[Candidate]:
    """See `CoreFinder.candidates`."""
    anchors = [i for i in range(len(part)) if speech[i] + other[i] > LEAST_CUE]
    if not anchors:
        return []
    seen = scene(part, speech)
    found = []
    for at in anchors:
        one = read(role, role_attributes(seen, at), at, window(part, at)[0])
        if one and trimmed(one, part):
            one.speech, one.other = speech[at], other[at]
            found.append(one)
    return found


def chosen(found: list[Candidate]) -> list[Candidate]:
    """The accepted ones, best first; of those about the same words the best alone."""
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda c: (-c.score, c.at)):
        if one.score >= ACCEPT and not any(_same_words(one, other) for other in kept):
            kept.append(one)
    return kept


def _same_words(one: Candidate, other: Candidate) -> bool:
    common = len(one.words & other.words)
    return common > _SHARED * min(len(one.words), len(other.words))


def _draft(one: Candidate, part: Tokens) -> Draft:
    mention = Span(part.begin[one.source[0]], part.end[one.source[1]]) if one.source else None
    cue = Span(part.begin[one.cue[0]], part.end[one.cue[1]])
    return Draft(spans_of(one, part), cue, mention, one.score)
