"""Subscriptions, and the windows they have had: the timetable is rows, the scheduler only a metronome."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from bot.digest.model import Subscription, Window
from bot.text import fold
from store.codec import instant, instant_if, moment, moment_if, pack, searchable
from store.desk import put_out
from store.seals import seal, sealed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from bot.model import Delivery
    from store.connection import Connections, Session

EXTRA = "now/"  # the key of a window that was asked for begins so (bot.digest.timetable)
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


class TimetableRoom:
    """Implements bot.digest.rows.Timetable."""

    _connections: Connections

    def subscribe(self, channel: str, times: Sequence[str], zone: str, now: datetime) -> Subscription:
        """The configured digest of a channel, made or changed.

        It starts from now when it is made or taken up again; changing its times or starting the bot anew loses
        nothing that was indexed meanwhile.
        """
        with self._connections.write() as session:
            session.run(
                "INSERT INTO subscriptions (purpose, channel, times, zone, weekdays, starts_at, active, configured,"
                " criteria, name, made_at, changed_at)"
                " VALUES ('digest', ?1, ?2, ?3, ?4, ?5, 1, 1, '{}', 'Daily', ?5, ?5)"
                " ON CONFLICT (channel) WHERE configured = 1 DO UPDATE SET"
                " times_from = CASE WHEN times = excluded.times AND zone = excluded.zone THEN times_from"
                " ELSE excluded.starts_at END,"
                " zone_changes = zone_changes + (zone <> excluded.zone),"
                " times = excluded.times, zone = excluded.zone, changed_at = excluded.changed_at,"
                " starts_at = CASE state WHEN 'deleted' THEN excluded.starts_at ELSE starts_at END,"
                " state = 'active', reason = NULL",
                [channel, pack(times), zone, pack(EVERY_DAY), instant(now)],
            )
            rows = session.all("SELECT * FROM subscriptions WHERE channel = ? AND configured = 1", [channel])
            return _subscription(rows[0])

    def unsubscribe_others(self, channels: Sequence[str]) -> int:
        """Configured digests of channels no longer named are stopped; returns how many."""
        with self._connections.write() as session:
            return session.run(
                "UPDATE subscriptions SET state = 'deleted' WHERE configured = 1 AND state <> 'deleted'"
                " AND channel NOT IN (SELECT value FROM json_each(?))",
                [pack(channels)],
            )

    def standing(
        self, channels: Sequence[str] = (), owner: str | None = None, *, everywhere: bool = False
    ) -> list[Subscription]:
        """Active and paused digests of these channels, or made by this owner, in the order they were made; or all."""
        with self._connections.read() as session:
            rows = session.all(
                "SELECT * FROM subscriptions WHERE purpose = 'digest' AND state <> 'deleted'"
                " AND (?3 OR owner = ?1 OR channel IN (SELECT value FROM json_each(?2))) ORDER BY id",
                [searchable(owner) if owner else None, pack(map(searchable, channels)), everywhere],
            )
            return [_subscription(row) for row in rows]

    def subscription(self, number: int) -> Subscription | None:
        """One of them, whatever its state; None where there never was one."""
        with self._connections.read() as session:
            row = session.one("SELECT * FROM subscriptions WHERE id = ? AND purpose = 'digest'", [number])
            return _subscription(row) if row else None

    def add_subscription(
        self, wanted: Subscription, now: datetime, *, by: str, detail: str, request_id: str | None = None
    ) -> Subscription:
        """Keep a digest, under a name that no other of its channel has; the same one for the same request."""
        with self._connections.write() as session:
            made = session.one("SELECT * FROM subscriptions WHERE request_id = ?", [request_id]) if request_id else None
            if made:
                return _subscription(made)
            row = _row(replace(wanted, name=_free_name(session, wanted))) | {
                "purpose": "digest",
                "request_id": request_id,
                "made_at": instant(now),
                "changed_at": instant(now),
            }
            number = session.insert(f"INSERT INTO subscriptions ({', '.join(row)}) VALUES (:{', :'.join(row)})", row)
            _note(session, number, now, by, "made", detail)
            return replace(wanted, id=number, name=str(row["name"]))

    def change_subscription(
        self, wanted: Subscription, now: datetime, *, by: str, what: str, detail: str
    ) -> Subscription:
        """Put `wanted` in the place of what it was; `what` is "changed", "paused", "resumed" or "deleted"."""
        with self._connections.write() as session:
            row = _row(replace(wanted, name=_free_name(session, wanted))) | {"changed_at": instant(now)}
            fields = ", ".join(f"{name} = :{name}" for name in row)
            session.run(f"UPDATE subscriptions SET {fields} WHERE id = :id", row | {"id": wanted.id})
            _note(session, wanted.id, now, by, what, detail)
            return replace(wanted, name=str(row["name"]))

    def note_change(self, number: int, now: datetime, *, by: str, what: str, detail: str) -> None:
        """What somebody did about a digest that changes nothing of it."""
        with self._connections.write() as session:
            _note(session, number, now, by, what, detail)

    def changes(self, number: int) -> list[tuple[datetime, str, str, str]]:
        """(when, by whom, what, in words) of every change of a digest, oldest first."""
        with self._connections.read() as session:
            rows = session.all("SELECT * FROM subscription_changes WHERE subscription_id = ? ORDER BY seq", [number])
            return [(moment(row["at"]), row["by"], row["what"], row["detail"]) for row in rows]

    def timetable(self) -> list[tuple[Subscription, Window | None]]:
        """The active digests, each with its newest window on record; those that were asked for do not count."""
        with self._connections.read() as session:
            return [(_subscription(row), _window(row) if row["run_key"] else None) for row in session.all(_TIMETABLE)]

    def last_window(self, subscription: int) -> Window | None:
        """The newest window on record; those that were asked for do not count."""
        with self._connections.read() as session:
            row = session.one(
                "SELECT *, key AS run_key, subscription_id AS id FROM digest_runs"
                f" WHERE subscription_id = ? AND key NOT LIKE '{EXTRA}%' ORDER BY due_at DESC, key DESC LIMIT 1",
                [subscription],
            )
            return _window(row) if row else None

    def skip_windows(self, skipped: Sequence[tuple[Window, str]], now: datetime) -> None:
        """Windows that are not posted, each with its reason, in one transaction."""
        if skipped:
            with self._connections.write() as session:
                for window, reason in skipped:
                    _open(session, window, "skipped", reason, now)

    def refuse_window(
        self, number: int, key: str, reason: str, now: datetime, *, pause: bool, notice: Delivery | None = None
    ) -> bool:
        """Give back a window that Slack refused: what it had comes with the next; `pause` the digest, tell its owner.

        One that may have arrived, or did in part, is not given back. False where the digest was paused before.
        """
        with self._connections.write() as session:
            surely = session.one(_REFUSED, [f"{number}/{key}"])
            window = session.one("SELECT * FROM digest_runs WHERE subscription_id = ? AND key = ?", [number, key])
            if surely and window and not key.startswith(EXTRA):
                told = f"refused: {reason}; its statements are in the next digest"
                session.run(_GIVE_BACK, [window["since"], told, number, window["due_at"]])
            paused = pause and session.run(
                "UPDATE subscriptions SET state = 'paused', reason = ?, changed_at = ?"
                " WHERE id = ? AND state = 'active'",
                [reason, instant(now), number],
            )
            if paused:
                _note(session, number, now, "Verbatim", "paused", reason)
                if notice:
                    put_out(session, notice, now)
            return bool(paused)

    def keep_draft(self, user: str, channel: str, filled: str, now: datetime) -> str:
        """Keep what a form was filled in with until it can be saved; returns its opaque id."""
        draft = secrets.token_urlsafe(12)
        with self._connections.write() as session:
            session.run(
                "INSERT INTO digest_drafts (id, user, channel, filled, made_at) VALUES (?, ?, ?, ?, ?)",
                [draft, searchable(user), searchable(channel), searchable(filled), instant(now)],
            )
        return draft

    def draft(self, draft: str, user: str) -> tuple[str, str] | None:
        """(channel, what was filled in) of one's own draft."""
        with self._connections.read() as session:
            row = session.one(
                "SELECT * FROM digest_drafts WHERE id = ? AND user = ?", [searchable(draft), searchable(user)]
            )
            return (row["channel"], row["filled"]) if row else None

    def seal(self, until: datetime) -> None:
        """From now on nothing is listed at or before `until`: a digest composed after this has all of its time."""
        with self._connections.read() as session:
            if sealed(session) >= until:
                return
        with self._connections.write() as session:
            seal(session, until)

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

    def behind(self, subscription: int) -> dict[str, timedelta]:
        """By key, how long after their time the windows of a digest were frozen that were not skipped."""
        with self._connections.read() as session:
            rows = session.all(_FROZEN, [subscription])
            return {row["key"]: moment(row["made_at"]) - moment(row["due_at"]) for row in rows}

    def runs(self, subscription: int | None = None, limit: int = 50) -> list[tuple[Window, str, str | None]]:
        """Newest windows with state and reason; an open one's are those of its messages."""
        with self._connections.read() as session:
            return [_run(row) for row in session.all(_RUNS, {"subscription": subscription, "limit": limit})]


