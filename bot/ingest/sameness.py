"""Whether two reports of one speaker are the same words: near-verbatim, shortened, part-quoted, translated. Pure.

    text -> Reading (its telling words in order) -> Fit of the shorter in the longer -> same, or what forbids it

Written strict: a figure, a name, a negation, a day or an opposite that differs is another statement, however much else
agrees; so is one that shares a clause and goes on differently. The rules were tuned on the first half of
`tests/ingest/ingest_utterances.txt` and are judged by its second half.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from bot.ask.stems import related
from bot.ask.thesaurus import akin
from bot.ingest.wordings import Reading, reading
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ingest.wordings import Telling

FEWEST = 3  # telling words; what has fewer must be equal
SHARED = 0.4  # of the shorter one's stems, below which nothing is looked at any closer
WHOLE = 0.8  # of its telling words that the longer one must have
LETTERS = 7  # of a word that can be misspelt and still be known
LEFT_OUT = 3  # times the words in common that may be left out within
OVERLAP = 6  # telling words in common of two that are shortened at opposite ends
_OPPOSITES = frozenset(
    frozenset(pair.split("/"))
    for pair in """accept/reject accept/refuse approve/reject rise/fall rise/drop increase/decrease increase/cut
    increase/reduc grow/shrink rais/lower rais/cut high/low higher/lower open/clos win/lose buy/sell begin/end
    start/stop start/end allow/ban allow/forbid permit/forbid confirm/deny support/oppos back/oppos back/reject
    north/south northern/southern east/west eastern/western first/last give/take enter/leav arrive/leav join/leav
    strengthen/weaken improv/worsen innocent/guilty true/fals right/wrong safe/danger public/private
    hire/fire build/demolish import/export fast/slow early/late remember/forget succeed/fail agre/refus keep/break
    love/hate friend/enemy ally/enemy withdraw/deploy withdrawal/return return/withdraw advance/retreat
    reopen/clos extend/shorten more/less more/few""".split()
)
_CONTRARY = frozenset(
    frozenset(pair.split("/")) for pair in "before/after for/against above/below over/under to/from".split()
)


def same_words(one: str, other: str) -> bool:
    """Whether the words are those of one utterance, as far as words can tell."""
    if (mine := words(one)) == words(other):
        return bool(mine)
    short, long = sorted((reading(one), reading(other)), key=lambda read: (len(read.telling), read.plain))
    if len(short.stems) < FEWEST or len(short.stems & long.stems) < SHARED * len(short.stems):
        return short.plain == long.plain != () or _sentence(short, long)
    if short.quoted or long.quoted:
        return _part(short, long) or (not (short.quoted and long.quoted) and Fit(short, long).same)
    return Fit(short, long).same


def _sentence(short: Reading, long: Reading) -> bool:
    """Whether a short one is a whole stretch of the longer, from comma to comma, and no commonplace."""
    size = len(short.plain)
    if len({word.stem for word in short.telling if not word.common}) < FEWEST - 1:
        return False
    at = next((i for i in range(len(long.plain) - size + 1) if long.plain[i : i + size] == short.plain), None)
    if at is None:
        return False
    begins = at == 0 or long.clauses[at - 1] != long.clauses[at]
    ends = at + size == len(long.plain) or long.clauses[at + size - 1] != long.clauses[at + size]
    return begins and ends


# -- one in the other


@dataclass(frozen=True)
class Fit:
    """How the telling words of the shorter of two lie in the longer."""

    short: Reading
    long: Reading

    @cached_property
    def places(self) -> list[int | None]:
        """Where each telling word of the shorter stands in the longer: itself, else one that may stand for it."""
        mine, theirs = self.short.telling, self.long.telling
        places: list[int | None] = [None] * len(mine)
        free = set(range(len(theirs)))
        for alike in (_equal, _akin):
            at = -1
            for i, word in enumerate(mine):
                if places[i] is None:
                    found = [j for j in free if alike(word, theirs[j])]
                    if found:
                        places[i] = min(found, key=lambda j, at=at: (j < at, abs(j - at)))  # type: ignore[misc]
                        free.discard(places[i])
                at = places[i] if places[i] is not None else at  # type: ignore[assignment]
        return places

    @cached_property
    def met(self) -> list[int]:
        """The places that are there, in the order of the shorter."""
        return [place for place in self.places if place is not None]

    @property
    def hull(self) -> tuple[int, int]:
        """The stretch of the longer in which the shorter lies, half-open."""
        return (min(self.met), max(self.met) + 1) if self.met else (0, 0)

    @cached_property
    def changes(self) -> list[tuple[list[Telling], list[Telling]]]:
        """Where both go different ways: words of the shorter, and those of the longer in their place."""
        taken, found = set(self.met), []
        for start, end in _gaps(self.places):
            before = self.places[start - 1] if start else None
            after = self.places[end] if end < len(self.places) else None
            low = -1 if before is None else before
            high = len(self.long.telling) if after is None else after
            instead = [self.long.telling[j] for j in range(low + 1, high) if j not in taken]
            found.append((list(self.short.telling[start:end]), instead))
        return found

    @property
    def same(self) -> bool:
        """Whether the shorter is the longer, as it stands or shortened."""
        common, wanted = len(self.met), len(self.places)
        if common < FEWEST or self._weight < FEWEST:
            return False
        if common < WHOLE * wanted and not self._overlapping:
            return False
        return self._fits and not self.forbidden

    @property
    def _fits(self) -> bool:
        low, high = self.hull
        common = len(self.met)
        changed = not self._overlapping and any(mine and theirs for mine, theirs in self.changes)
        steps_back = sum(after < before for before, after in pairwise(self.met))
        return not self._exchanged and (
            not changed and (high - low) - common <= LEFT_OUT * common and steps_back <= 1 + common // 6
        )

    @property
    def _exchanged(self) -> bool:
        """Whether two words have changed places over others: who owes whom, which figure is of what."""
        order = [sorted(self.met).index(place) for place in self.met]
        alone = {i for i in range(len(order)) if 1 not in (_step(order, i), _step(order, i + 1))}
        return any(order[j] == i and j - i > 1 and {i, j} <= alone for i, j in enumerate(order))

    @property
    def _weight(self) -> int:
        """How many different telling words they share that are not on everybody's lips."""
        shared = {self.short.telling[i].stem for i, place in enumerate(self.places) if place is not None}
        return sum(not word.common for word in {w.stem: w for w in self.short.telling if w.stem in shared}.values())

    @cached_property
    def _overlapping(self) -> bool:
        """Whether the one lost its end and the other its beginning, and much is left in between."""
        ends = [i for i, place in enumerate(self.places) if place is not None]
        if len(ends) < OVERLAP or len(ends) == len(self.places) or ends[-1] - ends[0] + 1 != len(ends):
            return False
        low, high = self.hull
        tail = ends[0] == 0 and high == len(self.long.telling) and ends[-1] < len(self.places) - 1
        head = ends[-1] == len(self.places) - 1 and low == 0 and ends[0] > 0
        return tail or head

    @property
    def forbidden(self) -> bool:
        """Whether something differs that makes it another statement."""
        return self._figures or self._polarity or self._opposed or self._relations or self._tense

    @property
    def _figures(self) -> bool:
        """A figure, day or name of the one that the other has not, or has another of."""
        if self._overlapping:
            return False
        lost = [w for w, place in zip(self.short.telling, self.places, strict=True) if place is None]
        if any(word.figure for word in lost):
            return True
        return any(
            mine.name and any(other.name for other in theirs) for words, theirs in self.changes for mine in words
        )

    @property
    def _polarity(self) -> bool:
        """A negation, a condition, or a word that turns what follows it round: "refused to"."""
        mine, theirs = [i for i, place in enumerate(self.places) if place is not None], sorted(self.met)
        if self.short.negations(mine) != self.long.negations(theirs):
            return True
        if self.short.conditional(mine) != self.long.conditional(theirs):
            return True
        return self.short.turns(mine) or self.long.turns(theirs)

    @property
    def _opposed(self) -> bool:
        return any(opposite(mine, other) for words, theirs in self.changes for mine in words for other in theirs)

    @property
    def _relations(self) -> bool:
        one, other = self.short.relations, self.long.relations
        return contrary(one, other) or _turned_about(self.short, self.long)

    @property
    def _tense(self) -> bool:
        """What is still to be done in the one, and done in the other; or must be, and may be."""
        one, other = self.short, self.long
        timed = (one.future and other.done) or (one.done and other.future)
        return timed or (one.must and other.may and not other.must) or (one.may and other.must and not one.must)


