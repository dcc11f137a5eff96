"""Sources and their entries (bot.ingest.sources). Who holds one is told by the instant of the claim."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.errors import UsageError
from bot.ingest.sources import Item, Source
from store.codec import instant, instant_if, moment_if, pack, searchable
from store.desk import put_out
from store.removal import removed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from bot.ingest.parcel import Entry
    from bot.ingest.sources import Settled
    from bot.model import Delivery
    from store.connection import Connections, Session

LEASE = timedelta(minutes=10)  # after which a claim is that of a process that has ended
_INSTANTS = ("poll_at", "made_at", "claimed_at", "tried_at", "reached_at", "new_at", "failing_since", "unset_at")
_TEXTS = (
    "kind", "address", "scope", "name", "outlet", "zone", "language", "by", "channel", "etag", "modified", "problem",
    "configured",
)  # fmt: skip
_GIVEN = ("configured", "outlet", "zone", "language", "every")  # by the settings
_STATE = ("name", "etag", "modified", "poll_at", "tried_at", "reached_at", "new_at", "failures", "failing_since")
_ALL = """
    SELECT s.*,
        (SELECT count(*) FROM source_items i WHERE i.source_id = s.id AND i.state = 'waiting') AS waiting,
        (SELECT count(*) FROM source_items i WHERE i.source_id = s.id AND i.state = 'failed') AS lost
    FROM sources s
"""
_OPEN = "(state = 'waiting' OR (state = 'done' AND looks > 0))"  # to be read, or looked at again
_DUE = """
    SELECT id FROM sources WHERE active = 1 AND due_at <= :now AND coalesce(claimed_at, '') < :lease
    AND id NOT IN (SELECT value FROM json_each(:without))
    ORDER BY due_at, id LIMIT 1