# The first message was refused as it was posted; later "cannot tell" means that it may stand there.
_REFUSED = (
    "SELECT 1 FROM outbox WHERE purpose = 'digest' AND ref = ? AND part = 0 AND state = 'failed'"
    " AND reason NOT LIKE 'cannot tell%'"
)
_GIVE_BACK = (
    "UPDATE digest_runs SET state = 'skipped', since = ?1, until = ?1, reason = ?2"
    f" WHERE subscription_id = ?3 AND due_at >= ?4 AND key NOT LIKE '{EXTRA}%'"
)
_FROZEN = "SELECT key, made_at, due_at FROM digest_runs WHERE subscription_id = ? AND state <> 'skipped'"
_TIMETABLE = f"""
    SELECT s.*, r.key AS run_key, r.due_at, r.since, r.until FROM subscriptions s
    LEFT JOIN digest_runs r ON r.subscription_id = s.id AND r.key = (
        SELECT n.key FROM digest_runs n WHERE n.subscription_id = s.id AND n.key NOT LIKE '{EXTRA}%'
        ORDER BY n.due_at DESC, n.key DESC LIMIT 1)
    WHERE s.state = 'active' AND s.purpose = 'digest' ORDER BY s.id
"""
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


def _window(row: sqlite3.Row) -> Window:
    return Window(row["id"], row["run_key"], moment(row["due_at"]), moment(row["since"]), moment(row["until"]))


