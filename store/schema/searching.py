"""What is derived for searching, laid out as a million statements want it."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
