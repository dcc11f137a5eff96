"""What a channel says that is not said to us: dropped at once, or a request only under a condition."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fakes import payloads
from fakes.workspace import BOT_USER

from handlers.inbound import request_of
from handlers.overheard import moved

THREAD = "1764590000.000100"


def reply(text: str = "who else?", **inner: object) -> dict[str, Any]:
    return payloads.message(text, thread_ts=THREAD, **inner)


def changed(text: str, before: str = "who els?", **inner: object) -> dict[str, Any]:
    """An edit by a person in a channel."""
    message = {"type": "message", "user": "U0ANA", "text": text, "ts": "5.0", "thread_ts": THREAD}
    message |= {"edited": {"user": "U0ANA", "ts": "6.0"}} | inner
    event = {"type": "message", "subtype": "message_changed", "channel": "C0DESK", "channel_type": "channel"}
    return payloads.event(event | {"message": message, "previous_message": {"text": before, "ts": "5.0"}})


def test_reply_in_a_thread_is_a_request_only_if_the_thread_is_ours() -> None:
    inbound = request_of(reply(), BOT_USER)
    assert inbound.only == "thread"
    assert inbound.request is not None
    assert (inbound.request.surface, inbound.request.text) == ("mention", "who else?")
    assert inbound.request.thread_ts == THREAD
    assert not inbound.request.private


@pytest.mark.parametrize(
    "body",
    [
        payloads.message("who else?"),  # no thread
        reply(ts=THREAD),  # the root of one
        reply("<@U0BEN> who else?"),  # to somebody else
        reply("who else? <!here>"),
        reply("who else? <!subteam^S1|@desk>"),
        reply("", files=[{"name": "a.txt"}]),
        reply("who else?", files=[{"name": "a.txt"}]),
        reply("who else?", subtype="thread_broadcast"),
        reply("who else?", subtype="file_share"),
        reply("who else? " + "word " * 200 + "?"),  # an essay
        reply("  "),
        reply(bot_id="B0OTHER"),
        reply(user=BOT_USER),
    ],
)
def test_the_rest_is_dropped_without_asking_anybody(body: dict[str, Any]) -> None:
    inbound = request_of(body, BOT_USER)
    assert inbound.request is None
    assert inbound.claims == ()


def test_reply_that_names_us_is_a_mention_like_any() -> None:
    inbound = request_of(reply(f"<@{BOT_USER}> who else?"), BOT_USER)
    assert inbound.request is not None
    assert inbound.only is None


@pytest.mark.parametrize(("channel", "kind"), [("G0GROUP", "mpim"), ("C0GROUP", "mpim"), ("C0PRIVATE", "group")])
def test_mention_among_several_is_answered_in_its_thread_for_all(channel: str, kind: str) -> None:
    body = payloads.mention("who else?", channel=channel, ts="5.0")
    twin = payloads.twin(body)
    twin["event"]["channel_type"] = kind
    first, second = request_of(body, BOT_USER), request_of(twin, BOT_USER)
    assert first.request is not None
    assert (first.request.surface, first.request.thread_ts, first.request.private) == ("mention", "5.0", False)
    assert first.request == second.request
    assert set(first.claims) & set(second.claims)


def test_edit_in_a_channel_concerns_us_if_the_message_did() -> None:
    first = request_of(reply(ts="5.0"), BOT_USER)
    edited = request_of(changed("who else?"), BOT_USER)
    assert first.request is not None
    assert edited.request is not None
    assert (edited.only, edited.request.action) == ("known", "edited")
    assert edited.request.target == first.request.id


def test_edited_mention_is_one_request_in_both_its_forms() -> None:
    text = f"<@{BOT_USER}> who else?"
    mention = payloads.mention("who else?", ts="5.0", thread_ts=THREAD, edited={"ts": "6.0"})
    twin = request_of(changed(text, before="?"), BOT_USER)
    assert twin.only is None
    assert set(twin.claims) & set(request_of(mention, BOT_USER).claims)


@pytest.mark.parametrize(
    "event",
    [
        {"subtype": "message_deleted", "deleted_ts": "5.0", "previous_message": {"user": "U0ANA", "text": "zebra"}},
        {"subtype": "message_changed", "message": {"subtype": "tombstone", "ts": "5.0", "text": "was deleted"}},
    ],
)
@pytest.mark.parametrize("kind", ["channel", "group", "im"])
def test_deletion_is_obeyed_where_it_was_a_request_and_carries_no_words(event: dict[str, Any], kind: str) -> None:
    channel = "D0ANA" if kind == "im" else "C0DESK"
    body = payloads.event({"type": "message", "channel": channel, "channel_type": kind} | event)
    inbound = request_of(body, BOT_USER)
    first = request_of(reply(ts="5.0", channel=channel, channel_type=kind), BOT_USER)
    assert inbound.request is not None
    assert first.request is not None
    assert inbound.only == (None if kind == "im" else "known")
    assert (inbound.request.surface, inbound.request.text) == ("deleted", "")
    assert inbound.request.target == first.request.id


def test_what_slack_changes_by_itself_concerns_nobody() -> None:
    body = changed("who else?", before="who else?", edited=None)
    assert request_of(body, BOT_USER).request is None


# -- files and people


def test_file_in_a_direct_message_is_a_draft_answered_in_its_thread() -> None:
    file = {"name": "draft.docx", "size": 12, "url_private": "https://files.slack.com/1", "id": "F1"}
    inbound = request_of(payloads.direct("please check", subtype="file_share", files=[file, file], ts="5.0"), BOT_USER)
    assert inbound.request is not None
    assert (inbound.request.action, inbound.request.thread_ts) == ("draft", "5.0")
    told = json.loads(inbound.request.text)
    assert told == {"name": "draft.docx", "url": "https://files.slack.com/1", "size": 12, "files": 2}


@pytest.mark.parametrize("file", [{}, {"name": None, "size": "big", "url_private": None}])
def test_file_slack_says_little_about_is_still_a_draft(file: dict[str, Any]) -> None:
    inbound = request_of(payloads.direct("", subtype="file_share", files=[file]), BOT_USER)
    assert inbound.request is not None
    assert json.loads(inbound.request.text)["name"] == "the file"


def test_file_beside_a_mention_is_left_alone() -> None:
    body = payloads.mention(
        "what did Lind say?", files=[{"name": "a.docx", "url_private": "https://files.slack.com/1"}]
    )
    inbound = request_of(body, BOT_USER)
    assert inbound.request is not None
    assert (inbound.request.action, inbound.request.text) == (None, "what did Lind say?")


def test_who_joins_and_leaves_is_read() -> None:
    for kind, how in (("member_joined_channel", "joined"), ("member_left_channel", "left")):
        event = {"type": kind, "user": "U0ANA", "channel": "C0DESK", "channel_type": "C"}
        assert moved(payloads.event(event)) == (how, "C0DESK", "U0ANA")
        assert moved(payloads.event({"type": kind, "user": "U0ANA"})) is None
    assert moved(payloads.home_opened(tab="messages")) == ("looked", "D0ANA", "U0ANA")
    assert moved(payloads.direct("hello")) is None
    assert moved({"command": "/said"}) is None
