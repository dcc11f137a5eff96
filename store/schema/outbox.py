"""What the outbox keeps of refusals, and the pulse by which a running bot knows that it can write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.schema.steps import run

if TYPE_CHECKING:
    from sqlite_utils import Database


def m013_refusals(db: Database) -> None:
    """Slack's word for a refusal, and whether whoever ordered the message has heard of it."""
    run(
        db,
        "ALTER TABLE outbox ADD COLUMN code TEXT",
        "ALTER TABLE outbox ADD COLUMN heard INTEGER NOT NULL DEFAULT 0",
        "CREATE INDEX outbox_refused ON outbox (seq) WHERE state = 'failed' AND heard = 0 AND purpose <> 'reply'",
        "CREATE INDEX inbox_answering ON inbox (channel, thread_ts) WHERE state = 'answering'",
        "CREATE TABLE pulse (id INTEGER PRIMARY KEY CHECK (id = 1), at TEXT NOT NULL)",
    )
