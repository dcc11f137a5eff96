"""How well a candidate answers: visible parts, one sum. Pure.

A topic is met by its words, weighed by how rare they are in the archive; the rest of the sentence counts less than
the statement, and the article around it least. Thresholds were chosen on the dev questions (docs: issue on asking).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.ask.stems import SMALL, related, stem
from bot.ask.terms import surface
from bot.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.model import Candidate

IN_SENTENCE = 0.6  # a word in the rest of the sentence, against one in the statement
WHOLE = 8  # words from which a statement is not a fragment


@dataclass(frozen=True, slots=True)
class Topic:
    """The words of a topic with their weights, which sum to 1."""

    words: tuple[str, ...]
    weights: tuple[float, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to search for."""
        return not self.words


@dataclass(frozen=True, slots=True)
class Score:
    """The parts of a candidate's score, each 0 to 1 but for `words`, the number of topic words found."""

    coverage: float  # of the topic, by weight
    found: int  # topic words in statement or sentence
    order: float  # topic words that stand side by side as asked
    whole: float  # a statement rather than a fragment
    sure: float  # that the speaker is right
    around: float  # of the topic, in what others say in the same article

    @property
    def total(self) -> float:
        """What candidates are ordered by."""
        return self.coverage + 0.15 * self.order + 0.1 * self.whole + 0.05 * self.sure + 0.15 * self.around


def topic_words(text: str) -> tuple[str, ...]:
    """The words of a question that carry its topic, folded, once each."""
    found = [word for word in surface(text) if word not in SMALL and (len(word) > 1 or word.isdigit())]
    return tuple(dict.fromkeys(found))


def topic(words: Sequence[str], counts: Mapping[str, int], statements: int) -> Topic:
    """Weigh topic words by rarity: a word in every tenth statement says little, one never seen most."""
    raw = [math.log(1 + (statements + 1) / (counts.get(word, 0) + 1)) for word in words]
    total = sum(raw) or 1.0
    return Topic(tuple(words), tuple(value / total for value in raw))


@lru_cache(maxsize=4096)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in surface(text))


def _has(word: str, stems: Iterable[str]) -> bool:
    return any(related(word, other) for other in stems)


def score(candidate: Candidate, wanted: Topic, around: float = 0.0) -> Score:
    """The parts of a candidate's score for a topic; `around` is the topic's coverage by its article."""
    inside, outside = frozenset(_stems(candidate.words)), frozenset(_stems(candidate.context))
    coverage, found = 0.0, 0
    for word, weight in zip(wanted.words, wanted.weights, strict=True):
        if _has(word, inside):
            coverage, found = coverage + weight, found + 1
        elif _has(word, outside):
            coverage, found = coverage + IN_SENTENCE * weight, found + 1
    return Score(
        coverage=coverage,
        found=found,
        order=_order(wanted.words, _stems(candidate.words)),
        whole=min(1.0, len(_stems(candidate.words)) / WHOLE),
        sure=candidate.confidence,
        around=around,
    )


def _order(words: Sequence[str], stems: Sequence[str]) -> float:
    """The share of neighbouring topic words that stand within three words of each other in the statement."""
    if len(words) < 2 or not stems:
        return 0.0
    places = [[i for i, other in enumerate(stems) if related(word, other)] for word in words]
    pairs = list(zip(places, places[1:], strict=False))
    return sum(any(0 < b - a <= 3 for a in one for b in other) for one, other in pairs) / len(pairs)


def by_article(scores: Mapping[int, Score], candidates: Iterable[Candidate], wanted: Topic) -> dict[str, float]:
    """How much of the topic each article's statements cover together."""
    seen: dict[str, set[str]] = {}
    for candidate in candidates:
        if candidate.id in scores and not scores[candidate.id].found:
            continue
        inside = (*_stems(candidate.words), *_stems(candidate.context))
        seen.setdefault(candidate.article, set()).update(w for w in wanted.words if _has(w, inside))
    weight = dict(zip(wanted.words, wanted.weights, strict=True))
    return {article: sum(weight[w] for w in words) for article, words in seen.items()}


def met(parts: Score, wanted: Topic) -> bool:
    """Whether a statement is about the topic at all: half of its weight, or enough of many words."""
    if not parts.found:
        return False
    count = len(wanted.words)
    if count <= 2:
        return parts.coverage >= 0.45
    if parts.found >= 3:
        return parts.coverage >= 0.2
    if parts.found == 2:
        return parts.coverage >= 0.22
    return parts.coverage >= 0.3


_LOOKS = {Kind.DIRECT: 0, Kind.MIXED: 1, Kind.INDIRECT: 2}


def newest(candidate: Candidate) -> tuple[tuple[int, ...], int, str, int]:
    """The order where there is no topic: newest, then quote, part-quote, paraphrase, then as in the text."""
    age = tuple(-ord(c) for c in candidate.said) or (1,)
    return age, _LOOKS[candidate.kind], candidate.article, candidate.start
