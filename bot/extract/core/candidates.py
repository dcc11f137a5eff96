"""From the role tagger's labels to a candidate statement: its pieces, and how sure the tagger is of each edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.extract.core.second import Ruled
    from bot.extract.core.tagger import Rows, Tagger

Piece = tuple[int, int]  # first and last token

# Labels of the role tagger.
BEGIN, CONTENT, SOURCE, SOURCE_ON, CUE, OUT = "B", "C", "R", "T", "Q", "O"
LEAST_SOURCE = 0.12  # chance of a source's first word at which one is taken although the best labelling has none


@dataclass(slots=True)
class Candidate:
    """One attribution as the taggers see it, in token numbers of its unit, with the chances the judge looks at."""

    at: int  # the cue's anchor
    content: list[Piece]
    source: Piece | None
    cue: Piece
    speech: float  # chance that the anchor is a reporting cue …
    other: float  # … or a cue of belief, wish or action
    whole: float  # of this labelling
    first: float  # that the content begins where it begins
    last: float  # that its last word is content
    over: float  # that it ends there
    least: float  # of its most doubtful word
    mean: float  # of its words
    named: float  # that the source begins where it begins
    fallback: float  # the same, of a source the best labelling does not have
    words: frozenset[int]
    score: float = 0.0
    ruled: Ruled | None = None  # what the rules found, where it is theirs


def pieces(labels: list[str], begin: str, inside: str, offset: int) -> list[Piece]:
    """Runs of a label pair, as token numbers."""
    out: list[Piece] = []
    for i, label in enumerate(labels, offset):
        if label == inside and out and out[-1][1] == i - 1:
            out[-1] = (out[-1][0], i)
        elif label in (begin, inside):
            out.append((i, i))
    return out


def read(tagger: Tagger, rows: Rows, at: int, offset: int) -> Candidate | None:
    """Tag the window `rows`, which begins at token `offset`; None where no content is found."""
    tagger.set(rows)
    labels = tagger.tag()
    content = pieces(labels, BEGIN, CONTENT, offset)
    if not content:
        return None
    size = len(rows)
    first, last = content[0][0] - offset, content[-1][1] - offset
    sure = [
        tagger.marginal(BEGIN, i - offset) + tagger.marginal(CONTENT, i - offset)
        for a, b in content
        for i in range(a, b + 1)
    ]
    after = tagger.marginal(BEGIN, last + 1) + tagger.marginal(CONTENT, last + 1) if last + 1 < size else 0.0
    source, named, fallback = _source(tagger, labels, at, offset)
    return Candidate(
        at=at,
        content=content,
        source=source,
        cue=next((q for q in pieces(labels, CUE, CUE, offset) if q[0] <= at <= q[1]), (at, at)),
        speech=0.0,
        other=0.0,
        whole=tagger.probability(labels),
        first=tagger.marginal(BEGIN, first),
        last=sure[-1],
        over=1.0 - after,
        least=min(sure),
        mean=sum(sure) / len(sure),
        named=named,
        fallback=fallback,
        words=frozenset(i for a, b in content for i in range(a, b + 1)),
    )


def _source(tagger: Tagger, labels: list[str], at: int, offset: int) -> tuple[Piece | None, float, float]:
    """The source nearest to the anchor, or the likeliest one where the best labelling has none."""
    found = pieces(labels, SOURCE, SOURCE_ON, offset)
    if found:
        nearest = min(found, key=lambda p: min(abs(p[0] - at), abs(p[1] - at)))
        return nearest, tagger.marginal(SOURCE, nearest[0] - offset), 0.0
    chances = [tagger.marginal(SOURCE, i) for i in range(len(labels))]
    best = max(range(len(labels)), key=chances.__getitem__)
    if chances[best] <= LEAST_SOURCE:
        return None, chances[best], chances[best]
    end = best
    while end + 1 < len(labels) and _goes_on(tagger, end + 1, chances[best]):
        end += 1
    return (best + offset, end + offset), chances[best], chances[best]


def _goes_on(tagger: Tagger, i: int, begun: float) -> bool:
    on = tagger.marginal(SOURCE_ON, i)
    return on > 0.5 * tagger.marginal(OUT, i) and on > 0.3 * begun
