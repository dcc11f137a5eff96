"""Links posted in a channel, read into the record where its members switched that on: `index links on`.

    message -> (handlers: the addresses in it, and nothing else) -> channel switched on? -> entries of a source

What is kept of a message is the address: no words, no name, no time of it. Off by default; announced in the channel;
only what full members of this workspace post counts. From a channel that is not known to be public what is read stays
the channel's, and where one ceases to be, nothing more is read until it is switched on anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.compose import linking as wording
from bot.errors import UsageError
from bot.model import PUBLIC, Delivery
from bot.people import Where, is_direct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.model import Message, Request
    from bot.page import Page
    from bot.people import Channel
    from bot.ports import People

MOST = 5  # links of one message
KIND = "links"  # of source
HISTORY = {Where.PUBLIC: "channels:history", Where.PRIVATE: "groups:history"}


class LinkRows(Protocol):
    """The rows: a source of kind "links" for each channel that was ever switched on."""

    def listens(self, channel: str) -> str | None:
        """The scope that its links are read for; None where it is off."""
        ...

    def listen(self, channel: str, scope: str, *, on: bool, by: str, notice: Delivery, now: datetime) -> bool:
        """Switch it, with what is announced, in one transaction; False where it is so already."""
        ...

    def heard(self, channel: str, scope: str, urls: Sequence[str], now: datetime) -> int:
        """Addresses to be read; how many are new."""
        ...


@dataclass(frozen=True, slots=True)
class Heard:
    """The addresses of a message, and what decides whether they count."""

    channel: str
    user: str
    urls: tuple[str, ...]
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Linking:
    """Switches it, and takes what was heard."""

    rows: LinkRows
    people: People
    render: Callable[[Page], Message]
    clock: Callable[[], datetime]

    def heard(self, heard: Heard) -> int:
        """Addresses that are to be read now; 0 for nearly every message."""
        scope = self.rows.listens(heard.channel)
        if scope is None or heard.outside:
            return 0
        self.people.expect(heard.user, heard.channel)  # who is not known yet is known by the next link
        if not self.people.person(heard.user).trusted:
            return 0
        if scope == PUBLIC and scope_of(self.people.channel(heard.channel)) != PUBLIC:
            return 0
        return self.rows.heard(heard.channel, scope, heard.urls[:MOST], self.clock())

    def switch(self, request: Request, *, on: bool) -> Page:
        """`index links on` or `off`, typed in the channel. Raises UsageError where that cannot be."""
        channel = self.people.channel(request.channel)
        if is_direct(request.channel) or not request.channel:
            raise UsageError(wording.NOT_HERE)
        if on:
            self._require(channel)
        scope = scope_of(channel)
        key = f"links/{request.id}"
        page = wording.announced(request.user, scope, on=on)
        notice = Delivery(key, "notice", request.channel, self.render(page))
        now = self.clock()
        done = self.rows.listen(request.channel, scope, on=on, by=request.user, notice=notice, now=now)
        return wording.switched(on=on, done=done)

    def told(self, request: Request) -> Page:
        """Whether it is on here."""
        return wording.told(self.rows.listens(request.channel) if request.channel else None)

    def _require(self, channel: Channel) -> None:
        """Raises UsageError where nothing that is said there would be heard."""
        granted = self.people.granted()
        if not channel.known:
            raise UsageError(wording.NOT_TOLD)
        scope = HISTORY.get(channel.kind)
        if scope is None:
            raise UsageError(wording.NOT_HERE)
        if channel.shared:
            raise UsageError(wording.SHARED)
        if not channel.here:
            raise UsageError(wording.INVITE)
        if granted is not None and scope not in granted:
            raise UsageError(wording.missing(scope))


def scope_of(channel: Channel) -> str:
    """Who may see what is read: everybody only where the channel is known to be public."""
    return PUBLIC if channel.known and channel.kind is Where.PUBLIC else f"channel:{channel.id}"
