"""How well a candidate answers: visible parts, one sum. Pure.

A topic is met by its words, weighed by how rare they are in the archive; the rest of the sentence counts less than
the statement, and the article around it least. Thresholds were chosen on the dev questions (docs: issue on asking).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.ask.stems import SMALL, irregular, related, stem
from bot.ask.terms import surface, taken
from bot.ask.thesaurus import akin
from bot.model import Kind
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.model import Candidate, Record

# What a topic word is worth by where it stands, against one in the statement itself.
IN_SENTENCE = 0.7
AROUND = 0.35  # in the sentences around
IN_TITLE = 0.35
BY_ANOTHER_WORD = 0.8  # and when the article has another word for it
AS_SPELT = 0.95  # an acronym's words, or the acronym of words
BY_ORDER, BY_LENGTH, BY_SURETY, BY_LOOK = 0.15, 0.1, 0.05, 0.05  # what the other parts of a score weigh
_LOOKS = {Kind.DIRECT: 0, Kind.MIXED: 1, Kind.INDIRECT: 2}
WHOLE = 8  # words from which a statement is not a fragment
MANY = 100  # candidates that are not all read word by word
REACH = 450  # code points on each side of a statement that are its surroundings


@dataclass(frozen=True, slots=True)
class Topic:
    """The words of a topic with their weights, which sum to 1."""

    words: tuple[str, ...]
    weights: tuple[float, ...]
    read: Mapping[str, str] = field(default_factory=dict)  # what a word may have been meant for
    spelt: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)  # words that stand for a word


@dataclass(frozen=True, slots=True)
class Score:
    """The parts of a candidate's score, each 0 to 1 but for `found`."""

    coverage: float  # of the topic, by weight and by where its words stand
    inside: float  # of it, by the statement and its sentence alone
    found: int  # topic words in statement or sentence
    order: float  # topic words that stand side by side as asked
    whole: float  # a statement rather than a fragment
    sure: float  # that the speaker is right
    look: float  # a quotation rather than the outlet's words

    @property
    def total(self) -> float:
        """What candidates are ordered by."""
        return (
            self.coverage + BY_ORDER * self.order + BY_LENGTH * self.whole + BY_SURETY * self.sure + BY_LOOK * self.look
        )


def topic_words(text: str) -> tuple[str, ...]:
    """The words of a question that carry its topic, folded, once each."""
    found = [word for word in surface(text) if word not in SMALL and (len(word) > 1 or word.isdigit())]
    return tuple(dict.fromkeys(found))


def topic(
    words: Sequence[str], counts: Mapping[str, int], statements: int, read: Mapping[str, str] | None = None
) -> Topic:
    """Weigh topic words by rarity: a word in every tenth statement says little, one never seen most."""
    read = read or {}
    raw = [math.log(1 + (statements + 1) / (counts.get(word, 0) + 1)) for word in words]
    total = sum(raw) or 1.0
    return Topic(tuple(words), tuple(value / total for value in raw), read)


@dataclass(frozen=True, slots=True)
class _Bag:
    """The words of a text, ready to be looked for."""

    stems: tuple[str, ...]  # in order
    known: frozenset[str]
    heads: frozenset[str]  # the first letters of each, without which no form of a word can be there


@lru_cache(maxsize=8192)
def _bag(text: str) -> _Bag:
    stems = tuple(map(stem, taken(text)[1]))
    return _Bag(stems, frozenset(stems), frozenset([one[:4] for one in stems]))


def _has(word: str, bag: _Bag) -> float:
    """1 where a form of `word` is in the text, less where another word for it is, else 0."""
    own = stem(word)
    if own in bag.known:
        return 1.0
    if own[:4] in bag.heads and any(related(own, other) for other in bag.known if other[:4] == own[:4]):
        return 1.0
    return 0.0 if bag.known.isdisjoint(akin(word)) else BY_ANOTHER_WORD


