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
from typing import TYPE_CHECKING, Any, Protocol

import structlog

from bot.boundary import guarded
from bot.compose.digests import refused_notice
from bot.digest.compose import pages
from bot.digest.criteria import of_json
from bot.digest.gather import gather
from bot.digest.model import Window
from bot.digest.timetable import EXTRA, begins, due, triage
from bot.model import PUBLIC, Asker, Delivery, Intent, Query
from bot.people import is_direct
from bot.wording import full_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.digest.charts import Charts
    from bot.digest.gather import Gathered
    from bot.digest.model import Digest, Subscription
    from bot.digest.rows import Timetable
    from bot.model import Message
    from bot.page import Page
    from bot.ports import Archive, Ledger, People

log = structlog.get_logger()
EDIT = ("digest_change", "Edit this digest", "this digest")  # its opaque id is put in for each who gets it
TICK_SECONDS = 5.0  # that a tick works; the next one comes after 15
# Slack's words for a channel that takes nothing more, until somebody does something about it
# [docs.slack.dev/reference/methods/chat.postMessage].
CLOSED = {
    "is_archived": "its channel is archived",
    "not_in_channel": "Verbatim is not in its channel any more; invite it there (/invite @Verbatim)",
    "channel_not_found": "its channel is gone, or Verbatim is not in it any more",
    "restricted_action": "its channel does not let Verbatim post",
    "restricted_action_read_only_channel": "its channel does not let Verbatim post",
    "restricted_action_thread_only_channel": "its channel does not let Verbatim post",
    "user_is_restricted": "the person it is for cannot be written to any more",
    "user_disabled": "the person it is for has no account any more",
    "messages_tab_disabled": "direct messages with Verbatim are turned off in the app's settings",
}
NOTICE = "notice"  # the purpose of a message to the owner of a digest
EMPTY = "nothing came in, and empty ones are not posted"


def scopes(subscription: Subscription) -> tuple[str, ...]:
    """What a digest may show: what is public, and what its channel, or the one it is for, may see."""
    if is_direct(subscription.channel):
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


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a digest, laid out, and the statements it shows."""

    message: Message
    statements: tuple[int, ...]
    charted: Digest | None = None  # under the first message: what a chart is drawn from


@dataclass(slots=True)
class Compositions:
    """What is composed and laid out in one tick, once for all who get the same but for the button to their form."""

    archive: Archive
    scopes: Callable[[Subscription], tuple[str, ...]]
    keep: Callable[[Gathered, tuple[str, ...]], str | None]  # makes everything in it pageable; returns its opaque id
    render: Callable[[Page], Message]
    made: dict[tuple[object, ...], tuple[bool, list[Part]]] = field(default_factory=dict)

    def parts(self, subscription: Subscription, window: Window, now: datetime) -> tuple[bool, list[Part]]:
        """(whether anything is in it, its messages) for a window, as its channel may see it."""
        seen = self._seen(subscription, now)
        criteria = json.dumps(subscription.criteria, sort_keys=True)
        key = (seen, window.since, window.until, window.due_at, subscription.zone, criteria, subscription.configured)
        if key not in self.made:
            self.made[key] = self._made(subscription, window, now, seen)
        filled, (first, *rest) = self.made[key]
        return filled, [replace(first, message=leading_to(first.message, subscription.id)), *rest]

    def _made(
        self, subscription: Subscription, window: Window, now: datetime, seen: tuple[str, ...]
    ) -> tuple[bool, list[Part]]:
        found = gathered(self.archive, subscription, window, now, seen)
        button = None if subscription.configured else EDIT
        shown = pages(found.digest, now, all_of=self.keep(found, seen), edit=button)
        first, *rest = [
            Part(self.render(page), tuple(i for s in page.sections for c in s.cards for i in c.statements))
            for page in shown
        ]
        return bool(found.digest.statements), [replace(first, charted=found.digest), *rest]

    def _seen(self, subscription: Subscription, now: datetime) -> tuple[str, ...]:
        """Its scopes, without those that have nothing in them."""
        return tuple(scope for scope in self.scopes(subscription) if scope == PUBLIC or self._holds(scope, now))

    def _holds(self, scope: str, now: datetime) -> bool:
        with self.archive.snapshot((scope,), now) as snapshot:
            return snapshot.coverage().articles > 0


class Refusals(Protocol):
    """The part of the outbox that tells what Slack refused."""

    def refused(self) -> list[Delivery]:
        """Messages that nobody has heard of yet, each with Slack's word for why."""
        ...

    def hear(self, run_key: str) -> bool:
        """It was heard of; False when it was before."""
        ...