def _step(order: Sequence[int], at: int) -> int:
    """From the one before to the one at `at`; 1 where they stand side by side as before."""
    return order[at] - order[at - 1] if 0 < at < len(order) else 0


def _gaps(places: Sequence[int | None]) -> list[tuple[int, int]]:
    """The stretches without a place, half-open."""
    found, start = [], None
    for i, place in enumerate([*places, 0]):
        if place is None and start is None:
            start = i
        elif place is not None and start is not None:
            found.append((start, i))
            start = None
    return found


def _equal(one: Telling, other: Telling) -> bool:
    return one.stem == other.stem


def _akin(one: Telling, other: Telling) -> bool:
    """Whether one may stand for the other where all else agrees."""
    if one.figure or other.figure or opposite(one, other):
        return False
    if one.name and other.name:
        return misspelt(one.stem, other.stem)
    if one.stem in other.kin or bool(one.kin & other.kin):
        return True
    return other.stem in akin(one.stem) or related(one.stem, other.stem) or misspelt(one.stem, other.stem)


def misspelt(one: str, other: str) -> bool:
    """Whether two long words differ in one letter of their second half."""
    half = LETTERS // 2
    return min(len(one), len(other)) >= LETTERS and one[:half] == other[:half] and Levenshtein.distance(one, other) <= 1


