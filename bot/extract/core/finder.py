"""The trained finder: text -> drafts.

    units -> parts of speech, entities -> chance of a cue, by word -> for each likely cue: content and source
          -> judge -> each word in one statement -> quotations left over -> what a line's form alone shows

Linear in the length of the text: units are at most `LONGEST_UNIT` tokens, a cue looks at a window of its unit.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from bot.extract.core.candidates import read
from bot.extract.core.choice import choose
from bot.extract.core.cues import cue_attributes
from bot.extract.core.edges import spans_of, trimmed
from bot.extract.core.forms import formal
from bot.extract.core.judge import values
from bot.extract.core.leftover import alone, join
from bot.extract.core.roles import role_attributes, scene, window
from bot.extract.core.second import Opinions, added
from bot.extract.core.tagger import tagger
from bot.extract.core.tags import entity_attributes, tag_attributes
from bot.extract.core.tokens import each_unit
from bot.extract.draft import Draft
from bot.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.extract.core.candidates import Candidate
    from bot.extract.core.second import Ruled
    from bot.extract.core.tagger import Tagger
    from bot.extract.core.tokens import Tokens
    from bot.extract.core.weights import Weights
    from bot.extract.document import Document

LEAST_CUE = 0.1  # chance below which a word is not tried as a cue
_TOKENS_A_CUE, _CUES_AT_LEAST = 10, 4  # news has one cue in 35 tokens
CARRIED = 0.5  # score of a quotation given to whoever spoke just before it


class CoreFinder:
    """Finds statements with trained weights; satisfies `draft.Finder`. One per thread: the taggers hold state."""

    def __init__(self, weights: Weights) -> None:
        """Taggers of its own over the shared bytes."""
        self._judge = weights.judge
        self._pos, self._entity, self._cue, self._role = (
            tagger(weights.parts[n]) for n in ("pos", "entity", "cue", "role")
        )

    def find(self, document: Document, ruled: Sequence[Draft] = ()) -> list[Draft]:
        """The statements of a document, by start; `ruled` is what the rules find. Never raises, whatever the text."""
        shown = formal(document.text)
        taken = _Taken(shown)
        tagged = self._tagged(document.text, Opinions(ruled))
        drafts = [draft for draft in tagged if not any(map(taken.has, draft.spans))]
        return sorted(drafts + shown, key=lambda draft: (draft.spans[0].start, draft.spans[-1].end))

    def candidates(self, part: Tokens, ruled: Sequence[Ruled]) -> list[Candidate]:
        """What each likely cue of a unit may attribute and what the rules find in it, scored."""
        part.pos = self._pos.tag(tag_attributes(part))
        part.entity = self._entity.tag(entity_attributes(part))
        found = candidates(self._role, part, *cue_chances(self._cue, part), ruled)
        for one in found:
            one.score = self._judge.chance(values(one, part, found, ruled))
        return found

    def _tagged(self, text: str, opinions: Opinions) -> list[Draft]:
        out: list[Draft] = []
        speaking: Span | None = None  # the source of the quotation that ended just before
        for part in each_unit(text):
            kept = choose(self.candidates(part, opinions.of(part)), part)
            join(kept, part)
            out += [_draft(one, part) for one in kept]
            runs = alone(part) if speaking and not kept else []
            if runs:
                spans = tuple(Span(part.begin[a], part.end[b]) for a, b in runs)
                out.append(Draft(spans, None, speaking, CARRIED))
            else:
                speaking = _speaking(kept, part)
        return out


def cue_chances(cue: Tagger, part: Tokens) -> tuple[list[float], list[float]]:
    """By token: that it anchors a reporting cue, and a cue of belief, wish or action."""
    cue.set(cue_attributes(part))
    size = range(len(part))
    return [cue.marginal("S", i) for i in size], [cue.marginal("N", i) for i in size]


def candidates(
    role: Tagger, part: Tokens, speech: list[float], other: list[float], ruled: Sequence[Ruled]
) -> list[Candidate]:
    """What each likely cue may attribute and what the rules find, before any judgement."""
    tagged = _by_cue(role, part, speech, other)
    return [*tagged, *added(ruled, tagged, speech, other)]


def _by_cue(role: Tagger, part: Tokens, speech: list[float], other: list[float]) -> list[Candidate]:
    anchors = _anchors([a + b for a, b in zip(speech, other, strict=True)])
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


def _anchors(chance: list[float]) -> list[int]:
    """The words to try as cues, in order: the likeliest, so many that a page of nothing but "said" costs no hours."""
    likely = [i for i, c in enumerate(chance) if c > LEAST_CUE]
    most = len(chance) // _TOKENS_A_CUE + _CUES_AT_LEAST
    return likely if len(likely) <= most else sorted(sorted(likely, key=lambda i: (-chance[i], i))[:most])


def _speaking(kept: list[Candidate], part: Tokens) -> Span | None:
    """The source of the last quoted candidate."""
    quoted = [one for one in kept if any(part.quote[i] == "i" for i in one.words)]
    return _mention(max(quoted, key=lambda one: one.at), part) if quoted else None


class _Taken:
    """The places of statements whose form shows them, with their labels; look-up by binary search."""

    def __init__(self, shown: Sequence[Draft]) -> None:
        spans = sorted(span for one in shown for span in (*one.spans, *((one.mention,) if one.mention else ())))
        self._starts, self._ends = [s.start for s in spans], [s.end for s in spans]

    def has(self, span: Span) -> bool:
        """Whether `span` shares a character with any."""
        place = bisect_left(self._starts, span.end) - 1
        return place >= 0 and self._ends[place] > span.start


def _draft(one: Candidate, part: Tokens) -> Draft:
    cue = Span(part.begin[one.cue[0]], part.end[one.cue[1]])
    return Draft(spans_of(one, part), cue, _mention(one, part), one.score)


def _mention(one: Candidate, part: Tokens) -> Span | None:
    return Span(part.begin[one.source[0]], part.end[one.source[1]]) if one.source else None
