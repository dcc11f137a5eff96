"""The archive's own vocabulary: surface words (an FTS5 vocabulary holds stems), counted by who may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from bot.ask.terms import surface
from store.codec import pack
from store.tallies import skeleton
from store.view import VISIBLE_COUNT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.connection import Session
    from store.view import View

FARTHEST = 3  # edits between a word and what could be meant by it
SHORTEST = 3  # of shorter ones everything is near
_HIGH = "\U0010ffff"


def form(word: str) -> str:
    """How the vocabulary writes a word: folded, without possessive; "" for what is no word."""
    return next(iter(surface(word)), "")


def counts(session: Session, view: View, words: Iterable[str]) -> dict[str, int]:
    """How many visible statements each of these words stands in; absent = none."""
    forms = {word: form(word) for word in words}
    rows = session.all(
        f"SELECT word, sum(count) AS n FROM words WHERE word IN (SELECT value FROM json_each(:words))"
        f" AND {VISIBLE_COUNT} GROUP BY word",
        {**view.params, "words": pack(sorted({f for f in forms.values() if f}))},
    )
    found = {row["word"]: int(row["n"]) for row in rows}
    return {word: found[f] for word, f in forms.items() if f in found}


# A word with at most a slip in one half keeps the other half; other vowels and doubled letters keep the skeleton.
_SIMILAR = f"""
    SELECT word, sum(count) AS n FROM (
        SELECT word, scope, hidden_until, count FROM words WHERE word >= :head AND word < :head_end
        UNION SELECT word, scope, hidden_until, count FROM words WHERE backward >= :tail AND backward < :tail_end
        UNION SELECT word, scope, hidden_until, count FROM words WHERE skeleton = :skeleton)
    WHERE {VISIBLE_COUNT} AND word <> :word AND length(word) BETWEEN :shortest AND :longest
    GROUP BY word
"""


def similar(session: Session, view: View, word: str, limit: int) -> list[tuple[str, int]]:
    """Words that could be meant by `word`, with counts: nearest first, then the more frequent."""
    wanted = form(word)
    if len(wanted) < SHORTEST:
        return []
    half = (len(wanted) + 1) // 2
    head, tail = wanted[:half], wanted[half:][::-1]
    bounds = {"head": head, "head_end": head + _HIGH, "tail": tail, "tail_end": tail + _HIGH}
    sizes = {"shortest": max(2, len(wanted) - 2), "longest": len(wanted) + 2}
    params = {**view.params, **bounds, **sizes, "skeleton": skeleton(wanted), "word": wanted}
    near = [
        (distance, -int(row["n"]), row["word"])
        for row in session.all(_SIMILAR, params)
        if (distance := OSA.distance(wanted, row["word"], score_cutoff=FARTHEST)) <= FARTHEST
    ]
    return [(found, -n) for _, n, found in sorted(near)[:limit]]


def rarest(words: Iterable[str], count: dict[str, int], budget: int) -> list[str]:
    """The words, rarest first, while together they have at most `budget` postings; none where the first has more."""
    kept, total = [], 0
    for word in sorted(dict.fromkeys(words), key=lambda word: count.get(word, 0)):
        total += count.get(word, 0)
        if total > budget:
            break
        kept.append(word)
    return kept
