"""Utterances of two speakers who turn out to be one, and of one who turns out to be two. Pure.

When a statement comes in, it is held against what its speaker said before (`bot.ingest.utterances`). Whoever is merged
later was held against nothing of the other's; and what came in while they were one may have joined the other's words.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.ingest.utterances import fingerprints, same_utterance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.ingest.utterances import When

MOST = 5000  # statements that are held against the others: some two seconds, in which nobody else writes
CLOSEST = 50  # candidates that are looked at, as when a statement comes in (store.utterances)
COMMON = 200  # statements that have a fingerprint, beyond which it tells nothing, unless there is none that tells more


@dataclass(frozen=True, slots=True)
class Spoken:
    """A statement as far as it matters here."""

    id: int
    article: int
    utterance: int  # the id of its first report
    words: str
    when: When


def joined(one: Sequence[Spoken], other: Sequence[Spoken]) -> dict[int, int]:
    """Of the utterances of two speakers who are one: which become which, that is the earliest of their like.

    Statements in the order of their ids. Where either has more than MOST, the newest are held against the other's.
    """
    fewer, more = sorted((one, other), key=lambda said: (len(said), [spoken.id for spoken in said[:1]]))
    shelf, same = _Shelf(), _Same()
    for spoken in more:
        shelf.put(spoken)
    for spoken in fewer[-MOST:]:
        if like := shelf.like(spoken):
            same.join(spoken.utterance, like.utterance)
    return same.moved()


def apart(spoken: Iterable[Spoken]) -> dict[int, int]:
    """The utterance of each statement of one speaker, by id: found as if they came in again, one after another."""
    shelf, found = _Shelf(), dict[int, int]()
    for one in sorted(spoken, key=lambda each: each.id):
        like = shelf.like(one)
        found[one.id] = found[like.id] if like else one.id
        shelf.put(one)
    return found


class _Shelf:
    """Statements by their fingerprints."""

    def __init__(self) -> None:
        self._by_print: dict[int, list[Spoken]] = {}

    def put(self, one: Spoken) -> None:
        """Keep it."""
        for mark in fingerprints(one.words):
            self._by_print.setdefault(mark, []).append(one)

    def like(self, one: Spoken) -> Spoken | None:
        """The same utterance in another article: of those that share most with it, the earliest first."""
        return next((other for other in self._closest(one) if _is(one, other)), None)

    def _closest(self, one: Spoken) -> list[Spoken]:
        found = sorted((self._by_print.get(mark, []) for mark in fingerprints(one.words)), key=len)
        telling = [theirs for theirs in found if len(theirs) <= COMMON] or [theirs[:COMMON] for theirs in found[:1]]
        shared: Counter[int] = Counter()
        known: dict[int, Spoken] = {}
        for theirs in telling:
            shared.update(other.id for other in theirs)
            known |= {other.id: other for other in theirs if other.article != one.article}
        return [known[number] for number in sorted(known, key=lambda number: (-shared[number], number))[:CLOSEST]]


def _is(one: Spoken, other: Spoken) -> bool:
    return same_utterance(one.words, other.words, one.when, other.when)


class _Same:
    """Which numbers stand for the same; the least of them stands for all."""

    def __init__(self) -> None:
        self._into: dict[int, int] = {}

    def join(self, one: int, other: int) -> None:
        """These two are the same."""
        one, other = self._least(one), self._least(other)
        if one != other:
            self._into[max(one, other)] = min(one, other)

    def _least(self, number: int) -> int:
        while number in self._into:
            number = self._into[number]
        return number

    def moved(self) -> dict[int, int]:
        """Whatever has another number now, with that."""
        return {number: self._least(number) for number in self._into}
