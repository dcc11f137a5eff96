"""What Slack sends, read once: the only file that indexes raw payloads. Pure.

    payload -> ours at all? -> whose, where, which words -> Request + claims, or the reason it is dropped

Dropped before anything is stored or logged: whatever is neither a direct message, nor a mention, nor a command of
ours; other bots and the bot itself. What may be a reply to us in a thread of ours carries the condition under which it
is a request (`Inbound.only`, see `handlers.overheard`). Claims are what a redelivery shares with the first delivery: a
mention comes as `app_mention` and as `message`, under two event ids, so its place and time is claimed as well; an
edited one is fired again with the time of the edit, and is a question of its own.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from bot.model import Request
from bot.people import is_direct
from bot.words import ALONE
from handlers import attached
from handlers.among import alone, outside, team_of
from handlers.markup import addresses, asked, words
from handlers.overheard import SPOKEN, perhaps
from handlers.surfaces import CLICKS, COMMANDS, FORMS, MESSAGE_SHORTCUTS

Payload = dict[str, Any]

HELP = "help"
ELSEWHERE = "neither direct nor a mention"


@dataclass(frozen=True, slots=True)
class Inbound:
    """A request with its claims, or the reason there is none.

    `only` is what our own rows must say before it is one: "thread", it stands in a thread of ours and is for us;
    "known", what it changes or deletes was a request.
    """

    request: Request | None = None
    claims: tuple[str, ...] = ()
    dropped: str | None = None
    only: str | None = None


def request_of(body: Payload, bot_user: str | None) -> Inbound:
    """Read one delivery. `body` is the whole payload; `bot_user` is who mentions of the bot name."""
    if "command" in body:
        return _command(body)
    if reader := _INTERACTIONS.get(str(body.get("type"))):
        return reader(body)
    event = body.get("event")
    if body.get("type") != "event_callback" or not isinstance(event, dict):
        return Inbound(dropped="not a message")
    if event.get("type") == "app_home_opened":
        return _home(body, event)
    if event.get("type") not in {"app_mention", "message"}:
        return Inbound(dropped="not a message")
    if event.get("type") == "message" and event.get("subtype") in {"message_changed", "message_deleted"}:
        return _changed(body, event, bot_user)
    if reason := _unwanted(event, bot_user):
        return Inbound(dropped=reason)
    if _addressed(event, bot_user):
        return _message(body, event, bot_user)
    if not perhaps(event):
        return Inbound(dropped=ELSEWHERE)
    return replace(_message(body, event, bot_user), only="thread")


def _unwanted(event: Payload, bot_user: str | None) -> str | None:
    """Why this message is none of ours, or None."""
    if event.get("subtype") not in SPOKEN:
        return "not said by a person"
    if "bot_id" in event or event.get("user") in {None, bot_user, "USLACKBOT"}:
        return "a bot"
    if not event.get("channel") or not event.get("ts"):
        return "no place to answer"
    return None


def _addressed(event: Payload, bot_user: str | None) -> bool:
    """Whether it was said to the bot, by name or to it alone."""
    return alone(event) or event.get("type") == "app_mention" or _names(event, bot_user)


def _names(event: Payload, bot_user: str | None) -> bool:
    text = str(event.get("text") or "")
    return bot_user is not None and (f"<@{bot_user}>" in text or f"<@{bot_user}|" in text)


def _message(body: Payload, event: Payload, bot_user: str | None) -> Inbound:
    """A mention is answered in its thread; a direct message where it stands."""
    channel, ts, direct = str(event["channel"]), str(event["ts"]), alone(event)
    edited = event.get("edited") or {}
    first = _where(body, event, channel, ts)
    place = "/".join(filter(None, (first, str(edited.get("ts") or ""))))
    file = attached.draft(event) if direct else None
    request = Request(
        id=_id(place),
        surface="direct" if direct else "mention",
        text=file or asked(str(event.get("text") or ""), bot_user) or HELP,
        channel=channel,
        user=str(event["user"]),
        ts=ts,
        thread_ts=event.get("thread_ts") or (ts if file or not direct else None),
        private=direct,
        action="draft" if file else "edited" if place != first else None,
        target=_id(first) if place != first else None,
        outside=outside(body, event),
    )
    event_id = body.get("event_id")
    return Inbound(request, (place, f"event/{event_id}") if event_id else (place,))


def _where(body: Payload, event: Payload, channel: str, ts: str) -> str:
    """The claim that every delivery of one message shares."""
    return "/".join(filter(None, ("message", team_of(body, event), channel, ts)))


def _changed(body: Payload, event: Payload, bot_user: str | None) -> Inbound:
    """An edit or a deletion: edits by people are questions anew, deletions are obeyed.

    In a channel they concern us only where the message was a request. What Slack changes by itself (unfurled links)
    has no `edited`; a deleted question with replies becomes a tombstone.
    """
    inner = event.get("message") or {}
    channel, before = event.get("channel"), event.get("previous_message") or {}
    gone = event.get("deleted_ts") or (inner.get("ts") if inner.get("subtype") == "tombstone" else None)
    if not channel:
        return Inbound(dropped="no place to answer")
    known = None if alone(event) else "known"
    if gone:
        return replace(_deleted(body, event, str(channel), str(gone)), only=known)
    if inner.get("text") == before.get("text") or not inner.get("edited"):
        return Inbound(dropped="not said by a person")
    said = inner | {"type": "message", "channel": channel, "channel_type": event.get("channel_type")}
    if reason := _unwanted(said, bot_user):
        return Inbound(dropped=reason)
    return replace(_message(body, said, bot_user), only=None if _addressed(said, bot_user) else known)


def _deleted(body: Payload, event: Payload, channel: str, ts: str) -> Inbound:
    """A question was deleted; which one follows from its place."""
    first = _where(body, event, channel, ts)
    claim = f"{first}/deleted"
    user = str((event.get("previous_message") or {}).get("user") or "")
    return Inbound(Request(_id(claim), "deleted", "", channel, user, ts=ts, target=_id(first)), (claim,))


def _command(body: Payload) -> Inbound:
    """A slash command; its trigger is given out once, so it is the claim against a replay."""
    name = str(body["command"])
    trigger, channel, user = body.get("trigger_id"), body.get("channel_id"), body.get("user_id")
    if name not in COMMANDS:
        return Inbound(dropped="no command of ours")
    if not (trigger and channel and user and body.get("response_url")):
        return Inbound(dropped="no place to answer")
    claim = f"trigger/{body.get('team_id')}/{trigger}"
    word, typed = COMMANDS[name], asked(str(body.get("text") or ""), None)
    whole = word is not None and word in ALONE  # it needs nothing after it
    request = Request(
        id=_id(claim),
        surface="said",
        text=typed or ("" if whole else HELP),
        channel=str(channel),
        user=str(user),
        response_url=str(body["response_url"]),
        action=word if typed != HELP and (typed or whole) else None,
    )
    return Inbound(request, (claim,))


def _click(body: Payload) -> Inbound:
    """A press of one of our buttons; a trigger is given out once, so it is the claim."""
    pressed: Payload = next(iter(body.get("actions") or []), {})
    action, target = _pressed(pressed)
    if action not in CLICKS:
        return Inbound(dropped="no button of ours")
    held = body.get("container") or {}
    view = body.get("view") or {}
    channel = str((body.get("channel") or {}).get("id") or held.get("channel_id") or _meta(view).get("channel") or "")
    public = not held.get("is_ephemeral") and bool(held.get("message_ts"))
    in_modal = view.get("type") == "modal"
    return _interaction(
        body,
        surface="click",
        action=action,
        target=target,
        channel=channel,
        ts=str(held["message_ts"]) if public else None,
        thread_ts=_thread(body, held, channel) if public else None,
        private=not (action == "share" or (action == "ask" and public and not is_direct(channel))),
        response_url=body.get("response_url"),
        view=view.get("id") if in_modal else None,
    )


def _thread(body: Payload, held: Payload, channel: str) -> str | None:
    """The thread of the message clicked on; in a channel, what comes of it goes below it."""
    found = held.get("thread_ts") or (body.get("message") or {}).get("thread_ts")
    return str(found) if found else None if is_direct(channel) else str(held["message_ts"])


def _pressed(pressed: Payload) -> tuple[str, str]:
    """(action, target) of a button or of an entry in an overflow menu."""
    name = str(pressed.get("action_id") or "")
    if name == "overflow":
        chosen = str((pressed.get("selected_option") or {}).get("value") or "")
        action, _, target = chosen.partition("/")
        return action, target
    return name.partition(".")[0], str(pressed.get("value") or "")


def _form(body: Payload) -> Inbound:
    """A form sent in; what was typed goes as text, which is erased like any question."""
    view = body.get("view") or {}
    if view.get("callback_id") not in FORMS:
        return Inbound(dropped="no form of ours")
    meta = _meta(view)
    fields = (view.get("state") or {}).get("values") or {}
    values = {name: _entered(next(iter(field.values()), {})) for name, field in fields.items()}
    return _interaction(
        body,
        surface="form",
        action=str(view["callback_id"]),
        target=meta.get("target"),
        channel=meta.get("channel", ""),
        text=json.dumps(values),
        view=view.get("id"),
        ts=meta.get("ts"),
        thread_ts=meta.get("thread_ts"),
        response_url=meta.get("response_url"),
    )


@dataclass(frozen=True, slots=True)
class Typing:
    """What somebody has typed so far into a field that is answered while they type; never stored."""

    source: str  # what the field looks among
    typed: str
    request: Request  # whose eyes it is for; nothing is asked


def typing_of(body: Payload) -> Typing | None:
    """Read a request for options, or None where nobody is to be answered.

    [docs.slack.dev/reference/interaction-payloads/block_suggestion-payload]
    """
    channel = _meta(body.get("view") or {}).get("channel", "")
    request = _interaction(body | {"trigger_id": "-"}, surface="form", channel=channel).request
    return Typing(str(body.get("action_id") or ""), str(body.get("value") or ""), request) if request else None


def _entered(element: Payload) -> str | list[str]:
    """What was typed or chosen in one element of a form: a text, or a list where several can be chosen.

    [docs.slack.dev/reference/interaction-payloads/view-interactions-payload, `view.state.values`]
    """
    if "selected_options" in element:
        return [str(option.get("value") or "") for option in element["selected_options"] or []]
    if "selected_option" in element:
        return str((element["selected_option"] or {}).get("value") or "")
    return str(next((element[name] for name in _TYPED if element.get(name)), ""))


_TYPED = ("value", "selected_date", "selected_time", "selected_conversation")


def _shortcut(body: Payload) -> Inbound:
    """A shortcut on a message: its text is what is asked about."""
    if body.get("callback_id") not in MESSAGE_SHORTCUTS:
        return Inbound(dropped="no shortcut of ours")
    action, message = MESSAGE_SHORTCUTS[str(body["callback_id"])], body.get("message") or {}
    said = str(message.get("text") or "")
    return _interaction(
        body,
        surface="shortcut",
        action=action,
        channel=str((body.get("channel") or {}).get("id") or ""),
        text="\n".join(addresses(said, message)) if action == "index" else words(said, None),
        response_url=body.get("response_url"),
    )


_INTERACTIONS = {"block_actions": _click, "view_submission": _form, "message_action": _shortcut}


def _interaction(body: Payload, *, surface: str, channel: str, text: str = "", **fields: Any) -> Inbound:  # noqa: ANN401 - fields of Request
    """A request of something pressed, sent in or chosen."""
    user, trigger = (body.get("user") or {}).get("id"), body.get("trigger_id")
    if not user or not trigger:
        return Inbound(dropped="nobody to answer")
    team, home = (body.get("team") or {}).get("id"), (body.get("user") or {}).get("team_id")
    claim = f"trigger/{team}/{trigger}"
    outside = bool(team and home and team != home)
    return Inbound(Request(_id(claim), surface, text, channel, str(user), outside=outside, **fields), (claim,))


def _meta(view: Payload) -> dict[str, str]:
    """What a view of ours carries."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _home(body: Payload, event: Payload) -> Inbound:
    """The Home tab was opened; a claim by the event, as it is drawn anew each time."""
    user, event_id = event.get("user"), body.get("event_id")
    if event.get("tab") != "home" or not user or not event_id:
        return Inbound(dropped="not the Home tab")
    claim = f"event/{event_id}"
    return Inbound(Request(_id(claim), "home", "", "", str(user)), (claim,))


def _id(claim: str) -> str:
    """The request's id follows from its first claim: whoever reads the same delivery again gives the same id."""
    return "r" + hashlib.sha256(claim.encode()).hexdigest()[:24]
