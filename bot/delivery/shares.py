"""A private answer shared in its channel: posted as any reply is, and its sharer told what became of it.

    posted -> told so | not a member there -> posted through the click's own response_url, marked as not kept true
                      | still on its way   -> looked again, for a while

Slack tells no ts of what goes through a response_url, so such a copy cannot be changed later, and says so itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.compose.answers import problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.delivery.errands import Errands
    from bot.delivery.outbox import Deliverer
    from bot.delivery.screens import Screens
    from bot.model import Message, Request
    from bot.page import Page

SHARED = "Shared in the channel, with your name. Later corrections by the desk will reach it."
NO_MEMBER = (
    "Shared in the channel, with your name. Verbatim is not a member there: later corrections will not reach it. To "
    "have them, invite Verbatim (/invite @Verbatim) and share again."
)
ON_ITS_WAY = "It will be shared in the channel, with your name, as soon as Slack takes it."
REFUSED = "Slack does not take messages for this channel just now ({}): share it again later."
NOT_KEPT_TRUE = "Verbatim is not a member of this channel: later corrections by the desk will not reach this copy."
ABSENT = frozenset({"not_in_channel", "channel_not_found"})
LOOKS = (0.3, 0.7, 1.5, 3.0, 5.0)  # seconds between looks at what became of it


class Shares:
    """Follows what was shared."""

    def __init__(
        self, deliverer: Deliverer, screens: Screens, render: Callable[[Page], Message], errands: Errands
    ) -> None:
        self._deliverer = deliverer
        self._screens = screens
        self._render = render
        self._errands = errands

    def follow(self, request: Request, page: Page, look: int = 0) -> None:
        """Tell the sharer what becomes of `page`, which is in the outbox under the request's id. Never blocks."""
        self._errands.send(request.id, lambda: self._look(request, page, look), LOOKS[look])

    def _look(self, request: Request, page: Page, look: int) -> None:
        state, code = self._deliverer.fate(request.id)
        if state == "posted":
            self._tell(request, SHARED)
        elif state == "failed" and code in ABSENT:
            marked = replace(page, notes=(*page.notes, NOT_KEPT_TRUE))
            self._screens.reply(request, self._render(marked), public=True)
            self._tell(request, NO_MEMBER)
        elif state == "failed":
            self._tell(request, REFUSED.format(code))
        elif look + 1 < len(LOOKS):
            self.follow(request, page, look + 1)
        else:
            self._tell(request, ON_ITS_WAY)

    def _tell(self, request: Request, sentence: str) -> None:
        self._screens.reply(request, self._render(problem(sentence)))
