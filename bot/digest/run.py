"""One tick of the digests: what is due is composed, frozen and put into the outbox, in one transaction a window.

subscriptions -> due windows (timetable) -> triage -> statements indexed in the window -> stories -> pages
              -> messages, frozen with the window's row -> outbox
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from bot.digest.compose import pages
from bot.digest.stories import stories
from bot.digest.timetable import due, triage
from bot.model import PUBLIC, Delivery, Digest

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.model import Message, Subscription, Window
    from bot.page import Page
    from bot.ports import Archive, Timetable


def compose(archive: Archive, subscription: Subscription, window: Window, now: datetime) -> Digest:
    """What the window brought, as the subscription's channel may see it."""
    with archive.snapshot((PUBLIC, f"channel:{subscription.channel}"), now) as snapshot:
        records = snapshot.indexed_between(window.since, window.until)
        coverage = snapshot.coverage()
    news = [r for r in records if r.news]
    return Digest(
        window,
        subscription.zone,
        stories(news),
        articles=len({r.article.id for r in news}),
        statements=len(news),
        older=len(records) - len(news),
        newest_indexed=coverage.newest_indexed,
    )


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
        """Freeze what is due; returns how many digests were put into the outbox."""
        return sum(self._run(subscription) for subscription in self._timetable.subscriptions())

    def _run(self, subscription: Subscription) -> int:
        now = self._clock()
        skipped, window = triage(due(subscription, self._timetable.last_window(subscription.id), now), now)
        for missed, reason in skipped:
            self._timetable.open_window(missed, "skipped", reason, (), now)
        if window is None:
            return 0
        frozen = self._frozen(subscription, window, now)
        return int(self._timetable.open_window(window, "open", None, frozen, now))

    def _frozen(self, subscription: Subscription, window: Window, now: datetime) -> list[Delivery]:
        digest = compose(self._archive, subscription, window, now)
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
            for part, page in enumerate(pages(digest, now))
        ]
