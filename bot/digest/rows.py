"""What digests need of their rows, as a Protocol; `store.timetable` implements it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from bot.digest.model import Subscription, Window
    from bot.model import Delivery


class Timetable(Protocol):
    """Subscriptions and the windows they have had."""

    def subscribe(self, channel: str, times: Sequence[str], zone: str, now: datetime) -> Subscription:
        """The configured digest of a channel, made or changed; it starts from now."""
        ...

    def unsubscribe_others(self, channels: Sequence[str]) -> int:
        """Configured digests of channels no longer named are stopped; returns how many."""
        ...

    def standing(
        self, channels: Sequence[str] = (), owner: str | None = None, *, everywhere: bool = False
    ) -> list[Subscription]:
        """Active and paused ones of these channels, or made by this owner, in the order they were made; or all."""
        ...

    def subscription(self, number: int) -> Subscription | None:
        """One of them, whatever its state; None where there never was one."""
        ...

    def add_subscription(
        self, wanted: Subscription, now: datetime, *, by: str, detail: str, request_id: str | None = None
    ) -> Subscription:
        """Keep one, under a name that no other of its channel has; the same one for the same request."""
        ...

    def change_subscription(
        self, wanted: Subscription, now: datetime, *, by: str, what: str, detail: str
    ) -> Subscription:
        """Put `wanted` in the place of what it was; `what` is "changed", "paused", "resumed" or "deleted"."""
        ...

    def note_change(self, number: int, now: datetime, *, by: str, what: str, detail: str) -> None:
        """Note what somebody did that changes nothing of it."""
        ...

    def changes(self, number: int) -> list[tuple[datetime, str, str, str]]:
        """(when, by whom, what, in words) of every change, oldest first."""
        ...

    def timetable(self) -> list[tuple[Subscription, Window | None]]:
        """The active ones, each with its newest window on record; those that were asked for do not count."""
        ...

    def last_window(self, subscription: int) -> Window | None:
        """The newest window on record; those that were asked for do not count."""
        ...

    def skip_windows(self, skipped: Sequence[tuple[Window, str]], now: datetime) -> None:
        """Put on record windows that are not posted, each with its reason, in one transaction."""
        ...

    def refuse_window(
        self, number: int, key: str, reason: str, now: datetime, *, pause: bool, notice: Delivery | None = None
    ) -> bool:
        """Give back a window that Slack refused: what it had comes with the next; `pause` the digest, tell its owner.

        One that may have arrived, or did in part, is not given back. False where the digest was paused before.
        """
        ...

    def keep_draft(self, user: str, channel: str, filled: str, now: datetime) -> str:
        """Keep what a form was filled in with until it can be saved; returns its opaque id."""
        ...

    def draft(self, draft: str, user: str) -> tuple[str, str] | None:
        """(channel, what was filled in) of one's own draft."""
        ...

    def seal(self, until: datetime) -> None:
        """From now on nothing is listed at or before `until`: a digest composed after this has all of its time."""
        ...

    def open_window(
        self, window: Window, state: str, reason: str | None, deliveries: Sequence[Delivery], now: datetime
    ) -> bool:
        """In one transaction: the window's row and its frozen messages; False when the window is on record already."""
        ...

    def runs(self, subscription: int | None = None, limit: int = 50) -> list[tuple[Window, str, str | None]]:
        """Newest windows with state and reason."""
        ...

    def behind(self, subscription: int) -> dict[str, timedelta]:
        """By key, how long after their time the windows of a digest were frozen that were not skipped."""
        ...