def _worth(word: str, wanted: Topic, bag: _Bag) -> float:
    """The same for a word or for what it may have been meant for."""
    worth = _has(word, bag)
    if worth < 1 and any(all(_has(one, bag) == 1 for one in words) for words in wanted.spelt.get(word, ())):
        return AS_SPELT
    return worth if worth == 1 or word not in wanted.read else max(worth, 0.95 * _has(wanted.read[word], bag))


def score(candidate: Candidate, wanted: Topic, record: Record | None = None) -> Score:
    """The parts of a candidate's score for a topic; with its record, what stands around it and the title count."""
    statement = _bag(candidate.words)
    places = [(1.0, statement), (IN_SENTENCE, _bag(candidate.context))]
    if record is not None:
        places += [(AROUND, _bag(surrounding_text(record))), (IN_TITLE, _bag(record.article.title or ""))]
    coverage, inside, found = 0.0, 0.0, 0
    for word, weight in zip(wanted.words, wanted.weights, strict=True):
        shares = [worth * _worth(word, wanted, bag) for worth, bag in places]
        coverage += weight * max(shares)
        inside += weight * max(shares[:2])
        found += max(shares[:2]) > 0
    return Score(
        coverage=coverage,
        inside=inside,
        found=found,
        order=_order(wanted.words, statement.stems),
        whole=min(1.0, len(statement.stems) / WHOLE),
        sure=candidate.confidence,
        look=1 - _LOOKS[candidate.kind] / 2,
    )


def promising(found: list[Candidate], wanted: Topic, need: float) -> list[Candidate]:
    """Of very many candidates those that may have topic words of this weight in their sentence; of few, all.

    A quick look for the beginnings of words, which lets none pass over that `score` would find: reading every word of
    200 sentences takes longer than finding them among a million.
    """
    if len(found) < MANY:
        return found
    openings = [_openings(word, wanted) for word in wanted.words]
    kept = []
    for one in found:
        text = fold(f"{one.words} {one.context}")
        share = sum(
            weight
            for heads, weight in zip(openings, wanted.weights, strict=True)
            if any(head in text for head in heads)
        )
        if share > need - 1e-9:
            kept.append(one)
    return kept


def _openings(word: str, wanted: Topic) -> frozenset[str]:
    """With one of these every form of a topic word begins, and every other word that may stand for it."""
    others = (word, wanted.read.get(word, word), *(one for words in wanted.spelt.get(word, ()) for one in words))
    stems = {other for one in others for other in (stem(one), *akin(one))}
    return frozenset(form[:4] for one in stems for form in (one, *irregular(one)))


def surrounding_text(record: Record) -> str:
    """The text around a statement, itself included."""
    hull, text = record.statement.hull, record.article.text
    return text[max(0, hull.start - REACH) : hull.end + REACH]


def _order(words: Sequence[str], stems: Sequence[str]) -> float:
    """The share of neighbouring topic words that stand within three words of each other in the statement."""
    if len(words) < 2 or not stems:
        return 0.0
    places = [[i for i, other in enumerate(stems) if other[:1] == word[:1] and related(word, other)] for word in words]
    pairs = list(pairwise(places))
    return sum(any(0 < b - a <= 3 for a in one for b in other) for one, other in pairs) / len(pairs)


# How much of a topic must be there: with one or two words asked for, with one of more found, with more found.
SHORT, ONE_FOUND, MORE_FOUND = 0.34, 0.2, 0.15


def met(parts: Score, wanted: Topic) -> bool:
    """Whether a statement is about the topic at all: a word of it at least stands in its sentence."""
    if not parts.found:
        return False
    if len(wanted.words) <= 2:
        return parts.coverage >= SHORT
    return parts.coverage >= (MORE_FOUND if parts.found > 1 else ONE_FOUND)


def newest(candidate: Candidate) -> tuple[tuple[int, ...], int, str, int]:
    """The order where there is no topic: newest, then quote, part-quote, paraphrase, then as in the text."""
    age = tuple(-ord(c) for c in candidate.said) or (1,)
    return age, _LOOKS[candidate.kind], candidate.article, candidate.start
