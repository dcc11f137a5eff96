"""By which reports of the same words find one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ingest.utterances import fingerprints
from store.schema.steps import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database


def m018_fingerprints(db: Database) -> None:
    """Fingerprints are pairs of telling words now: all are taken again, in their order, so that they lie side by side.

    Utterances stay as they were found; what comes in from now on is held against the new ones.
    """

    def taken() -> Iterator[tuple[int, int, int]]:
        said = db.conn.execute("SELECT id, speaker_id, words FROM statements WHERE speaker_id IS NOT NULL")
        for statement, speaker, words in said:
            for one in fingerprints(words):
                yield one, speaker, statement

    run(db, "CREATE TEMP TABLE taken (fingerprint INTEGER, speaker_id INTEGER, statement_id INTEGER)")
    db.conn.executemany("INSERT INTO taken VALUES (?, ?, ?)", taken())
    run(
        db,
        "DELETE FROM fingerprints",
        """
        INSERT INTO fingerprints (fingerprint, speaker_id, statement_id)
        SELECT fingerprint, speaker_id, statement_id FROM taken ORDER BY 1, 2, 3""",
        "DROP TABLE taken",
    )
