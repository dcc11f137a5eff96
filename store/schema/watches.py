"""Watches, what each has told, and what became of that since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.schema.steps import run

if TYPE_CHECKING:
    from sqlite_utils import Database


def m015_watches(db: Database) -> None:
    """A watch looks at every statement once: `through` and `looked_at` say how far it has come."""
    run(
        db,
        """
        CREATE TABLE watches (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,            -- where it tells: a channel or a direct message
            owner TEXT NOT NULL,
            personal INTEGER NOT NULL,        -- sees what its owner alone may see
            criteria TEXT NOT NULL,
            zone TEXT NOT NULL,
            quiet TEXT,                       -- ["22:00", "07:00"], local to zone
            muted_until TEXT,
            state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'stopped')),
            reason TEXT,
            through INTEGER NOT NULL,         -- the newest statement looked at
            looked_at TEXT NOT NULL,
            made_at TEXT NOT NULL
        )""",
        "CREATE INDEX watches_channel ON watches (channel)",
        """
        CREATE TABLE watch_changes (
            watch_id INTEGER NOT NULL REFERENCES watches(id) ON DELETE CASCADE,
            what TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL
        )""",
        """
        CREATE TABLE watch_told (
            watch_id INTEGER NOT NULL REFERENCES watches(id) ON DELETE CASCADE,
            utterance INTEGER NOT NULL,       -- once, however many outlets print it
            statement_id INTEGER NOT NULL,    -- the report that was told
            run_key TEXT NOT NULL,            -- of the message
            label TEXT NOT NULL,              -- by which its readers know it again
            at TEXT NOT NULL,
            PRIMARY KEY (watch_id, utterance)
        ) WITHOUT ROWID""",
        "CREATE INDEX watch_told_statement ON watch_told (statement_id)",
        """
        CREATE TABLE watch_notes (
            watch_id INTEGER NOT NULL REFERENCES watches(id) ON DELETE CASCADE,
            note TEXT NOT NULL,               -- what was told of: a correction, its undoing, a statement gone
            at TEXT NOT NULL,
            PRIMARY KEY (watch_id, note)
        ) WITHOUT ROWID""",
    )
