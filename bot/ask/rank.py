"""How well a candidate answers: visible parts, one sum. Pure.

A topic is met by its words, weighed by how rare they are in the archive; the rest of the sentence counts less than
the statement, and the article around it least. Thresholds were chosen on the dev questions (docs: issue on asking).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.ask.stems import SMALL, irregular, related, stem
from bot.ask.terms import surface, taken
from bot.ask.thesaurus import akin
from bot.model import Kind
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.model import Candidate, Record

# What a topic word is worth by where it stands, against one in the statement itself.
IN_SENTENCE = 0.7
AROUND = 0.45  # in the sentences around
IN_TITLE = 0.35
BY_ANOTHER_WORD = 0.8  # and when the article has another word for it
AS_SPELT = 0.95  # an acronym's words, or the acronym of words
AS_READ = 0.95  # what a word was meant for
BY_ORDER, BY_LENGTH, BY_SURETY, BY_LOOK = 0.15, 0.1, 0.05, 0.05  # what the other parts of a score weigh
_LOOKS = {Kind.DIRECT: 0, Kind.MIXED: 1, Kind.INDIRECT: 2}
WHOLE = 8  # words from which a statement is not a fragment
MANY = 100  # candidates that are not all read word by word
HEAD = 4  # letters that forms of one word share
REACH = 450  # code points on each side of a statement that are its surroundings
Meant = tuple[tuple[int, float], ...]  # (place among the topic's words, worth) of each topic word a stem stands for


@dataclass(frozen=True)
class Topic:
    """The words of a topic with their weights, which sum to 1."""

    words: tuple[str, ...]
    weights: tuple[float, ...]
    read: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what a word may have been meant for
    spelt: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)  # words that stand for a word

    @cached_property
    def _known(self) -> dict[str, Meant]:
        return {}

    @cached_property
    def heads(self) -> frozenset[str]:
        """The first letters of every stem that stands for a topic word: of others nothing need be asked."""
        asked = (*self.words, *(one for meant in self.read.values() for one in meant))
        return frozenset(other[:HEAD] for word in asked for other in (stem(word), *akin(word)))

    def meant(self, other: str) -> Meant:
        """Which topic words a stem of a text stands for; kept, because candidates share most of their words."""
        known = self._known.get(other)
        if known is None:
            worths = ((at, self._worth(word, other)) for at, word in enumerate(self.words))
            known = self._known[other] = tuple((at, worth) for at, worth in worths if worth)
        return known

    def _worth(self, word: str, other: str) -> float:
        """What a stem is worth for a topic word, or for what that may have been meant for."""
        meant = (AS_READ * _likeness(one, other) for one in self.read.get(word, ()))
        return max(_likeness(word, other), *meant, 0.0)


def _likeness(word: str, other: str) -> float:
    """1 where the stem `other` is of a form of `word`, less where it is of another word for it, else 0."""
    own = stem(word)
    if own == other or (own[:HEAD] == other[:HEAD] and related(own, other)):
        return 1.0
    return BY_ANOTHER_WORD if other in akin(word) else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """The parts of a candidate's score, each 0 to 1 but for `found`."""

    coverage: float  # of the topic, by weight and by where its words stand
    inside: float  # of it, by the statement and its sentence alone
    found: int  # topic words in statement or sentence
    gain: float  # what `coverage` can grow by at most once the article is read; 0 where it was
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

    def risen(self) -> Score:
        """The most that it can become once the article is read."""
        return replace(self, coverage=self.coverage + self.gain, gain=0.0)


def topic_words(text: str) -> tuple[str, ...]:
    """The words of a question that carry its topic, folded, once each."""
    found = [word for word in surface(text) if word not in SMALL and (len(word) > 1 or word.isdigit())]
    return tuple(dict.fromkeys(found))


