"""Follow-ups without a mention, and the rest of what a channel says: nothing of it is answered, stored or logged."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from fakes import payloads
from fakes.running import acquaint, running

from bot.logs import configure_logging
from bot.model import Article
from bot.people.threads import KEPT
from bot.reception.rooms import mine

if TYPE_CHECKING:
    from pathlib import Path

    from fakes.lines import Line
    from fakes.slack import FakeSlack

    from bot.app import Bot

    Json = dict[str, Any]

both = pytest.mark.parametrize("mode", ["socket", "http"])
ARTICLE = Article(
    id="dam",
    outlet="Coast Desk",
    published="2025-12-03",
    text=(
        "“We will open the dam in the morning,” Mayor Mara Lind told reporters on Tuesday.\n\n"
        "Harbour master Ivo Brandt said that the ferry was late. Lind said that the ferry would wait."
    ),
)
CANARY = "zebra"
RECORD = (ARTICLE,)  # what is on record


def begun(slack: FakeSlack, line: Line, channel: str = "C0DESK") -> str:
    """A thread with an answer to U0ANA; its ts."""
    body = payloads.mention("what did Mara Lind say?", channel=channel)
    line.deliver(body)
    slack.wait(lambda: slack.posts(channel))
    return str(body["event"]["ts"])


def settled(slack: FakeSlack, line: Line) -> None:
    """Everything that was sent before has been answered, or never will be."""
    before = len(slack.posts("C0LAST"))
    line.deliver(payloads.mention("help", channel="C0LAST"))
    slack.wait(lambda: len(slack.posts("C0LAST")) > before)


def reply(text: str, thread: str, **inner: object) -> Json:
    return payloads.message(text, thread_ts=thread, **inner)


@both
@pytest.mark.parametrize("kind", ["channel", "group"])
def test_follow_up_in_our_thread_needs_no_mention(slack: FakeSlack, db: Path, mode: str, kind: str) -> None:
    with running(slack, db, mode) as (_, line):
        thread = begun(slack, line)
        body = reply("and about the ferry?", thread, channel_type=kind)
        assert line.deliver(body).acked
        assert line.deliver(body, retry=1).acked  # delivered again
        slack.wait(lambda: len(slack.posts("C0DESK")) == 2)
        settled(slack, line)
    _, answer = slack.posts("C0DESK")
    assert answer["thread_ts"] == thread
    assert answer["text"].startswith("Mara Lind on the ferry: 1 statement")


@both
def test_mention_in_a_thread_that_is_heard_is_one_request(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        thread = begun(slack, line)
        body = payloads.mention("and about the ferry?", thread_ts=thread)
        for again in (body, payloads.twin(body), payloads.twin(body)):
            line.deliver(again)
        slack.wait(lambda: len(slack.posts("C0DESK")) == 2)
        settled(slack, line)
    assert len(slack.posts("C0DESK")) == 2


def overheard(thread: str) -> list[Json]:
    """What people say and do around an answer of ours, to each other."""
    elsewhere = payloads.fresh_ts()
    told = {"type": "message", "channel": "C0DESK", "channel_type": "channel"}
    said = {"type": "message", "user": "U0ANA", "ts": "77.0", "text": f"{CANARY} after", "edited": {"ts": "78.0"}}
    before = {"user": "U0ANA", "ts": "77.0", "text": f"{CANARY} before"}
    return [
        payloads.message(f"what did Mara Lind say about {CANARY}?"),  # in the channel, to nobody
        payloads.message(f"and about {CANARY}?", channel_type="group", channel="G0PRIVATE"),
        payloads.message(f"and about {CANARY}?", channel_type="mpim", channel="G0GROUP"),
        reply(f"what did Mara Lind say about {CANARY}?", elsewhere),  # in a thread of other people
        reply(f"what did Mara Lind say about {CANARY}?", thread, user="U0BEN"),  # a colleague, below our answer
        reply(f"and about the {CANARY}, <@U0BEN>?", thread),  # to the colleague
        reply(f"<!subteam^S1> and about {CANARY}?", thread),
        reply(f"the {CANARY} is in the story now, thanks", thread),  # no question
        reply(f"shall we call the {CANARY}?", thread),  # a question to colleagues
        reply(f"and about {CANARY}?", thread, bot_id="B0OTHER", user="U0OTHER"),  # another app
        reply(f"and about {CANARY}?", thread, subtype="thread_broadcast"),
        reply(f"and about {CANARY}?", thread, files=[{"name": f"{CANARY}.txt", "url_private": f"https://{CANARY}"}]),
        payloads.event(told | {"subtype": "message_changed", "message": said, "previous_message": before}),
        payloads.event(told | {"subtype": "message_deleted", "deleted_ts": "77.0", "previous_message": before}),
        payloads.event(
            told | {"subtype": "channel_topic", "text": CANARY, "topic": CANARY, "user": "U0ANA", "ts": "79"}
        ),
        payloads.event({"type": "reaction_added", "user": "U0ANA", "reaction": CANARY, "item": {"channel": "C0DESK"}}),
    ]


@both
def test_nothing_else_in_a_channel_is_answered_stored_or_logged(
    slack: FakeSlack, db: Path, mode: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with contextlib.ExitStack() as undo, running(slack, db, mode) as (bot, line):
        undo.callback(structlog.reset_defaults)
        configure_logging("DEBUG")  # as an operator may set it
        thread = begun(slack, line)
        before = claims(bot)
        bodies = overheard(thread)
        for body in bodies:
            assert line.deliver(body).acked, body["event"]
        settled(slack, line)
        added = claims(bot) - before
        assert not any("C0DESK" in claim or "G0" in claim for claim in added)
        assert {body["event_id"] for body in bodies}.isdisjoint(claim.removeprefix("event/") for claim in added)
    output = "".join(capfd.readouterr())
    assert "received" in output  # there was something to see
    assert len(slack.posts("C0DESK")) == 1
    assert CANARY not in output
    assert CANARY not in str(slack.calls)
    assert [path.name for path in db.parent.iterdir() if CANARY.encode() in path.read_bytes()] == []


def claims(bot: Bot) -> set[str]:
    with bot.store._connections.read() as session:
        return {row["claim"] for row in session.all("SELECT claim FROM claims")}


def test_follow_ups_can_be_switched_off_in_a_channel(slack: FakeSlack, db: Path) -> None:
    with running(slack, db, "http") as (_, line):
        thread = begun(slack, line)
        line.deliver(payloads.said("settings follow off", slack.response_url(), command="/verbatim"))
        slack.wait(slack.answers)
        line.deliver(reply(f"and about {CANARY}?", thread))
        settled(slack, line)
        assert len(slack.posts("C0DESK")) == 1
        line.deliver(payloads.said("settings follow on", slack.response_url(), command="/verbatim"))
        slack.wait(lambda: len(slack.answers()) == 2)
        line.deliver(reply("and about the ferry?", thread))
        slack.wait(lambda: len(slack.posts("C0DESK")) == 2)
    assert slack.answers()[0]["text"].startswith("Follow-ups in this channel's threads need a mention from now on.")


def test_each_who_asked_in_a_thread_is_followed(slack: FakeSlack, db: Path) -> None:
    with running(slack, db, "http") as (bot, line):
        acquaint(bot, "U0BEN")
        thread = begun(slack, line)
        line.deliver(payloads.mention("what did Ivo Brandt say?", user="U0BEN", thread_ts=thread))
        slack.wait(lambda: len(slack.posts("C0DESK")) == 2)
        line.deliver(reply("who else?", thread, user="U0BEN"))
        slack.wait(lambda: len(slack.posts("C0DESK")) == 3)
        line.deliver(reply("and about the ferry?", thread))
        slack.wait(lambda: len(slack.posts("C0DESK")) == 4)


def test_edited_follow_up_changes_its_answer_and_a_deleted_one_loses_its_words(slack: FakeSlack, db: Path) -> None:
    with running(slack, db, "http") as (bot, line):
        thread = begun(slack, line)
        body = reply("and about the dam?", thread)
        ts = body["event"]["ts"]
        line.deliver(body)
        slack.wait(lambda: len(slack.posts("C0DESK")) == 2 and not bot.store.unsure())  # where it stands is on record
        told = {"type": "message", "channel": "C0DESK", "channel_type": "channel"}
        said = {"type": "message", "user": "U0ANA", "ts": ts, "thread_ts": thread, "edited": {"ts": "9999999999.0"}}
        said |= {"text": "and about the ferry?"}
        line.deliver(payloads.event(told | {"subtype": "message_changed", "message": said, "previous_message": {}}))
        slack.wait(lambda: "edited" in slack.posts("C0DESK")[1])
        assert slack.posts("C0DESK")[1]["text"].startswith("Mara Lind on the ferry")
        line.deliver(payloads.event(told | {"subtype": "message_deleted", "deleted_ts": ts, "previous_message": {}}))
        settled(slack, line)
        assert not [text for text in answers(bot) if "dam?" in text]


def answers(bot: Bot) -> list[str]:
    with bot.store._connections.read() as session:
        return [row["query"] for row in session.all("SELECT query FROM answers")]


def test_a_thread_is_followed_for_seven_days(slack: FakeSlack, db: Path) -> None:
    with running(slack, db, "http") as (bot, line):
        thread = begun(slack, line)
        place = mine(f"C0DESK/{thread}", "U0ANA")
        slack.wait(lambda: bot.store.conversation(place, bot.newsroom.clock() - KEPT))
        with bot.store._connections.write() as session:
            session.run("UPDATE conversations SET at = '2020-01-01T00:00:00.000000+00:00'")
        line.deliver(reply(f"and about {CANARY}?", thread))
        settled(slack, line)
    assert len(slack.posts("C0DESK")) == 1
