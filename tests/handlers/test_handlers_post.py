from __future__ import annotations

import errno
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.error import URLError

import pytest
from fakes.workspace import BOT_ID, BOT_TOKEN, Trouble, limited
from slack_sdk.errors import SlackApiError

import handlers
from bot.errors import LockedOutError, NotStoredError, RefusedError, UncertainError
from bot.model import Delivery, Message, Request
from bot.page import Card, Page, Run, Section
from handlers.client import PacedClient, web_client
from handlers.failures import trouble
from handlers.post import SlackPost, unread
from handlers.render import render

if TYPE_CHECKING:
    from fakes.slack import FakeSlack

PAGE = Page("One statement", (Section((Card("QUOTE", (Run("“Yes.”"),), True, ("Mara Lind",), (1,)),)),))


def delivery(key: str = "k1", channel: str = "C1", thread_ts: str | None = None) -> Delivery:
    return Delivery(key, "reply", channel, render(PAGE), thread_ts, posting_at=datetime.now(UTC))


def sender(slack: FakeSlack, timeout: int = 5) -> SlackPost:
    return SlackPost(web_client(BOT_TOKEN, slack.url, timeout), BOT_ID)


def question(slack: FakeSlack) -> Request:
    return Request("r1", "said", "Lind", "C1", "U1", response_url=slack.response_url())


def test_post_carries_its_run_key_and_unfurls_nothing(slack: FakeSlack) -> None:
    ts = sender(slack).post(delivery(thread_ts="17.1"))
    (body,) = slack.called("chat.postMessage")
    assert body["metadata"]["event_payload"] == {"run_key": "k1"}
    assert (body["channel"], body["thread_ts"], body["text"]) == ("C1", "17.1", render(PAGE).text)
    assert [body[k] for k in ("unfurl_links", "unfurl_media", "link_names", "mrkdwn", "parse")] == [False] * 4 + [
        "none"
    ]
    assert [m["ts"] for m in slack.posts("C1")] == [ts]


def test_rate_limit_is_told_at_once_and_holds_its_channel_only(slack: FakeSlack) -> None:
    slack.script("chat.postMessage", limited(7))
    post = sender(slack)
    for _ in range(2):
        with pytest.raises(NotStoredError) as caught:
            post.post(delivery())
        assert 0 < caught.value.wait <= 7
    post.post(delivery(channel="C2"))
    assert [call["channel"] for call in slack.called("chat.postMessage")] == ["C1", "C2"]


@pytest.mark.parametrize("method", ["views.publish", "chat.update", "assistant.threads.setStatus"])
def test_rate_limit_of_a_method_holds_that_method_everywhere(slack: FakeSlack, method: str) -> None:
    elapsed = [100.0]
    client = PacedClient(BOT_TOKEN, base_url=slack.url, retry_handlers=[], steady=lambda: elapsed[0])
    slack.script(method, limited(7), limited(7))
    for now, asked in [(100.0, 1), (106.9, 1), (107.0, 2)]:
        elapsed[0] = now
        with pytest.raises(SlackApiError) as caught:
            client.api_call(method, json={"channel": f"C{now}"})
        assert caught.value.response.status_code == 429
        assert len(slack.called(method)) == asked
    client.api_call("auth.test")


def test_reset_is_not_retried(slack: FakeSlack) -> None:
    slack.script("chat.postMessage", Trouble(drops=True, stores=True))
    with pytest.raises(UncertainError):
        sender(slack).post(delivery())
    assert len(slack.called("chat.postMessage")) == 1


TROUBLES = [
    # read and refused, for good
    (Trouble(error="channel_not_found"), RefusedError),
    (Trouble(error="is_archived"), RefusedError),
    (Trouble(error="not_in_channel"), RefusedError),
    (Trouble(error="msg_too_long"), RefusedError),
    (Trouble(error="missing_scope"), RefusedError),
    # "some aspect may have succeeded" in Slack's own words
    (Trouble(error="internal_error"), UncertainError),
    (Trouble(error="fatal_error"), UncertainError),
    (Trouble(error="service_unavailable"), UncertainError),
    # who answers is not Slack, or not in its senses
    (Trouble(status=500), UncertainError),
    (Trouble(status=503), UncertainError),
    (Trouble(status=200), UncertainError),
    (Trouble(status=404), UncertainError),
    (Trouble(drops=True), UncertainError),
    # surely not stored
    (Trouble(error="team_added_to_org"), NotStoredError),
    # nor anything else, until the token is replaced
    (Trouble(error="invalid_auth"), LockedOutError),
    (Trouble(error="token_revoked"), LockedOutError),
    (Trouble(error="account_inactive"), LockedOutError),
]


@pytest.mark.parametrize(("meets", "meaning"), TROUBLES)
def test_failure_says_whether_the_message_was_stored(slack: FakeSlack, meets: Trouble, meaning: type) -> None:
    slack.script("chat.postMessage", meets)
    with pytest.raises(meaning) as caught:
        sender(slack).post(delivery())
    assert type(caught.value) is meaning
    assert BOT_TOKEN not in str(caught.value)


