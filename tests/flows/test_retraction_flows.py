"""A retraction, from the button to the changed message and back; a removal beside a running bot, out of Slack, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fakes import payloads
from fakes.archives import blank
from fakes.blocks import button, texts
from fakes.running import running
from slack_kit import asked, entry, sent, shown, statements

from bot.app import clearing, opened
from bot.config import load
from bot.model import Article

if TYPE_CHECKING:
    from pathlib import Path

    from fakes.slack import FakeSlack

    Json = dict[str, Any]

URL = "https://coast.example.org/dam"
DAM = Article(
    id=URL,
    outlet="Coast Desk",
    published="2025-12-03",
    url=URL,
    text=(
        "“We will open the dam in the morning,” Mara Lind said. Nobody clapped.\n\n"
        "Lind said that the dam was as old as the town."
    ),
)
BELLS = Article(
    id="bells", outlet="The Echo", published="2025-12-02", text="Mara Lind said that the dam had bells in its towers."
)
QUESTION = "what did Mara Lind say about the dam?"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "verbatim.db"
    with opened(load({"VERBATIM_DB": str(blank(path)), "VERBATIM_TIMEZONE": "UTC"}), create=True) as desk:
        list(desk.newsroom.index([DAM, BELLS], desk.extractor()))
    return path


def told(message: Json) -> str:
    return " ".join(texts(message["blocks"]))


def test_retracted_article_says_so_in_what_was_posted_once_and_no_more_when_taken_back(
    slack: FakeSlack, db: Path
) -> None:
    with running(slack, db, "socket") as (bot, line):
        before = dict(asked(slack, line, payloads.mention(QUESTION)))
        form = shown(slack, line, payloads.chosen(entry(before, "retract"), message=before))
        assert "Retract “" in told(form) or "Retract this article" in told(form) or URL in told(form)
        done = sent(slack, line, form, reason="The Coast Desk withdrew it.")
        assert "Retracted:" in told(done)
        slack.wait(lambda: bot.amender.tick() or len(slack.called("chat.update")) == 1)
        assert bot.amender.tick() == 0  # once
        after = dict(slack.posts("C0DESK")[0])
        asked_anew = dict(asked(slack, line, payloads.mention(QUESTION, ts="1764590999.000900")))
        undo = payloads.click("undo", button(done, "undo")["value"], view=done, container={"type": "view"})
        assert line.deliver(undo).acked
        slack.wait(lambda: bot.amender.tick() or len(slack.called("chat.update")) >= 2)
        again = slack.posts("C0DESK")[0]
    (note,) = texts(after["blocks"][0])
    assert note.startswith("Retracted by the outlet since it was posted: 2 statements, the last <!date^")
    assert told(after).count("RETRACTED by the outlet, noted <!date^") == 2
    assert "The Coast Desk withdrew it" in told(after)
    assert statements(after) == statements(before)
    assert told(asked_anew).count("RETRACTED by the outlet") == 2
    assert (told(again), again["text"]) == (told(before), before["text"])


def test_word_asks_first_and_the_button_does_it(slack: FakeSlack, db: Path) -> None:
    with running(slack, db, "socket") as (bot, line):
        page = dict(asked(slack, line, payloads.mention(f"retract <{URL}> the figures were wrong")))
        assert "Reason: the figures were wrong" in told(page)
        with bot.store.snapshot(("public",), bot.newsroom.clock()) as snapshot:
            assert snapshot.records([1])[0].fate.retracted is None
        press = payloads.click("retract_yes", button(page, "retract_yes")["value"], message=page)
        assert line.deliver(press).acked

        def retracted() -> bool:
            with bot.store.snapshot(("public",), bot.newsroom.clock()) as snapshot:
                return snapshot.records([1])[0].fate.retracted is not None

        slack.wait(retracted)


def test_removed_article_leaves_the_message_in_slack_beside_a_running_bot(slack: FakeSlack, db: Path) -> None:
    with running(slack, db, "socket") as (bot, line):
        before = dict(asked(slack, line, payloads.mention(QUESTION)))
        assert "open the dam" in told(before)
        with opened(load({"VERBATIM_DB": str(db)})) as desk:
            found = desk.store.weigh_article(URL)
            assert found is not None
            assert found.messages == 1
            begun = desk.store.begin_removal(found, by="command line", posted=True, names=[], now=desk.newsroom.clock())
            desk.store.finish_removal(begun, clearing("UTC"), desk.newsroom.clock)
        slack.wait(lambda: bot.amender.tick() or len(slack.called("chat.update")) == 1)
        after = dict(slack.posts("C0DESK")[0])
    assert "open the dam" not in str(after)
    assert "Removed on request, " in told(after)
    assert "bells in its towers" in told(after)  # of another article: it stays
    assert b"open the dam" not in db.read_bytes()
