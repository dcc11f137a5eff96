"""The form behind [Change] and "Search the record": what it offers, and where its answer is seen, in both modes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from fakes import payloads
from fakes.archives import blank
from fakes.blocks import button, every, texts
from fakes.running import running
from slack_kit import asked, closed, filled, privately, sent, shown, statements

from bot.app import opened
from bot.config import load
from bot.model import Article

if TYPE_CHECKING:
    from pathlib import Path

    from fakes.lines import Line
    from fakes.slack import FakeSlack

    Json = dict[str, Any]

both = pytest.mark.parametrize("mode", ["socket", "http"])
ARTICLES = (
    Article(
        id="dam",
        outlet="Coast Desk",
        published="2025-12-03",
        text=(
            "“We will open the dam in the morning,” Mara Lind said.\n\nLind said that the dam was as old as the town."
            "\n\nOlga Brandt said that the dam was safe."
        ),
    ),
    Article(
        id="bells",
        outlet="Echo",
        published="2025-12-05",
        text="Mara Lind said that the bells were cracked. Ivo Brandt said that the tower was safe.",
    ),
    Article(
        id="secret",
        outlet="Desk notes",
        published="2025-12-04",
        scope="channel:C0OTHER",
        text="Marta Secretova said that she would resign before the spring.",
    ),
)
QUESTION = "what did Mara Lind say about the dam?"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "verbatim.db"
    with opened(load({"VERBATIM_DB": str(blank(path)), "VERBATIM_TIMEZONE": "UTC"}), create=True) as desk:
        list(desk.newsroom.index(ARTICLES, desk.extractor()))
    return path


def changing(slack: FakeSlack, line: Line, answer: Json, **click: Any) -> Json:  # noqa: ANN401 - of the payload
    """The form behind the answer's [Change]."""
    return shown(slack, line, payloads.click("change", button(answer, "change")["value"], **click))


def offered(line: Line, view: Json, source: str, typed: str) -> list[str]:
    """What is offered to somebody who types."""
    receipt = line.deliver(payloads.typing(view, source, typed))
    assert receipt.acked
    assert receipt.seconds < 1
    return [option["value"] for option in receipt.payload["options"]]


def standing(view: Json) -> dict[str, object]:
    """What the fields of a form are filled in with."""
    state = payloads.submitted(view)["view"]["state"]["values"]
    return {
        name: next(v for k, v in next(iter(field.values())).items() if k != "type") for name, field in state.items()
    }


