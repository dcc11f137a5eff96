"""Which articles report one event. Pure, and near-linear: ten thousand articles are never compared all with all.

Two are of one story where they carry the same utterance, where their headlines say the same, or where their headlines
touch and the same person speaks of the same in both. Only articles that share a rare word of their headlines are
looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import lru_cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from bot.ask.stems import SMALL, stem
from bot.text import WORD, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.listing import Listed, Report

# Measured on the corpus of the tests (tests/digest/test_digest_reading.py holds the figures).
SHARED, PART = 3, 0.33  # words that headlines of one event share, and of all that both have
TOUCHED, TOUCHED_PART = 2, 0.17  # the same, where one person speaks in both
SPOKEN = 3  # and so many words of headline and statements together
DAYS = 3  # between the days of two reports of one event
COMMON, COMMON_PART = 15, 0.2  # a word in more headlines than both tells no events apart
OPEN = 400  # pairs that are asked who speaks in them, those with most words in common first
BUCKET = 40  # headlines of one word that a headline is compared with, the latest first
_HEADLINE_SMALL = SMALL | frozenset("amid new early live update updated video watch analysis opinion over us".split())


class Reading(NamedTuple):
    """What is held against each other where headlines only touch."""

    speakers: frozenset[int]  # named ones
    words: frozenset[str]  # of the headline and of what they say


NOTHING = Reading(frozenset(), frozenset())


class Pairs(NamedTuple):
    """Keys of reports, two by two."""

    sure: list[tuple[int, int]]  # of one event by their headlines
    open: list[tuple[int, int]]  # if one person speaks in both


@lru_cache(maxsize=8192)
def content_words(headline: str) -> frozenset[str]:
    """The words of a headline that say what it is about, endings aside."""
    return _content(fold(headline.replace("U.S.", "US")))


def _content(folded: str) -> frozenset[str]:
    return frozenset(stem(word) for word in WORD.findall(folded) if word not in _HEADLINE_SMALL)


def pairs(reports: Sequence[Report]) -> Pairs:
    """Which reports are, and which could be, of one event, by their headlines and days."""
    sure: list[tuple[int, int]] = []
    touching: list[tuple[int, tuple[int, int]]] = []
    bags = _bags(reports)
    days = {report.key: _ordinal(report.published) for report in reports}
    buckets: defaultdict[str, list[int]] = defaultdict(list)
    for key, bag in bags.items():
        met: Counter[int] = Counter()
        for word in bag:
            bucket = buckets[word]
            met.update(bucket[-BUCKET:])
            bucket.append(key)
        for other, shared in met.items():
            if shared < TOUCHED or not _near(days[key], days[other]):
                continue
            whole = len(bag | bags[other])
            if shared >= SHARED and shared >= PART * whole:
                sure.append((other, key))
            elif shared >= TOUCHED_PART * whole:
                touching.append((shared, (other, key)))
    touching.sort(key=lambda one: -one[0])
    return Pairs(sure, [pair for _, pair in touching[:OPEN]])


def _bags(reports: Sequence[Report]) -> dict[int, frozenset[str]]:
    """The words of each headline, without those that stand in too many of them."""
    bags = {report.key: content_words(report.title) for report in reports if report.title}
    counts = Counter(word for bag in bags.values() for word in bag)
    most = max(COMMON, COMMON_PART * len(bags))
    common = {word for word, count in counts.items() if count > most}
    return {key: bag - common for key, bag in bags.items()} if common else bags


def _ordinal(published: str | None) -> int | None:
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None


def _near(one: int | None, other: int | None) -> bool:
    return one is None or other is None or abs(one - other) <= DAYS


def settled(found: Pairs, told: Mapping[int, Reading]) -> list[tuple[int, int]]:
    """The sure pairs and, of the open ones, those in which one person speaks, and of the same."""
    return [*found.sure, *(pair for pair in found.open if _agree(*(told.get(key, NOTHING) for key in pair)))]


def _agree(one: Reading, other: Reading) -> bool:
    return bool(one.speakers & other.speakers) and len(one.words & other.words) >= SPOKEN


def reading(report: Report, listed: Iterable[Listed]) -> Reading:
    """What a report's headline and the statements in it tell of its event."""
    said = [one for one in listed if one.speaker is not None and not one.unnamed]
    spoken = content_words(" ".join((report.title or "", *(one.words for one in said))))
    return Reading(frozenset(one.speaker for one in said if one.speaker is not None), spoken)


def joined(reports: Sequence[Report], bonds: Iterable[tuple[int, int]]) -> list[tuple[Report, ...]]:
    """The reports by story, in the order of `reports`; bonds to others are passed over."""
    head = {report.key: report.key for report in reports}

    def find(key: int) -> int:
        while head[key] != key:
            head[key] = head[head[key]]
            key = head[key]
        return key

    for one, other in bonds:
        if one in head and other in head:
            head[find(other)] = find(one)
    stories: dict[int, list[Report]] = {}
    for report in reports:
        stories.setdefault(find(report.key), []).append(report)
    return [tuple(story) for story in stories.values()]


def bonds_of(groups: Iterable[Sequence[int]]) -> list[tuple[int, int]]:
    """Each group as a chain: what carries one utterance is one story."""
    return [(one, other) for group in groups for one, other in pairwise(group)]


def agreement(found: Iterable[Iterable[int]], true: Iterable[Iterable[int]]) -> tuple[float, float]:
    """Precision and recall over pairs of reports that stand in one story: how grouping is measured."""
    ours = {pair for story in found for pair in combinations(sorted(story), 2)}
    right = {pair for story in true for pair in combinations(sorted(story), 2)}
    both = len(ours & right)
    return both / max(1, len(ours)), both / max(1, len(right))
