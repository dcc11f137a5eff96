"""People and channels: read from rows on the way of an answer, asked of Slack beside it.

    person, channel, members, belongs   one look into rows; old or missing -> wanted
    one thread                          wanted -> Slack, one call after another, paced -> rows
    tick                                members of channels somebody looks at, before they are five minutes old
    events                              who joins and leaves, for free

Nothing here waits for Slack on anybody's behalf. What is not known reads by the strictest rule, so a Slack that does
not answer makes the bot say less, never more.
"""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar

import structlog

from bot.boundary import guarded
from bot.errors import NotStoredError, PostError, RefusedError
from bot.people import Channel, Person, Where, is_direct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

T = TypeVar("T")
log = structlog.get_logger()
FRESH = timedelta(minutes=5)  # then asked anew; members older than that count for nothing (reliability, row 23)
KEPT = timedelta(days=7)  # a person or channel Slack has not told about for longer is not known
SCOPES = timedelta(hours=1)  # then the token's scopes are asked for anew
RENEW = timedelta(minutes=2)  # the age at which the tick renews members somebody looks at
ACQUAINTED = 100  # members of a channel new to us that are asked for before they ask
LOOKED = timedelta(days=1)  # since the last look
PACE = 0.3  # seconds between calls: Slack takes 100 a minute of the slowest [docs.slack.dev/apis/web-api/rate-limits]
TRIES = 3  # of one question, where the answer is lost


class PeopleRows(Protocol):
    """What Slack told, with the instant; `store.people` keeps it."""

    def person(self, user: str) -> tuple[Person, datetime] | None: ...  # noqa: D102 - told in store.people, as below
    def channel(self, channel: str) -> tuple[Channel, datetime] | None: ...  # noqa: D102
    def roster(self, channel: str) -> tuple[frozenset[str], datetime] | None: ...  # noqa: D102
    def joined(self, channel: str, user: str) -> tuple[bool, datetime] | None: ...  # noqa: D102
    def keep_person(self, person: Person, now: datetime) -> None: ...  # noqa: D102
    def keep_channel(self, channel: Channel, now: datetime) -> None: ...  # noqa: D102
    def keep_roster(self, channel: str, users: Iterable[str], now: datetime) -> None: ...  # noqa: D102
    def asked_for(self, channels: Iterable[str], now: datetime) -> None: ...  # noqa: D102
    def arrived(self, channel: str, user: str) -> None: ...  # noqa: D102
    def departed(self, channel: str, user: str) -> None: ...  # noqa: D102
    def strangers(self, channel: str, limit: int) -> list[str]: ...  # noqa: D102
    def wanted_rosters(self, since: datetime, before: datetime) -> list[str]: ...  # noqa: D102
    def forget_person(self, user: str) -> None: ...  # noqa: D102
    def forget_channel(self, channel: str) -> None: ...  # noqa: D102
    def forget_roster(self, channel: str) -> None: ...  # noqa: D102


class Lookup(Protocol):
    """Asks Slack. Each raises NotStoredError (with a wait), RefusedError, or UncertainError."""

    def granted(self) -> frozenset[str]:
        """auth.test: the scopes of the bot's token."""
        ...

    def person(self, user: str) -> Person:
        """users.info."""
        ...

    def channel(self, channel: str) -> Channel:
        """conversations.info."""
        ...

    def members(self, channel: str) -> frozenset[str]:
        """conversations.members, all pages."""
        ...