def opposite(one: Telling, other: Telling) -> bool:
    """Whether two words turn a sentence round: "accepted" and "rejected", "safe" and "unsafe"."""
    a, b = sorted((one.stem, other.stem), key=len)
    return frozenset((a, b)) in _OPPOSITES or b in (f"un{a}", f"in{a}", f"im{a}", f"il{a}", f"dis{a}", f"non{a}")


def contrary(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> bool:
    """Whether "before", "after", "than" and the like stand before other words, or others of them before the same."""
    for word in {word for word, _ in one} & {word for word, _ in other}:
        mine, theirs = ({said for w, said in relations if w == word} for relations in (one, other))
        if mine.isdisjoint(theirs) and (mine & {s for w, s in other if w != word} or word == "than"):
            return True
    crossed = ((word, also) for word, said in one - other for also, after in other - one if said == after)
    return any(frozenset(pair) in _CONTRARY for pair in crossed)


def _turned_about(one: Reading, other: Reading) -> bool:
    """Whether "before", "after", "than" or "against" stands before something else in either, which both have."""
    for word in ("before", "after", "than", "against"):
        mine, theirs = ({said for w, said in read.relations if w == word} for read in (one, other))
        if mine and theirs and mine.isdisjoint(theirs) and mine <= other.stems and theirs <= one.stems:
            return True
    return False


# -- part-quotes


def _part(short: Reading, long: Reading) -> bool:
    """Whether the words that the one has in quotation marks are in the other, and nothing around them forbids it."""
    for part, whole in ((short, long), (long, short)):
        if part.quoted and all(_within(piece, whole) for piece in part.quoted) and _carries(part, whole):
            return not _turned(part, whole)
    return False


def _within(piece: tuple[str, ...], whole: Reading) -> bool:
    """Whether these words stand side by side in the other's quotation marks, or in it where it has none."""
    return any(_stand(piece, there) for there in (whole.quoted or (whole.plain,)))


def _stand(piece: tuple[str, ...], there: tuple[str, ...]) -> bool:
    return f" {' '.join(piece)} " in f" {' '.join(there)} "


def _carries(part: Reading, whole: Reading) -> bool:
    """Whether enough is said in the quotation marks; less will do where the words around them agree, too."""
    inside = {w.stem for w in part.telling if w.quoted}
    telling = {w.stem for w in part.telling if w.quoted and not w.common}
    around = [w for w in part.telling if not w.quoted and w.stem not in inside]
    agreeing = [w for w in around if any(_equal(w, v) or _akin(w, v) for v in whole.telling)]
    if any(w.figure and w not in agreeing for w in around):
        return False
    return len(telling) >= FEWEST or (len(telling) >= 2 and len(agreeing) >= max(2, 0.5 * len(around)))


def _turned(part: Reading, whole: Reading) -> bool:
    fit = Fit(part, whole)
    if len(fit.met) < 2:
        return True
    return fit._polarity or fit._opposed  # noqa: SLF001 - of its own class, in its own module
