"""The same words of the same speaker in several articles share an utterance: found when indexing, by fingerprint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.ingest.utterances import fingerprints, same_utterance
from bot.ingest.utterances import fingerprints_of as fingerprints_of_words
from store.codec import pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.connection import Session

MOST_CANDIDATES = 100  # what is said more often than this ("no comment") is compared with the earliest
ITS_OWN = 0  # until `remember` gives it its id

Print = tuple[int, int, int]  # speaker, fingerprint, statement


def fingerprints_of(speaker_id: int | None, words: str) -> list[tuple[int, int]]:
    """(speaker, fingerprint) pairs; none where nobody knows who spoke."""
    return [] if speaker_id is None else [(speaker_id, one) for one in fingerprints(words)]


def fingerprints_by(speaker_id: int | None, words: list[str]) -> list[tuple[int, int]]:
    """The same of folded words."""
    return [] if speaker_id is None else [(speaker_id, one) for one in fingerprints_of_words(words)]


def earlier(session: Session, article_id: int, prints: list[tuple[int, int]], words: str) -> int | None:
    """The utterance of an earlier report of these words in another article."""
    if not prints:
        return None
    rows = session.all(
        "SELECT s.utterance, s.words FROM fingerprints f JOIN statements s ON s.id = f.statement_id"
        f" WHERE f.speaker_id = ? AND f.fingerprint IN ({', '.join('?' * len(prints))})"
        " AND s.article_id <> ? AND s.live = 1 ORDER BY f.statement_id LIMIT ?",
        [prints[0][0], *(one for _, one in prints), article_id, MOST_CANDIDATES],
    )
    return next((int(row["utterance"]) for row in rows if same_utterance(words, row["words"])), None)


def known(session: Session, prints: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Which of these (speaker, fingerprint) pairs are on record; one look for all of them."""
    rows = session.all(
        "SELECT value ->> 0 AS speaker, value ->> 1 AS print FROM json_each(?) WHERE EXISTS ("
        " SELECT 1 FROM fingerprints f WHERE f.speaker_id = value ->> 0 AND f.fingerprint = value ->> 1)",
        [pack(prints)],
    )
    return {(row["speaker"], row["print"]) for row in rows}


def among(others: Sequence[dict[str, Any]], row: dict[str, Any]) -> int | None:
    """The utterance of the first of `others`, rows of statements, that are the same words in another article."""
    foreign = (other for other in others[:MOST_CANDIDATES] if other["article_id"] != row["article_id"])
    return next((int(other["utterance"]) for other in foreign if same_utterance(row["words"], other["words"])), None)


def keep(session: Session, prints: list[Print]) -> None:
    """Keep fingerprints for later articles."""
    session.many("INSERT INTO fingerprints (speaker_id, fingerprint, statement_id) VALUES (?, ?, ?)", prints)


def remember(session: Session, article_id: int, prints: list[Print]) -> None:
    """Keep fingerprints for later articles; statements without an earlier report are utterances of their own."""
    keep(session, prints)
    session.run("UPDATE statements SET utterance = id WHERE article_id = ? AND utterance = ?", [article_id, ITS_OWN])


def leave(session: Session, statement_id: int) -> None:
    """Forget a statement's fingerprints, before its words or its speaker change."""
    session.run("DELETE FROM fingerprints WHERE statement_id = ?", [statement_id])
