"""What a channel says that is not said to the bot by name: read, and nearly all of it dropped. Pure.

Only apps with a history scope hear it at all (`verbatim manifest --follow-threads`). What may be for us is a reply of a
person in a thread, to nobody else; whether the thread is ours and the words a question for us is asked of our own rows
(`bot.people.threads`) before anything is stored or logged. Edits and deletions concern us where the first message did.
"""

from __future__ import annotations

import re
from typing import Any

from bot.linking import Heard
from handlers.among import alone, outside
from handlers.markup import addresses

Payload = dict[str, Any]
SPOKEN = frozenset({None, "file_share", "thread_broadcast"})  # subtypes in which a person says something
LONGEST = 600  # characters of a question; what is longer is said to colleagues
# Anybody picked while typing: <@U1>, <!here>, <!subteam^S1> [docs.slack.dev/messaging/formatting-message-text]
_SOMEBODY = re.compile(r"<(?:@[^>]*|!(?:here|channel|everyone|subteam\^)[^>]*)>")


def perhaps(event: Payload) -> bool:
    """Whether a message may be a follow-up: a plain reply in a thread, short, without files, naming nobody."""
    text = str(event.get("text") or "")
    replies = event.get("thread_ts") and event["thread_ts"] != event.get("ts")
    plain = event.get("subtype") is None and not event.get("files")
    return bool(replies and plain and text.strip() and len(text) <= LONGEST and not _SOMEBODY.search(text))


def linked(body: Payload) -> Heard | None:
    """The addresses that a person's message in a channel links to, and nothing else of it; None where there is none.

    Whether they count is asked of our own rows (`bot.linking`): of nearly every message nothing is kept or logged.
    """
    event = body.get("event")
    if not isinstance(event, dict) or event.get("type") != "message" or event.get("subtype") not in SPOKEN:
        return None
    channel, user = event.get("channel"), event.get("user")
    if "bot_id" in event or not (channel and user) or alone(event):
        return None
    urls = addresses(str(event.get("text") or ""), {})
    return Heard(str(channel), str(user), tuple(urls), outside(body, event)) if urls else None


def moved(body: Payload) -> tuple[str, str, str] | None:
    """("joined" | "left" | "looked", channel, user) of an event that tells where somebody is; None for any other.

    Who looks at the app is about to ask, so that they can be known by then.

    [docs.slack.dev/reference/events/member_joined_channel, …/member_left_channel]
    """
    event = body.get("event")
    how = {"member_joined_channel": "joined", "member_left_channel": "left", "app_home_opened": "looked"}
    if not isinstance(event, dict) or event.get("type") not in how or not (event.get("channel") and event.get("user")):
        return None
    return how[event["type"]], str(event["channel"]), str(event["user"])
