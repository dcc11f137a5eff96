"""People and channels as Slack last told of them, what they set, and what was refused to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.schema.steps import run

if TYPE_CHECKING:
    from sqlite_utils import Database


def m008_people(db: Database) -> None:
    """A cache with the instant of each row, settings of people and channels, and refusals."""
    run(
        db,
        """
        CREATE TABLE people (
            id TEXT PRIMARY KEY,
            standing TEXT NOT NULL,           -- bot.people.Standing
            zone TEXT,
            fetched_at TEXT NOT NULL
        ) WITHOUT ROWID""",
        """
        CREATE TABLE channels (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,               -- bot.people.Where
            shared INTEGER NOT NULL, archived INTEGER NOT NULL,
            here INTEGER NOT NULL,            -- the bot is in it
            fetched_at TEXT NOT NULL
        ) WITHOUT ROWID""",
        """
        CREATE TABLE rosters (
            channel TEXT PRIMARY KEY,
            fetched_at TEXT NOT NULL,
            asked_at TEXT NOT NULL            -- when anybody last wanted to know; after a day it is let go
        ) WITHOUT ROWID""",
        """
        CREATE TABLE memberships (
            channel TEXT NOT NULL REFERENCES rosters(channel) ON DELETE CASCADE,
            user TEXT NOT NULL,
            PRIMARY KEY (channel, user)
        ) WITHOUT ROWID""",
        """
        CREATE TABLE preferences (
            subject TEXT NOT NULL,            -- "channel:ID" | "user:ID"
            name TEXT NOT NULL, value TEXT NOT NULL,
            by TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (subject, name)
        ) WITHOUT ROWID""",
        """
        CREATE TABLE refusals (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL, user TEXT NOT NULL, channel TEXT NOT NULL,
            what TEXT NOT NULL,               -- the click or word, never what was written
            why TEXT NOT NULL                 -- the standing of who tried
        )""",
        "CREATE INDEX refusals_at ON refusals (at)",
    )
