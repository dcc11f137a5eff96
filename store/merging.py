"""Two speakers said to be one, and the way back; with their words, which are one utterance from then on, or are not.

Only what the two said is read: their words are held against each other (`bot.ingest.regrouping`), for nothing of it is
in a table yet. What was joined is not kept beside: the undoing parts every utterance in which both are found, and finds
again what is one in either's own words, so that reports which came in meanwhile are parted, too.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.ingest.regrouping import Spoken, apart, joined
from store.codec import instant, pack
from store.settling import everything
from store.speakers import next_version
from store.utterances import days

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from store.connection import Session


def merge(session: Session, from_id: int, into_id: int, by: str, now: datetime) -> int:
    """Say that two speakers are one; returns the merge's id. UsageError where they are already, or are the same."""
    everything(session)  # utterances change
    roots = {row["id"]: row["root_id"] for row in _both(session, from_id, into_id)}
    if len(roots) != 2 or roots[from_id] == roots[into_id]:
        raise UsageError("These are one speaker already, or one of them is not on record: choose two others.")
    one, other = _members(session, roots[from_id]), _members(session, roots[into_id])
    made = session.insert(
        "INSERT INTO speaker_merges (from_id, into_id, by, at) VALUES (?, ?, ?, ?)",
        [roots[from_id], into_id, by, instant(now)],
    )
    _reroot(session)
    _join(session, one, other)
    return made


def unmerge(session: Session, merge_id: int, by: str, now: datetime) -> bool:
    """Undo a merge; False when it was undone before."""
    everything(session)
    undone = session.one(
        "UPDATE speaker_merges SET undone_by = ?, undone_at = ? WHERE id = ? AND undone_at IS NULL"
        " RETURNING from_id, into_id",
        [by, instant(now), merge_id],
    )
    if undone is None:
        return False
    _reroot(session)
    one, other = (_members(session, row["root_id"]) for row in _both(session, *undone))
    _part(session, one, other)
    return True


def _both(session: Session, *ids: int) -> list[sqlite3.Row]:
    return session.all("SELECT id, root_id FROM speakers WHERE id IN (?, ?)", ids)


def _members(session: Session, root: int) -> list[int]:
    """Whoever is this speaker now."""
    return [row["id"] for row in session.all("SELECT id FROM speakers WHERE root_id = ?", [root])]


def _reroot(session: Session) -> None:
    """Derive every root from the standing merges; those that changed, and their roots, are touched."""
    into = {r["from_id"]: r["into_id"] for r in session.all("SELECT * FROM speaker_merges WHERE undone_at IS NULL")}
    merged = session.all(
        "SELECT id, root_id FROM speakers WHERE root_id <> id OR id IN (SELECT from_id FROM speaker_merges)"
    )
    version = next_version(session)
    for row in merged:
        root = row["id"]
        while root in into:  # ends: a merge starts at a root and never leads to the same one
            root = into[root]
        if root != row["root_id"]:
            session.run("UPDATE speakers SET root_id = ? WHERE id = ?", [root, row["id"]])
            touched = [version, row["id"], root, row["root_id"]]
            session.run("UPDATE speakers SET touched = ? WHERE id IN (?, ?, ?)", touched)


# -- their words ------------------------------------------------------------------------------------------------------

_SPOKEN = "s.id, s.article_id, s.utterance, s.words, s.said_on, s.said_from, s.said_until"
_THEIRS = f"""
    SELECT {_SPOKEN} FROM statements s WHERE s.ascribed_id IN (SELECT value FROM json_each(?1))
    AND s.speaker_id IN (SELECT value FROM json_each(?1)) AND s.live = 1 ORDER BY s.id
"""
_SHARED = """
    SELECT utterance FROM statements WHERE ascribed_id IN (SELECT value FROM json_each(?))
    INTERSECT SELECT utterance FROM statements WHERE ascribed_id IN (SELECT value FROM json_each(?))
"""
_REPORTS = f"""
    SELECT {_SPOKEN}, p.root_id FROM statements s LEFT JOIN speakers p ON p.id = s.speaker_id
    WHERE s.utterance IN (SELECT value FROM json_each(?))
"""
# A watch tells an utterance once, whatever its number; where two were told that are one now, each keeps what it had.
_RETELL = """
    UPDATE OR IGNORE watch_told SET utterance = ?1
    WHERE statement_id IN (SELECT id FROM statements WHERE utterance = ?1)
"""


def _join(session: Session, one: Sequence[int], other: Sequence[int]) -> None:
    """The same words of these speakers and of those are one utterance from now on."""
    moved = joined(_spoken(session, one), _spoken(session, other))
    session.many("UPDATE statements SET utterance = ? WHERE utterance = ?", [(new, old) for old, new in moved.items()])
    _retell(session, moved.values())


def _part(session: Session, one: Sequence[int], other: Sequence[int]) -> None:
    """What these speakers and those have in common is either's own again."""
    shared = [row["utterance"] for row in session.all(_SHARED, [pack(one), pack(other)])]
    reports: defaultdict[int | None, list[Spoken]] = defaultdict(list)
    for row in session.all(_REPORTS, [pack(shared)]):
        reports[row["root_id"]].append(_one(row))
    before = {spoken.id: spoken.utterance for theirs in reports.values() for spoken in theirs}
    after = {number: new for theirs in reports.values() for number, new in apart(theirs).items()}
    moved = {number: new for number, new in after.items() if new != before[number]}
    session.many("UPDATE statements SET utterance = ? WHERE id = ?", [(new, number) for number, new in moved.items()])
    _retell(session, moved.values())


def _spoken(session: Session, speakers: Sequence[int]) -> list[Spoken]:
    return [_one(row) for row in session.all(_THEIRS, [pack(speakers)])]


def _one(row: sqlite3.Row) -> Spoken:
    return Spoken(row["id"], row["article_id"], row["utterance"], row["words"], days(row))


def _retell(session: Session, utterances: Iterable[int]) -> None:
    session.many(_RETELL, [(one,) for one in sorted(set(utterances))])