"""


_SEEN = " WHERE s.scope IN (SELECT value FROM json_each(:scopes))"


def seen(session: Session, scopes: str) -> list[Source]:
    """The sources of these scopes (a JSON list), in the order they were added."""
    return [_source(row) for row in session.all(f"{_ALL}{_SEEN} ORDER BY s.id", {"scopes": scopes})]


class SourcesRoom:
    """Implements bot.ingest.sources.SourceRows."""

    _connections: Connections

    def add_source(self, source: Source, now: datetime) -> Source:
        """Keep a new source; its id is given. Raises UsageError where it is there already."""
        row = _row(source) | {"made_at": instant(now), "poll_at": instant(now), "due_at": instant(now)}
        row |= {"claimed_at": None}
        with self._connections.write() as session:
            known = [row["address"], row["scope"]]
            if session.one("SELECT 1 FROM sources WHERE address = ? AND scope = ?", known):
                raise UsageError(f"{source.address} is a source already: sources list shows how it is doing.")
            made = session.insert(f"INSERT INTO sources ({', '.join(row)}) VALUES (:{', :'.join(row)})", row)
            return _one(session, made)

    def sources(self, scopes: Sequence[str] | None = None) -> list[Source]:
        """Those of these scopes, or all, by name."""
        where = "" if scopes is None else _SEEN
        order = " ORDER BY coalesce(s.outlet, s.name, s.address) COLLATE NOCASE, s.id"
        with self._connections.read() as session:
            return [_source(row) for row in session.all(_ALL + where + order, {"scopes": pack(scopes or ())})]

    def source(self, source_id: int, scopes: Sequence[str] | None = None) -> Source | None:
        """The one with this id, as far as it is of these scopes."""
        within = "" if scopes is None else f"{_SEEN} AND"
        with self._connections.read() as session:
            row = session.one(f"{_ALL}{within or ' WHERE'} s.id = :id", {"id": source_id, "scopes": pack(scopes or ())})
            return _source(row) if row else None

    def given_up(self, source_id: int, limit: int) -> list[tuple[str, str]]:
        """(address, why) of its newest entries that were given up, or wait for another try."""
        with self._connections.read() as session:
            rows = session.all(
                "SELECT url, reason FROM source_items WHERE source_id = ? AND reason IS NOT NULL AND state <> 'done'"
                " ORDER BY done_at DESC, url LIMIT ?",
                [source_id, limit],
            )
            return [(row["url"], row["reason"]) for row in rows]

    def configure_sources(self, named: Sequence[Source], now: datetime) -> list[Source]:
        """Keep in step with the settings: add what they name anew, pause what they name no more; those changed."""
        with self._connections.write() as session:
            changed = [made for one in named if (made := _named(session, one, now))]
            changed += _unnamed(session, [one.configured for one in named], now)
            return [_one(session, made) for made in changed]

    def switch_source(self, source_id: int, *, active: bool, now: datetime) -> bool:
        """Pause, or resume at once; False where that is how it is."""
        with self._connections.write() as session:
            changed = session.run(
                "UPDATE sources SET active = ?1, poll_at = CASE WHEN ?1 THEN ?2 ELSE poll_at END,"
                " due_at = CASE WHEN ?1 THEN ?2 ELSE due_at END WHERE id = ?3 AND active <> ?1",
                [int(active), instant(now), source_id],
            )
            return bool(changed)

    def remove_source(self, source_id: int) -> bool:
        """It is looked at no more; its articles stay."""
        with self._connections.write() as session:
            return bool(session.run("DELETE FROM sources WHERE id = ?", [source_id]))

    def check_source(self, source_id: int, now: datetime) -> bool:
        """It is due now, also where it was waiting out a failure."""
        with self._connections.write() as session:
            changed = session.run(
                "UPDATE sources SET poll_at = ?1, due_at = ?1 WHERE id = ?2 AND active = 1", [instant(now), source_id]
            )
            return bool(changed)

    def claim_source(self, now: datetime, without: Sequence[int] = ()) -> Source | None:
        """The one longest due that nobody holds, held from now on; `without` these. None where there is none."""
        params = {"now": instant(now), "lease": instant(now - LEASE), "without": pack(without)}
        with self._connections.read() as session:  # asked every few seconds: an idle bot takes no write lock
            if session.one(_DUE, params) is None:
                return None
        with self._connections.write() as session:
            row = session.one(_DUE, params)
            if row is None:
                return None
            session.run("UPDATE sources SET claimed_at = ? WHERE id = ?", [params["now"], row["id"]])
            return _one(session, row["id"])

    def enter(self, source: Source, entries: Sequence[Entry], now: datetime, notice: Delivery | None) -> int:
        """In one transaction: the state of a held source, its new entries, and what its owner is told; how many."""
        with self._connections.write() as session:
            row = _row(source)
            state = {name: row[name] for name in (*_STATE, "problem", "told")}
            held = session.run(
                f"UPDATE sources SET {', '.join(f'{name} = :{name}' for name in state)}"
                " WHERE id = :id AND claimed_at = :token",
                state | {"id": source.id, "token": _token(source)},
            )
            if not held:
                return 0  # removed, or held for so long that somebody else has it
            _move(session, source)
            if notice is not None:
                put_out(session, notice, now)
            wanted = [entry for entry in entries if not removed(session, source.scope, entry.url)]
            return sum(enter_one(session, source.id, entry, now) for entry in wanted)

    def hasten_sources(self, now: datetime) -> int:
        """After the clock went back: what waits for an instant further off than its interval is due now; how many."""
        at = {"now": instant(now), "day": instant(now + timedelta(days=1))}
        with self._connections.write() as session:
            session.run("UPDATE sources SET claimed_at = NULL WHERE claimed_at > :now", at)
            return session.run(
                "UPDATE sources SET poll_at = :now, due_at = :now WHERE active = 1 AND (poll_at > :day"
                " OR (failures = 0 AND unixepoch(poll_at) > unixepoch(:now) + every))",
                at,
            )

    def items(self, source_id: int, now: datetime, limit: int) -> list[Item]:
        """Its entries to be read now, oldest first."""
        with self._connections.read() as session:
            rows = session.all(
                f"SELECT * FROM source_items WHERE source_id = ? AND {_OPEN} AND again_at <= ?"
                " ORDER BY state = 'done', again_at, published, url LIMIT ?",
                [source_id, instant(now), limit],
            )
            return [_item(row) for row in rows]

    def settle(self, source_id: int, url: str, done: Settled, now: datetime) -> None:
        """What became of an entry; an article that was new counts, whatever becomes of it later."""
        with self._connections.write() as session:
            again = instant(done.again_at or now)
            session.run(
                "UPDATE source_items SET state = ?, tries = ?, again_at = ?, reason = ?, done_at = ?, looks = ?,"
                f" missed = ?, article = coalesce(?, article) WHERE source_id = ? AND url = ? AND {_OPEN}",
                [
                    *(done.state, done.tries, again, done.reason, instant(now), done.looks, done.missed),
                    *(_text(done.article), source_id, searchable(url)),
                ],
            )
            if done.new:
                session.run(
                    "UPDATE sources SET articles = articles + 1, statements = statements + ? WHERE id = ?",
                    [done.statements, source_id],
                )

    def release_source(self, source: Source, now: datetime) -> None:
        """Hold it no more; due again when it or one of its entries is."""
        with self._connections.write() as session:
            session.run(
                "UPDATE sources SET claimed_at = NULL, due_at = max(?, min(poll_at, coalesce((SELECT min(again_at)"
                f" FROM source_items i WHERE i.source_id = sources.id AND {_OPEN}), poll_at)))"
                " WHERE id = ? AND claimed_at = ?",
                [instant(now), source.id, _token(source)],
            )


def _named(session: Session, source: Source, now: datetime) -> int | None:
    """The id of one that the settings name from now on; None where they did before, and nothing of it is other.

    One that somebody added goes on under the settings; one that they left out for a time is read again.
    """
    row = _row(source) | {"made_at": instant(now), "poll_at": instant(now), "due_at": instant(now)}
    known = session.one(
        "SELECT * FROM sources WHERE configured = :configured OR (address = :address AND scope = :scope)"
        " ORDER BY configured IS NOT :configured LIMIT 1",
        row,
    )
    if known is None:
        return session.insert(f"INSERT INTO sources ({', '.join(row)}) VALUES (:{', :'.join(row)})", row)
    given = {name: row[name] if row[name] is not None else known[name] for name in _GIVEN}
    back = known["configured"] is None or known["unset_at"] is not None
    if not back and all(known[name] == given[name] for name in _GIVEN):
        return None
    session.run(
        "UPDATE sources SET configured = :configured, unset_at = NULL, outlet = :outlet, zone = :zone,"
        " language = :language, every = :every, active = CASE WHEN :back THEN 1 ELSE active END,"
        " poll_at = CASE WHEN :back THEN :now ELSE poll_at END, due_at = CASE WHEN :back THEN :now ELSE due_at END"
        " WHERE id = :id",
        given | {"back": back, "now": instant(now), "id": known["id"]},
    )
    return int(known["id"])


def _unnamed(session: Session, kept: Sequence[str | None], now: datetime) -> list[int]:
    """Pause those that the settings name no more; their ids."""
    rows = session.all(
        "SELECT id FROM sources WHERE configured IS NOT NULL AND unset_at IS NULL"
        " AND configured NOT IN (SELECT value FROM json_each(?))",
        [pack([searchable(one) for one in kept if one])],
    )
    for row in rows:
        session.run("UPDATE sources SET active = 0, unset_at = ? WHERE id = ?", [instant(now), row["id"]])
    return [int(row["id"]) for row in rows]


def _item(row: sqlite3.Row) -> Item:
    looks = row["looks"] if row["state"] == "done" else 0
    known = (row["url"], row["title"], row["published"], row["author"], row["tries"])
    return Item(*known, looks=looks, missed=row["missed"], article=row["article"])


def _token(source: Source) -> str | None:
    return instant_if(source.claimed_at)


def _move(session: Session, source: Source) -> None:
    """It said where it is from now on; not where another source is there already."""
    session.run(
        "UPDATE sources SET address = ?1 WHERE id = ?2 AND address <> ?1"
        " AND NOT EXISTS (SELECT 1 FROM sources o WHERE o.address = ?1 AND o.scope = sources.scope)",
        [searchable(source.address), source.id],
    )


def enter_one(session: Session, source_id: int, entry: Entry, now: datetime) -> int:
    """1 where it is new, or its source says that it has changed since it was read."""
    known = {"source_id": source_id, "url": entry.url, "stamp": entry.stamp, "title": entry.title}
    row = known | {"published": entry.published, "author": entry.author, "now": instant(now)}
    return session.run(
        "INSERT INTO source_items (source_id, url, stamp, title, published, author, state, again_at, seen_at)"
        " VALUES (:source_id, :url, :stamp, :title, :published, :author, 'waiting', :now, :now)"
        " ON CONFLICT DO UPDATE SET stamp = excluded.stamp, state = 'waiting', tries = 0, again_at = excluded.again_at"
        " WHERE state <> 'waiting' AND excluded.stamp IS NOT NULL AND excluded.stamp IS NOT stamp",
        {name: searchable(value) if isinstance(value, str) else value for name, value in row.items()},
    )


def _row(source: Source) -> dict[str, Any]:
    """As it is kept, without its id and counts."""
    texts = {name: _text(getattr(source, name)) for name in _TEXTS}
    moments = {name: instant_if(getattr(source, name)) for name in _INSTANTS}
    numbers = {"every": int(source.every.total_seconds()), "failures": source.failures}
    return texts | moments | numbers | {"active": int(source.active), "told": int(source.told)}


def _text(value: str | None) -> str | None:
    return None if value is None else searchable(value)


def _one(session: Session, source_id: int) -> Source:
    return _source(session.all(_ALL + " WHERE s.id = ?", [source_id])[0])


def _source(row: sqlite3.Row) -> Source:
    texts: dict[str, Any] = {name: row[name] for name in _TEXTS}
    moments: dict[str, Any] = {name: moment_if(row[name]) for name in _INSTANTS}
    numbers: dict[str, Any] = {
        name: row[name] for name in ("id", "failures", "articles", "statements", "waiting", "lost")
    }
    flags: dict[str, Any] = {"active": bool(row["active"]), "told": bool(row["told"])}
    return Source(**texts, **moments, **numbers, **flags, every=timedelta(seconds=row["every"]))
