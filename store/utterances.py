"""The same words of the same speaker in several articles share an utterance: found when indexing, by fingerprint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ingest.utterances import fingerprints, same_utterance

if TYPE_CHECKING:
    from store.connection import Session

MOST_CANDIDATES = 50  # of one fingerprint: what is said more often than this ("no comment") is compared with the first


def join(session: Session, statement_id: int, article_id: int, speaker_id: int | None, words: str) -> int:
    """Give a statement the utterance of an earlier report in another article, else one of its own; returns it."""
    prints = fingerprints(words) if speaker_id is not None else ()
    utterance = _earlier(session, article_id, speaker_id, words, prints) or statement_id
    session.run("UPDATE statements SET utterance = ? WHERE id = ?", [utterance, statement_id])
    session.many(
        "INSERT INTO fingerprints (speaker_id, fingerprint, statement_id) VALUES (?, ?, ?)",
        [(speaker_id, one, statement_id) for one in prints],
    )
    return utterance


def leave(session: Session, statement_id: int) -> None:
    """Forget a statement's fingerprints, before its words or its speaker change."""
    session.run("DELETE FROM fingerprints WHERE statement_id = ?", [statement_id])


def _earlier(
    session: Session, article_id: int, speaker_id: int | None, words: str, prints: tuple[int, ...]
) -> int | None:
    for one in prints:
        for row in session.all(
            "SELECT s.utterance, s.words FROM fingerprints f JOIN statements s ON s.id = f.statement_id"
            " WHERE f.speaker_id = ? AND f.fingerprint = ? AND s.article_id <> ? AND s.live = 1"
            " ORDER BY f.statement_id LIMIT ?",
            [speaker_id, one, article_id, MOST_CANDIDATES],
        ):
            if same_utterance(words, row["words"]):
                return int(row["utterance"])
    return None
