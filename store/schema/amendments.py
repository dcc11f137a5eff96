"""Posted messages that are to be changed because the desk corrected what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.schema.steps import run

if TYPE_CHECKING:
    from sqlite_utils import Database


def m014_amendments(db: Database) -> None:
    """A row for each message, due anew with every correction; and the way from a statement to what shows it."""
    run(
        db,
        """
        CREATE TABLE amendments (
            run_key TEXT PRIMARY KEY REFERENCES outbox(run_key) ON DELETE CASCADE,
            revision INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('due', 'done', 'given_up')),
            attempt INTEGER NOT NULL DEFAULT 0,
            not_before TEXT, reason TEXT,
            at TEXT NOT NULL                  -- of the latest correction
        ) WITHOUT ROWID""",
        "CREATE INDEX amendments_due ON amendments (at) WHERE state = 'due'",
        "CREATE INDEX outbox_place ON outbox (channel, ts) WHERE ts IS NOT NULL",
    )
