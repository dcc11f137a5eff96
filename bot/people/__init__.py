"""Who asks and where, as Slack last told it. Pure vocabulary; the strictest reading wherever something is not known.

Only a full member of this workspace may change anything or see what belongs to a channel or to themselves. A guest,
somebody of another organisation, a bot, an account that was closed and whoever Slack has not told us about yet see
what is public.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """What somebody is to this workspace."""

    MEMBER = "member"
    GUEST = "guest"  # of one channel or several
    OUTSIDE = "outside"  # of another organisation
    BOT = "bot"
    GONE = "gone"  # the account was closed
    UNKNOWN = "unknown"  # Slack has not told yet, or may not be asked


class Where(StrEnum):
    """What sort of conversation a channel is."""

    PUBLIC = "public"
    PRIVATE = "private"
    DIRECT = "im"
    GROUP = "mpim"  # a direct message of several people


def is_direct(channel: str) -> bool:
    """Whether this is the id of a direct message with the bot, which needs no scope to know.

    [docs.slack.dev/reference/objects/conversation-object]
    """
    return channel.startswith("D")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in Slack. No name and no address: nothing is kept that is not needed."""

    id: str
    standing: Standing = Standing.UNKNOWN
    zone: str | None = None  # IANA; None = not known

    @property
    def trusted(self) -> bool:
        """Whether they may change things, and see what is theirs and their channel's."""
        return self.standing is Standing.MEMBER


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation in Slack; one that is not known counts as private and read by strangers."""

    id: str
    kind: Where = Where.PRIVATE
    shared: bool = True  # with another organisation
    archived: bool = False
    here: bool = False  # the bot is in it
    known: bool = False


class Terminal:
    """`bot.ports.People` where nobody else is: the one person at the desk may everything."""

    def person(self, user: str) -> Person:
        """A member."""
        return Person(user, Standing.MEMBER)

    def channel(self, channel: str) -> Channel:
        """A private one of this workspace."""
        return Channel(channel, shared=False, here=True, known=True)

    def members(self, channel: str) -> frozenset[str] | None:  # noqa: ARG002 - as the port has it
        """Nobody else can be told."""
        return None

    def belongs(self, user: str, channel: str) -> bool:  # noqa: ARG002 - as the port has it
        """Everybody is everywhere."""
        return True

    def granted(self) -> frozenset[str] | None:
        """There is no Slack."""
        return None

    def moved(self, how: str, channel: str, user: str) -> None:
        """Nobody moves."""

    def expect(self, user: str, channel: str) -> None:
        """Nothing has to be asked of anybody."""
