"""Watches in rows: how far each has looked, what it told, what became of that."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.watch import PAGE, Told, Watch
from store import records
from store.codec import instant, instant_if, moment, moment_if, pack, searchable
from store.desk import put_out
from store.view import View

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.model import Delivery, Record
    from bot.watch import News
    from store.connection import Connections, Session


class WatchRoom:
    """Implements bot.watch.Watches."""

    _connections: Connections

    def add_watch(self, watch: Watch, now: datetime) -> tuple[Watch, bool]:
        """Keep a watch, from now on; (the standing one, False) where its channel watches just this already."""
        criteria = json.dumps(watch.criteria, sort_keys=True)
        with self._connections.write() as session:
            standing = session.one(
                "SELECT * FROM watches WHERE channel = ? AND criteria = ? AND state <> 'stopped'",
                [watch.channel, criteria],
            )
            if standing:
                return _watch(standing), False
            row = {
                "channel": watch.channel,
                "owner": watch.owner,
                "personal": int(watch.personal),
                "criteria": criteria,
                "zone": watch.zone,
                "quiet": pack(watch.quiet) if watch.quiet else None,
                "state": "active",
                "through": _newest(session),
                "looked_at": instant(now),
                "made_at": instant(now),
            }
            made = session.insert(
                f"INSERT INTO watches ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values())
            )
            _audit(session, made, "made", watch.owner, now)
            return _watch(session.all("SELECT * FROM watches WHERE id = ?", [made])[0]), True

    def watches(self, channels: Iterable[str], owner: str | None = None) -> list[Watch]:
        """Those that tell in one of these channels, or are this owner's; stopped ones left out."""
        with self._connections.read() as session:
            rows = session.all(
                "SELECT * FROM watches WHERE state <> 'stopped'"
                " AND (channel IN (SELECT value FROM json_each(?)) OR owner = ?) ORDER BY id",
                [pack(channels), owner],
            )
            return [_watch(row) for row in rows]

    def active_watches(self) -> list[Watch]:
        """All that are active."""
        with self._connections.read() as session:
            return [_watch(row) for row in session.all("SELECT * FROM watches WHERE state = 'active' ORDER BY id")]

    def watch(self, watch_id: int) -> Watch | None:
        """The watch with this id, stopped or not."""
        with self._connections.read() as session:
            row = session.one("SELECT * FROM watches WHERE id = ?", [watch_id])
            return _watch(row) if row else None

    def change_watch(self, watch: Watch, what: str, by: str, now: datetime) -> None:
        """Store mute, quiet hours, state and reason as `watch` has them; `what` goes into the audit."""
        with self._connections.write() as session:
            session.run(
                "UPDATE watches SET muted_until = ?, quiet = ?, state = ?, reason = ? WHERE id = ?",
                [
                    instant_if(watch.muted_until),
                    pack(watch.quiet) if watch.quiet else None,
                    watch.state,
                    watch.reason,
                    watch.id,
                ],
            )
            _audit(session, watch.id, what, by, now)

    def news_after(
        self, scopes: Sequence[str], through: int, looked_at: datetime, now: datetime
    ) -> tuple[list[Record], int]:
        """News with a higher id than `through`, or first to be seen after `looked_at`, by id; and how far that goes.

        By id and not by the hour alone: what was being written while a watch looked has an earlier hour than that.
        """
        view = View.of(scopes, now)
        params = {"through": through, "looked_at": instant(looked_at), "page": PAGE, "now": view.now}
        with self._connections.read() as session:
            ids = [row["id"] for row in session.all(_NEWS, params)]
            until = ids[-1] if sum(one > through for one in ids) >= PAGE else max(_newest(session), through)
            where = "s.id IN (SELECT value FROM json_each(:ids)) ORDER BY s.id"
            return records.select(session, view, where, {"ids": pack(ids)}) if ids else [], until

    def untold(self, watch_id: int, utterances: Iterable[int]) -> set[int]:
        """Which of these utterances the watch has not told of."""
        asked = set(utterances)
        with self._connections.read() as session:
            rows = session.all(
                "SELECT utterance FROM watch_told WHERE watch_id = ? AND utterance IN (SELECT value FROM json_each(?))",
                [watch_id, pack(asked)],
            )
        return asked - {row["utterance"] for row in rows}

    def tell(self, watch: Watch, through: int, news: Sequence[News], now: datetime) -> bool:
        """In one transaction: the watch has looked up to `through`, and what it tells is in the outbox."""
        with self._connections.write() as session:
            moved = session.run(
                "UPDATE watches SET through = ?, looked_at = ?"
                " WHERE id = ? AND through = ? AND looked_at = ? AND state = 'active'",
                [through, instant(now), watch.id, watch.through, instant(watch.looked_at)],
            )
            for one in news if moved else ():
                rows = [(watch.id, *told, one.delivery.run_key, instant(now)) for told in one.told]
                session.many(
                    "INSERT INTO watch_told (watch_id, utterance, statement_id, label, run_key, at)"
                    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    rows,
                )
                put_out(session, one.delivery, now)
            return bool(moved)

    def advance(self, watches: Sequence[Watch], through: int, now: datetime) -> None:
        """These have looked up to `through` and have nothing to tell; one that moved meanwhile stays where it is."""
        rows = [(through, instant(now), w.id, w.through, instant(w.looked_at)) for w in watches]
        with self._connections.write() as session:
            session.many(
                "UPDATE watches SET through = ?, looked_at = ? WHERE id = ? AND through = ? AND looked_at = ?", rows
            )

    def turned(self, since: datetime) -> list[Told]:
        """What was corrected, taken out or vanished after a watch told it, told after `since`; not yet told of."""
        with self._connections.read() as session:
            return [_told(row) for row in session.all(_TURNED, {"since": instant(since)})]

    def tell_turned(self, told: Told, delivery: Delivery, now: datetime) -> bool:
        """In one transaction: noted, and in the outbox; False when it was told before."""
        with self._connections.write() as session:
            fresh = session.run(
                "INSERT INTO watch_notes (watch_id, note, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [told.watch, told.note, instant(now)],
            )
            if fresh:
                put_out(session, delivery, now)
            return bool(fresh)


