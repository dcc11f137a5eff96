"""Sources that are read again and again, and the entries they brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.schema.steps import run

if TYPE_CHECKING:
    from sqlite_utils import Database


def m011_sources(db: Database) -> None:
    """Sources with their state, and what is to be read of each."""
    run(
        db,
        """
        CREATE TABLE sources (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL, address TEXT NOT NULL, scope TEXT NOT NULL,
            name TEXT, outlet TEXT, zone TEXT,
            every INTEGER NOT NULL,           -- seconds
            active INTEGER NOT NULL,
            by TEXT NOT NULL, channel TEXT,
            etag TEXT, modified TEXT,         -- validators, as the server sent them
            poll_at TEXT NOT NULL,            -- looked at next
            due_at TEXT NOT NULL,             -- that, or its first entry to be read
            claimed_at TEXT,                  -- held since; also the token of who holds it
            tried_at TEXT, reached_at TEXT, new_at TEXT,
            failures INTEGER NOT NULL DEFAULT 0, failing_since TEXT, problem TEXT, told INTEGER NOT NULL DEFAULT 0,
            articles INTEGER NOT NULL DEFAULT 0, statements INTEGER NOT NULL DEFAULT 0,
            made_at TEXT NOT NULL,
            UNIQUE (address, scope)
        )""",
        "CREATE INDEX sources_due ON sources (due_at) WHERE active = 1",
        """
        CREATE TABLE source_items (
            source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
            url TEXT NOT NULL,
            stamp TEXT,                       -- when the source says it changed last
            title TEXT, published TEXT, author TEXT,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
            tries INTEGER NOT NULL DEFAULT 0, again_at TEXT NOT NULL, reason TEXT,
            seen_at TEXT NOT NULL, done_at TEXT,
            PRIMARY KEY (source_id, url)
        ) WITHOUT ROWID""",
        "CREATE INDEX source_items_waiting ON source_items (source_id, again_at) WHERE state = 'waiting'",
        "CREATE INDEX source_items_failed ON source_items (source_id) WHERE state = 'failed'",
    )


def m027_source_settings(db: Database) -> None:
    """The language a source prints in, and which sources the settings name."""
    run(
        db,
        "ALTER TABLE sources ADD COLUMN language TEXT",
        "ALTER TABLE sources ADD COLUMN configured TEXT",
        "ALTER TABLE sources ADD COLUMN unset_at TEXT",
    )
