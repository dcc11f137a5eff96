"""Answers that buttons and follow-ups come back to, and the record of what people corrected."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.model import Asker, Correction, Intent, Kind, Query, SavedAnswer
from store.codec import instant, moment, moment_if, pack, searchable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from store.connection import Connections


class LedgerRoom:
    """Implements bot.ports.Ledger, but for corrections, which change the record. A button carries an id, no state."""

    _connections: Connections

    def save_answer(
        self,
        query: Query,
        statements: Sequence[int],
        asker: Asker,
        now: datetime,
        *,
        choices: Sequence[str] = (),
        places: Sequence[str] = (),
        request_id: str | None = None,
    ) -> str:
        """Keep an answer and return its opaque id; it is the newest of the conversations at `places`."""
        key = secrets.token_urlsafe(12)
        row = {
            "id": key,
            "query": _freeze(query),
            "statements": pack(statements),
            "asker": _freeze(asker),
            "choices": pack(map(searchable, choices)),
            "made_at": instant(now),
            "request_id": request_id,
        }
        with self._connections.write() as session:
            session.run(f"INSERT INTO answers ({', '.join(row)}) VALUES (:{', :'.join(row)})", row)
            session.many(
                "REPLACE INTO conversations (place, answer_id, at) VALUES (?, ?, ?)",
                [(searchable(place), key, instant(now)) for place in places],
            )
        return key

    def load_answer(self, answer_id: str) -> SavedAnswer | None:
        """The answer with this id; None for one that was never given out, or is gone."""
        with self._connections.read() as session:
            row = session.one("SELECT * FROM answers WHERE id = ?", [searchable(answer_id)])
        return _saved(row) if row else None

    def conversation(self, place: str, since: datetime) -> SavedAnswer | None:
        """The newest answer at `place`, unless it is older than `since`."""
        with self._connections.read() as session:
            row = session.one(
                "SELECT a.* FROM conversations c JOIN answers a ON a.id = c.answer_id WHERE c.place = ? AND c.at >= ?",
                [searchable(place), instant(since)],
            )
        return _saved(row) if row else None

    def corrections(self, statement_id: int) -> list[Correction]:
        """Every correction of a statement, oldest first."""
        with self._connections.read() as session:
            rows = session.all("SELECT * FROM corrections WHERE statement_id = ? ORDER BY id", [statement_id])
        return [correction_of(row) for row in rows]


def correction_of(row: sqlite3.Row) -> Correction:
    """One row of corrections."""
    return Correction(
        id=row["id"],
        statement=row["statement_id"],
        field=row["field"],
        value=row["value"],
        by=row["by"],
        at=moment(row["at"]),
        undone_by=row["undone_by"],
        undone_at=moment_if(row["undone_at"]),
    )


def _saved(row: sqlite3.Row) -> SavedAnswer:
    query = _thaw(row["query"])
    query |= {"intent": Intent(query["intent"]), "kind": Kind(query["kind"]) if query["kind"] else None}
    return SavedAnswer(
        Query(**query),
        tuple(json.loads(row["statements"])),
        Asker(**_thaw(row["asker"])),
        moment(row["made_at"]),
        tuple(json.loads(row["choices"])),
    )


def _freeze(value: Query | Asker) -> str:
    return json.dumps(asdict(value), default=lambda at: {"instant": instant(at)})


def _thaw(frozen: str) -> dict[str, Any]:
    """The fields; lists were tuples."""
    fields = json.loads(frozen, object_hook=lambda o: moment(o["instant"]) if o.keys() == {"instant"} else o)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
