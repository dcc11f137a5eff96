"""Messages that show what was corrected: made due with the correction, changed by `bot.delivery.amend`.

A message that is still on its way was frozen before the correction: its row waits until it is posted.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.model import PUBLIC, Message
from store.codec import instant, instant_if, moment, pack, searchable
from store.desk import note_shown
from store.ledger import correction_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from bot.delivery.amend import Standing
    from store.connection import Connections, Session

KEPT_TRUE = timedelta(days=30)  # after it was posted; older messages are left as they were
_SHOWING = """
    SELECT o.run_key FROM shown s JOIN outbox o ON o.channel = s.channel AND o.ts = s.ts
    WHERE s.statement_id = :statement AND s.at >= :since
    UNION
    SELECT o.run_key FROM outbox o, json_each(o.statements) i
    WHERE o.state IN ('pending', 'posting', 'uncertain') AND i.value = :statement
"""
_DUE = """
    SELECT a.run_key, a.revision, a.attempt, o.made_at, o.channel, o.ts, o.text, o.blocks, o.statements, n.asker
    FROM amendments a JOIN outbox o ON o.run_key = a.run_key
    LEFT JOIN answers n ON n.request_id = o.ref AND o.purpose = 'reply'
    WHERE a.state = 'due' AND o.state = 'posted' AND o.ts IS NOT NULL AND coalesce(a.not_before, '') <= :now
    GROUP BY a.run_key ORDER BY a.at, o.seq LIMIT :most
"""


def make_due(session: Session, statement_id: int, now: datetime) -> None:
    """Every message that shows this statement is to be changed."""
    session.run(
        "INSERT INTO amendments (run_key, revision, state, at)"
        f" SELECT run_key, 1, 'due', :now FROM ({_SHOWING}) WHERE true"
        " ON CONFLICT (run_key) DO UPDATE SET revision = revision + 1, state = 'due', attempt = 0, not_before = NULL,"
        " reason = NULL, at = excluded.at",
        {"statement": statement_id, "since": instant(now - KEPT_TRUE), "now": instant(now)},
    )


def make_all_due(session: Session, article_id: int, now: datetime) -> None:
    """Every message that shows a statement of this article is to be changed."""
    for row in session.all("SELECT id FROM statements WHERE article_id = ?", [article_id]):
        make_due(session, row["id"], now)


class AmendmentsRoom:
    """Implements bot.delivery.amend.Book, and keeps what a message of ours shows after it was changed."""

    _connections: Connections

    def amendments(self, now: datetime, most: int) -> list[Standing]:
        """Those that are due, in the order in which they came to be so."""
        with self._connections.read() as session:
            rows = session.all(_DUE, {"now": instant(now), "most": most})
            return [_standing(session, row) for row in rows]

    def amended(self, run_key: str, revision: int, state: str, reason: str | None, not_before: datetime | None) -> bool:
        """Note what became of one; False where a correction came in between, so that it is due still."""
        with self._connections.write() as session:
            changed = session.run(
                "UPDATE amendments SET state = ?, reason = ?, not_before = ?, attempt = attempt + 1"
                " WHERE run_key = ? AND revision = ? AND state = 'due'",
                [state, reason, instant_if(not_before), run_key, revision],
            )
            return bool(changed)

    def restated(self, channel: str, ts: str, message: Message, statements: Sequence[int], now: datetime) -> None:
        """A message of ours says something else from now on."""
        with self._connections.write() as session:
            session.run(
                "UPDATE outbox SET text = ?, blocks = ?, statements = ? WHERE channel = ? AND ts = ?",
                [searchable(message.text), json.dumps(message.blocks), pack(statements), channel, ts],
            )
            session.run("DELETE FROM shown WHERE channel = ? AND ts = ?", [channel, ts])
            note_shown(session, channel, ts, statements, now)


def _standing(session: Session, row: sqlite3.Row) -> Standing:
    from bot.delivery.amend import Standing  # noqa: PLC0415 - what logs is no part of `verbatim ask`

    corrected = session.all(
        "SELECT * FROM corrections WHERE statement_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        [row["statements"]],
    )
    by_statement: dict[int, list[sqlite3.Row]] = {}
    for one in corrected:
        by_statement.setdefault(one["statement_id"], []).append(one)
    seen = json.loads(row["asker"])["scopes"] if row["asker"] else [PUBLIC, f"channel:{row['channel']}"]
    return Standing(
        run_key=row["run_key"],
        channel=row["channel"],
        ts=row["ts"],
        message=Message(row["text"], tuple(json.loads(row["blocks"]))),
        scopes=tuple(seen),
        corrections={one: [correction_of(c) for c in found] for one, found in by_statement.items()},
        statements=tuple(json.loads(row["statements"])),
        since=moment(row["made_at"]),
        revision=row["revision"],
        attempt=row["attempt"],
    )