@both
def test_form_is_filled_in_and_changes_ones_own_message(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (bot, line):
        message = dict(asked(slack, line, payloads.direct(QUESTION), "D0ANA"))
        form = changing(slack, line, message, message=message, channel={"id": "D0ANA"})
        there = standing(form)
        closed(line, form, speakers=["Mara Lind"], topic="bells")
        slack.wait(lambda: "edited" in slack.posts("D0ANA")[0])
        (edited,) = slack.posts("D0ANA")
        follow = asked(slack, line, payloads.direct("only direct quotes"), "D0ANA")
        statement = int(statements(message)[0].partition(",")[0])
        assert statement not in bot.store.shown("D0ANA", edited["ts"])
    assert there["speakers"] == [{"value": "Mara Lind"}]
    assert (there["topic"], there["look"], there["order"]) == ("the dam", {"value": "any"}, {"value": "best"})
    assert edited["text"].startswith("Mara Lind on bells: 1 statement")
    assert "bells" in follow["text"].split("\n")[0]  # the conversation goes on from what it was changed to


@both
def test_private_answer_is_replaced(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        answer = privately(slack, line, QUESTION)
        form = changing(slack, line, answer, response_url=slack.response_url())
        before = len(slack.answers())
        closed(line, form, speakers=["Olga Brandt", "Mara Lind"], look="indirect")
        slack.wait(lambda: len(slack.answers()) > before)
        changed = slack.answers()[-1]
    assert (changed["response_type"], changed["replace_original"]) == ("ephemeral", True)
    headings = [t for t in texts(changed["blocks"]) if ": 1 statement" in t and "article" not in t]
    assert headings == ["Olga Brandt: 1 statement", "Mara Lind: 1 statement"]
    assert "Look: PARAPHRASE" in " ".join(texts(changed["blocks"]))
    assert button(changed, "share")


@both
def test_in_front_of_others_the_clicker_is_answered_privately(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        message = dict(asked(slack, line, payloads.mention(QUESTION)))
        form = changing(slack, line, message, message=message, response_url=slack.response_url())
        closed(line, form, since="2025-12-05", topic="")
        slack.wait(slack.answers)
        (answer,) = slack.answers()
    assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)
    assert "the bells were cracked" in answer["text"]
    assert "Dates: since 5 Dec 2025" in " ".join(texts(answer["blocks"]))
    assert slack.posts("C0DESK")[0]["text"] == message["text"]


@both
def test_what_is_typed_is_answered_at_once_with_what_may_be_seen_there(slack: FakeSlack, db: Path, mode: str) -> None:
    slack.rosters["C0OTHER"] = ["U0ANA"]
    with running(slack, db, mode) as (bot, line):
        there = asked(slack, line, payloads.mention("help me find Lind", channel="C0OTHER"), "C0OTHER")
        other = changing(slack, line, there, message=there, channel={"id": "C0OTHER"})
        assert line.deliver(payloads.shortcut("search_record")).acked
        form = slack.wait(
            lambda: next((v for v in slack.views.values() if v["title"]["text"] == "Search the record"), None)
        )
        assert offered(line, form, "speakers", "lin") == ["Mara Lind", "lin"]
        assert offered(line, form, "speakers", "secret") == ["secret"]
        assert offered(line, form, "outlets", "e") == ["Coast Desk", "Echo"]
        slack.wait(lambda: "Marta Secretova" in offered(line, other, "speakers", "secret"))  # once membership is known
        taken = bot.store.take(bot.newsroom.clock())
    assert taken is None  # nothing of it was kept
    assert b"lin" not in b"".join(p.read_bytes() for p in db.parent.iterdir() if p.suffix == ".log")


@both
def test_search_from_anywhere_is_answered_in_its_view(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        assert line.deliver(payloads.shortcut("search_record")).acked
        form = slack.views[slack.wait(lambda: next(iter(slack.views), ""))]
        done = sent(slack, line, form, speakers=["Ivo Brandt"], outlet="Echo", order="newest")
        assert "the tower was safe" in " ".join(texts(done["blocks"]))
        assert line.deliver(payloads.shortcut("search_record")).acked
        again = slack.wait(lambda: next((v for k, v in slack.views.items() if k != done["id"]), None))
        empty = sent(slack, line, again)
    assert "Nothing to search for" in " ".join(texts(empty["blocks"]))
    assert "Marta" not in json.dumps(list(slack.views.values()))


@both
def test_answer_whose_question_is_no_longer_kept_says_so_in_the_view(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        view = shown(slack, line, payloads.click("change", "no-such-answer", message={"ts": "1.1"}))
    assert "ask again" in " ".join(texts(view["blocks"]))


@both
def test_form_that_slack_lost_the_external_id_of_is_found_by_its_own(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        assert line.deliver(payloads.shortcut("search_record")).acked
        form = slack.views[slack.wait(lambda: next(iter(slack.views), ""))]
        receipt = line.deliver(payloads.submitted(form, speakers=["Ivo Brandt"]))
        bare = {k: v for k, v in receipt.payload["view"].items() if k != "external_id"}
        slack.place(form["id"], bare)
        done = filled(slack, form["id"])
    assert "the tower was safe" in " ".join(texts(done["blocks"]))


@both
def test_share_where_the_bot_is_no_member_goes_out_marked(slack: FakeSlack, db: Path, mode: str) -> None:
    slack.closed["C0DESK"] = "not_in_channel"
    with running(slack, db, mode) as (_, line):
        answer = privately(slack, line, QUESTION)
        body = payloads.click("share", button(answer, "share")["value"], response_url=slack.response_url())
        before = len(slack.answers())
        assert line.deliver(body).acked
        slack.wait(lambda: len(slack.answers()) == before + 2)
        copy, told = slack.answers()[before:]
    assert (copy["response_type"], copy["replace_original"]) == ("in_channel", False)
    assert "later corrections by the desk will not reach this copy" in copy["text"]
    assert [user["user_id"] for user in every(copy["blocks"], "user")] == ["U0ANA"]
    assert told["response_type"] == "ephemeral"
    assert "invite Verbatim" in told["text"]
    assert slack.posts() == []


@both
def test_nothing_offers_a_watch_for_what_was_asked(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        message = asked(slack, line, payloads.mention("what did Mara Lind say about okapis?"))
    assert message["text"].startswith("Nothing by Mara Lind about okapis")
    assert button(message, "watch")["text"]["text"] == "Watch Lind on okapis"
    assert button(message, "watch")["value"] == button(message, "change")["value"]
