"""Statements that people gave to a namesake: whose they were, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.schema.steps import run

if TYPE_CHECKING:
    from sqlite_utils import Database


def m017_splits(db: Database) -> None:
    """A split is the corrections that moved its statements; undone, they are all undone."""
    run(
        db,
        """
        CREATE TABLE speaker_splits (
            id INTEGER PRIMARY KEY,
            from_id INTEGER NOT NULL REFERENCES speakers(id),
            made_id INTEGER NOT NULL REFERENCES speakers(id),
            outlet TEXT, article TEXT,        -- what was moved, as asked for; one of the two
            by TEXT NOT NULL, at TEXT NOT NULL, undone_by TEXT, undone_at TEXT
        )""",
        "ALTER TABLE corrections ADD COLUMN split_id INTEGER REFERENCES speaker_splits(id)",
        "CREATE INDEX corrections_split ON corrections (split_id) WHERE split_id IS NOT NULL",
    )
