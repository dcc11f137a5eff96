"""Links heard in channels: entries of a source of the channel's own, read as those of feeds are (bot.linking)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.ingest.parcel import Entry
from bot.linking import KIND
from store.codec import instant, searchable
from store.desk import put_out
from store.removal import removed
from store.sources import enter_one

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.model import Delivery
    from store.connection import Connections

EVERY = timedelta(days=1)  # there is nothing to look at but what was heard


class LinksRoom:
    """Implements bot.linking.LinkRows."""

    _connections: Connections

    def listens(self, channel: str) -> str | None:
        """The scope that a channel's links are read for; None where it is off."""
        with self._connections.read() as session:
            row = session.one(
                "SELECT scope FROM sources WHERE kind = ? AND address = ? AND active = 1 ORDER BY scope = 'public', id",
                [KIND, _address(channel)],
            )
            return row["scope"] if row else None

    def listen(self, channel: str, scope: str, *, on: bool, by: str, notice: Delivery, now: datetime) -> bool:
        """Switch it, with what is announced, in one transaction; False where it is so already."""
        address, at = _address(channel), instant(now)
        with self._connections.write() as session:
            standing = session.all(
                "SELECT scope FROM sources WHERE kind = ? AND address = ? AND active = 1", [KIND, address]
            )
            if [row["scope"] for row in standing] == ([scope] if on else []):
                return False
            session.run("UPDATE sources SET active = 0 WHERE kind = ? AND address = ?", [KIND, address])
            if on:
                session.run(
                    "INSERT INTO sources (kind, address, scope, name, every, active, by, poll_at, due_at, made_at)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?7, ?7, ?7)"
                    " ON CONFLICT (address, scope) DO UPDATE SET active = 1, by = excluded.by, due_at = ?7",
                    [KIND, address, scope, "links in a channel", int(EVERY.total_seconds()), searchable(by), at],
                )
            put_out(session, notice, now)
            return True

    def heard(self, channel: str, scope: str, urls: Sequence[str], now: datetime) -> int:
        """Addresses to be read; how many are new."""
        with self._connections.write() as session:
            row = session.one(
                "SELECT id FROM sources WHERE kind = ? AND address = ? AND scope = ? AND active = 1",
                [KIND, _address(channel), scope],
            )
            if row is None:
                return 0
            wanted = [url for url in urls if not removed(session, scope, url)]
            new = sum(enter_one(session, row["id"], Entry(url), now) for url in wanted)
            if new:
                session.run("UPDATE sources SET due_at = min(due_at, ?) WHERE id = ?", [instant(now), row["id"]])
            return new


def _address(channel: str) -> str:
    return searchable(f"links:{channel}")
