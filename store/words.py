"""The archive's own vocabulary: surface words (an FTS5 vocabulary holds stems), counted by who may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.ask.terms import surface
from store.codec import pack
from store.tallies import skeleton
from store.view import VISIBLE_COUNT

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from store.connection import Session
    from store.view import View

FARTHEST = 3  # edits between a word and what could be meant by it
MOST_ASKED = 8  # misspelt words of one question
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
    SELECT {{at}} AS at, word, sum(count) AS n FROM (
        SELECT word, scope, hidden_until, count FROM words WHERE word >= :head{{at}} AND word < :head_end{{at}}
        UNION SELECT word, scope, hidden_until, count FROM words
            WHERE backward >= :tail{{at}} AND backward < :tail_end{{at}}
        UNION SELECT word, scope, hidden_until, count FROM words WHERE skeleton = :skeleton{{at}})
    WHERE {VISIBLE_COUNT} AND word <> :word{{at}} AND length(word) BETWEEN :shortest{{at}} AND :longest{{at}}
    GROUP BY word
"""


def similar(session: Session, view: View, words: Sequence[str], limit: int) -> dict[str, list[tuple[str, int]]]:
    """Words that could be meant by each of `words`, with counts: nearest first, then the more frequent. One query."""
    asked = {word: wanted for word in words[:MOST_ASKED] if len(wanted := form(word)) >= SHORTEST}
    if not asked:
        return {}
    params: dict[str, Any] = dict(view.params)
    for at, wanted in enumerate(asked.values()):
        params |= {f"{name}{at}": value for name, value in _around(wanted).items()}
    found: dict[int, list[sqlite3.Row]] = {}
    for row in session.all(" UNION ALL ".join(_SIMILAR.format(at=at) for at in range(len(asked))), params):
        found.setdefault(row["at"], []).append(row)
    return {word: _nearest(wanted, found.get(at, []), limit) for at, (word, wanted) in enumerate(asked.items())}


def _around(wanted: str) -> dict[str, Any]:
    """Where the words lie that could be meant: they share a half of it, or its skeleton."""
    half = (len(wanted) + 1) // 2
    head, tail = wanted[:half], wanted[half:][::-1]
    bounds = {"head": head, "head_end": head + _HIGH, "tail": tail, "tail_end": tail + _HIGH}
    sizes = {"shortest": max(2, len(wanted) - 2), "longest": len(wanted) + 2}
    return {**bounds, **sizes, "skeleton": skeleton(wanted), "word": wanted}


def _nearest(wanted: str, rows: Sequence[sqlite3.Row], limit: int) -> list[tuple[str, int]]:
    others = [row["word"] for row in rows]
    near = process.extract(wanted, others, scorer=OSA.distance, score_cutoff=FARTHEST, limit=None, processor=None)
    ordered = sorted((distance, -int(rows[at]["n"]), other) for other, distance, at in near)
    return [(other, -n) for _, n, other in ordered[:limit]]


def rarest(words: Iterable[str], count: dict[str, int], budget: int) -> list[str]:
    """The words, rarest first, while together they have at most `budget` postings; none where the first has more."""
    kept, total = [], 0
    for word in sorted(dict.fromkeys(words), key=lambda word: count.get(word, 0)):
        total += count.get(word, 0)
        if total > budget:
            break
        kept.append(word)
    return kept
