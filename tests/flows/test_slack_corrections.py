"""What was posted is kept true: channel messages follow what the desk corrects, in both modes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from fakes import payloads
from fakes.archives import blank
from fakes.blocks import button, every, texts
from fakes.running import running
from fakes.workspace import Trouble
from slack_kit import asked, entry, sent, shown, statements

from bot.app import opened
from bot.config import load
from bot.model import Article

if TYPE_CHECKING:
    from pathlib import Path

    from fakes.slack import FakeSlack

    Json = dict[str, Any]

both = pytest.mark.parametrize("mode", ["socket", "http"])
DAM = Article(
    id="dam",
    outlet="Coast Desk",
    published="2025-12-03",
    text=(
        "“We will open the dam in the morning,” Mara Lind said. Nobody clapped.\n\n"
        "Lind said that the dam was as old as the town.\n\nOlga Brandt said that the bells were cracked."
    ),
)
QUESTION = "what did Mara Lind say about the dam?"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "verbatim.db"
    with opened(load({"VERBATIM_DB": str(blank(path)), "VERBATIM_TIMEZONE": "UTC"}), create=True) as desk:
        list(desk.newsroom.index([DAM], desk.extractor()))
    return path


def told(message: Json) -> str:
    return " ".join(texts(message["blocks"]))


@both
def test_answer_in_a_channel_follows_a_correction_and_its_undoing(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (bot, line):
        before = dict(asked(slack, line, payloads.mention(QUESTION)))
        form = shown(slack, line, payloads.chosen(entry(before, "wrong"), message=before))
        done = sent(slack, line, form, speaker="Olga Brandt")
        slack.wait(lambda: bot.amender.tick() or len(slack.called("chat.update")) == 1)
        assert bot.amender.tick() == 0  # once
        after = dict(slack.posts("C0DESK")[0])
        undo = payloads.click("undo", button(done, "undo")["value"], view=done, container={"type": "view"})
        assert line.deliver(undo).acked
        slack.wait(lambda: bot.amender.tick() or len(slack.called("chat.update")) == 2)
        again = slack.posts("C0DESK")[0]
    (note,) = texts(after["blocks"][0])
    assert note.startswith("Corrected by the desk since it was posted: 1 statement, <!date^")
    assert (
        "Olga Brandt · said: date not given · Coast Desk, 3 Dec 2025\nspeaker corrected by the desk, <!date^"
        in told(after)
    )
    assert "“We will open the dam in the morning,” (Olga Brandt" in after["text"]
    assert statements(after) == statements(before)  # its buttons still work
    assert "Lind said" in told(after)  # what was not corrected stays
    assert (told(again), again["text"]) == (told(before), before["text"])


@both
def test_what_is_no_statement_is_said_to_be_taken_out(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (bot, line):
        message = asked(slack, line, payloads.mention(QUESTION))
        form = shown(slack, line, payloads.chosen(entry(message, "remove"), message=message))
        sent(slack, line, form)
        slack.wait(lambda: bot.amender.tick() or slack.called("chat.update"))
        after = slack.posts("C0DESK")[0]
    assert "Taken out by the desk, <!date^" in told(after)
    assert "dam in the morning" not in told(after) + after["text"]
    assert len(every(after["blocks"], "overflow")) == len(every(message["blocks"], "overflow"))


@both
def test_message_that_is_gone_is_given_up_and_a_slow_slack_is_tried_again(
    slack: FakeSlack, db: Path, mode: str
) -> None:
    with running(slack, db, mode) as (bot, line):
        message = asked(slack, line, payloads.mention(QUESTION))
        other = asked(slack, line, payloads.mention(QUESTION, channel="C0LAST"), "C0LAST")
        slack.script("chat.update", Trouble(error="message_not_found"), Trouble(error="internal_error", status=500))
        statement = int(statements(message)[0])
        now = datetime.now(UTC)
        bot.store.correct(statement, "speaker", "Olga Brandt", by="U0ANA", now=now)
        slack.wait(lambda: bot.amender.tick() or len(slack.called("chat.update")) == 2)
        slack.wait(lambda: bot.store.amendments(now + timedelta(hours=1), 9))
        (waiting,) = bot.store.amendments(now + timedelta(hours=1), 9)
    assert (waiting.channel, waiting.ts, waiting.attempt) == ("C0LAST", other["ts"], 1)
