"""Whether a candidate is right, by gold: what the judge learns and what the card reports.

Words, overlap and "right speaker" follow the scorer of the measurements: sets of word tokens, Jaccard >= 0.5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.extract.train.corpus import Article, Attribution

_WORD = re.compile(r"\w+(?:['’]\w+)*")
Words = frozenset[int]
Prediction = tuple[list[tuple[int, int]], tuple[int, int] | None]  # spans of the words, and of the source


@dataclass(frozen=True, slots=True)
class Truth:
    """How a prediction stands to gold."""

    overlaps: bool = False
    right: bool = False  # and its source is the right one
    speech: bool = False  # the gold one reports speech


class Gold:
    """The attributions of an article as sets of words."""

    def __init__(self, article: Article) -> None:
        """Number the words once."""
        self._starts = {place: n for n, m in enumerate(_WORD.finditer(article.text)) for place in range(*m.span())}
        self._gold = [(one, self.words(one.content)) for one in article.attributions]

    def words(self, spans: Iterable[tuple[int, int]]) -> Words:
        """Numbers of the words in `spans`."""
        return frozenset(self._starts[c] for a, b in spans for c in range(a, b) if c in self._starts)

    def judge(self, spans: Iterable[tuple[int, int]], source: tuple[int, int] | None) -> Truth:
        """The truth of a prediction, by the gold attribution it shares most with."""
        words = self.words(spans)
        best, share = None, 0.5
        for one, content in self._gold:
            common = len(words & content)
            if common and common / len(words | content) >= share:
                best, share = one, common / len(words | content)
        return Truth(True, self._right(best, source), best.speech) if best else Truth()

    def match(self, found: Sequence[Prediction]) -> list[Truth]:
        """The truth of each of several predictions, paired one to one with gold, best pairs first."""
        words = [self.words(spans) for spans, _ in found]
        pairs = sorted(
            (-len(w & content) / len(w | content), g, p)
            for g, (_, content) in enumerate(self._gold)
            for p, w in enumerate(words)
            if content & w and 2 * len(w & content) >= len(w | content)
        )
        truths = [Truth() for _ in found]
        answered: set[int] = set()
        for _, g, p in pairs:
            if g not in answered and not truths[p].overlaps:
                answered.add(g)
                gold = self._gold[g][0]
                truths[p] = Truth(True, self._right(gold, found[p][1]), gold.speech)
        return truths

    def _right(self, gold: Attribution, source: tuple[int, int] | None) -> bool:
        """A head word hit, or half of all words shared; and no word of the gold content or cue taken in."""
        if not gold.source or source is None:
            return not gold.source and source is None
        said, want = self.words([source]), self.words(gold.source)
        foreign = (said - want) & (self.words(gold.content) | self.words(gold.cue))
        hit = bool(said & self.words(gold.head)) or 2 * len(said & want) >= len(said | want) > 0
        return hit and not foreign
