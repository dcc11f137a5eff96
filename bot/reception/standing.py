"""Who may change things: full members of the workspace. Whoever else tries is told so, and it is recorded.

A room whose word or button changes something begins with `require(asker, "set up a digest")`; the buttons of statements
are held here, so that no room can forget them (reliability, row 24).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.compose import answers
from bot.errors import UsageError
from bot.people import Standing

if TYPE_CHECKING:
    from bot.model import Asker, Request
    from bot.newsroom import Newsroom
    from bot.page import Page
    from bot.ports import Preferences

log = structlog.get_logger()
# Clicks and forms that change what others see -> what that is called.
CHANGES = {
    "wrong": "correct a statement",
    "correct": "correct a statement",
    "remove": "take a statement out",
    "removed": "take a statement out",
    "undo": "take a correction back",
    "retract": "retract an article",
    "retracted": "retract an article",
    "retract_yes": "retract an article",
}
_WHY = {
    Standing.GUEST: "Guests of this workspace can ask, but not {what}: ask a full member to do it.",
    Standing.OUTSIDE: "People of other organisations can ask, but not {what}: ask somebody of this workspace to do it.",
    Standing.BOT: "Other apps cannot {what}: somebody of this workspace has to do it.",
    Standing.GONE: "A closed account cannot {what}.",
    Standing.UNKNOWN: (
        "Slack has not told Verbatim yet who you are, and without that nobody can {what}: try again in a minute. "
        "Where it stays like this, whoever set up Verbatim adds the scope users:read and installs the app again."
    ),
}


class StandingError(UsageError):
    """It is not theirs to do; `what` completes "cannot …"."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Only full members of the workspace can {what}.")
        self.what = what


def require(asker: Asker, what: str) -> None:
    """Pass for a full member. Raises StandingError, which the reception answers and records."""
    if not asker.may_change:
        raise StandingError(what)


@dataclass(frozen=True, slots=True)
class Gate:
    """Holds the buttons that change something, and answers those who may not."""

    newsroom: Newsroom
    preferences: Preferences | None = None  # None: nowhere to record it, at the terminal

    def pass_(self, request: Request, asker: Asker) -> None:
        """Nothing for whatever changes nothing. Raises StandingError."""
        what = CHANGES.get(request.action or "") if request.surface in {"click", "form"} else None
        if what:
            require(asker, what)

    def refused(self, request: Request, error: StandingError) -> Page:
        """What they are told; who tried what is recorded."""
        person = self.newsroom.people.person(request.user)
        standing = Standing.OUTSIDE if request.outside else person.standing
        log.info("refused", request=request.id, what=error.what, why=standing.value)
        if self.preferences is not None:
            now = self.newsroom.clock()
            self.preferences.refuse(request.user, request.channel, error.what, standing.value, now)
        return answers.problem(_WHY.get(standing, str(error)).format(what=error.what))
