"""The same words of the same speaker in several articles share an utterance: found when indexing, by fingerprint."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.ingest.utterances import same_utterance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.connection import Session

MOST_CANDIDATES = 100  # what is said more often than this ("no comment") is compared with the earliest
ITS_OWN = 0  # until `remember` gives it its id

Print = tuple[int, int, int]  # fingerprint, speaker, statement


def earlier(session: Session, article_id: int, speaker_id: int | None, prints: Sequence[int], words: str) -> int | None:
    """The utterance of an earlier report of these words by this speaker in another article; nobody's has none."""
    if not prints or speaker_id is None:
        return None
    rows = session.all(
        "SELECT s.utterance, s.words FROM fingerprints f JOIN statements s ON s.id = f.statement_id"
        f" WHERE f.fingerprint IN ({', '.join('?' * len(prints))}) AND f.speaker_id = ?"
        " AND s.article_id <> ? AND s.live = 1 ORDER BY f.statement_id LIMIT ?",
        [*prints, speaker_id, article_id, MOST_CANDIDATES],
    )
    return next((int(row["utterance"]) for row in rows if same_utterance(words, row["words"])), None)


def known(session: Session, prints: Mapping[int, Sequence[int]]) -> set[tuple[int, int]]:
    """Which (speaker, fingerprint) pairs of each speaker's fingerprints are on record; one look for all of them."""
    rows = session.all(
        "SELECT CAST(s.key AS INTEGER) AS speaker, p.value AS print FROM json_each(?) s, json_each(s.value) p"
        " WHERE EXISTS (SELECT 1 FROM fingerprints f WHERE f.fingerprint = p.value AND f.speaker_id = speaker)",
        [json.dumps(prints, separators=(",", ":"))],
    )
    return {(row["speaker"], row["print"]) for row in rows}


def among(others: Sequence[dict[str, Any]], row: dict[str, Any]) -> int | None:
    """The utterance of the first of `others`, rows of statements, that are the same words in another article."""
    foreign = (other for other in others[:MOST_CANDIDATES] if other["article_id"] != row["article_id"])
    return next((int(other["utterance"]) for other in foreign if same_utterance(row["words"], other["words"])), None)


def keep(session: Session, prints: list[Print]) -> None:
    """Keep fingerprints for later articles; in their order, so that neighbours are written together."""
    session.many("INSERT INTO fingerprints (fingerprint, speaker_id, statement_id) VALUES (?, ?, ?)", sorted(prints))


def remember(session: Session, article_id: int, prints: list[Print]) -> None:
    """Keep fingerprints for later articles; statements without an earlier report are utterances of their own."""
    keep(session, prints)
    session.run("UPDATE statements SET utterance = id WHERE article_id = ? AND utterance = ?", [article_id, ITS_OWN])


def leave(session: Session, prints: list[Print]) -> None:
    """Forget fingerprints of a statement whose words or speaker change."""
    session.many(
        "DELETE FROM fingerprints WHERE fingerprint = ? AND speaker_id = ? AND statement_id = ?",
        prints,
    )