def test_no_reply_in_time_is_uncertain(slack: FakeSlack) -> None:
    release = threading.Event()
    slack.script("chat.postMessage", Trouble(until=release, stores=True))
    with pytest.raises(UncertainError):
        sender(slack, timeout=1).post(delivery())
    release.set()
    slack.wait(slack.posts)  # Slack took it all the same


def test_refused_connection_is_not_stored() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # a port nobody listens on
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}/api/"
        with pytest.raises(NotStoredError):
            SlackPost(web_client(BOT_TOKEN, nobody), BOT_ID).post(delivery())


@pytest.mark.parametrize(
    ("reason", "meaning"),
    [
        (socket.gaierror(-2, "Name or service not known"), NotStoredError),
        (OSError(errno.EHOSTUNREACH, "No route to host"), NotStoredError),
        (OSError(errno.ENETUNREACH, "Network is unreachable"), NotStoredError),
        (ssl.SSLCertVerificationError("expired"), NotStoredError),  # nothing is sent before the handshake is done
        (TimeoutError("timed out"), UncertainError),  # while connecting or while sending: nobody says
        (ConnectionResetError(errno.ECONNRESET, "reset"), UncertainError),
    ],
)
def test_lost_connection_says_how_far_it_came(reason: OSError, meaning: type) -> None:
    assert type(trouble(URLError(reason))) is meaning


def test_refusal_names_slacks_word(slack: FakeSlack) -> None:
    slack.closed["C1"] = "is_archived"
    with pytest.raises(RefusedError) as caught:
        sender(slack).post(delivery())
    assert caught.value.code == "is_archived"


def test_workspace_without_rich_text_gets_classic_blocks(slack: FakeSlack) -> None:
    slack.refuses_rich_text = True
    sender(slack).post(delivery())
    (message,) = slack.posts()
    assert [b["type"] for b in message["blocks"]] == ["section", "section", "context", "actions"]


def test_blocks_refused_twice_leave_the_text(slack: FakeSlack) -> None:
    slack.script("chat.postMessage", Trouble(error="invalid_blocks"), Trouble(error="msg_blocks_too_long"))
    sender(slack).post(delivery())
    (message,) = slack.posts()
    assert "blocks" not in message
    assert "QUOTE: “Yes.” (Mara Lind)" in message["text"]


def test_text_refused_too_is_refused(slack: FakeSlack) -> None:
    slack.script("chat.postMessage", *[Trouble(error="invalid_blocks")] * 3)
    with pytest.raises(RefusedError):
        sender(slack).post(delivery())
    assert len(slack.called("chat.postMessage")) == 3


# -- looking -----------------------------------------------------------------------------------------------------------


def test_look_finds_what_arrived(slack: FakeSlack) -> None:
    post = sender(slack)
    ts = post.post(delivery())
    post.post(delivery("k2"))
    assert post.look(delivery()) == ts


def test_look_reads_on_until_the_last_page(slack: FakeSlack) -> None:
    slack.page = 2
    post = sender(slack)
    ts = post.post(delivery())
    for _ in range(5):
        slack.say("C1", "chatter")
    assert post.look(delivery()) == ts
    assert len(slack.called("conversations.history")) == 3


def test_look_reads_the_thread_of_a_reply(slack: FakeSlack) -> None:
    root = slack.say("C1", "what did Lind say?")
    post = sender(slack)
    ts = post.post(delivery(thread_ts=root))
    assert post.look(delivery(thread_ts=root)) == ts
    assert slack.called("conversations.history") == []


def test_look_says_no_where_nothing_arrived(slack: FakeSlack) -> None:
    slack.say("C1", "chatter")
    assert sender(slack).look(delivery()) is None
    assert sender(slack).look(delivery(thread_ts="17.1")) is None  # the thread is gone


def test_look_takes_no_other_bots_message_for_ours(slack: FakeSlack) -> None:
    sender(slack).post(delivery())
    assert SlackPost(web_client(BOT_TOKEN, slack.url), "B0OTHER").look(delivery()) is None


@pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(days=1), timedelta(days=400), -timedelta(hours=2)])
def test_look_finds_what_went_out_while_our_clock_was_wrong(slack: FakeSlack, ahead: timedelta) -> None:
    post = sender(slack)
    ts = post.post(delivery())
    wrong = Delivery("k1", "reply", "C1", Message("x"), posting_at=datetime.now(UTC) + ahead)
    assert post.look(wrong) == ts


def test_look_ends_where_it_cannot_be_any_more(slack: FakeSlack) -> None:
    slack.page = 2
    slack.clock = lambda: 1_000_000.0  # years ago
    for _ in range(6):
        slack.say("C1", "chatter")
    assert sender(slack).look(delivery()) is None
    assert len(slack.called("conversations.history")) == 1


def test_look_without_the_scope_is_refused(slack: FakeSlack) -> None:
    slack.scopes = {"chat:write"}
    with pytest.raises(RefusedError, match="add the scopes"):
        sender(slack).look(delivery())


