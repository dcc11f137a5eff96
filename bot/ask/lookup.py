"""Which words a question may look speakers up by, so that a first question need not read all of them. Pure.

    names and roles -> name_words -> kept by the store
    question -> looked_up(…, every word kept) -> the speakers that have one of these

Whoever has none of these words is nobody whom `bot.ask.people.Directory` could find for any part of the question: a
directory of the others gives the same matches (tests/ask/test_ask_lookup.py holds the two against each other).
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.ask.layout import OPENINGS, laid_out_words, likes
from bot.ask.names import initials, spelt_out, tokens
from bot.ask.people import LONGEST as LONGEST_NAME
from bot.ask.roles import head_of, heads_like, plurals, singular
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.model import Query

MOST = 64  # different words that are looked up: of more, reading every speaker is no more work


@lru_cache(maxsize=2**14)
def name_words(name: str) -> frozenset[str]:
    """The words by which a name or a role is found: its own, and its initials as of a body."""
    short = initials(tuple(fold(name).removeprefix("the ").split()))
    return frozenset(word for word in (*laid_out_words(name), short) if word)


def texts_of(*queries: Query | None) -> tuple[str, ...]:
    """Whatever in these queries may be a name."""
    found = (
        part
        for query in queries
        if query is not None
        for part in (query.text, query.topic, *query.speakers, *query.besides, *query.answered_by)
    )
    return tuple(dict.fromkeys(part for part in found if part))


def looked_up(texts: Iterable[str], known: Sequence[str]) -> set[str] | None:
    """The words by which a speaker can be found for any part of these texts; None where they would be too many.

    `known` are all words that names and roles have, in the order of their code points.
    """
    readings = {reading for text in texts for reading in _readings(text)}
    typed = {word for reading in readings for word in reading}
    if len(typed) > MOST:
        return None
    found = {initials(run) for run in _runs(readings)}
    return found.union(*(_meant(word, known) for word in typed))


def _readings(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of a text with and without what is left out where it is a name: possessives, apostrophes, dots."""
    plain = tuple(words(text))
    bare = tuple(word.removesuffix("'s").replace("'", "") for word in plain)
    named = tokens(f"x {text}")[1:]
    return plain, bare, named, spelt_out(bare), spelt_out(named)


def _runs(readings: Iterable[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    """Neighbours that may be a name in full, of which an article has the initials: three words, or more."""
    return (
        reading[start:end]
        for reading in readings
        for start in range(len(reading))
        for end in range(start + 3, min(len(reading), start + LONGEST_NAME) + 1)
    )


def _meant(word: str, known: Sequence[str]) -> set[str]:
    """What a typed word can be in a name or a role: itself, other spellings, other words for the same post."""
    found = {word, singular(word), *_near(word, known)}
    if head := head_of(word):
        found.update(form for like in heads_like(head) for form in plurals(like))
    return found


def _near(word: str, known: Sequence[str]) -> set[str]:
    """As `layout.Words.near`, over words that are sorted."""
    return set(likes(word, known, lambda: _sounding(word, known)))


def _sounding(word: str, known: Sequence[str]) -> list[str]:
    sound = OPENINGS.get(word[0], word[0])
    same = [letter for letter in {*OPENINGS, *OPENINGS.values(), word[0]} if OPENINGS.get(letter, letter) == sound]
    return [other for letter in same for other in _beginning(known, letter)]


def _beginning(known: Sequence[str], letter: str) -> Sequence[str]:
    return known[bisect_left(known, letter) : bisect_left(known, chr(ord(letter) + 1))]
