"""The desk: requests that came in, messages that go out, what was shown where.

Every change of state is a compare-and-set in a transaction of its own, committed before the caller acts on it.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from bot.model import Delivery, Message, Request
from store.codec import instant, instant_if, moment, moment_if, pack, searchable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from store.connection import Connections, Session

# bot.delivery.outbox draws these; what is posted or failed stays so.
_FROM = {
    "pending": {"posting", "failed"},
    "posting": {"posted", "pending", "uncertain", "failed"},
    "uncertain": {"posted", "pending", "failed"},
}
_SURE = {"posted", "failed"}
MOST = 50  # deliveries looked at together; whoever sends them looks again before they are all sent


class InboxRoom:
    """Implements bot.ports.Inbox."""

    _connections: Connections

    def receive(self, request: Request, claims: Sequence[str], now: datetime) -> bool:
        """Commit a request; False when one of its claims was taken before. All its claims are taken either way."""
        at = instant(now)
        with self._connections.write() as session:
            fresh = 0
            for claim in dict.fromkeys(claims):
                fresh += session.run(
                    "INSERT INTO claims (claim, request_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    [claim, request.id, at],
                )
            if fresh < len(set(claims)):
                return False
            row = asdict(request) | {"text": searchable(request.text), "state": "received", "received_at": at}
            session.run(f"INSERT INTO inbox ({', '.join(row)}) VALUES (:{', :'.join(row)})", row)
            return True

    def known(self, request_id: str) -> bool:
        """Whether there is, or lately was, a request with this id."""
        with self._connections.read() as session:
            return session.one("SELECT 1 FROM inbox WHERE id = ?", [searchable(request_id)]) is not None

    def take(self, now: datetime) -> Request | None:
        """The oldest received request, now `answering`; None when there is none.

        What is said in a conversation is taken in its order: the next when the one before is answered.
        """
        with self._connections.read() as session:  # asked every second: an idle bot takes no write lock
            if session.one(_NEXT) is None:
                return None
        with self._connections.write() as session:
            row = session.one(_NEXT)
            if row is None:
                return None
            session.run("UPDATE inbox SET state = 'answering', taken_at = ? WHERE seq = ?", [instant(now), row["seq"]])
        return _request(row)

    def reopen(self) -> int:
        """At start: what was `answering` when the process ended is `received` again. Returns how many."""
        with self._connections.write() as session:
            return session.run("UPDATE inbox SET state = 'received', taken_at = NULL WHERE state = 'answering'")

    def answered(self, request_id: str, delivery: Delivery | None, now: datetime) -> None:
        """The request is answered, its text erased, its reply (if any) in the outbox; a second answer is dropped."""
        with self._connections.write() as session:
            if _close(session, request_id, "answered", None, now) and delivery is not None:
                put_out(session, delivery, now)

    def failed(self, request_id: str, reason: str, now: datetime) -> None:
        """It cannot be answered; the text is erased."""
        with self._connections.write() as session:
            _close(session, request_id, "failed", reason, now)

    def forget(self, request_id: str, now: datetime) -> None:
        """The question was deleted: its text goes, also out of what was kept for its buttons and follow-ups."""
        with self._connections.write() as session:
            _close(session, request_id, "failed", "the question was deleted", now)
            session.run(
                "DELETE FROM conversations WHERE answer_id IN (SELECT id FROM answers WHERE request_id = ?)",
                [request_id],
            )
            session.run("DELETE FROM answers WHERE request_id = ?", [request_id])


_NEXT = """
    SELECT * FROM inbox i WHERE i.state IN ('received', 'answering') AND i.state = 'received' AND NOT (
        surface IN ('mention', 'direct') AND EXISTS (
            SELECT 1 FROM inbox b WHERE b.state = 'answering' AND b.surface IN ('mention', 'direct')
            AND b.channel = i.channel AND b.thread_ts IS i.thread_ts))
    ORDER BY seq LIMIT 1