def _subscription(row: sqlite3.Row) -> Subscription:
    return Subscription(
        id=row["id"],
        channel=row["channel"],
        times=tuple(json.loads(row["times"])),
        zone=row["zone"],
        starts_at=moment(row["starts_at"]),
        weekdays=tuple(json.loads(row["weekdays"])),
        owner=row["owner"],
        criteria=json.loads(row["criteria"]),
        name=row["name"],
        monthly=tuple(json.loads(row["monthly"])),
        when_empty=row["when_empty"],
        catch_up=row["catch_up"],
        catch_up_hours=row["catch_up_hours"],
        state=row["state"],
        reason=row["reason"],
        times_from=moment_if(row["times_from"]),
        backfill_from=moment_if(row["backfill_from"]),
        zone_changes=row["zone_changes"],
        configured=bool(row["configured"]),
    )


def _row(wanted: Subscription) -> dict[str, str | int | bytes | None]:
    """A subscription as it lies in its table, but for what the table alone knows."""
    return {
        "channel": wanted.channel,
        "times": pack(wanted.times),
        "zone": wanted.zone,
        "weekdays": pack(wanted.weekdays),
        "starts_at": instant(wanted.starts_at),
        "owner": wanted.owner,
        "active": int(wanted.active),  # must have a value, and is read by nobody: `state` says it
        "configured": int(wanted.configured),
        "criteria": json.dumps(wanted.criteria),
        "name": searchable(wanted.name),
        "monthly": pack(wanted.monthly),
        "when_empty": wanted.when_empty,
        "catch_up": wanted.catch_up,
        "catch_up_hours": wanted.catch_up_hours,
        "state": wanted.state,
        "reason": wanted.reason,
        "times_from": instant_if(wanted.times_from),
        "backfill_from": instant_if(wanted.backfill_from),
        "zone_changes": wanted.zone_changes,
    }


def _free_name(session: Session, wanted: Subscription) -> str:
    """The name, with a number after it where another digest of the channel has it."""
    rows = session.all(
        "SELECT name FROM subscriptions WHERE channel = ? AND id <> ? AND state <> 'deleted' AND purpose = 'digest'",
        [wanted.channel, wanted.id],
    )
    taken = {fold(row["name"]) for row in rows}
    name = searchable(wanted.name)
    numbered = (f"{name} {number}" for number in count(2))
    return name if fold(name) not in taken else next(other for other in numbered if fold(other) not in taken)


def _note(session: Session, number: int, now: datetime, by: str, what: str, detail: str) -> None:
    session.run(
        "INSERT INTO subscription_changes (subscription_id, at, by, what, detail) VALUES (?, ?, ?, ?, ?)",
        [number, instant(now), searchable(by), what, searchable(detail)],
    )
