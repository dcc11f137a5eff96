"""Which language a text is in, as far as it matters here: English or not."""

from __future__ import annotations

import re
import unicodedata

from bot.extract.lexicon import listed

ENGLISH = "en"
OTHER = "xx"

_SAMPLE = 20_000  # characters looked at from the start, and as many from the middle
_WORD = re.compile(r"[^\W\d_]+")
_SHORT = 30  # words; below, only the script decides
_LEAST = 0.1  # share of small English words: news has .25 to .4, other languages hardly any
# None that is a word of a neighbour too: French "a", "an", "on", German "in", "war", "also", Spanish "he".
_SMALL = listed(
    "the of and to that is was for with it she said by from his her have has had are were be this not but they their "
    "would who which you its been about at"
)


def language_of(text: str) -> str:
    """Tell "en" from "xx", which is surely not English; short texts are English unless their script says no."""
    sample = text[:_SAMPLE]
    if len(text) > 2 * _SAMPLE:
        sample += text[len(text) // 2 : len(text) // 2 + _SAMPLE]
    letters = [c for c in sample if c.isalpha()]
    if letters and sum(map(_latin, letters)) < len(letters) / 2:
        return OTHER
    words = [w.lower() for w in _WORD.findall(sample)]
    if len(words) < _SHORT:
        return ENGLISH
    return ENGLISH if sum(w in _SMALL for w in words) >= _LEAST * len(words) else OTHER


def proves_english(text: str) -> bool:
    """Whether it is long enough to be known for English by its small words, whatever is said of it."""
    return language_of(text) == ENGLISH and len(_WORD.findall(text[:_SAMPLE])) >= _SHORT


def _latin(char: str) -> bool:
    return char < "\u0250" or "LATIN" in unicodedata.name(char, "")
