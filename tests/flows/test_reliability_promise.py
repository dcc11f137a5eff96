"""What is promised where Slack lets the bot do less, and what the bot says of itself when it cannot do its work."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from fakes import payloads
from fakes.lines import HttpLine
from fakes.processes import environ
from fakes.running import running
from fakes.workspace import Trouble, limited
from reliability_kit import CHANNEL, MORNING, digesting, question, subscribed, told
from structlog.testing import capture_logs

from bot.app import Bot
from bot.cli import cli
from bot.config import load

if TYPE_CHECKING:
    from pathlib import Path

    from fakes.slack import FakeSlack

LEAST = {"app_mentions:read", "chat:write", "commands", "im:history", "users:read", "channels:read", "groups:read"}


class Wall:
    """A clock, and a bot that lives by it."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.now = MORNING + timedelta(minutes=1)
        self.bot = Bot(load(settings), clock=lambda: self.now)

    def go_on(self, *, seconds: int, times: int = 1) -> None:
        for _ in range(times):
            self.bot.tick()
            self.bot.deliverer.deliver()
            self.now += timedelta(seconds=seconds)


def test_without_the_scopes_to_look_it_is_at_most_once_and_said_at_start(slack: FakeSlack, tmp_path: Path) -> None:
    slack.scopes = LEAST
    db = tmp_path / "v.db"
    subscribed(slack, db)
    slack.script("chat.postMessage", Trouble(drops=True, stores=True))
    wall = Wall(digesting(slack, db))
    with capture_logs() as logged:
        wall.bot.start()
        wall.bot.stop()
    assert [e["where"] for e in logged if e["event"] == "at most once"] == ["public channels, private channels"]
    assert wall.bot._standing()[-1].endswith("(*:history), in public channels and private channels.")
    wall = Wall(digesting(slack, db))
    wall.go_on(seconds=90, times=5)
    ((_, state, reason),) = wall.bot.store.runs()
    refused = wall.bot.store.refused()
    wall.bot.stop()
    assert (len(told(slack)), state) == (1, "failed")
    assert "it is not sent twice" in str(reason)
    assert {one.code for one in refused} <= {"missing_scope"}  # whoever orders digests may have heard already


def test_token_that_is_revoked_is_said_and_loses_nothing(slack: FakeSlack, tmp_path: Path) -> None:
    db = tmp_path / "v.db"
    subscribed(slack, db)
    wall = Wall(digesting(slack, db))
    slack.script("chat.postMessage", *[Trouble(error="token_revoked")] * 3)
    with capture_logs() as logged:
        wall.go_on(seconds=20, times=15)
    assert [e["again_in"] for e in logged if e["event"] == "Slack takes nothing"] == [60, 120, 300]
    assert len(slack.called("chat.postMessage")) == 3  # not hammered
    revoked = "Slack does not take our token (token_revoked): install the app again and set the new SLACK_BOT_TOKEN."
    assert revoked in wall.bot.health.problems()
    wall.go_on(seconds=60, times=6)
    assert (len(told(slack)), revoked in wall.bot.health.problems()) == (1, False)
    wall.bot.stop()


@pytest.mark.parametrize("code", ["is_archived", "not_in_channel", "channel_not_found"])
def test_channel_that_refuses_for_good_says_why_and_the_others_go_on(
    slack: FakeSlack, tmp_path: Path, code: str
) -> None:
    db = tmp_path / "v.db"
    subscribed(slack, db)
    slack.closed[CHANNEL] = code
    wall = Wall(digesting(slack, db))
    bot = wall.bot
    heard = []
    wall.go_on(seconds=2)
    heard += [(refused.channel, refused.code) for refused in bot.store.refused()]
    wall.go_on(seconds=60, times=5)
    bot.stop()
    assert heard == [(CHANNEL, code)]
    assert len(slack.called("chat.postMessage")) == 1 + len(told(slack, "D0OWNER"))


def test_ready_is_said_over_http_with_what_is_wrong(slack: FakeSlack, tmp_path: Path) -> None:
    with running(slack, tmp_path / "v.db", "http") as (bot, line):
        assert isinstance(line, HttpLine)
        assert line.send(b"", {}, "GET", "/healthz") == (200, "ok\n")
        slack.script("chat.postMessage", Trouble(error="account_inactive"))
        line.deliver(question())
        slack.wait(lambda: bot.deliverer.locked_out)
        status, said = line.send(b"", {}, "GET", "/healthz")
        line.deliver(payloads.said("status", slack.response_url(), command="/verbatim"))
        slack.wait(slack.answers)
    assert "does not take our token (account_inactive)" in slack.answers()[0]["text"]
    assert (status, said.startswith("Slack does not take our token (account_inactive)")) == (503, True)


@pytest.mark.parametrize(
    ("token", "status", "says"),
    [
        ("xoxb-made-up", 0, "Slack takes the token"),
        ("xoxb-revoked", 1, "PROBLEM Slack does not take our token (invalid_auth): check SLACK_BOT_TOKEN."),
    ],
)
def test_doctor_asks_slack_about_the_token(
    slack: FakeSlack, tmp_path: Path, token: str, status: int, says: str
) -> None:
    settings = environ(slack, tmp_path / "v.db", SLACK_BOT_TOKEN=token)
    done = CliRunner(env=settings).invoke(cli, ["doctor"], catch_exceptions=False)
    assert (done.exit_code, says in done.output) == (status, True)
    assert "xoxb" not in done.output


def test_private_answer_told_to_wait_is_shown_after_it(slack: FakeSlack, tmp_path: Path) -> None:
    slack.script("response_url", limited(1))
    with running(slack, tmp_path / "v.db", "http") as (_, line):
        line.deliver(payloads.said("help", slack.response_url()))
        line.deliver(payloads.said("help", other := slack.response_url()))
        slack.wait(lambda: slack.answers(other.rpartition("/")[2]))
        slack.wait(lambda: len(slack.answers()) == 2)
