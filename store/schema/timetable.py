"""What people say of their digests: name, days, what becomes of empty and missed ones; and who changed what, when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.schema.steps import run

if TYPE_CHECKING:
    from sqlite_utils import Database


def m009_subscriptions(db: Database) -> None:
    """Several digests a channel, each with a state, and every change of one with whose it is."""
    run(
        db,
        "ALTER TABLE subscriptions ADD COLUMN name TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE subscriptions ADD COLUMN monthly TEXT NOT NULL DEFAULT '[]'",  # instead of weekdays
        "ALTER TABLE subscriptions ADD COLUMN when_empty TEXT NOT NULL DEFAULT 'line'",
        "ALTER TABLE subscriptions ADD COLUMN catch_up TEXT NOT NULL DEFAULT 'late'",
        "ALTER TABLE subscriptions ADD COLUMN catch_up_hours INTEGER NOT NULL DEFAULT 6",
        "ALTER TABLE subscriptions ADD COLUMN state TEXT NOT NULL DEFAULT 'active'"
        " CHECK (state IN ('active', 'paused', 'deleted'))",
        "ALTER TABLE subscriptions ADD COLUMN reason TEXT",
        "ALTER TABLE subscriptions ADD COLUMN times_from TEXT",
        "ALTER TABLE subscriptions ADD COLUMN backfill_from TEXT",
        "ALTER TABLE subscriptions ADD COLUMN zone_changes INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE subscriptions ADD COLUMN request_id TEXT",  # that asked for it: answered twice, it is made once
        "CREATE UNIQUE INDEX subscriptions_request ON subscriptions (request_id) WHERE request_id IS NOT NULL",
        "UPDATE subscriptions SET state = CASE WHEN active = 1 THEN 'active' ELSE 'deleted' END, name = 'Daily'",
        "CREATE INDEX subscriptions_channel ON subscriptions (channel)",
        "CREATE INDEX digest_runs_newest ON digest_runs (subscription_id, due_at)",
        """
        CREATE TABLE subscription_changes (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            subscription_id INTEGER NOT NULL REFERENCES subscriptions(id) ON DELETE CASCADE,
            at TEXT NOT NULL,
            by TEXT NOT NULL,                 -- as Slack knows them; "settings" or "command line" or "Verbatim"
            what TEXT NOT NULL,               -- made, changed, paused, resumed, deleted, run
            detail TEXT NOT NULL              -- in words
        )""",
        "CREATE INDEX subscription_changes_of ON subscription_changes (subscription_id, seq)",
        """
        CREATE TABLE digest_drafts (
            id TEXT PRIMARY KEY,              -- opaque; a button carries it
            user TEXT NOT NULL, channel TEXT NOT NULL,
            filled TEXT NOT NULL,             -- what a form was filled in with, until it could be saved
            made_at TEXT NOT NULL
        ) WITHOUT ROWID""",
    )
