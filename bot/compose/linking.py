"""What is said about links that are read from a channel. Pure."""

from __future__ import annotations

from bot.model import PUBLIC
from bot.page import Change, Page

HOW = "index links off switches it off."
KEPT = "Of a message only the address of a link is kept, never its words or who wrote it."
NOT_HERE = "Links are indexed from channels: type it in the channel, as in: @Verbatim index links on."
NOT_TOLD = "Slack has not told yet what this channel is: try again in a moment."
INVITE = "Verbatim is not in this channel and hears nothing there: invite it (/invite @Verbatim), then try again."
SHARED = "People of another organisation read this channel, so its links are not indexed: type it in one of your own."
SWITCH = "Say index links on, or index links off."


def missing(scope: str) -> str:
    """What Slack has not granted, and what to do."""
    return (
        f"Verbatim cannot hear this channel: it lacks the scope {scope}. Whoever set it up prints a manifest with "
        "verbatim manifest --follow-threads and installs the app again."
    )


def announced(user: str, scope: str, *, on: bool) -> Page:
    """What the channel is told, whoever switched it."""
    if not on:
        return Page("Links posted in this channel are not indexed any more.", changes=(Change("Switched off", user),))
    return Page(
        "Articles that full members link to in this channel are read into Verbatim's record from now on.",
        notes=(KEPT, _seen_by(scope), HOW),
        changes=(Change("Switched on", user),),
    )


def switched(*, on: bool, done: bool) -> Page:
    """The answer to who switched it."""
    state = "on" if on else "off"
    if not done:
        return Page(f"Links in this channel: {state} already.")
    if not on:
        return Page("Links in this channel: off. The channel is told. What was read stays in the record.")
    return Page(
        "Links in this channel: on. The channel is told.",
        notes=("Slack sends the messages only where the app's manifest was made with --follow-threads.",),
    )


def told(scope: str | None) -> Page:
    """How it stands."""
    if scope is None:
        return Page("Links in this channel: off. index links on switches it on for everybody in it.", notes=(KEPT,))
    return Page("Links in this channel: on.", notes=(KEPT, _seen_by(scope), HOW))


def _seen_by(scope: str) -> str:
    if scope == PUBLIC:
        return "Everybody in the workspace can find what is read."
    return "Only this channel can find what is read, as it is not public."
