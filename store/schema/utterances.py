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
    _take(db)
    run(
        db,
        "DELETE FROM fingerprints",
        """
        INSERT INTO fingerprints (fingerprint, speaker_id, statement_id)
        SELECT fingerprint, speaker_id, statement_id FROM taken ORDER BY 1, 2, 3""",
        "DROP TABLE taken",
    )


def m028_settling(db: Database) -> None:
    """Fingerprints by speaker again, and of half the size; how far they and the words' counts are settled.

    By fingerprint first, each one of a new statement lay on a page of its own: at a million statements a bulk load
    wrote ten pages for each. What somebody says lies together.
    """
    _take(db)
    run(
        db,
        "DROP TABLE fingerprints",
        """
        CREATE TABLE fingerprints (
            speaker_id INTEGER NOT NULL, fingerprint INTEGER NOT NULL, statement_id INTEGER NOT NULL,
            PRIMARY KEY (speaker_id, fingerprint, statement_id)
        ) WITHOUT ROWID""",
        """
        INSERT INTO fingerprints (speaker_id, fingerprint, statement_id)
        SELECT speaker_id, fingerprint, statement_id FROM taken ORDER BY 1, 2, 3""",
        "DROP TABLE taken",
        """
        INSERT INTO state (key, value) VALUES ('settled', max(coalesce((SELECT max(id) FROM statements), 0),
            coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'statements'), 0)))""",
    )


def _take(db: Database) -> None:
    """The fingerprints of everything on record, by today's rules, as the table `taken`."""

    def taken() -> Iterator[tuple[int, int, int]]:
        said = db.conn.execute("SELECT id, speaker_id, words FROM statements WHERE speaker_id IS NOT NULL")
        for statement, speaker, words in said:
            for one in fingerprints(words):
                yield one, speaker, statement

    run(db, "CREATE TEMP TABLE taken (fingerprint INTEGER, speaker_id INTEGER, statement_id INTEGER)")
    db.conn.executemany("INSERT INTO taken VALUES (?, ?, ?)", taken())