def topic(
    words: Sequence[str], counts: Mapping[str, int], statements: int, read: Mapping[str, tuple[str, ...]] | None = None
) -> Topic:
    """Weigh topic words by rarity: a word in every tenth statement says little, one never seen most."""
    read = read or {}
    raw = [math.log(1 + (statements + 1) / (counts.get(word, 0) + 1)) for word in words]
    total = sum(raw) or 1.0
    return Topic(tuple(words), tuple(value / total for value in raw), read)


@lru_cache(maxsize=8192)
def _stems(text: str) -> tuple[str, ...]:
    """The words of a text in order, without their inflection."""
    return tuple(map(stem, taken(text)[1]))


def _worths(wanted: Topic, stems: Iterable[str]) -> list[float]:
    """What each topic word finds among the stems of a text."""
    best = [0.0] * len(wanted.words)
    heads = wanted.heads
    for one in [one for one in stems if one[:HEAD] in heads]:
        for at, worth in wanted.meant(one):
            best[at] = max(best[at], worth)
    if wanted.spelt:
        known = frozenset(stems)
        for at, word in enumerate(wanted.words):
            if best[at] < AS_SPELT and any(_all(words, known) for words in wanted.spelt.get(word, ())):
                best[at] = AS_SPELT
    return best


def _all(words: Sequence[str], known: frozenset[str]) -> bool:
    """Whether a form of each of these words is among the stems of a text."""
    return all(stem(word) in known or any(_likeness(word, other) == 1 for other in known) for word in words)


def score(candidate: Candidate, wanted: Topic, record: Record | None = None) -> Score:
    """The parts of a candidate's score for a topic; with its record, what stands around it and the title count."""
    statement = _stems(candidate.words)
    own, near = _worths(wanted, statement), _worths(wanted, _stems(candidate.context))
    inside = [max(one, IN_SENTENCE * other) for one, other in zip(own, near, strict=True)]
    covered, gain = inside, 0.0
    if record is not None:
        around = _worths(wanted, _stems(surrounding_text(record)))
        title = _worths(wanted, _stems(record.article.title or ""))
        covered = [max(a, AROUND * b, IN_TITLE * c) for a, b, c in zip(inside, around, title, strict=True)]
    else:
        gain = _weighed(wanted, [max(0.0, max(AROUND, IN_TITLE) - share) for share in inside])
    return Score(
        coverage=_weighed(wanted, covered),
        inside=_weighed(wanted, inside),
        found=sum(share > 0 for share in inside),
        gain=gain,
        order=_order(wanted, statement),
        whole=min(1.0, len(statement) / WHOLE),
        sure=candidate.confidence,
        look=_look(candidate),
    )


def _look(candidate: Candidate) -> float:
    return 1 - _LOOKS[candidate.kind] / 2


def by_look(candidate: Candidate) -> float:
    """What its look adds to a candidate's score."""
    return BY_LOOK * _look(candidate)


def _weighed(wanted: Topic, shares: Sequence[float]) -> float:
    return sum(weight * share for weight, share in zip(wanted.weights, shares, strict=True))


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
    others = (word, *wanted.read.get(word, ()), *(one for words in wanted.spelt.get(word, ()) for one in words))
    stems = {other for one in others for other in (stem(one), *akin(one))}
    return frozenset(form[:4] for one in stems for form in (one, *irregular(one)))


def heads(wanted: Topic) -> frozenset[str]:
    """With one of these a word of the topic begins, if a text has any: a quick look that passes over none."""
    return frozenset(head for word in wanted.words for head in _openings(word, wanted))


def surrounding_text(record: Record) -> str:
    """The text around a statement, itself included."""
    hull, text = record.statement.hull, record.article.text
    return text[max(0, hull.start - REACH) : hull.end + REACH]


def _order(wanted: Topic, stems: Sequence[str]) -> float:
    """The share of neighbouring topic words that stand within three words of each other in the statement."""
    if len(wanted.words) < 2:
        return 0.0
    places: list[list[int]] = [[] for _ in wanted.words]
    heads = wanted.heads
    for i in [i for i, one in enumerate(stems) if one[:HEAD] in heads]:
        for at, worth in wanted.meant(stems[i]):
            if worth >= AS_READ:
                places[at].append(i)
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
