"""One utterance, many reports: how reports of the same words find one another, and when they are one. Pure.

The archive keeps `fingerprints` of every statement by a known speaker, looks up who shares one and asks
`same_utterance`. A fingerprint is a pair of telling words side by side: whole quotations, shortened ones and
part-quotes share some wherever they were cut. Of long ones two of three pairs are kept, always the same ones, so that
what two texts share is kept in both or in neither (sampling by value: Broder 1997, 10.1109/SEQUEN.1997.666900).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import crc32

from bot.ask.stems import SMALL
from bot.ask.terms import surface
from bot.ingest.comparing import COMMON, LIGHT, NEGATIONS, NUMBERS, SCALES
from bot.ingest.sameness import FEWEST, SHARED, same_words
from bot.ingest.wordings import base, reading

if TYPE_CHECKING:
    from collections.abc import Sequence

ALL = 8  # pairs, up to which every one is kept
MOST = 12  # of a very long one, the least
CLOCK = 1  # days that the zones of two outlets are apart
TALKED_OF = 3  # days between two prints, within which it is one occasion
REPRINTED = 90  # the same for what is not said twice by chance
TELLING = 6  # different words that tell, and it is hardly said twice
UNMISTAKABLE = 10  # whatever the days are
_BITS = 2**31 - 1  # what SQLite keeps in four bytes
_ODD = re.compile(r"['’‘‚‛′`´ʼ\[\]%‐‑‒–—―−-]|\bper ?cent", re.IGNORECASE)  # where words are read otherwise than written


def fingerprints(text: str) -> tuple[int, ...]:
    """Up to twelve numbers of 31 bits, none twice; equal words have equal ones. A text without words has none."""
    return fingerprints_of(surface(text))


def fingerprints_of(said: Sequence[str]) -> tuple[int, ...]:
    """The same of words that are folded already, without possessive endings, in their order."""
    marks = [mark for word in said if (mark := _mark(word))]
    found = {one << 31 | other if one < other else other << 31 | one for one, other in pairwise(marks) if one != other}
    if not found:
        return (crc32(" ".join(sorted(set(said))).encode("utf-8", "replace")) & _BITS,) if said else ()
    kept = found if len(found) <= ALL else sorted([*filter(_drawn, found)] or [min(found)])[:MOST]
    return tuple({(pair >> 31 ^ pair * 3) & _BITS for pair in kept})


@lru_cache(maxsize=2**17)  # the words of a large archive: a bulk load meets nearly all of them
def _mark(word: str) -> int:
    """A telling word's hash; 0 for a small one, and for a number, which one outlet has in letters and another not."""
    if word in SMALL or word[0].isdigit() or len(word) < 3:
        return 0
    return _hash(word)


def _hash(word: str) -> int:
    """Of what a word's forms and spellings have in common."""
    return crc32(base(word).encode("utf-8", "replace")) * 0x9E3779B1 & 0x7FFFFFFF | 1


def _drawn(pair: int) -> bool:
    """Whether a pair of hashes is one of the two of three that are kept; how its words end has no say in it."""
    return ((pair ^ pair >> 31) * 0x9E3779B1 >> 15 & 0xFFFF) % 3 != 0


@dataclass(frozen=True, slots=True)
class When:
    """The days on which something can have been said: as stated, else it was printed then. ISO, None = not known."""

    first: str | None
    last: str | None
    stated: bool


def same_utterance(one: str, other: str, said: When | None = None, again: When | None = None) -> bool:
    """Whether two statements of the same speaker are one utterance: near-verbatim words, on one occasion.

    `said` and `again` are the days of the one and of the other; without them only the words count.
    """
    if not _may_be(one, other):
        return False
    if said is not None and again is not None and not one_occasion(said, again, one, other):
        return False
    return same_words(one, other)


def _may_be(one: str, other: str) -> bool:
    """Whether a closer look is worth its third of a millisecond: strangers share a pair of words, and no more."""
    mine, theirs = _marks(one), _marks(other)
    fewer = min(len(mine), len(theirs))
    return fewer < FEWEST or len(mine & theirs) >= SHARED * fewer


@lru_cache(maxsize=4096)
def _marks(text: str) -> frozenset[int]:
    return frozenset(mark for word in surface(text) if (mark := _mark(word)))


def one_occasion(one: When, other: When, *texts: str) -> bool:
    """Whether the days allow it: a talking point of another day is said again, a long sentence is printed again."""
    needed = least(one, other)
    return needed is not None and all(surely(text) >= needed or _telling(text) >= needed for text in set(texts))


def repeated(one: When, other: When, text: str, telling: int) -> bool:
    """`same_utterance` of the very same words, of which at least so many different ones tell (`surely`)."""
    needed = least(one, other)
    return needed is not None and (telling >= needed or _telling(text) >= needed)


def least(one: When, other: When) -> int | None:
    """How many different words must tell, so that the days allow one occasion; None where they never do."""
    mine, theirs = _days(one), _days(other)
    if mine is None or theirs is None:
        return 0
    apart = max(0, (max(mine[0], theirs[0]) - min(mine[1], theirs[1])).days)
    if one.stated and other.stated:
        return 0 if apart <= CLOCK else None
    if one.stated != other.stated:
        spoken, printed = (mine, theirs) if one.stated else (theirs, mine)
        if (spoken[0] - printed[1]).days > CLOCK:
            return None  # printed before it was said
    if apart <= TALKED_OF:
        return 0
    return TELLING if apart <= REPRINTED else UNMISTAKABLE


def _telling(text: str) -> int:
    """How many different words tell."""
    return len({word.stem for word in reading(text).telling if not word.common})


def surely(text: str) -> int:
    """How many at least, for a tenth of the work: what is written in no odd way has as many as its words' hashes."""
    if _ODD.search(text):
        return 0
    return len(_marks(text) - _unheard())


@lru_cache(maxsize=1)
def _unheard() -> frozenset[int]:
    """Hashes of words that do not count: common ones, light ones, and numbers, which are one word together."""
    spoken = (*COMMON, *LIGHT, *NEGATIONS, *NUMBERS, *SCALES)
    return frozenset(_hash(word) for word in spoken)


def _days(when: When) -> tuple[date, date] | None:
    try:
        return date.fromisoformat(when.first or ""), date.fromisoformat(when.last or "")
    except ValueError:
        return None
