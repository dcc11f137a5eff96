"""What became of articles since they were read: other words, retractions, an address that is gone; and removals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.schema.steps import run

if TYPE_CHECKING:
    from sqlite_utils import Database


def m021_revisions(db: Database) -> None:
    """The wordings a statement had before, retractions with whose they are, and when a page is looked at again."""
    run(
        db,
        """
        CREATE TABLE wordings (
            statement_id INTEGER NOT NULL REFERENCES statements(id) ON DELETE CASCADE,
            revision_id INTEGER NOT NULL REFERENCES revisions(id) ON DELETE CASCADE,
            spans TEXT NOT NULL,              -- in that revision's text; the words are kept nowhere else
            until TEXT NOT NULL,              -- when the next revision was read
            PRIMARY KEY (statement_id, revision_id)
        ) WITHOUT ROWID""",
        "CREATE INDEX wordings_revision ON wordings (revision_id)",
        """
        CREATE TABLE retractions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
            by TEXT NOT NULL,                 -- as Slack knows them; "the page", "command line"
            reason TEXT NOT NULL,             -- as people gave it, or the words of the page's notice
            made_at TEXT NOT NULL,
            at TEXT,                          -- NULL = asked about, not confirmed
            undone_by TEXT, undone_at TEXT
        )""",
        "CREATE INDEX retractions_article ON retractions (article_id)",
        "ALTER TABLE articles ADD COLUMN lost_at TEXT",  # twice not to be found at its address
        "ALTER TABLE source_items ADD COLUMN looks INTEGER NOT NULL DEFAULT 0",  # still to come, for changes
        "ALTER TABLE source_items ADD COLUMN missed INTEGER NOT NULL DEFAULT 0",  # times it was not at its address
        "ALTER TABLE source_items ADD COLUMN article TEXT",  # the id under which it is on record
        "CREATE INDEX source_items_looks ON source_items (source_id, again_at) WHERE state = 'done' AND looks > 0",
    )


def m022_removals(db: Database) -> None:
    """Who had what removed; the plan of one that is not done, and what keeps it from coming back: no words."""
    run(
        db,
        """
        CREATE TABLE removals (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL CHECK (kind IN ('article', 'speaker', 'source')),
            by TEXT NOT NULL,
            begun_at TEXT NOT NULL, done_at TEXT,
            articles INTEGER NOT NULL, statements INTEGER NOT NULL, speakers INTEGER NOT NULL,
            messages INTEGER NOT NULL,
            posted INTEGER NOT NULL,          -- messages of ours are changed in Slack, too
            plan TEXT                         -- rows still to be removed; NULL once it is done
        )""",
        """
        CREATE TABLE removed (
            mark TEXT PRIMARY KEY,            -- SHA-256 of an id or address with its scope: it is not read again
            removal_id INTEGER NOT NULL REFERENCES removals(id)
        ) WITHOUT ROWID""",
    )
