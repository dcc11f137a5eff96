from __future__ import annotations

import pytest
from fakes import payloads
from fakes.workspace import BOT_USER, TEAM

from handlers.inbound import request_of
from handlers.markup import words


def read(body: payloads.Json, bot: str | None = BOT_USER):  # noqa: ANN201 - Inbound, as the name says
    return request_of(body, bot)


def test_mention_is_answered_in_its_thread() -> None:
    body = payloads.mention("what did Fidan say?", ts="17.1", channel="C1", user="U1")
    request = read(body).request
    assert request is not None
    assert (request.surface, request.text, request.channel, request.user) == (
        "mention",
        "what did Fidan say?",
        "C1",
        "U1",
    )
    assert (request.ts, request.thread_ts, request.private, request.response_url) == ("17.1", "17.1", False, None)


def test_mention_in_a_thread_is_answered_there() -> None:
    request = read(payloads.mention("and Gaza?", ts="17.2", thread_ts="17.1")).request
    assert request is not None
    assert request.thread_ts == "17.1"


def test_direct_message_is_private_and_answered_where_it_stands() -> None:
    request = read(payloads.direct("what did Fidan say?", ts="17.1")).request
    assert request is not None
    assert (request.surface, request.private, request.thread_ts) == ("direct", True, None)


def test_direct_message_in_a_thread_is_answered_there() -> None:
    request = read(payloads.direct("more", ts="17.2", thread_ts="17.1")).request
    assert request is not None
    assert request.thread_ts == "17.1"


def test_mention_inside_a_direct_message_is_a_direct_message() -> None:
    request = read(payloads.direct(f"<@{BOT_USER}> what did Fidan say?")).request
    assert request is not None
    assert (request.surface, request.text) == ("direct", "what did Fidan say?")


def test_command_is_answered_for_the_askers_eyes() -> None:
    inbound = read(payloads.said("Fidan about Gaza", "http://example.org/r", trigger_id="7.x", user_id="U1"))
    request = inbound.request
    assert request is not None
    assert (request.surface, request.text, request.user) == ("said", "Fidan about Gaza", "U1")
    assert (request.private, request.response_url, request.thread_ts) == (True, "http://example.org/r", None)
    assert inbound.claims == (f"trigger/{TEAM}/7.x",)


DROPPED = [
    # a channel the bot reads along in is nobody's question
    (payloads.message("what did Fidan say?"), "neither direct nor a mention"),
    # another person is named, not the bot
    (payloads.message("<@U0OTHER> what did Fidan say?"), "neither direct nor a mention"),
    # the bot's own answer in a direct message must not be answered
    (payloads.own("Hakan Fidan: 5 statements"), "a bot"),
    # the same without bot_id, as some clients send it
    (payloads.direct("x", user=BOT_USER), "a bot"),
    # two bots would talk for ever
    (payloads.mention("what did Fidan say?", bot_id="B0OTHER"), "a bot"),
    # Slackbot's reminders come as direct messages
    (payloads.direct("Reminder", user="USLACKBOT"), "a bot"),
    # integrations of the old kind have no user
    (payloads.direct("x", user=None), "a bot"),
    # edits and deletions carry the words of an earlier message
    (payloads.direct("x", subtype="message_changed"), "not said by a person"),
    (payloads.direct("x", subtype="message_deleted"), "not said by a person"),
    (payloads.mention("x", subtype="bot_message"), "not said by a person"),
    # people come and go
    (payloads.message("<@U1> has joined", subtype="channel_join"), "not said by a person"),
    # events that are no message at all
    (payloads.event({"type": "app_home_opened", "user": "U1", "tab": "messages"}), "not the Home tab"),
    (payloads.event({"type": "message_metadata_posted", "user": "U1"}), "not a message"),
    (payloads.click("open"), "no button of ours"),
    ({"type": "event_callback"}, "not a message"),
    ({}, "not a message"),
    # a message without a place cannot be answered
    (payloads.direct("x", ts=None), "no place to answer"),
    (payloads.mention("x", channel=None), "no place to answer"),
    # somebody else's command
    (payloads.said("x", "http://example.org/r", command="/other"), "no command of ours"),
    (payloads.said("x", ""), "no place to answer"),
    (payloads.said("x", "http://example.org/r", trigger_id=None), "no place to answer"),
]