class Digests:
    """The runner; `tick` is called every few seconds and after every start."""

    def __init__(
        self,
        archive: Archive,
        timetable: Timetable,
        render: Callable[[Page], Message],
        clock: Callable[[], datetime],
        ledger: Ledger | None = None,
        people: People | None = None,
    ) -> None:
        self._archive = archive
        self._timetable = timetable
        self._render = render
        self._clock = clock
        self._ledger = ledger
        self._people = people
        self.charts: Charts | None = None  # where pictures can be hung

    def tick(self) -> int:
        """Freeze what is due, the longest due first; returns how many digests were put into the outbox.

        Ends after a few seconds; what is left is due at the next tick. One that breaks does not hold up the others.
        """
        until = time.monotonic() + TICK_SECONDS
        shared, count = Compositions(self._archive, self.scopes, self._keep, self._render), 0
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
        self._timetable.seal(window.until)
        filled, shown = shared.parts(subscription, window, now)
        if not filled and subscription.when_empty == "nothing":
            self._timetable.open_window(window, "skipped", EMPTY, (), now)
            return 0
        return int(self._open(subscription, window, shown, now))

    def _open(self, subscription: Subscription, window: Window, parts: Sequence[Part], now: datetime) -> bool:
        """The window's row with its messages; where a chart is wished for, it comes when they have been posted."""
        frozen = self._frozen(subscription, window, parts)
        opened = self._timetable.open_window(window, "open", None, frozen, now)
        if opened and self.charts and parts[0].charted:
            self.charts.note(frozen[0].run_key, subscription.channel, parts[0].charted)
        return opened

    def _frozen(self, subscription: Subscription, window: Window, parts: Sequence[Part]) -> list[Delivery]:
        return [
            Delivery(
                run_key=secrets.token_hex(12),
                purpose="digest",
                channel=subscription.channel,
                message=part.message,
                part=number,
                ref=f"{window.subscription}/{window.key}",
                statements=part.statements,
            )
            for number, part in enumerate(parts)
        ]

    def _keep(self, found: Gathered, seen: tuple[str, ...]) -> str | None:
        """The opaque id under which everything in a digest can be paged through; None where nothing keeps it."""
        if self._ledger is None or not found.contents:
            return None
        window, zone = found.digest.window, found.digest.zone
        query = Query(text=f"everything in the digest of {full_moment(window.due_at, zone)}", intent=Intent.NEW)
        return self._ledger.save_answer(query, found.contents, Asker(seen, zone), self._clock())

    def hear(self, outbox: Refusals) -> int:
        """Give back what Slack refused; where it takes nothing more, pause and tell the owner. Returns how many."""
        heard = 0
        for delivery in outbox.refused():
            number, _, key = (delivery.ref or "").partition("/")
            if delivery.purpose == "digest" and number.isdecimal():
                self._refused(int(number), key, delivery, self._clock())
            elif delivery.purpose != NOTICE:
                continue  # somebody else's
            heard += outbox.hear(delivery.run_key)
        return heard

    def _refused(self, number: int, key: str, delivery: Delivery, now: datetime) -> None:
        made, why = self._timetable.subscription(number), CLOSED.get(delivery.code or "")
        notice = None
        if made and made.owner and why:
            message = self._render(refused_notice(made, why))
            notice = Delivery(f"paused/{delivery.run_key}", NOTICE, made.owner, message)
        reason = why or f"Slack refused it ({delivery.code})"
        if self._timetable.refuse_window(number, key, reason, now, pause=why is not None, notice=notice):
            log.error("digest paused", subscription=number, channel=delivery.channel, why=reason)

    def gathered(self, subscription: Subscription, now: datetime) -> Gathered:
        """What would be posted now, with the reasons: everything since the last one."""
        window = upcoming(subscription, self._timetable.last_window(subscription.id), now)
        return gathered(self._archive, subscription, window, now, self.scopes(subscription))

    def scopes(self, subscription: Subscription) -> tuple[str, ...]:
        """What a digest may show; where strangers are known to read along, what is public.

        Where Slack has not told lately, the channel's own stays in: it was put into the record there, by its members.
        """
        found = scopes(subscription)
        if self._people is None or is_direct(subscription.channel):
            return found
        channel = self._people.channel(subscription.channel)
        return (PUBLIC,) if channel.known and channel.shared else found

    def run_now(self, subscription: Subscription, request_id: str, now: datetime) -> bool:
        """Post one besides, once a request; False where this request had its own. The timetable goes on unchanged."""
        window = upcoming(subscription, self._timetable.last_window(subscription.id), now)
        window = replace(window, key=f"{EXTRA}{request_id}")
        _, shown = Compositions(self._archive, self.scopes, self._keep, self._render).parts(subscription, window, now)
        return self._open(subscription, window, shown, now)


def leading_to(message: Message, subscription: int) -> Message:
    """The message with its button to the form of this very digest."""
    blocks = [
        block | {"elements": [_leading(one, subscription) for one in block["elements"]]}
        if block.get("type") == "actions"
        else block
        for block in message.blocks
    ]
    return replace(message, blocks=tuple(blocks))


def _leading(element: dict[str, Any], subscription: int) -> dict[str, Any]:
    ours = element.get("action_id") == EDIT[0] and element.get("value") == EDIT[2]
    return element | {"value": str(subscription)} if ours else element


def upcoming(subscription: Subscription, last: Window | None, now: datetime) -> Window:
    """The window from the last one up to now."""
    return Window(subscription.id, "now", now, begins(subscription, last), now)
