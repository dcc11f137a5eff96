"""Deliveries over the real bolt App, in both modes, up to the newsroom's door."""

from __future__ import annotations

import contextlib
import json
import logging
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from fakes import payloads
from fakes.lines import HttpLine, Line, SocketLine, encoded, signature
from fakes.workspace import APP_TOKEN, BOT_TOKEN, BOT_USER, SIGNING_SECRET, Trouble
from structlog.testing import capture_logs

import handlers
from bot.errors import ArchiveError, ConfigError
from handlers.http import HttpMode
from handlers.socket import SocketMode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fakes.slack import FakeSlack

    from bot.model import Request

MODES = ["socket", "http"]
both = pytest.mark.parametrize("mode", MODES)


class Door:
    """A newsroom that only keeps what it is handed, as the inbox does: a claim is taken once."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.asked: list[tuple[str, str]] = []
        self.moves: list[tuple[str, str, str]] = []
        self.woken = 0
        self.broken = False
        self._claims: set[str] = set()
        self._lock = threading.Lock()

    def receive(self, request: Request, claims: Sequence[str]) -> bool:
        if self.broken:
            raise ArchiveError("the disk is full")
        with self._lock:
            new = self._claims.isdisjoint(claims)
            self._claims.update(claims)
            if new:
                self.requests.append(request)
            return new

    def concerns(self, request: Request, only: str) -> bool:
        self.asked.append((only, request.text))
        return False

    def moved(self, how: str, channel: str, user: str) -> None:
        self.moves.append((how, channel, user))

    def wake(self) -> None:
        self.woken += 1


@contextlib.contextmanager
def listening(slack: FakeSlack, door: Door, mode: str, patience: float = 10) -> Iterator[Line]:
    app, _ = handlers.build(door, token=BOT_TOKEN, api_url=slack.url, signing_secret=SIGNING_SECRET)
    side = SocketMode(app, APP_TOKEN, ping=0.2) if mode == "socket" else HttpMode(app, "127.0.0.1", 0)
    side.start()
    try:
        yield SocketLine(slack, patience) if side.port is None else HttpLine(side.port)
    finally:
        side.stop(10)


@both
def test_every_surface_is_committed_acked_and_wakes_the_workers(slack: FakeSlack, mode: str) -> None:
    door = Door()
    with listening(slack, door, mode) as line:
        sent = [payloads.mention("one"), payloads.direct("two"), payloads.said("three", slack.response_url())]
        assert all(line.deliver(body).acked for body in sent)
    assert [(r.surface, r.text) for r in door.requests] == [("mention", "one"), ("direct", "two"), ("said", "three")]
    assert door.woken == 3


@both
def test_redeliveries_and_the_second_form_of_a_mention_are_one_request(slack: FakeSlack, mode: str) -> None:
    door = Door()
    body = payloads.mention("one")
    with listening(slack, door, mode) as line:
        receipts = [line.deliver(again, retry=i) for i, again in enumerate([body, body, payloads.twin(body), body])]
    assert all(receipt.acked for receipt in receipts)
    assert len(door.requests) == 1


@both
def test_who_comes_and_goes_is_told_and_the_bot_itself_by_no_name(slack: FakeSlack, mode: str) -> None:
    door = Door()
    with listening(slack, door, mode) as line:
        for kind, user in (("joined", "U0ANA"), ("left", "U0ANA"), ("joined", BOT_USER), ("left", BOT_USER)):
            event = {"type": f"member_{kind}_channel", "user": user, "channel": "C0DESK", "channel_type": "C"}
            assert line.deliver(payloads.event(event)).acked
        assert line.deliver(payloads.home_opened(tab="messages")).acked
    told = [("joined", "U0ANA"), ("left", "U0ANA"), ("joined", ""), ("left", "")]
    assert door.moves == [*((how, "C0DESK", user) for how, user in told), ("looked", "D0ANA", "U0ANA")]
    assert door.requests == []


@both
def test_what_is_overheard_is_asked_about_before_it_is_kept(slack: FakeSlack, mode: str) -> None:
    door = Door()
    with listening(slack, door, mode) as line:
        assert line.deliver(payloads.message("who else?", thread_ts="1.0")).acked
        assert line.deliver(payloads.message("who else?")).acked
    assert door.asked == [("thread", "who else?")]
    assert door.requests == []


@both
def test_what_is_not_ours_is_acked_and_leaves_no_trace(
    slack: FakeSlack, mode: str, caplog: pytest.LogCaptureFixture
) -> None:
    door = Door()
    secret = "the minister resigns tomorrow"
    bodies = [
        payloads.message(secret),
        payloads.own(secret),
        payloads.direct(secret, subtype="message_changed"),
        payloads.event({"type": "app_home_opened", "user": "U1", "tab": "messages", "text": secret}),
        payloads.click("open"),
        payloads.click("gone-with-an-older-release"),
        payloads.said(secret, slack.response_url(), command="/other"),
    ]
    with caplog.at_level(logging.DEBUG), capture_logs() as logged, listening(slack, door, mode) as line:
        assert [line.deliver(body).acked for body in bodies] == [True] * len(bodies)
    assert door.requests == []
    assert secret not in caplog.text + str(logged)


@both
def test_question_and_tokens_are_never_logged(slack: FakeSlack, mode: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), capture_logs() as logged, listening(slack, Door(), mode) as line:
        line.deliver(payloads.direct("did the mayor resign?"))
    everything = caplog.text + str(logged)
    assert [entry["surface"] for entry in logged if entry["event"] == "received"] == ["direct"]
    assert [s for s in ("mayor", BOT_TOKEN, APP_TOKEN, SIGNING_SECRET) if s in everything] == []


@both
def test_what_cannot_be_stored_is_not_acked_and_is_taken_when_it_comes_again(slack: FakeSlack, mode: str) -> None:
    door = Door()
    door.broken = True
    body = payloads.mention("one")
    with capture_logs() as logged, listening(slack, door, mode, patience=0.5) as line:
        assert not line.deliver(body).acked
        door.broken = False
        assert line.deliver(body, retry=1).acked
    assert len(door.requests) == 1
    (entry,) = [e for e in logged if e["event"] == "delivery failed"]
    assert (entry["error"], len(entry["reference"])) == ("ArchiveError", 8)


@both
def test_unknown_command_says_what_to_do(slack: FakeSlack, mode: str) -> None:
    with listening(slack, Door(), mode) as line:
        assert "/verbatim help" in line.deliver(payloads.said("x", slack.response_url(), command="/other")).body


@both
def test_fifty_commands_at_once_are_acked_in_time(slack: FakeSlack, mode: str) -> None:
    door = Door()
    with listening(slack, door, mode) as line:
        receipts = []
        bodies = [payloads.said(str(i), slack.response_url()) for i in range(50)]
        threads = [threading.Thread(target=lambda b=body: receipts.append(line.deliver(b))) for body in bodies]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(15)
    assert len(receipts) == 50
    assert all(receipt.acked and receipt.seconds < 3 for receipt in receipts)
    assert sorted(int(r.text) for r in door.requests) == list(range(50))


@both
def test_slow_opening_of_views_holds_up_no_ack(slack: FakeSlack, mode: str) -> None:
    held = threading.Event()
    slack.script("views.open", *[Trouble(stores=True, until=held) for _ in range(12)])
    door = Door()
    with listening(slack, door, mode) as line:
        receipts = [line.deliver(payloads.click("context", "1")) for _ in range(12)]
        held.set()
    assert [r.seconds for r in receipts if not r.acked or r.seconds > 1.5] == []
    assert len(door.requests) == 12


@both
def test_click_that_comes_twice_opens_one_view_under_the_requests_id(slack: FakeSlack, mode: str) -> None:
    door, body = Door(), payloads.click("context", "1")
    with listening(slack, door, mode) as line:
        assert line.deliver(body).acked
        assert line.deliver(body, retry=1).acked
        line.deliver(payloads.chosen("cite/2"))
        slack.wait(lambda: len(slack.views) == 2)
    assert {v["external_id"] for v in slack.views.values()} == {r.id for r in door.requests}
    assert [(r.action, r.target) for r in door.requests] == [("context", "1"), ("cite", "2")]


@both
def test_form_is_acked_with_a_skeleton_under_its_own_id(slack: FakeSlack, mode: str) -> None:
    door = Door()
    view: dict[str, Any] = {"id": "V1", "type": "modal", "callback_id": "correct"}
    speaker = {"type": "plain_text_input", "action_id": "value"}
    view |= {"blocks": [{"type": "input", "block_id": "speaker", "element": speaker}]}
    view |= {"private_metadata": json.dumps({"channel": "C1", "target": "7"})}
    with listening(slack, door, mode) as line:
        answer = line.deliver(payloads.submitted(view, speaker="Ann Hill")).payload
    (request,) = door.requests
    assert (answer["response_action"], answer["view"]["external_id"]) == ("update", request.id)
    assert (request.channel, request.target, json.loads(request.text)) == ("C1", "7", {"speaker": "Ann Hill"})


# -- HTTP --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def web(slack: FakeSlack) -> Iterator[HttpLine]:
    with listening(slack, Door(), "http") as line:
        assert isinstance(line, HttpLine)
        yield line


RAW, KIND = encoded(payloads.mention("who said zebra?"))
GOOD = signature(RAW, SIGNING_SECRET)
FORGED = [
    {},  # unsigned
    signature(RAW, "another-secret"),
    signature(RAW + b" ", SIGNING_SECRET),  # of another body
    signature(RAW, SIGNING_SECRET, str(int(time.time()) - 400)),  # replayed after five minutes
    signature(RAW, SIGNING_SECRET, str(int(time.time()) + 4000)),
    GOOD | {"X-Slack-Request-Timestamp": "abc"},  # bolt's own check raises on this,
    GOOD | {"X-Slack-Request-Timestamp": "9" * 5000},  # on this,
    GOOD | {"X-Slack-Signature": "v0=ünsigned"},  # and on this
    GOOD | {"X-Slack-Request-Timestamp": "١٢٣"},  # digits, but not ours
]


@pytest.mark.parametrize("headers", FORGED, ids=range(len(FORGED)))
def test_forged_request_is_unauthorised(web: HttpLine, headers: dict[str, str]) -> None:
    sendable = {name: value.encode() for name, value in headers.items()}
    status, _ = web.send(RAW, {"Content-Type": KIND} | sendable)
    assert status == 401


def test_forged_request_is_not_quoted_in_the_log(web: HttpLine, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), capture_logs() as logged:
        web.send(RAW, {"Content-Type": KIND} | signature(RAW, "another-secret"))
    assert [entry["event"] for entry in logged] == ["signature refused"]
    assert "zebra" not in caplog.text + str(logged)


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"{half", b"null", b"[]", b""])
def test_nonsense_is_refused_without_an_outage(web: HttpLine, raw: bytes) -> None:
    status, _ = web.send(raw, {"Content-Type": "application/json"})
    assert status in {400, 401}
    assert web.deliver(payloads.mention("one")).acked


def test_url_verification_is_answered(web: HttpLine) -> None:
    receipt = web.deliver({"type": "url_verification", "challenge": "c0ffee"})
    assert (receipt.acked, json.loads(receipt.body)) == (True, {"challenge": "c0ffee"})


def test_health_is_told_and_other_paths_are_not_there(web: HttpLine) -> None:
    assert web.send(b"", {}, "GET", "/healthz") == (200, "ok\n")
    assert web.send(b"", {}, "GET", "/")[0] == 404


def test_port_in_use_is_one_sentence(slack: FakeSlack) -> None:
    app, _ = handlers.build(Door(), token=BOT_TOKEN, api_url=slack.url)
    first = HttpMode(app, "127.0.0.1", 0)
    with pytest.raises(ConfigError, match="set PORT"):
        HttpMode(app, "127.0.0.1", first.port)
    first.stop(1)


# -- Socket Mode and starting ------------------------------------------------------------------------------------------


def test_two_connections_are_held_and_both_are_heard(slack: FakeSlack) -> None:
    door = Door()
    with listening(slack, door, "socket") as line:
        slack.wait(lambda: len(slack.sockets) == 2)
        assert all(line.deliver(payloads.mention(str(i))).acked for i in range(4))
    assert len(door.requests) == 4
    slack.wait(lambda: not slack.sockets)


def test_lost_connection_is_made_again(slack: FakeSlack) -> None:
    with listening(slack, Door(), "socket") as line:
        for socket in slack.wait(lambda: len(slack.sockets) == 2 and list(slack.sockets)):
            socket.close()
        slack.wait(lambda: len(slack.called("apps.connections.open")) >= 4)
        assert line.deliver(payloads.mention("one")).acked


def test_renewed_connection_is_read_at_once(slack: FakeSlack) -> None:
    with listening(slack, Door(), "socket") as line:
        slack.wait(lambda: len(slack.sockets) == 2)
        assert line.deliver(payloads.mention("before")).acked
        slack.renew()
        slack.wait(lambda: len(slack.sockets) == 2)
        receipts = [line.deliver(payloads.mention(str(i))) for i in range(4)]
    assert [r.seconds for r in receipts if not r.acked or r.seconds > 1.5] == []


@pytest.mark.parametrize(
    ("method", "trouble", "says"),
    [
        ("auth.test", Trouble(error="invalid_auth"), "check SLACK_BOT_TOKEN"),
        ("auth.test", Trouble(error="account_inactive"), "install the app again"),
        ("auth.test", Trouble(drops=True), "cannot be reached"),
        ("apps.connections.open", Trouble(error="invalid_auth"), "check SLACK_APP_TOKEN"),
        ("apps.connections.open", Trouble(drops=True), "check SLACK_APP_TOKEN and the network"),
    ],
)
def test_start_that_fails_is_one_sentence(slack: FakeSlack, method: str, trouble: Trouble, says: str) -> None:
    slack.script(method, trouble)
    with pytest.raises(ConfigError, match=says) as caught, listening(slack, Door(), "socket"):
        pass
    assert "xox" not in str(caught.value)


@both
def test_stop_is_quick(slack: FakeSlack, mode: str) -> None:
    with listening(slack, Door(), mode):
        started = time.monotonic()
    assert time.monotonic() - started < 5