"""


def _request(row: sqlite3.Row) -> Request:
    return Request(
        id=row["id"],
        surface=row["surface"],
        text=row["text"],
        channel=row["channel"],
        user=row["user"],
        ts=row["ts"],
        thread_ts=row["thread_ts"],
        private=bool(row["private"]),
        response_url=row["response_url"],
        action=row["action"],
        target=row["target"],
        view=row["view"],
        outside=bool(row["outside"]),
    )


def _close(session: Session, request_id: str, state: str, reason: str | None, now: datetime) -> bool:
    changed = session.run(
        "UPDATE inbox SET state = ?, reason = ?, done_at = ?, text = '', response_url = NULL"
        " WHERE id = ? AND state IN ('received', 'answering')",
        [state, reason, instant(now), request_id],
    )
    return bool(changed)


class OutboxRoom:
    """Implements bot.ports.Outbox."""

    _connections: Connections

    def due(self, now: datetime, *, replies: bool = False, most: int = MOST) -> list[Delivery]:
        """Pending ones whose time has come: at most one a channel, replies first, then in order; or replies only.

        None behind an earlier part, nor behind one of its thread that is on its way or uncertain. A channel that was
        told to slow down waits; a message planned for later holds up nobody. Later parts of a digest go into the
        thread of the first.
        """
        with self._connections.read() as session:
            rows = session.all(_HEADS, {"now": instant(now), "replies": replies, "most": most})
            return [_delivery(row) for row in rows]

    def unsure(self) -> list[Delivery]:
        """Uncertain ones, and those left `posting`."""
        with self._connections.read() as session:
            sql = f"SELECT {_FIELDS} FROM outbox o WHERE o.{_OPEN} AND o.state <> 'pending' ORDER BY o.seq"
            return [_delivery(row) for row in session.all(sql)]

    def mark(
        self,
        delivery: Delivery,
        state: str,
        *,
        now: datetime,
        ts: str | None = None,
        reason: str | None = None,
        not_before: datetime | None = None,
        code: str | None = None,
    ) -> bool:
        """From the state `delivery` has to another; False when somebody was faster. ValueError for a way there is not.

        Posted: what was shown is noted. Failed: parts that were to follow fail with it; `code` is Slack's word.
        """
        if state not in _FROM.get(delivery.state, ()):
            raise ValueError(f"a delivery does not go from {delivery.state} to {state}")
        change = {
            "state": state,
            "reason": reason,
            "code": code,
            "not_before": instant_if(not_before),
            "settled_at": instant(now) if state in _SURE else None,
        }
        if state == "posting":
            change["posting_at"] = instant(now)
        if ts is not None:
            change["ts"] = ts
        with self._connections.write() as session:
            changed = _move(session, delivery, change)
            if changed and state == "posted" and ts is not None:
                note_shown(session, delivery.channel, ts, delivery.statements, now)
            if changed and state == "failed":
                _fail_later(session, delivery, now)
            return changed

    def refused(self) -> list[Delivery]:
        """Digests and watches that Slack refused, with its word for why, and nobody has heard of yet; oldest first."""
        with self._connections.read() as session:
            sql = f"SELECT {_FIELDS} FROM outbox o WHERE o.state = 'failed' AND o.heard = 0 AND o.purpose <> 'reply'"
            return [_delivery(row) for row in session.all(f"{sql} AND o.code IS NOT NULL ORDER BY o.seq")]

    def hear(self, run_key: str) -> bool:
        """Whoever ordered a refused message knows of it now; False when they did before."""
        with self._connections.write() as session:
            return bool(session.run("UPDATE outbox SET heard = 1 WHERE run_key = ? AND heard = 0", [run_key]))

    def rewind(self, now: datetime) -> int:
        """After the clock went back: what waits for an instant still to come waits until now. Returns how many rows.

        Without it a channel would stay held. Digests need no such help: their time is sealed (store.seals).
        """
        at = {"now": instant(now)}
        with self._connections.write() as session:
            return session.run(
                f"UPDATE outbox SET not_before = :now WHERE {_OPEN} AND attempt > 0 AND not_before > :now", at
            )

    def pulse(self, now: datetime) -> None:
        """Write something. Raises ArchiveError where that cannot be done."""
        with self._connections.write() as session:
            session.run("INSERT INTO pulse VALUES (1, ?) ON CONFLICT DO UPDATE SET at = excluded.at", [instant(now)])

    def posted(self, run_key: str) -> tuple[str, datetime] | None:
        """Where a delivery stands (its ts) and since when; None while or because it does not."""
        sql = "SELECT ts, settled_at FROM outbox WHERE run_key = ? AND state = 'posted' AND ts IS NOT NULL"
        with self._connections.read() as session:
            row = session.one(sql, [run_key])
            return (row["ts"], moment(row["settled_at"])) if row else None

    def fate(self, run_key: str) -> tuple[str, str]:
        """The state of a delivery, and Slack's word for why it was refused; both "" where there is none such."""
        with self._connections.read() as session:
            row = session.one("SELECT state, code FROM outbox WHERE run_key = ?", [run_key])
            return (row["state"], row["code"] or "") if row else ("", "")

    def note_shown(self, channel: str, ts: str, statements: Sequence[int], now: datetime) -> None:
        """Keep what a message shows, where it went outside the outbox."""
        with self._connections.write() as session:
            note_shown(session, channel, ts, statements, now)

    def shown(self, channel: str, ts: str) -> tuple[int, ...]:
        """The statements a message shows."""
        with self._connections.read() as session:
            rows = session.all("SELECT statement_id FROM shown WHERE channel = ? AND ts = ? ORDER BY 1", [channel, ts])
            return tuple(row["statement_id"] for row in rows)