@pytest.mark.parametrize("meets", [Trouble(status=500), Trouble(drops=True), Trouble(error="internal_error")])
def test_look_that_fails_is_uncertain(slack: FakeSlack, meets: Trouble) -> None:
    slack.script("conversations.history", meets)
    with pytest.raises(UncertainError):
        sender(slack).look(delivery())


# -- answering a command -----------------------------------------------------------------------------------------------


def test_reply_is_for_the_askers_eyes(slack: FakeSlack) -> None:
    sender(slack).reply(question(slack), render(PAGE))
    (body,) = slack.answers()
    assert (body["response_type"], body["replace_original"]) == ("ephemeral", False)
    assert body["text"] == render(PAGE).text
    assert slack.called("chat.postMessage") == []


def test_reply_whose_answer_is_lost_is_not_sent_again(slack: FakeSlack) -> None:
    slack.script("response_url", Trouble(drops=True, stores=True))
    with pytest.raises(UncertainError):
        sender(slack).reply(question(slack), render(PAGE))
    assert len(slack.answers()) == 1


def test_reply_that_is_rate_limited_says_how_long_to_wait(slack: FakeSlack) -> None:
    slack.script("response_url", limited(7))
    with pytest.raises(NotStoredError) as caught:
        sender(slack).reply(question(slack), render(PAGE))
    assert caught.value.wait == 7
    assert slack.answers() == []


def test_reply_through_a_used_url_is_refused(slack: FakeSlack) -> None:
    request = question(slack)
    for _ in range(5):
        sender(slack).reply(request, Message("x"))
    with pytest.raises(RefusedError):
        sender(slack).reply(request, Message("x"))


def test_reply_falls_back_to_classic_blocks(slack: FakeSlack) -> None:
    slack.refuses_rich_text = True
    sender(slack).reply(question(slack), render(PAGE))
    (body,) = slack.answers()
    assert {b["type"] for b in body["blocks"]} == {"section", "context", "actions"}


# -- views and what else is changed ------------------------------------------------------------------------------------

CLICK = Request("r9", "click", "", "C1", "U1", action="cite", target="1")


def test_edit_takes_the_place_of_the_message_and_may_be_done_again(slack: FakeSlack) -> None:
    ts = sender(slack).post(delivery())
    for _ in range(2):
        sender(slack).edit("C1", ts, Message("better"))
    assert [(m["ts"], m["text"]) for m in slack.posts("C1")] == [(ts, "better")]


@pytest.mark.parametrize(
    ("trouble", "raised"), [(Trouble(error="message_not_found"), RefusedError), (limited(3), NotStoredError)]
)
def test_edit_that_fails_says_how(slack: FakeSlack, trouble: Trouble, raised: type[Exception]) -> None:
    ts = sender(slack).post(delivery())
    slack.script("chat.update", trouble)
    with pytest.raises(raised):
        sender(slack).edit("C1", ts, Message("better"))


# -- the promise -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scopes", "where"),
    [
        ({"chat:write", "channels:history", "groups:history", "im:history"}, ()),
        ({"chat:write", "im:history"}, ("public channels", "private channels")),
        (set(), ()),  # not told: nothing is said
    ],
)
def test_where_the_bot_cannot_look_follows_from_its_scopes(
    slack: FakeSlack, scopes: set[str], where: tuple[str, ...]
) -> None:
    slack.scopes = scopes
    assert unread(web_client(BOT_TOKEN, slack.url).auth_test().headers) == where


def test_doctor_says_what_slack_says(slack: FakeSlack) -> None:
    assert handlers.examined(BOT_TOKEN, slack.url)[0]
    slack.scopes = {"chat:write", "im:history"}
    assert "at most once in public channels, private channels" in handlers.examined(BOT_TOKEN, slack.url)[1]
    assert handlers.examined("xoxb-another", slack.url) == (
        False,
        "Slack does not take our token (invalid_auth): check SLACK_BOT_TOKEN.",
    )


def test_show_waits_for_the_view_that_is_just_being_opened(slack: FakeSlack) -> None:
    slack.script("views.update", Trouble(error="not_found"), Trouble(error="not_found"))
    slack.place("V1", {"type": "modal", "external_id": "r9", "blocks": []})
    sender(slack).show(CLICK, PAGE)
    assert slack.views["V1"]["title"]["text"] == "Cite"


def test_show_without_a_view_is_refused(slack: FakeSlack) -> None:
    with pytest.raises(RefusedError, match="answered in a message"):
        sender(slack).show(CLICK, PAGE)


def test_working_is_shown_in_the_thread_and_never_fails(slack: FakeSlack) -> None:
    slack.script("assistant.threads.setStatus", Trouble(error="missing_scope"), Trouble(drops=True))
    asked = Request("r1", "mention", "q", "C1", "U1", ts="1.1", thread_ts="1.1")
    for _ in range(3):
        sender(slack).working(asked)
    sender(slack).working(CLICK)  # nothing to show it under
    calls = slack.called("assistant.threads.setStatus")
    assert [(c["channel_id"], c["thread_ts"]) for c in calls] == [("C1", "1.1")] * 3