@pytest.mark.parametrize(("body", "why"), DROPPED)
def test_what_is_not_ours_is_dropped(body: payloads.Json, why: str) -> None:
    inbound = read(body)
    assert (inbound.request, inbound.claims, inbound.dropped) == (None, (), why)


def test_mention_as_message_is_dropped_while_the_bot_does_not_know_itself() -> None:
    assert read(payloads.message(f"<@{BOT_USER}> hello"), None).request is None


def test_both_forms_of_a_mention_are_one_request() -> None:
    body = payloads.mention("what did Fidan say?")
    first, second = read(body), read(payloads.twin(body))
    assert first.request == second.request
    assert set(first.claims) & set(second.claims) == {f"message/{TEAM}/C0DESK/{body['event']['ts']}"}


def test_redelivery_has_the_same_claims_and_id() -> None:
    body = payloads.mention("what did Fidan say?")
    assert read(body) == read(body)


def test_edited_mention_is_a_question_of_its_own() -> None:
    body = payloads.mention("what did Fidan say?")
    edited = payloads.event(body["event"] | {"edited": {"user": "U0ANA", "ts": "99.9"}})
    first, second = read(body), read(edited)
    assert set(first.claims).isdisjoint(second.claims)
    assert second.claims[0] == first.claims[0] + "/99.9"


def test_same_time_in_another_channel_is_another_request() -> None:
    one, two = (read(payloads.mention("x", ts="17.1", channel=c)).request for c in ("C1", "C2"))
    assert one is not None
    assert two is not None
    assert one.id != two.id


@pytest.mark.parametrize(
    "body",
    [
        payloads.mention(""),  # only the bot's name
        payloads.direct("   "),
        payloads.said("", "http://example.org/r"),
        payloads.direct("", subtype="file_share"),  # a file without a word
    ],
)
def test_empty_question_asks_for_help(body: payloads.Json) -> None:
    request = read(body).request
    assert request is not None
    assert request.text == "help"


def test_words_that_come_with_a_file_are_a_question() -> None:
    request = read(payloads.direct("what did Fidan say?", subtype="file_share")).request
    assert request is not None
    assert request.text == "what did Fidan say?"


WORDS = [
    # the bot's name before, after, in the midst, with the punctuation people put behind a name
    (f"<@{BOT_USER}> what did Fidan say?", "what did Fidan say?"),
    (f"<@{BOT_USER}>: what did Fidan say?", "what did Fidan say?"),
    (f"<@{BOT_USER}|verbatim>, hello", "hello"),
    (f"hey <@{BOT_USER}> what now", "hey what now"),
    # Slack's three entities, undone once: "&amp;lt;" was typed as "&lt;"
    ("AT&amp;T &lt;b&gt;", "AT&T <b>"),
    ("&amp;lt;", "&lt;"),
    # people, channels, groups and dates in the words their reader sees
    ("what did <@U1|ana> say", "what did @ana say"),
    ("what did <@U1> say", "what did @U1 say"),
    ("in <#C1|desk>", "in #desk"),
    ("<!here> look", "@here look"),
    ("<!subteam^S1|@desk> look", "@desk look"),
    ("<!subteam^S1> look", "@subteam look"),
    ("on <!date^1764590000^{date}|1 Dec>", "on 1 Dec"),
    # links by label, else address
    ("<https://a.example/x|the report>", "the report"),
    ("see <https://a.example/x>", "see https://a.example/x"),
    ("<mailto:a@a.example|a@a.example>", "a@a.example"),
    # line breaks stay, blanks do not pile up
    ("one  two\nthree", "one two\nthree"),
]


@pytest.mark.parametrize(("typed", "meant"), WORDS)
def test_words_are_what_the_asker_sees(typed: str, meant: str) -> None:
    assert words(typed, BOT_USER) == meant
