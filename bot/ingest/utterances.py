"""One utterance, many reports: when two statements of one speaker are the same words. Pure.

The archive looks candidates up by fingerprint and asks `same_utterance`; a later issue deepens these two functions.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable

NEAR = 0.9  # Jaccard of the word sets
FEWEST = 5  # shorter ones must be equal: one changed word of four is another statement
_MIXERS = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D)  # odd 32-bit constants (Knuth; xxHash), one hash function each


def fingerprints(text: str) -> tuple[int, ...]:
    """Pairs of min-hashes of the words: equal words share all three, sets with Jaccard .9 one in 99 of 100 cases.

    Pairs, because everybody says "the": over the bench's made-up statements one of two single ones is shared by 51 in
    1,000 pairs of strangers, one of these by 2.
    """
    return fingerprints_of(words(text))


def fingerprints_of(said: Iterable[str]) -> tuple[int, ...]:
    """The same of words that are folded already."""
    bag = map(_mixed, set(said))
    return tuple(dict.fromkeys([_pair(sorted(hashes)) for hashes in zip(*bag, strict=True)]))


@lru_cache(maxsize=2**15)
def _mixed(word: str) -> tuple[int, ...]:
    """A word's three hashes: a few thousand words are most of what is said."""
    one = crc32(word.encode("utf-8", "replace"))
    return tuple(one * mixer & 0xFFFFFFFF for mixer in _MIXERS)


def _pair(hashes: list[int]) -> int:
    """The least two of ascending ones in one number of 62 bits."""
    return hashes[0] << 30 | (hashes[1] >> 2 if len(hashes) > 1 else 0)


def same_utterance(one: str, other: str) -> bool:
    """Whether two statements of the same speaker are one utterance: near-verbatim words."""
    first, second = words(one), words(other)
    if first == second:
        return bool(first)
    bags = set(first), set(second)
    near = len(bags[0] & bags[1]) >= NEAR * len(bags[0] | bags[1])
    return near and min(len(first), len(second)) >= FEWEST
