"""What an incoming article changes: decided purely, carried out by the archive.

    stored | None  +  article, statements, extractor  ->  Plan

A statement's id is given once. A new extraction or revision takes over the id of the old statement whose words agree
best (Jaccard of word sets >= .5, one to one, best first), so that corrections by people and links keep their object.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from bot.model import Article, Statement

AGREEMENT = 0.5

Facts = tuple["str | datetime | None", ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A statement on record, as far as finding it again needs it."""

    id: int
    words: str
    start: int
    gone: bool = False  # vanished in a later revision: its id is taken again only by what no living one fits


@dataclass(frozen=True, slots=True)
class Stored:
    """What the archive holds of an article."""

    sha256: str
    extractor: str
    facts: Facts
    statements: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do. Indices point into the incoming statements."""

    outcome: Literal["new", "changed", "same"]
    revised: bool = False  # the text is another: a new revision
    restated: bool = False  # title, outlet, date and the like are others
    taken: tuple[tuple[int, int], ...] = ()  # (id on record, index of the statement that takes it over)
    inserted: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()


def facts(article: Article) -> Facts:
    """What can change of an article besides its text. Scope is not among them: a private copy is another article."""
    return (
        article.title,
        article.outlet,
        article.author,
        article.published,
        article.url,
        article.language,
        article.visible_from,
    )


def decide(stored: Stored | None, article: Article, statements: Sequence[Statement], extractor: str) -> Plan:
    """What admitting `article` with `statements` changes, given what is stored of it."""
    if stored is None:
        return Plan("new", revised=True, inserted=tuple(range(len(statements))))
    restated = facts(article) != stored.facts
    revised = article.sha256 != stored.sha256
    if not revised and extractor == stored.extractor:
        return Plan("same", restated=restated)
    said = [(statement.words(article.text), statement.hull.start) for statement in statements]
    taken = takeovers(stored.statements, said)
    heirs = {index for _, index in taken}
    kept = {old for old, _ in taken}
    return Plan(
        "changed",
        revised=revised,
        restated=restated,
        taken=taken,
        inserted=tuple(index for index in range(len(statements)) if index not in heirs),
        gone=tuple(old.id for old in stored.statements if old.id not in kept and not old.gone),
    )


def takeovers(known: Iterable[Known], said: Sequence[tuple[str, int]]) -> tuple[tuple[int, int], ...]:
    """Pairs (id, index into `said`), one to one, by index; `said` holds (words, start). Living ones choose first."""
    pairing = _Pairing([(frozenset(words(text)), start) for text, start in said])
    known = sorted(known, key=lambda old: (old.start, old.id))
    for gone in (False, True):
        pairing.add([(old.id, frozenset(words(old.words)), old.start) for old in known if old.gone is gone])
    return tuple(sorted(((old, new) for new, old in pairing.heir.items()), key=lambda pair: pair[1]))


def agreement(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard of two word sets; two empty ones agree."""
    return len(one & other) / len(one | other) if one or other else 1.0


Old = tuple[int, frozenset[str], int]  # id, words, start


class _Pairing:
    """One-to-one pairs of new and old, best agreement first."""

    def __init__(self, new: list[tuple[frozenset[str], int]]) -> None:
        self.new = new
        self.heir: dict[int, int] = {}  # index of new -> id of old

    def add(self, old: list[Old]) -> None:
        """Pair these with what is free: same words at the same place, same words in text order, then nearest words."""
        self._settle(
            [
                (((bag, start), old_id) for old_id, bag, start in old),
                (((bag, start), index) for index, (bag, start) in self._free()),
            ]
        )
        self._settle(
            [
                ((bag, old_id) for old_id, bag, _ in self._unpaired(old)),
                ((bag, index) for index, (bag, _) in self._free()),
            ]
        )
        rest, paired = self._unpaired(old), set()
        for _, _, index, old_id in sorted(self._near(rest)):
            if index not in self.heir and old_id not in paired:
                self.heir[index] = old_id
                paired.add(old_id)

    def _free(self) -> list[tuple[int, tuple[frozenset[str], int]]]:
        free = [(index, new) for index, new in enumerate(self.new) if index not in self.heir]
        return sorted(free, key=lambda item: item[1][1])

    def _unpaired(self, old: list[Old]) -> list[Old]:
        paired = set(self.heir.values())
        return [one for one in old if one[0] not in paired]

    def _settle(self, sides: Sequence[Iterable[tuple[object, int]]]) -> None:
        """Pair what has the same key on both sides, in the order given."""
        waiting: defaultdict[object, list[int]] = defaultdict(list)
        for key, old_id in sides[0]:
            waiting[key].append(old_id)
        for key, index in sides[1]:
            if waiting[key]:
                self.heir[index] = waiting[key].pop(0)

    def _near(self, old: list[Old]) -> Iterator[tuple[float, int, int, int]]:
        """(-agreement, distance, index, id) of every free pair that agrees enough.

        Only pairs that share one of their rarer words are compared: sets with Jaccard >= t share a word among the
        first |x| - ceil(t|x|) + 1 of either in any common order (prefix filtering, Bayardo et al., WWW 2007).
        """
        free = self._free()
        frequency = Counter(word for _, bag, _ in old for word in bag)
        frequency.update(word for _, (bag, _) in free for word in bag)
        by_word: defaultdict[str, list[Old]] = defaultdict(list)
        for one in old:
            for word in _prefix(one[1], frequency):
                by_word[word].append(one)
        for index, (bag, start) in free:
            fellows = {one[0]: one for word in _prefix(bag, frequency) for one in by_word[word]}
            for old_id, old_bag, old_start in fellows.values():
                share = agreement(bag, old_bag)
                if share >= AGREEMENT:
                    yield -share, abs(start - old_start), index, old_id


def _prefix(bag: frozenset[str], frequency: Counter[str]) -> list[str]:
    """The rarest words of `bag`, one of which any agreeing set must share."""
    rarest = sorted(bag, key=lambda word: (frequency[word], word))
    return rarest[: len(bag) - -(-len(bag) // 2) + 1]
