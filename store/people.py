"""People and channels as Slack last told of them, each with the instant; what was set; and what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.people import Channel, Person, Standing, Where
from store.codec import instant, moment, searchable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from store.connection import Connections


_PERSON = """
    SELECT standing, fetched_at, coalesce(s.value, p.zone) AS zone FROM people p
    LEFT JOIN preferences s ON s.subject = 'user:' || p.id AND s.name = 'zone' WHERE p.id = ?
"""


class PeopleRoom:
    """Implements bot.people.directory.PeopleRows and bot.ports.Preferences."""

    _connections: Connections

    def person(self, user: str) -> tuple[Person, datetime] | None:
        """Somebody, in the zone they set or else Slack tells, and when it told; None where it has not."""
        with self._connections.read() as session:
            row = session.one(_PERSON, [searchable(user)])
        return (Person(user, Standing(row["standing"]), row["zone"]), moment(row["fetched_at"])) if row else None

    def channel(self, channel: str) -> tuple[Channel, datetime] | None:
        """A conversation, and when Slack told; None where it has not."""
        with self._connections.read() as session:
            row = session.one("SELECT * FROM channels WHERE id = ?", [searchable(channel)])
        if row is None:
            return None
        shared, archived, here = (bool(row[name]) for name in ("shared", "archived", "here"))
        return Channel(channel, Where(row["kind"]), shared, archived, here, known=True), moment(row["fetched_at"])

    def roster(self, channel: str) -> tuple[frozenset[str], datetime] | None:
        """Who is in a channel, and when Slack told; None where it has not."""
        with self._connections.read() as session:
            row = session.one("SELECT fetched_at FROM rosters WHERE channel = ?", [searchable(channel)])
            if row is None:
                return None
            users = session.all("SELECT user FROM memberships WHERE channel = ?", [searchable(channel)])
        return frozenset(found["user"] for found in users), moment(row["fetched_at"])

    def joined(self, channel: str, user: str) -> tuple[bool, datetime] | None:
        """Whether they are in a channel, and when Slack told who is; a row instead of the whole roster."""
        with self._connections.read() as session:
            row = session.one(
                "SELECT fetched_at, EXISTS (SELECT 1 FROM memberships m WHERE m.channel = r.channel AND m.user = ?)"
                " AS here FROM rosters r WHERE r.channel = ?",
                [searchable(user), searchable(channel)],
            )
        return (bool(row["here"]), moment(row["fetched_at"])) if row else None

    def keep_person(self, person: Person, now: datetime) -> None:
        """What Slack told of somebody."""
        row = [searchable(person.id), person.standing.value, person.zone, instant(now)]
        with self._connections.write() as session:
            session.run("REPLACE INTO people (id, standing, zone, fetched_at) VALUES (?, ?, ?, ?)", row)

    def keep_channel(self, channel: Channel, now: datetime) -> None:
        """What Slack told of a conversation."""
        row = [searchable(channel.id), channel.kind.value, channel.shared, channel.archived, channel.here, instant(now)]
        with self._connections.write() as session:
            session.run(
                "REPLACE INTO channels (id, kind, shared, archived, here, fetched_at) VALUES (?, ?, ?, ?, ?, ?)", row
            )

    def keep_roster(self, channel: str, users: Iterable[str], now: datetime) -> None:
        """Who is in a channel, all of them, as of `now`."""
        channel, at = searchable(channel), instant(now)
        with self._connections.write() as session:
            session.run(
                "INSERT INTO rosters (channel, fetched_at, asked_at) VALUES (?, ?, ?)"
                " ON CONFLICT (channel) DO UPDATE SET fetched_at = excluded.fetched_at",
                [channel, at, at],
            )
            session.run("DELETE FROM memberships WHERE channel = ?", [channel])
            session.many(
                "INSERT INTO memberships (channel, user) VALUES (?, ?)", [(channel, searchable(user)) for user in users]
            )

    def asked_for(self, channels: Iterable[str], now: datetime) -> None:
        """Somebody wanted to know who is in these."""
        with self._connections.write() as session:
            session.many(
                "UPDATE rosters SET asked_at = ? WHERE channel = ?",
                [(instant(now), searchable(channel)) for channel in channels],
            )

    def strangers(self, channel: str, limit: int) -> list[str]:
        """Members of a channel that Slack has not been asked about, at most `limit`."""
        with self._connections.read() as session:
            rows = session.all(
                "SELECT user FROM memberships WHERE channel = ? AND user NOT IN (SELECT id FROM people) LIMIT ?",
                [searchable(channel), limit],
            )
        return [row["user"] for row in rows]

    def wanted_rosters(self, since: datetime, before: datetime) -> list[str]:
        """Channels whose members somebody wanted to know after `since`, and Slack last told `before`; oldest first."""
        with self._connections.read() as session:
            rows = session.all(
                "SELECT channel FROM rosters WHERE asked_at >= ? AND fetched_at < ? ORDER BY fetched_at",
                [instant(since), instant(before)],
            )
        return [row["channel"] for row in rows]

    def arrived(self, channel: str, user: str) -> None:
        """Somebody joined a channel whose members are on record."""
        with self._connections.write() as session:
            session.run(
                "INSERT INTO memberships (channel, user) SELECT channel, ? FROM rosters WHERE channel = ?"
                " ON CONFLICT DO NOTHING",
                [searchable(user), searchable(channel)],
            )

    def departed(self, channel: str, user: str) -> None:
        """Somebody left a channel."""
        with self._connections.write() as session:
            session.run(
                "DELETE FROM memberships WHERE channel = ? AND user = ?", [searchable(channel), searchable(user)]
            )

    def forget_person(self, user: str) -> None:
        """Slack knows of nobody of that id, or will not tell."""
        with self._connections.write() as session:
            session.run("DELETE FROM people WHERE id = ?", [searchable(user)])

    def forget_channel(self, channel: str) -> None:
        """The bot cannot see that channel (any more): who was in it is nobody's business."""
        with self._connections.write() as session:
            session.run("DELETE FROM channels WHERE id = ?", [searchable(channel)])
            session.run("DELETE FROM rosters WHERE channel = ?", [searchable(channel)])

    def forget_roster(self, channel: str) -> None:
        """Slack does not tell who is in it (any more)."""
        with self._connections.write() as session:
            session.run("DELETE FROM rosters WHERE channel = ?", [searchable(channel)])

    def preference(self, subject: str, name: str) -> str | None:
        """What was set for "channel:ID" or "user:ID"; None = nothing."""
        with self._connections.read() as session:
            row = session.one(
                "SELECT value FROM preferences WHERE subject = ? AND name = ?", [searchable(subject), name]
            )
        return str(row["value"]) if row else None

    def prefer(self, subject: str, name: str, value: str | None, *, by: str, now: datetime) -> None:
        """Set it, or with None take it back."""
        with self._connections.write() as session:
            if value is None:
                session.run("DELETE FROM preferences WHERE subject = ? AND name = ?", [searchable(subject), name])
                return
            session.run(
                "REPLACE INTO preferences (subject, name, value, by, at) VALUES (?, ?, ?, ?, ?)",
                [searchable(subject), name, searchable(value), searchable(by), instant(now)],
            )

    def refuse(self, user: str, channel: str, what: str, why: str, now: datetime) -> None:
        """Somebody tried what is not theirs to do."""
        with self._connections.write() as session:
            session.run(
                "INSERT INTO refusals (at, user, channel, what, why) VALUES (?, ?, ?, ?, ?)",
                [instant(now), searchable(user), searchable(channel), searchable(what), why],
            )

    def refusals(self, limit: int = 50) -> list[tuple[datetime, str, str, str, str]]:
        """(when, who, where, what, their standing), newest first."""
        with self._connections.read() as session:
            rows = session.all("SELECT * FROM refusals ORDER BY seq DESC LIMIT ?", [limit])
        return [(moment(row["at"]), row["user"], row["channel"], row["what"], row["why"]) for row in rows]
