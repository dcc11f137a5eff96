"""What is derived for searching, laid out as a million statements want it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ask.lookup import name_words
from store.schema.steps import run

if TYPE_CHECKING:
    from sqlite_utils import Database


def m010_searching(db: Database) -> None:
    """Fingerprints by the words first, in one tree: half the work of keeping them, and one look for a whole batch.

    They refer to nothing, so that nothing is looked up for each: ids are never given twice, and whoever asks joins.
    """
    run(
        db,
        """
        CREATE TABLE fingerprints_next (
            fingerprint INTEGER NOT NULL, speaker_id INTEGER NOT NULL, statement_id INTEGER NOT NULL,
            PRIMARY KEY (fingerprint, speaker_id, statement_id)
        ) WITHOUT ROWID""",
        """
        INSERT INTO fingerprints_next
        SELECT fingerprint, speaker_id, statement_id FROM fingerprints ORDER BY 1, 2, 3""",
        "DROP TABLE fingerprints",
        "ALTER TABLE fingerprints_next RENAME TO fingerprints",
    )


def m016_name_words(db: Database) -> None:
    """Speakers by the words of their names and roles, whoever may see those: where to look, not what is shown."""
    run(
        db,
        """
        CREATE TABLE name_words (
            word TEXT NOT NULL, speaker_id INTEGER NOT NULL, PRIMARY KEY (word, speaker_id)
        ) WITHOUT ROWID""",
    )
    named = db.conn.execute(
        "SELECT speaker_id, alias FROM speaker_aliases UNION SELECT speaker_id, role FROM speaker_roles"
    )
    found = sorted({(word, speaker) for speaker, name in named for word in name_words(name)})
    db.conn.executemany("INSERT INTO name_words VALUES (?, ?)", found)
