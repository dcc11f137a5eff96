"""Where a fragment is cut so that the sense may turn: after a negation, before a condition, in the middle of a clause.

Rules of ours, after "How answers read": a fragment cut just after "will not" is a cut. Quoting a phrase from the
middle of a clause is how part-quotes work and is none; a clause that is broken off is one, unless an ellipsis, or the
draft's own next words outside the marks, say how it goes on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.extract.lexicon import VERBISH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.check.tokens import Passage, Word

PHRASE = 4  # fewer words are a phrase, whatever they are
NO_CLAUSE = 8  # more are hardly ever a phrase
NEGATIONS = frozenset(
    """not no never nor neither cannot without hardly nobody none nothing can't won't don't doesn't didn't isn't aren't
    wasn't weren't wouldn't shouldn't couldn't hasn't haven't hadn't mustn't ain't""".split()
)
_REACH = 3  # words before a fragment among which a negation governs it: "not think that | we should"
_DANGLING = NEGATIONS | frozenset(
    """a an the to of in on at by for from with and or but will would shall should can could may might must is are was
    were be been being am do does did has have had that which who whose if than as because into about very my our your
    his her its their this these those""".split()
)
_TURNS = frozenset("unless except provided if only until but".split())  # what follows and changes all before it
_JOINS = frozenset("and but so because when while as that which who if although though or".split())
_CLAUSAL = VERBISH | frozenset(
    """i we you he she it they there is are was were am be been will would shall should can could may might must do does
    did has have had i'm we're they're it's he's she's i'll we'll they'll i've we've they've that's there's""".split()
)
_BREAK = re.compile(r"[.,;:!?–—\"“”]|\s-\s|\n")
_END = re.compile(r"[.!?;\n]")


def is_cut(
    spans: Sequence[tuple[int, int]], passage: Passage, around: tuple[Sequence[str], Sequence[str]], *, trails: bool
) -> bool:
    """Whether a fragment that lies in `spans` of a passage is a cut.

    `around`: the draft's own words, folded, just before it and just after; `trails`: it ends with an ellipsis.
    """
    words = passage.words
    start, end = spans[0][0], spans[-1][1]
    count = sum(b - a for a, b in spans)
    if _negated(words, start, count, around[0]):
        return True
    return end < len(words) and not trails and _broken(words, start, end, count, around[1])


def _negated(words: Sequence[Word], start: int, count: int, before: Sequence[str]) -> bool:
    """Whether a negation in its own clause governs the beginning of the fragment, and the draft does not have it."""
    for at in range(start - 1, max(-1, start - 1 - _REACH), -1):
        if _BREAK.search(words[at].after):
            return False
        if words[at].text in NEGATIONS:
            if [w.text for w in words[at:start]] == list(before[at - start :]):
                return False  # he would not “open it”
            return at == start - 1 or _is_clause(words[start : start + count])
    return False


def _broken(words: Sequence[Word], start: int, end: int, count: int, following: Sequence[str]) -> bool:
    """Whether the record goes on behind the fragment in a way that it should not be cut off from."""
    last, goes_on = words[end - 1], not _BREAK.search(words[end - 1].after)
    if len(following) > 1 and [w.text for w in words[end : end + 2]] == list(following[:2]):
        return False  # he would “open it” before June
    if last.text in _DANGLING and goes_on and count > 1:
        return True
    turns = words[end].text in _TURNS and words[end].shown[0].islower() and not _END.search(last.after)
    if turns and _is_clause(words[start:end]):
        return True
    return goes_on and count >= PHRASE and _is_clause(words[start:end])


def _is_clause(words: Sequence[Word]) -> bool:
    """Whether these are more than a phrase: they begin a sentence, have a common verb or a pronoun, or are many."""
    first = words[0]
    if first.opens or first.text in _JOINS or len(words) > NO_CLAUSE:
        return True
    return any(word.text in _CLAUSAL or "'" in word.text for word in words)


def rest(spans: Sequence[tuple[int, int]], passage: Passage) -> tuple[tuple[str, Sequence[Word]], ...]:
    """What the record has before and after the cut, as far as the sentence goes (six and twelve words at most)."""
    words = passage.words
    start, end = spans[0][0], spans[-1][1]
    first = start
    while first > max(0, start - 6) and not _END.search(words[first - 1].after):
        first -= 1
    last = end
    while last < min(len(words), end + 12) and not re.search(r"[.!?]", words[last - 1].after):
        last += 1
    return (("-", words[first:start]), ("=", words[start:end]), ("-", words[end:last]))
