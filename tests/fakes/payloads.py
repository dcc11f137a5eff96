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


def click(action_id: str, value: str = "", *, message: Json | None = None, **outer: object) -> Json:
    """A press of a button; on a `message` of the bot's that stands in a channel, else on a private answer."""
    action = {"type": "button", "action_id": action_id, "block_id": "b", "action_ts": fresh_ts(), "value": value}
    held = {"type": "message", "is_ephemeral": message is None, "message_ts": "1.1", "channel_id": "C0DESK"}
    if message is not None:
        held |= {"message_ts": message["ts"], "thread_ts": message.get("thread_ts")}
    body = _interaction("block_actions") | {"actions": [action], "container": held, "channel": {"id": "C0DESK"}}
    return body | outer


def chosen(value: str, **outer: object) -> Json:
    """An entry of an overflow menu."""
    body = click("overflow", **outer)  # type: ignore[arg-type]
    body["actions"][0] |= {"type": "overflow", "selected_option": {"value": value}}
    return body


def submitted(view: Json, **values: str | list[str]) -> Json:
    """A form sent in, each field as its kind of element tells it; what is not named is as the form has it."""
    elements = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    strange = set(values) - set(elements)
    assert not strange, f"no such field: {strange}"
    state = {"values": {n: {e["action_id"]: _filled(e, values.get(n))} for n, e in elements.items()}}
    return _interaction("view_submission") | {"view": view | {"state": state}}


def _filled(element: Json, given: str | list[str] | None) -> Json:
    """What an element tells: what was given, else what stood there."""
    kind, told = element["type"], {"type": element["type"]}
    if kind.startswith("multi_"):
        there = [option["value"] for option in element.get("initial_options", [])]
        return told | {"selected_options": [{"value": one} for one in (there if given is None else given)]}
    if kind.endswith("_select"):
        one = (element.get("initial_option") or {}).get("value") if given is None else given
        return told | {"selected_option": {"value": one} if one else None}
    there, name = {
        "datepicker": ("initial_date", "selected_date"),
        "timepicker": ("initial_time", "selected_time"),
    }.get(kind, ("initial_value", "value"))
    return told | {name: (element.get(there) if given is None else given) or None}


def typing(view: Json, source: str, typed: str) -> Json:
    """Somebody types into a field that offers what is known."""
    block = next(b for b in view["blocks"] if b.get("element", {}).get("action_id") == source)
    body = _interaction("block_suggestion") | {"view": view, "container": {"type": "view", "view_id": view["id"]}}
    del body["trigger_id"]  # it has none [docs.slack.dev/reference/interaction-payloads/block_suggestion-payload]
    return body | {"block_id": block["block_id"], "action_id": source, "value": typed}


def shortcut(callback_id: str, text: str | None = None, response_url: str = "") -> Json:
    """A shortcut, on a message where there is a text."""
    if text is None:
        return _interaction("shortcut") | {"callback_id": callback_id}
    body = _interaction("message_action") | {"callback_id": callback_id, "channel": {"id": "C0DESK"}}
    return body | {"message": {"text": text, "ts": fresh_ts()}, "response_url": response_url}


def home_opened(**inner: object) -> Json:
    """Somebody looks at the app."""
    return event({"type": "app_home_opened", "user": "U0ANA", "tab": "home", "channel": "D0ANA"} | inner)


def _interaction(kind: str) -> Json:
    body = {"type": kind, "api_app_id": APP_ID, "trigger_id": f"{next(_count)}.made-up", "team": {"id": TEAM}}
    return body | {"user": {"id": "U0ANA"}}
