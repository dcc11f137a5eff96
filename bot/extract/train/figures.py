"""How good a finder is on gold articles: precision, recall and F1 of statements, as the measurements' scorer counts.

A prediction answers a gold attribution where they share half of their words, one to one, best pairs first; those that
answer gold without a reporting verb are neither right nor wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.document import read
from bot.extract.train.truth import Gold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.extract.draft import Draft, Finder
    from bot.extract.train.corpus import Article


@dataclass(slots=True)
class Figures:
    """Counts over articles; shares are 0 where nothing is counted."""

    gold: int = 0
    found: int = 0
    overlapping: int = 0
    right: int = 0  # overlapping, with the right source

    def scores(self, hits: int) -> tuple[float, float, float]:
        """Precision, recall and F1 of so many hits."""
        precision, recall = hits / max(self.found, 1), hits / max(self.gold, 1)
        return precision, recall, 2 * hits / max(self.found + self.gold, 1)


def measure(articles: Iterable[Article], finder: Finder) -> Figures:
    """Count over gold articles what a finder finds in them."""
    total = Figures()
    for article in articles:
        _count(total, article, finder.find(read(article.text)))
    return total


def _count(total: Figures, article: Article, drafts: Sequence[Draft]) -> None:
    gold = Gold(article)
    found = [
        ([(s.start, s.end) for s in d.spans], (d.mention.start, d.mention.end) if d.mention else None) for d in drafts
    ]
    truths = gold.match(found)
    total.gold += sum(one.speech for one in article.attributions)
    total.found += sum(truth.speech or not truth.overlaps for truth in truths)
    total.overlapping += sum(truth.speech for truth in truths)
    total.right += sum(truth.speech and truth.right for truth in truths)
