"""A second opinion: what the rules find in a unit, as candidates of their own and as evidence about the tagger's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.core.candidates import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.extract.core.candidates import Piece
    from bot.extract.core.tokens import Tokens
    from bot.extract.draft import Draft
    from bot.model import Span

_MANY = 5  # statements of a unit beyond which their number tells nothing more


@dataclass(frozen=True, slots=True)
class Ruled:
    """A draft of the rules in token numbers of a unit; a source or cue outside the unit is None."""

    content: tuple[Piece, ...]
    words: frozenset[int]
    source: Piece | None
    cue: Piece | None
    score: float
    sourced: bool  # it has a source, be it in another unit


class Opinions:
    """The rules' drafts of one document, by unit."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._drafts = sorted(drafts, key=lambda draft: draft.spans[0].start)
        self._starts = [draft.spans[0].start for draft in self._drafts]

    def of(self, part: Tokens) -> list[Ruled]:
        """Those that begin in a unit."""
        first = bisect_left(self._starts, part.begin[0])
        last = bisect_left(self._starts, part.end[-1])
        return [ruled for draft in self._drafts[first:last] if (ruled := _ruled(draft, part))]


def _ruled(draft: Draft, part: Tokens) -> Ruled | None:
    content = tuple(piece for span in draft.spans if (piece := _piece(part, span)))
    if not content:
        return None
    words = frozenset(i for a, b in content for i in range(a, b + 1))
    return Ruled(
        content, words, _within(part, draft.mention), _within(part, draft.cue), draft.score, bool(draft.mention)
    )


def _within(part: Tokens, span: Span | None) -> Piece | None:
    return _piece(part, span) if span and part.begin[0] <= span.start < part.end[-1] else None


def _piece(part: Tokens, span: Span) -> Piece | None:
    """The tokens a span touches."""
    first, last = bisect_right(part.end, span.start), bisect_left(part.begin, span.end) - 1
    return (first, last) if first <= last else None


def added(
    ruled: Sequence[Ruled], tagged: Sequence[Candidate], speech: Sequence[float], other: Sequence[float]
) -> list[Candidate]:
    """The rules' statements as candidates, without those the tagger has to the letter."""
    return [
        _candidate(one, speech, other)
        for one in ruled
        if not any(has.words == one.words and has.source == one.source for has in tagged)
    ]


def _candidate(one: Ruled, speech: Sequence[float], other: Sequence[float]) -> Candidate:
    if one.cue:
        at = max(range(one.cue[0], one.cue[1] + 1), key=lambda i: speech[i] + other[i])
    else:
        at = one.source[0] if one.source else max(one.content[0][0] - 1, 0)
    return Candidate(
        at=at,
        content=list(one.content),
        source=one.source,
        cue=one.cue or (at, at),
        speech=speech[at] if one.cue else 0.0,
        other=other[at] if one.cue else 0.0,
        whole=0.0,
        first=0.0,
        last=0.0,
        over=0.0,
        least=0.0,
        mean=0.0,
        named=0.0,
        fallback=0.0,
        words=one.words,
        ruled=one,
    )


def evidence(found: Candidate, ruled: Sequence[Ruled], tagged: Sequence[Candidate]) -> dict[str, float]:
    """What the judge learns from the rules of a candidate of the tagger, and from the tagger of one of the rules."""
    return {"ruled": float(found.ruled is not None), **_by_rules(found, ruled), **_by_tagger(found, tagged)}


def _by_rules(found: Candidate, ruled: Sequence[Ruled]) -> dict[str, float]:
    count = float(min(len(ruled), _MANY))
    best = max(ruled, key=lambda one: _share(found.words, one.words), default=None)
    if best is None or not found.words & best.words:
        return {"rules silent": 1.0, "rules": count}
    return {
        "rules": count,
        "rules share": _share(found.words, best.words),
        "rules hold": len(found.words & best.words) / len(found.words),
        "rules sure": best.score,
        "rules source": _same(found.source, best.source) if best.source else -0.5 * best.sourced,
    }


def _by_tagger(found: Candidate, tagged: Sequence[Candidate]) -> dict[str, float]:
    others = [one for one in tagged if one is not found]
    best = max(others, key=lambda one: (_share(found.words, one.words), one.mean), default=None)
    if best is None or not found.words & best.words:
        return {}
    return {
        "tagger share": _share(found.words, best.words),
        "tagger source": _same(found.source, best.source),
        "tagger mean": best.mean,
        "tagger speech": best.speech,
    }


def _share(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)


def _same(one: Piece | None, other: Piece | None) -> float:
    """1 where two sources share a word, else -1."""
    return 1.0 if one and other and one[0] <= other[1] and other[0] <= one[1] else -1.0
