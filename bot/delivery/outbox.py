"""How a message gets to a channel: effectively once.

    pending -> posting (committed before the call) -> posted
                       -> pending    Slack surely did not take it (429, no name, refused)
                       -> failed     Slack will not take it
                       -> uncertain  it may have: after the settle delay the channel is asked for our run key

Measured with kill -9 (docs: FACTS, Time): posting and then marking doubles, marking and then posting loses; this loses
and doubles none, as long as the settle delay is longer than the client's timeout. The delay is counted by a clock that
nobody sets, from when this process knew of the message: a wall clock put forward does not shorten it.
"""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.delivery.pace import Pace
from bot.errors import LockedOutError, NotStoredError, PostError, RefusedError, UncertainError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.model import Delivery
    from bot.ports import Outbox, Post

log = structlog.get_logger()
SETTLE = timedelta(seconds=60)  # the client's timeout of 30 s, and 30 s for Slack to show what it took
BACKOFF = (1.0, 5.0, 15.0, 30.0)  # seconds before the n-th next try, where Slack cannot be reached
LOCKED_OUT = (60.0, 120.0, 300.0, 600.0)  # seconds before anything is sent again with a token Slack does not take
LOOKS = 20  # of uncertain messages at a time: Slack allows some fifty a minute


class Deliverer:
    """Moves deliveries through their states. Safe in several threads: every change is a compare-and-set."""

    def __init__(
        self,
        outbox: Outbox,
        post: Post,
        clock: Callable[[], datetime],
        settle: timedelta = SETTLE,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._outbox = outbox
        self._post = post
        self._clock = clock
        self._settle = settle.total_seconds()
        self._steady = steady
        self._pace = Pace(steady)
        self._in_hand: set[str] = set()  # run keys this process is sending just now
        self._known: dict[str, float] = {}  # uncertain run keys, and since when this process knows of them
        self._calls = 0
        self._called = threading.Condition()
        self._lockouts = 0
        self.locked_out: str | None = None  # why Slack takes nothing of ours, as a sentence

    def wake(self) -> None:
        """There is something to send. Never blocks."""
        with self._called:
            self._calls += 1
            self._called.notify_all()

    @property
    def calls(self) -> int:
        """How often it was woken; for `wait`."""
        return self._calls

    def wait(self, calls: int, seconds: float) -> None:
        """Until it is woken after `calls`, or for so long."""
        with self._called:
            self._called.wait_for(lambda: self._calls != calls, seconds)

    def opens(self, within: float) -> bool:
        """Whether a channel that must wait now may be sent to in at most so many seconds."""
        return self._pace.opens(within)

    def deliver(self, *, replies: bool = False) -> int:
        """Send what may go now, one message a channel; returns how many were tried.

        Returns early when it is woken, so that the caller looks anew: replies go ahead of digests.
        """
        tried, calls = 0, self._calls
        for delivery in self._outbox.due(self._clock(), replies=replies):
            tried += self._send(delivery)
            if self._calls != calls:
                break
        return tried

    def _send(self, delivery: Delivery) -> bool:
        if not self._pace.enter(delivery.channel):
            return False
        self._in_hand.add(delivery.run_key)
        try:
            return self._posting(delivery)
        finally:
            self._known[delivery.run_key] = self._steady()
            self._in_hand.discard(delivery.run_key)
            self._pace.leave(delivery.channel)

    def _posting(self, delivery: Delivery) -> bool:
        now = self._clock()
        if not self._outbox.mark(delivery, "posting", now=now):
            return False
        sending = replace(delivery, state="posting", posting_at=now, attempt=delivery.attempt + 1)
        try:
            ts = self._post.post(sending)
        except PostError as error:
            self._troubled(sending, error)
        else:
            self._outbox.mark(sending, "posted", now=self._clock(), ts=ts)
            self._let_in()
        return True

    def _troubled(self, delivery: Delivery, error: PostError) -> None:
        now = self._clock()
        log.warning("post failed", run_key=delivery.run_key, channel=delivery.channel, why=type(error).__name__)
        match error:
            case LockedOutError():
                self._shut_out(str(error))
                self._outbox.mark(delivery, "pending", now=now, reason=str(error))
            case NotStoredError():
                wait = error.wait or BACKOFF[min(delivery.attempt, len(BACKOFF)) - 1]
                self._pace.hold(delivery.channel, wait)
                later = now + timedelta(seconds=wait)
                self._outbox.mark(delivery, "pending", now=now, reason=str(error), not_before=later)
            case RefusedError():
                self._outbox.mark(delivery, "failed", now=now, reason=str(error), code=error.code or "refused")
            case UncertainError():
                self._outbox.mark(delivery, "uncertain", now=now, reason=str(error))

    def _shut_out(self, why: str) -> None:
        """Slack does not take our token: everything waits, and it is asked again ever more rarely."""
        wait = LOCKED_OUT[min(self._lockouts, len(LOCKED_OUT) - 1)]
        self._lockouts += 1
        self._pace.hold_all(wait)
        self.locked_out = why
        log.error("Slack takes nothing", why=why, again_in=wait)

    def _let_in(self) -> None:
        if self.locked_out is not None:
            self._lockouts, self.locked_out = 0, None
            self._pace.release_all()
            log.warning("Slack takes messages again")

    def posted(self, run_key: str) -> tuple[str, datetime] | None:
        """Where a delivery stands (its ts) and since when; None while or because it does not."""
        return self._outbox.posted(run_key)

    def fate(self, run_key: str) -> tuple[str, str]:
        """The state of a delivery, and Slack's word for why it was refused; both "" where there is none such."""
        return self._outbox.fate(run_key)

    def reconcile(self) -> int:
        """Ask Slack for what may have arrived, once it has settled; returns how many were decided."""
        now = self._steady()
        unsure = [d for d in self._outbox.unsure() if d.run_key not in self._in_hand]
        self._known = {d.run_key: self._known.get(d.run_key, now) for d in unsure}
        settled = [d for d in unsure if now - self._known[d.run_key] >= self._settle]
        decided = sum(self._decide(delivery) for delivery in settled[:LOOKS])
        if decided:
            self.wake()
        return decided

    def _decide(self, delivery: Delivery) -> bool:
        now = self._clock()
        try:
            ts = self._post.look(delivery)
        except RefusedError as error:
            reason = f"cannot tell whether it arrived, and it is not sent twice: {error}"
            return self._outbox.mark(delivery, "failed", now=now, reason=reason, code=error.code or "refused")
        except PostError:
            return False
        if ts is None:
            return self._outbox.mark(delivery, "pending", now=now, reason="it had not arrived")
        return self._outbox.mark(delivery, "posted", now=now, ts=ts)
