"""Ids of articles and revisions are given out once: what was removed may still be named in links, ledgers and messages.

Statements have AUTOINCREMENT for that. Of these two tables the last id that was ever given is kept when something is
removed, as that is when it could come back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.connection import Session

TABLES = ("articles", "revisions")


def last(table: str) -> str:
    """The last id of one of TABLES that was ever given, 0 where none was; SQL, an expression."""
    kept = f"SELECT value FROM state WHERE key = 'last of {table}'"
    return f"max(coalesce((SELECT max(id) FROM {table}), 0), coalesce(({kept}), 0))"


def keep(session: Session) -> None:
    """Note the last ids; to be called before rows of either table are deleted."""
    for table in TABLES:
        session.run(
            f"INSERT INTO state (key, value) SELECT 'last of {table}', {last(table)} WHERE true"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        )
