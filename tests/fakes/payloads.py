"""What Slack sends to the bot, by kind; shapes from docs.slack.dev/reference/events and /interactivity."""

from __future__ import annotations

import itertools
from typing import Any

from fakes.workspace import APP_ID, BOT_ID, BOT_USER, TEAM

Json = dict[str, Any]
_count = itertools.count(1)


def fresh_ts() -> str:
    """A ts that no other message has."""
    return f"1764590000.{next(_count):06d}"


def event(inner: Json, **outer: object) -> Json:
    """An Events API delivery around an event."""
    body = {"type": "event_callback", "team_id": TEAM, "api_app_id": APP_ID, "event_id": f"Ev{next(_count):08d}"}
    return body | {"event": inner} | outer


def mention(text: str, **inner: object) -> Json:
    """`app_mention`; the bot's name is put before the text."""
    base = {"type": "app_mention", "user": "U0ANA", "channel": "C0DESK", "ts": fresh_ts(), "team": TEAM}
    return event(base | {"text": f"<@{BOT_USER}> {text}"} | inner)


def message(text: str, **inner: object) -> Json:
    """Any message in a channel the bot is in; told apart from a mention only by its words."""
    base = {"type": "message", "channel_type": "channel", "user": "U0ANA", "channel": "C0DESK", "ts": fresh_ts()}
    return event(base | {"team": TEAM, "text": text} | inner)


def twin(of: Json) -> Json:
    """The same mention as Slack delivers it a second time: as a plain message, under another event id."""
    return event(of["event"] | {"type": "message", "channel_type": "channel"})


def direct(text: str, **inner: object) -> Json:
    """A direct message."""
    return message(text, **({"channel_type": "im", "channel": "D0ANA"} | inner))


def own(text: str, **inner: object) -> Json:
    """What the bot itself wrote, as Slack tells it back."""
    return direct(text, **({"user": BOT_USER, "bot_id": BOT_ID, "app_id": APP_ID} | inner))


def said(text: str, response_url: str, **outer: object) -> Json:
    """`/said`."""
    body = {"command": "/said", "text": text, "team_id": TEAM, "channel_id": "C0DESK", "user_id": "U0ANA"}
    body |= {"channel_name": "desk", "api_app_id": APP_ID, "trigger_id": f"{next(_count)}.made-up"}
    return body | {"response_url": response_url} | outer


def click(action_id: str) -> Json:
    """A press of a button."""
    action = {"type": "button", "action_id": action_id, "block_id": "b", "action_ts": fresh_ts()}
    body = {"type": "block_actions", "api_app_id": APP_ID, "trigger_id": f"{next(_count)}.made-up", "actions": [action]}
    return body | {"team": {"id": TEAM}, "user": {"id": "U0ANA"}, "container": {"type": "message"}}
