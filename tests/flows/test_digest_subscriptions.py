"""Digests in Slack, whole and in both modes: set up by a line or the form, previewed, posted, paused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from fakes import payloads
from fakes.archives import blank
from fakes.blocks import button, every, texts
from fakes.running import running
from fakes.workspace import Trouble
from slack_kit import asked, clicked, privately, sent, shown

from bot.app import opened
from bot.config import load
from bot.model import Article

if TYPE_CHECKING:
    from pathlib import Path

    from fakes.slack import FakeSlack

    Json = dict[str, Any]

both = pytest.mark.parametrize("mode", ["socket", "http"])


def article(number: int, text: str) -> Article:
    today = datetime.now(UTC).date().isoformat()
    return Article(f"a{number}", text, f"Headline {number}", "The Courier", published=today)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "verbatim.db"
    with opened(load({"VERBATIM_DB": str(blank(path)), "VERBATIM_TIMEZONE": "UTC"}), create=True) as desk:
        text = "“The dam holds,” said Ann Hill, the mayor of Lund. Olga Brandt said that the ferry was late."
        list(desk.newsroom.index([article(0, text)], desk.extractor()))
    return path


@both
def test_a_line_sets_a_digest_up_and_its_buttons_work(slack: FakeSlack, db: Path, mode: str) -> None:
    slack.rosters["C0DESK"] = ["U0ANA"]
    with running(slack, db, mode) as (bot, line):
        answer = privately(slack, line, "digest weekdays 8:00 about dams, Hill")
        assert answer["text"].startswith("Set up: digest “dams, Hill”: every weekday (Monday to Friday) at 08:00")
        [(made, _)] = bot.store.timetable()
        assert (made.channel, made.owner, made.zone) == ("C0DESK", "U0ANA", "Europe/Istanbul")
        body = payloads.click("digest_pause", str(made.id), response_url=slack.response_url())
        paused = clicked(slack, line, body)
        assert (paused["replace_original"], paused["text"].split("\n")[0]) == (True, "Paused: digest “dams, Hill”.")
        assert button(paused, "digest_resume")["value"] == str(made.id)
        view = shown(slack, line, payloads.click("digest_log", str(made.id), response_url=slack.response_url()))
        assert "None has been due yet." in " ".join(texts(view["blocks"]))
    assert slack.posts() == []


@both
def test_the_form_opens_at_once_and_its_confirmation_stands_in_its_place(slack: FakeSlack, db: Path, mode: str) -> None:
    slack.rosters["C0DESK"] = ["U0ANA"]
    with running(slack, db, mode) as (bot, line):
        bot.newsroom.people.belongs("U0ANA", "C0DESK")
        view = shown(slack, line, payloads.said("digest", slack.response_url(), command="/verbatim"))
        assert view["callback_id"] == "digest_made"
        slack.wait(lambda: bot.newsroom.people.belongs("U0ANA", "C0DESK"))
        done = sent(slack, line, view, times="7:30, 17", topics="dams", empty="nothing")
        assert "Set up: digest “dams”" in " ".join(texts(done["blocks"]))
        assert "Next: " in " ".join(texts(done["blocks"]))
        [(made, _)] = bot.store.timetable()
        assert (made.times, made.weekdays, made.when_empty) == (("07:30", "17:00"), (0, 1, 2, 3, 4), "nothing")
        preview = payloads.click("digest_preview", str(made.id), view=done | {"type": "modal"})
        assert line.deliver(preview).acked
        slack.wait(lambda: "Preview of “dams”" in " ".join(texts(slack.views[done["id"]]["blocks"])))
    assert [call for call in slack.called("views.open") if "digest_preview" in str(call)] == []
    assert slack.answers() == []


@both
def test_in_a_thread_a_button_opens_the_form(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        message = asked(slack, line, payloads.mention("digest"))
        assert message["text"].startswith("No digest in this channel.")
        pressed = button(message, "digest_form")
        view = shown(slack, line, payloads.click("digest_form", pressed["value"], message=message))
    assert view["callback_id"] == "digest_made"
    assert [block["block_id"] for block in every(view["blocks"], "input")][:3] == ["times", "days", "monthly"]


@both
def test_where_the_bot_is_not_it_is_invited_and_the_retry_keeps_everything(
    slack: FakeSlack, db: Path, mode: str
) -> None:
    slack.rosters["C0FAR"] = ["U0ANA"]
    slack.about["C0FAR"] = {"is_member": False}
    with running(slack, db, mode) as (bot, line):
        bot.newsroom.people.channel("C0FAR")
        slack.wait(lambda: bot.newsroom.people.channel("C0FAR").known)
        body = payloads.said("digest daily 8 about dams", slack.response_url(), command="/verbatim", channel_id="C0FAR")
        answer = clicked(slack, line, body)
        assert "invite it (/invite @Verbatim), then press Retry" in answer["text"]
        assert bot.store.timetable() == []
        slack.about["C0FAR"] = {"is_member": True}
        bot.store.forget_channel("C0FAR")  # as when Slack tells that it joined
        bot.newsroom.people.channel("C0FAR")
        slack.wait(lambda: bot.newsroom.people.channel("C0FAR").here)
        retry = button(answer, "digest_retry")["value"]
        body = payloads.click("digest_retry", retry, response_url=slack.response_url(), channel={"id": "C0FAR"})
        done = clicked(slack, line, body)
        assert done["text"].startswith("Set up: digest “dams”: every day at 08:00")
        assert [made.channel for made, _ in bot.store.timetable()] == ["C0FAR"]


@both
def test_run_now_posts_the_digest_with_its_buttons_once(slack: FakeSlack, db: Path, mode: str) -> None:
    slack.rosters["C0DESK"] = ["U0ANA"]
    with running(slack, db, mode) as (bot, line):
        privately(slack, line, "digest daily 8 including the last 2 days about dams")
        [(made, _)] = bot.store.timetable()
        body = payloads.click("digest_run", str(made.id), response_url=slack.response_url())
        clicked(slack, line, body)
        assert line.deliver(body).acked  # the same click again
        slack.wait(lambda: slack.posts("C0DESK"))
        [message] = slack.posts("C0DESK")
        assert "“The dam holds,”" in message["text"]
        assert "ferry" not in message["text"]
        assert button(message, "digest_change")["value"] == str(made.id)
        everything = payloads.click(
            "all", button(message, "all")["value"], message=message, response_url=slack.response_url()
        )
        assert "The dam holds" in clicked(slack, line, everything)["text"]
    assert len(slack.posts("C0DESK")) == 1


@pytest.mark.parametrize("code", ["is_archived", "not_in_channel", "channel_not_found"])
def test_a_channel_that_takes_nothing_more_pauses_the_digest_and_its_owner_is_told_once(
    slack: FakeSlack, db: Path, code: str
) -> None:
    slack.rosters["C0DESK"] = ["U0ANA"]
    with running(slack, db, "http") as (bot, line):
        privately(slack, line, "digest daily 8 including the last 2 days")
        [(made, _)] = bot.store.timetable()
        slack.closed["C0DESK"] = code
        clicked(slack, line, payloads.click("digest_run", str(made.id), response_url=slack.response_url()))
        slack.wait(bot.store.refused)
        bot.tick()
        bot.tick()
        slack.wait(lambda: slack.posts("U0ANA"))
        slack.closed.clear()
        bot.tick()
        [notice] = slack.posts("U0ANA")
        found = bot.store.subscription(made.id)
    assert found is not None
    assert found.state == "paused"
    assert notice["text"].startswith("Digest “every day” is paused: ")
    assert button(notice, "digest_resume")["value"] == str(made.id)
    assert slack.posts("C0DESK") == []


def test_a_refusal_of_another_kind_does_not_pause(slack: FakeSlack, db: Path) -> None:
    slack.rosters["C0DESK"] = ["U0ANA"]
    with running(slack, db, "http") as (bot, line):
        privately(slack, line, "digest daily 8 including the last 2 days")
        [(made, _)] = bot.store.timetable()
        slack.script("chat.postMessage", Trouble(error="msg_too_long"))
        clicked(slack, line, payloads.click("digest_run", str(made.id), response_url=slack.response_url()))
        slack.wait(bot.store.refused)
        bot.tick()
        assert [one for one, _ in bot.store.timetable()] == [made]
        assert bot.store.refused() == []
