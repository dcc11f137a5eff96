"""The same words of the same speaker in several articles share an utterance: found when indexing, by fingerprint."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.ingest.utterances import When, repeated, same_utterance
from store.codec import pack

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from store.connection import Session

MOST_CANDIDATES = 50  # what is said more often than this ("no comment") is compared with the earliest
ITS_OWN = 0  # until `remember` gives it its id

Print = tuple[int, int, int]  # speaker, fingerprint, statement


def earlier(
    session: Session,
    article_id: int,
    speaker_id: int | None,
    prints: Iterable[int],
    words: str,
    when: When,
    telling: int = 0,
) -> int | None:
    """The utterance of an earlier report of these words by this speaker in another article; nobody's has none.

    Who was merged with the speaker is the same; `when` are the days on which the words can have been said, and at least
    so many different ones of them are `telling`. What is owed (`store.settling`) is not looked at.
    """
    listed = list(prints)
    if not listed or speaker_id is None:
        return None
    rows = session.all(
        "SELECT s.utterance, s.words, s.said_on, s.said_from, s.said_until FROM statements s JOIN ("
        f"{_MET.format(prints=', '.join('?' * len(listed)))}) f ON s.id = f.statement_id"
        " WHERE s.article_id <> ? AND s.live = 1 ORDER BY f.shared DESC, s.id",
        [*listed, speaker_id, MOST_CANDIDATES, article_id],
    )
    return next((int(row["utterance"]) for row in rows if same(words, row["words"], when, days(row), telling)), None)


def same(words: str, others: str, when: When, again: When, telling: int) -> bool:
    """Whether two statements of one speaker are one utterance; most that are have the very same words."""
    return repeated(when, again, words, telling) if words == others else same_utterance(words, others, when, again)


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


def together(session: Session, speaker_ids: Iterable[int]) -> dict[int, list[int]]:
    """With each of these speakers, whoever was merged with them, themselves included."""
    ids = list(speaker_ids)
    found = {speaker: [speaker] for speaker in ids}
    if session.one("SELECT 1 FROM speaker_merges WHERE undone_at IS NULL LIMIT 1"):
        for row in session.all(
            "SELECT own.id, other.id AS other FROM speakers own JOIN speakers other ON other.root_id = own.root_id"
            " WHERE own.id IN (SELECT value FROM json_each(?)) AND own.id <> other.id",
            [pack(ids)],
        ):
            found[row["id"]].append(row["other"])
    return found


def known(session: Session, prints: Mapping[int, Iterable[int]]) -> dict[int, set[int]]:
    """Which of these fingerprints are on record, by unmerged speaker; one look for all."""
    found: dict[int, set[int]] = {}
    for speaker, print_ in session.plainly(
        "SELECT s.key, p.value FROM json_each(?) s, json_each(s.value) p WHERE EXISTS ("
        " SELECT 1 FROM fingerprints WHERE speaker_id = CAST(s.key AS INTEGER) AND fingerprint = p.value)",
        [json.dumps({speaker: sorted(prints[speaker]) for speaker in sorted(prints)}, separators=(",", ":"))],
    ):
        found.setdefault(int(speaker), set()).add(print_)
    return found


def keep(session: Session, numbers: Sequence[int]) -> None:
    """Keep fingerprints for later articles, once: Prints, one after another.

    Ordered by speaker, those who lie together are written together.
    """
    session.fill("fingerprints (speaker_id, fingerprint, statement_id)", 3, numbers)


def remember(session: Session, article_id: int, prints: Iterable[Print]) -> None:
    """Keep fingerprints for later articles; statements without an earlier report are utterances of their own."""
    keep(session, [number for one in prints for number in one])
    session.run("UPDATE statements SET utterance = id WHERE article_id = ? AND utterance = ?", [article_id, ITS_OWN])


def leave(session: Session, prints: list[Print]) -> None:
    """Forget fingerprints of a statement whose words or speaker change."""
    session.many(
        "DELETE FROM fingerprints WHERE speaker_id = ? AND fingerprint = ? AND statement_id = ?",
        prints,
    )
