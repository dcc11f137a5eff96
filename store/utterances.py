"""The same words of the same speaker in several articles share an utterance: found when indexing, by fingerprint."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.ingest.utterances import When, same_utterance
from store.codec import pack

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from store.connection import Session

MOST_CANDIDATES = 50  # what is said more often than this ("no comment") is compared with the earliest
ITS_OWN = 0  # until `remember` gives it its id

Print = tuple[int, int, int]  # fingerprint, speaker, statement


def earlier(
    session: Session,
    article_id: int,
    speaker_id: int | None,
    prints: Sequence[int],
    words: str,
    when: When | None = None,
) -> int | None:
    """The utterance of an earlier report of these words by this speaker in another article; nobody's has none.

    Who was merged with the speaker is the same; `when` are the days on which the words can have been said.
    """
    if not prints or speaker_id is None:
        return None
    rows = session.all(
        "SELECT s.utterance, s.words, s.said_on, s.said_from, s.said_until FROM statements s JOIN ("
        f"{_MET.format(prints=', '.join('?' * len(prints)))}) f ON s.id = f.statement_id"
        " WHERE s.article_id <> ? AND s.live = 1 ORDER BY f.shared DESC, s.id",
        [*prints, speaker_id, MOST_CANDIDATES, article_id],
    )
    return next((int(row["utterance"]) for row in rows if same_utterance(words, row["words"], when, days(row))), None)


# Statements by the speaker, or by whoever was merged with them, that share most fingerprints, the earliest first.
_MET = """
    SELECT f.statement_id, count(*) AS shared FROM fingerprints f
    WHERE f.fingerprint IN ({prints}) AND f.speaker_id IN (
        SELECT other.id FROM speakers own JOIN speakers other ON other.root_id = own.root_id WHERE own.id = ?)
    GROUP BY f.statement_id ORDER BY shared DESC, f.statement_id LIMIT ?
"""


def days(row: Mapping[str, Any] | sqlite3.Row) -> When:
    """On which days what a row of `statements` has can have been said."""
    return When(row["said_from"], row["said_until"], row["said_on"] is not None)


def roots(session: Session, speaker_ids: Iterable[int | None]) -> dict[int | None, int]:
    """Whom each of these was merged into, themselves where they were not."""
    rows = session.all(
        "SELECT id, root_id FROM speakers WHERE id IN (SELECT value FROM json_each(?))",
        [pack({one for one in speaker_ids if one is not None})],
    )
    return {row["id"]: row["root_id"] for row in rows}


def known(session: Session, prints: Mapping[int, Sequence[int]]) -> set[tuple[int, int]]:
    """Which (speaker, fingerprint) pairs of each merged speaker's fingerprints are on record; one look for all."""
    rows = session.all(
        "SELECT CAST(s.key AS INTEGER) AS speaker, p.value AS print FROM json_each(?) s, json_each(s.value) p"
        " WHERE EXISTS (SELECT 1 FROM speakers o JOIN fingerprints f ON f.speaker_id = o.id"
        " WHERE o.root_id = CAST(s.key AS INTEGER) AND f.fingerprint = p.value)",
        [json.dumps(prints, separators=(",", ":"))],
    )
    return {(row["speaker"], row["print"]) for row in rows}


def among(others: Sequence[dict[str, Any]], row: dict[str, Any]) -> int | None:
    """The utterance of the first of `others`, rows of statements, that are the same words in another article."""
    foreign = (other for other in others[:MOST_CANDIDATES] if other["article_id"] != row["article_id"])
    words, when = row["words"], days(row)
    return next((int(o["utterance"]) for o in foreign if same_utterance(words, o["words"], when, days(o))), None)


def keep(session: Session, prints: list[Print]) -> None:
    """Keep fingerprints for later articles; in their order, so that neighbours are written together."""
    session.fill("fingerprints (fingerprint, speaker_id, statement_id)", sorted(prints))


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
