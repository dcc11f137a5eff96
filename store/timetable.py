"""Subscriptions, and the windows they have had: the timetable is rows, the scheduler only a metronome."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.model import Subscription, Window
from store.codec import instant, moment, pack
from store.desk import put_out

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from bot.model import Delivery
    from store.connection import Connections, Session

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


class TimetableRoom:
    """Implements bot.ports.Timetable."""

    _connections: Connections

    def subscribe(self, channel: str, times: Sequence[str], zone: str, now: datetime) -> Subscription:
        """The configured digest of a channel, made or changed.

        It starts from now when it is made or taken up again; changing its times or starting the bot anew loses
        nothing that was indexed meanwhile.
        """
        with self._connections.write() as session:
            session.run(
                "INSERT INTO subscriptions (purpose, channel, times, zone, weekdays, starts_at, active, configured,"
                " criteria, made_at, changed_at) VALUES ('digest', ?1, ?2, ?3, ?4, ?5, 1, 1, '{}', ?5, ?5)"
                " ON CONFLICT (channel) WHERE configured = 1 DO UPDATE SET times = excluded.times,"
                " zone = excluded.zone, changed_at = excluded.changed_at, active = 1,"
                " starts_at = CASE WHEN active = 1 THEN starts_at ELSE excluded.starts_at END",
                [channel, pack(times), zone, pack(EVERY_DAY), instant(now)],
            )
            rows = session.all("SELECT * FROM subscriptions WHERE channel = ? AND configured = 1", [channel])
            return _subscription(rows[0])

    def unsubscribe_others(self, channels: Sequence[str]) -> int:
        """Configured digests of channels no longer named are stopped; returns how many."""
        with self._connections.write() as session:
            return session.run(
                "UPDATE subscriptions SET active = 0 WHERE configured = 1 AND active = 1"
                " AND channel NOT IN (SELECT value FROM json_each(?))",
                [pack(channels)],
            )

    def subscriptions(self) -> list[Subscription]:
        """The active digests."""
        with self._connections.read() as session:
            rows = session.all("SELECT * FROM subscriptions WHERE active = 1 AND purpose = 'digest' ORDER BY id")
            return [_subscription(row) for row in rows]

    def last_window(self, subscription: int) -> tuple[str, datetime] | None:
        """Key and `until` of the newest window on record."""
        with self._connections.read() as session:
            row = session.one(
                "SELECT key, until FROM digest_runs WHERE subscription_id = ? ORDER BY due_at DESC, key DESC LIMIT 1",
                [subscription],
            )
            return (row["key"], moment(row["until"])) if row else None

    def open_window(
        self, window: Window, state: str, reason: str | None, deliveries: Sequence[Delivery], now: datetime
    ) -> bool:
        """In one transaction: the window's row and its frozen messages; False when the window is on record already."""
        with self._connections.write() as session:
            if not _open(session, window, state, reason, now):
                return False
            for delivery in deliveries:
                put_out(session, delivery, now)
            return True

    def runs(self, subscription: int | None = None, limit: int = 50) -> list[tuple[Window, str, str | None]]:
        """Newest windows with state and reason; an open one's are those of its messages."""
        with self._connections.read() as session:
            return [_run(row) for row in session.all(_RUNS, {"subscription": subscription, "limit": limit})]


# A window is as its messages are: the worst of them first, posted only when all are.
_RUNS = """
    SELECT r.*, m.posted, m.worst, m.why FROM digest_runs r LEFT JOIN (
        SELECT ref, min(state = 'posted') AS posted, min(reason) AS why,
            CASE max(CASE state WHEN 'failed' THEN 2 WHEN 'uncertain' THEN 1 ELSE 0 END)
            WHEN 2 THEN 'failed' WHEN 1 THEN 'uncertain' END AS worst
        FROM outbox WHERE purpose = 'digest' GROUP BY ref
    ) m ON r.state <> 'skipped' AND m.ref = r.subscription_id || '/' || r.key
    WHERE :subscription IS NULL OR r.subscription_id = :subscription
    ORDER BY r.due_at DESC, r.key DESC, r.subscription_id LIMIT :limit
"""


def _open(session: Session, window: Window, state: str, reason: str | None, now: datetime) -> bool:
    made = session.run(
        "INSERT INTO digest_runs (subscription_id, key, state, reason, due_at, since, until, made_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            window.subscription,
            window.key,
            state,
            reason,
            instant(window.due_at),
            instant(window.since),
            instant(window.until),
            instant(now),
        ],
    )
    return bool(made)


def _run(row: sqlite3.Row) -> tuple[Window, str, str | None]:
    window = Window(
        row["subscription_id"], row["key"], moment(row["due_at"]), moment(row["since"]), moment(row["until"])
    )
    state = "posted" if row["posted"] else row["worst"] or row["state"]
    return window, state, row["reason"] or row["why"]


def _subscription(row: sqlite3.Row) -> Subscription:
    return Subscription(
        id=row["id"],
        channel=row["channel"],
        times=tuple(json.loads(row["times"])),
        zone=row["zone"],
        starts_at=moment(row["starts_at"]),
        weekdays=tuple(json.loads(row["weekdays"])),
        owner=row["owner"],
        active=bool(row["active"]),
        criteria=json.loads(row["criteria"]),
    )
