"""Whether a candidate is right, by gold: what the judge learns and what the card reports.

Words, overlap and "right speaker" follow the scorer of the measurements: sets of word tokens, Jaccard >= 0.5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.extract.train.corpus import Article, Attribution

_WORD = re.compile(r"\w+(?:['’]\w+)*")
Words = frozenset[int]


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

    def _right(self, gold: Attribution, source: tuple[int, int] | None) -> bool:
        """A head word hit, or half of all words shared; and no word of the gold content or cue taken in."""
        if not gold.source or source is None:
            return not gold.source and source is None
        said, want = self.words([source]), self.words(gold.source)
        foreign = (said - want) & (self.words(gold.content) | self.words(gold.cue))
        hit = bool(said & self.words(gold.head)) or 2 * len(said & want) >= len(said | want) > 0
        return hit and not foreign
