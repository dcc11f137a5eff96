"""What Verbatim knows of who asks and where, what can be set, and what is off for want of scopes. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.page import Page, Section
from bot.people import Standing, Where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.people import Channel, Person

HOW = (
    "settings zone Europe/Berlin – your own zone; settings zone slack – as in your Slack profile",
    "settings follow off – follow-ups in this channel's threads need a mention; settings follow on – they need none",
)
_STANDING = {
    Standing.MEMBER: "You are a full member of this workspace: you can ask and change things.",
    Standing.GUEST: "You are a guest of this workspace: you can ask about the public record, and change nothing.",
    Standing.OUTSIDE: "You belong to another organisation: you can ask about the public record, and change nothing.",
    Standing.BOT: "You are an app: you can ask about the public record, and change nothing.",
    Standing.GONE: "Your account is closed.",
    Standing.UNKNOWN: "Slack has not told Verbatim who you are: you can ask about the public record until it has.",
}
_KIND = {
    Where.PUBLIC: "This is a public channel",
    Where.PRIVATE: "This is a private channel: what is indexed for it is shown nowhere else",
    Where.GROUP: "This is a group conversation: what is indexed for it is shown nowhere else",
}


def page(
    person: Person, channel: Channel | None, zones: tuple[str, str | None], *, follows: bool, off: Sequence[str]
) -> Page:
    """The page of `settings`; `zones` are the newsroom's and the person's own; `channel` None = a direct message."""
    sections = [Section((), "You", (_STANDING[person.standing], _zone(person, *zones)))]
    if channel is not None:
        sections.append(Section((), "This channel", _channel(channel, follows=follows)))
    sections.append(Section((), "What you can set", HOW if channel else HOW[:1]))
    if off:
        sections.append(Section((), "Off, because the app lacks a scope", tuple(off)))
    return Page("Settings: what Verbatim knows of you and this conversation.", tuple(sections))


def _zone(person: Person, newsroom: str, chosen: str | None) -> str:
    if chosen:
        return f"Your dates and hours are those of {chosen}, which you set here."
    if person.zone:
        return f"Your dates and hours are those of {person.zone}, from your Slack profile."
    return f"Your dates and hours are those of the newsroom, {newsroom}."


def _channel(channel: Channel, *, follows: bool) -> tuple[str, ...]:
    """What is known of it; what is not is said to be read strictly."""
    if not channel.known:
        return (
            "Slack has not told Verbatim what channel this is: it counts as private, and as read by strangers.",
            _follows(on=follows),
        )
    shared = ", shared with another organisation: only the public record is shown in it" if channel.shared else ""
    return f"{_KIND.get(channel.kind, 'This is a direct message')}{shared}.", _follows(on=follows)


def _follows(*, on: bool) -> str:
    if not on:
        return "Follow-ups in its threads need a mention: somebody set it so."
    return (
        "Where the app hears threads (verbatim manifest --follow-threads), follow-ups of whoever asked need no "
        "mention; elsewhere they do."
    )


def zone_set(zone: str | None, effective: str) -> Page:
    """A zone was set, or taken back."""
    if zone is None:
        return Page(f"Your dates and hours are those of your Slack profile again: {effective}.")
    return Page(f"Your dates and hours are those of {zone} from now on.")


def follow_set(*, on: bool) -> Page:
    """Follow-ups were switched in a channel."""
    if on:
        return Page(
            "Follow-ups in this channel's threads need no mention any more, where the app hears threads.",
            notes=("Only whoever asked there is answered, and only what reads as a follow-up or a question.",),
        )
    return Page("Follow-ups in this channel's threads need a mention from now on.")