class Directory:
    """Implements bot.ports.People."""

    def __init__(self, rows: PeopleRows, lookup: Lookup, clock: Callable[[], datetime], pace: float = PACE) -> None:
        self._rows = rows
        self._lookup = lookup
        self._clock = clock
        self._pace = pace
        self._granted: frozenset[str] | None = None
        self._granted_at: datetime | None = None
        self._wanted: dict[tuple[str, str], int] = {}  # (kind, id) -> tries so far; oldest first
        self._asking: tuple[str, str] | None = None  # what Slack is asked just now
        self._looked: set[str] = set()  # rosters looked at since the last tick
        self._denied: dict[tuple[str, str], datetime] = {}  # what Slack would not tell, and when
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="people", daemon=True)

    def person(self, user: str) -> Person:
        """Somebody; of unknown standing where Slack has not told within a week."""
        return self._counting("person", user, self._rows.person(user)) or Person(user)

    def channel(self, channel: str) -> Channel:
        """A conversation; private and shared where Slack has not told within a week."""
        if is_direct(channel):
            return Channel(channel, Where.DIRECT, shared=False, here=True, known=True)
        return self._counting("channel", channel, self._rows.channel(channel)) or Channel(channel)

    def members(self, channel: str) -> frozenset[str] | None:
        """Who is in a channel, as of at most five minutes ago; None = not known."""
        return self._timely(channel, self._rows.roster(channel))

    def belongs(self, user: str, channel: str) -> bool:
        """Whether they are in it, for sure and as of at most five minutes ago."""
        return bool(self._timely(channel, self._rows.joined(channel, user)))

    def granted(self) -> frozenset[str] | None:
        """The scopes Slack granted, as of an hour ago at most while it answers; None where it has not told."""
        if self._granted_at is None or not self._younger(self._granted_at, SCOPES):
            self._want("scopes", "")
        return self._granted

    def expect(self, user: str, channel: str) -> None:
        """They are about to ask there: what is not known or old is asked of Slack now."""
        if user:
            self.person(user)
        if channel:
            self.channel(channel)

    def moved(self, how: str, channel: str, user: str) -> None:
        """Somebody joined or left, or looks at the app; "" is the bot itself, to whom a channel it left is closed."""
        match how, user:
            case "joined", "":
                self._want("channel", channel)
            case "looked", _:
                self.person(user)
            case "left", "":
                self._rows.forget_channel(channel)
            case "joined", _:
                self._rows.arrived(channel, user)
            case _:
                self._rows.departed(channel, user)

    def _counting(self, kind: str, key: str, found: tuple[T, datetime] | None) -> T | None:
        """What a row says while it counts; asked for anew once it is not fresh."""
        if found is None or not self._younger(found[1], FRESH):
            self._want(kind, key)
        return found[0] if found and self._younger(found[1], KEPT) else None

    def _timely(self, channel: str, found: tuple[T, datetime] | None) -> T | None:
        """What a roster says, not a minute longer than it is fresh."""
        with self._changed:
            self._looked.add(channel)
        if found is None or not self._younger(found[1], FRESH):
            self._want("members", channel)
            return None
        return found[0]

    def _younger(self, at: datetime, limit: timedelta) -> bool:
        """A row from the future is not believed: the clock was put back."""
        return timedelta(seconds=-1) <= self._clock() - at <= limit

    def start(self) -> None:
        """Begin to ask; first what the app may do."""
        self._want("scopes", "")
        self._thread.start()

    def stop(self, timeout: float) -> None:
        """Ask no more; what is wanted is wanted again when somebody looks."""
        self._stopping.set()
        with self._changed:
            self._changed.notify_all()
        if self._thread.ident is not None:
            self._thread.join(timeout)

    @property
    def wanted(self) -> int:
        """How much there is to ask, what is being asked included."""
        with self._changed:
            return len(self._wanted) + (self._asking is not None)

    @property
    def alive(self) -> bool:
        """Whether its thread runs."""
        return self._thread.is_alive()

    def tick(self) -> None:
        """Want the members of channels somebody looks at before they are too old to count. Call once a minute."""
        with self._changed:
            looked, self._looked = self._looked, set()
        now = self._clock()
        if looked:
            self._rows.asked_for(looked, now)
        for channel in self._rows.wanted_rosters(now - LOOKED, now - RENEW):
            self._want("members", channel)

    def _want(self, kind: str, key: str) -> None:
        denied = self._denied.get((kind, key))
        if denied is not None and self._younger(denied, FRESH):
            return
        with self._changed:
            if self._asking != (kind, key):
                self._wanted.setdefault((kind, key), 0)
                self._changed.notify_all()

    def _run(self) -> None:
        while not self._stopping.is_set():
            with self._changed:
                self._changed.wait_for(lambda: self._wanted or self._stopping.is_set())
            if not self._stopping.is_set():
                self._stopping.wait(guarded("people", self.ask_one) or self._pace)

    def ask_one(self) -> float:
        """Ask Slack what was wanted first; returns for how many seconds to leave it in peace."""
        with self._changed:
            (kind, key), tries = next(iter(self._wanted.items()))
            del self._wanted[kind, key]
            self._asking = kind, key
        try:
            self._ask(kind, key)
        except NotStoredError as error:  # 429, or not reached
            self._again(kind, key, 0)
            return max(error.wait, 1.0)
        except RefusedError as error:
            self._refused(kind, key, str(error))
        except PostError as error:
            log.warning("not told", kind=kind, why=str(error))
            self._again(kind, key, tries + 1)
            return 1.0
        finally:
            with self._changed:
                self._asking = None
        return self._pace

    def _ask(self, kind: str, key: str) -> None:
        now = self._clock()  # before the call: what changes while Slack answers is not taken for known
        match kind:
            case "person":
                self._rows.keep_person(self._lookup.person(key), now)
            case "channel":
                self._meet(self._lookup.channel(key), now)
            case "members":
                self._rows.keep_roster(key, self._lookup.members(key), now)
                for user in self._rows.strangers(key, ACQUAINTED):
                    self._want("person", user)
            case "scopes":
                self._granted, self._granted_at = self._lookup.granted(), now

    def _meet(self, channel: Channel, now: datetime) -> None:
        """Keep a channel; of one that is new and the bot is in, the people too, so that their first question counts."""
        if self._rows.channel(channel.id) is None and channel.here:
            self._want("members", channel.id)
        self._rows.keep_channel(channel, now)

    def _again(self, kind: str, key: str, tries: int) -> None:
        if tries < TRIES:
            with self._changed:
                self._wanted.setdefault((kind, key), tries)

    def _refused(self, kind: str, key: str, why: str) -> None:
        """No scope for it, no such person, not in that channel: what was known counts no more."""
        log.info("not told", kind=kind, why=why)
        now = self._clock()
        self._denied = {at: when for at, when in self._denied.items() if self._younger(when, FRESH)}
        self._denied[kind, key] = now
        match kind:
            case "person":
                self._rows.forget_person(key)
            case "channel":
                self._rows.forget_channel(key)
            case "members":
                self._rows.forget_roster(key)
