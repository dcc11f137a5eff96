"""Whose a digest is: its owner's and, for a channel's, of whoever is in that channel. What is not known counts against.

Slack tells who is in a channel beside the answers (`bot.people.directory`), so the first look may know too little: it
is said, and a press a moment later goes through.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.people import is_direct

if TYPE_CHECKING:
    from bot.digest.model import Subscription
    from bot.digest.rows import Timetable
    from bot.model import Request
    from bot.newsroom import Newsroom

LOOKED_AT = 30  # channels of others that Slack is asked about for one list: who is in one is known for minutes
INVITE = "Verbatim is not in this channel: invite it (/invite @Verbatim), then press Retry"


@dataclass(frozen=True, slots=True)
class Belonging:
    """Tells what somebody may see and change, and where one can be posted."""

    newsroom: Newsroom
    rows: Timetable

    def seen(self, request: Request) -> list[Subscription]:
        """The digests that may be seen where this is asked: the channel's, or in a direct message all of theirs."""
        if is_direct(request.channel):
            return self.theirs(request.user)
        return [s for s in self.rows.standing([request.channel]) if self.may(request.user, s, request)]

    def target(self, request: Request, *, deleted: bool = False) -> Subscription | None:
        """The digest a button or form is about, where it is theirs."""
        number = request.target or ""
        known = number.isascii() and number.isdecimal() and len(number) < 12
        found = self.rows.subscription(int(number)) if known else None
        if found is None or (found.state == "deleted" and not deleted):
            return None
        return found if self.may(request.user, found, request) else None

    def may(self, user: str, found: Subscription, request: Request | None = None) -> bool:
        """Its owner may, and for a channel's whoever is in it."""
        if found.owner == user:
            return True
        if is_direct(found.channel):
            return False
        return self.member(request, found.channel) if request else self.newsroom.people.belongs(user, found.channel)

    def member(self, request: Request, channel: str) -> bool:
        """Whether they are in the channel: Slack takes what is typed there only from those who are."""
        alone = request.surface == "click" and request.ts is None and not request.view  # under what a command brought
        typed = (alone or request.surface in {"said", "mention", "direct"}) and request.channel == channel
        return self.newsroom.people.belongs(request.user, channel) or typed  # asked either way: a form may follow

    def stranger(self, request: Request) -> str | None:
        """Why somebody cannot set one up there; None where they are in the channel."""
        if not request.channel:
            raise UsageError("A digest belongs to a channel or a direct message: type “digest” there.")
        if is_direct(request.channel) or self.member(request, request.channel):
            return None
        if self.newsroom.people.members(request.channel) is None:
            return "Slack has not told yet who is in this channel: press Retry in a moment"
        raise UsageError("No digest was set up: you are not in that channel.")

    def absent(self, request: Request) -> str | None:
        """Why a digest cannot be posted there; None where it can, as far as is known."""
        if is_direct(request.channel) or request.surface == "mention" or not request.channel:
            return None
        channel = self.newsroom.people.channel(request.channel)
        if not channel.known:
            return "Slack has not told yet whether Verbatim is in this channel: press Retry in a moment"
        if channel.archived:
            raise UsageError("The channel is archived: no digest can be posted there.")
        return None if channel.here else INVITE

    def theirs(self, user: str) -> list[Subscription]:
        """Made by them, or of a channel they are in."""
        if not self.newsroom.people.person(user).trusted:
            return []
        every = self.rows.standing(everywhere=True)
        others = [s.channel for s in every if s.owner != user and not is_direct(s.channel)]
        looked_at = list(dict.fromkeys(others))[:LOOKED_AT]
        here = {channel for channel in looked_at if self.newsroom.people.belongs(user, channel)}
        return [s for s in every if s.owner == user or s.channel in here]
