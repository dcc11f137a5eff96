"""How a message gets to a channel: effectively once.

    pending -> posting (committed before the call) -> posted
                       -> pending    Slack surely did not take it (429, no name, refused)
                       -> failed     Slack will not take it
                       -> uncertain  it may have: after the settle delay the channel is asked for our run key

Measured with kill -9 (docs: FACTS, Time): posting and then marking doubles, marking and then posting loses; this loses
and doubles none, as long as the settle delay is longer than the client's timeout.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.errors import NotStoredError, PostError, RefusedError, UncertainError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.model import Delivery
    from bot.ports import Outbox, Post

log = structlog.get_logger()
SETTLE = timedelta(seconds=60)  # the client's timeout of 30 s, and 30 s for Slack to show what it took
PACE = timedelta(seconds=1)  # one message a second and channel (docs.slack.dev/apis/web-api/rate-limits)
BACKOFF = (1.0, 5.0, 30.0, 120.0, 600.0)  # seconds before the n-th next try


class Deliverer:
    """Moves deliveries through their states. Safe in several threads: every change is a compare-and-set."""

    def __init__(self, outbox: Outbox, post: Post, clock: Callable[[], datetime], settle: timedelta = SETTLE) -> None:
        self._outbox = outbox
        self._post = post
        self._clock = clock
        self._settle = settle
        self._last: dict[str, datetime] = {}  # when each channel was last posted to

    def deliver(self) -> int:
        """Send what is due, one message a channel and second; returns how many were tried."""
        tried = 0
        for delivery in self._outbox.due(self._clock()):
            now = self._clock()
            if now - self._last.get(delivery.channel, now - PACE) < PACE:
                continue
            tried += self._send(delivery, now)
        return tried

    def _send(self, delivery: Delivery, now: datetime) -> bool:
        if not self._outbox.mark(delivery, "posting", now=now):
            return False
        self._last[delivery.channel] = now
        sending = replace(delivery, state="posting", posting_at=now, attempt=delivery.attempt + 1)
        try:
            ts = self._post.post(sending)
        except PostError as error:
            self._troubled(sending, error)
        else:
            self._outbox.mark(sending, "posted", now=self._clock(), ts=ts)
        return True

    def _troubled(self, delivery: Delivery, error: PostError) -> None:
        now = self._clock()
        log.warning("post failed", run_key=delivery.run_key, channel=delivery.channel, why=type(error).__name__)
        match error:
            case NotStoredError():
                wait = max(error.wait, BACKOFF[min(delivery.attempt, len(BACKOFF) - 1)])
                later = now + timedelta(seconds=wait)
                self._outbox.mark(delivery, "pending", now=now, reason=str(error), not_before=later)
            case RefusedError():
                self._outbox.mark(delivery, "failed", now=now, reason=str(error))
            case UncertainError():
                self._outbox.mark(delivery, "uncertain", now=now, reason=str(error))

    def posted(self, run_key: str) -> tuple[str, datetime] | None:
        """Where a delivery stands (its ts) and since when; None while or because it does not."""
        return self._outbox.posted(run_key)

    def reconcile(self) -> int:
        """Ask Slack for what may have arrived, once it has settled; returns how many were decided."""
        settled = [d for d in self._outbox.unsure() if d.posting_at and self._clock() - d.posting_at >= self._settle]
        return sum(self._decide(delivery) for delivery in settled)

    def _decide(self, delivery: Delivery) -> bool:
        now = self._clock()
        try:
            ts = self._post.look(delivery)
        except RefusedError as error:
            reason = f"cannot tell whether it arrived, and it is not sent twice: {error}"
            return self._outbox.mark(delivery, "failed", now=now, reason=reason)
        except PostError:
            return False
        if ts is None:
            return self._outbox.mark(delivery, "pending", now=now, reason="it had not arrived")
        return self._outbox.mark(delivery, "posted", now=now, ts=ts)
