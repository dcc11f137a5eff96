"""One utterance, many reports: when two statements of one speaker are the same words. Pure.

The archive looks candidates up by fingerprint and asks `same_utterance`; a later issue deepens these two functions.
"""

from __future__ import annotations

from zlib import crc32

from bot.text import words

NEAR = 0.9  # Jaccard of the word sets
FEWEST = 5  # shorter ones must be equal: one changed word of four is another statement
_MIXERS = (0x9E3779B1, 0x85EBCA77)  # odd 32-bit constants (Knuth; xxHash), one hash function each


def fingerprints(text: str) -> tuple[int, ...]:
    """Min-hashes of the words: equal words share both, sets with Jaccard .9 share one of two in 99 of 100 cases."""
    bag = {crc32(word.encode("utf-8", "replace")) for word in words(text)}
    return tuple(dict.fromkeys(min(h * mixer & 0xFFFFFFFF for h in bag) for mixer in _MIXERS)) if bag else ()


def same_utterance(one: str, other: str) -> bool:
    """Whether two statements of the same speaker are one utterance: near-verbatim words."""
    first, second = words(one), words(other)
    if first == second:
        return bool(first)
    bags = set(first), set(second)
    near = len(bags[0] & bags[1]) >= NEAR * len(bags[0] | bags[1])
    return near and min(len(first), len(second)) >= FEWEST
