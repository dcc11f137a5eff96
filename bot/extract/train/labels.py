"""Gold attributions as labels on tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.core.candidates import BEGIN, CONTENT, CUE, OUT, SOURCE, SOURCE_ON

if TYPE_CHECKING:
    from bot.extract.core.tokens import Tokens
    from bot.extract.train.corpus import Article, Pairs

_AUXILIARIES = frozenset(
    "be is are was were been being am 's 're 've 'm have has had having do does did will would can could may might "
    "must should shall n't not to wo ca".split()
)
_NO_ANCHOR = frozenset(("DT", "RB", "IN", "TO", "MD", ","))


@dataclass(frozen=True, slots=True)
class Marked:
    """One gold attribution in token numbers of the unit its cue stands in."""

    anchor: int
    cue: list[int]
    content: list[int]
    source: list[int]
    speech: bool


def marked(article: Article) -> list[list[Marked]]:
    """The article's attributions by unit. Those without a cue in any unit are left out."""
    out: list[list[Marked]] = [[] for _ in article.units]
    for one in article.attributions:
        for place, part in enumerate(article.units):
            if one.cue and part.begin[0] <= one.cue[0][0] < part.end[-1]:
                cue = tokens_of(part, one.cue)
                if cue:
                    rest = tokens_of(part, one.content), tokens_of(part, one.source)
                    out[place].append(Marked(anchor(part, cue), cue, *rest, one.speech))
                break
    return out


def tokens_of(part: Tokens, spans: Pairs) -> list[int]:
    """The tokens that lie in `spans` by half their characters or more."""
    return [
        i
        for i, (begin, end) in enumerate(zip(part.begin, part.end, strict=True))
        if any(2 * (min(end, b) - max(begin, a)) >= end - begin for a, b in spans)
    ]


def anchor(part: Tokens, cue: list[int]) -> int:
    """The word a cue hangs on: its first full verb ("continues to warn": warn), else its first word of weight."""
    for i in cue:
        if part.pos[i].startswith("V") and part.lower[i] not in _AUXILIARIES:
            return _infinitive(part, set(cue), i)
    for i in cue:
        if part.pos[i] not in _NO_ANCHOR and part.lower[i] not in _AUXILIARIES and part.quote[i] not in "BE":
            return i
    return cue[0]


def _infinitive(part: Tokens, cue: set[int], i: int) -> int:
    while (
        {i + 1, i + 2} <= cue
        and part.lower[i + 1] == "to"
        and part.pos[i + 2] == "VB"
        and part.lower[i + 2] not in _AUXILIARIES
    ):
        i += 2
    return i


def cue_labels(part: Tokens, gold: list[Marked]) -> list[str]:
    """S on anchors of reporting cues, N on those of belief, wish and action, O elsewhere."""
    labels = [OUT] * len(part)
    for one in sorted(gold, key=lambda g: g.speech):
        labels[one.anchor] = "S" if one.speech else "N"
    return labels


def role_labels(part: Tokens, one: Marked) -> list[str]:
    """Content over source over cue, each run begun by its own label."""
    labels = [OUT] * len(part)
    for i in one.cue:
        labels[i] = CUE
    for places, begin, inside in ((one.source, SOURCE, SOURCE_ON), (one.content, BEGIN, CONTENT)):
        for last, i in zip([-2, *places], places, strict=False):
            labels[i] = inside if last == i - 1 else begin
    return labels
