"""By which words a speaker's names and roles are found (`bot.ask.lookup`), kept as those come and go.

Whoever may see a name or not: these rows say where to look, and what is shown is read from what was counted.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.ask.lookup import name_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.connection import Session
    from store.tallies import Counted

_NEW = """
    SELECT value ->> 0 AS speaker, value ->> 1 AS name FROM json_each(:pairs)
    WHERE NOT EXISTS (SELECT 1 FROM speaker_aliases{into} WHERE speaker_id = value ->> 0 AND alias = value ->> 1)
    AND NOT EXISTS (SELECT 1 FROM speaker_roles{into} WHERE speaker_id = value ->> 0 AND role = value ->> 1)
"""
_LEFT = """
    SELECT speaker_id AS speaker, alias AS name FROM speaker_aliases{into}
    WHERE speaker_id IN (SELECT value FROM json_each(:ids))
    UNION SELECT speaker_id, role FROM speaker_roles{into} WHERE speaker_id IN (SELECT value FROM json_each(:ids))
"""


def found(session: Session, statements: Sequence[Counted], into: str) -> None:
    """Before these are counted in: keep the words of what their speakers were never called before."""
    pairs = {"pairs": json.dumps(sorted(_called(statements)))}
    new = [(row["speaker"], row["name"]) for row in session.all(_NEW.format(into=into), pairs)]
    session.many(f"INSERT OR IGNORE INTO name_words{into} (word, speaker_id) VALUES (?, ?)", sorted(_words(new)))


def lost(session: Session, statements: Sequence[Counted], into: str) -> None:
    """After these are counted out: forget the words that stand in nothing else that their speakers are called."""
    called = _called(statements)
    ids = {"ids": json.dumps(sorted({speaker for speaker, _ in called}))}
    left = [(row["speaker"], row["name"]) for row in session.all(_LEFT.format(into=into), ids)]
    gone = sorted(_words(called) - _words(left))
    session.many(f"DELETE FROM name_words{into} WHERE word = ? AND speaker_id = ?", gone)


def _called(statements: Sequence[Counted]) -> set[tuple[int, str]]:
    return {
        (one.speaker_id, text)
        for one in statements
        if one.speaker_id is not None
        for text in (one.name, one.alias, one.role)
        if text
    }


def _words(called: Iterable[tuple[int, str]]) -> set[tuple[str, int]]:
    return {(word, speaker) for speaker, text in called for word in name_words(text)}
