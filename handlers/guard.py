"""What every delivery passes: the signature, the inbox, the one error handler.

    signature -> (bolt: who we are, not ourselves) -> inbox: committed -> listener: acknowledged -> workers woken

The inbox is a global middleware because of what bolt acknowledges: a listener's exception is, a middleware's is not.
So when the commit fails, Slack is told nothing (or 500) and delivers again.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Protocol

import structlog
from slack_bolt import BoltResponse
from slack_bolt.middleware.request_verification import RequestVerification

from handlers.inbound import request_of
from handlers.overheard import linked, moved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from slack_bolt import BoltContext, BoltRequest

    from bot.linking import Heard
    from bot.model import Request

log = structlog.get_logger()
REQUEST = "verbatim_request"


class Intake(Protocol):
    """What the edge needs of the newsroom."""

    def receive(self, request: Request, claims: Sequence[str]) -> bool:
        """Commit a request; False when it came before. Raises ArchiveError where that cannot be done."""
        ...

    def concerns(self, request: Request, only: str) -> bool:
        """Whether what was overheard is for us: "thread", a follow-up in a thread of ours; "known", of a request."""
        ...

    def heard(self, heard: Heard) -> int:
        """Addresses that a message links to: how many are read, which is none unless the channel was switched on."""
        ...

    def moved(self, how: str, channel: str, user: str) -> None:
        """Somebody "joined" or "left" a channel, or "looked" at the app; "" is the bot itself."""
        ...

    def offers(self, source: str, typed: str, request: Request) -> list[tuple[str, str]]:
        """(value, label) of the "speakers" or "outlets" that may be meant by what was typed so far."""
        ...

    def wake(self) -> None:
        """Tell the workers that there is something to do. Never blocks."""
        ...


class Signature(RequestVerification):
    """Bolt's check of signatures, but 401 also for those it trips over, and no body of a forged request in the log."""

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,
        next: Callable[[], BoltResponse],  # noqa: A002  # bolt's name
    ) -> BoltResponse:
        """Pass a request of Slack's on; answer any other with 401."""
        stamp = req.headers.get("x-slack-request-timestamp", ["0"])[0]
        mark = req.headers.get("x-slack-signature", [""])[0]
        number = stamp.isascii() and stamp.isdigit() and len(stamp) <= 12
        if req.mode != "socket_mode" and not (number and mark.isascii()):
            log.warning("signature refused", why="malformed")
            return self._build_error_response()
        return super().process(req=req, resp=resp, next=next)

    def _debug_log_error(self, signature: str, timestamp: str, body: str) -> None:  # noqa: ARG002  # bolt's signature
        log.warning("signature refused", why="does not match")


def inbox(newsroom: Intake) -> Callable[..., None]:
    """The middleware that commits a request before anybody acknowledges it."""

    def commit(body: dict[str, Any], context: BoltContext, next_: Callable[[], None]) -> None:
        inbound = request_of(body, context.bot_user_id)
        request = inbound.request
        if request is not None and (inbound.only is None or newsroom.concerns(request, inbound.only)):
            new = newsroom.receive(request, inbound.claims)
            if new:
                context[REQUEST] = request  # for the listener that opens a view
            log.info("received", request=request.id, surface=request.surface, channel=request.channel, new=new)
        elif (heard := linked(body)) and newsroom.heard(heard):
            log.info("links", channel=heard.channel)
        elif movement := moved(body):
            how, channel, user = movement
            newsroom.moved(how, channel, "" if user == context.bot_user_id else user)
        next_()

    return commit


def report(error: Exception, body: dict[str, Any]) -> BoltResponse:
    """The one `app.error`: what went wrong, with a reference; never what was said or who holds which token."""
    reference = uuid.uuid4().hex[:8]
    log.error("delivery failed", reference=reference, kind=body.get("type") or "command", error=type(error).__name__)
    return BoltResponse(status=500, body="")
