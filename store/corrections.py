"""What people corrected: rows on the statement's id, laid over the extraction, never written into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ask.namesakes import numbered
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

    _Row = dict[str, str | int | None]


def correct(session: Session, statement_id: int, field: str, value: str | None, by: str, now: datetime) -> int:
    """Lay a correction over a statement ("speaker" to `value`, or "not_statement"); returns its id.

    Raises UsageError for a statement that is not on record, or a speaker without a name.
    """
    name = searchable(" ".join(value.split())) if value else None
    speaker = None
    if field == "speaker":
        name, speaker = _speaker(session, name or "", now)
    row: _Row = {"field": field, "value": name, "speaker_id": speaker}
    return _laid(session, statement_id, row, by, now)


def _speaker(session: Session, typed: str, now: datetime) -> tuple[str, int]:
    """Name and id of whom `typed` means: "Ann Hill", "Ann Hill #12" where several have the name. Raises UsageError."""
    name, number = numbered(typed)
    known = _called(session, name)
    if chosen := next((row["id"] for row in known if number in {row["id"], row["root_id"]}), None):
        return name, int(chosen)
    if len({row["root_id"] for row in _called(session, typed)}) > 1:
        raise UsageError(f"Several people are called {typed}: type speakers {typed}, and say whose number it is.")
    speaker = speakers.resolve(session, typed, _kind_of(session, typed), now)
    if speaker is None:
        raise UsageError("Say who the speaker is: a name.")
    return typed, speaker


def _called(session: Session, name: str) -> list[sqlite3.Row]:
    """Whoever has just this name, but for statements of one of them, nobody knows which."""
    return session.all(
        "SELECT id, root_id FROM speakers WHERE folded = ? AND kind = ? AND namesake >= 0",
        [speakers.folded_name(name), _kind_of(session, name)],
    )


def correct_to(
    session: Session, statement_id: int, name: str, speaker: int, by: str, now: datetime, split: int | None = None
) -> int:
    """Give a statement to this very speaker, also of several of one name; as part of a split, if it is one."""
    row: _Row = {"field": "speaker", "value": name, "speaker_id": speaker, "split_id": split}
    return _laid(session, statement_id, row, by, now)


def _laid(session: Session, statement_id: int, correction: _Row, by: str, now: datetime) -> int:
    row = correction | {"statement_id": statement_id, "by": by, "at": instant(now)}
    with _Relaid(session, _owned(session, statement_id)):
        made = session.insert(f"INSERT INTO corrections ({', '.join(row)}) VALUES (:{', :'.join(row)})", row)
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
