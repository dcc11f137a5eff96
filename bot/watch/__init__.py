"""Watches: what somebody wants to be told of as soon as it is in the record, and what storing them needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from bot.model import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.model import Delivery, Record

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Watch:
    """New statements on something, told as they come in."""

    id: int
    channel: str  # where it tells: a channel or a direct message
    owner: str
    personal: bool  # in a direct message: sees what its owner alone may see
    criteria: dict[str, object]  # bot.digest.criteria
    zone: str = "UTC"
    quiet: tuple[str, str] | None = None  # local hours in which nothing is told: ("22:00", "07:00")
    muted_until: datetime | None = None
    state: str = "active"  # active | paused | stopped
    reason: str | None = None  # why it is paused
    through: int = 0  # the newest statement it has looked at
    looked_at: datetime = field(default=LONG_AGO)  # and when: what was embargoed till later is new after it

    @property
    def scopes(self) -> tuple[str, ...]:
        """What it may see."""
        return (PUBLIC, f"user:{self.owner}") if self.personal else (PUBLIC, f"channel:{self.channel}")

    def awake(self, now: datetime) -> bool:
        """Whether it tells now: neither stopped nor muted, and not in its quiet hours."""
        muted = self.muted_until is not None and now < self.muted_until
        return self.state == "active" and not muted and not self._quiet(now)

    def _quiet(self, now: datetime) -> bool:
        if self.quiet is None:
            return False
        at = now.astimezone(ZoneInfo(self.zone)).time()
        begins, ends = map(time.fromisoformat, self.quiet)
        return begins <= at < ends if begins <= ends else at >= begins or at < ends


@dataclass(frozen=True, slots=True)
class Told:
    """A statement that a watch told of, and what became of it since."""

    watch: int
    statement: int
    channel: str
    thread_ts: str  # of the message that told it
    label: str  # by which its readers know it again
    note: str  # opaque, by which it is told once
    what: str  # "speaker" | "removed" | "restored" | "gone"
    value: str | None  # the speaker's new name
    at: datetime


@dataclass(frozen=True, slots=True)
class News:
    """A message of a watch, and the (utterance, statement, label) of everything it tells."""

    delivery: Delivery
    told: tuple[tuple[int, int, str], ...]


class Watches(Protocol):
    """The rows of watches."""

    def add_watch(self, watch: Watch, now: datetime) -> tuple[Watch, bool]:
        """Keep a watch, from now on; (the standing one, False) where its channel watches just this already."""
        ...

    def watches(self, channels: Iterable[str], owner: str | None = None) -> list[Watch]:
        """Those that tell in one of these channels, or are this owner's; stopped ones left out."""
        ...

    def active_watches(self) -> list[Watch]:
        """All that are active."""
        ...

    def watch(self, watch_id: int) -> Watch | None:
        """The watch with this id, stopped or not."""
        ...

    def change_watch(self, watch: Watch, what: str, by: str, now: datetime) -> None:
        """Store mute, quiet hours, state and reason as `watch` has them; `what` goes into the audit."""
        ...

    def news_after(
        self, scopes: Sequence[str], through: int, looked_at: datetime, now: datetime
    ) -> tuple[list[Record], int]:
        """News with a higher id than `through`, or first to be seen after `looked_at`, by id; and how far that goes.

        At most PAGE of the former at a time.
        """
        ...

    def untold(self, watch_id: int, utterances: Iterable[int]) -> set[int]:
        """Which of these utterances the watch has not told of."""
        ...

    def tell(self, watch: Watch, through: int, news: Sequence[News], now: datetime) -> bool:
        """In one transaction: the watch has looked up to `through`, and what it tells is in the outbox.

        False when another was faster: nothing is done.
        """
        ...

    def advance(self, watches: Sequence[Watch], through: int, now: datetime) -> None:
        """These have looked up to `through` and have nothing to tell; one that moved meanwhile stays where it is."""
        ...

    def turned(self, since: datetime) -> list[Told]:
        """What was corrected, taken out or vanished after a watch told it, told after `since`; not yet told of."""
        ...

    def tell_turned(self, told: Told, delivery: Delivery, now: datetime) -> bool:
        """In one transaction: noted, and in the outbox; False when it was told before."""
        ...


PAGE = 2_000  # statements looked at in one go
