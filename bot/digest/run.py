"""One tick of the digests: what is due is composed, frozen and put into the outbox, in one transaction a window.

timetable -> due windows -> triage -> statements indexed in the window, held against the criteria -> stories -> pages
          -> messages, frozen with the window's row -> outbox

A tick ends after a while and goes on with the next one: a thousand digests may be due in one minute. What several of
them have in common – the time, the criteria, nothing private – is composed once.
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import structlog

from bot.boundary import guarded
from bot.digest.compose import pages
from bot.digest.criteria import of_json
from bot.digest.gather import gather
from bot.digest.timetable import EXTRA, begins, due, triage
from bot.model import PUBLIC, Delivery, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.digest.gather import Gathered
    from bot.digest.rows import Timetable
    from bot.model import Digest, Message, Subscription
    from bot.page import Page
    from bot.ports import Archive

log = structlog.get_logger()
TICK_SECONDS = 5.0  # that a tick works; the next one comes after 15
EMPTY = "nothing came in, and empty ones are not posted"


def scopes(subscription: Subscription) -> tuple[str, ...]:
    """What a digest may show: what is public, and what its channel, or the one it is for, may see."""
    if subscription.channel.startswith("D"):
        return (PUBLIC, f"user:{subscription.owner}") if subscription.owner else (PUBLIC,)
    return (PUBLIC, f"channel:{subscription.channel}")


def compose(
    archive: Archive, subscription: Subscription, window: Window, now: datetime, seen: tuple[str, ...] | None = None
) -> Digest:
    """What the window brought of what is wanted, in these scopes (default: the subscription's)."""
    return gathered(archive, subscription, window, now, seen).digest


def gathered(
    archive: Archive, subscription: Subscription, window: Window, now: datetime, seen: tuple[str, ...] | None = None
) -> Gathered:
    """The same with the reasons, for a preview."""
    criteria = of_json(subscription.criteria) if subscription.criteria else None
    with archive.snapshot(seen or scopes(subscription), now) as snapshot:
        return gather(snapshot, window, subscription.zone, criteria)


@dataclass(slots=True)
class Compositions:
    """What is composed in one tick, once for all who get the same."""

    archive: Archive
    made: dict[tuple[object, ...], Digest] = field(default_factory=dict)

    def digest(self, subscription: Subscription, window: Window, now: datetime) -> Digest:
        """The digest of a window, as its channel may see it."""
        seen = self._seen(subscription, now)
        criteria = json.dumps(subscription.criteria, sort_keys=True)
        key = (seen, window.since, window.until, window.due_at, subscription.zone, criteria)
        if key not in self.made:
            self.made[key] = compose(self.archive, subscription, window, now, seen)
        return replace(self.made[key], window=window)

    def _seen(self, subscription: Subscription, now: datetime) -> tuple[str, ...]:
        """Its scopes, without those that have nothing in them."""
        return tuple(scope for scope in scopes(subscription) if scope == PUBLIC or self._holds(scope, now))

    def _holds(self, scope: str, now: datetime) -> bool:
        with self.archive.snapshot((scope,), now) as snapshot:
            return snapshot.coverage().articles > 0


class Digests:
    """The runner; `tick` is called every few seconds and after every start."""

    def __init__(
        self, archive: Archive, timetable: Timetable, render: Callable[[Page], Message], clock: Callable[[], datetime]
    ) -> None:
        self._archive = archive
        self._timetable = timetable
        self._render = render
        self._clock = clock

    def tick(self) -> int:
        """Freeze what is due, the longest due first; returns how many digests were put into the outbox.

        Ends after a few seconds; what is left is due at the next tick. One that breaks does not hold up the others.
        """
        until = time.monotonic() + TICK_SECONDS
        shared, count = Compositions(self._archive), 0
        for subscription, windows in self._due(self._clock()):
            count += guarded("digest", lambda s=subscription, w=windows: self._run(s, w, shared)) or 0  # type: ignore[misc]
            if time.monotonic() > until:
                log.info("digests go on at the next tick", frozen=count)
                break
        return count

    def _due(self, now: datetime) -> list[tuple[Subscription, list[Window]]]:
        """The active digests with a window that is due, the longest due first."""
        found = [(subscription, due(subscription, last, now)) for subscription, last in self._timetable.timetable()]
        return sorted((pair for pair in found if pair[1]), key=lambda pair: (pair[1][-1].due_at, pair[0].id))

    def _run(self, subscription: Subscription, windows: list[Window], shared: Compositions) -> int:
        now = self._clock()
        skipped, window = triage(windows, now, subscription.catch_up, subscription.catch_up_hours)
        self._timetable.skip_windows(skipped, now)
        return self._freeze(subscription, window, shared, now) if window else 0

    def _freeze(self, subscription: Subscription, window: Window, shared: Compositions, now: datetime) -> int:
        """The window's row with its messages; of an empty one, where that is wanted, with none."""
        digest = shared.digest(subscription, window, now)
        if not digest.statements and subscription.when_empty == "nothing":
            self._timetable.open_window(window, "skipped", EMPTY, (), now)
            return 0
        frozen = self._frozen(subscription, window, pages(digest, now))
        return int(self._timetable.open_window(window, "open", None, frozen, now))

    def _frozen(self, subscription: Subscription, window: Window, shown: Sequence[Page]) -> list[Delivery]:
        return [
            Delivery(
                run_key=secrets.token_hex(12),
                purpose="digest",
                channel=subscription.channel,
                message=self._render(page),
                part=part,
                ref=f"{window.subscription}/{window.key}",
                statements=tuple(i for s in page.sections for c in s.cards for i in c.statements),
            )
            for part, page in enumerate(shown)
        ]

    def preview(self, subscription: Subscription, now: datetime) -> Digest:
        """What would be posted now: everything since the last one."""
        window = upcoming(subscription, self._timetable.last_window(subscription.id), now)
        return Compositions(self._archive).digest(subscription, window, now)

    def run_now(self, subscription: Subscription, request_id: str, now: datetime) -> bool:
        """Post one besides, once a request; False where this request had its own. The timetable goes on unchanged."""
        window = upcoming(subscription, self._timetable.last_window(subscription.id), now)
        window = replace(window, key=f"{EXTRA}{request_id}")
        digest = Compositions(self._archive).digest(subscription, window, now)
        return self._timetable.open_window(
            window, "open", None, self._frozen(subscription, window, pages(digest, now)), now
        )


def upcoming(subscription: Subscription, last: Window | None, now: datetime) -> Window:
    """The window from the last one up to now."""
    return Window(subscription.id, "now", now, begins(subscription, last), now)
