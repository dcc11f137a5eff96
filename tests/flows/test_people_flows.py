"""Who asks, and where: what guests, outsiders and strangers see and may do, over the fake Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fakes import payloads
from fakes.running import running
from fakes.workspace import Trouble, limited

from bot.model import Article
from bot.people import Standing

if TYPE_CHECKING:
    from pathlib import Path

    from fakes.lines import Line
    from fakes.slack import FakeSlack

    from bot.app import Bot

    Json = dict[str, Any]

both = pytest.mark.parametrize("mode", ["socket", "http"])
OPEN = Article(
    id="open",
    outlet="Coast Desk",
    published="2025-12-03",
    text="“We will open the dam in the morning,” Mayor Mara Lind told reporters on Tuesday.",
)
CLOSED = Article(
    id="closed",
    outlet="Desk notes",
    published="2025-12-04",
    scope="channel:C0CLOSED",
    text="Mara Lind said that she would resign before the spring.",
)
OWN = Article(
    id="own",
    outlet="My notes",
    published="2025-12-04",
    scope="user:U0ANA",
    text="Mara Lind said that the bells were cracked.",
)
SECRET, MINE = "resign", "bells"
QUESTION = "what did Mara Lind say?"
PEOPLE = {
    "U0GUEST": ({"is_restricted": True}, Standing.GUEST),
    "U0SINGLE": ({"is_ultra_restricted": True}, Standing.GUEST),
    "U0FAR": ({"is_stranger": True, "team_id": "T0FAR"}, Standing.OUTSIDE),
    "U0APP": ({"is_bot": True}, Standing.BOT),
    "U0NOBODY": ({"error": "user_not_found"}, Standing.UNKNOWN),
}
RECORD = (OPEN, CLOSED, OWN)  # what is on record


def answered(slack: FakeSlack, line: Line, body: Json) -> str:
    """The text of the next message in the channel a message was sent in."""
    channel = body["event"]["channel"]
    before = len(slack.posts(channel))
    assert line.deliver(body).acked
    slack.wait(lambda: len(slack.posts(channel)) > before)
    return str(slack.posts(channel)[before]["text"])


def told(slack: FakeSlack, line: Line, text: str = QUESTION, **outer: object) -> str:
    """The private answer to `/verbatim`."""
    before = len(slack.answers())
    assert line.deliver(payloads.said(text, slack.response_url(), command="/verbatim", **outer)).acked
    slack.wait(lambda: len(slack.answers()) > before)
    return str(slack.answers()[before]["text"])


def known(bot: Bot, slack: FakeSlack, *users: str, channels: tuple[str, ...] = ()) -> None:
    """Wait until Slack has told of these, or that it does not."""
    people = bot.newsroom.people
    for user in users:
        people.expect(user, "")
    told = [user for user in users if "error" not in slack.people.get(user, {})]
    slack.wait(lambda: all(people.person(user).standing is not Standing.UNKNOWN for user in told))
    slack.wait(lambda: all(people.channel(channel).known for channel in channels))
    slack.wait(lambda: not bot.directory.wanted)


@both
def test_what_belongs_to_a_channel_or_person_stays_there(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        there = answered(slack, line, payloads.mention(QUESTION, channel="C0CLOSED"))
        elsewhere = answered(slack, line, payloads.mention(QUESTION))
        direct = answered(slack, line, payloads.direct(QUESTION))
        privately, private_elsewhere = told(slack, line, channel_id="C0CLOSED"), told(slack, line)
    assert [SECRET in text for text in (there, elsewhere, direct)] == [True, False, False]
    assert [MINE in text for text in (there, elsewhere, direct)] == [False, False, True]
    assert [SECRET in text for text in (privately, private_elsewhere)] == [True, False]
    assert MINE in privately
    assert MINE in private_elsewhere


def test_guests_outsiders_and_apps_see_what_is_public_everywhere(slack: FakeSlack, db: Path) -> None:
    slack.people |= {user: what for user, (what, _) in PEOPLE.items()}
    with running(slack, db, "http") as (bot, line):
        known(bot, slack, *PEOPLE, channels=("C0CLOSED",))
        aloud = answered(slack, line, payloads.mention(QUESTION, user="U0GUEST", channel="C0CLOSED"))
        for user in PEOPLE:
            texts = [
                aloud,
                answered(slack, line, payloads.direct(QUESTION, user=user, channel=f"D{user}")),
                told(slack, line, user_id=user, channel_id="C0CLOSED"),
            ]
            for text in texts:
                assert "open the dam" in text
                assert "Searched 1 article " in text  # counts leak nothing
                assert SECRET not in text
                assert MINE not in text


def test_whoever_is_no_full_member_changes_nothing_and_it_is_recorded(slack: FakeSlack, db: Path) -> None:
    slack.people |= {user: what for user, (what, _) in PEOPLE.items()}
    with running(slack, db, "http") as (bot, line):
        known(bot, slack, *PEOPLE)
        answered(slack, line, payloads.mention(QUESTION))
        (statement,) = slack.wait(lambda: bot.store.shown("C0DESK", slack.posts("C0DESK")[0]["ts"]))
        for user in PEOPLE:
            for action in ("wrong", "remove"):
                before = len(slack.views)
                line.deliver(payloads.chosen(f"{action}/{statement}", user={"id": user}))
                slack.wait(lambda before=before: len(slack.views) > before)
            forged = payloads.click("undo", f"{statement}/1", user={"id": user}, response_url=slack.response_url())
            count = len(slack.answers())
            line.deliver(forged)
            slack.wait(lambda count=count: len(slack.answers()) > count)
        slack.wait(lambda: len(bot.store.refusals()) == 3 * len(PEOPLE))
        refusals = bot.store.refusals()
        assert bot.store.corrections(statement) == []
    assert {(user, why) for _, user, _, _, why in refusals} == {(u, s.value) for u, (_, s) in PEOPLE.items()}
    assert not any("input" in str(view) and view.get("submit") for view in slack.views.values())  # no form to fill in


@both
def test_somebody_unknown_sees_what_is_public_until_slack_has_told(slack: FakeSlack, db: Path, mode: str) -> None:
    slack.script("users.info", limited(1))
    with running(slack, db, mode, strangers=True) as (bot, line):
        first = answered(slack, line, payloads.mention(QUESTION, channel="C0CLOSED"))
        slack.wait(lambda: bot.newsroom.people.person("U0ANA").trusted)  # after a second, as Slack asked
        then = answered(slack, line, payloads.mention(QUESTION, channel="C0CLOSED"))
    assert SECRET not in first
    assert "open the dam" in first
    assert SECRET in then


def test_an_answer_waits_for_no_lookup(slack: FakeSlack, db: Path) -> None:
    slack.script("users.info", Trouble(drops=True), Trouble(status=500), Trouble(status=500))
    slack.script("conversations.info", *[Trouble(status=500)] * 3)
    with running(slack, db, "http", strangers=True) as (_, line):
        assert "open the dam" in answered(slack, line, payloads.mention(QUESTION))


def test_without_the_scopes_everybody_is_a_guest_and_is_told_so(slack: FakeSlack, db: Path) -> None:
    slack.scopes -= {"users:read", "channels:read", "groups:read"}
    with running(slack, db, "socket", strangers=True) as (bot, line):
        slack.wait(lambda: bot.newsroom.people.granted() is not None)
        assert SECRET not in answered(slack, line, payloads.mention(QUESTION, channel="C0CLOSED"))
        page = answered(slack, line, payloads.direct("settings"))
    assert "users:read is missing: everybody is treated as a guest" in page
    assert "channels:read and groups:read are missing" in page


def test_membership_that_was_revoked_does_not_count(slack: FakeSlack, db: Path) -> None:
    """In a view opened before: its channel is the view's own word."""
    with running(slack, db, "http") as (bot, line):
        bot.store.keep_roster("C0CLOSED", ["U0ANA"], bot.newsroom.clock())
        answered(slack, line, payloads.mention(QUESTION, channel="C0CLOSED"))
        shown = slack.wait(lambda: bot.store.shown("C0CLOSED", slack.posts("C0CLOSED")[0]["ts"]))
        with bot.store.snapshot(("channel:C0CLOSED",), bot.newsroom.clock()) as snapshot:
            secret = next(record.id for record in snapshot.records(shown) if SECRET in record.text)
        before = in_view(slack, line, secret)
        event = {"type": "member_left_channel", "user": "U0ANA", "channel": "C0CLOSED", "channel_type": "C"}
        assert line.deliver(payloads.event(event)).acked
        after = in_view(slack, line, secret)
    assert "This statement is gone" not in before
    assert "This statement is gone" in after
    assert SECRET not in after


