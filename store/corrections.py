"""What people corrected: rows on the statement's id, laid over the extraction, never written into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.model import SpeakerKind
from store import speakers
from store.amendments import make_due
from store.codec import instant, searchable
from store.holdings import count_statements
from store.statements import index, laid_over, unindex
from store.tallies import Place

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from store.connection import Session


def correct(session: Session, statement_id: int, field: str, value: str | None, by: str, now: datetime) -> int:
    """Lay a correction over a statement ("speaker" to `value`, or "not_statement"); returns its id.

    Raises UsageError for a statement that is not on record, or a speaker without a name.
    """
    row = _owned(session, statement_id)
    name = searchable(" ".join(value.split())) if value else None
    speaker = None
    if field == "speaker":
        speaker = speakers.resolve(session, name, _kind_of(session, name), now) if name else None
        if speaker is None:
            raise UsageError("Say who the speaker is: a name.")
    with _Relaid(session, row):
        made = session.insert(
            "INSERT INTO corrections (statement_id, field, value, speaker_id, by, at) VALUES (?, ?, ?, ?, ?, ?)",
            [statement_id, field, name, speaker, by, instant(now)],
        )
    make_due(session, statement_id, now)
    return made


def undo(session: Session, correction_id: int, by: str, now: datetime) -> bool:
    """Take a correction off; False when there is none such, or it was undone before."""
    found = session.one("SELECT statement_id FROM corrections WHERE id = ? AND undone_at IS NULL", [correction_id])
    if found is None:
        return False
    with _Relaid(session, _owned(session, found["statement_id"])):
        session.run(
            "UPDATE corrections SET undone_by = ?, undone_at = ? WHERE id = ?", [by, instant(now), correction_id]
        )
    make_due(session, found["statement_id"], now)
    return True


def _owned(session: Session, statement_id: int) -> sqlite3.Row:
    row = session.one(
        "SELECT s.*, a.scope, a.hidden_until FROM statements s JOIN articles a ON a.id = s.article_id WHERE s.id = ?",
        [statement_id],
    )
    if row is None:
        raise UsageError("This statement is not on record any more.")
    return row


def _kind_of(session: Session, name: str | None) -> SpeakerKind:
    """The kind this name is known by, else a person."""
    known = session.one(
        "SELECT kind FROM speakers WHERE folded = ? ORDER BY namesake, id LIMIT 1",
        [speakers.folded_name(name or "")],
    )
    return SpeakerKind(known["kind"]) if known else SpeakerKind.PERSON


class _Relaid:
    """Take a statement out of the index, change its corrections, and put it back as they now say."""

    def __init__(self, session: Session, row: sqlite3.Row) -> None:
        self.session, self.row = session, row
        self.place = Place(row["scope"], row["hidden_until"])
        self.version = speakers.next_version(session)

    def __enter__(self) -> None:
        unindex(self.session, [self.row["id"]], self.place, self.version)

    def __exit__(self, *error: object) -> None:
        if error[0] is not None:
            return
        row = self.row
        over = laid_over(self.session, row["id"], row["speaker_id"], row["speaker"])
        over["live"] = int(over["live"] and row["gone_at"] is None)
        self.session.run(
            "UPDATE statements SET ascribed_id = ?, ascribed = ?, live = ? WHERE id = ?", [*over.values(), row["id"]]
        )
        count_statements(self.session, row["article_id"], over["live"] - row["live"])
        index(self.session, [row["id"]], self.place, self.version)
