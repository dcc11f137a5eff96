"""Requests, deliveries, answers that buttons come back to, and the timetable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.schema.steps import run

if TYPE_CHECKING:
    from sqlite_utils import Database


def m005_desk(db: Database) -> None:
    """Requests, deliveries, what was shown where, and answers that buttons come back to."""
    run(
        db,
        """
        CREATE TABLE inbox (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            surface TEXT NOT NULL, text TEXT NOT NULL, channel TEXT NOT NULL, user TEXT NOT NULL,
            ts TEXT, thread_ts TEXT, private INTEGER NOT NULL, response_url TEXT,
            state TEXT NOT NULL CHECK (state IN ('received', 'answering', 'answered', 'failed')),
            reason TEXT,
            received_at TEXT NOT NULL, taken_at TEXT, done_at TEXT
        )""",
        "CREATE INDEX inbox_open ON inbox (state, seq) WHERE state IN ('received', 'answering')",
        """
        CREATE TABLE claims (
            claim TEXT PRIMARY KEY, request_id TEXT NOT NULL, at TEXT NOT NULL
        ) WITHOUT ROWID""",
        """
        CREATE TABLE outbox (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            run_key TEXT NOT NULL UNIQUE,
            purpose TEXT NOT NULL, channel TEXT NOT NULL, thread_ts TEXT,
            part INTEGER NOT NULL, ref TEXT,
            text TEXT NOT NULL, blocks TEXT NOT NULL, statements TEXT NOT NULL,  -- frozen
            state TEXT NOT NULL CHECK (state IN ('pending', 'posting', 'posted', 'uncertain', 'failed')),
            attempt INTEGER NOT NULL DEFAULT 0,
            posting_at TEXT, not_before TEXT, ts TEXT, reason TEXT,
            made_at TEXT NOT NULL, settled_at TEXT
        )""",
        "CREATE INDEX outbox_open ON outbox (state, seq) WHERE state IN ('pending', 'posting', 'uncertain')",
        "CREATE INDEX outbox_parts ON outbox (purpose, ref, part)",
        """
        CREATE TABLE shown (
            channel TEXT NOT NULL, ts TEXT NOT NULL, statement_id INTEGER NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (channel, ts, statement_id)
        ) WITHOUT ROWID""",
        "CREATE INDEX shown_statement ON shown (statement_id)",
        """
        CREATE TABLE answers (
            id TEXT PRIMARY KEY,
            query TEXT NOT NULL, statements TEXT NOT NULL, asker TEXT NOT NULL,  -- frozen
            made_at TEXT NOT NULL
        ) WITHOUT ROWID""",
    )


def m006_timetable(db: Database) -> None:
    """Subscriptions and the windows they have had."""
    run(
        db,
        """
        CREATE TABLE subscriptions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            purpose TEXT NOT NULL CHECK (purpose IN ('digest', 'watch')),
            channel TEXT NOT NULL,
            times TEXT NOT NULL, zone TEXT NOT NULL, weekdays TEXT NOT NULL,
            starts_at TEXT NOT NULL,
            owner TEXT,
            active INTEGER NOT NULL,
            configured INTEGER NOT NULL,      -- by the environment, one a channel; otherwise by people
            criteria TEXT NOT NULL,
            made_at TEXT NOT NULL, changed_at TEXT NOT NULL
        )""",
        "CREATE UNIQUE INDEX subscriptions_configured ON subscriptions (channel) WHERE configured = 1",
        """
        CREATE TABLE digest_runs (
            subscription_id INTEGER NOT NULL REFERENCES subscriptions(id) ON DELETE CASCADE,
            key TEXT NOT NULL,                -- civil date and slot
            state TEXT NOT NULL, reason TEXT,
            due_at TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL,
            made_at TEXT NOT NULL,
            PRIMARY KEY (subscription_id, key)
        ) WITHOUT ROWID""",
        "CREATE INDEX digest_runs_due ON digest_runs (due_at)",
    )


def m007_clicks(db: Database) -> None:
    """What clicks and forms ask for, and the conversations that follow-ups belong to."""
    run(
        db,
        "ALTER TABLE inbox ADD COLUMN action TEXT",
        "ALTER TABLE inbox ADD COLUMN target TEXT",
        "ALTER TABLE inbox ADD COLUMN view TEXT",
        "ALTER TABLE inbox ADD COLUMN outside INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE answers ADD COLUMN choices TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE answers ADD COLUMN request_id TEXT",
        "CREATE INDEX answers_request ON answers (request_id) WHERE request_id IS NOT NULL",
        """
        CREATE TABLE conversations (
            place TEXT PRIMARY KEY,           -- channel and thread
            answer_id TEXT NOT NULL,
            at TEXT NOT NULL
        ) WITHOUT ROWID""",
    )