_NEWS = """
    SELECT id FROM (
        SELECT id FROM statements WHERE id > :through AND live = 1 AND news = 1 ORDER BY id LIMIT :page)
    UNION ALL
    SELECT id FROM statements
    WHERE live = 1 AND listed_at > :looked_at AND listed_at <= :now AND id <= :through AND news = 1
    ORDER BY id
"""
# A message that has not arrived yet has no thread: what became of its statements is told once it has.
_TURNED = """
    WITH told AS (
        SELECT t.*, w.channel, o.ts FROM watch_told t
        JOIN watches w ON w.id = t.watch_id AND w.state <> 'stopped'
        JOIN outbox o ON o.run_key = t.run_key AND o.state = 'posted' AND o.ts IS NOT NULL
        WHERE t.at > :since),
    turns AS (
        SELECT t.*, 'c' || c.id AS note, CASE c.field WHEN 'speaker' THEN 'speaker' ELSE 'removed' END AS what,
            c.value, c.at AS turned_at
        FROM told t JOIN corrections c ON c.statement_id = t.statement_id AND c.at > t.at
        UNION ALL
        SELECT t.*, 'u' || c.id, 'restored', NULL, c.undone_at
        FROM told t JOIN corrections c ON c.statement_id = t.statement_id AND c.undone_at > t.at
        UNION ALL
        SELECT t.*, 'g' || s.id || '/' || s.gone_at, 'gone', NULL, s.gone_at
        FROM told t JOIN statements s ON s.id = t.statement_id AND s.gone_at > t.at)
    SELECT * FROM turns r
    WHERE NOT EXISTS (SELECT 1 FROM watch_notes n WHERE n.watch_id = r.watch_id AND n.note = r.note)
    ORDER BY turned_at, watch_id, statement_id
"""


def _newest(session: Session) -> int:
    row = session.one("SELECT max(id) AS newest FROM statements")
    return int(row["newest"] or 0) if row else 0


def _audit(session: Session, watch_id: int, what: str, by: str, now: datetime) -> None:
    session.run(
        "INSERT INTO watch_changes (watch_id, what, by, at) VALUES (?, ?, ?, ?)",
        [watch_id, searchable(what), searchable(by), instant(now)],
    )


def _watch(row: sqlite3.Row) -> Watch:
    quiet = json.loads(row["quiet"]) if row["quiet"] else None
    return Watch(
        id=row["id"],
        channel=row["channel"],
        owner=row["owner"],
        personal=bool(row["personal"]),
        criteria=json.loads(row["criteria"]),
        zone=row["zone"],
        quiet=(quiet[0], quiet[1]) if quiet else None,
        muted_until=moment_if(row["muted_until"]),
        state=row["state"],
        reason=row["reason"],
        through=row["through"],
        looked_at=moment(row["looked_at"]),
    )


def _told(row: sqlite3.Row) -> Told:
    return Told(
        watch=row["watch_id"],
        statement=row["statement_id"],
        channel=row["channel"],
        thread_ts=row["ts"],
        label=row["label"],
        note=row["note"],
        what=row["what"],
        value=row["value"],
        at=moment(row["turned_at"]),
    )