_FIELDS = """o.*, CASE WHEN o.thread_ts IS NULL AND o.part > 0 AND o.purpose IN ('digest', 'watch') THEN (
    SELECT f.ts FROM outbox f WHERE f.purpose = o.purpose AND f.ref = o.ref AND f.part = 0) ELSE o.thread_ts END
    AS thread"""
# Word for word the condition of the index: SQLite proves no other to imply it.
_OPEN = "state IN ('pending', 'posting', 'uncertain')"
_HEADS = f"""
    WITH told AS MATERIALIZED (
        SELECT DISTINCT channel FROM outbox
        WHERE {_OPEN} AND state = 'pending' AND attempt > 0 AND not_before > :now),
    away AS MATERIALIZED (
        SELECT seq, purpose, channel, thread_ts FROM outbox WHERE {_OPEN} AND state <> 'pending' AND part = 0),
    heads AS (
        SELECT o.seq, row_number() OVER (PARTITION BY o.channel ORDER BY o.purpose <> 'reply', o.seq) AS place
        FROM outbox o
        WHERE o.{_OPEN} AND o.state = 'pending' AND coalesce(o.not_before, '') <= :now
        AND (NOT :replies OR o.purpose = 'reply') AND o.channel NOT IN (SELECT channel FROM told)
        AND (o.part = 0 OR NOT EXISTS (
            SELECT 1 FROM outbox e WHERE e.purpose = o.purpose AND e.ref = o.ref AND e.part < o.part
            AND e.state <> 'posted'))
        AND (o.part > 0 OR NOT EXISTS (
            SELECT 1 FROM away a WHERE a.channel = o.channel AND a.thread_ts IS o.thread_ts
            AND a.purpose = o.purpose AND a.seq < o.seq)))
    SELECT {_FIELDS} FROM outbox o JOIN heads h ON h.seq = o.seq
    WHERE h.place = 1 ORDER BY o.purpose <> 'reply', o.seq LIMIT :most
"""


def put_out(session: Session, delivery: Delivery, now: datetime) -> None:
    """Freeze a delivery; one whose run key is there already is left as it is."""
    session.run(
        "INSERT INTO outbox (run_key, purpose, channel, thread_ts, part, ref, text, blocks, statements, state,"
        " not_before, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?) ON CONFLICT (run_key) DO NOTHING",
        [
            delivery.run_key,
            delivery.purpose,
            delivery.channel,
            delivery.thread_ts,
            delivery.part,
            delivery.ref,
            searchable(delivery.message.text),
            json.dumps(delivery.message.blocks),
            pack(delivery.statements),
            instant_if(delivery.not_before),
            instant(now),
        ],
    )


def note_shown(session: Session, channel: str, ts: str, statements: Sequence[int], now: datetime) -> None:
    """Keep what a message shows."""
    session.many(
        "INSERT INTO shown (channel, ts, statement_id, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(channel, ts, statement, instant(now)) for statement in statements],
    )


def _move(session: Session, delivery: Delivery, change: dict[str, str | None]) -> bool:
    fields = ", ".join(f"{name} = ?" for name in change)
    attempt = ", attempt = attempt + 1" if change["state"] == "posting" else ""
    changed = session.run(
        f"UPDATE outbox SET {fields}{attempt} WHERE run_key = ? AND state = ?",
        [*change.values(), delivery.run_key, delivery.state],
    )
    return bool(changed)


def _fail_later(session: Session, delivery: Delivery, now: datetime) -> None:
    """What was to follow a part that never comes would hang in the air."""
    session.run(
        "UPDATE outbox SET state = 'failed', reason = 'an earlier part failed', settled_at = ?"
        " WHERE purpose = ? AND ref = ? AND part > ? AND state = 'pending'",
        [instant(now), delivery.purpose, delivery.ref, delivery.part],
    )


def _delivery(row: sqlite3.Row) -> Delivery:
    return Delivery(
        run_key=row["run_key"],
        purpose=row["purpose"],
        channel=row["channel"],
        message=Message(row["text"], tuple(json.loads(row["blocks"]))),
        thread_ts=row["thread"],
        part=row["part"],
        ref=row["ref"],
        state=row["state"],
        posting_at=moment_if(row["posting_at"]),
        not_before=moment_if(row["not_before"]),
        attempt=row["attempt"],
        statements=tuple(json.loads(row["statements"])),
        code=row["code"],
    )