def in_view(slack: FakeSlack, line: Line, statement: int) -> str:
    """What a view shows of a statement's context, as clicked in a view of that channel."""
    name = f"V{len(slack.views)}"
    view = {"id": name, "type": "modal", "private_metadata": '{"channel": "C0CLOSED"}', "blocks": []}
    slack.place(name, view | {"title": {"type": "plain_text", "text": "Context"}})
    empty = str(slack.views[name])
    body = payloads.click("context", str(statement), view=view, container={"type": "view", "view_id": name})
    assert line.deliver(body | {"channel": None}).acked
    slack.wait(lambda: str(slack.views[name]) != empty)
    return str(slack.views[name])


# -- zones and settings


@both
def test_hours_are_the_readers_and_can_be_set(slack: FakeSlack, db: Path, mode: str) -> None:
    slack.people["U0ANA"] = {"tz": "America/New_York"}
    with running(slack, db, mode, strangers=True) as (bot, line):
        known(bot, slack, "U0ANA")
        assert "those of America/New_York" in told(slack, line, "status")
        assert "those of Asia/Tokyo from now on" in told(slack, line, "settings zone tokyo")
        assert "those of Asia/Tokyo" in told(slack, line, "status")
        assert "America/New_York" in told(slack, line, "settings zone slack")
        assert "no time zone “Atlantis”" in told(slack, line, "settings zone Atlantis")


def test_settings_say_what_is_known_of_a_channel_and_who_asks(slack: FakeSlack, db: Path) -> None:
    slack.about["C0CLOSED"] = {"is_private": True}
    slack.about["C0SHARED"] = {"is_ext_shared": True}
    slack.people["U0GUEST"] = {"is_restricted": True}
    with running(slack, db, "http") as (bot, line):
        known(bot, slack, "U0GUEST", channels=("C0CLOSED", "C0SHARED"))
        closed = told(slack, line, "settings", channel_id="C0CLOSED")
        shared = told(slack, line, "settings", channel_id="C0SHARED", user_id="U0GUEST")
        refused = told(slack, line, "settings follow off", channel_id="C0SHARED", user_id="U0GUEST")
        strange = told(slack, line, "settings follow maybe")
    assert "You are a full member" in closed
    assert "private channel: what is indexed for it is shown nowhere else" in closed
    assert "You are a guest" in shared
    assert "shared with another organisation" in shared
    assert refused.startswith("Guests of this workspace can ask, but not change the settings of a channel")
    assert strange.startswith("Say settings follow on, or settings follow off.")
